"""How the accounts library stores a user of ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from newsroom.subscribers.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Adds the pseudonym of the sign-up form to the new user."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.display_name = form.cleaned_data["display_name"]
        user.clean()
        return super().save_user(request, user, form, commit)
