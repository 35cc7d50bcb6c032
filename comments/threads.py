"""The threads of a discussion: which comments a person sees, in which order, a page at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments import rights
from comments.models import Comment, Recommendation, Status
from comments.models.reach import MAX_DEPTH, CommentQuerySet
from comments.models.transitions import BRANCH_STANDS, TOMBSTONES
from newsroom.lib import rendering
from newsroom.lib.prepared import Prepared, given
from newsroom.lib.remembering import remembered
from newsroom.subscribers.models import User

THREADS_A_PAGE = 30


class Sort(models.TextChoices):
    """In which order, or which of, the threads are shown."""

    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    RECOMMENDED = "recommended", _("Most recommended")
    SELECTION = "selection", _("The paper’s choice")


ORDERS = {
    Sort.NEWEST: ("-id",),
    Sort.OLDEST: ("id",),
    Sort.RECOMMENDED: ("-recommended", "-id"),
    Sort.SELECTION: ("-id",),
}
NEWER: Prepared[tuple[int]] = Prepared(
    lambda: (
        Comment.objects.filter(article=given("article"), parent=None, pk__gt=given("top"))
        .order_by("-pk")
        .values_list("pk")[:THREADS_A_PAGE]
    )
)
OWN_SEEN = (Status.PENDING, Status.HIDDEN)


class Badge(StrEnum):
    """For whom the author of a comment speaks here, besides themselves."""

    NONE = ""
    AUTHOR = "author"
    STAFF = "staff"


@dataclass(slots=True)
class Node:
    """A comment on the page with the replies shown below it."""

    comment: Comment
    is_own: bool
    badge: Badge
    # Whether who sees it recommends it.
    is_recommended: bool
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
    def is_chosen(self) -> bool:
        """Whether the paper chose it."""
        return hasattr(self.comment, "selection")

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
    """One page of threads, replies oldest first."""

    nodes: list[Node]
    # The thread after which the next page begins; None on the last.
    older_than: int | None

    def holds(self, comment_id: int) -> bool:
        """Return whether the comment, or its tombstone, is on the page."""
        return any(node.comment.pk == comment_id for root in self.nodes for node in root.walk())


def page(article: Article, person: User | AnonymousUser, *, before: int | None = None, sort: str = Sort.NEWEST) -> Page:
    """Return the page of threads that comes after the thread `before` (None: the first), as `person` sees it.

    Four queries and one for the thread `before`, whatever the discussion's length.
    """
    rendering.shows(article.pk)
    roots = _threads(article, person).order_by(*ORDERS[Sort(sort)])
    if sort == Sort.SELECTION:
        chosen = Comment.objects.reachable().filter(article=article, selection__isnull=False)
        roots = roots.filter(pk__in=chosen.values(top=Coalesce("root", "pk")))
    if before is not None:
        roots = _after(roots, before, sort)
    found = list(roots[: THREADS_A_PAGE + 1])
    shown = found[:THREADS_A_PAGE]
    older_than = shown[-1].pk if len(found) > THREADS_A_PAGE else None
    return Page(_trees(shown, article, person), older_than)


def some(article: Article, person: User | AnonymousUser, tops: Iterable[int]) -> list[Node]:
    """Return these threads of the article as `person` sees them: four queries."""
    roots = list(_threads(article, person).filter(pk__in=tops))
    return _trees(roots, article, person)


def _after(roots: CommentQuerySet, last: int, sort: str) -> CommentQuerySet:
    """Return the threads that come after the thread `last` in their order."""
    if sort == Sort.OLDEST:
        return roots.filter(pk__gt=last)
    if sort != Sort.RECOMMENDED:
        return roots.filter(pk__lt=last)
    number = Comment.objects.filter(pk=last).values_list("recommended", flat=True).first() or 0
    return roots.filter(models.Q(recommended__lt=number) | models.Q(recommended=number, pk__lt=last))


def begins_with(article: Article, person: User | AnonymousUser, comment_id: int) -> int | None:
    """Return the `before` of the page that begins with the comment's thread; None for a comment not seen there."""
    found = _seen_by(person).standing().filter(article=article, pk=comment_id).first()
    return (found.root_id or found.pk) + 1 if found else None


def place(comment: Comment) -> str:
    """Return the address at which its author sees the comment: under its article while its thread is a recent one."""
    if comment.status != Status.PUBLISHED and comment.status not in OWN_SEEN:
        return reverse("contributions")
    top = comment.root_id or comment.pk
    # Most often no thread is newer, seen or not, nor thirty; which of them are seen is not asked then.
    if len(NEWER.all(article=comment.article_id, top=top)) < THREADS_A_PAGE:
        return f"{comment.article.get_absolute_url()}#comment-{comment.pk}"
    newer = _threads(comment.article, comment.author).order_by("-id").filter(pk__gt=top)
    if newer[:THREADS_A_PAGE].count() < THREADS_A_PAGE:
        return f"{comment.article.get_absolute_url()}#comment-{comment.pk}"
    return comment.get_absolute_url()


def count(article: Article) -> int:
    """Return the number of comments a reader can reach under the article."""
    rendering.shows(article.pk)
    # To count ten thousand takes longer than to show thirty.
    reached = Comment.objects.reachable().filter(article=article)
    return remembered(("threads.count", article.pk), article.pk, reached.count)


def counts(articles: list[Article]) -> dict[int, int]:
    """Return the same number for several articles, by id, in one query; those without comments are left out."""
    rendering.shows(*(article.pk for article in articles))
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
    return Comment.objects.filter(seen).select_related("author", "selection").fetch_mode(models.FETCH_RAISE)


def _threads(article: Article, person: User | AnonymousUser) -> CommentQuerySet:
    """Return the tops of the threads; a tombstone only where something below it is alive."""
    below = Comment.objects.filter(_alive(person), root=models.OuterRef("pk")).standing()
    shown = _alive(person) | models.Q(models.Exists(below))
    return _seen_by(person).filter(shown, article=article, parent=None)


def _trees(roots: list[Comment], article: Article, person: User | AnonymousUser) -> list[Node]:
    if not roots:
        return []
    signing = rights.signing(article)
    below: dict[int, list[Comment]] = defaultdict(list)
    for reply in _seen_by(person).filter(root__in=[root.pk for root in roots]).order_by("id"):
        below[reply.parent_id or 0].append(reply)
    seen = [*roots, *(reply for replies in below.values() for reply in replies)]
    recommended = _recommended_by(person, seen)

    def node(comment: Comment) -> Node:
        # What waits or is withheld cuts its branch, for its author too.
        answers = below[comment.pk] if comment.status in BRANCH_STANDS else []
        replies = [reply for reply in map(node, answers) if reply.is_shown]
        own, badge = comment.author_id == person.pk, _badge(comment, signing)
        return Node(comment, own, badge, comment.pk in recommended, replies)

    return [tree for tree in map(node, roots) if tree.is_shown]


def _badge(comment: Comment, signing: set[int | None]) -> Badge:
    if comment.author_id in signing:
        return Badge.AUTHOR
    return Badge.STAFF if comment.author.is_staff else Badge.NONE


def _recommended_by(person: User | AnonymousUser, seen: list[Comment]) -> set[int]:
    """Return which of the comments the person recommends."""
    if isinstance(person, AnonymousUser):
        return set()
    mine = Recommendation.objects.filter(member=person, comment__in=[comment.pk for comment in seen])
    return set(mine.values_list("comment", flat=True))
