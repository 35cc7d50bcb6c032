"""Forms of the editors' desk: an article written by hand."""

import hashlib
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Byline
from newsroom.audit.models import Entry
from newsroom.lib import wire_html

# What an editor writes in the form; tags and byline are rows of their own.
WRITTEN = (
    "kicker",
    "headline",
    "slug",
    "standfirst",
    "dateline",
    "body",
    "lead_picture",
    "section",
    "language",
    "access",
    "embargo_until",
)


class ArticleForm(forms.ModelForm[Article]):
    """Writes an article; never over what a colleague wrote while the form was open, unless told to."""

    # What the article said when the form was shown.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields = (*WRITTEN, "tags")
        widgets = {
            "headline": forms.TextInput(attrs={"size": 100}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "cols": 100}),
            "body": forms.Textarea(attrs={"rows": 30, "cols": 100, "spellcheck": "true"}),
        }
        help_texts = {
            "body": _("Blank lines part paragraphs. HTML is kept to what an article needs."),
            "access": _("Who reads the whole article."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = model_to_dict(self.instance, WRITTEN)
        self._stamp = hashlib.sha256(repr(self._stored).encode()).hexdigest()
        self.initial["seen"] = self._stamp

    @property
    def revised(self) -> set[str]:
        """What an editor really changed: the names of the fields, once the form is valid."""
        return {name for name, value in model_to_dict(self.instance, WRITTEN).items() if value != self._stored[name]}

    def clean_standfirst(self) -> str:
        """Give back the line ends that are stored: a browser sends others."""
        return str(normalize_newlines(self.cleaned_data["standfirst"]))

    def clean_body(self) -> str:
        """Give what was typed without paragraphs its paragraphs; the model cleans it."""
        return wire_html.read_typed(self.cleaned_data["body"])

    def clean_embargo_until(self) -> Any:
        """Refuse an embargo that is too late: the article is published before its end."""
        embargo, article = self.cleaned_data["embargo_until"], self.instance
        published = article.published_at if article.status == Article.Status.PUBLISHED else None
        if embargo and published and embargo > published:
            raise ValidationError(_("The article is published before its embargo ends."), "embargo")
        return embargo

    def clean(self) -> dict[str, Any]:
        """Tell who wrote meanwhile; saving once more is a decision."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen") not in {"", self._stamp}:
            typed = cast(QueryDict, self.data).copy()
            typed[self.add_prefix("seen")] = self._stamp
            self.data = typed
            raise ValidationError(
                _("%(who)s changed this article while you were writing. Save again to put your text in its place."),
                "meanwhile",
                {"who": _last_to_change(self.instance)},
            )
        return cleaned


class BylineForm(forms.ModelForm[Byline]):
    """One signature; without a position it comes after those above it."""

    position = forms.IntegerField(label=_("position"), required=False, min_value=0, max_value=999)

    class Meta:
        model = Byline
        fields = ("contributor", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None


class BylineFormSet(forms.BaseInlineFormSet[Byline, Article, forms.ModelForm[Byline]]):
    """Who signs, in order."""

    def clean(self) -> None:
        super().clean()
        for place, form in enumerate(self.forms):
            if form.instance.position is None:
                form.instance.position = place


def _last_to_change(article: Article) -> str:
    """Return the name of who changed the article last, or of nobody in particular."""
    label = f"{article._meta.label_lower}:{article.pk}"
    entry = Entry.objects.filter(subject=label).select_related("actor").first()
    return entry.actor.display_name if entry and entry.actor else str(_("Somebody"))
