"""What narrows a list of comments at the desk: each look-up has an index, so a million comments cost what few do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section
from comments.models import Charter, Decision, Report, Rule
from comments.models.reach import CommentQuerySet
from newsroom.lib.folding import fold
from newsroom.subscribers.models import User

DAY = timedelta(days=1)
AGES = {"day": DAY, "week": 7 * DAY, "month": 30 * DAY}


class FilterForm(forms.Form):
    """The filters above a list of comments, sent in its address; a value that names nothing narrows to nothing."""

    q = forms.CharField(label=_("Words of the comment"), required=False, max_length=200)
    member = forms.CharField(label=_("Whole pseudonym"), required=False, max_length=80)
    section = forms.ModelChoiceField(Section.objects.all(), label=_("Section"), required=False, empty_label=_("all"))
    rule = forms.TypedChoiceField(label=_("Rule"), required=False, coerce=int, empty_value=None)
    moderator = forms.ModelChoiceField(
        User.objects.filter(is_staff=True).order_by("display_name"),
        label=_("Decided by"),
        required=False,
        empty_label=_("anybody"),
    )
    age = forms.ChoiceField(
        label=_("Age"),
        required=False,
        choices=[
            ("", _("any age")),
            ("day", _("less than a day")),
            ("week", _("less than a week")),
            ("month", _("less than a month")),
            ("older", _("a month or more")),
        ],
    )
    # Reached from an article's own page; no list of all articles would be of use here.
    article = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        charter = Charter.objects.with_rules().current()
        rules = [(rule.number, str(rule)) for rule in charter.rules.all()] if charter else []
        cast("forms.TypedChoiceField", self.fields["rule"]).choices = [("", _("all")), *rules]

    @property
    def is_active(self) -> bool:
        """Whether anything was asked for."""
        return any(self.data.get(name, "").strip() for name in self.fields)

    @property
    def is_open(self) -> bool:
        """Whether anything besides the words was asked for."""
        return any(self.data.get(name, "").strip() for name in self.fields if name != "q")

    def narrow(self, comments: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Return those of the comments that the filters let through."""
        if not self.is_valid():
            return comments.none()
        for name, value in self.cleaned_data.items():
            if value not in ("", None):
                comments = NARROWING[name](comments, value)
        return comments

    def chosen_article(self) -> Article | None:
        """Return the article that the list is kept to."""
        pk = self.cleaned_data.get("article") if self.is_valid() else None
        return Article.objects.filter(pk=pk).only("headline").first() if pk else None


type Narrow = Callable[[models.QuerySet[Any], Any], models.QuerySet[Any]]


def _by_words(comments: models.QuerySet[Any], words: str) -> models.QuerySet[Any]:
    return cast("CommentQuerySet", comments).containing(words)


def _by_member(comments: models.QuerySet[Any], name: str) -> models.QuerySet[Any]:
    # The number first: a database that knows whose they are reads them from the index of their author.
    member = User.objects.filter(display_name_key=fold(name)).values_list("pk", flat=True).first()
    return comments.filter(author=member) if member else comments.none()


def _by_section(comments: models.QuerySet[Any], section: Section) -> models.QuerySet[Any]:
    # Asked of each comment in the order of the list: SQLite would begin with the section, and read all it ever had.
    return comments.filter(models.Exists(Article.objects.filter(pk=models.OuterRef("article"), section=section)))


def _by_rule(comments: models.QuerySet[Any], number: int) -> models.QuerySet[Any]:
    """Return those decided on, or reported and not answered yet, under the rule of that number in any version."""
    rules = list(Rule.objects.filter(number=number).values_list("pk", flat=True))
    decided = Decision.objects.filter(charter_rule__in=rules, comment__isnull=False).values("comment")
    reported = Report.objects.unanswered().filter(rule__in=rules).values("comment")
    return comments.filter(pk__in=decided.union(reported, all=True))


def _by_moderator(comments: models.QuerySet[Any], moderator: User) -> models.QuerySet[Any]:
    return comments.filter(
        pk__in=Decision.objects.filter(decided_by=moderator, comment__isnull=False).values("comment")
    )


def _by_age(comments: models.QuerySet[Any], age: str) -> models.QuerySet[Any]:
    limit = timezone.now() - AGES.get(age, AGES["month"])
    return comments.filter(created_at__lte=limit) if age == "older" else comments.filter(created_at__gt=limit)


def _by_article(comments: models.QuerySet[Any], article: int) -> models.QuerySet[Any]:
    return comments.filter(article=article)


NARROWING: dict[str, Narrow] = {
    "q": _by_words,
    "member": _by_member,
    "section": _by_section,
    "rule": _by_rule,
    "moderator": _by_moderator,
    "age": _by_age,
    "article": _by_article,
}
