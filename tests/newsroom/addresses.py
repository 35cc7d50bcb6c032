"""Every address of the site, from the addresses themselves: a pattern that nobody filled in is an error."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.signing import Signer
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles.models import PodcastKey, PreviewLink
from comments import reply_digest, tokens
from comments.models import Charter, Decision, Report
from comments.models.reply_notices import ReplyNotices
from comments.models.sender import Sender
from newsroom.subscribers.models import Plan, User
from tests.newsroom.planting import Edition

type Filling = dict[str, object]

# What may be written in another form one day, and what readers try.
FORMATS = (
    *(".ninjs.json", ".json", ".jsonld", ".html", ".txt", ".md", ".xml", ".amp.html", ".pdf", ".epub", ".mp3", ".vtt"),
    *("/", "/amp", "/print", "/full", "/raw", "/feed/", "/audio", "/preview", "/embed", "/oembed", "?", ".."),
)
# A parameter of the address: `<int:pk>`, or a group of a regular expression, with what it must match.
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# By parameter: the addresses of the admin and of the accounts library; what is not here is a number.
OTHERS: dict[str, object] = {
    "app_label": "articles",
    "content_type_id": 1,
    "key": "MQ:1",
    "uidb36": "1",
    "url": "nowhere",
    "year": timezone.localdate().year,
}


@dataclass(frozen=True)
class Address:
    """One address, by its name if it has one."""

    path: str
    name: str = ""
    # Whether a pattern of the project's own leads there: neither the admin's, nor the accounts library's, nor a guess.
    is_ours: bool = True


class NotFilled(Exception):
    """The table says nothing of a pattern with parameters: nobody would see what it lets out."""


def addresses(edition: Edition, table: dict[str, list[Filling]]) -> list[Address]:
    """Return every address of the site, those of the articles first, and an article of each kind in each format."""
    known = {one.path: one for one in _from_patterns(edition, table)}
    first = [known.pop(one.get_absolute_url()) for one in edition.articles]
    kinds = (edition.walled[0], edition.walled[-1], edition.hidden[0], edition.hidden[-1])
    guesses = [Address(f"{one.get_absolute_url()}{ending}", is_ours=False) for one in kinds for ending in FORMATS]
    return [*first, *known.values(), *guesses]


def names() -> set[str]:
    """Return the names of the project's own patterns that have parameters."""
    return {name for name, route, ours in _patterns(get_resolver().url_patterns) if ours and PARAMETER.search(route)}


def table(edition: Edition, moderator: User) -> dict[str, list[Filling]]:
    """Return, by the name of an address of ours, what its parameters are filled with."""
    articles: list[Filling] = [
        {"section": one.section.slug, "slug": one.slug, "pk": one.pk, "article_id": one.pk} for one in edition.articles
    ]
    comments: list[Filling] = [{"pk": one.pk} for one in edition.comments]
    contributors: list[Filling] = [{"slug": one.slug} for one in edition.contributors]
    decision, report = _judged(edition, moderator)
    wish = ReplyNotices.objects.create(member=edition.writer, often=ReplyNotices.Often.DAILY)
    this_year = timezone.localdate().year
    days = {timezone.localdate(one.published_at) for one in edition.articles if one.published_at}
    dates: list[Filling] = [{"year": day.year, "month": f"{day:%m}", "day": f"{day:%d}"} for day in sorted(days)]
    contested = (tokens.for_author(decision), tokens.for_reporter(report))
    return {
        "account-data-file": [{"kind": "json"}, {"kind": "html"}],
        "appeal": [{"token": path.split("/")[-2]} for path in contested],
        "archive-day": dates,
        "archive-month": dates,
        "archive-year": dates,
        "article": articles,
        "article-ninjs": articles,
        "audio": articles,
        "audio-cues": articles,
        "cancellation-kept": [{"token": "forged"}],
        "charter-version": [{"version": 1}],
        "comment-edit": comments,
        "comment-recommendation": comments,
        "comment-report": comments,
        "comment-selection": comments,
        "comment-withdrawal": comments,
        "contributor": contributors,
        "contributor-feed": contributors,
        "contributor-feed-atom": contributors,
        "decision": [{"puid": decision.puid}],
        "discussion": articles,
        "gift-revocation": [{"pk": edition.dead_gift.pk}, {"pk": edition.other_gift.pk}],
        "meter": articles,
        "order": [{"slug": Plan.objects.create(name="Mensuel", slug="mensuel", price_cents=990).slug}],
        "payment-webhook": [{"name": "trial"}],
        "reply-notices-stop": [{"token": reply_digest.token(wish)}],
        "podcast-feed": [{"token": PodcastKey.objects.give(edition.lapsed).token}, {"token": "forged"}],
        "preview": [{"token": _dead_preview(edition, moderator)}],
        "report": [{"token": report.get_absolute_url().split("/")[-2]}],
        "report-receipt": [{"token": Signer(salt="comments.report.receipt", sep=".").sign("S-7F3K-9QXM")}],
        "section": [{"slug": edition.section.slug}],
        "section-feed": [{"slug": edition.section.slug}],
        "section-feed-atom": [{"slug": edition.section.slug}],
        "sitemap-places": [{"kind": kind, "number": 1} for kind in ("articles", "contributors", "sections", "tags")],
        "tag": [{"slug": one.slug} for one in edition.tags],
        "transparency": [{"year": this_year}],
        "transparency-table": [{"year": this_year, "name": "1_summary"}],
        "trial": [{"reference": "C-2222-2222"}],
        "warning-acknowledgement": [{"pk": 1}],
    }


