"""What is grave takes a proof, a moment old, that it is the member who acts: the library asks for it and comes back."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest

type View = Callable[..., Any]


def asked_again(when: Callable[[HttpRequest], bool] | None = None) -> Callable[[View], View]:
    """Return what asks, before a view answers, for the member's password or second factor; `when` says if it must."""
    return cast(Callable[[View], View], reauthentication_required(enabled=when))
