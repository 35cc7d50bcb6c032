"""The page of a member at the desk: their record and strikes, what the ladder proposes, and the sanctions."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.admin.examination import dossier
from comments.admin.lists import person_at
from comments.models import Charter, Comment, LadderStep, MoveNotAllowed, Sanction, strikes
from comments.sanction_forms import DismissalForm, LiftForm, SanctionForm
from newsroom.subscribers.models import User

COMMENTS_SHOWN = 20
TOLD_WITH = ("member", "decision__charter_rule", "decision__decided_by", "lifting__decided_by", "prior_warning")


@dataclass(frozen=True, slots=True)
class Held:
    """A sanction of the member, and what who looks at it may do to it."""

    sanction: Sanction
    may_be_lifted: bool
    may_be_undone: bool

    @classmethod
    def by(cls, member: User, person: User) -> "list[Held]":
        """Return the member's sanctions, the latest first."""
        found = Sanction.objects.filter(member=member).select_related(*TOLD_WITH).prefetch_related("strikes")
        return [cls(one, one.may_be_lifted_by(person), one.may_be_undone_by(person)) for one in found]


def page(request: HttpRequest, pk: int, opts: Any) -> HttpResponse:
    """Show a member with their record, and sanction them: first what it would do, then for good."""
    member, person = get_object_or_404(User, pk=pk), person_at(request)
    sent = request.method == "POST"
    form = SanctionForm(request.POST if sent else None, charter=Charter.objects.current(), member=member, by=person)
    if sent and not form.levels:
        raise MoveNotAllowed(_("You may not sanction this member."))
    template = "admin/comments/member.html"
    if sent and form.is_valid():
        if "confirmed" not in request.POST:
            template = "admin/comments/sanction_confirmation.html"
        elif _is_imposed(request, form):
            return redirect("admin:comments_sanction_member", member.pk)
    context = {
        **admin.site.each_context(request),
        **dossier(member),
        **_standing(member, person, form),
        "sanction": form.preview() if sent and form.is_valid() else None,
        "former_names": member.display_name_changes.all(),
        "title": member.display_name,
        "opts": opts,
        "form": form,
    }
    return TemplateResponse(request, template, context)


def _standing(member: User, person: User, form: SanctionForm) -> dict[str, Any]:
    """Return what a moderator weighs: the strikes, the figures, the proposal, and what was imposed before."""
    proposal = form.proposal
    # Forty strikes are more than any ladder asks for.
    struck = strikes.standing().filter(member=member).order_by("-decided_at")[:40]
    return {
        "tallies": strikes.tallies(member, LadderStep.objects.windows(), timezone.now()),
        "struck": struck.select_related("charter_rule", "comment__article", "decided_by").fetch_mode(FETCH_RAISE),
        "proposal": proposal,
        "may_answer": proposal is not None and proposal.may_be_answered_by(person),
        "dismissal_form": DismissalForm(),
        "sanctions": Held.by(member, person),
        "lift_form": LiftForm(),
        "comments": Comment.objects.filter(author=member).select_related("article")[:COMMENTS_SHOWN],
    }


def _is_imposed(request: HttpRequest, form: SanctionForm) -> bool:
    """Impose what the form says; what stands against it goes to the form."""
    try:
        sanction = form.impose(by=person_at(request))
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    told = _("%(member)s is now under this sanction: %(sanction)s. The member is told by e-mail.")
    messages.success(request, told % {"member": form.member, "sanction": sanction.get_level_display()})
    return True
