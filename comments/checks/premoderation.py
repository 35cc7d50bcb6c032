"""Who and where every text waits: the discussion, the section, the member, and who has just come."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.db.models import Q

from comments.checks.matter import Hit, Matter, hit
from comments.models import Comment, Status, Verdict
from comments.rights import has_badge
from newsroom.lib.prepared import Prepared, given

# What a moderator let through, or nobody had anything against.
SHOWN = (Status.PUBLISHED, Status.WITHDRAWN)


def check(matter: Matter) -> Iterable[Hit]:
    """Hold the text, once for each reason."""
    return [hit("premoderation", Verdict.HOLD, why=why) for why in _reasons(matter)]


def _reasons(matter: Matter) -> Iterator[str]:
    if matter.discussion.is_premoderated:
        yield "hot" if matter.discussion.heated_at else "discussion"
    if matter.policy.premoderates(matter.article.section_id):
        yield "section"
    if matter.rights.sanction:
        yield "member"
    if _is_new(matter):
        yield "first"


def _is_new(matter: Matter) -> bool:
    """Return whether too few comments of the member were ever shown; the paper's own people are known."""
    held = matter.policy.first_comments_held
    if not held or len(_shown(held).all(author=matter.author.pk, edited=matter.edited_id)) >= held:
        return False
    return not has_badge(matter.author, matter.article)


@lru_cache
def _shown(most: int) -> Prepared[tuple[int]]:
    """Return what asks for so many of an author's comments that were shown."""
    shown = Q(status__in=SHOWN, published_at__isnull=False)
    return Prepared(
        lambda: (
            Comment.objects.filter(shown, author=given("author"))
            .exclude(pk=given("edited"))
            .order_by("-id")
            .values_list("pk")[:most]
        )
    )
