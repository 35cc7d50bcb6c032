"""A decision among one's contributions: why, under which rule, and where all of it is read; safe to show."""

from collections.abc import Callable

import pytest
from django.conf import settings as paper
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from comments.models import Comment, Report, Rule, Status
from newsroom.subscribers.models import User
from tests import factories

pytestmark = pytest.mark.once

Browse = Callable[[User], Client]
WHY = "Votre texte vise <b>une personne</b> & ses amis."
VERBS = {"refuse": Status.PENDING, "hide": Status.PUBLISHED, "remove": Status.PUBLISHED}


def contributions(client: Client) -> str:
    """Return the page of contributions."""
    answer = client.get("/account/contributions/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("verb", VERBS)
def test_the_author_reads_why(verb: str, comment: Comment, maud: User, rule: Rule, browse: Browse) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=VERBS[verb])
    comment.refresh_from_db()
    decision = getattr(comment, verb)(by=maud, rule=rule, explanation=WHY)

    page = contributions(browse(comment.author))

    shown = (escape(WHY), escape(rule.title), rule.get_absolute_url(), decision.get_absolute_url())
    assert [words for words in shown if words not in page] == []
    assert f'id="decision-{decision.puid}"' in page


def test_the_author_reads_the_law(comment: Comment, maud: User, browse: Browse) -> None:
    comment.remove(by=maud, ground="law", legal_ground="article <24>", category="violence", explanation=WHY)

    assert escape("article <24>") in contributions(browse(comment.author))


@pytest.mark.parametrize("level", ["premoderation", "ban"])
def test_a_member_reads_why_they_are_sanctioned(
    level: str, alice: User, carole: User, rule: Rule, browse: Browse
) -> None:
    decision = factories.sanction(alice, level=level, by=carole, rule=rule, explanation=WHY).decision

    page = contributions(browse(alice))

    shown = (escape(WHY), escape(rule.title), rule.get_absolute_url(), decision.get_absolute_url())
    assert [words for words in shown if words not in page] == []


def test_neither_the_reporter_nor_the_moderator_is_named(
    comment: Comment, basile: User, maud: User, rule: Rule, browse: Browse
) -> None:
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule, words="Signé Basile.")
    comment.remove(by=maud, rule=rule, explanation=WHY)

    page = contributions(browse(comment.author))

    assert "basile" not in page.lower()
    assert "maud" not in page.lower()


def test_the_words_are_in_the_language_of_the_page(comment: Comment, maud: User, rule: Rule, browse: Browse) -> None:
    comment.remove(by=maud, rule=rule, explanation=WHY)

    assert paper.LANGUAGE_CODE == "fr"
    assert escape(rule.title_fr) in contributions(browse(comment.author))


def test_a_statement_is_a_page_of_ones_contributions(comment: Comment, maud: User, rule: Rule, browse: Browse) -> None:
    decision = comment.remove(by=maud, rule=rule, explanation=WHY)

    page = browse(comment.author).get(decision.get_absolute_url()).content.decode()

    assert '<a href="/account/contributions/" aria-current="true">' in page


def test_a_decision_asks_nothing_that_the_database_holds_anyway(comment: Comment, maud: User, rule: Rule) -> None:
    maud.has_perm("comments.decide_comment")

    with CaptureQueriesContext(connection) as asked:
        comment.remove(by=maud, rule=rule, explanation=WHY)

    assert not [one["sql"] for one in asked if "_check" in one["sql"]]
    assert len(asked) <= 26
