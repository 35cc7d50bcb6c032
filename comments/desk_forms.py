"""The forms of the moderators' desk: a decision on a comment, the state of a discussion."""

from dataclasses import astuple, dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comments.desk_grounds import GroundsForm
from comments.models import Claim, Comment, Decision, Discussion, Note
from comments.models.note import NOTE_MAX_LENGTH
from comments.models.transitions import Verb
from newsroom.subscribers.models import User

# A moderator says which rule was broken, and how.
REASONED = frozenset({Verb.REFUSE, Verb.HIDE, Verb.REMOVE})
# A moderator answers the reports they read.
ANSWERING = frozenset({Verb.PUBLISH, Verb.KEEP})


@dataclass(frozen=True, slots=True)
class Seen:
    """What was on a moderator's screen when they decided; it travels with the form as five words."""

    status: str
    revision: int
    moves: int
    # The last report they could read, 0 for none.
    last_report: int
    # The other moderator who was said to examine it, 0 for nobody.
    examined_by: int

    def __str__(self) -> str:
        return " ".join(str(value) for value in astuple(self))

    @classmethod
    def parse(cls, words: str) -> "Seen":
        """Return what the words say; raise ValueError for words of another make."""
        status, *numbers = words.split()
        revision, moves, last_report, examined_by = (int(number) for number in numbers)
        return cls(status, revision, moves, last_report, examined_by)

    def comment(self, pk: int, *, by: User) -> Comment:
        """Return the comment, still as `by` saw it; raise StaleMove otherwise, or where another began to examine it."""
        comment = Comment.objects.as_seen(pk, status=self.status, revision=self.revision, moves=self.moves)
        Claim.objects.ensure_free(pk, by=by, seen=self.examined_by)
        return comment


class SeenField(forms.CharField):
    """What was seen, hidden in the form."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return Seen.parse(super().to_python(value) or "")
        except ValueError as error:
            raise ValidationError(_("The form is not whole: reload the page.")) from error


class DecisionForm(GroundsForm):
    """A decision on a comment: a button, and for what takes something the ground and the reasons."""

    seen = SeenField()
    verb = forms.ChoiceField(choices=Verb.choices, error_messages={"required": _("Choose what to do.")})

    field_order = ("ground", "rule", "category", "legal_ground", "explanation", "ordered", "none_owed")

    def clean(self) -> dict[str, Any]:
        verb = self.cleaned_data.get("verb")
        if verb in REASONED:
            self.check_ground()
        if verb in REASONED | {Verb.RESTORE}:
            self._check_explanation()
        return self.cleaned_data

    def is_ready_for(self, pk: int, *, by: User) -> bool:
        """Return whether it is valid; raise StaleMove first where the comment is no longer what was seen."""
        valid = self.is_valid()
        if seen := self.cleaned_data.get("seen"):
            seen.comment(pk, by=by)
        return valid

    def decide(self, pk: int, *, by: User) -> Decision:
        """Do what the valid form says to the comment, if it still is what was seen."""
        data = self.cleaned_data
        seen: Seen = data["seen"]
        statement: dict[str, Any] = {}
        if data["verb"] in ANSWERING:
            statement = {"last_report": seen.last_report}
        if data["verb"] in REASONED:
            statement = {"explanation": data["explanation"], **self.grounds()}
        if data["verb"] == Verb.RESTORE:
            statement = {"explanation": data["explanation"]}
        decision: Decision = getattr(seen.comment(pk, by=by), data["verb"])(by=by, **statement)
        Claim.objects.release(pk, by=by)
        return decision

    def _check_explanation(self) -> None:
        """Ask for words; the way without a script: choose a rule and send, and its words come back to be edited."""
        if self.cleaned_data.get("explanation") or "explanation" in self.errors:
            return
        is_law = self.cleaned_data.get("ground") == Decision.Ground.LAW
        rule = None if is_law else self.cleaned_data.get("rule")
        if self.cleaned_data.get("verb") == Verb.RESTORE or not (rule and rule.explanation):
            self.add_error("explanation", _("Say in words why: who is concerned reads it."))
            return
        data = cast(QueryDict, self.data).copy()
        data["explanation"] = rule.explanation
        self.data = data
        self.add_error("explanation", _("These are the rule’s own words: make them fit the comment, then send."))


class NoteForm(forms.ModelForm[Note]):
    """A private note on a member."""

    words = forms.CharField(
        label=_("Note, which moderators alone read"),
        help_text=_("What happened and what was done. Nothing of the member’s opinions, faith, origin or health."),
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Note
        fields = ("words",)


class DiscussionForm(forms.Form):
    """The state of a discussion."""

    state = forms.ChoiceField(label=_("State"), choices=Discussion.State.choices, widget=forms.RadioSelect)
