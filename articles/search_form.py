"""The form of the search page: words, and where to look for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Section
from articles.search import LONGEST_QUERY, Order, Period, Query
from newsroom.lib.fulltext.phrases import WORD


class SearchForm(forms.Form):
    """Reads what is looked for from the address; what it cannot read there is what nobody chose."""

    # Nothing that is typed there is wrong.
    q = forms.Field(
        label=_("Words to look for"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    section = forms.ModelChoiceField(
        Section.objects.all(),
        label=pgettext_lazy("search", "Section"),
        required=False,
        to_field_name="slug",
        empty_label=_("All sections"),
    )
    period = forms.ChoiceField(label=_("Date of publication"), required=False, choices=Period.choices)
    order = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)

    @property
    def filters(self) -> list[forms.BoundField]:
        """Where to look, beside the words."""
        return [self[name] for name in ("section", "period", "order")]

    @property
    def typed(self) -> str:
        """What was typed, as long as anybody means it."""
        return str(self.data.get("q", "")).replace("\x00", " ").strip()

    @property
    def is_too_long(self) -> bool:
        """Whether only the beginning is looked for."""
        return len(self.typed) > LONGEST_QUERY

    @property
    def is_too_short(self) -> bool:
        """Whether there is no word to look for, but a letter."""
        return bool(self.typed) and sum(len(word) for word in WORD.findall(self.typed)) < 2

    def query(self, *, whole: bool) -> Query:
        """Return what is looked for, once the form was validated."""
        found: dict[str, Any] = self.cleaned_data
        return Query(
            words=self.typed[:LONGEST_QUERY].rpartition(" ")[0] if self.is_too_long else self.typed,
            section=found.get("section"),
            period=Period(found.get("period", "")),
            order=Order(found.get("order") or Order.RELEVANCE),
            whole=whole,
        )
