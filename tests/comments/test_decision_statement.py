"""The statement of reasons on « My contributions »: the same elements as in the e-mail, safe to show."""

from collections.abc import Callable

import pytest
from django.conf import settings as paper
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext

from comments.models import Comment, Decision, Report, Rule, Sanction, Status
from newsroom.subscribers.models import User

Browse = Callable[[User], Client]
WHY = "Votre texte vise <b>une personne</b> & ses amis."
VERBS = {"refuse": Status.PENDING, "hide": Status.PUBLISHED, "remove": Status.PUBLISHED}


def missing(page: str, decision: Decision) -> set[str]:
    """Return the elements of DSA 17(3) that the page does not hold."""
    rule = decision.charter_rule
    assert rule is not None
    elements = {
        "(a) what is restricted": str(Decision.Restriction(decision.restriction).label),
        "(a) from when": date_format(timezone.localtime(decision.starts_at), "DATETIME_FORMAT"),
        "(b) report or own initiative": gettext("On the paper’s own initiative."),
        "(c) machine": gettext("A person decided; no machine took part."),
        "(e) rule": rule.title,
        "(e) version": f"/charter/{rule.charter.version}/#rule-{rule.number}",
        "(e) why": WHY,
        "(f) reference": str(decision.puid),
        "(f) where to contest": decision.contest_address,
    }
    return {name for name, element in elements.items() if escape(element).lower() not in page.lower()}


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

    assert missing(page, decision) == set()
    assert f'id="decision-{decision.puid}"' in page


@pytest.mark.parametrize("level", ["premoderation", "ban"])
def test_a_member_reads_why_they_are_sanctioned(
    level: str, alice: User, carole: User, rule: Rule, browse: Browse
) -> None:
    sanction = Sanction.objects.impose(alice, level=level, by=carole, rule=rule, explanation=WHY)

    assert missing(contributions(browse(alice)), sanction.decision) == set()


def test_neither_the_reporter_nor_the_moderator_is_named(
    comment: Comment, basile: User, maud: User, rule: Rule, browse: Browse
) -> None:
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule, words="Signé Basile.")
    comment.remove(by=maud, rule=rule, explanation=WHY)

    page = contributions(browse(comment.author))

    assert gettext("After a report by a reader.") in page
    assert "basile" not in page.lower()
    assert "maud" not in page.lower()


def test_a_comment_that_came_back_says_so(
    comment: Comment, maud: User, carole: User, rule: Rule, browse: Browse
) -> None:
    comment.remove(by=maud, rule=rule, explanation=WHY)
    comment.restore(by=carole, explanation="Relu : c’est une critique.")

    page = contributions(browse(comment.author))

    assert "Relu : c’est une critique." in page
    assert WHY not in page


def test_the_words_are_in_the_language_of_the_page(comment: Comment, maud: User, rule: Rule, browse: Browse) -> None:
    comment.remove(by=maud, rule=rule, explanation=WHY)

    assert paper.LANGUAGE_CODE == "fr"
    assert escape(rule.title_fr) in contributions(browse(comment.author))
