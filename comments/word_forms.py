"""The forms of the word rules: one rule, previewed and then saved; and a text to try."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.models import Charter, WordRule
from comments.models.word_rule import PHRASE_MAX_LENGTH, Stale
from comments.word_preview import Preview
from newsroom.subscribers.models import User

# Later the comments are others: it is previewed anew.
PREVIEW_MAX_AGE = 60 * 60
SALT = "word-rule"
TRIED_MAX_LENGTH = 10_000
ACTIONS = (
    (WordRule.Action.FLAG, _("Flag: the text is shown, and a moderator looks at it")),
    (WordRule.Action.HOLD, _("Hold: the text waits for a moderator")),
    (
        WordRule.Action.REFUSE,
        _("Refuse: the text is not shown, and its author reads which rule it breaks"),
    ),
    (WordRule.Action.ALLOW, _("Allow: what other rules find inside this phrase is spared")),
)


class WordRuleForm(forms.Form):
    """A rule as somebody would have it; it is saved as it was previewed."""

    phrase = forms.CharField(
        label=_("Phrase"),
        max_length=PHRASE_MAX_LENGTH,
        error_messages={"required": _("Write the word or the phrase.")},
        help_text=WordRule._meta.get_field("phrase").help_text,
    )
    action = forms.ChoiceField(
        label=_("What becomes of a text that holds it"),
        choices=ACTIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it.")},
    )
    rule_number = forms.TypedChoiceField(label=_("Rule of the charter"), required=False, coerce=int, empty_value=None)
    confirmed = forms.BooleanField(label=_("I read what it catches, and want it all the same."), required=False)
    # How often the rule was changed, when it was read.
    changes = forms.IntegerField(required=False, widget=forms.HiddenInput)
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rule: WordRule | None) -> None:
        names = ("phrase", "action", "rule_number", "changes")
        super().__init__(data, initial={name: getattr(rule, name) for name in names} if rule else {})
        self.stored = rule
        charter = Charter.objects.with_rules().current()
        rules = [(one.number, str(one)) for one in charter.rules.all()] if charter else []
        numbers = cast("forms.TypedChoiceField", self.fields["rule_number"])
        numbers.choices = [("", _("Choose a rule")), *rules]

    def clean(self) -> dict[str, Any]:
        if "phrase" in self.cleaned_data:
            self.said = WordRule(pk=self.stored.pk if self.stored else None)
            try:
                self.said.say(**self._words())
                self.said.check_words()
            except ValidationError as refusal:
                for field, errors in refusal.error_dict.items():
                    if field not in self.errors:
                        self.add_error(field, errors)
        return self.cleaned_data

    def save(self, *, by: User) -> WordRule | None:
        """Put the rule in force as it was previewed; return None, the reason among the errors, where that cannot be."""
        if not self._may_be_saved():
            return None
        try:
            if self.stored is None:
                return WordRule.objects.add(by=by, **self._words())
            self.stored.changes = self.cleaned_data["changes"] or 0
            self.stored.revise(by=by, **self._words())
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)
        except Stale:
            self.add_error(None, gettext("Somebody changed this rule meanwhile. Open it again to read it."))
        else:
            return self.stored
        return None

    def ticket(self, preview: Preview) -> str:
        """Return what the form carries to show what was previewed, and whether it caught too much."""
        return signing.dumps([self.said.key, self.said.action, preview.is_too_wide], salt=SALT)

    def _may_be_saved(self) -> bool:
        try:
            sent = self.cleaned_data["previewed"]
            key, action, is_too_wide = signing.loads(sent, salt=SALT, max_age=PREVIEW_MAX_AGE)
        except signing.BadSignature:
            key = action = is_too_wide = None
        if (key, action) != (self.said.key, self.said.action):
            self.add_error(None, gettext("This is not what was previewed. Read below what it catches, then save."))
            return False
        if is_too_wide and not self.cleaned_data["confirmed"]:
            self.add_error("confirmed", gettext("Tick this box to save a rule this wide."))
            return False
        return True

    def _words(self) -> dict[str, Any]:
        return {
            "phrase": self.cleaned_data["phrase"],
            "action": self.cleaned_data.get("action", ""),
            "rule_number": self.cleaned_data.get("rule_number"),
        }


class TryForm(forms.Form):
    """A text to try on the rules in force; it is kept nowhere."""

    text = forms.CharField(
        label=_("A text to try"),
        max_length=TRIED_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Paste a text first.")},
    )
