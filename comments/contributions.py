"""What the page of a member's contributions shows: their comments by state, what was decided, and their sanctions."""

from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE, Count, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from comments.contests import with_appeals
from comments.models import Comment, Decision, Sanction, Status
from comments.models.transitions import SENT_AGAIN
from comments.rights import BARRED
from newsroom.subscribers.models import User

A_PAGE = 20
SANCTIONS_SHOWN = 50
# The states one may ask for, as tabs in this order; what is erased left with its author.
STATES = {
    Status.PUBLISHED: pgettext_lazy("comments", "Published"),
    Status.PENDING: pgettext_lazy("comments", "Pending"),
    Status.HIDDEN: pgettext_lazy("comments", "Hidden"),
    Status.REFUSED: pgettext_lazy("comments", "Refused"),
    Status.REMOVED: pgettext_lazy("comments", "Removed"),
    Status.WITHDRAWN: pgettext_lazy("comments", "Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """One comment of the member, with the decisions on it in the order they were taken."""

    comment: Comment
    decisions: list[Decision]
    # Its text may go through the ordinary door again, mended.
    may_be_sent_again: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """One state, and how many comments are in it; all of them under the empty one."""

    state: str
    name: str
    count: int


def page(member: User, *, state: str, before: int | None) -> dict[str, Any]:
    """Return the page of the comments in the state (empty: in any) older than the comment `before`."""
    mine = Comment.objects.filter(author=member).order_by("-id")
    tabs = _tabs(mine, state)
    if state:
        mine = mine.filter(status=state)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    sanctions = list(_sanctions(member))
    barred = any(one.is_in_force() and one.level in BARRED for one in sanctions)
    told = Decision.objects.told().select_related("charter_rule__charter", "reversed_by").order_by("id")
    told = told.prefetch_related(with_appeals())
    rows = mine.select_related("article__section").defer("article__body")
    rows = rows.prefetch_related(Prefetch("decisions", told.fetch_mode(FETCH_RAISE)))
    found = list(rows.fetch_mode(FETCH_RAISE)[: A_PAGE + 1])
    return {
        "state": state,
        "tabs": tabs,
        "contributions": [_contribution(comment, barred=barred) for comment in found[:A_PAGE]],
        "older_than": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "in_force": [one for one in sanctions if one.is_in_force()],
        "over": [one for one in sanctions if not one.is_in_force()],
    }


def _contribution(comment: Comment, *, barred: bool) -> Contribution:
    again = comment.status in SENT_AGAIN and comment.article.is_public() and not barred
    return Contribution(comment, list(comment.decisions.all()), again)


def _tabs(mine: Any, asked: str) -> list[Tab]:
    """Return the states in which there are comments, and the one that was asked for; none for a single state."""
    counts = dict(mine.order_by().values_list("status").annotate(Count("pk")))
    tabs = [Tab(state, str(name), counts.get(state, 0)) for state, name in STATES.items()]
    shown = [tab for tab in tabs if tab.count or tab.state == asked]
    return [Tab("", _("All"), sum(counts.values())), *shown] if shown else []


def _sanctions(member: User) -> Any:
    """Return the member's sanctions, the gravest in force first, then the latest."""
    rows = Sanction.objects.filter(member=member).select_related("decision__charter_rule__charter", "lifting")
    rows = rows.select_related("decision__reversed_by").prefetch_related(with_appeals("decision"))
    return rows.order_by("-id").fetch_mode(FETCH_RAISE)[:SANCTIONS_SHOWN]
