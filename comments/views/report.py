"""To report a comment, signed in or not: the two ways, the form, the receipt, and the page where the answer stands."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from comments.models import Charter, Comment, Report
from comments.report_forms import FORMS, ReportForm
from comments.reporting import STRANGER_RATE, TooManyReports
from newsroom.lib import ratelimit
from newsroom.subscribers.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the two ways to report a comment that everybody can reach, then the form of one, and take it in."""
    member = request.user if isinstance(request.user, User) else None
    comment, mine = _reachable(pk), _reports_of(member, pk)
    if comment is None and mine:
        # It is gone, and what became of the report is not.
        return redirect(mine[0])
    charter = Charter.objects.current()
    if comment is None or charter is None or comment.author == member:
        raise Http404(_("There is nothing here for you to report."))
    posted = request.method == "POST"
    kind = (request.POST.get("kind") or Report.Kind.CHARTER) if posted else request.GET.get("kind")
    context = {"comment": comment, "reports": mine, "kind": kind, "publisher": settings.PUBLISHER}
    if kind not in FORMS:
        return render(request, "comments/report.html", context)
    form = FORMS[kind](request.POST if posted else None, charter=charter, member=member)
    context["form"] = form
    if not form.is_valid():
        return render(request, "comments/report.html", context, status=422 if form.is_bound else 200)
    try:
        return _received(_filed(request, form, comment))
    except TooManyReports as refusal:
        context["minutes"] = -(-refusal.seconds // 60)
        answer = render(request, "comments/report.html", context, status=429)
        answer.headers["Retry-After"] = str(refusal.seconds)
        return answer


@never_cache
@require_safe
def followed(request: HttpRequest, token: str) -> HttpResponse:
    """Show who holds the address what became of the report; the comment may be gone."""
    reports = Report.objects.select_related("comment__article__section", "rule", "decision__charter_rule__charter")
    try:
        found = reports.signed(token)
    except (BadSignature, Report.DoesNotExist) as error:
        raise Http404(_("There is no such report.")) from error
    context = {"report": found, "decision": found.answer, "reachable": _reachable(found.comment_id) is not None}
    return render(request, "comments/report_followed.html", context)


@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show the reference of a report that was sent with an e-mail address, where all else goes.

    It shows the same whether or not the report was there before: nobody learns by it who reported.
    """
    try:
        reference = _receipts().unsign(token)
    except BadSignature as error:
        raise Http404(_("There is no such report.")) from error
    return render(request, "comments/report_receipt.html", {"reference": reference})


def _reachable(pk: int) -> Comment | None:
    reachable = Comment.objects.reachable().filter(article__in=Article.objects.published())
    return reachable.select_related("article__section", "author").filter(pk=pk).first()


def _reports_of(member: User | None, pk: int) -> list[Report]:
    """Return the member's own reports of the comment, the latest first."""
    return list(Report.objects.filter(comment=pk, reporter=member).select_related("rule")) if member else []


def _filed(request: HttpRequest, form: ReportForm, comment: Comment) -> Report:
    """Take the valid form in; of somebody signed out, no more in an hour than a person sends."""
    if form.member is None and (seconds := ratelimit.wait(request, "report", STRANGER_RATE)):
        raise TooManyReports(seconds)
    return form.file(comment, ratelimit.address(request))


def _received(report: Report) -> HttpResponse:
    """Send on to the page of the report; to its reference alone where the address was shown to be nobody's yet."""
    if report.reporter_email:
        return redirect("report-receipt", _receipts().sign(report.reference))
    return redirect(report)


def _receipts() -> Signer:
    return Signer(salt="comments.report.receipt", sep=".")
