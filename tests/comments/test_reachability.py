"""What a reader can reach: the number on the page is what is on the page, whatever moderators and authors did."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from comments import threads
from comments.models import Comment, Status
from comments.models.reach import MAX_DEPTH
from newsroom.subscribers.models import User
from tests.comments.pages import announced, text_of, walk
from tests.comments.trees import ancestors, is_reachable, planted, stands

# What a reader sees of a published reply and of its parent, by the parent's status.
BELOW = [
    (Status.PUBLISHED, "parent", "reply"),
    (Status.PENDING, "nothing", "nothing"),
    (Status.HIDDEN, "nothing", "nothing"),
    (Status.REFUSED, "nothing", "nothing"),
    (Status.REMOVED, "tombstone", "reply"),
    (Status.WITHDRAWN, "tombstone", "reply"),
    (Status.ERASED, "tombstone", "reply"),
]
KEPT_FROM_READERS = sorted(set(Status) - {Status.PUBLISHED})
OWN_SEEN = {Status.PENDING, Status.HIDDEN}
# A tree: for each comment, its status, its author, and which of those before it it answers.
TREES = st.lists(st.tuples(st.sampled_from(Status.values), st.integers(0, 2), st.integers(0, 8)), max_size=14)


@pytest.mark.parametrize(("status", "parent_is", "reply_is"), BELOW)
def test_a_reply_stands_below_a_tombstone_and_falls_with_what_was_never_shown(
    client: Client, free_article: Article, alice: User, basile: User, status: str, parent_is: str, reply_is: str
) -> None:
    parent = planted(free_article, alice, status)
    reply = planted(free_article, basile, parent=parent)

    shown, tombstones, pages = walk(client, free_article.get_absolute_url())

    assert (parent.pk in shown) == (parent_is == "parent")
    assert (parent.pk in tombstones) == (parent_is == "tombstone")
    assert (reply.pk in shown) == (reply_is == "reply")
    assert announced(pages[0]) == len(shown)


@pytest.mark.parametrize("status", KEPT_FROM_READERS)
def test_a_comment_without_replies_leaves_no_trace(
    client: Client, free_article: Article, alice: User, status: str
) -> None:
    gone = planted(free_article, alice, status)

    shown, tombstones, pages = walk(client, free_article.get_absolute_url())

    assert (shown, tombstones) == (set(), set())
    assert f"texte-{gone.pk}" not in pages[0]
    assert announced(pages[0]) == 0


@pytest.mark.parametrize("status", [status for status, parent_is, _reply in BELOW if parent_is == "tombstone"])
def test_a_tombstone_says_neither_the_words_nor_the_name(
    client: Client, free_article: Article, alice: User, basile: User, status: str
) -> None:
    parent = planted(free_article, alice, status)
    planted(free_article, basile, parent=parent)

    page = text_of(client.get(free_article.get_absolute_url()))

    assert alice.display_name not in page
    assert not parent.body or parent.body not in page


def test_a_tombstone_goes_with_its_last_reply(client: Client, free_article: Article, alice: User, basile: User) -> None:
    parent = planted(free_article, alice)
    reply = planted(free_article, basile, Status.WITHDRAWN, parent=parent)
    planted(free_article, basile, Status.PENDING, parent=reply)

    shown, tombstones, _pages = walk(client, free_article.get_absolute_url())

    assert (shown, tombstones) == ({parent.pk}, set())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_the_number_is_what_a_reader_finds_by_walking_the_pages(
    tree: list[tuple[str, int, int]],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    free_article: Article,
    alice: User,
    basile: User,
    chloe: User,
) -> None:
    # Few threads a page, so that a handful of comments fills several.
    monkeypatch.setattr(threads, "THREADS_A_PAGE", 2)
    client.logout()
    with transaction.atomic():
        planted_ones = plant(free_article, [alice, basile, chloe], tree)
        reachable = {comment.pk for comment in planted_ones if is_reachable(comment)}
        shown, tombstones, pages = walk(client, free_article.get_absolute_url())

        assert shown == reachable
        assert {announced(page) for page in pages} == {len(reachable)}
        assert threads.counts([free_article]).get(free_article.pk, 0) == len(reachable)
        assert tombstones == {
            ancestor.pk
            for comment in planted_ones
            if comment.pk in reachable
            for ancestor in ancestors(comment)
            if ancestor.is_tombstone
        }
        assert all_words(pages) == {comment.body for comment in planted_ones if comment.pk in reachable}

        for author in (alice, basile):
            client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
            own = {one.pk for one in planted_ones if one.author == author and one.status in OWN_SEEN and stands(one)}
            shown, _tombstones, pages = walk(client, free_article.get_absolute_url())

            assert shown == reachable | own
            assert announced(pages[0]) == len(reachable)
        transaction.set_rollback(True)


def plant(article: Article, authors: list[User], tree: list[tuple[str, int, int]]) -> list[Comment]:
    """Return the comments of a tree; what would answer too deep begins a thread."""
    made: list[Comment] = []
    for status, author, answered in tree:
        parent = made[-1 - answered] if answered < len(made) else None
        made.append(planted(article, authors[author], status, parent if parent and parent.depth < MAX_DEPTH else None))
    return made


def all_words(pages: list[str]) -> set[str]:
    """Return the texts of planted comments that stand anywhere in the pages."""
    return {word.split("<")[0] for page in pages for word in page.split("<p>") if word.startswith("texte-")}
