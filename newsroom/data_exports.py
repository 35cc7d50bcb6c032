"""How a data export is made: asked for, written by the worker, and told by e-mail."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation

from newsroom.data_files import write_html, write_json
from newsroom.lib import letters
from newsroom.lib.addresses import absolute
from newsroom.subscribers import mail
from newsroom.subscribers.models import DataExport, User


def ask(member: User) -> DataExport:
    """Return the member's export, queued unless it is being made already; raises AskedLately."""
    with transaction.atomic():
        export, is_new = DataExport.objects.ask(member)
        if is_new:
            make.enqueue(export.pk)
    return export


@task
def make(export_id: int) -> None:
    """Write the files and tell the member, unless it was done, or the account was closed meanwhile."""
    export = DataExport.objects.select_related("user").filter(pk=export_id, ready_at=None).first()
    if export is None:
        return
    if not export.user.is_active:
        export.discard()
        return
    _write(export)
    with transaction.atomic():
        if export.finish():
            _tell(export)
    if not DataExport.objects.filter(pk=export_id).exists():
        # The account was closed while it was written.
        export.discard()


def _write(export: DataExport) -> None:
    """Write both files aside, so that a half-written one is never handed out, then put them in their place."""
    now = timezone.now()
    with TemporaryDirectory() as folder:
        as_json, as_html = (Path(folder, kind) for kind in ("json", "html"))
        with as_json.open("w", encoding="utf-8") as file:
            write_json(file, export.user, now)
        with as_html.open("w", encoding="utf-8") as file:
            write_html(file, export.user, now, export.language)
        export.keep("json", as_json)
        export.keep("html", as_html)


def _tell(export: DataExport) -> None:
    """Queue the e-mail: it leads to the page, and opens nothing by itself."""
    with translation.override(export.language):
        context = {
            "member": export.user,
            "until": export.until,
            "page_url": absolute(reverse("account-data")),
        }
        subject, message = letters.written("data_ready", context)
    mail.deliver.enqueue(subject, message, [export.user.email])
