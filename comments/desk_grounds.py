"""The fields in which a moderator says on what ground something is taken, and why."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.models import Category, Charter, Decision, Rule
from comments.models.statement import EXPLANATION_MAX_LENGTH, LEGAL_GROUND_MAX_LENGTH, Grounds, validate_words

# What is against the charter alone is against no law.
UNDER_THE_LAW = [one for one in Category if one != Category.OTHER_VIOLATION_TC]


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


class GroundsForm(ReasonsForm):
    """What takes a text from its readers: a rule of the charter or the law, and what is seldom to be said."""

    ground = forms.ChoiceField(
        label=_("Against"),
        choices=Decision.Ground.choices,
        initial=Decision.Ground.CHARTER,
        required=False,
        widget=forms.RadioSelect,
    )
    rule = forms.ModelChoiceField(
        Rule.objects.none(),
        label=_("Rule of the charter"),
        required=False,
        empty_label=_("Choose a rule"),
        widget=RuleSelect(attrs={"data-fills": "id_explanation"}),
    )
    category = forms.ChoiceField(
        label=_("What it is under the law"),
        choices=[("", _("Choose a category")), *((one, one.label) for one in UNDER_THE_LAW)],
        required=False,
    )
    legal_ground = forms.CharField(
        label=_("Article of the law"),
        help_text=_("For instance: article 24 of the law of 29 July 1881. Say below why it applies."),
        required=False,
        max_length=LEGAL_GROUND_MAX_LENGTH,
    )
    ordered = forms.BooleanField(label=_("An authority ordered it"), required=False)
    none_owed = forms.ChoiceField(
        label=_("E-mail to the author"),
        help_text=_("The page “My contributions” tells the author in any case."),
        choices=[
            ("", _("Sent, with the reasons")),
            (Decision.NoneOwed.SPAM, _("Not sent: deceptive commercial content in high volume")),
            (Decision.NoneOwed.ORDER, _("Not sent: the order asks for silence")),
        ],
        required=False,
    )

    def clean_ground(self) -> str:
        """Return the ground; the charter where none was chosen."""
        return self.cleaned_data["ground"] or Decision.Ground.CHARTER

    def clean_none_owed(self) -> str:
        """Return why no e-mail goes out; silence is asked for by an order alone."""
        none_owed: str = self.cleaned_data["none_owed"]
        if none_owed == Decision.NoneOwed.ORDER and not self.cleaned_data.get("ordered"):
            raise ValidationError(_("Only an order asks for silence: tick that an authority ordered it."))
        return none_owed

    def check_ground(self) -> None:
        """Put an error on each field that the chosen ground lacks."""
        if self.cleaned_data.get("ground") == Decision.Ground.LAW:
            self._demand("legal_ground", gettext("Name the article of the law."))
            self._demand("category", gettext("Choose what it is under the law."))
        else:
            self._demand("rule", gettext("Choose the rule that was broken."))

    def grounds(self) -> Grounds:
        """Return what the valid form says, for a verb of the comment."""
        data = self.cleaned_data
        said = Grounds(rule=data["rule"], none_owed=data["none_owed"])
        if data["ground"] == Decision.Ground.LAW:
            law = Grounds(ground=data["ground"], legal_ground=data["legal_ground"], category=data["category"])
            said |= law | Grounds(rule=None)
        if data["ordered"]:
            said["source"] = Decision.Source.ORDER
        return said

    def is_seldom(self) -> bool:
        """Return whether something of what is seldom said was said, or is wrong."""
        return any(self[name].errors or self[name].value() for name in ("ordered", "none_owed"))

    def _demand(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)
