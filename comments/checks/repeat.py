"""A text that its author sent lately already, or that was refused or taken down before."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from comments.checks.matter import Hit, Matter, hit
from comments.models import Comment, Status, Verdict
from comments.models.transitions import DOWN
from newsroom.lib.folding import fold

LATELY = timedelta(days=1)
COMPARED = 30
# Folding reads « ! » as the letter it looks like: in a name it may stand for one, in a text it ends a sentence.
SIGNS = re.compile(r"\W+")


def check(matter: Matter) -> Iterable[Hit]:
    """Hold what says, letter for letter but for case, accents and signs, what an earlier text of its author says."""
    key = _key(matter.body)
    for earlier in _earlier(matter):
        if _key(earlier.body) == key:
            why = "refused" if earlier.status in DOWN else "lately"
            yield hit("repeat", Verdict.HOLD, why=why, comment=earlier.pk)
            return


def _earlier(matter: Matter) -> Iterator[Comment]:
    """Yield those of the author's texts that can be the same: those refused first, and the ones of the last day."""
    alive = Q(created_at__gt=timezone.now() - LATELY, status__in=(Status.PUBLISHED, Status.PENDING, Status.HIDDEN))
    theirs = Comment.objects.filter(Q(status__in=DOWN) | alive, author=matter.author).order_by("-id")
    if matter.edited:
        theirs = theirs.exclude(pk=matter.edited.pk)
    found = theirs.only("pk", "status", "body")[:COMPARED]
    # Folding takes its time, so a text of quite another length is not folded.
    room = 10 + len(matter.body) // 4
    near = [one for one in found if abs(len(one.body) - len(matter.body)) <= room]
    yield from sorted(near, key=lambda one: one.status not in DOWN)


def _key(body: str) -> str:
    """Return what two texts share that a reader takes for one; a text of signs alone stands for itself."""
    return fold(SIGNS.sub("", body)) or body
