"""What a member does about one comment: withdraw their own, report another's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article
from comments.forms import ReportForm
from comments.models import Charter, Comment, Report
from comments.views.member import MemberRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask, then withdraw the reader's own comment, whatever sanction they are under."""
    comment = get_object_or_404(Comment.objects.select_related("article__section"), pk=pk, author=request.user)
    open_to_it = comment.may_be_withdrawn()
    if open_to_it and request.method == "POST":
        comment.withdraw(by=request.user)
        messages.success(request, _("Your comment is withdrawn."))
        return redirect("contributions")
    return render(request, "comments/withdrawal.html", {"comment": comment}, status=200 if open_to_it else 409)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """Show and take the report of a comment that the reader can reach, and say that it came in."""
    reachable = Comment.objects.reachable().filter(article__in=Article.objects.published())
    comment = get_object_or_404(reachable.select_related("article__section", "author"), pk=pk)
    charter = Charter.objects.current()
    if charter is None or comment.author == request.user:
        raise Http404(_("There is nothing here for you to report."))
    form = ReportForm(request.POST if request.method == "POST" else None, charter=charter)
    if form.is_valid():
        filed = Report.objects.file(comment, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your report came in.") if filed else _("You reported this already."))
        return redirect("comment-report", pk=pk)
    mine = Report.objects.filter(comment=comment, revision=comment.revision, reporter=request.user)
    context = {"comment": comment, "form": form, "reports": mine.select_related("rule__charter")}
    return render(request, "comments/report.html", context, status=422 if form.is_bound else 200)
