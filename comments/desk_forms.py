"""The forms of the moderators' desk: a decision on a comment, a sanction and its end, the state of a discussion."""

from dataclasses import astuple, dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Charter, Comment, Decision, Discussion, Rule, Sanction
from comments.models.statement import EXPLANATION_MAX_LENGTH, validate_words
from comments.models.transitions import Verb
from newsroom.subscribers.models import User

# A moderator says which rule was broken, and how.
REASONED = frozenset({Verb.REFUSE, Verb.HIDE, Verb.REMOVE})
# A moderator answers the reports they read.
ANSWERING = frozenset({Verb.PUBLISH, Verb.KEEP})


@dataclass(frozen=True, slots=True)
class Seen:
    """What was on a moderator's screen when they decided; it travels with the form as four words."""

    status: str
    revision: int
    moves: int
    # The last report they could read, 0 for none.
    last_report: int

    def __str__(self) -> str:
        return " ".join(str(value) for value in astuple(self))

    @classmethod
    def parse(cls, words: str) -> "Seen":
        """Return what the words say; raise ValueError for words of another make."""
        status, *numbers = words.split()
        revision, moves, last_report = (int(number) for number in numbers)
        return cls(status, revision, moves, last_report)

    def comment(self, pk: int) -> Comment:
        """Return the comment, still as it was seen; raise StaleMove otherwise."""
        return Comment.objects.as_seen(pk, status=self.status, revision=self.revision, moves=self.moves)


class SeenField(forms.CharField):
    """What was seen, hidden in the form."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return Seen.parse(super().to_python(value) or "")
        except ValueError as error:
            raise ValidationError(_("The form is not whole: reload the page.")) from error


class RuleSelect(forms.Select):
    """The rules to choose from, each with the words a script may fill in."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if rule := getattr(value, "instance", None):
            option["attrs"]["data-explanation"] = rule.explanation
        return option


class ReasonsForm(forms.Form):
    """A rule of the charter in force, and words."""

    rule = forms.ModelChoiceField(
        Rule.objects.none(), label=_("Rule of the charter"), required=False, empty_label=_("Choose a rule")
    )
    explanation = forms.CharField(
        label=_("Explanation, which the author reads"),
        required=False,
        validators=[validate_words],
        max_length=EXPLANATION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, charter: Charter | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = cast("forms.ModelChoiceField[Rule]", self.fields["rule"])
        rules.queryset = Rule.objects.filter(charter=charter).order_by("number")


class DecisionForm(ReasonsForm):
    """A decision on a comment: a button, and for what takes something the rule that was broken and how."""

    seen = SeenField()
    verb = forms.ChoiceField(choices=Verb.choices, error_messages={"required": _("Choose what to do.")})

    rule = forms.ModelChoiceField(
        Rule.objects.none(),
        label=_("Rule of the charter"),
        required=False,
        empty_label=_("Choose a rule"),
        widget=RuleSelect(attrs={"data-fills": "id_explanation"}),
    )
    field_order = ("rule", "explanation")

    def clean(self) -> dict[str, Any]:
        verb, rule = self.cleaned_data.get("verb"), self.cleaned_data.get("rule")
        explained = bool(self.cleaned_data.get("explanation")) or "explanation" in self.errors
        if verb in REASONED and rule is None and "rule" not in self.errors:
            self.add_error("rule", _("Choose the rule that was broken."))
        elif verb in REASONED and rule and rule.explanation and not explained:
            # The way without a script: choose a rule and send; its words come back to be edited.
            data = cast(QueryDict, self.data).copy()
            data["explanation"] = rule.explanation
            self.data = data
            self.add_error("explanation", _("These are the rule’s own words: make them fit the comment, then send."))
        elif verb in REASONED | {Verb.RESTORE} and not explained:
            self.add_error("explanation", _("Say in words why: who is concerned reads it."))
        return self.cleaned_data

    def is_ready_for(self, pk: int) -> bool:
        """Return whether it is valid; raise StaleMove first where the comment is no longer what was seen."""
        valid = self.is_valid()
        if seen := self.cleaned_data.get("seen"):
            seen.comment(pk)
        return valid

    def decide(self, pk: int, *, by: User) -> Decision:
        """Do what the valid form says to the comment, if it still is what was seen."""
        data = self.cleaned_data
        seen: Seen = data["seen"]
        statement: dict[str, Any] = {}
        if data["verb"] in ANSWERING:
            statement = {"last_report": seen.last_report}
        if data["verb"] in REASONED:
            statement = {"rule": data["rule"], "explanation": data["explanation"]}
        if data["verb"] == Verb.RESTORE:
            statement = {"explanation": data["explanation"]}
        decision: Decision = getattr(seen.comment(pk), data["verb"])(by=by, **statement)
        return decision


class SanctionForm(ReasonsForm):
    """A sanction of a member."""

    level = forms.ChoiceField(label=_("Sanction"), choices=Sanction.Level.choices, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        help_text=_("A suspension needs it, a premoderation may have it, a ban has none."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("level", "until", "rule", "explanation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].required = self.fields["explanation"].required = True
        self.fields["explanation"].label = _("Explanation, which the member reads")

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("This day is past."))
        return until

    def clean(self) -> dict[str, Any]:
        level, until = self.cleaned_data.get("level"), self.cleaned_data.get("until")
        if until and until.year >= MAXYEAR:
            self.add_error("until", _("Write a nearer date."))
        if "until" not in self.errors and level == Sanction.Level.SUSPENSION and until is None:
            self.add_error("until", _("Say until when: a suspension has an end."))
        if level == Sanction.Level.BAN and until:
            self.add_error("until", _("A ban has no end: leave this empty."))
        return self.cleaned_data

    @property
    def ends_at(self) -> datetime | None:
        """The first moment after the last day, in the paper's time; None for a sanction without an end."""
        until: date | None = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(until + timedelta(days=1), time())) if until else None

    def preview(self, member: User) -> Sanction:
        """Return the sanction that the valid form would impose."""
        return Sanction(member=member, level=self.cleaned_data["level"], ends_at=self.ends_at)

    def impose(self, member: User, *, by: User) -> Sanction:
        """Impose what the valid form says."""
        data = self.cleaned_data
        return Sanction.objects.impose(
            member, level=data["level"], by=by, rule=data["rule"], explanation=data["explanation"], ends_at=self.ends_at
        )


class LiftForm(forms.Form):
    """The end of a sanction, with its reason."""

    explanation = forms.CharField(
        label=_("Why it is lifted, which the member reads"),
        max_length=EXPLANATION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DiscussionForm(forms.Form):
    """The state of a discussion."""

    state = forms.ChoiceField(label=_("State"), choices=Discussion.State.choices, widget=forms.RadioSelect)
