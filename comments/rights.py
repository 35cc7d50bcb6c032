"""Who may react under an article, and what the panel says to who may not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from articles.models import Article, Byline
from comments.models import Discussion, Sanction
from newsroom.subscribers.models import User


class Reason(StrEnum):
    """Why there is a panel in place of the form (`data-reason` of the page)."""

    SIGNED_OUT = "signed-out"
    NO_SUBSCRIPTION = "no-subscription"
    BANNED = "banned"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do under one article, as the database says it now."""

    refusal: Reason | None
    premoderated: bool = False
    sanction: Sanction | None = None
    closed_at: datetime | None = None

    @property
    def may_react(self) -> bool:
        """Whether they may post and reply."""
        return self.refusal is None


def of(person: User | AnonymousUser, article: Article, discussion: Discussion) -> Rights:
    """Return the person's rights under the article: three queries at most, none from the session."""
    if isinstance(person, AnonymousUser):
        return (
            Rights(Reason.CLOSED, closed_at=discussion.closed_at) if discussion.is_closed else Rights(Reason.SIGNED_OUT)
        )
    sanction = (
        Sanction.objects.in_force().filter(member=person).select_related("decision__charter_rule__charter").first()
    )
    if sanction and sanction.level == Sanction.Level.BAN:
        return Rights(Reason.BANNED, sanction=sanction)
    if sanction and sanction.level == Sanction.Level.SUSPENSION:
        return Rights(Reason.SUSPENDED, sanction=sanction)
    if discussion.is_closed:
        return Rights(Reason.CLOSED, closed_at=discussion.closed_at)
    if not (person.subscription_runs() or has_badge(person, article)):
        return Rights(Reason.NO_SUBSCRIPTION)
    premoderated = sanction is not None or discussion.state == Discussion.State.PREMODERATED
    return Rights(None, premoderated=premoderated)


def has_badge(person: User, article: Article) -> bool:
    """Return whether the person speaks for the paper here: staff, or a contributor of the article."""
    return person.is_staff or person.pk in signing(article)


def signing(article: Article) -> set[int | None]:
    """Return the users who sign the article, by id, in one query."""
    return set(Byline.objects.filter(article=article).values_list("contributor__user", flat=True))
