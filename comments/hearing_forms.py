"""The forms in which an appeal is answered: each outcome says beforehand what it does."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk_grounds import GroundsForm
from comments.models import Appeal, Charter, Comment, Sanction
from comments.models.reversal import TAKEN_DOWN_FROM, stands
from comments.models.statement import EXPLANATION_MAX_LENGTH, validate_words
from newsroom.subscribers.models import User

Outcome = Appeal.Outcome


def foreseen(appeal: Appeal) -> dict[str, str]:
    """Return the outcomes that the appeal may have, each with what would be done."""
    nothing = _("nothing is changed")
    comment = appeal.decision.comment
    effects = _of_comment(appeal, comment) if comment else _of_sanction(appeal)
    return {Outcome.UPHELD: nothing, **effects, Outcome.INADMISSIBLE: nothing}


def _of_comment(appeal: Appeal, comment: Comment) -> dict[str, str]:
    stays = _("the comment became since: %(status)s; it stays so, and the decision no longer counts") % {
        "status": comment.get_status_display()
    }
    if appeal.report_id:
        taken = _("the comment is taken down on the grounds you give below, and its author is told why")
        return {Outcome.REVERSED: taken if comment.status in TAKEN_DOWN_FROM else stays}
    if not stands(appeal.decision):
        return {Outcome.REVERSED: stays}
    return {
        Outcome.PARTLY_REVERSED: _("the comment stays where it is, on the grounds you give below"),
        Outcome.REVERSED: _("the comment is shown again, and the decision no longer counts"),
    }


def _of_sanction(appeal: Appeal) -> dict[str, str]:
    if not stands(appeal.decision):
        return {Outcome.REVERSED: _("the sanction is over already; the decision no longer counts")}
    named = {"sanction": appeal.decision.sanction.get_level_display()}
    return {
        Outcome.PARTLY_REVERSED: _("this sanction is lifted, %(sanction)s, and a milder one takes its place") % named,
        Outcome.REVERSED: _("this sanction is lifted, %(sanction)s, and the decision no longer counts") % named,
    }


class Hearing(forms.Form):
    """The outcome and its reasons, with what the outcome needs."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=gettext_lazy("Reasons, which who appealed reads"),
        validators=[validate_words],
        max_length=EXPLANATION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    appeal: Appeal

    def offer(self, appeal: Appeal) -> None:
        """Offer the outcomes that the appeal may have."""
        self.appeal = appeal
        self.fields["outcome"] = forms.ChoiceField(
            label=gettext_lazy("Outcome"),
            choices=[
                (outcome, _("%(outcome)s: %(effect)s") % {"outcome": Outcome(outcome).label, "effect": effect})
                for outcome, effect in foreseen(appeal).items()
            ],
            widget=forms.RadioSelect,
        )

    def is_decided(self, *, by: User) -> bool:
        """Answer the appeal as the valid form says; what stands against it goes to the form."""
        data = self.cleaned_data
        try:
            Appeal.objects.get(pk=self.appeal.pk).decide(
                by=by, outcome=data["outcome"], reasons=data["reasons"], **self.measure()
            )
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)
            return False
        return True

    def measure(self) -> dict[str, Any]:
        """Return what takes the decision's place, for the outcomes that need it."""
        return {}


class CommentHearing(Hearing, GroundsForm):
    """The appeal against a decision on a comment: some outcomes need grounds."""

    explanation = ordered = none_owed = None  # type: ignore[assignment]  # the way a form leaves a field out

    field_order = ("outcome", "reasons", "ground", "rule", "category", "legal_ground")

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, charter=Charter.objects.current(), **kwargs)
        self.offer(appeal)
        self.fields["rule"].widget.attrs.pop("data-fills", None)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data |= {"ordered": False, "none_owed": ""}
        if self._needs_grounds():
            self.check_ground()
        return self.cleaned_data

    def measure(self) -> dict[str, Any]:
        return dict(self.grounds()) if self._needs_grounds() else {}

    def _needs_grounds(self) -> bool:
        takes = Outcome.REVERSED if self.appeal.report_id else Outcome.PARTLY_REVERSED
        return bool(self.cleaned_data.get("outcome") == takes)


class SanctionHearing(Hearing):
    """The appeal against a sanction: a milder one may take its place."""

    level = forms.ChoiceField(
        label=gettext_lazy("Sanction, when partly reversed"),
        required=False,
        choices=[("", "—"), *Sanction.Level.choices],
    )
    until = forms.DateField(
        label=gettext_lazy("Until the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("outcome", "reasons", "level", "until")

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(appeal)

    def measure(self) -> dict[str, Any]:
        if self.cleaned_data["outcome"] != Outcome.PARTLY_REVERSED:
            return {}
        return {"level": self.cleaned_data["level"], "ends_at": _end_of(self.cleaned_data["until"])}


def hearing(appeal: Appeal, data: Any = None) -> Hearing:
    """Return the form in which this appeal is answered."""
    return (CommentHearing if appeal.decision.comment_id else SanctionHearing)(data, appeal=appeal)


def _end_of(day: date | None) -> datetime | None:
    """Return the first moment after the day, in the paper's time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) if day else None
