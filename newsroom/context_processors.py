"""What every page of the paper needs: its name, its sections, and who reads."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import get_language

from articles.models import Section
from newsroom.subscribers.models import Subscription, User


@dataclass(frozen=True)
class PageReader:
    """The reader, as the masthead shows them."""

    person: User | AnonymousUser

    @property
    def signed_in(self) -> bool:
        """Whether they are signed in."""
        return self.person.is_authenticated

    @property
    def display_name(self) -> str:
        """Their pseudonym, empty for a signed-out reader."""
        return self.person.display_name if isinstance(self.person, User) else ""

    @property
    def subscribed(self) -> bool:
        """Whether a subscription of theirs opens the paper."""
        return self.subscription is not None

    @property
    def listens(self) -> bool:
        """Whether they may hear the articles read aloud, as `articles.listening` has it."""
        return self.staff or self.subscribed

    @property
    def in_grace(self) -> bool:
        """Whether what opens the paper to them is over, so that they may take another."""
        return self.subscription is not None and self.subscription.in_grace()

    @property
    def may_subscribe(self) -> bool:
        """Whether a subscription would open something to them: the staff read everything as it is."""
        return not self.staff and (not self.subscribed or self.in_grace)

    @property
    def subscription(self) -> Subscription | None:
        """The one that opens the paper to them: one query a request, when somebody asks."""
        return self.person.opening_subscription if isinstance(self.person, User) else None

    @property
    def staff(self) -> bool:
        """Whether they may open the admin."""
        return self.person.is_staff


def paper(request: HttpRequest) -> dict[str, Any]:
    """Return the paper's name, its sections (one query, when a template asks) and the reader.

    `names_lang` is the language of what the newsroom named (sections, tags) where the page itself speaks another.
    """
    return {
        "site_name": settings.SITE_NAME,
        "site_address": settings.SITE_ADDRESS,
        "canonical": f"{settings.SITE_ADDRESS}{request.path}",
        "sections": Section.objects.all(),
        "names_lang": settings.LANGUAGE_CODE if get_language() != settings.LANGUAGE_CODE else "",
        "reader": PageReader(getattr(request, "user", AnonymousUser())),
    }
