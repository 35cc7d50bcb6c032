"""A word rule whose phrase cannot be looked for holds every text: the desk is told, and it can be mended."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from comments.checks import words
from comments.models import WordRule
from newsroom.subscribers.models import User
from tests.comments.pages import text_of
from tests.comments.test_desk_word_rules import HOLD, LIST, change, save

Browse = Callable[[User], Client]


@pytest.fixture
def held(carole: User) -> WordRule:
    """A rule that holds « grumeau »."""
    return WordRule.objects.add(by=carole, **HOLD)


def test_a_broken_rule_is_named_on_the_desks_first_page_until_it_is_mended(
    held: WordRule, carole: User, maud: User, browse: Browse
) -> None:
    assert "broken-rules" not in text_of(browse(maud).get("/admin/"))

    # As a release would leave it that reads no word any more where one was.
    WordRule.objects.filter(pk=held.pk).update(phrase="…")

    moderator = text_of(browse(maud).get("/admin/"))
    assert "broken-rules" in moderator
    assert f'href="{change(held)}"' in moderator
    assert "en panne : chaque texte attend" in text_of(browse(maud).get(LIST))
    chief = browse(carole)
    assert "desk-warning" in text_of(chief.get(change(held)))
    # It is not saved as it is, also where it was switched off.
    refused = text_of(chief.post(change(held), {"phrase": "…", "action": "hold", "changes": held.changes, "save": "1"}))
    assert "ne contient aucun mot" in refused
    save(chief, change(held), HOLD | {"changes": held.changes})
    assert "broken-rules" not in text_of(chief.get("/admin/"))


def test_a_broken_rule_can_be_switched_off(held: WordRule, carole: User, browse: Browse) -> None:
    WordRule.objects.filter(pk=held.pk).update(phrase="…")

    chief = browse(carole)
    chief.post(change(held), {"deactivate": "1", "changes": held.changes})

    assert "broken-rules" not in text_of(chief.get("/admin/"))


def test_the_first_page_reads_the_word_rules_in_one_query(
    held: WordRule, carole: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for phrase in ("mazout", "cambouis"):
        WordRule.objects.add(by=carole, phrase=phrase, action="hold")

    with django_assert_num_queries(1):
        assert words.broken() == []
