"""One decision on many comments: what it would do to each, said before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk_forms import Seen
from comments.desk_grounds import GroundsForm
from comments.forms import number
from comments.models import Claim, Comment, Decision, MoveNotAllowed, StaleMove
from comments.models.transitions import Verb
from newsroom.subscribers.models import User


class Stroke(models.TextChoices):
    """What is done to many: to each by the verb that its status allows."""

    SHOW = "show", gettext_lazy("Publish what waits, keep what is shown")
    TAKE = "take", gettext_lazy("Refuse what waits, remove what is shown")
    HIDE = "hide", gettext_lazy("Hide what is shown, until it is examined")


VERBS: dict[str, tuple[Verb, ...]] = {
    Stroke.SHOW: (Verb.PUBLISH, Verb.KEEP),
    Stroke.TAKE: (Verb.REFUSE, Verb.REMOVE),
    Stroke.HIDE: (Verb.HIDE,),
}


class StrokeForm(GroundsForm):
    """What to do to the ticked comments; what takes something has one ground and one explanation for all."""

    stroke = forms.ChoiceField(
        label=gettext_lazy("For each of them"),
        choices=Stroke.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what to do.")},
    )
    field_order = ("stroke", "ground", "rule", "category", "legal_ground", "explanation", "ordered", "none_owed")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("stroke") in {Stroke.TAKE, Stroke.HIDE}:
            self.check_ground()
            if not self.cleaned_data.get("explanation") and "explanation" not in self.errors:
                self.add_error("explanation", _("Say in words why: who is concerned reads it."))
        return self.cleaned_data


@dataclass(frozen=True, slots=True)
class Ticked:
    """One ticked comment, as it was on the screen, and what stands against deciding on it."""

    comment: Comment
    seen: Seen
    # What the stroke does to it; None where it is left alone.
    verb: Verb | None
    refusal: str = ""


def ticked(sent: QueryDict, comments: models.QuerySet[Comment], stroke: str, *, by: User) -> list[Ticked]:
    """Return the ticked comments of a list that was sent, in its order, each with what the stroke would do to it."""
    keys = [key for key in map(number, sent.getlist("_selected_action")) if key]
    found = {comment.pk: comment for comment in comments.filter(pk__in=keys)}
    return list(_weighed(sent, [found[key] for key in keys if key in found], stroke, by))


def strike(all_ticked: list[Ticked], form: StrokeForm, *, by: User) -> tuple[list[Decision], list[str]]:
    """Decide on each comment by itself, under one name; return the decisions, and what stood against the others."""
    batch, made, against = uuid4(), list[Decision](), list[str]()
    for one in all_ticked:
        if one.verb is None:
            continue
        try:
            made.append(_decide(one, form, batch, by))
        except (StaleMove, MoveNotAllowed) as refusal:
            said = {"number": one.comment.pk, "why": refusal.told_to_staff()}
            against.append(_("Comment %(number)s: %(why)s") % said)
    return made, against


def _weighed(sent: QueryDict, comments: list[Comment], stroke: str, by: User) -> Iterator[Ticked]:
    for comment in comments:
        try:
            seen = Seen.parse(sent.get(f"seen-{comment.pk}", ""))
            seen.comment(comment.pk, by=by)
        except ValueError:
            yield Ticked(comment, Seen("", 0, 0, 0, 0), None, _("The form is not whole: reload the page."))
        except StaleMove as stale:
            yield Ticked(comment, seen, None, stale.told_to_staff())
        else:
            open_verbs = comment.verbs_open_to(by)
            verb = next((one for one in VERBS.get(stroke, ()) if one in open_verbs), None)
            yield Ticked(comment, seen, verb, "" if verb else _("Left alone: this cannot be done to it by you."))


def _decide(one: Ticked, form: StrokeForm, batch: UUID, by: User) -> Decision:
    comment = one.seen.comment(one.comment.pk, by=by)
    if one.verb in VERBS[Stroke.SHOW]:
        statement: dict[str, Any] = {"last_report": one.seen.last_report}
    else:
        statement = {"explanation": form.cleaned_data["explanation"], **form.grounds()}
    decision: Decision = getattr(comment, str(one.verb))(by=by, batch=batch, **statement)
    Claim.objects.release(comment.pk, by=by)
    return decision


def undo(batch: UUID, *, by: User) -> tuple[int, int]:
    """Take back the decisions of one's own stroke; return how many, and how many could no longer be."""
    decisions = Decision.objects.counting().filter(batch=batch, decided_by=by)
    done = [_is_undone(one, by) for one in decisions.select_related("comment").order_by("id")]
    return sum(done), len(done) - sum(done)


def _is_undone(decision: Decision, by: User) -> bool:
    if decision.comment is None:
        return False
    try:
        decision.comment.undo(decision, by=by)
    except (StaleMove, MoveNotAllowed):
        return False
    return True
