"""The form of the ladder: its steps, a row each, kept or left as a whole."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from comments.models import LadderStep, Level, StaleLadder
from comments.models.ladder import check, fingerprint
from newsroom.subscribers.models import User

STEPS_MAX = 20
# Ten years: nobody is held to what they wrote before.
DAYS_MAX = 3653


class StepForm(forms.Form):
    """One step; an empty row is none."""

    contributions = forms.IntegerField(label=_("contributions against the charter"), min_value=1, max_value=1000)
    within_days = forms.IntegerField(label=_("within how many days"), min_value=1, max_value=DAYS_MAX)
    level = forms.ChoiceField(label=_("sanction"), choices=[("", "—"), *Level.choices])
    length_days = forms.IntegerField(label=_("for how many days"), min_value=1, max_value=DAYS_MAX, required=False)


class LadderFormSet(BaseFormSet[StepForm]):
    """All steps, with the ladder that was seen when they were written."""

    def __init__(self, data: Any = None) -> None:
        held = list(LadderStep.objects.all())
        self.seen = data.get("seen", "") if data is not None else fingerprint(held)
        written = [{name: getattr(step, name) for name in LadderStep.WRITTEN} for step in held]
        super().__init__(data, initial=None if data is not None else written)

    @property
    def steps(self) -> list[LadderStep]:
        """The steps that the valid rows say."""
        rows = [form.cleaned_data for form in self.forms if form not in self.deleted_forms and form.cleaned_data]
        steps = [LadderStep(**{name: row[name] for name in LadderStep.WRITTEN}) for row in rows]
        return sorted(steps, key=lambda step: step.contributions)

    def clean(self) -> None:
        if not any(form.errors for form in self.forms if form not in self.deleted_forms):
            check(self.steps)

    def rewrite(self, *, by: User) -> bool:
        """Keep the steps; return False, with the reason among the errors, where somebody else changed the ladder."""
        try:
            LadderStep.objects.rewrite(self.steps, by=by, seen=self.seen)
        except StaleLadder:
            self.non_form_errors().extend(
                ValidationError(_("Meanwhile somebody else changed the ladder. Nothing was changed by you.")).messages
            )
            return False
        return True


LadderForm = cast(
    "type[LadderFormSet]",
    formset_factory(
        StepForm, formset=LadderFormSet, extra=2, can_delete=True, max_num=STEPS_MAX, absolute_max=STEPS_MAX
    ),
)
