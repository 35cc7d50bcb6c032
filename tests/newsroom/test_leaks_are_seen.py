"""The leak test is alive: each output, broken on purpose, makes it red."""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django import Settings

from articles import meter, paywall, views
from articles.models import Article, GiftLink
from articles.models.article import ArticleQuerySet
from articles.paywall import Reason
from newsroom.lib import pagecache
from newsroom.subscribers.models import User
from tests.newsroom.addresses import Filling, NotFilled, addresses
from tests.newsroom.breaking import Tools
from tests.newsroom.crawling import GOOGLE, Walker, crawl, in_every_way
from tests.newsroom.planting import Edition

pytestmark = [pytest.mark.once, pytest.mark.django_db]

type Break = Callable[[Tools], object]

FOOT = '{% include "articles/article_foot.html" %}'
BODY = "{{ article.body }}"


def everything(tools: Tools, name: str, value: Callable[..., Any]) -> None:
    """Let the pages find articles by something else than what readers may see."""
    tools.replace(ArticleQuerySet, name, value)


def cards_with_bodies(tools: Tools) -> None:
    """Let the cards have the body, and print what begins it."""
    cards = ArticleQuerySet.for_cards
    everything(tools, "for_cards", lambda rows: cards(rows).defer(None))
    tools.write("components/card.html", "<p>{{ article.body|striptags|truncatewords:80 }}</p>")


def body_in_header(_request: HttpRequest, response: HttpResponse) -> None:
    response.headers["X-Description"] = quote(Article.objects.filter(status="published").latest("-id").body)


def says(**told: str) -> Callable[[HttpRequest, HttpResponse], object]:
    """Return what writes these headers over those of every answer, or takes them away."""

    def change(_request: HttpRequest, response: HttpResponse) -> None:
        for name, value in told.items():
            response.headers[name.replace("_", "-")] = value
            if not value:
                del response.headers[name.replace("_", "-")]

    return change


def bodies(articles: list[Article]) -> list[str]:
    return [one.body for one in articles]


# What a page shows: by what was broken, how.
PAGES: dict[str, Break] = {
    "the page asks nobody": lambda tools: tools.grant_if(lambda request: True),
    "the teaser is the whole": lambda tools: tools.replace(paywall, "teaser", lambda body: body),
    "the teaser is twice as long": lambda tools: tools.replace(paywall, "teaser", lambda body: body[:700]),
    "the rest is hidden by a sheet": lambda tools: tools.write(
        "articles/article.html", f"<div hidden>{BODY}</div>", before=FOOT
    ),
    "the rest is a comment in the page": lambda tools: tools.write(
        "articles/article.html", f"<!-- {BODY} -->", before=FOOT
    ),
    "the rest is data of a script": lambda tools: tools.write(
        "articles/article.html", "{{ article.body|json_script:'rest' }}", before=FOOT
    ),
    "the rest is in an attribute": lambda tools: tools.write(
        "articles/wall.html", '<i data-rest="{{ article.body|urlencode }}"></i>'
    ),
    "a share link quotes it": lambda tools: tools.write(
        "components/share.html", '<a href="mailto:?body={{ article.body|striptags|urlencode }}">x</a>'
    ),
    "the description quotes it": lambda tools: tools.write(
        "articles/article_meta.html", '<meta name="description" content="{{ article.body|striptags }}">'
    ),
    "the discussion page prints the article": lambda tools: tools.write("comments/discussion.html", BODY),
    "the cards quote it": cards_with_bodies,
    "the page of a report quotes it": lambda tools: tools.write("base.html", "{{ comment.article.body }}"),
    "a withdrawn article says its headline": lambda tools: tools.replace(
        views, "_no_longer_or_not_yet", lambda request, found: HttpResponse(found.headline, status=410)
    ),
    "an unpublished article is shown to all": lambda tools: tools.replace(Article, "is_public", lambda article: True),
    "pages find what is not published": lambda tools: everything(tools, "published", lambda rows: rows.all()),
    "pages find what is to come": lambda tools: everything(
        tools, "published", lambda rows: rows.filter(status="published")
    ),
    "a header describes the article": lambda tools: tools.answer(body_in_header),
    "a new address writes ninjs": lambda tools: tools.add(
        "feed.ninjs.json", lambda articles: HttpResponse(json.dumps(bodies(articles)))
    ),
    "a new address writes a feed": lambda tools: tools.add(
        "feed/", lambda articles: HttpResponse("".join(f"<item>{body}</item>" for body in bodies(articles)))
    ),
    "a new address writes an archive": lambda tools: tools.add(
        "archive.gz", lambda articles: HttpResponse(gzip.compress("".join(bodies(articles)).encode()))
    ),
    "a new address writes base64": lambda tools: tools.add(
        "archive", lambda articles: HttpResponse(base64.b64encode("".join(bodies(articles)).encode()))
    ),
}
# What opens the page to who asks in some way.
WAYS: dict[str, Callable[[HttpRequest], object]] = {
    "to Google's crawler": lambda request: "Googlebot" in request.headers.get("User-Agent", ""),
    "to a preview of a network": lambda request: "facebook" in request.headers.get("User-Agent", ""),
    "to who comes from a search": lambda request: "google" in request.headers.get("Referer", ""),
    "to Google's address": lambda request: GOOGLE in request.headers.get("X-Forwarded-For", ""),
    "to a script": lambda request: request.headers.get("X-Requested-With") == "XMLHttpRequest",
    "to who wants JSON": lambda request: "json" in request.headers.get("Accept", ""),
    "to who wants English": lambda request: request.headers.get("Accept-Language") == "en",
    "to who fetches ahead": lambda request: "prefetch" in request.headers.get("Sec-Purpose", ""),
    "to who asks for a part": lambda request: "Range" in request.headers,
    "to who says to know the page": lambda request: "If-None-Match" in request.headers,
    "to who shows any key": lambda request: "Authorization" in request.headers,
    "to the page for telephones": lambda request: "amp" in request.GET,
    "to the page for printers": lambda request: "print" in request.GET,
    "to any gift": lambda request: request.GET.get("gift"),
    "to who says to be a subscriber": lambda request: request.GET.get("as") == "subscriber",
    "to a cookie that anybody writes": lambda request: request.COOKIES.get("subscriber"),
    "to any session": lambda request: "sessionid" in request.COOKIES,
}
# What the policy grants and must not, with who finds it.
POLICIES: dict[str, tuple[str, Break]] = {
    "a look opens a metered article": ("signed out", lambda tools: tools.decide(lambda one: one.may_open)),
    "the meter never ends": ("metered out", lambda tools: tools.decide(lambda one: one.reason == Reason.METERED_OUT)),
    "any account is a subscriber's": (
        "member",
        lambda tools: tools.decide(lambda one: one.reason == Reason.NO_SUBSCRIPTION),
    ),
    "a subscription never ends": (
        "lapsed",
        lambda tools: tools.replace(
            User, "opening_subscription", property(lambda person: person.subscriptions.filter(revoked_at=None).first())
        ),
    ),
    "the meter's cookie needs no signature": (
        "signed out",
        lambda tools: tools.replace(
            meter, "read", lambda value, now: [int(one) for one in value.split(":")[0].split(".") if one.isdigit()]
        ),
    ),
    "the meter's cookie lasts for ever": (
        "signed out",
        lambda tools: tools.replace(meter, "month", lambda now: "2026"),
    ),
    "a gift taken back opens": ("signed out", lambda tools: tools.replace(GiftLink, "is_living", True)),
}
# What caches are told, with who finds it.
CACHES: dict[str, tuple[str, Break]] = {
    "answers say nothing of caches": ("signed out", lambda tools: tools.answer(says(Cache_Control=""))),
    "answers vary by nothing": ("signed out", lambda tools: tools.answer(says(Vary=""))),
    "everything is public": ("member", lambda tools: tools.answer(says(Cache_Control="public, max-age=60"))),
    "what has a name on it is public": (
        "member",
        lambda tools: tools.replace(pagecache, "for_reader", lambda request, response, own=False: public(response)),
    ),
    "a page opened by the meter is public": (
        "metered out",
        lambda tools: tools.replace(pagecache, "for_reader", lambda request, response, own=False: public(response)),
    ),
    "a shared page sets a cookie": ("signed out", lambda tools: tools.answer(with_a_cookie)),
}


