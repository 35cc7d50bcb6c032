"""The page cache answers as Django would, to everybody who is signed out, and keeps nothing that is one reader's."""

import time
from datetime import timedelta

import pytest
from django.core.signing import get_cookie_signer
from django.test import Client
from django.utils import timezone

from articles import meter
from articles.models import Article, GiftLink, Section
from comments.models import Comment, Discussion
from newsroom.subscribers.models import User
from tests import factories
from tests.newsroom.cached import Site


@pytest.fixture
def site(transactional_db: None) -> Site:
    """The paper behind a page cache."""
    return Site()


def test_a_page_is_made_once_and_given_again_as_it_was(site: Site, comment: Comment) -> None:
    address = comment.article.get_absolute_url()
    first, again = site.get(address), site.get(address)

    assert site.made == [address]
    assert (again.status, again.headers, again.body) == (first.status, first.headers, first.body)
    assert "Enfin !" in again.text


def test_it_says_what_django_says_of_it(site: Site, comment: Comment, client: Client) -> None:
    address = comment.article.get_absolute_url()
    answer, plain = site.get(address), client.get(address)

    assert answer.body == plain.content
    replaced = {"ETag", "Vary", "Content-Length"}
    assert {name: value for name, value in answer.headers.items() if name not in replaced} == {
        name: value for name, value in plain.headers.items() if name not in replaced
    }
    assert answer.headers["Vary"] == "Accept-Encoding, Cookie"


@pytest.mark.parametrize(
    ("query", "cookie", "headers"),
    [
        ("", "sessionid=x", {}),
        ("", "sessionid=abcdefghijklmnopqrstuvwxyz012345", {}),
        ("", "csrftoken=x; _ga=1; other=2", {}),
        ("", "messages=forged", {}),
        ("", "meter=forged", {}),
        ("", "language=de", {}),
        ("?utm_source=x&fbclid=y", "", {}),
        ("?a=1&b=2", "", {}),
        ("?as=subscriber", "", {}),
        ("?" + "x" * 5000, "", {}),
        (
            "",
            "",
            {"range": "bytes=0-5", "user_agent": "Googlebot", "accept_language": "en", "referer": "https://t.co/"},
        ),
        ("", "", {"cache_control": "no-cache", "pragma": "no-cache"}),
    ],
)
def test_nothing_forged_leads_round_it(
    site: Site, walled_article: Article, query: str, cookie: str, headers: dict[str, str]
) -> None:
    address = walled_article.get_absolute_url()
    before = site.get(address)

    after = site.get(address + query, cookie=cookie, **headers)

    assert site.made == [address]
    assert after.body == before.body


def test_what_is_forged_at_first_is_not_in_what_others_get(site: Site, walled_article: Article) -> None:
    address = walled_article.get_absolute_url()
    first = site.get(f"{address}?utm_source=x", cookie="sessionid=x; messages=y; meter=z; csrftoken=t")

    assert "Set-Cookie" not in first.headers
    assert first.body == site.get(address).body
    assert site.made == [address]


def test_who_is_signed_in_has_their_own(site: Site, walled_article: Article, alice: User, client: Client) -> None:
    address = walled_article.get_absolute_url()
    site.get(address)
    factories.let_in(client, alice)
    cookie = f"sessionid={client.cookies['sessionid'].value}"

    answer = site.get(address, cookie=cookie)

    assert factories.SECRET in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    client.logout()
    assert factories.SECRET not in site.get(address, cookie=cookie).text


def test_each_language_has_its_own_and_no_cache_outside_keeps_the_other(site: Site, free_article: Article) -> None:
    french, english = site.get("/"), site.get("/", cookie="language=en")

    assert '<html lang="fr">' in french.text
    assert '<html lang="en">' in english.text
    assert site.get("/", cookie="language=en").body == english.body
    assert english.headers["Cache-Control"] == "private, no-store"
    assert site.made == ["/", "/"]


def test_who_opened_a_metered_article_reads_it_and_who_did_not_does_not(site: Site, politics: Section) -> None:
    opened = factories.article(politics, "Au compteur", body=factories.WALLED_BODY, access="metered")
    address = opened.get_absolute_url()
    cookie = f"meter={meter.cookie([opened.pk], timezone.now())}"

    assert factories.SECRET in site.get(address, cookie=cookie).text
    assert factories.SECRET not in site.get(address).text
    assert factories.SECRET in site.get(address, cookie=cookie).text
    assert factories.SECRET not in site.get(address).text
    # What the meter has no say in is the same for them.
    site.made.clear()
    site.get("/")
    site.get("/", cookie=cookie)
    assert site.made == ["/"]


def test_a_forged_meter_leads_round_no_metered_article(site: Site, politics: Section) -> None:
    article = factories.article(politics, "Au compteur", body=factories.WALLED_BODY, access="metered")
    address = article.get_absolute_url()
    before = site.get(address)

    for forged in ("forged", f"2026-11.{article.pk}", f"{meter.cookie([article.pk], timezone.now())}x"):
        assert site.get(address, cookie=f"meter={forged}").body == before.body
    assert site.made == [address]


