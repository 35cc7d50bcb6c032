"""« View as »: the staff look at an article through the eyes of a reader. `?as=` of anybody else is nothing."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.paywall import Reader
from newsroom.subscribers.models import User


@dataclass(frozen=True, slots=True)
class Eyes:
    """One kind of reader, named for the staff; templates read it where they read who asks."""

    word: str
    name: Promise
    reader: Reader

    @property
    def signed_in(self) -> bool:
        return self.reader.signed_in

    @property
    def subscribed(self) -> bool:
        return self.reader.subscribed

    @property
    def listens(self) -> bool:
        return self.subscribed or self.in_grace

    @property
    def in_grace(self) -> bool:
        return self.reader.in_grace

    @property
    def may_subscribe(self) -> bool:
        return not self.subscribed

    @property
    def staff(self) -> bool:
        return False

    @property
    def display_name(self) -> str:
        return str(self.name)


MEMBER = Eyes("member", gettext_lazy("member without a subscription"), Reader(signed_in=True))
SUBSCRIBER = Eyes("subscriber", gettext_lazy("subscriber"), Reader(signed_in=True, subscribed=True))
ALL = (
    Eyes("signed-out", gettext_lazy("signed-out reader"), Reader()),
    MEMBER,
    SUBSCRIBER,
    # The same as somebody signed out, whatever they call themselves: there is no door for them.
    Eyes("crawler", gettext_lazy("crawler"), Reader()),
)


def alike(person: User | AnonymousUser) -> Eyes | None:
    """Return the eyes of all members like this one; None for who is none, and for who sees what others do not.

    It asks for their subscription, in the one query that the request needs for it anyway.
    """
    if isinstance(person, AnonymousUser) or person.is_staff:
        return None
    subscription = person.opening_subscription
    if subscription is None:
        return MEMBER
    return None if subscription.in_grace() else SUBSCRIBER


def of(request: HttpRequest) -> Eyes | None:
    """Return through whose eyes one of the staff asks to look; None for who looks through their own."""
    word = request.GET.get("as")
    if word is None or not request.user.is_staff:
        return None
    found = next((eyes for eyes in ALL if eyes.word == word), None)
    if found is None:
        # Whoever mistyped the word must not take the whole article for what a reader sees.
        raise Http404(_("There is no such reader to look as."))
    return found
