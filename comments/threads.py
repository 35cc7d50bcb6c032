"""The threads of a discussion: which comments a person sees, in which order, a page at a time."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse

from articles.models import Article
from comments import rights
from comments.models import Comment, Status
from comments.models.reach import MAX_DEPTH, CommentQuerySet
from comments.models.transitions import BRANCH_STANDS, TOMBSTONES
from newsroom.subscribers.models import User

THREADS_A_PAGE = 30
OWN_SEEN = (Status.PENDING, Status.HIDDEN)


@dataclass(slots=True)
class Node:
    """A comment on the page with the replies shown below it."""

    comment: Comment
    is_own: bool
    # Its author speaks for the paper here: staff, or a contributor of the article.
    has_badge: bool
    replies: list["Node"] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        """Whether anything of it is on the page; a tombstone only where replies stand."""
        return not self.comment.is_tombstone or bool(self.replies)

    @property
    def may_be_answered(self) -> bool:
        """Whether who may react may reply to it."""
        return self.comment.status == Status.PUBLISHED and self.comment.depth < MAX_DEPTH

    @property
    def may_be_reported(self) -> bool:
        """Whether it may be reported by the member who sees it."""
        return self.comment.status == Status.PUBLISHED and not self.is_own

    @property
    def may_be_edited(self) -> bool:
        """Whether who sees it may change it, as far as the page knows: an answer may wait for a moderator."""
        return self.is_own and not self.replies and self.comment.may_be_edited()

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether who sees it may withdraw it."""
        return self.is_own and self.comment.may_be_withdrawn()

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it."""
        yield self
        for reply in self.replies:
            yield from reply.walk()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of threads, the newest thread first, replies oldest first."""

    nodes: list[Node]
    # The id below which the next page begins; None on the last.
    older_than: int | None

    def holds(self, comment_id: int) -> bool:
        """Return whether the comment, or its tombstone, is on the page."""
        return any(node.comment.pk == comment_id for root in self.nodes for node in root.walk())


def page(article: Article, person: User | AnonymousUser, *, before: int | None = None) -> Page:
    """Return the page of threads older than the thread `before` (None: the newest), as `person` sees it.

    Three queries, whatever the discussion's length.
    """
    roots = _threads(article, person)
    if before is not None:
        roots = roots.filter(pk__lt=before)
    found = list(roots[: THREADS_A_PAGE + 1])
    shown = found[:THREADS_A_PAGE]
    older_than = shown[-1].pk if len(found) > THREADS_A_PAGE else None
    return Page(_trees(shown, article, person), older_than)


def begins_with(article: Article, person: User | AnonymousUser, comment_id: int) -> int | None:
    """Return the `before` of the page that begins with the comment's thread; None for a comment not seen there."""
    found = _seen_by(person).standing().filter(article=article, pk=comment_id).first()
    return (found.root_id or found.pk) + 1 if found else None


def place(comment: Comment) -> str:
    """Return the address at which its author sees the comment: under its article while its thread is a recent one."""
    if comment.status != Status.PUBLISHED and comment.status not in OWN_SEEN:
        return reverse("contributions")
    newer = _threads(comment.article, comment.author).filter(pk__gt=comment.root_id or comment.pk)
    if newer[:THREADS_A_PAGE].count() < THREADS_A_PAGE:
        return f"{comment.article.get_absolute_url()}#comment-{comment.pk}"
    return comment.get_absolute_url()


def count(article: Article) -> int:
    """Return the number of comments a reader can reach under the article."""
    return Comment.objects.reachable().filter(article=article).count()


def counts(articles: list[Article]) -> dict[int, int]:
    """Return the same number for several articles, by id, in one query; those without comments are left out."""
    rows = Comment.objects.reachable().filter(article__in=[article.pk for article in articles]).order_by()
    return dict(rows.values_list("article").annotate(models.Count("pk")))


def _alive(person: User | AnonymousUser) -> models.Q:
    """Return what is shown to the person with its words: what is published, and their own that waits or is withheld."""
    alive = models.Q(status=Status.PUBLISHED)
    if isinstance(person, User):
        alive |= models.Q(status__in=OWN_SEEN, author=person)
    return alive


def _seen_by(person: User | AnonymousUser) -> CommentQuerySet:
    """Return what may be on the person's page: what is alive for them, and tombstones."""
    seen = _alive(person) | models.Q(status__in=TOMBSTONES)
    return Comment.objects.filter(seen).select_related("author").fetch_mode(models.FETCH_RAISE)


def _threads(article: Article, person: User | AnonymousUser) -> CommentQuerySet:
    """Return the tops of the threads, the newest first; a tombstone only where something below it is alive."""
    below = Comment.objects.filter(_alive(person), root=models.OuterRef("pk")).standing()
    shown = _alive(person) | models.Q(models.Exists(below))
    return _seen_by(person).filter(shown, article=article, parent=None).order_by("-id")


def _trees(roots: list[Comment], article: Article, person: User | AnonymousUser) -> list[Node]:
    if not roots:
        return []
    signing = rights.signing(article)
    below: dict[int, list[Comment]] = defaultdict(list)
    for reply in _seen_by(person).filter(root__in=[root.pk for root in roots]).order_by("id"):
        below[reply.parent_id or 0].append(reply)

    def node(comment: Comment) -> Node:
        # What waits or is withheld cuts its branch, for its author too.
        answers = below[comment.pk] if comment.status in BRANCH_STANDS else []
        has_badge = comment.author.is_staff or comment.author_id in signing
        replies = [reply for reply in map(node, answers) if reply.is_shown]
        return Node(comment, comment.author_id == person.pk, has_badge, replies)

    return [tree for tree in map(node, roots) if tree.is_shown]
