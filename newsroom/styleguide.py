"""The style guide: every token and component on one page, made of the templates and sheets of the pages themselves."""

import re
from itertools import groupby

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import paywall
from articles.meter import Meter
from articles.models import Article
from newsroom.stylesheets import TOKENS
from newsroom.subscribers import second_factor

TOKEN = re.compile(r"^ {2}--(?P<name>[\w-]+): (?P<value>[^;]+);", re.MULTILINE)
# The token's value tells what it is, and so in which list it stands.
KINDS = {
    "colour": re.compile(r"#[0-9a-f]{6}"),
    "face": re.compile(r'"'),
    "rule": re.compile(r"solid"),
    "measure": re.compile(r"\d"),
}
CARDS = 3
WALLS = {
    "metered": paywall.Access(False, paywall.Reason.UNOPENED, Meter(5)),
    "metered out": paywall.Access(False, paywall.Reason.METERED_OUT, Meter(5, (1, 2, 3, 4, 5))),
}


class EveryField(forms.Form):
    """A field of each kind, the first of them refused."""

    word = forms.CharField(label=_("A word"), help_text=_("What it is for, in a line."))
    text = forms.CharField(label=_("A text"), widget=forms.Textarea, required=False)
    one = forms.ChoiceField(label=_("One of three"), choices=[("1", "1"), ("2", "2"), ("3", "3")])
    several = forms.ChoiceField(
        label=_("One of two, all seen"), choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    yes = forms.BooleanField(label=_("Yes or no"), required=False)
    day = forms.DateField(label=_("A day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)


@never_cache
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the tokens and the components to the staff; nobody else knows of the page."""
    if not second_factor.opens_the_desk(request):
        raise Http404
    articles = list(Article.objects.published().for_cards().latest_first()[:CARDS])
    context = {
        "kinds": tokens(TOKENS.read_text(encoding="utf-8")),
        "form": EveryField({"one": "2", "several": "a"}),
        "notes": [Message(level, gettext("A message of one line.")) for level in (constants.SUCCESS, constants.ERROR)],
        "articles": articles,
        "shown": articles[0] if articles else None,
        "walls": WALLS,
        "page": Paginator(range(100), 20).page(3),
        "reasons": ("signed-out", "no-subscription", "banned", "suspended", "closed"),
    }
    return render(request, "styleguide/page.html", context)


def tokens(sheet: str) -> dict[str, list[tuple[str, str]]]:
    """Return the name and the value of each token of the sheet, by kind, as the light scheme has them."""
    light = sheet.partition("@media")[0]
    found = [(one["name"], one["value"]) for one in TOKEN.finditer(light)]
    rows = sorted(((_kind(value), name, value) for name, value in found), key=lambda row: list(KINDS).index(row[0]))
    return {kind: [(name, value) for _kind, name, value in same] for kind, same in groupby(rows, lambda row: row[0])}


def _kind(value: str) -> str:
    return next(kind for kind, sign in KINDS.items() if sign.search(value))
