"""The front page in the order of its editors: by hand first, then by date, and nothing readers do not see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, FrontOrder, Section, StaleArticle
from articles.models.front_order import PLACES
from articles.views import LATEST_ON_FRONT
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.desk import LIST, Browse
from tests.articles.pages import headlines, queries, text_of
from tests.articles.together import at_once

DESK = f"{LIST}front/"


@pytest.fixture
def paper(politics: Section) -> list[Article]:
    """Twelve articles, the latest first."""
    made = [factories.article(politics, f"Article {number:02}", published=False) for number in range(12)]
    for hours, article in enumerate(made, start=1):
        article.publish(by=None, at=timezone.now() - timedelta(hours=hours))
    return made


def keys(*articles: Article) -> list[int]:
    return [one.pk for one in articles]


def move(client: Client, what: str, *articles: Article, seen: int | None = None) -> int:
    """Press a button of the page that shows the articles in that order; return the status."""
    number = FrontOrder.objects.current().number if seen is None else seen
    return client.post(DESK, {"move": what, "seen": number, "article": keys(*articles)}).status_code


# What readers see


def test_what_is_placed_by_hand_comes_first_and_the_latest_follow(
    client: Client, paper: list[Article], edith: User
) -> None:
    FrontOrder.objects.arrange(keys(paper[9], paper[1]), by=edith, seen=0)

    shown = headlines(text_of(client, "/"), *paper)

    assert shown[:4] == ["Article 09", "Article 01", "Article 00", "Article 02"]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("how", ["withdrawn", "scheduled", "unscheduled", "deleted"])
def test_what_readers_do_not_see_falls_out_by_itself(
    client: Client, paper: list[Article], edith: User, how: str
) -> None:
    lead, second = paper[9], paper[8]
    FrontOrder.objects.arrange(keys(lead, second), by=edith, seen=0)
    if how == "withdrawn":
        lead.withdraw(by=edith)
    elif how == "deleted":
        Article.objects.filter(pk=lead.pk).delete()
    else:
        Article.objects.filter(pk=lead.pk).update(published_at=timezone.now() + timedelta(hours=1))
        if how == "unscheduled":
            lead.unschedule(by=edith)

    page = text_of(client, "/")

    assert headlines(page, *paper)[0] == second.headline
    assert lead.headline not in page


def test_a_scheduled_article_takes_its_place_when_its_time_comes(
    client: Client, paper: list[Article], draft_article: Article, edith: User
) -> None:
    draft_article.publish(by=edith, at=timezone.now() + timedelta(hours=1))
    FrontOrder.objects.arrange(keys(draft_article), by=edith, seen=0)
    assert draft_article.headline not in text_of(client, "/")

    draft_article.reschedule(by=edith, at=timezone.now())

    assert headlines(text_of(client, "/"), draft_article, *paper)[0] == draft_article.headline


def test_the_page_costs_the_same_however_many_are_placed(client: Client, paper: list[Article], edith: User) -> None:
    FrontOrder.objects.arrange(keys(paper[9]), by=edith, seen=0)
    few = queries(client, "/")
    FrontOrder.objects.arrange(keys(*paper[-PLACES + 1 :]), by=edith, seen=1)

    assert queries(client, "/") == few <= 16


# The order


def test_an_order_holds_each_once_what_is_known_and_no_more_than_its_places(
    paper: list[Article], draft_article: Article, edith: User
) -> None:
    order = FrontOrder.objects.arrange([0, *keys(draft_article, paper[1], *paper)], by=edith, seen=0)

    assert order.articles == keys(paper[1], paper[0], *paper[2:PLACES])
    assert PLACES == LATEST_ON_FRONT + 1
    assert Entry.objects.get(action="front.arranged").actor == edith


@pytest.mark.parametrize("seen", [0, 2, 99])
def test_an_order_that_somebody_else_made_is_not_written_over(paper: list[Article], edith: User, seen: int) -> None:
    FrontOrder.objects.arrange(keys(paper[9]), by=edith, seen=0)

    with pytest.raises(StaleArticle):
        FrontOrder.objects.arrange(keys(paper[1]), by=edith, seen=seen)

    assert FrontOrder.objects.current().articles == keys(paper[9])


@pytest.mark.django_db(transaction=True)
def test_of_four_who_arrange_at_once_one_does(paper: list[Article], edith: User) -> None:
    def arranging(article: Article) -> None:
        FrontOrder.objects.arrange([article.pk], by=edith, seen=0)

    assert at_once(*[lambda one=one: arranging(one) for one in paper[:4]]) == ["", *["StaleArticle"] * 3]
    assert FrontOrder.objects.count() == 1


# The desk


@pytest.mark.parametrize(
    ("what", "order"),
    [
        ("up:1", [1, 0, 2]),
        ("up:0", [0, 1, 2]),
        ("down:1", [0, 2, 1]),
        ("down:2", [0, 1, 2]),
        ("out:1", [0, 2]),
        ("in:3", [0, 1, 2, 3]),
        ("lead:3", [3, 0, 1, 2]),
        ("lead:2", [2, 0, 1]),
        ("as", [0, 1, 2]),
        ("sideways:1", [0, 1, 2]),
        ("", [0, 1, 2]),
    ],
)
def test_each_button_moves_one_article(
    browse: Browse, edith: User, paper: list[Article], what: str, order: list[int]
) -> None:
    verb, colon, place = what.partition(":")
    pressed = f"{verb}{colon}{paper[int(place)].pk if place else ''}"

    assert move(browse(edith), pressed, *paper[:3]) == 302

    assert FrontOrder.objects.current().articles == keys(*[paper[one] for one in order])


@pytest.mark.parametrize("given", ["in:x", "in:²", "in:99999999999999999999999", "in:\x00", "in:-1"])
def test_a_forged_move_is_no_move(browse: Browse, edith: User, paper: list[Article], given: str) -> None:
    assert move(browse(edith), given, paper[0]) == 302

    assert FrontOrder.objects.current().articles == keys(paper[0])


def test_who_comes_second_is_told_and_sees_the_order_as_it_is(
    browse: Browse, edith: User, paul: User, paper: list[Article]
) -> None:
    FrontOrder.objects.arrange(keys(paper[9]), by=paul, seen=0)
    client = browse(edith)

    assert move(client, f"lead:{paper[1].pk}", seen=0) == 409

    assert FrontOrder.objects.current().articles == keys(paper[9])
    assert f'name="article" value="{paper[9].pk}"' in text_of(client, DESK)


@pytest.mark.parametrize(("who", "status"), [("renee", 403), ("maud", 403), ("alice", 302), ("paul", 200)])
def test_only_editors_and_publishers_arrange(
    request: pytest.FixtureRequest, browse: Browse, paper: list[Article], who: str, status: int
) -> None:
    client = browse(request.getfixturevalue(who))

    assert client.get(DESK).status_code == status
    move(client, f"lead:{paper[3].pk}")
    assert FrontOrder.objects.exists() is (status == 200)


def test_the_desk_s_page_finds_and_costs_the_same(browse: Browse, edith: User, paper: list[Article]) -> None:
    client = browse(edith)
    few = queries(client, DESK)
    FrontOrder.objects.arrange(keys(*paper[:6]), by=edith, seen=0)

    assert few <= queries(client, DESK) <= few + 1 <= 10
    found = text_of(client, f"{DESK}?q=ARTICLE 11")
    assert f'value="in:{paper[11].pk}"' in found
    assert f'value="in:{paper[10].pk}"' not in found
    assert DESK in text_of(client, LIST)
