"""A member's request, as the type checker needs to know it: behind `login_required`, `user` is a user."""

from django.http import HttpRequest

from newsroom.subscribers.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
