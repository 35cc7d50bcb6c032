"""The pages of threads: their order, where each begins, and who may open them."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import threads
from comments.models import Comment, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion, announced, own_page, part, text_of, walk
from tests.comments.trees import planted


def test_threads_are_newest_first_and_replies_oldest_first(client: Client, free_article: Article, alice: User) -> None:
    first, second = planted(free_article, alice), planted(free_article, alice)
    replies = [planted(free_article, alice, parent=first) for _number in range(2)]

    page = text_of(client.get(free_article.get_absolute_url()))

    found = [int(pk) for pk in re.findall(r'data-comment="(\d+)"', page)]
    assert found == [second.pk, first.pk, *(reply.pk for reply in replies)]


def test_older_pages_hold_each_thread_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, free_article: Article, alice: User
) -> None:
    monkeypatch.setattr(threads, "THREADS_A_PAGE", 3)
    tops = [planted(free_article, alice) for _number in range(7)]
    replies = [planted(free_article, alice, parent=top) for top in tops]
    # What is gone makes no empty page.
    for _number in range(5):
        planted(free_article, alice, Status.REMOVED)

    shown, _tombstones, pages = walk(client, free_article.get_absolute_url())

    assert shown == {comment.pk for comment in [*tops, *replies]}
    assert [len(Discussion(page).comments) for page in pages] == [6, 6, 2]
    assert [announced(page) for page in pages] == [14, 14, 14]


def test_a_comment_is_found_on_a_page_that_begins_with_its_thread(
    client: Client, monkeypatch: pytest.MonkeyPatch, free_article: Article, alice: User
) -> None:
    monkeypatch.setattr(threads, "THREADS_A_PAGE", 2)
    tops = [planted(free_article, alice) for _number in range(5)]
    reply = planted(free_article, alice, parent=tops[1])

    page = text_of(client.get(reply.get_absolute_url()))

    assert list(Discussion(page).comments) == [tops[1].pk, reply.pk, tops[0].pk]
    assert 'content="noindex"' in page


def test_a_comment_that_is_not_shown_answers_404_with_the_discussion(
    client: Client, free_article: Article, walled_article: Article, alice: User, comment: Comment
) -> None:
    pending = planted(free_article, alice, Status.PENDING)
    below = planted(free_article, alice, parent=pending)
    elsewhere = planted(walled_article, alice)

    pages = set()
    for pk in (pending.pk, below.pk, elsewhere.pk, 10**17):
        answer = client.get(own_page(free_article), {"comment": pk})
        assert answer.status_code == 404
        assert comment.pk in Discussion(text_of(answer)).shown
        pages.add(text_of(answer))
    # Nobody learns from the answer whether such a comment waits.
    assert len(pages) == 1


def test_the_reply_page_quotes_what_it_answers(
    browse: Callable[[User], Client], free_article: Article, basile: User, comment: Comment
) -> None:
    page = part(text_of(browse(basile).get(own_page(free_article), {"reply": comment.pk})))

    form = page[page.index("<form") : page.index("</form>")]
    assert f'name="parent" value="{comment.pk}"' in form
    assert comment.body in form
    assert "Alice" in form


@pytest.mark.parametrize("name", ["before", "comment", "reply"])
@pytest.mark.parametrize("value", ["abc", "", "-1", "0", "1.5", "9" * 5000, "1\x00", "\u0661"])
def test_an_address_with_nonsense_leads_nowhere(client: Client, free_article: Article, name: str, value: str) -> None:
    assert client.get(own_page(free_article), {name: value}).status_code == 404


def test_the_own_page_points_to_the_article(client: Client, free_article: Article, comment: Comment) -> None:
    page = text_of(client.get(own_page(free_article)))

    assert f'rel="canonical" href="http://127.0.0.1:8000{free_article.get_absolute_url()}"' in page
    assert "noindex" not in page


def test_a_walled_article_lets_its_discussion_be_read_and_nothing_else(
    client: Client, walled_article: Article, alice: User
) -> None:
    comment = factories.comment(walled_article, alice, "Un avis.")

    page = text_of(client.get(own_page(walled_article)))

    assert comment.pk in Discussion(page).shown
    assert factories.SECRET not in page


def test_an_article_that_is_not_public_shows_no_discussion(
    client: Client,
    browse: Callable[[User], Client],
    free_article: Article,
    draft_article: Article,
    edith: User,
    alice: User,
) -> None:
    planted(draft_article, alice)
    assert client.get(own_page(draft_article)).status_code == 404
    assert client.get(f"/discussions/{10**30}/").status_code == 404
    preview = browse(edith).get(own_page(draft_article))
    assert preview.status_code == 200
    assert not Discussion(text_of(preview)).has_form
    free_article.withdraw(by=edith)
    client.logout()
    assert client.get(own_page(free_article)).status_code == 410


def test_cards_have_the_reachable_counts_in_one_query(
    free_article: Article, walled_article: Article, alice: User
) -> None:
    planted(free_article, alice, parent=planted(free_article, alice))
    planted(free_article, alice, parent=planted(free_article, alice, Status.HIDDEN))
    template = Template(
        "{% load discussion %}{% comment_counts articles as counts %}"
        "{% for pk, count in counts.items %}{{ pk }}: {{ count }} {% endfor %}"
    )
    articles = [free_article, walled_article]

    with CaptureQueriesContext(connection) as queries:
        text = template.render(Context({"articles": articles}))

    assert text == f"{free_article.pk}: 2 "
    assert len(queries) == 1