def test_a_message_is_shown_once_to_who_it_is_for(site: Site, free_article: Article) -> None:
    site.get("/")
    said = get_cookie_signer(salt="django.contrib.messages").sign_object(["Au revoir."])

    answer = site.get("/", cookie=f"messages={said}")

    assert site.made == ["/", "/"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_gift_is_not_kept(site: Site, walled_article: Article, alice: User) -> None:
    address = f"{walled_article.get_absolute_url()}?gift={GiftLink.objects.offer(walled_article, by=alice).token}"

    assert factories.SECRET in site.get(address).text
    assert factories.SECRET not in site.get(walled_article.get_absolute_url()).text
    assert len(site.cache.shelf) == 1


def test_what_a_view_does_not_let_it_keep_is_not_kept(
    site: Site, free_article: Article, draft_article: Article
) -> None:
    withdrawn = factories.article(free_article.section, "Retiré")
    withdrawn.withdraw(by=None)
    for path in (
        "/nowhere",
        draft_article.get_absolute_url(),
        withdrawn.get_absolute_url(),
        f"{free_article.get_absolute_url()}-ailleurs-{free_article.pk}",
        f"/ailleurs/le-pont-{free_article.pk}",
        "/politique/?page=7",
        "/politique/?page=01",
        f"/discussions/{free_article.pk}/?before=99",
        f"/discussions/{free_article.pk}/?sort=nonsense",
        "/search/?q=pont",
        "/accounts/login/",
        "/accounts/signup/?next=/",
        "/admin/",
        "/account/",
        "/health/ready",
        "/transparency/",
    ):
        site.get(path)

    assert len(site.cache.shelf) == 0
    assert site.get(free_article.get_absolute_url(), "POST").status in (403, 405)


def test_what_the_address_reads_makes_a_page_and_what_it_does_not_makes_none(site: Site, politics: Section) -> None:
    for number in range(21):
        factories.article(politics, f"Article {number}")

    first, second = site.get("/politique/"), site.get("/politique/?utm_medium=x&page=2&a=b")

    assert first.body != second.body
    assert site.get("/politique/?page=2").body == second.body
    assert "utm_medium" not in second.text
    assert len(site.cache.shelf) == 2


def test_it_never_holds_more_than_it_has_room_for(transactional_db: None, politics: Section) -> None:
    site = Site(most_bytes=300_000)
    addresses = [factories.article(politics, f"Article {number}").get_absolute_url() for number in range(30)]

    for address in addresses:
        for accepted in ("", "br", "gzip", "zstd"):
            site.get(address, accept_encoding=accepted)
            assert site.cache.shelf.size <= 300_000

    assert 1 < len(site.cache.shelf) < 30
    # What was asked for last is there.
    site.made.clear()
    site.get(addresses[-1])
    assert site.made == []


def test_what_takes_too_much_room_is_made_each_time(transactional_db: None, free_article: Article) -> None:
    site = Site(most_bytes=10_000)

    assert site.get("/").body == site.get("/").body
    assert site.made == ["/", "/"]


# Sooner than a page is made anew in any case.
SOON = timedelta(minutes=5)


def wait(monkeypatch: pytest.MonkeyPatch, span: timedelta) -> None:
    """Let so much time have passed, for Django and for the cache."""
    now, seconds = timezone.now() + span, time.time() + span.total_seconds()
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(time, "time", lambda: seconds)


def test_the_clock_alone_publishes(site: Site, politics: Section, monkeypatch: pytest.MonkeyPatch) -> None:
    coming = factories.article(politics, "Demain", published=False)
    coming.publish(by=None, at=timezone.now() + SOON)
    assert "Demain" not in site.get("/").text

    wait(monkeypatch, SOON)

    assert "Demain" in site.get("/").text


def test_the_clock_alone_closes_a_discussion(site: Site, comment: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    address = comment.article.get_absolute_url()
    closes_at = timezone.now() + SOON
    discussion = Discussion.objects.of(comment.article)
    Discussion.objects.filter(pk=discussion.pk).update(opened_at=closes_at - timedelta(days=30))
    assert 'data-reason="signed-out"' in site.get(address).text

    wait(monkeypatch, SOON)

    assert 'data-reason="closed"' in site.get(address).text


def test_no_token_stands_on_a_page_that_is_kept(site: Site, comment: Comment, walled_article: Article) -> None:
    for path in ("/", comment.article.get_absolute_url(), walled_article.get_absolute_url(), "/plans/", "/charter/"):
        answer = site.get(path)
        assert "csrfmiddlewaretoken" not in answer.text
        assert "Set-Cookie" not in answer.headers
        assert "nonce-" not in answer.headers["Content-Security-Policy"]