def _dead_preview(edition: Edition, editor: User) -> str:
    """Return the token of a link to a draft that was taken back."""
    link, token = PreviewLink.objects.give(edition.hidden[0], by=editor)
    link.revoke(by=editor)
    return token


def _judged(edition: Edition, moderator: User) -> tuple[Decision, Report]:
    """Return what a moderator decided of a comment under a walled article, and a report of another one."""
    charter = Charter.objects.current()
    assert charter is not None
    rule = charter.rules.get(number=1)
    removed, reported = [one for one in edition.comments if one.article == edition.walled[0]]
    report, _new = Report.objects.file(reported, sender=Sender(address="203.0.113.7"), rule=rule)
    reported.keep(by=moderator)
    return removed.remove(by=moderator, rule=rule, explanation="Hors sujet."), Report.objects.get(pk=report.pk)


def _patterns(
    patterns: list[URLPattern | URLResolver], before: str = "", *, ours: bool = True
) -> Iterator[tuple[str, str, bool]]:
    """Give the name and the whole route of every pattern, and whether it is the project's own."""
    for one in patterns:
        route = before + str(one.pattern).lstrip("^")
        if isinstance(one, URLPattern):
            yield one.name or "", route, ours
        else:
            theirs = one.namespace == "admin" or "allauth" in str(one.urlconf_name)
            yield from _patterns(one.url_patterns, route, ours=ours and not theirs)


def _from_patterns(edition: Edition, table: dict[str, list[Filling]]) -> Iterator[Address]:
    """Give an address for each pattern and filling."""
    walled = edition.walled[0].pk
    others: Filling = defaultdict(lambda: 1, OTHERS, object_id=walled, pk=walled, article_id=walled)
    for name, route, ours in _patterns(get_resolver().url_patterns):
        for filling in _fillings(name, route, table) if ours else [others]:
            yield Address(f"/{_filled(route, filling)}", name, is_ours=ours)


def _fillings(name: str, route: str, table: dict[str, list[Filling]]) -> list[Filling]:
    return table.get(name, [{}]) if PARAMETER.search(route) else [{}]


def _filled(route: str, filling: Filling) -> str:
    def value(parameter: re.Match[str]) -> str:
        name = parameter[1] or parameter[2]
        try:
            return str(filling[name])
        except KeyError:
            raise NotFilled(f"tests/newsroom/addresses.py has nothing for « {name} » of {route}") from None

    return PARAMETER.sub(value, route).removesuffix("$")


def telling(edition: Edition) -> list[Address]:
    """Return the addresses where an article is read: what opens any would open these."""

    return [Address(one.get_absolute_url(), "article") for one in (*edition.walled[::5], edition.hidden[-1])]
