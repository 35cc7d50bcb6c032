"""The article page: found by its id, seen by who may see it, whole for who may read it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Section
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.pages import queries, text_of
from tests.factories import SECRET

pytestmark = pytest.mark.once

type Browse = Callable[[User], Client]

READERS = ("stranger", "chloe", "david", "alice", "edith")
SHARED = "public, max-age=0, s-maxage=1, must-revalidate"
REFUSED, GRANTED = READERS[:3], READERS[3:]


@pytest.fixture
def reading(request: pytest.FixtureRequest, client: Client, browse: Browse) -> Callable[[str], Client]:
    """Return a client for a reader of the cast by name; a stranger is signed out."""
    return lambda name: client if name == "stranger" else browse(request.getfixturevalue(name))


@pytest.mark.parametrize("former", ["/politique/ancien-titre-{pk}", "/autre-rubrique/{slug}-{pk}", "/x/y-{pk}"])
def test_a_former_address_leads_to_the_right_one(client: Client, free_article: Article, former: str) -> None:
    answer = client.get(former.format(pk=free_article.pk, slug=free_article.slug))

    assert answer.status_code == 301
    assert answer.headers["Location"] == free_article.get_absolute_url()
    assert answer.headers["Cache-Control"] == SHARED


def test_the_former_slug_after_an_editor_changed_it(client: Client, free_article: Article, edith: User) -> None:
    former = free_article.get_absolute_url()
    free_article.slug = "autre"
    free_article.revise(by=edith, fields={"slug"})

    assert client.get(former).headers["Location"] == free_article.get_absolute_url() != former
    assert client.get(former, follow=True).status_code == 200


@pytest.mark.parametrize("address", ["/politique/rien-999999", f"/politique/rien-{10**30}", "/politique/rien-0"])
def test_what_is_not_there_is_404(client: Client, politics: Section, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("reader", READERS[:4])
def test_a_withdrawn_article_is_gone_for_readers(
    reading: Callable[[str], Client], walled_article: Article, reader: str
) -> None:
    walled_article.withdraw(by=None)

    answer = reading(reader).get(walled_article.get_absolute_url())

    assert answer.status_code == 410
    assert walled_article.headline not in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert "max-age=0" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]


def unpublished(section: Section, how: str) -> Article:
    """Return an article that readers must not know of."""
    later = timezone.now() + timedelta(days=1)
    article = factories.article(section, "Le secret", published=False, body=factories.WALLED_BODY)
    if how == "embargo":
        article.embargo_until = later
        article.save()
        article.publish(by=None)
    elif how != "draft":
        article.publish(by=None, at=later)
    if how == "withdrawn before it was public":
        article.withdraw(by=None)
    return article


@pytest.mark.parametrize("how", ["draft", "scheduled", "embargo", "withdrawn before it was public"])
@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_public_yet_shows_to_the_staff_alone(
    reading: Callable[[str], Client], politics: Section, how: str, reader: str
) -> None:
    article = unpublished(politics, how)
    former = f"/politique/ancien-{article.pk}"

    answer = reading(reader).get(article.get_absolute_url())

    if reader == "edith":
        assert answer.status_code == 200
        assert SECRET in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]
        assert reading(reader).get(former).status_code == 302
    else:
        assert answer.status_code == 404
        assert article.headline not in answer.content.decode()
        # A redirection would tell that it is there.
        assert reading(reader).get(former).status_code == 404


# The wall


@pytest.mark.parametrize("reader", REFUSED)
@pytest.mark.parametrize("walled", ["by default", "by the mark", "in one block"])
def test_nothing_walled_leaves_the_server(
    reading: Callable[[str], Client], politics: Section, walled: str, reader: str
) -> None:
    bodies = {
        "by default": factories.WALLED_BODY,
        "by the mark": f'<p>Court.</p><hr class="wall"><p>{SECRET}</p><p>Fin.</p>',
        "in one block": f"<p>{SECRET} {'mot ' * 200}</p>",
    }
    article = factories.article(politics, "Le mur", body=bodies[walled])
    client = reading(reader)

    for address in (article.get_absolute_url(), "/", "/politique/", f"/discussions/{article.pk}/"):
        answer = client.get(address)
        assert SECRET not in answer.content.decode(), address
        assert SECRET not in str(answer.headers), address
    assert 'class="wall"' in text_of(client, article.get_absolute_url())


@pytest.mark.parametrize("reader", GRANTED)
def test_who_may_read_reads_it_whole(reading: Callable[[str], Client], walled_article: Article, reader: str) -> None:
    page = text_of(reading(reader), walled_article.get_absolute_url())

    assert SECRET in page
    assert 'class="wall"' not in page


@pytest.mark.parametrize("reader", READERS)
def test_everyone_reads_what_is_free(reading: Callable[[str], Client], politics: Section, reader: str) -> None:
    article = factories.article(politics, "Libre", body=factories.WALLED_BODY, access=Article.Access.FREE)

    assert SECRET in text_of(reading(reader), article.get_absolute_url())


def test_a_subscription_that_ends_closes_the_article_at_once(
    browse: Browse, walled_article: Article, alice: User
) -> None:
    client = browse(alice)
    assert SECRET in text_of(client, walled_article.get_absolute_url())

    alice.subscriptions.update(ends_at=timezone.now())

    assert SECRET not in text_of(client, walled_article.get_absolute_url())


def test_crawlers_see_what_a_stranger_sees(client: Client, walled_article: Article) -> None:
    address = walled_article.get_absolute_url()

    for name in ("Googlebot/2.1", "facebookexternalhit/1.1", "GPTBot/1.2"):
        assert client.get(address, headers={"User-Agent": name}).content == client.get(address).content


# Who may keep it


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("article", ["free_article", "walled_article"])
def test_who_may_keep_the_page(
    db: None, request: pytest.FixtureRequest, reading: Callable[[str], Client], article: str, reader: str
) -> None:
    answer = reading(reader).get(request.getfixturevalue(article).get_absolute_url())

    expected = SHARED if reader == "stranger" else "private, no-store"
    assert set(answer.headers["Cache-Control"].split(", ")) == set(expected.split(", "))
    assert "Cookie" in answer.headers["Vary"]
    assert (not answer.cookies) or reader != "stranger"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_page_is_only_read(client: Client, free_article: Article, method: str) -> None:
    assert getattr(client, method)(free_article.get_absolute_url()).status_code == 405


# Reading time


@pytest.mark.parametrize(
    ("words", "minutes"),
    [(0, 1), (1, 1), (299, 1), (300, 2), (499, 2), (500, 3), (700, 4), (2_000, 10)],
)
def test_reading_time_is_rounded_and_at_least_a_minute(words: int, minutes: int) -> None:
    article = Article(headline="un deux", standfirst="trois", body=f"<p>{'mot ' * (words - 3)}</p>")

    assert article.reading_minutes == minutes


def test_reading_time_follows_the_setting(settings: object, free_article: Article) -> None:
    settings.READING_WORDS_A_MINUTE = 10  # type: ignore[attr-defined]

    assert free_article.reading_minutes == 6


# Cost


@pytest.mark.parametrize("reader", READERS)
def test_the_page_costs_the_same_however_many_articles_there_are(
    reading: Callable[[str], Client], politics: Section, walled_article: Article, reader: str
) -> None:
    client = reading(reader)
    factories.article(politics, "Autre")
    few = queries(client, walled_article.get_absolute_url())
    for number in range(12):
        factories.article(politics, f"Encore {number}")

    assert queries(client, walled_article.get_absolute_url()) == few <= 22


@pytest.mark.parametrize("who", ["alice", "chloe", "david"])
def test_a_subscription_is_looked_up_once_a_page(
    browse: Browse, request: pytest.FixtureRequest, walled_article: Article, who: str
) -> None:
    reader = browse(request.getfixturevalue(who))

    assert queries(reader, walled_article.get_absolute_url(), reading="subscribers_subscription") == 1
