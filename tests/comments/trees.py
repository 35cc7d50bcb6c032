"""Discussions of any shape, put straight into the tables: what intake and moderators could have left there."""

from itertools import count

from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Status
from comments.models.transitions import BRANCH_STANDS
from newsroom.subscribers.models import User

_numbers = count(1)


def planted(article: Article, author: User, status: str = Status.PUBLISHED, parent: Comment | None = None) -> Comment:
    """Return a comment in any status, below any other."""
    number = next(_numbers)
    return Comment.objects.create(
        article=article,
        author=author,
        parent=parent,
        root=(parent.root or parent) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        status=status,
        body="" if status == Status.ERASED else f"texte-{number}-de-{author.pk}",
        idempotency_key=f"planted-{number}",
        published_at=timezone.now(),
    )


def ancestors(comment: Comment) -> list[Comment]:
    """Return what the comment answers, and what that answers, up to the top of its thread."""
    return [comment.parent, *ancestors(comment.parent)] if comment.parent else []


def stands(comment: Comment) -> bool:
    """Return whether no ancestor cuts the comment's branch, worked out one parent at a time."""
    return all(ancestor.status in BRANCH_STANDS for ancestor in ancestors(comment))


def is_reachable(comment: Comment) -> bool:
    """Return whether every reader can reach the comment."""
    return comment.status == Status.PUBLISHED and stands(comment)
