"""Sign-in by a code sent by e-mail: the library's two pages, with the way back kept."""

from typing import Any
from urllib.parse import urlencode

from allauth.account import views as library
from allauth.account.models import EmailAddress
from django.http import HttpResponse
from django.urls import reverse

# In the session: where the reader was when they asked for the code. The library's own way back to the second page
# does not say it again.
ONWARD = "account_code_onward"


class RequestLoginCodeView(library.RequestLoginCodeView):
    """Sends the code; a mailbox without an account is told so, and the page is the same."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session[ONWARD] = self.get_next_url()
        answer: HttpResponse = super().form_valid(form)
        return answer


class ConfirmLoginCodeView(library.ConfirmLoginCodeView):
    """Takes the code, in the browser that asked for it."""

    def get_next_url(self) -> str | None:
        onward: str | None = super().get_next_url() or self.request.session.get(ONWARD)
        return onward

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if onward := self.get_next_url():
            context["login_url"] = f"{reverse('account_login')}?{urlencode({'next': onward})}"
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        if self._action == "verify":
            self._forget_unproved_password()
        answer: HttpResponse = super().form_valid(form)
        return answer

    def _forget_unproved_password(self) -> None:
        # Whoever typed the address at sign-up chose the password; who owns the mailbox is known from now on alone.
        user = self._process.user
        if not EmailAddress.objects.filter(user=user, verified=True).exists():
            user.set_unusable_password()
            user.save(update_fields=["password"])
