"""The lines of the desk's lists are drawn once, and again as soon as they say anything else."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from comments.admin import lines
from comments.models import Claim, Comment, Discussion, Report, Rule
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.desk import QUEUE

Browse = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nothing_is_drawn_yet() -> None:
    lines._drawn.cache_clear()


@pytest.fixture
def waiting(free_article: Article, alice: User) -> Comment:
    Discussion.objects.begun(free_article.pk).govern(by=None, state=Discussion.State.PREMODERATED)
    return factories.comment(free_article, alice, "À lire.")


def page(client: Client) -> str:
    return client.get(QUEUE).content.decode()


def test_a_page_that_says_the_same_is_not_drawn_again(
    waiting: Comment, maud: User, marius: User, browse: Browse
) -> None:
    first, second = browse(maud), browse(marius)

    pages = [page(first), page(second), page(first)]

    assert all("À lire." in one for one in pages)
    assert lines._drawn.cache_info().misses == 1


@pytest.mark.parametrize("what", ["report", "sanction", "claim", "text", "discussion", "rename"])
def test_what_changes_is_on_the_next_page(
    what: str, waiting: Comment, alice: User, basile: User, maud: User, marius: User, rule: Rule, browse: Browse,
) -> None:  # fmt: skip
    client = browse(maud)
    page(client)
    changes: dict[str, tuple[Callable[[], object], str]] = {
        "report": (lambda: Report.objects.create(comment=waiting, revision=1, reporter=basile, rule=rule), str(rule)),
        "sanction": (
            lambda: factories.sanction(alice, level="premoderation", by=maud, rule=rule, explanation="Voyez."),
            "Sanction en cours",
        ),
        "claim": (lambda: Claim.objects.take(waiting.pk, by=marius), "Marius l’examine"),
        "text": (lambda: Comment.objects.filter(pk=waiting.pk).update(body="À relire.", revision=2), "À relire."),
        "discussion": (
            lambda: Discussion.objects.get().govern(by=maud, state=Discussion.State.OPEN),
            "data-status",
        ),
        "rename": (lambda: User.objects.filter(pk=alice.pk).update(display_name="Alix"), "Alix"),
    }
    change, told = changes[what]

    change()

    shown = page(client)
    assert told in shown
    assert ("Discussion pré" in shown) == (what != "discussion")


def test_nobody_is_shown_what_another_may_do(waiting: Comment, edith: User, maud: User, browse: Browse) -> None:
    """An editor reads the archive; a moderator decides, and sees the record of the author."""
    moderated = page(browse(maud))

    assert 'name="publish"' in moderated
    read = browse(edith).get(QUEUE)
    assert read.status_code == 403 or 'name="publish"' not in read.content.decode()
