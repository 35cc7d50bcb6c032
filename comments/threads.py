"""The threads of a discussion: which comments a person sees, in which order, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db import models

from articles.models import Article
from comments.models import Comment, Status
from comments.models.transitions import BRANCH_STANDS
from newsroom.subscribers.models import User

THREADS_A_PAGE = 30
OWN_SEEN = (Status.PENDING, Status.HIDDEN)


@dataclass(slots=True)
class Node:
    """A comment on the page with the replies shown below it."""

    comment: Comment
    is_own: bool
    replies: list["Node"] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        """Whether anything of it is on the page; a tombstone only where replies stand."""
        return not self.comment.is_tombstone or bool(self.replies)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of threads, the newest thread first, replies oldest first."""

    nodes: list[Node]
    # The id below which the next page begins; None on the last.
    older_than: int | None


def page(article: Article, person: User | AnonymousUser, *, before: int | None = None) -> Page:
    """Return the page of threads older than the thread `before` (None: the newest), as `person` sees it.

    Two queries, whatever the discussion's length.
    """
    roots = _seen_by(person).filter(article=article, parent=None).order_by("-id")
    if before is not None:
        roots = roots.filter(pk__lt=before)
    found = list(roots[: THREADS_A_PAGE + 1])
    shown = found[:THREADS_A_PAGE]
    older_than = shown[-1].pk if len(found) > THREADS_A_PAGE else None
    return Page(_trees(shown, person), older_than)


def count(article: Article) -> int:
    """Return the number of comments a reader can reach under the article."""
    return Comment.objects.reachable().filter(article=article).count()


def counts(articles: list[Article]) -> dict[int, int]:
    """Return the same number for several articles, by id, in one query; those without comments are left out."""
    rows = Comment.objects.reachable().filter(article__in=[article.pk for article in articles]).order_by()
    return dict(rows.values_list("article").annotate(models.Count("pk")))


def _seen_by(person: User | AnonymousUser) -> models.QuerySet[Comment]:
    """Return what the person may see: what stands, and of what waits or is withheld, their own."""
    seen = models.Q(status__in=BRANCH_STANDS)
    if isinstance(person, User):
        seen |= models.Q(status__in=OWN_SEEN, author=person)
    return Comment.objects.filter(seen).select_related("author").fetch_mode(models.FETCH_RAISE)


def _trees(roots: list[Comment], person: User | AnonymousUser) -> list[Node]:
    below: dict[int, list[Comment]] = defaultdict(list)
    for reply in _seen_by(person).filter(root__in=[root.pk for root in roots]).order_by("id"):
        below[reply.parent_id or 0].append(reply)
    nodes = [_node(root, below, person) for root in roots]
    return [node for node in nodes if node.is_shown]


def _node(comment: Comment, below: dict[int, list[Comment]], person: User | AnonymousUser) -> Node:
    # What waits or is withheld cuts its branch, for its author too.
    answers = below[comment.pk] if comment.status in BRANCH_STANDS else []
    replies = [_node(reply, below, person) for reply in answers]
    return Node(comment, comment.author_id == person.pk, [reply for reply in replies if reply.is_shown])
