"""The discussion under an article and on its own page: what stands there, for whom, and at what cost."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Contributor
from articles.models.contributor import Byline
from comments import threads
from comments.models import Comment, Status
from comments.models.reach import MAX_DEPTH
from comments.threads import Badge
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import own_page, part, text_of
from tests.comments.trees import planted

SCRIPT = re.compile(r'<script[^>]* src="[^"]*/js/([\w-]+)\.')
FORM_SCRIPTS = {"counter", "comment-form", "draft-keeper", "reply"}


def test_the_page_has_the_hooks_that_stay(
    browse: Callable[[User], Client], free_article: Article, alice: User, comment: Comment
) -> None:
    page = part(text_of(browse(alice).get(free_article.get_absolute_url())))

    for hook in (
        'id="comments"',
        'id="comments-heading"',
        f'data-comment="{comment.pk}"',
        f'id="comment-{comment.pk}"',
        "comment-author",
        "comment-body",
        'class="comment-form"',
        '<textarea name="body"',
        ">0 / 2000<",
        "<time datetime=",
        "/terms/",
        "/charter/",
        "csrfmiddlewaretoken",
    ):
        assert hook in page
    assert "maxlength" not in page


def test_a_signed_out_page_carries_nothing_of_a_reader(client: Client, free_article: Article, comment: Comment) -> None:
    answers = [client.get(address) for address in (free_article.get_absolute_url(), own_page(free_article)) * 2]

    for answer in answers:
        assert answer.cookies == {}
        assert "csrf" not in text_of(answer)
        assert FORM_SCRIPTS.isdisjoint(SCRIPT.findall(text_of(answer)))
        assert "public" in answer.headers["Cache-Control"]
        assert "Cookie" in answer.headers["Vary"]
    assert text_of(answers[0]) == text_of(answers[2])
    assert text_of(answers[1]) == text_of(answers[3])


def test_a_signed_in_page_is_kept_by_no_cache_and_brings_the_scripts(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)

    for address in (free_article.get_absolute_url(), own_page(free_article)):
        answer = member.get(address)
        assert "no-store" in answer.headers["Cache-Control"]
        assert set(SCRIPT.findall(text_of(answer))) >= FORM_SCRIPTS


def test_each_copy_of_the_form_has_a_key_of_its_own(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)
    keys = [re.findall(r'name="key" value="(\w+)"', text_of(member.get(own_page(free_article)))) for _time in range(2)]

    assert len({key for found in keys for key in found}) == 2


def test_the_panel_for_a_stranger_leads_to_the_form(client: Client, free_article: Article) -> None:
    page = part(text_of(client.get(free_article.get_absolute_url())))

    assert f'href="/accounts/login/?next={free_article.get_absolute_url()}%23comment-form"' in page
    assert 'id="comment-form"' in page


def test_words_are_escaped_and_addresses_clickable_and_untrusted(
    client: Client, free_article: Article, alice: User
) -> None:
    factories.comment(free_article, alice, "<script>alert(1)</script>\n\nVoir https://exemple.test/a?b=1&c=2")

    page = part(text_of(client.get(free_article.get_absolute_url())))

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert 'href="https://exemple.test/a?b=1&amp;c=2" rel="ugc nofollow noopener noreferrer"' in page


def test_staff_and_contributors_of_the_article_wear_a_badge(
    client: Client, free_article: Article, alice: User, basile: User, maud: User
) -> None:
    contributor = Contributor.objects.create(name="Basile", slug="basile", user=basile)
    Byline.objects.create(article=free_article, contributor=contributor)
    for author in (alice, basile, maud):
        factories.comment(free_article, author, "Bonjour.")

    nodes = threads.page(free_article, AnonymousUser()).nodes

    assert {node.comment.author: node.badge for node in nodes} == {
        alice: Badge.NONE,
        basile: Badge.AUTHOR,
        maud: Badge.STAFF,
    }
    assert text_of(client.get(free_article.get_absolute_url())).count("comment-badge") == 2


# Who looks at a comment of Alice's that everyone reaches -> what they may do with it.
ACTIONS = [
    ("nobody", {"report"}),
    ("alice", {"reply", "withdrawal"}),
    ("basile", {"reply", "report"}),
    ("chloe", {"report"}),
    ("maud", {"reply", "report"}),
]


@pytest.mark.parametrize(("name", "actions"), ACTIONS)
def test_each_reader_finds_what_they_may_do(
    request: pytest.FixtureRequest, browse: Callable[[User], Client], client: Client, free_article: Article,
    comment: Comment, name: str, actions: set[str],
) -> None:  # fmt: skip
    if name != "nobody":
        browse(request.getfixturevalue(name))

    page = part(text_of(client.get(free_article.get_absolute_url())))

    links = {
        "reply": f"{own_page(free_article)}?reply={comment.pk}#comment-form",
        "report": f"/comments/{comment.pk}/report/",
        "withdrawal": f"/comments/{comment.pk}/withdrawal/",
    }
    assert {action for action, link in links.items() if f'href="{link}"' in page} == actions


@pytest.mark.parametrize("status", [Status.PENDING, Status.HIDDEN])
def test_what_waits_is_neither_answered_nor_reported(
    browse: Callable[[User], Client], free_article: Article, alice: User, status: str
) -> None:
    comment = planted(free_article, alice, status)

    page = part(text_of(browse(alice).get(free_article.get_absolute_url())))

    assert f'data-status="{status}"' in page
    assert "?reply=" not in page
    assert "/report/" not in page
    assert f"/comments/{comment.pk}/withdrawal/" in page


def test_the_deepest_comment_is_not_answered(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    deepest = planted(free_article, alice)
    for _level in range(MAX_DEPTH):
        deepest = planted(free_article, alice, parent=deepest)

    page = part(text_of(browse(alice).get(free_article.get_absolute_url())))

    assert page.count("?reply=") == MAX_DEPTH
    assert f"?reply={deepest.pk}#" not in page


def cost(client: Client, address: str) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# Reader, page -> its queries, which more comments must not change.
COSTS = [("nobody", "article", 14), ("alice", "article", 19), ("nobody", "own page", 8), ("alice", "own page", 12)]


@pytest.mark.parametrize(("name", "kind", "limit"), COSTS)
def test_a_page_costs_the_same_for_three_comments_and_for_sixty(
    request: pytest.FixtureRequest, browse: Callable[[User], Client], client: Client, free_article: Article,
    name: str, kind: str, limit: int,
) -> None:  # fmt: skip
    authors = [factories.subscriber(f"Auteur {number}") for number in range(6)]
    address = free_article.get_absolute_url() if kind == "article" else own_page(free_article)
    if name != "nobody":
        browse(request.getfixturevalue(name))
    costs = []
    for number in (1, 19):
        for _thread in range(number):
            top = planted(free_article, authors[_thread % 6])
            planted(free_article, authors[(_thread + 1) % 6], parent=top)
            planted(free_article, authors[(_thread + 2) % 6], parent=top)
        costs.append(cost(client, address))

    assert costs == [limit, limit]
