"""« My contributions »: all one wrote, where it stands, and nothing of anybody else's."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from articles.models import Article
from comments import contributions
from comments.models import Comment, Report, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion, text_of
from tests.comments.trees import planted

Browse = Callable[[User], Client]
ADDRESS = "/account/contributions/"


@pytest.mark.parametrize("status", sorted(Status))
def test_each_comment_is_there_with_its_status_whatever_it_is(
    browse: Browse, free_article: Article, alice: User, status: str
) -> None:
    comment = planted(free_article, alice, status)

    page = text_of(browse(alice).get(ADDRESS))

    assert f'data-comment="{comment.pk}"' in page
    assert f'data-status="{status}"' in page
    assert comment.body in page
    assert free_article.headline in page


@pytest.mark.parametrize("status", sorted(Status))
def test_nothing_of_anybody_else_is_there(
    browse: Browse, free_article: Article, alice: User, basile: User, status: str
) -> None:
    comment = planted(free_article, alice, status)

    page = text_of(browse(basile).get(ADDRESS))

    assert f'data-comment="{comment.pk}"' not in page
    assert not comment.body or comment.body not in page


def test_the_author_reads_the_rule_and_the_words_of_a_refusal(
    browse: Browse, free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    comment = planted(free_article, alice, Status.PENDING)
    comment.refuse(by=maud, rule=rule, explanation="Ce mot-là est une insulte.")

    page = text_of(browse(alice).get(ADDRESS))

    assert "Ce mot-là est une insulte." in page
    assert rule.title in page
    assert maud.display_name not in page


def test_all_decisions_are_there_in_order_each_with_its_page(
    browse: Browse, comment: Comment, maud: User, carole: User, rule: Rule
) -> None:
    taken = comment.remove(by=maud, rule=rule, explanation="Ce mot-là est une insulte.")
    back = comment.restore(by=carole, explanation="Relu : c’est une critique.")

    page = text_of(browse(comment.author).get(ADDRESS))

    places = [page.index(f'href="{one.get_absolute_url()}"') for one in (taken, back)]
    assert places == sorted(places)
    assert page.index("Ce mot-là est une insulte.") < page.index("Relu : c’est une critique.")
    assert f'href="{rule.get_absolute_url()}"' in page
    assert f'id="decision-{taken.puid}"' in page


def test_what_was_taken_back_and_what_changed_nothing_is_not_there(
    browse: Browse, comment: Comment, basile: User, maud: User, rule: Rule
) -> None:
    comment.undo(comment.remove(by=maud, rule=rule, explanation="Une faute de frappe."), by=maud)
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule)
    comment.keep(by=maud)

    assert 'id="decision-' not in text_of(browse(comment.author).get(ADDRESS))


def test_a_sanction_is_there_with_its_reasons_while_it_is_in_force_and_named_after(
    browse: Browse, alice: User, carole: User, rule: Rule
) -> None:
    made = factories.sanction(
        alice, level=Sanction.Level.BAN, by=carole, rule=rule, explanation="Trois insultes en un mois."
    )
    member = browse(alice)

    page = text_of(member.get(ADDRESS))

    assert 'data-sanction="ban"' in page
    assert "Trois insultes en un mois." in page
    assert f'href="{made.decision.get_absolute_url()}"' in page
    made.lift(by=carole, explanation="Une erreur.")
    page = text_of(member.get(ADDRESS))
    assert "data-sanction" not in page
    assert 'data-former-sanction="ban"' in page
    lifting = Sanction.objects.get().lifting
    assert lifting is not None
    assert f'href="{lifting.get_absolute_url()}"' in page


def test_a_sanction_that_ran_out_is_named_too(browse: Browse, alice: User, carole: User, rule: Rule) -> None:
    until = timezone.now() + timedelta(days=1)
    factories.sanction(alice, level="suspension", by=carole, rule=rule, explanation="Une.", ends_at=until)
    past = timezone.now() - timedelta(days=1)
    Sanction.objects.update(starts_at=past - timedelta(days=1), ends_at=past)

    page = text_of(browse(alice).get(ADDRESS))

    assert 'data-former-sanction="suspension"' in page
    assert gettext("Ended on %(day)s.") % {"day": date_format(timezone.localtime(past), "j F Y")} in page


def test_a_tab_shows_one_state_and_says_how_many_there_are(
    browse: Browse, free_article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contributions, "A_PAGE", 2)
    refused = [planted(free_article, alice, Status.REFUSED).pk for _number in range(3)]
    shown = planted(free_article, alice).pk
    member = browse(alice)

    first = text_of(member.get(ADDRESS, {"state": "refused"}))
    rest = text_of(member.get(ADDRESS + html.unescape(Discussion(first).next_page)))

    assert [pk for pk in refused if f'data-comment="{pk}"' in first] == refused[1:]
    assert [pk for pk in [*refused, shown] if f'data-comment="{pk}"' in rest] == refused[:1]
    assert re.search(r'\?state=refused" aria-current="page">[^<]+<span[^>]*>3<', first)
    assert "?state=hidden" not in first


def test_a_state_that_is_none_is_not_there(browse: Browse, alice: User) -> None:
    assert browse(alice).get(ADDRESS, {"state": "erased"}).status_code == 404


def test_a_state_without_comments_says_so(browse: Browse, comment: Comment) -> None:
    answer = browse(comment.author).get(ADDRESS, {"state": "hidden"})

    assert gettext("None of your comments is in this state.") in text_of(answer)


def test_the_pages_hold_each_comment_once(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, free_article: Article, alice: User
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
def test_a_page_that_is_none_is_not_there(browse: Browse, alice: User, before: str) -> None:
    assert browse(alice).get(ADDRESS, {"before": before}).status_code == 404


def test_an_article_no_longer_public_is_not_named(
    browse: Browse, free_article: Article, alice: User, edith: User, comment: Comment
) -> None:
    free_article.withdraw(by=edith)

    page = text_of(browse(alice).get(ADDRESS))

    assert free_article.headline not in page
    assert free_article.get_absolute_url() not in page.split("<main")[1]
    assert gettext("an article that was withdrawn") in page


def test_the_page_costs_the_same_for_one_comment_and_for_twenty(
    browse: Browse, free_article: Article, alice: User, maud: User, rule: Rule
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


def test_a_comment_is_kept_from_caches(browse: Browse, alice: User, comment: Comment) -> None:
    assert "no-store" in browse(alice).get(ADDRESS).headers["Cache-Control"]
