"""Forms of the editors' desk: correct an article, publish it at a time, hear some words."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Correction, Pronunciation

# As browsers write the value of a date and a time.
LOCAL = "%Y-%m-%dT%H:%M"


class CorrectionForm(forms.ModelForm[Correction]):
    """What was wrong, and what is right."""

    class Meta:
        model = Correction
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 5, "cols": 80, "spellcheck": "true"})}


class ScheduleForm(forms.Form):
    """When an article becomes public."""

    at = forms.DateTimeField(
        label=_("Time of publication"),
        input_formats=[LOCAL, f"{LOCAL}:%S"],
        widget=forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"}),
        error_messages={"required": _("Give a day and a time.")},
    )

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._article = article

    def clean_at(self) -> datetime:
        """Refuse a time that is over, and one before the embargo's end."""
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(_("This time is over: publish now, or choose a later one."), "past")
        embargo = self._article.embargo_until
        if embargo and at < embargo:
            until = {"at": localize(timezone.localtime(embargo))}
            raise ValidationError(
                _("The article is under embargo until %(at)s: choose a later time."), "embargo", until
            )
        return at


class SoundForm(forms.Form):
    """What is to be heard: how a word is read, or the word as it is written where nothing says that yet."""

    language = forms.ChoiceField(choices=Pronunciation.Language)
    written = forms.CharField(required=False, max_length=80)
    said = forms.CharField(required=False, max_length=200)

    @property
    def words(self) -> str:
        """The words that are spoken, of a valid form."""
        return str(self.cleaned_data["said"] or self.cleaned_data["written"])

    def clean(self) -> dict[str, Any]:
        """Refuse what holds nothing to be said."""
        asked = self.cleaned_data
        if not any(sign.isalnum() for sign in asked.get("said") or asked.get("written") or ""):
            raise ValidationError(_("Write a word, or some."), "silent")
        return asked
