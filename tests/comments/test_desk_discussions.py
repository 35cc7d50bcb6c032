"""The discussions at the desk: every published article is there, and one page opens, premoderates or closes."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from articles.models import Article, Section
from comments.models import Discussion
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories

Browse = Callable[[User], Client]
LIST = "/admin/comments/discussion/"


def page_of(article: Article) -> str:
    """Return the address that governs the article's discussion."""
    return f"{LIST}of/{article.pk}/"


def test_an_article_that_nobody_wrote_under_is_governed_too(free_article: Article, edith: User, browse: Browse) -> None:
    client = browse(edith)
    assert client.get(page_of(free_article)).status_code == 200
    assert not Discussion.objects.exists()

    client.post(page_of(free_article), {"state": "closed"})

    discussion = Discussion.objects.get()
    assert (discussion.article, discussion.state) == (free_article, "closed")
    assert discussion.closed_at is not None


@pytest.mark.parametrize("who", ["edith", "maud", "carole", "paul"])
@pytest.mark.parametrize("state", list(Discussion.State))
def test_a_state_is_chosen_and_noted(
    who: str, state: str, free_article: Article, browse: Browse, request: pytest.FixtureRequest
) -> None:
    Discussion.objects.begun(free_article.pk).govern(by=None, state=Discussion.State.CLOSED)
    person = request.getfixturevalue(who)

    browse(person).post(page_of(free_article), {"state": state})

    discussion = Discussion.objects.get()
    assert discussion.state == state
    assert (discussion.closed_at is None) == (state != "closed")
    changed = state != Discussion.State.CLOSED
    assert Entry.objects.filter(action="discussion.govern", actor=person).count() == changed
    assert discussion.version == 2 + changed


@pytest.mark.parametrize("state", ["", "locked", "OPEN"])
def test_another_state_is_refused(state: str, free_article: Article, edith: User, browse: Browse) -> None:
    answer = browse(edith).post(page_of(free_article), {"state": state})

    assert answer.status_code == 200
    assert not Discussion.objects.exists()


def test_the_latest_articles_are_listed_with_their_state_and_their_comments(
    free_article: Article, walled_article: Article, draft_article: Article, alice: User, edith: User, browse: Browse
) -> None:
    factories.comment(free_article, alice, "Enfin !")
    Discussion.objects.begun(walled_article.pk).govern(by=edith, state="premoderated")

    page = browse(edith).get(LIST).content.decode()

    assert page.index(walled_article.headline) < page.index(free_article.headline)
    assert draft_article.headline not in page
    assert 'data-state="premoderated"' in page
    assert 'data-state="open"' in page
    assert '">1</td>' in page


def test_an_article_is_found_by_a_word_of_its_headline(
    free_article: Article, walled_article: Article, edith: User, browse: Browse
) -> None:
    page = browse(edith).get(LIST, {"q": "PONT"}).content.decode()

    assert free_article.headline in page
    assert walled_article.headline not in page
    hostile = browse(edith).get(LIST, {"q": '"><script>%_'}).content.decode()
    assert escape('"><script>%_') in hostile
    assert 'class="desk-empty"' in hostile


def test_the_row_of_a_discussion_leads_to_its_article(free_article: Article, maud: User, browse: Browse) -> None:
    discussion = Discussion.objects.begun(free_article.pk)

    answer = browse(maud).get(f"{LIST}{discussion.pk}/change/")

    assert answer.headers["Location"] == page_of(free_article)


def test_an_article_that_is_not_there_is_not_found(edith: User, browse: Browse) -> None:
    assert browse(edith).get(f"{LIST}of/99999/").status_code == 404


def test_the_list_asks_as_much_of_the_database_for_thirty_articles_as_for_three(
    politics: Section, edith: User, browse: Browse
) -> None:
    client = browse(edith)

    def queries(number: int) -> int:
        for index in range(number):
            article = factories.article(politics, f"Article {index}")
            Discussion.objects.begun(article.pk)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        return len(asked)

    queries(3)
    assert queries(0) == queries(27)


@pytest.mark.django_db(transaction=True)
def test_a_comment_and_a_change_of_state_at_once_are_both_counted(free_article: Article, edith: User) -> None:
    discussion = Discussion.objects.begun(free_article.pk)
    start = threading.Barrier(2)

    def bump() -> None:
        start.wait()
        Discussion.objects.bump(free_article.pk)
        connection.close()

    def govern() -> None:
        start.wait()
        Discussion.objects.get().govern(by=edith, state="closed")
        connection.close()

    threads = [threading.Thread(target=bump), threading.Thread(target=govern)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    discussion.refresh_from_db()
    assert (discussion.version, discussion.state) == (3, "closed")
