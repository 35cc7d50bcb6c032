"""The crowd of the invariants: people, places and a word list that stay the same from one life to the next."""

import logging

import pytest
from django.test import Client

from articles.models import Article
from comments import checks
from comments.models import Charter, Verdict, WordRule
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.cast import LISTED, Breakable, Cast
from tests.comments.clock import Clock
from tests.comments.pages import own_page

# What is, or will be, given out beside the page of an article.
OUTPUTS = (
    "/", "/politique/", "/feed/", "/feed/atom/", "/politique/feed/", "/sitemap.xml", "/sitemap-news.xml",
    "{article}.ninjs.json", "/search/?q=mot", "/transparency/", "{discussion}?sort=recommended",
    "{discussion}?sort=selection",
)  # fmt: skip


@pytest.fixture
def outputs(client: Client, free_article: Article, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Those that there are."""
    caplog.set_level(logging.CRITICAL, "django.request")
    names = {"article": free_article.get_absolute_url(), "discussion": own_page(free_article)}
    addresses = [output.format_map(names) for output in OUTPUTS]
    return [address for address in addresses if client.get(address, follow=True).status_code == 200]


@pytest.fixture
def cast(
    free_article: Article,
    walled_article: Article,
    alice: User,
    basile: User,
    maud: User,
    marius: User,
    carole: User,
    charter: Charter,
    outputs: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Cast:
    """Three subscribers who write and three who read, two moderators and two chiefs; nobody is held to the rates."""
    # A check that fails and a page that is not there are logged; here both are meant.
    for logger in ("comments.checks", "django.request"):
        caplog.set_level(logging.CRITICAL, logger)
    check = Breakable()
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS[1:], ("breakable", check)))
    for phrase, action in LISTED.items():
        number = 1 if action == Verdict.REFUSE else None
        WordRule.objects.add(by=carole, phrase=phrase, action=action, rule_number=number)
    return Cast(
        articles=[free_article, walled_article],
        members=[alice, basile, factories.subscriber("Zoé")],
        readers=[factories.subscriber(name) for name in ("Un", "Deux", "Trois")],
        staff=[maud, marius, carole, factories.staff("Claude", "Chief moderator")],
        rules=list(charter.rules.all()[:3]),
        clock=Clock(monkeypatch),
        outputs=outputs,
        check=check,
    )
