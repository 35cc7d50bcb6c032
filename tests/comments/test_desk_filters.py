"""The filters of the desk's lists: each keeps what it says, and no more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Section
from comments.models import Charter, Comment, Report
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.desk import ARCHIVE, QUEUE, listed
from tests.comments.trees import planted

Browse = Callable[[User], Client]
WHY = "Votre texte vise une personne."


@pytest.fixture
def said(
    free_article: Article, alice: User, basile: User, maud: User, marius: User, charter: Charter
) -> dict[str, Comment]:
    """Comments that differ in all that a filter asks for."""
    sport = Section.objects.create(name="Sport", slug="sport", position=2)
    match = factories.article(sport, "Le match")
    comments = {
        "plain": planted(free_article, alice),
        "basile": planted(free_article, basile),
        "sport": planted(match, alice),
        "old": planted(free_article, alice),
        "refused": planted(free_article, alice, "pending"),
        "removed": planted(free_article, alice),
        "reported": planted(free_article, alice),
    }
    Comment.objects.filter(pk=comments["old"].pk).update(created_at=timezone.now() - timedelta(days=40))
    comments["refused"].refuse(by=maud, rule=charter.rules.get(number=2), explanation=WHY)
    comments["removed"].remove(by=marius, rule=charter.rules.get(number=3), explanation=WHY)
    Report.objects.create(comment=comments["reported"], revision=1, reporter=basile, rule=charter.rules.get(number=3))
    return comments


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", "plain basile sport old refused removed reported"),
        ("member=BASILE", "basile"),
        ("member=nobody", ""),
        ("section={sport}", "sport"),
        ("rule=2", "refused"),
        ("rule=3", "removed reported"),
        ("moderator={maud}", "refused"),
        ("age=older", "old"),
        ("age=day&section={sport}", "sport"),
        ("article={match}", "sport"),
        ("section=999999", ""),
        ("rule=x", ""),
        ("moderator=é", ""),
        ("age=never", ""),
        ("article=9999999999999999999999", ""),
    ],
)
def test_a_filter_keeps_what_it_says(
    query: str, kept: str, said: dict[str, Comment], maud: User, browse: Browse
) -> None:
    match = said["sport"].article
    query = query.format(sport=match.section_id, maud=maud.pk, match=match.pk)

    page = browse(maud).get(f"{ARCHIVE}?{query}")

    assert page.status_code == 200
    assert set(listed(page.content.decode())) == {said[name].pk for name in kept.split()}


def test_words_of_a_comment_are_found(free_article: Article, alice: User, maud: User, browse: Browse) -> None:
    found = factories.comment(free_article, alice, "Un hippopotame égaré dans la Lorve")
    planted(free_article, alice)
    client = browse(maud)

    for query in ("hippopotame", "EGARE", "lorve hippo"):
        assert listed(client.get(f"{ARCHIVE}?q={query}").content.decode()) == [found.pk]
    assert listed(client.get(f'{ARCHIVE}?q="égaré hippopotame"').content.decode()) == []


def test_the_tab_stays_open_while_the_filters_change(said: dict[str, Comment], maud: User, browse: Browse) -> None:
    page = browse(maud).get(f"{QUEUE}?kind=reported&member=Alice").content.decode()

    assert listed(page) == [said["reported"].pk]
    assert '<input type="hidden" name="kind" value="reported">' in page
    assert "kind=pending" in page
