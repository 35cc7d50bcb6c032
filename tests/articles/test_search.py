"""The search page: what is published is found by its words, and nothing behind the wall by who may not read there."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import search, search_views
from articles.models import Article, Byline, Contributor, PublicText, Section, Tag, searched
from newsroom.lib.fulltext import postgresql, sqlite
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.pages import headlines, queries, text_of
from tests.factories import SECRET

type Browse = Callable[[User], Client]

LAST_WORDS = "La fin"


def found(client: Client, words: str, *articles: Article, **filters: str) -> list[str]:
    """Return which of the articles the page of results links to, in its order."""
    answer = client.get("/search/", {"q": words, **filters})
    assert answer.status_code == 200
    return headlines(answer.content.decode(), *articles)


@pytest.fixture
def bridge(politics: Section) -> Article:
    """A free article with something in each place that is searched."""
    made = factories.article(
        politics,
        "Le pont des Tanneurs rouvre",
        kicker="Travaux",
        standfirst="Après deux ans, les piétons passent.",
        body="<p>Une passerelle de chêne enjambe la rivière.</p>",
        access=Article.Access.FREE,
        published=False,
    )
    alice = Contributor.objects.create(name="Alice Lécuyer", slug="alice-lecuyer")
    Byline.objects.create(article=made, contributor=alice)
    made.tags.add(Tag.objects.create(name="Urbanisme", slug="urbanisme"))
    made.publish(by=None)
    return made


@pytest.mark.parametrize(
    "words",
    [
        *("pont", "PONT", "tanneurs pont", "travaux", "piétons", "pietons", "chene", "riviè", "lecuyer", "urbanisme"),
        *('"le pont des tanneurs"', "« deux ans »", "ponts", "pieton", "pont rouv"),
    ],
)
def test_an_article_is_found_by_what_anyone_reads(client: Client, bridge: Article, words: str) -> None:
    assert found(client, words, bridge) == [bridge.headline]


@pytest.mark.parametrize("words", ["viaduc", '"tanneurs pont"', "pont viaduc", '"ponts des tanneurs"'])
def test_an_article_is_not_found_by_what_it_does_not_say(client: Client, bridge: Article, words: str) -> None:
    assert found(client, words, bridge) == []
    assert 'class="empty"' in text_of(client, f"/search/?q={words}")


def test_the_heaviest_place_comes_first(client: Client, politics: Section) -> None:
    Contributor.objects.create(name="Jean Viaduc", slug="jean")
    short: dict[str, Any] = {"body": "<p>Ici ou là.</p>", "access": "free"}
    signed = factories.article(politics, "Signé", published=False, **short)
    Byline.objects.create(article=signed, contributor=Contributor.objects.get())
    signed.publish(by=None)
    said = factories.article(politics, "Dit", body="<p>Sous le viaduc.</p>", access="free")
    announced = factories.article(politics, "Annoncé", standfirst="Un viaduc.", **short)
    headed = factories.article(politics, "Le viaduc", **short)

    shown = found(client, "viaduc", signed, said, announced, headed)

    assert shown == ["Le viaduc", "Annoncé", "Dit", "Signé"]


def test_the_most_recent_may_come_first(client: Client, politics: Section) -> None:
    headed = factories.article(politics, "Le viaduc", access="free")
    Article.objects.filter(pk=headed.pk).update(published_at=timezone.now() - timedelta(days=40))
    said = factories.article(politics, "Dit", body="<p>Sous le viaduc.</p>", access="free")

    assert found(client, "viaduc", headed, said) == ["Le viaduc", "Dit"]
    assert found(client, "viaduc", headed, said, order="date") == ["Dit", "Le viaduc"]


def test_a_section_and_a_period_narrow_it(client: Client, politics: Section) -> None:
    culture = Section.objects.create(name="Culture", slug="culture")
    here = factories.article(politics, "Le viaduc")
    there = factories.article(culture, "Viaduc, le film")
    Article.objects.filter(pk=here.pk).update(published_at=timezone.now() - timedelta(days=40))

    assert found(client, "viaduc", here, there, section="culture") == [there.headline]
    assert found(client, "viaduc", here, there, period="month") == [there.headline]
    assert set(found(client, "viaduc", here, there, period="year")) == {here.headline, there.headline}
    assert found(client, "viaduc", here, there, section="politique", order="date") == [here.headline]


@pytest.mark.parametrize("asked", ["section=rien", "order=price", "period=never", "page=2", "page=un", "page=0"])
def test_what_no_form_offers_is_not_there(client: Client, bridge: Article, asked: str) -> None:
    assert client.get(f"/search/?q=pont&{asked}").status_code == 404


@pytest.mark.parametrize("access", ["subscribers", "metered"])
@pytest.mark.parametrize("reader", ["stranger", "chloe", "david"])
@pytest.mark.parametrize("words", [SECRET, f'"{SECRET}"', LAST_WORDS, "phrase-secrete", "suite"])
def test_nothing_behind_the_wall_is_found_by_who_may_not_read_it(
    client: Client, politics: Section, request: pytest.FixtureRequest, access: str, reader: str, words: str
) -> None:
    walled = factories.article(politics, "Le budget caché", body=factories.WALLED_BODY, access=access)
    if reader != "stranger":
        factories.let_in(client, request.getfixturevalue(reader))

    for order in ("relevance", "date"):
        assert found(client, words, walled, order=order) == []
        page = text_of(client, f"/search/?q=budget&order={order}")
        assert headlines(page, walled) == [walled.headline]
        assert SECRET not in page


def test_a_subscriber_searches_the_whole_and_keeps_it_to_themselves(
    browse: Browse, alice: User, walled_article: Article
) -> None:
    answer = browse(alice).get("/search/", {"q": f'"{SECRET}"'})

    assert headlines(answer.content.decode(), walled_article) == [walled_article.headline]
    assert "<mark>phrase-secrete-du-mur</mark>" in answer.content.decode()
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_one_of_the_staff_searches_through_the_eyes_of_a_reader(
    browse: Browse, edith: User, walled_article: Article
) -> None:
    editor = browse(edith)

    assert found(editor, SECRET, walled_article) == [walled_article.headline]
    assert found(editor, SECRET, walled_article, **{"as": "signed-out"}) == []


def test_everyone_signed_out_shares_the_page_and_no_engine_lists_it(client: Client, bridge: Article) -> None:
    answer = client.get("/search/?q=pont")

    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=1", "must-revalidate"}
    assert not answer.cookies
    assert '<meta name="robots" content="noindex, follow">' in answer.content.decode()


def test_what_is_not_public_is_not_found(client: Client, politics: Section) -> None:
    draft = factories.article(politics, "Viaduc, brouillon", published=False)
    ahead = factories.article(politics, "Viaduc, demain", published=False)
    ahead.publish(by=None, at=timezone.now() + timedelta(days=1))
    withdrawn = factories.article(politics, "Viaduc, retiré")
    withdrawn.withdraw(by=None)

    assert found(client, "viaduc", draft, ahead, withdrawn) == []
    assert not PublicText.objects.filter(pk__in=(draft.pk, withdrawn.pk)).exists()


def test_the_words_are_marked_where_they_stand(client: Client, bridge: Article) -> None:
    assert "Le <mark>pont</mark> des Tanneurs rouvre" in text_of(client, "/search/?q=ponts")
    assert "Après deux ans, les <mark>piétons</mark> passent." in text_of(client, "/search/?q=pieton")
    assert "passerelle de <mark>chêne</mark>" in text_of(client, "/search/?q=chene")


def test_what_is_typed_is_shown_as_text(client: Client, bridge: Article) -> None:
    page = text_of(client, '/search/?q="><script>alert(1)</script>')

    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "words",
    ["he\"llo OR -- '; DROP", '"', "((", "*", "a AND", "NEAR(", "\x00", "%", "…", "\\", "mot " * 500, "x" * 9000],
)
def test_nothing_that_is_typed_is_an_error(client: Client, bridge: Article, words: str) -> None:
    assert found(client, words, bridge) == []


def test_an_empty_field_shows_the_form_alone(client: Client, bridge: Article) -> None:
    for words in ("", "   "):
        page = client.get("/search/", {"q": words}).content.decode()
        assert 'name="q"' in page
        assert 'class="empty"' not in page
        assert headlines(page, bridge) == []


def test_one_letter_is_too_little_and_five_hundred_words_are_too_many(client: Client, bridge: Article) -> None:
    assert 'class="empty" role="status"' in text_of(client, "/search/?q=p")
    assert "search-note" in text_of(client, f"/search/?q={'pont ' * 500}")
    assert found(client, "pont " * 500, bridge) == [bridge.headline]


def test_results_come_page_by_page_with_the_words_kept(client: Client, politics: Section) -> None:
    articles = [factories.article(politics, f"Viaduc {number}") for number in range(search_views.A_PAGE + 1)]

    page = text_of(client, "/search/?q=viaduc&order=date")

    assert len(headlines(page, *articles)) == search_views.A_PAGE
    assert 'href="?q=viaduc&amp;order=date&amp;page=2"' in page
    assert len(found(client, "viaduc", *articles, order="date", page="2")) == 1


def test_of_too_many_the_first_are_shown(client: Client, politics: Section, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    articles = [factories.article(politics, f"Viaduc {number}") for number in range(5)]

    assert len(found(client, "viaduc", *articles)) == 3
    assert len(found(client, "viaduc", *articles, order="date")) == 3


def test_of_a_word_that_stands_everywhere_the_newest_are_compared_of_those_that_are_asked_for(
    client: Client, politics: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    for database in (sqlite, postgresql):
        monkeypatch.setattr(database, "WEIGHED", 3)
    other = Section.objects.create(name="Sports", slug="sports")
    old = factories.article(other, "Viaduc")
    new = [factories.article(politics, f"Nouvelle {number}", standfirst="Le viaduc.") for number in range(5)]

    assert found(client, "viaduc", old, *new) == ["Nouvelle 4", "Nouvelle 3", "Nouvelle 2"]
    assert found(client, "viaduc", old, *new, section="sports") == ["Viaduc"]


@pytest.mark.parametrize("order", ["relevance", "date"])
@pytest.mark.parametrize("reader", ["stranger", "alice"])
def test_a_search_costs_the_same_however_much_it_finds(
    client: Client, politics: Section, request: pytest.FixtureRequest, order: str, reader: str
) -> None:
    if reader != "stranger":
        factories.let_in(client, request.getfixturevalue(reader))
    factories.article(politics, "Viaduc")
    few = queries(client, f"/search/?q=viaduc&order={order}")
    for number in range(12):
        factories.article(politics, f"Viaduc {number}")

    assert queries(client, f"/search/?q=viaduc&order={order}") == few <= 12


def test_to_follow_an_article_takes_four_queries(
    politics: Section, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = factories.article(politics, "Viaduc")

    with django_assert_num_queries(4):
        searched.follow(article)


@pytest.mark.parametrize("order", ["relevance", "date"])
def test_a_word_of_many_articles_is_found_in_one_pass(politics: Section, order: str) -> None:
    # SQLite once asked its index again for each article there was: a minute for as many as these.
    count = 5000
    Article.objects.bulk_create(
        Article(section=politics, headline="Ville", slug="x", status="published", published_at=timezone.now(), pk=pk)
        for pk in range(1, count + 1)
    )
    PublicText.objects.bulk_create(PublicText(article_id=pk, headline="Ville") for pk in range(1, count + 1))

    began = time.process_time()
    found = search.find(search.Query("ville", order=search.Order(order)))

    assert len(found) == search.MOST + 1
    assert time.process_time() - began < 2
