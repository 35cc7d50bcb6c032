"""« My contributions »: all one wrote, where it stands, and nothing of anybody else's."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, Rule, Sanction, Status
from comments.views import contributions
from newsroom.subscribers.models import User
from tests.comments.pages import Discussion, text_of
from tests.comments.trees import planted

ADDRESS = "/account/contributions/"


@pytest.mark.parametrize("status", sorted(Status))
def test_each_comment_is_there_with_its_status_whatever_it_is(
    browse: Callable[[User], Client], free_article: Article, alice: User, status: str
) -> None:
    comment = planted(free_article, alice, status)

    page = text_of(browse(alice).get(ADDRESS))

    assert f'data-comment="{comment.pk}"' in page
    assert f'data-status="{status}"' in page
    assert comment.body in page
    assert free_article.headline in page


@pytest.mark.parametrize("status", sorted(Status))
def test_nothing_of_anybody_else_is_there(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User, status: str
) -> None:
    comment = planted(free_article, alice, status)

    page = text_of(browse(basile).get(ADDRESS))

    assert f'data-comment="{comment.pk}"' not in page
    assert not comment.body or comment.body not in page


def test_the_author_reads_the_rule_and_the_words_of_a_refusal(
    browse: Callable[[User], Client], free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    comment = planted(free_article, alice, Status.PENDING)
    comment.refuse(by=maud, rule=rule, explanation="Ce mot-là est une insulte.")

    page = text_of(browse(alice).get(ADDRESS))

    assert "Ce mot-là est une insulte." in page
    assert rule.title in page
    assert maud.display_name not in page


def test_the_sanctions_in_force_are_there_with_their_reasons(
    browse: Callable[[User], Client], alice: User, carole: User, rule: Rule
) -> None:
    made = Sanction.objects.impose(
        alice, level=Sanction.Level.BAN, by=carole, rule=rule, explanation="Trois insultes en un mois."
    )
    member = browse(alice)

    page = text_of(member.get(ADDRESS))

    assert 'data-sanction="ban"' in page
    assert "Trois insultes en un mois." in page
    assert f'id="decision-{made.decision.puid}"' in page
    made.lift(by=carole, explanation="Une erreur.")
    assert "data-sanction" not in text_of(member.get(ADDRESS))


def test_the_pages_hold_each_comment_once(
    browse: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch, free_article: Article, alice: User
) -> None:
    monkeypatch.setattr(contributions, "A_PAGE", 3)
    written = [planted(free_article, alice).pk for _number in range(7)]
    member = browse(alice)
    found: list[int] = []
    address = ADDRESS
    while address:
        page = text_of(member.get(address))
        found += [pk for pk in sorted(written, reverse=True) if f'data-comment="{pk}"' in page]
        next_page = Discussion(page).next_page
        address = ADDRESS + next_page if next_page else ""

    assert found == sorted(written, reverse=True)


@pytest.mark.parametrize("before", ["abc", "-1", "", "9" * 40])
def test_a_page_that_is_none_is_not_there(browse: Callable[[User], Client], alice: User, before: str) -> None:
    assert browse(alice).get(ADDRESS, {"before": before}).status_code == 404


def test_an_article_no_longer_public_is_named_without_a_link(
    browse: Callable[[User], Client], free_article: Article, alice: User, edith: User, comment: Comment
) -> None:
    free_article.withdraw(by=edith)

    page = text_of(browse(alice).get(ADDRESS))

    assert free_article.headline in page
    assert free_article.get_absolute_url() not in page.split("<main")[1]


def test_the_page_costs_the_same_for_one_comment_and_for_twenty(
    browse: Callable[[User], Client], free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    member = browse(alice)
    costs = []
    for number in (1, 19):
        for _comment in range(number):
            planted(free_article, alice, Status.PENDING).refuse(by=maud, rule=rule, explanation="Une insulte.")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            member.get(ADDRESS)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 9


def test_a_comment_is_kept_from_caches(browse: Callable[[User], Client], alice: User, comment: Comment) -> None:
    assert "no-store" in browse(alice).get(ADDRESS).headers["Cache-Control"]
