"""Who may react under an article, and what the panel says to who may not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles.models import Article, Byline
from comments.models import Discussion, Policy, Sanction
from newsroom.lib.prepared import DATE, TEXT, Prepared, given
from newsroom.subscribers.models import User
from newsroom.subscribers.models.closed_account import mark_of


class Reason(StrEnum):
    """Why there is a panel in place of the form (`data-reason` of the page)."""

    SIGNED_OUT = "signed-out"
    NO_SUBSCRIPTION = "no-subscription"
    BANNED = "banned"
    SUSPENDED = "suspended"
    WARNED = "warned"
    CLOSED = "closed"


# What a sanction in force bars its member for; a premoderation bars nobody.
BARRED: dict[str, Reason] = {
    Sanction.Level.BAN: Reason.BANNED,
    Sanction.Level.SUSPENSION: Reason.SUSPENDED,
    Sanction.Level.WARNING: Reason.WARNED,
}


# The gravest sanction in force, with what the panel says of it.
BEARING = Prepared(
    lambda: (
        Sanction.objects.in_force(given("now", DATE))
        .of_person(given("member"), given("mark", TEXT))
        .select_related("decision__charter_rule__charter")[:1]
    )
)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do under one article, as the database says it now."""

    refusal: Reason | None
    # Every text waits here, or every text of theirs.
    premoderated: bool = False
    # The gravest one in force.
    sanction: Sanction | None = None
    closed_at: datetime | None = None
    # What the paper says of its stop of all discussions.
    stop_message: str = ""

    @property
    def may_react(self) -> bool:
        """Whether they may post and reply."""
        return self.refusal is None


def of(
    person: User | AnonymousUser,
    article: Article,
    discussion: Discussion,
    policy: Policy | None = None,
    *,
    shown: bool = False,
) -> Rights:
    """Return the person's rights under the article: four queries at most, none from the session.

    `policy` is the one in force, for who has read it already. What is but `shown` of them may rest on the subscription
    that the request has asked for already.
    """
    closed = _closed(discussion, policy or Policy.objects.current())
    if isinstance(person, AnonymousUser) or not person.is_active:
        # Nobody is signed in any more whose account was closed since they sent the form.
        return closed or Rights(Reason.SIGNED_OUT)
    sanction = BEARING.first(now=timezone.now(), member=person.pk, mark=mark_of(person.email))
    if sanction and sanction.level in BARRED:
        return Rights(BARRED[sanction.level], sanction=sanction)
    if closed:
        return closed
    runs = person.opening_subscription is not None if shown else person.subscription_runs()
    return _of_who_reads(person, article, discussion, runs=runs, sanction=sanction)


def unsanctioned(person: User, article: Article, discussion: Discussion, policy: Policy) -> Rights:
    """Return what is shown of the rights of somebody signed in on whom no sanction bears: as `of`, without asking."""
    closed = _closed(discussion, policy)
    if closed:
        return closed
    return _of_who_reads(person, article, discussion, runs=person.opening_subscription is not None, sanction=None)


def _of_who_reads(
    person: User, article: Article, discussion: Discussion, *, runs: bool, sanction: Sanction | None
) -> Rights:
    if not (runs or has_badge(person, article)):
        return Rights(Reason.NO_SUBSCRIPTION)
    waits = sanction is not None and sanction.level == Sanction.Level.PREMODERATION
    return Rights(None, premoderated=waits or discussion.is_premoderated, sanction=sanction)


def _closed(discussion: Discussion, policy: Policy) -> Rights | None:
    """Return the rights under a closed discussion, None where it is open."""
    since = discussion.closed_since(policy)
    if since is None:
        return None
    message = policy.stop_message if since == policy.stopped_at else ""
    return Rights(Reason.CLOSED, closed_at=since, stop_message=message)


def has_badge(person: User, article: Article) -> bool:
    """Return whether the person speaks for the paper here: staff, or a contributor of the article."""
    return person.is_staff or person.pk in signing(article)


def signing(article: Article) -> set[int | None]:
    """Return the users who sign the article, by id, in one query."""
    return set(Byline.objects.filter(article=article).values_list("contributor__user", flat=True))
