"""A text that its author sent lately already, or that was refused or taken down before."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from comments.checks.matter import Hit, Matter, hit
from comments.models import Comment, Status, Verdict
from comments.models.transitions import DOWN
from newsroom.lib.folding import fold
from newsroom.lib.prepared import DATE, Prepared, given

LATELY = timedelta(days=1)
COMPARED = 30
# Folding reads « ! » as the letter it looks like: in a name it may stand for one, in a text it ends a sentence.
SIGNS = re.compile(r"\W+")


class Earlier(NamedTuple):
    """A text of the author's that may be the same."""

    pk: int
    status: str
    body: str


def _theirs() -> Any:
    lately = Q(created_at__gt=given("since", DATE), status__in=(Status.PUBLISHED, Status.PENDING, Status.HIDDEN))
    theirs = Comment.objects.filter(Q(status__in=DOWN) | lately, author=given("author")).exclude(pk=given("edited"))
    return theirs.order_by("-id").values_list("pk", "status", "body")[:COMPARED]


THEIRS: Prepared[tuple[int, str, str]] = Prepared(_theirs)


def check(matter: Matter) -> Iterable[Hit]:
    """Hold what says, letter for letter but for case, accents and signs, what an earlier text of its author says."""
    key = _key(matter.body)
    for earlier in _earlier(matter):
        if _key(earlier.body) == key:
            why = "refused" if earlier.status in DOWN else "lately"
            yield hit("repeat", Verdict.HOLD, why=why, comment=earlier.pk)
            return


def _earlier(matter: Matter) -> Iterator[Earlier]:
    """Yield those of the author's texts that can be the same: those refused first, and the ones of the last day."""
    found = [
        Earlier(*row)
        for row in THEIRS.all(author=matter.author.pk, since=timezone.now() - LATELY, edited=matter.edited_id)
    ]
    # Folding takes its time, so a text of quite another length is not folded.
    room = 10 + len(matter.body) // 4
    near = [one for one in found if abs(len(one.body) - len(matter.body)) <= room]
    yield from sorted(near, key=lambda one: one.status not in DOWN)


def _key(body: str) -> str:
    """Return what two texts share that a reader takes for one; a text of signs alone stands for itself."""
    return fold(SIGNS.sub("", body)) or body
