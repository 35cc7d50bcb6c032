"""A reader that walks everywhere, asks in every way, and says where it saw what it must not."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import unescape
from itertools import chain, zip_longest
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.signing import Signer
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from articles import meter
from tests import factories
from tests.newsroom.addresses import Address, telling
from tests.newsroom.planting import SEARCHED, Edition
from tests.newsroom.unfolding import body_of, planted_in

# Everybody is refused but the last.
READERS = ("signed out", "crawler", "metered out", "lapsed", "member", "subscriber")
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
# One of Google's own, which its crawler comes from.
GOOGLE = "66.249.66.1"
HEADERS: dict[str, tuple[str, ...]] = {
    "User-Agent": (GOOGLEBOT, "Googlebot-News", "bingbot/2.0", "GPTBot/1.2", "facebookexternalhit/1.1", "curl/8.5"),
    "Accept": ("application/json", "application/ld+json", "text/plain", "text/markdown", "application/rss+xml", "*/*"),
    "Accept-Language": ("en", "fr-CH, fr;q=0.9", "*"),
    "Accept-Encoding": ("gzip", "br, gzip", "identity"),
    "Referer": ("https://www.google.com/", "https://news.google.com/", "https://t.co/", f"{settings.SITE_ADDRESS}/"),
    "X-Forwarded-For": (GOOGLE, "127.0.0.1"),
    "X-Forwarded-Host": ("localhost",),
    "X-Forwarded-Proto": ("https",),
    "X-Original-URL": ("/admin/",),
    "Forwarded": (f"for={GOOGLE};proto=https",),
    "Range": ("bytes=0-", "bytes=-4000"),
    "If-None-Match": ("*", '"forged"'),
    "If-Modified-Since": ("Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"),
    "X-Requested-With": ("XMLHttpRequest", "com.google.android.googlequicksearchbox"),
    "X-HTTP-Method-Override": ("PUT",),
    "Sec-Purpose": ("prefetch", "prefetch;prerender"),
    "Purpose": ("prefetch",),
    "Save-Data": ("on",),
    "Authorization": ("Basic YWRtaW46YWRtaW4=", "Bearer forged"),
    "From": ("googlebot(at)googlebot.com",),
}
# What every address is asked by, and what is tried where it would tell.
METHODS = ("POST",)
TURNS = 6
# Filters and pages of a list make an endless number of addresses.
QUERIES_OF_A_PAGE = 6
OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
LINK = re.compile(r"""(?:href|src|action)=["']([^"'\s]*)|=["']((?:/|https?://)[^"'\s]*)""")
# Files, which the server in front of Django gives; they hold no words of an article.
FILES = ("/static/", "/media/")
SIGN_IN = ("/accounts/", "/admin/login/")


@dataclass(frozen=True)
class Asking:
    """One way to ask for a page."""

    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def names_an_article(self) -> bool:
        """Return whether it claims a right to some article: by a gift, or by what only a cookie says."""
        return bool(self.cookies) or self.query.startswith("gift=")

    def __str__(self) -> str:
        said = [f"{name}: {value}" for name, value in self.headers.items()]
        said += [f"Cookie: {name}={value}" for name, value in self.cookies.items()]
        return " | ".join([self.method, *([f"?{self.query}"] if self.query else []), *said])


PLAIN = Asking()


@dataclass
class Walker:
    """A reader: a browser with its cookies, what it calls itself, and the ends of the words it may see."""

    name: str
    client: Client
    headers: dict[str, str] = field(default_factory=dict)
    may_see: set[str] = field(default_factory=set)
    # Where several walk, each begins with another article.
    turn: int = 0
    cookies: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    @property
    def signed_in(self) -> bool:
        return settings.SESSION_COOKIE_NAME in self.cookies

    def ask(self, path: str, asking: Asking = PLAIN) -> HttpResponseBase:
        """Return the answer; whatever cookies it brought are forgotten."""
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies | asking.cookies)
        address = f"{path}{'&' if '?' in path else '?'}{asking.query}" if asking.query else path
        data: dict[str, Any] = {"body": "", "words": ""} if asking.method == "POST" else {}
        send = getattr(self.client, asking.method.lower())
        answer: HttpResponseBase = send(address, data, headers=self.headers | asking.headers)
        return answer


def crawl(edition: Edition, walker: Walker, known: Iterable[Address]) -> Iterator[str]:
    """Give, in words, every answer that shows what it must not, or that a cache may keep and must not."""
    everywhere = list(known)
    ours = [one for one in everywhere if one.is_ours]
    yield from _follow(edition, walker, everywhere)
    yield from in_every_way(edition, walker)
    together = list(all_at_once(edition))
    for number, address in enumerate(ours):
        # By turns: of those that show an article, each is asked for in each of these ways.
        several = [*map(Asking, METHODS), *together[number % TURNS :: TURNS]]
        yield from chain.from_iterable(_look(edition, walker, address, one)[1] for one in several)


def in_every_way(edition: Edition, walker: Walker) -> Iterator[str]:
    """Give what is wrong with the articles themselves, asked for plainly and in each way that changes one thing.

    Every reader tries every way: those that may open one article and no other on each; the rest on a walled one, the
    next way on the next, and a third of them on the one that nobody may see. The readers together try all on all.
    """
    *walled, hidden = telling(edition)
    for number, asking in enumerate((PLAIN, *one_by_one(edition)), walker.turn):
        several = [walled[number % len(walled)], *([] if number % 3 else [hidden])]
        told = [*walled, hidden] if asking == PLAIN or asking.names_an_article else several
        yield from chain.from_iterable(_look(edition, walker, address, asking)[1] for address in told)


def one_by_one(edition: Edition) -> Iterator[Asking]:
    """Give each way to ask that changes one thing; first those that claim a right."""
    yield from (Asking(cookies=cookies) for cookies in forged_cookies(edition))
    yield from (Asking(query=query) for query in queries(edition))
    yield from (Asking(headers={name: value}) for name, values in HEADERS.items() for value in values)
    yield from map(Asking, OTHER_METHODS)


def all_at_once(edition: Edition) -> Iterator[Asking]:
    """Give a few ways to ask that together try every value of everything."""
    columns = [[(name, value) for value in values] for name, values in HEADERS.items()]
    rows = zip_longest(*columns)
    headers = [dict(one for one in row if one) for row in rows]
    several = queries(edition)
    together = ["&".join(several[start :: len(headers)]) for start in range(len(headers))]
    cookies = forged_cookies(edition)
    for number, (given, query) in enumerate(zip(headers, together, strict=True)):
        yield Asking("GET", given, query, cookies[number % len(cookies)])


def queries(edition: Edition) -> list[str]:
    """Return what readers and programs add to an address in the hope of more."""
    gifts = (edition.dead_gift.token, edition.other_gift.token, "x" * 32, "")
    return [
        *(f"gift={token}" for token in gifts),
        *(f"as={who}" for who in ("subscriber", "member", "crawler", "signed-out", "staff")),
        *(f"format={word}" for word in ("json", "ninjs", "amp", "print", "rss", "text")),
        *("amp=1", "amp", "print=1", "outputType=amp", "full=1", "page=all", "preview=1", "preview=true&key=1"),
        *("access=free", "subscribed=1", "token=forged", "secret=forged", "version=1", "embed=1", "nowall=1"),
        *("page=2", "sort=oldest", "before=999999", "comment=1", "reply=1", "again=1", "_escaped_fragment_="),
        *(f"q={SEARCHED}", f"query={SEARCHED}"),
    ]


def forged_cookies(edition: Edition) -> list[dict[str, str]]:
    """Return cookies that nobody was given, or not for this."""
    walled = [one.pk for one in edition.walled]
    now = timezone.now()
    unsigned = f"{meter.month(now)}.{'.'.join(map(str, walled))}"
    meters = (
        unsigned,
        f"{unsigned}:forged",
        Signer(salt="articles.other").sign(unsigned),
        # Ours, of a month that is over.
        meter.cookie(walled, now - timedelta(days=40)),
    )
    others = {"subscriber": "1", "access": "granted", "csrftoken": "x" * 32, "messages": "forged"}
    forged = [{meter.COOKIE: value} for value in meters]
    return [*forged, *({name: value} for name, value in others.items()), {settings.SESSION_COOKIE_NAME: "x" * 32}]


def _follow(edition: Edition, walker: Walker, known: list[Address]) -> Iterator[str]:
    """Look at every address, and at every page of the site that the answers lead to: of one page, so many queries."""
    seen = {one.path for one in known}
    asked: Counter[str] = Counter()
    waiting = list(known)
    for address in waiting:
        answer, wrong = _look(edition, walker, address, PLAIN)
        yield from wrong
        for path in links(address.path, answer):
            page = path.partition("?")[0]
            if path not in seen and asked[page] < QUERIES_OF_A_PAGE:
                seen.add(path)
                asked[page] += 1
                waiting.append(replace(address, path=path))


def links(base: str, answer: HttpResponseBase) -> Iterator[str]:
    """Give the pages of the site that an answer names, in its head or its body."""
    named = [answer.get("Location", ""), *re.findall(r"<([^>]*)>", answer.get("Link", ""))]
    named += ["".join(either) for either in LINK.findall(body_of(answer).decode("utf-8", "replace"))]
    for address in map(unescape, named):
        parts = urlsplit(urljoin(base, address.removeprefix(settings.SITE_ADDRESS)))
        if parts.path.startswith("/") and not (parts.netloc or parts.scheme or parts.path.startswith(FILES)):
            # Where one goes on to after sign-in makes a page of its own of each page.
            asked = "" if parts.path.startswith(SIGN_IN) else parts.query
            yield f"{parts.path}?{asked}" if asked else parts.path


def _look(edition: Edition, walker: Walker, address: Address, asking: Asking) -> tuple[HttpResponseBase, list[str]]:
    """Return the answer, and what is wrong with it in words."""
    answer = walker.ask(address.path, asking)
    shown = [f"shows {edition.where[end]}" for end in sorted(planted_in(answer) - walker.may_see)]
    wrong = [*shown, *wrongly_kept(walker, answer)]
    return answer, [f"{walker.name}: {asking} {address.path} ({answer.status_code}) {one}" for one in wrong]


def wrongly_kept(walker: Walker, answer: HttpResponseBase) -> list[str]:
    """Return why a cache that may keep the answer must not; what says nothing of caches may be kept (RFC 9111)."""
    said = {one.strip().lower() for one in answer.get("Cache-Control", "").split(",")}
    if said & {"private", "no-store"}:
        return []
    varies = {one.strip().lower() for one in answer.get("Vary", "").split(",")}
    # A page names its reader in the masthead; a feed is the same for all.
    names_readers = answer.get("Content-Type", "").startswith("text/html")
    reasons = {
        "may be kept by a cache, and is a signed-in reader's": walker.signed_in and names_readers,
        "may be kept by a cache, and sets a cookie": bool(answer.cookies),
        "may be kept by a cache, and holds a form's token": b"csrfmiddlewaretoken" in body_of(answer),
        "may be kept by a cache, and does not vary by cookie": "cookie" not in varies and names_readers,
        "may be kept by a cache, and is open to who opened it": factories.SECRET.encode() in body_of(answer),
        "says nothing of caches": not answer.get("Cache-Control"),
    }
    return [reason for reason, holds in reasons.items() if holds]
