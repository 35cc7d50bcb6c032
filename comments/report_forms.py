"""The forms of a report: that a comment breaks the charter, or that it breaks the law."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from comments import reporting, text
from comments.models import Category, Charter, Comment, Report, Rule
from comments.models.report import EXPLANATION_MAX_LENGTH, LAW_MAX_LENGTH, NAME_MAX_LENGTH, WORDS_MAX_LENGTH
from comments.models.sender import Sender
from newsroom.subscribers.models import User
from newsroom.subscribers.models.display_name import validate_visible

# What a reader may find in a discussion, in a reader's order; a moderator has the whole list.
READERS_MENU = (
    Category.ILLEGAL_OR_HARMFUL_SPEECH,
    Category.CYBER_VIOLENCE,
    Category.CYBER_VIOLENCE_AGAINST_WOMEN,
    Category.VIOLENCE,
    Category.RISK_FOR_PUBLIC_SECURITY,
    Category.PROTECTION_OF_MINORS,
    Category.SELF_HARM,
    Category.PRIVACY,
    Category.INTELLECTUAL_PROPERTY,
    Category.CIVIC_DISCOURSE,
    Category.SCAMS_AND_FRAUD,
    Category.NOT_SPECIFIED_NOTICE,
)
WHO = frozenset({"name", "email"})
SAY_WHO = _("Write it: the law asks for it, and the answer goes there.")


class ReportForm(forms.Form):
    """What both forms ask: words, and of somebody signed out a name and an address."""

    use_required_attribute = False
    words_max_length = WORDS_MAX_LENGTH
    reason = ""

    words = forms.Field(required=False, widget=forms.Textarea(attrs={"rows": 5}))
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=NAME_MAX_LENGTH,
        validators=[validate_visible],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, charter: Charter, member: User | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.charter = charter
        self.member = member
        if member is not None:
            del self.fields["name"], self.fields["email"]

    def clean_words(self) -> str:
        """Return the words, counted as a comment is."""
        words = text.normalise(str(self.cleaned_data["words"] or ""))
        return text.cleaned(words, self.words_max_length) if words else ""

    def file(self, comment: Comment, address: str) -> Report:
        """Take in the valid report of the comment, sent from a network address; return it, or the one sent before."""
        data = dict(self.cleaned_data)
        name, email = data.pop("name", ""), data.pop("email", "")
        member = None if data.pop("unnamed", False) else self.member
        sender = Sender(member=member, name=name, email=email, address=address)
        return reporting.file(comment, sender, **data)[0]


class CharterReportForm(ReportForm):
    """A reader says which rule of the charter a comment breaks."""

    kind: ClassVar = Report.Kind.CHARTER
    reason = "rule"

    rule = forms.ModelChoiceField(
        Rule.objects.none(), label=_("Which rule does it break?"), empty_label=None, widget=forms.RadioSelect
    )
    field_order = ("rule", "words", "name", "email")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Rule]", self.fields["rule"]).queryset = self.charter.rules.all()
        self.fields["words"].label = _("In your words")
        self.fields["words"].help_text = _("What a moderator should know. Its author will not see who reported it.")
        if self.member is None:
            self.fields["email"].help_text = _("Without an address, no answer can be sent to you.")


class IllegalReportForm(ReportForm):
    """Anybody says that a comment is illegal, and why (DSA 16(2))."""

    kind: ClassVar = Report.Kind.ILLEGAL
    words_max_length = EXPLANATION_MAX_LENGTH
    reason = "category"

    category = forms.ChoiceField(
        label=_("What is illegal about it?"),
        choices=[(one.value, capfirst(one.label)) for one in READERS_MENU],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes nearest.")},
    )
    law = forms.Field(
        label=_("The law it breaks, if you know it"),
        required=False,
        help_text=_("For instance: law of 29 July 1881, article 32."),
        widget=forms.TextInput,
    )
    unnamed = forms.BooleanField(
        label=_("I prefer not to say who I am"),
        required=False,
        help_text=_("For the sexual abuse of minors alone. No answer can then be sent to you."),
    )
    good_faith = forms.BooleanField(
        label=_("I declare in good faith that what I write here is accurate and complete."),
        help_text=_(
            "To report a text as illegal while knowing that it is not is punished by one year’s imprisonment and a"
            " fine of 15,000 euros (LCEN, article 6)."
        ),
        error_messages={"required": _("Tick this box: the law asks for it.")},
    )
    field_order = ("category", "words", "law", "name", "email", "unnamed", "good_faith")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = _("Why is it illegal?")
        self.fields["words"].help_text = _(
            "Quote the words, and say what is wrong with them: whom they aim at, what is false, what is threatened."
        )
        self.fields["words"].required = True
        self.fields["words"].error_messages["required"] = _("Say why: it is judged on what you write here.")
        if self.member is None:
            for name in WHO:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = SAY_WHO
                self.fields[name].help_text = _("Not needed for the sexual abuse of minors.")

    def clean_law(self) -> str:
        """Return the law that is quoted, on one line."""
        law = " ".join(str(self.cleaned_data["law"] or "").split())
        return text.cleaned(law, LAW_MAX_LENGTH) if law else ""

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        abuse = data.get("category") == Category.PROTECTION_OF_MINORS
        if data.get("unnamed") and not abuse:
            self.add_error("unnamed", _("For anything else than the sexual abuse of minors, the law asks who you are."))
        for name in WHO & set(self.fields) if abuse else ():
            if data.get("unnamed") or not self[name].value():
                # Empty, it is not missed; filled in, right or wrong, it is not used.
                self.errors.pop(name, None)
                data[name] = ""
        return data


FORMS: dict[str, type[CharterReportForm | IllegalReportForm]] = {
    form.kind: form for form in (CharterReportForm, IllegalReportForm)
}
