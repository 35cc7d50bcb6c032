"""The mail to somebody for whom the paper opened an account: a link to choose the password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from newsroom.subscribers.models import User


def send(user: User) -> None:
    """Queue the mail; its link serves as one for a forgotten password does."""
    adapter = get_adapter()
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    link = adapter.get_reset_password_from_key_url(key)
    adapter.send_mail("account/email/account_opened", user.email, {"password_reset_url": link})
