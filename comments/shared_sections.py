"""A discussion as members see it who have nothing of their own to be seen there: made once for all of them.

The threads in which they wrote or recommended something are made for them, and put in place of the others. Whoever is
shown more than that (a thread that they alone see, a draft, a sanction) gets the whole made for them alone.
"""

from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.models import Article
from comments import display, drafts, receipts, rights, threads
from comments.forms import CommentForm
from comments.models import Acceptance, Charter, Comment, Discussion, Policy, Recommendation, Sanction
from comments.models.acceptance import Owed
from comments.rights import Rights
from newsroom.lib import remembering
from newsroom.lib.prepared import DATE, TEXT, Prepared, given
from newsroom.lib.remembering import Album
from newsroom.lib.shells import Shell
from newsroom.subscribers.models import User
from newsroom.subscribers.models.closed_account import mark_of

# What a row says that is no comment.
RECOMMENDED, ACCEPTED, SANCTIONED = "recommended", "accepted", "sanctioned"


class Rules(NamedTuple):
    """What holds under the article, whoever asks."""

    discussion: Discussion
    policy: Policy
    charter: Charter | None


class Theirs(NamedTuple):
    """What the member has in the discussion."""

    # In which threads a text of theirs stands that they alone see.
    apart: set[int]
    # The comments that they wrote or recommend.
    comments: set[int]
    # The versions of the charter that they accepted.
    accepted: set[int]
    # The sanctions that bear on them.
    sanctions: set[int]


class Section(NamedTuple):
    """A page of threads with its frame."""

    shell: Shell
    # In which thread each of its comments stands.
    tops: dict[int, int]
    # As `threads.Page` has it.
    older_than: int | None

    def lacks(self, top: int, before: int | None, sort: str) -> bool:
        """Return whether the thread may have to stand on this page and does not: nobody else sees it."""
        if top in self.tops or sort != threads.Sort.NEWEST:
            return top not in self.tops
        return (before is None or top < before) and (self.older_than is None or top > self.older_than)


def _number(name: str) -> Cast:
    """Return the number of an article as no index has it: a member's own is looked for, not all that is under it."""
    return Cast(name, BigIntegerField())


def _written() -> QuerySet[Any, Any]:
    person, article = given("person"), given("article")
    written = Comment.objects.filter(author=person).alias(under=_number("article")).filter(under=article)
    recommended = Recommendation.objects.filter(member=person).alias(under=_number("comment__article"))
    recommended = recommended.filter(under=article)
    accepted = Acceptance.objects.filter(user=person)
    sanctions = Sanction.objects.in_force(given("now", DATE)).of_person(person, given("mark", TEXT))
    return written.order_by().values_list("pk", "status", Coalesce("root", "pk")).union(
        recommended.order_by().values_list("comment", Value(RECOMMENDED), "comment"),
        accepted.order_by().values_list("charter", Value(ACCEPTED), "charter"),
        sanctions.order_by().values_list("pk", Value(SANCTIONED), "pk"),
        all=True,
    ).order_by()  # fmt: skip


# What a member wrote under the article, recommends there, accepted, and bears: each row an id, what it is of, and its
# thread.
THEIRS: Prepared[tuple[int, str, int]] = Prepared(_written)


def of(
    request: HttpRequest,
    article: Article,
    before: int | None,
    sort: str,
    *,
    album: Album | None = None,
    within: Context | None = None,
) -> SafeString | None:
    """Return the section, for a member to whom it can be put together; None where it is to be made for who asks.

    One query, and four more where they have threads of their own on the page. `album` holds what is remembered of
    the article, where it has been asked for already; `within` is the context of the page that the section stands on.
    """
    person = request.user
    if isinstance(person, AnonymousUser) or person.is_staff or not article.is_public():
        return None
    if drafts.of(request.session, article.pk):
        return None
    album = album or remembering.album(("discussion", article.pk, before, sort), article.pk)
    rules = album.part("rules", lambda: _rules(article))
    theirs = _theirs(person, article)
    if theirs.sanctions:
        return None
    asked = rights.unsanctioned(person, article, rules.discussion, rules.policy)
    owed = _owed(rules.charter, theirs) if asked.may_react else None
    key = (get_language(), before, sort, asked, owed and (owed.charter.version, owed.has_changed))
    section = album.part(key, lambda: _section(request, article, before, sort, asked, owed))
    if any(section.lacks(top, before, sort) for top in theirs.apart):
        return None
    concerned = {section.tops[pk] for pk in theirs.comments | theirs.apart if pk in section.tops}
    return section.shell.filled(request, parts=_own(request, article, asked, concerned), within=within)


def _rules(article: Article) -> Rules:
    return Rules(Discussion.objects.of(article), Policy.objects.current(), Charter.objects.current())


def _theirs(person: User, article: Article) -> Theirs:
    """Return what the member has there, in one query."""
    theirs = Theirs(set(), set(), set(), set())
    asked = {"person": person.pk, "article": article.pk, "now": timezone.now(), "mark": mark_of(person.email)}
    for pk, what, top in THEIRS.all(**asked):
        if what == ACCEPTED:
            theirs.accepted.add(pk)
        elif what == SANCTIONED:
            theirs.sanctions.add(pk)
        elif what in threads.OWN_SEEN:
            theirs.apart.add(top)
        else:
            theirs.comments.add(pk)
    return theirs


def _owed(charter: Charter | None, theirs: Theirs) -> Owed | None:
    if charter is None or charter.pk in theirs.accepted:
        return None
    return Owed(charter, has_changed=bool(theirs.accepted))


def _section(
    request: HttpRequest, article: Article, before: int | None, sort: str, asked: Rights, owed: Owed | None
) -> Section:
    page = threads.page(article, AnonymousUser(), before=before, sort=sort)
    context = display.frame(article, asked, page, before, sort) | {"form": _form(asked), "owed": owed}
    tops = {node.comment.pk: top.comment.pk for top in page.nodes for node in top.walk()}
    return Section(Shell("comments/discussion.html", request, context, holes=["form"]), tops, page.older_than)


def _own(request: HttpRequest, article: Article, asked: Rights, concerned: set[int]) -> dict[int, str]:
    """Return the threads that are another to who asks, by their tops."""
    received = receipts.take(request.session)
    if not concerned:
        return {}
    context = {"article": article, "form": _form(asked), "received": received}
    return {
        node.comment.pk: render_to_string("comments/comment.html", context | {"node": node}, request)
        for node in threads.some(article, request.user, concerned)
    }


def _form(asked: Rights) -> CommentForm | None:
    return CommentForm() if asked.may_react else None
