"""The forms of the accounts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsroom.lib.folding import fold
from newsroom.subscribers.models import User
from newsroom.subscribers.models.display_name import DISPLAY_NAME_MAX_LENGTH, validate_visible


class SignupForm(forms.Form):
    """What sign-up asks besides the accounts library's own fields."""

    display_name = forms.CharField(
        label=_("Pseudonym"),
        max_length=DISPLAY_NAME_MAX_LENGTH,
        validators=[validate_visible],
        help_text=_("Shown with your comments."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def clean_display_name(self) -> str:
        name = " ".join(str(self.cleaned_data["display_name"]).split())
        if User.objects.filter(display_name_key=fold(name)).exists():
            raise ValidationError(_("This pseudonym, or one that looks the same, is taken."), "taken")
        return name

    def signup(self, request: Any, user: User) -> None:
        """Nothing to add: the adapter stores the pseudonym with the user."""
