"""Who reads through a cache: readers of the running site, what is theirs alone, and what each of them asks for."""

import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from articles.models import Article, GiftLink
from newsroom.lib import markup
from newsroom.subscribers.models import User
from tests import factories
from tests.running import RunningSite

SUBSCRIBERS = ("Ondine Quatremère", "Hippolyte Vasseur")
MEMBER = "Cunégonde Larivée"
NAMES = (*SUBSCRIBERS, MEMBER)
# Words that stand together in the rest of an article, with no sign between them that typography might change.
TOGETHER = re.compile(r"(?:[A-Za-zà-ÿ]{2,} ){5}[A-Za-zà-ÿ]{2,}")


@dataclass(frozen=True)
class Asked:
    """One request: by whom, for what, and what they may be given."""

    who: str
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    # Whether the whole of the article is theirs to read.
    whole: bool = False
    # Whether a cache may answer.
    shared: bool = False
    # Whether the answer may set a cookie.
    gets_cookie: bool = False


@dataclass(frozen=True)
class Cast:
    """The sessions by name, the walled articles with some words of their rest, and a gift."""

    sessions: dict[str, str]
    articles: list[dict[str, str]]
    free: str
    gift: str

    @classmethod
    def of(cls, site: RunningSite) -> "Cast":
        """Bring the readers into the site's database."""
        command = "from tests.newsroom import in_front; in_front.prepare()"
        made: dict[str, Any] = json.loads(site.manage("shell", "--no-imports", "-c", command).stdout)
        return cls(**made)

    def walled(self, access: str) -> list[dict[str, str]]:
        return [one for one in self.articles if one["access"] == access]


def prepare() -> None:
    """Make the readers, in the site's own process, and print what they need."""
    people = [factories.subscriber(name) for name in SUBSCRIBERS] + [factories.user(MEMBER)]
    published = list(Article.objects.published().select_related("section").order_by("id"))
    walled = [one for one in published if one.access != Article.Access.FREE and _rest(one)]
    gift = GiftLink.objects.offer(next(one for one in walled if one.access == "subscribers"), by=people[0])
    cast = {
        "sessions": {one.display_name: session(one) for one in people},
        "articles": [{"path": one.get_absolute_url(), "access": one.access, "rest": _rest(one)} for one in walled],
        "free": next(one for one in published if one.access == Article.Access.FREE).get_absolute_url(),
        "gift": gift.get_absolute_url(),
    }
    json.dump(cast, sys.stdout)


def _rest(article: Article) -> str:
    """Return words of the end of the article, which a teaser does not reach."""
    found = TOGETHER.findall(markup.to_text(article.body))
    return found[-1] if found else ""


def session(user: User) -> str:
    """Sign somebody in; return their session's key."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    assert store.session_key
    return store.session_key


def mixed(cast: Cast, opened: dict[str, str], number: int) -> list[Asked]:
    """Return so many requests of every kind, most of them a cache's to answer, in one order of chance.

    `opened` is a metered article that somebody signed out opened, with the cookie they were given.
    """
    dice = random.Random(7)  # noqa: S311 - the same order each time
    kinds = list(_kinds(cast, opened))
    weights = [weight for weight, _several in kinds]
    return [dice.choice(several) for _weight, several in dice.choices(kinds, weights, k=number)]


def one_of_each(cast: Cast, opened: dict[str, str]) -> list[Asked]:
    """Return every request once, and once more: those of readers with something of their own first."""
    return [asked for _weight, several in _kinds(cast, opened) for asked in several] * 2


def _kinds(cast: Cast, opened: dict[str, str]) -> Iterator[tuple[int, list[Asked]]]:
    """Give each kind of request with its weight in a thousand."""
    pages = ["/", "/charter/", cast.free, *(cast.walled(access)[0]["path"] for access in ("metered", "subscribers"))]
    for name in NAMES:
        cookie = {"Cookie": f"sessionid={cast.sessions[name]}"}
        told_so = [cookie, *(cookie | told for told in CONDITIONS)]
        own = Asked(name, "", whole=name in SUBSCRIBERS, gets_cookie=True)
        yield 12, [replace(own, path=path, headers=told) for path in (*pages, "/account/") for told in told_so]
    metered = {"Cookie": f"meter={opened['cookie']}"}
    yield 8, [Asked("metered", opened["path"], headers=metered, whole=True)]
    yield 4, [Asked("follows a gift", cast.gift, whole=True)]
    yield 4, [Asked("clicks", f"{one['path']}/meter", "POST", gets_cookie=True) for one in cast.walled("metered")]
    yield 4, [Asked("signs in", "/accounts/login/", gets_cookie=True)]
    stranger = Asked("signed out", "", shared=True)
    yield 840, [replace(stranger, path=path) for path in pages]
    yield 60, [replace(stranger, path=path, headers=told) for path in pages for told in CONDITIONS]
    yield 20, [replace(stranger, path=path, method="HEAD") for path in pages]
    yield 4, [replace(stranger, path=pages[-1], headers=metered)]
    # Whose session is none is told to forget it.
    forger = Asked("forger", "", shared=True, gets_cookie=True)
    yield 15, [replace(forger, path=path, headers={"Cookie": one}) for path in pages for one in FORGED]


CONDITIONS: list[dict[str, str]] = [
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"Range": "bytes=0-20000"},
    {"Cache-Control": "no-cache"},
    {"Cache-Control": "only-if-cached, max-stale=99999"},
]
FORGED = ["sessionid=forged", "meter=2026-11.1.2.3:forged", "sessionid=", "_visitor=1", "messages=forged"]