def public(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def with_a_cookie(_request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie("seen", "1")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Tools:
    return Tools(monkeypatch, settings)


@pytest.fixture
def first(
    edition: Edition, fillings: dict[str, list[Filling]], walkers: Callable[[str], Walker]
) -> Callable[[str], str]:
    """Return what gives the first thing that a reader finds wrong, walking the site as it is now."""

    def find(reader: str) -> str:
        return next(crawl(edition, walkers(reader), addresses(edition, fillings)), "nothing")

    return find


@pytest.mark.parametrize("broken", PAGES)
def test_a_page_that_shows_more_is_seen(tools: Tools, first: Callable[[str], str], broken: str) -> None:
    PAGES[broken](tools)

    assert " shows " in first("signed out")


def test_each_way_around_the_wall_is_seen(tools: Tools, edition: Edition, walkers: Callable[[str], Walker]) -> None:
    opened: list[str] = []
    seen: set[str] = set()

    def holds(request: HttpRequest) -> list[str]:
        """Open the article to whom any of the ways would open it alone; keep which."""
        opened[:] = [name for name, opens in WAYS.items() if opens(request)]
        return opened

    tools.grant_if(holds)
    # All the rest answers as ever: the articles alone are asked for, and what is wrong is told answer by answer.
    for wrong in in_every_way(edition, walkers("signed out")):
        if " shows " in wrong:
            seen.update(opened)

    assert seen == WAYS.keys()


@pytest.mark.parametrize("broken", POLICIES)
def test_a_policy_that_grants_more_is_seen(
    tools: Tools, edition: Edition, walkers: Callable[[str], Walker], broken: str
) -> None:
    reader, break_it = POLICIES[broken]
    break_it(tools)

    assert " shows " in next(in_every_way(edition, walkers(reader)), "nothing")


@pytest.mark.parametrize("broken", CACHES)
def test_what_caches_are_told_is_seen(tools: Tools, first: Callable[[str], str], broken: str) -> None:
    reader, break_it = CACHES[broken]
    break_it(tools)

    assert " cache" in first(reader)


def test_an_address_that_nobody_filled_in_is_an_error(
    tools: Tools, edition: Edition, fillings: dict[str, list[Filling]]
) -> None:
    tools.add("audio/<int:pk>", lambda articles: HttpResponse())

    with pytest.raises(NotFilled, match="« pk » of audio"):
        addresses(edition, fillings)
