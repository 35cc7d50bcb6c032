"""The forms by which the desk sanctions: a sanction, its end, the answer to a proposal, and the ladder itself."""

from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import formats, timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.desk_grounds import ReasonsForm
from comments.models import Charter, Decision, Gravity, Level, Proposal, Sanction, strikes
from comments.models.ladder import LadderStep
from comments.models.sanctioning import AFTER_WARNING, NEVER_WARNED, why_not
from comments.models.statement import EXPLANATION_MAX_LENGTH, validate_words
from newsroom.subscribers.models import User


class StrikeField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """The decisions that a sanction stands on, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        day = formats.date_format(timezone.localtime(obj.decided_at), "SHORT_DATE_FORMAT")
        return f"{day} · {obj.charter_rule or obj.legal_ground} · {obj.comment.article.headline}"


class SanctionForm(ReasonsForm):
    """A sanction of a member, by who may impose it: filled in with what the ladder proposes, if it does."""

    level = forms.ChoiceField(label=_("Sanction"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        help_text=_("A suspension needs it, a premoderation may have it; a warning and a ban have none."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    gravity = forms.ChoiceField(
        label=_("How grave what was written is"), choices=Gravity.choices, widget=forms.RadioSelect
    )
    strikes = StrikeField(
        Decision.objects.none(),
        label=_("It stands on"),
        required=False,
        help_text=_("When too few of these are left, after appeals, the sanction falls."),
    )
    override_reason = forms.CharField(
        label=_("Why no warning came before, which the member reads"),
        required=False,
        max_length=EXPLANATION_MAX_LENGTH,
        help_text=_("A suspension and a ban need it here: this member was never warned."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("level", "until", "gravity", "strikes", "rule", "explanation", "override_reason")

    def __init__(self, *args: Any, charter: Charter | None, member: User, by: User, **kwargs: Any) -> None:
        self.member = member
        self.prior_warning = Sanction.objects.warnings(member).first()
        self.proposal = member.proposals.open().first()
        self.levels = [level for level in Level if not why_not(by, member, level)]
        found = list(_strikes(member))
        kwargs.setdefault("initial", self._proposed(found, charter))
        super().__init__(*args, charter=charter, **kwargs)
        self.fields["rule"].required = self.fields["explanation"].required = True
        self.fields["explanation"].label = _("Explanation, which the member reads")
        cast(forms.ChoiceField, self.fields["level"]).choices = [(level, level.label) for level in self.levels]
        ticked = cast("forms.ModelMultipleChoiceField[Decision]", self.fields["strikes"])
        ticked.queryset = _strikes(member)
        if not found:
            del self.fields["strikes"]
        if self.prior_warning:
            del self.fields["override_reason"]

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("This day is past."))
        return until

    def clean(self) -> dict[str, Any]:
        level, until = self.cleaned_data.get("level"), self.cleaned_data.get("until")
        if until and until.year >= MAXYEAR:
            self.add_error("until", _("Write a nearer date."))
        if "until" not in self.errors and level == Level.SUSPENSION and until is None:
            self.add_error("until", _("Say until when: a suspension has an end."))
        if level == Level.BAN and until:
            self.add_error("until", _("A ban has no end: leave this empty."))
        if level == Level.WARNING and until:
            self.add_error("until", _("A warning ends when it is read: leave this empty."))
        if level in AFTER_WARNING and not self.prior_warning and not self.cleaned_data.get("override_reason"):
            self.add_error("override_reason", NEVER_WARNED)
        return self.cleaned_data

    @property
    def ends_at(self) -> datetime | None:
        """The first moment after the last day, in the paper's time; None for a sanction without an end."""
        until: date | None = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(until + timedelta(days=1), time())) if until else None

    def sent(self) -> Iterator[tuple[str, str]]:
        """Yield what the page of confirmation sends again."""
        for name, values in cast(QueryDict, self.data).lists():
            if name in self.fields:
                yield from ((name, value) for value in values)

    def preview(self) -> Sanction:
        """Return the sanction that the valid form would impose."""
        gravity = self.cleaned_data["gravity"]
        return Sanction(
            member=self.member, level=self.cleaned_data["level"], ends_at=self.ends_at, gravity=gravity,
            prior_warning=self.prior_warning,
        )  # fmt: skip

    def impose(self, *, by: User) -> Sanction:
        """Impose what the valid form says."""
        data = self.cleaned_data
        return Sanction.objects.impose(
            self.member, level=data["level"], by=by, rule=data["rule"], explanation=data["explanation"],
            ends_at=self.ends_at, gravity=data["gravity"], override_reason=data.get("override_reason", ""),
            stands_on=data.get("strikes", ()),
        )  # fmt: skip

    def refuse(self, refusal: ValidationError) -> None:
        """Say what stood against it, beside the field where there is one."""
        named = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        for name, messages in named.items():
            self.add_error(name if name in self.fields else None, messages)

    def _proposed(self, found: list[Decision], charter: Charter | None) -> dict[str, Any]:
        """Return what the form begins with: what the ladder proposes, or no more than the strikes."""
        proposal = self.proposal
        if proposal is None or proposal.level not in self.levels:
            return {"strikes": found}
        until = timezone.localdate() + proposal.length if proposal.length else None
        ground = list(proposal.ground().select_related("charter_rule"))
        rules = [strike.charter_rule for strike in ground if strike.charter_rule]
        last = rules[-1] if rules and charter and rules[-1].charter_id == charter.pk else None
        filled = {"level": proposal.level, "until": until, "strikes": ground, "rule": last}
        return filled | {"explanation": _said(proposal)}


class LiftForm(forms.Form):
    """The end of a sanction, with its reason."""

    explanation = forms.CharField(
        label=_("Why it is lifted, which the member reads"),
        max_length=EXPLANATION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DismissalForm(forms.Form):
    """The answer to a proposal that is not followed, with its reason."""

    reason = forms.CharField(
        label=_("Why it is not followed"),
        validators=[validate_words],
        max_length=EXPLANATION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _strikes(member: User) -> "QuerySet[Decision]":
    since = timezone.now() - timedelta(days=LadderStep.objects.looks_back())
    return strikes.of(member, since=since).select_related("charter_rule", "comment__article")


def _said(proposal: Proposal) -> str:
    """Return the words that the explanation begins with, in the paper's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext(
            "Over %(days)d days, %(against)d of your %(total)d comments were refused or taken down because they broke "
            "the charter."
        ) % {"days": proposal.window_days, "against": proposal.n_against, "total": proposal.n_total}
