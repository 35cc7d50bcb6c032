"""What a page shows of a discussion: its count, a page of threads, and the form or the panel in its place."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Article
from comments import drafts, intake, receipts, rights, threads
from comments.forms import CommentForm
from comments.models import Acceptance, Comment, Discussion
from comments.text import COMMENT_MAX_LENGTH
from newsroom.subscribers import second_factor
from newsroom.subscribers.models import User


def section(
    request: HttpRequest,
    article: Article,
    *,
    before: int | None = None,
    sort: str = threads.Sort.NEWEST,
    reply_to: int | None = None,
    again: Comment | None = None,
    form: CommentForm | None = None,
    unsent: str = "",
) -> dict[str, Any]:
    """Return what templates/comments/discussion.html needs, for the person who asks.

    `before` and `sort` pick the page of threads, `reply_to` the comment to answer, `again` one of their own to mend and
    send anew; `form` is one that was refused, `unsent` a text that could not be sent.
    """
    person = request.user
    asked = rights.of(person, article, Discussion.objects.of(article), shown=True)
    page = threads.page(article, person, before=before, sort=sort)
    context = frame(article, asked, page, before, sort) | {
        "may_choose": second_factor.opens_the_desk(request) and person.has_perm("comments.add_selection"),
        "received": _received(request),
        "unsent": unsent,
    }
    if not article.is_public():
        return context
    if not asked.may_react:
        unsent = unsent or (again.body if again else _kept(request, article))
        return context | {"unsent": unsent}
    form = form or CommentForm(initial=_initial(request, article, reply_to, again))
    owed = Acceptance.objects.owed(person) if isinstance(person, User) else None
    return context | {"form": form, "parent": _parent(form, article), "owed": owed}


def frame(article: Article, asked: rights.Rights, page: threads.Page, before: int | None, sort: str) -> dict[str, Any]:
    """Return what is shown to all who have these rights, around a page of threads."""
    shown = {
        "article": article,
        "rights": asked,
        "count": threads.count(article),
        "page": page,
        "before": before,
        "sort": sort,
        "sorts": threads.Sort,
        "limit": COMMENT_MAX_LENGTH,
        "publisher": settings.PUBLISHER,
    }
    # A preview has neither: nobody reacts to what readers do not see.
    is_closed_to_them = article.is_public() and not asked.may_react
    return shown | ({"panel": f"comments/panels/{asked.refusal}.html"} if is_closed_to_them else {})


def html(request: HttpRequest, context: dict[str, Any]) -> SafeString:
    """Return the section, made for who asks."""
    return render_to_string("comments/discussion.html", context, request)


def _received(request: HttpRequest) -> int | None:
    return receipts.take(request.session) if request.user.is_authenticated else None


def _kept(request: HttpRequest, article: Article) -> str:
    """Return the draft of who signed in to send it and may not."""
    draft = drafts.of(request.session, article.pk) if request.user.is_authenticated else None
    return draft.body if draft else ""


def _initial(request: HttpRequest, article: Article, reply_to: int | None, again: Comment | None) -> dict[str, Any]:
    """Return what the form begins with: the text to send again, or the draft that waited for its author to sign in."""
    if again is not None:
        return {"body": again.body, "parent": again.parent_id}
    draft = drafts.of(request.session, article.pk) or drafts.Draft("")
    return {"body": draft.body, "parent": reply_to or draft.parent_id}


def _parent(form: CommentForm, article: Article) -> Comment | None:
    """Return the comment that the form answers, if it can still be answered."""
    try:
        return intake.parent_of(article, form.parent_id) if form.parent_id else None
    except ValidationError:
        return None
