"""Forms of the editors' desk: an article written by hand."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from articles import comparison
from articles.models import Article, Byline, Revision
from articles.models.fields import cleaned
from articles.models.revision import COLUMNS, stored
from newsroom.lib import markup, wire_html
from newsroom.lib.numbers import whole

# What an editor writes in the form; tags and byline are rows of their own.
WRITTEN = COLUMNS
MAX_SIGNED = 100


class ArticleForm(forms.ModelForm[Article]):
    """Writes an article; never over what a colleague wrote while the form was open, unless told to."""

    # The version that the form showed.
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
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = model_to_dict(self.instance, WRITTEN)
        self._version = str(self.instance.version) if self.instance.pk else ""
        self.initial["seen"] = self._version
        if "access" in self.fields and not self.instance.access_is_chosen:
            # Nothing is ticked for who has not chosen yet.
            self.initial["access"] = ""
            self.fields["access"].required = False
        self._chose_access = False
        # What a colleague changed meanwhile.
        self.met: list[comparison.Met] = []

    @property
    def revised(self) -> set[str]:
        """What an editor really changed: the names of the fields, once the form is valid."""
        written = model_to_dict(self.instance, WRITTEN)
        changed = {name for name, value in written.items() if value != self._stored[name]}
        return changed | ({"access"} if self._chose_access else set())

    @property
    def version_seen(self) -> int | None:
        """The version that the form showed, once it is valid; None where it does not say."""
        return int(self._version) if self.cleaned_data.get("seen") else None

    def clean_access(self) -> str:
        """Note that somebody chose; without a choice it stays as it is stored."""
        access = str(self.cleaned_data["access"])
        if access and not self.instance.access_is_chosen:
            self._chose_access = True
            self.instance.access_chosen_at = timezone.now()
        return access or self.instance.access

    def clean_standfirst(self) -> str:
        """Give back the line ends that are stored: a browser sends others."""
        return str(normalize_newlines(self.cleaned_data["standfirst"]))

    def clean_body(self) -> str:
        """Give what was typed without paragraphs its paragraphs, cleaned as it is stored. There is one wall."""
        body = cleaned(wire_html.read_typed(self.cleaned_data["body"]))
        if body.count(markup.WALL_MARK) > 1:
            raise ValidationError(_("The body has more than one wall mark: keep one of them."), "walls")
        return body

    def clean_embargo_until(self) -> Any:
        """Refuse an embargo that is too late: the article is published before its end."""
        embargo, article = self.cleaned_data["embargo_until"], self.instance
        published = article.published_at if article.status == Article.Status.PUBLISHED else None
        if embargo and published and embargo > published:
            raise ValidationError(_("The article is published before its embargo ends."), "embargo")
        return embargo

    def clean(self) -> dict[str, Any]:
        """Tell who wrote meanwhile, and bring their changes into the form; saving once more is a decision."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen") not in {"", self._version}:
            self._meet(cleaned)
            raise ValidationError(
                _("%(who)s changed this article while you were writing. Nothing is saved yet: look, then save again."),
                "meanwhile",
                {"who": _last_to_change(self.instance)},
            )
        return cleaned

    def _meet(self, cleaned: dict[str, Any]) -> None:
        """Keep what was typed, and put into the form what a colleague alone changed since."""
        base = version_shown(self.instance, cleaned.get("seen", ""))
        mine, theirs = comparison.plain(_as_stored(cleaned)), comparison.plain(stored(self.instance))
        mine["byline"] = typed_byline(self.data)
        if base and not self.data.get(self.add_prefix("access")):
            # Who ticked nothing left it as they saw it.
            mine["access"] = base.fields["access"]
        self.met = comparison.meet(base.fields if base else {}, mine, theirs)
        typed = cast(QueryDict, self.data).copy()
        typed[self.add_prefix("seen")] = self._version
        for met in self.met:
            if met.outcome != comparison.Outcome.BOTH and met.name != "byline":
                self._put(typed, met.name, met.value)
        self.data = typed

    def _put(self, typed: QueryDict, name: str, value: Any) -> None:
        """Put a stored value where the browser sends what is typed."""
        field, place = self.fields[name], self.add_prefix(name)
        value = field.to_python(parse_datetime(value)) if name == "embargo_until" and value else value
        if isinstance(field.widget, forms.MultiWidget):
            parts = zip(field.widget.widgets, field.widget.decompress(value) or (), strict=False)
            for number, (widget, part) in enumerate(parts):
                typed[f"{place}_{number}"] = str(widget.format_value(part) or "")
        elif isinstance(value, list):
            typed.setlist(place, [str(one) for one in value])
        else:
            typed[place] = "" if value is None else str(value)


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


def version_shown(article: Article, seen: str) -> Revision | None:
    """Return the version that a form showed, by the number that it sends; None where there is no such version."""
    return Revision.objects.filter(article=article, number=whole(seen, digits=9) or 0).first()


def byline_changed(article: Article, seen: str) -> bool:
    """Return whether somebody else changed who signs since the version that a form showed."""
    if seen in {"", str(article.version)}:
        return False
    base = version_shown(article, seen)
    return base is not None and base.fields["byline"] != stored(article)["byline"]


def typed_byline(data: Mapping[str, Any]) -> list[int]:
    """Return who signs by the rows of a form as they were sent, in order."""
    rows = range(min(whole(str(data.get("bylines-TOTAL_FORMS", "")), digits=4) or 0, MAX_SIGNED))
    given = [str(data.get(f"bylines-{row}-contributor", "")) for row in rows if not data.get(f"bylines-{row}-DELETE")]
    return [key for one in given if (key := whole(one)) is not None]


def _as_stored(cleaned: dict[str, Any]) -> comparison.Fields:
    """Return what was typed, as a stored version holds it; without what could not be read, or will be made up."""
    fields = {name: cleaned[name] for name in WRITTEN if name in cleaned}
    for name in ("lead_picture", "section"):
        if name in fields:
            fields[name] = fields[name].pk if fields[name] else None
    if "tags" in cleaned:
        fields["tags"] = sorted(tag.pk for tag in cleaned["tags"])
    if not fields.get("slug"):
        fields.pop("slug", None)
    try:
        fields["body"] = str(markup.clean_body(fields["body"]))
    except (KeyError, markup.MarkupError):
        fields.pop("body", None)
    return fields


def _last_to_change(article: Article) -> str:
    """Return the name of who saved the last version, or of nobody in particular."""
    last = article.revisions.select_related("by").defer("fields").first()
    return last.by.display_name if last and last.by else str(_("Somebody"))
