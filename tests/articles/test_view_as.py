"""« View as »: the staff see what each kind of reader gets, marked as such, and count for nothing."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from articles import meter
from articles.models import Article, GiftLink, MeterReading, Section
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.pages import queries
from tests.factories import SECRET

pytestmark = pytest.mark.once

type Browse = Callable[[User], Client]

BAND = re.compile(r'\n<aside class="view-as".*?</aside>\n', re.DOTALL)
# By access: who gets the whole article.
GRANTED = {
    "free": {"signed-out", "member", "subscriber", "crawler"},
    "metered": {"subscriber"},
    "subscribers": {"subscriber"},
}


@pytest.mark.parametrize("eyes", ["signed-out", "member", "subscriber", "crawler"])
@pytest.mark.parametrize("access", GRANTED)
def test_the_staff_see_what_each_reader_gets(
    browse: Browse, politics: Section, edith: User, access: str, eyes: str
) -> None:
    article = factories.article(politics, "Vu", body=factories.WALLED_BODY, access=access)

    answer = browse(edith).get(f"{article.get_absolute_url()}?as={eyes}")

    page = answer.content.decode()
    assert (SECRET in page) == (eyes in GRANTED[access])
    assert ('<section class="wall"' in page) == (eyes not in GRANTED[access])
    assert "Vous voyez cet article comme" in page
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert meter.COOKIE not in answer.cookies
    assert not MeterReading.objects.exists()


@pytest.mark.parametrize("eyes", ["signed-out", "crawler"])
@pytest.mark.parametrize("access", GRANTED)
def test_but_for_the_band_it_is_the_page_of_somebody_signed_out(
    client: Client, browse: Browse, politics: Section, edith: User, access: str, eyes: str
) -> None:
    article = factories.article(politics, "Vu", body=factories.WALLED_BODY, access=access)
    stranger = client.get(article.get_absolute_url()).content.decode()

    seen = browse(edith).get(f"{article.get_absolute_url()}?as={eyes}").content.decode()

    assert BAND.sub("", seen) == stranger


@pytest.mark.parametrize(("eyes", "offers"), [("member", True), ("subscriber", False)])
def test_the_furniture_is_that_reader_s_too(
    browse: Browse, walled_article: Article, edith: User, eyes: str, offers: bool
) -> None:
    factories.narration(walled_article)

    page = browse(edith).get(f"{walled_article.get_absolute_url()}?as={eyes}").content.decode()

    assert ('class="narration"' in page) == offers
    assert ("<audio" in page) != offers
    assert ('<a class="button" href="/plans/">' in page) == offers
    assert "comment-form" not in page


@pytest.mark.parametrize("reader", ["stranger", "chloe", "david", "alice"])
def test_nobody_else_sees_through_the_eyes_of_another(
    request: pytest.FixtureRequest, client: Client, browse: Browse, walled_article: Article, reader: str
) -> None:
    if reader != "stranger":
        browse(request.getfixturevalue(reader))
    own = client.get(walled_article.get_absolute_url())

    answer = client.get(f"{walled_article.get_absolute_url()}?as=subscriber")

    assert (SECRET in answer.content.decode()) == (SECRET in own.content.decode()) == (reader == "alice")
    assert "view-as" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == own.headers["Cache-Control"]


@pytest.mark.parametrize("word", ["", "abonné", "staff", "%00"])
def test_a_word_that_names_no_reader_shows_nothing(
    browse: Browse, walled_article: Article, edith: User, word: str
) -> None:
    answer = browse(edith).get(f"{walled_article.get_absolute_url()}?as={word}")

    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()


def test_a_draft_is_seen_too_and_still_a_preview(browse: Browse, politics: Section, edith: User) -> None:
    draft = factories.article(politics, "Brouillon", body=factories.WALLED_BODY, published=False)

    page = browse(edith).get(f"{draft.get_absolute_url()}?as=signed-out").content.decode()

    assert SECRET not in page
    assert 'class="panel preview"' in page


def test_a_gift_link_opens_nothing_in_the_eyes_of_another_and_counts_nothing(
    browse: Browse, walled_article: Article, alice: User, edith: User
) -> None:
    gift = GiftLink.objects.offer(walled_article, by=alice)

    page = browse(edith).get(f"{gift.get_absolute_url()}&as=signed-out").content.decode()

    assert SECRET not in page
    gift.refresh_from_db()
    assert gift.opened == 0


def test_the_staff_find_the_ways_on_the_page(browse: Browse, walled_article: Article, edith: User) -> None:
    page = browse(edith).get(walled_article.get_absolute_url()).content.decode()

    assert re.findall(r'href="\?as=([a-z-]+)"', page) == ["signed-out", "member", "subscriber", "crawler"]
    assert "Vous voyez cet article comme" not in page


def test_to_look_as_another_costs_no_more(browse: Browse, walled_article: Article, edith: User) -> None:
    address = walled_article.get_absolute_url()
    own = queries(browse(edith), address)

    assert all(queries(browse(edith), f"{address}?as={eyes}") <= own for eyes in ("signed-out", "member", "subscriber"))
