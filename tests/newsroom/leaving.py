"""Closes an account as the page and the worker do."""

from newsroom import closing
from newsroom.subscribers.models import ClosedAccount, User

KEEP, ERASE = ClosedAccount.Wish.KEEP, ClosedAccount.Wish.ERASE
FORMER = "Ancien abonné"


def close(member: User, wish: str = KEEP) -> User:
    """Close the account and do what the worker does; return the row as it stays."""
    closing.close(member, wish=wish)
    for closed in ClosedAccount.objects.filter(user=member):
        while ClosedAccount.objects.filter(pk=closed.pk, done_at=None).exists():
            closing.clear.func(closed.pk)
    return User.objects.get(pk=member.pk)
