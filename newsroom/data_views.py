"""« My data »: a member asks for what the paper holds of them, and takes the files away."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments.views.member import MemberRequest
from newsroom import data_exports
from newsroom.subscribers import proof
from newsroom.subscribers.models import DataExport
from newsroom.subscribers.models.data_export import KINDS, AskedLately

TYPES = {"json": "application/json", "html": "text/html; charset=utf-8"}


def _hands_over(request: HttpRequest) -> bool:
    """Return whether the page asks for files or leads to some: who came by an open browser gets nothing."""
    return request.method == "POST" or DataExport.objects.finished(request.user.pk or 0).exists()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@proof.asked_again(_hands_over)
def data(request: MemberRequest) -> HttpResponse:
    """Show where the member's export stands; ask for one."""
    if request.method != "POST":
        return _page(request)
    try:
        data_exports.ask(request.user)
    except AskedLately as refusal:
        response = _page(request, status=429)
        response.headers["Retry-After"] = str(int((refusal.again - timezone.now()).total_seconds()) + 1)
        return response
    messages.success(request, _("Your files are being made: an e-mail will tell you when they are ready."))
    return redirect("account-data")


@never_cache
@login_required
@require_safe
@proof.asked_again()
def data_file(request: MemberRequest, kind: str) -> FileResponse:
    """Hand over one file of the member's finished export, to keep."""
    export = DataExport.objects.finished(request.user.pk).first()
    if export is None or kind not in KINDS:
        raise Http404(_("There is no such file; it may have had its time."))
    try:
        file = export.storage.open(export.file_name(kind))
    except FileNotFoundError:
        raise Http404(_("There is no such file; it may have had its time.")) from None
    name = f"{slugify(settings.SITE_NAME)}-{timezone.localdate(export.ready_at)}.{kind}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[kind])
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _page(request: MemberRequest, status: int = 200) -> HttpResponse:
    export = DataExport.objects.filter(user=request.user).first()
    context = {
        "export": export,
        "kinds": KINDS,
        "again": export.may_be_asked_again_at() if export else None,
        "refused": status == 429,
    }
    return render(request, "subscribers/data.html", context, status=status)
