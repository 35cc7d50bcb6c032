"""The discussion of an article on a page of its own, and the door for new comments."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import UpdateError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_cookie

from articles import view_as
from articles.models import Article
from comments import display, drafts, intake, receipts, rights, shared_sections, threads
from comments.forms import CommentForm, number
from comments.models import Comment, Discussion
from comments.models.transitions import SENT_AGAIN
from comments.views.answers import refused
from newsroom.lib import connection, pagecache, remembering
from newsroom.lib.answers import see_other
from newsroom.lib.prepared import Prepared, given
from newsroom.lib.shells import Shell
from newsroom.subscribers import second_factor

ARTICLE = Prepared(lambda: Article.objects.select_related("section").filter(pk=given("pk")))
# Words of the address that show somebody a comment, or lead to one.
APART = ("comment", "reply", "again")
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


@pagecache.kept("sort", apart=("before", *APART))
@vary_on_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show a page of an article's threads, or take in a comment."""
    if request.method != "POST" and (shared := _shared(request, article_id)):
        return pagecache.for_reader(request, shared)
    article = ARTICLE.first(pk=article_id)
    if request.method == "POST":
        response = _receive(request, article)
        add_never_cache_headers(response)
        return response
    if article is None or not (article.is_public() or second_factor.opens_the_desk(request)):
        return _not_there(request, article)
    return pagecache.for_reader(request, _look(request, article))


def _shared(request: HttpRequest, article_id: int) -> HttpResponse | None:
    """Return the page as all members like who asks see it, but for threads of their own; None where they do not."""
    eyes = view_as.alike(request.user)
    if eyes is None or request.GET.keys() & APART:
        return None
    before, sort = _asked(request, "before"), _sort(request)
    album = remembering.album(("discussion", article_id, before, sort), article_id)
    article = album.part("row", lambda: ARTICLE.first(pk=article_id))
    shown = article and shared_sections.of(request, article, before, sort, album=album)
    if not shown:
        return None
    context = {"article": article, "is_entrance": not request.GET}
    key = (get_language(), eyes, context["is_entrance"])
    shell = album.part(key, lambda: Shell("comments/discussion_page.html", request, context, reader=eyes))
    return HttpResponse(shell.filled(request, {"threads": shown}))


def _look(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the page below the thread `before`, or the one that begins with the comment to see or to answer."""
    before, reply, again = _asked(request, "before"), _asked(request, "reply"), _asked(request, "again")
    if again and isinstance(request.user, AnonymousUser):
        return redirect_to_login(f"{request.get_full_path()}#comment-form")
    sought, sort = _asked(request, "comment") or reply, _sort(request)
    if sought:
        before = threads.begins_with(article, request.user, sought)
    own = _own(request, article, again) if again else None
    context = display.section(request, article, before=before, sort=sort, reply_to=reply, again=own)
    found = sought is None or context["page"].holds(sought)
    return _page(request, context, 200 if found else 404, missing=not found)


def _own(request: HttpRequest, article: Article, pk: int) -> Comment:
    """Return the comment that its author, who asks, may mend and send again; anybody else's is not there."""
    sent = Comment.objects.filter(article=article, author=request.user.pk, status__in=SENT_AGAIN)
    return get_object_or_404(sent, pk=pk)


def _receive(request: HttpRequest, article: Article | None) -> HttpResponse:
    """Take in a comment; whatever stands in its way, the text goes back to its author."""
    if request.content_type not in FORM_TYPES:
        return render(
            request,
            "comments/not_received.html",
            {"what_happened": _("Only the form under an article is read here.")},
            status=415,
        )
    form = CommentForm(request.POST)
    if article is None or not article.is_public():
        return _not_there(request, article, form.text)
    if isinstance(request.user, AnonymousUser):
        return _sign_in_first(request, article, form)
    try:
        comment = form.submit(
            article, request.user, connection.of(request), stored=lambda made: _leave_receipt(request, made)
        )
    except intake.NotAllowed as refusal:
        if refusal.rights.refusal == rights.Reason.WARNED:
            # Once the warning is read, the form begins with this text.
            drafts.keep(request.session, article.pk, drafts.Draft(form.text, form.parent_id))
        return _page(request, display.section(request, article, unsent=form.text), 403)
    if comment is None:
        return refused(form, _page(request, display.section(request, article, form=form), form.status))
    return see_other(threads.place(comment))


def _leave_receipt(request: HttpRequest, comment: Comment) -> None:
    """Leave it with the comment, in one transaction: on its own, the session would wait for its turn once more."""
    drafts.forget(request.session, comment.article_id)
    receipts.leave(request.session, comment.pk)
    # Who signed out meanwhile, in another window, is told so once the comment stands.
    with suppress(UpdateError):
        request.session.save()
        request.session.modified = False


def _sign_in_first(request: HttpRequest, article: Article, form: CommentForm) -> HttpResponse:
    """Keep the text and send its author to sign in, whence they come back to the form."""
    refusal = rights.of(request.user, article, Discussion.objects.of(article)).refusal
    draft = drafts.Draft(form.text, form.parent_id)
    if refusal == rights.Reason.SIGNED_OUT and drafts.keep(request.session, article.pk, draft):
        back = urlencode({"next": f"{article.get_absolute_url()}#comment-form"})
        return see_other(f"{reverse('account_login')}?{back}")
    return _page(request, display.section(request, article, unsent=form.text), 403)


def _not_there(request: HttpRequest, article: Article | None, unsent: str = "") -> HttpResponse:
    """Answer 410 for an article that readers knew, 404 for one they must not know of, with the text they sent."""
    withdrawn = article is not None and article.was_public()
    if unsent:
        what_happened = _("This article has been withdrawn.") if withdrawn else _("There is no such article.")
        context = {"what_happened": what_happened, "unsent": unsent}
        return render(request, "comments/not_received.html", context, status=410 if withdrawn else 404)
    if withdrawn:
        return render(request, "410.html", status=410)
    raise Http404(_("There is no such article."))


def _asked(request: HttpRequest, name: str) -> int | None:
    """Return a number of the address, None where it names none; anything else is no address of ours."""
    given = request.GET.get(name)
    if given is None:
        return None
    found = number(given)
    if found is None:
        raise Http404(_("There is no such page."))
    return found


def _sort(request: HttpRequest) -> str:
    """Return the order that the address asks for; a word that names none is no address of ours."""
    sort = request.GET.get("sort", threads.Sort.NEWEST)
    if sort not in threads.Sort.values:
        raise Http404(_("There is no such page."))
    return sort


def _page(request: HttpRequest, context: dict[str, Any], status: int, *, missing: bool = False) -> HttpResponse:
    context |= {"missing": missing, "is_entrance": request.method == "GET" and not request.GET}
    context["threads"] = display.html(request, context)
    return render(request, "comments/discussion_page.html", context, status=status)
