"""After a reversal all that counts is as if the decision had not been taken, told by a twin whom nobody judged.

What differs: the rows that say what was decided and reversed, the times (a refused comment is published from its
reversal on), and the pseudonym.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from comments import threads, tokens
from comments.models import Appeal, Comment, Rule, Sanction, Status, strikes
from newsroom.subscribers.models import User
from tests.comments.hearing import heard
from tests.comments.pages import text_of
from tests.comments.trees import planted

WHY = "Votre texte vise une personne."
# Where each verb starts, and how the comment would stand had nobody judged it; a pending one would have been published.
VERBS = {"refuse": Status.PENDING, "hide": Status.PUBLISHED, "remove": Status.PUBLISHED}


def standing(member: User, article: Article) -> tuple[int, int, list[str]]:
    """Return all that counts of a member: the public count, strikes, sanctions in force."""
    in_force = Sanction.objects.in_force().filter(member=member)
    against = strikes.standing().filter(member=member).count()
    return threads.count(article), against, [sanction.level for sanction in in_force]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("others", [0, 1, 2])
def test_all_that_counts_is_what_it_would_be(
    verb: str,
    others: int,
    free_article: Article,
    walled_article: Article,
    alice: User,
    basile: User,
    maud: User,
    carole: User,
    rule: Rule,
) -> None:
    for member, article in ((alice, free_article), (basile, walled_article)):
        for _number in range(others):
            planted(article, member).remove(by=maud, rule=rule, explanation=WHY)
    judged = planted(free_article, alice, VERBS[verb])
    reply = planted(free_article, basile, parent=judged)
    planted(walled_article, alice, parent=planted(walled_article, basile))
    decision = getattr(judged, verb)(by=maud, rule=rule, explanation=WHY)
    if verb != "hide" and not others:
        Sanction.objects.impose(
            alice, level="premoderation", by=carole, rule=rule, explanation="Trop.", stands_on=[decision]
        )

    heard(decision, carole)

    alike = Comment.objects.filter(author=alice).exclude(article=walled_article)
    assert sorted(alike.values_list("status", flat=True)) == sorted(
        Comment.objects.filter(author=basile).exclude(pk=reply.pk).values_list("status", flat=True)
    )
    assert standing(alice, free_article) == standing(basile, walled_article)


def test_a_sanction_stays_while_it_stands_on_as_many_as_the_ladder_asks(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    taken = [planted(free_article, alice).remove(by=maud, rule=rule, explanation=WHY) for _number in range(3)]
    Sanction.objects.impose(alice, level="premoderation", by=carole, rule=rule, explanation="Trop.", stands_on=taken)

    heard(taken[0], carole)
    assert Sanction.objects.in_force().get().level == "premoderation"

    heard(taken[1], carole)
    assert not Sanction.objects.in_force().exists()


def test_a_warning_is_contested_as_any_sanction(
    alice: User, free_article: Article, maud: User, carole: User, rule: Rule, browse: Callable[[User], Client]
) -> None:
    planted(free_article, alice).remove(by=maud, rule=rule, explanation=WHY)
    warning = Sanction.objects.impose(alice, level="warning", by=carole, rule=rule, explanation="Attention.")

    page = text_of(browse(alice).get("/account/contributions/"))

    assert tokens.for_author(warning.decision) in page
    assert Appeal.objects.submit(warning.decision, words="Non.").decision == warning.decision
