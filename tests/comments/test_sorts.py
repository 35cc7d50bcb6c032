"""The orders of a discussion, and the paper's own choice."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from comments import threads
from comments.models import Comment, Recommendation, Selection, Status
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion as Page
from tests.comments.pages import own_page, text_of, walk
from tests.comments.trees import planted

Browse = Callable[[User], Client]


@pytest.fixture
def tops(free_article: Article, alice: User, basile: User) -> list[Comment]:
    """Five threads; the second is recommended most, then the fourth and the first, alike."""
    made = [planted(free_article, alice) for _number in range(5)]
    for one in (made[1], made[3], made[0]):
        Recommendation.objects.give(one, by=basile)
    Recommendation.objects.give(made[1], by=factories.subscriber("Zoé"))
    return made


def order(client: Client, address: str) -> list[int]:
    """Return the comments of the page and of those after it, in order."""
    found: list[int] = []
    while address:
        page = Page(text_of(client.get(address)))
        found += page.comments
        address = page.next_page.replace("&amp;", "&")
    return found


@pytest.mark.parametrize(
    ("sort", "places"),
    [("newest", [4, 3, 2, 1, 0]), ("oldest", [0, 1, 2, 3, 4]), ("recommended", [1, 3, 0, 4, 2])],
)
def test_the_pages_keep_the_order(
    sort: str,
    places: list[int],
    client: Client,
    free_article: Article,
    tops: list[Comment],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "THREADS_A_PAGE", 2)

    found = order(client, f"{own_page(free_article)}?sort={sort}")

    assert found == [tops[place].pk for place in places]


def test_the_choice_of_the_paper_shows_the_threads_that_hold_it(
    client: Client, free_article: Article, tops: list[Comment], basile: User, edith: User
) -> None:
    reply = planted(free_article, basile, parent=tops[2])
    gone = planted(free_article, basile, parent=tops[3])
    for one in (tops[0], reply, gone):
        Selection.objects.choose(one, by=edith)
    Comment.objects.filter(pk=gone.pk).update(status=Status.REMOVED)

    shown, _tombstones, pages = walk(client, f"{own_page(free_article)}?sort=selection")

    assert shown == {tops[2].pk, reply.pk, tops[0].pk}
    assert pages[0].count("comment-chosen") == 2


def test_an_order_that_is_none_is_not_found(client: Client, free_article: Article) -> None:
    assert client.get(f"{own_page(free_article)}?sort=loudest").status_code == 404


@pytest.mark.parametrize("who", ["edith", "maud", "carole"])
def test_editors_and_moderators_choose_and_drop(
    who: str, comment: Comment, browse: Browse, request: pytest.FixtureRequest
) -> None:
    client = browse(request.getfixturevalue(who))
    address = f"/comments/{comment.pk}/selection/"
    assert address in text_of(client.get(comment.article.get_absolute_url()))

    for given, exists in (("1", True), ("1", True), ("0", False), ("0", False)):
        assert client.post(address, {"given": given}).status_code == 303
        assert Selection.objects.exists() == exists
    deeds = Entry.objects.filter(action__startswith="comment.").order_by("id")
    assert list(deeds.values_list("action", flat=True)) == ["comment.choose", "comment.drop"]


@pytest.mark.parametrize("who", ["alice", "basile"])
def test_readers_do_not_choose(who: str, comment: Comment, browse: Browse, request: pytest.FixtureRequest) -> None:
    client = browse(request.getfixturevalue(who))

    assert "/selection/" not in text_of(client.get(comment.article.get_absolute_url()))
    assert client.post(f"/comments/{comment.pk}/selection/").status_code == 403
    assert not Selection.objects.exists()
