"""Corrections at the desk: published by an editor, and kept as they were published."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.admin.page import Desk, asked, editor, show
from articles.desk_forms import CorrectionForm


@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Show the corrections of an article, and publish one."""
    article = asked(request, desk, pk)
    may_correct = request.user.has_perm("articles.add_correction")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST":
        if not may_correct:
            raise PermissionDenied(_("Corrections are published by the editors."))
        if form.is_valid():
            article.correct(by=editor(request), text=form.cleaned_data["text"])
            messages.success(request, _("The correction is published."))
            return redirect("admin:articles_article_corrections", article.pk)
    said = list(article.corrections.select_related("by"))
    return show(
        request,
        desk,
        "corrections",
        article,
        title=_("Corrections"),
        form=form,
        corrections=said,
        may_correct=may_correct,
        is_public=article.is_public(),
    )
