"""Who writes accepts the charter in force, by a tick, once a version."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import Article
from comments.models import Acceptance, Charter, Comment
from newsroom.subscribers.models import User
from tests.comments.pages import text_of
from tests.comments.sending import TYPED, given_back, send

Browse = Callable[[User], Client]
BOX = 'type="checkbox" name="charter"'


@pytest.fixture
def second(charter: Charter, carole: User) -> Charter:
    """A new version of the charter, in force."""
    draft = charter.draft_next(by=carole)
    draft.publish(by=carole)
    return draft


@pytest.fixture
def new(alice: User) -> User:
    """Alice before she accepted anything."""
    Acceptance.objects.filter(user=alice).delete()
    return alice


def test_who_accepted_the_version_in_force_finds_no_box(browse: Browse, free_article: Article, alice: User) -> None:
    assert Acceptance.objects.covers(alice)
    assert BOX not in text_of(browse(alice).get(free_article.get_absolute_url()))


def test_a_new_member_ticks_the_box_once(browse: Browse, free_article: Article, new: User, charter: Charter) -> None:
    member = browse(new)
    assert not Acceptance.objects.covers(new)
    page = text_of(member.get(free_article.get_absolute_url()))
    assert BOX in page
    assert f'href="{charter.get_absolute_url()}"' in page

    refused = send(member, free_article, TYPED)
    assert refused.status_code == 422
    assert given_back(refused) == TYPED
    assert not Comment.objects.exists()
    box = text_of(refused).partition(BOX)[2]
    assert 'aria-invalid="true"' in box.partition(">")[0]
    assert "errorlist" in box

    assert send(member, free_article, TYPED, charter=str(charter.version)).status_code == 303
    acceptance = Acceptance.objects.get(user=new)
    assert acceptance.charter == charter
    assert BOX not in text_of(member.get(free_article.get_absolute_url()))


def test_a_new_version_is_accepted_anew_and_said_to_be_new(
    browse: Browse, free_article: Article, alice: User, charter: Charter, second: Charter
) -> None:
    member = browse(alice)
    page = text_of(member.get(free_article.get_absolute_url()))
    assert f'value="{second.version}"' in page.partition(BOX)[2]
    assert 'id="id_charter_hint"' in page

    # A page that was open while the charter changed.
    assert send(member, free_article, TYPED, charter=str(charter.version)).status_code == 422
    assert send(member, free_article, TYPED, charter=str(second.version)).status_code == 303
    assert list(Acceptance.objects.filter(user=alice).order_by("id").values_list("charter", flat=True)) == [
        charter.pk,
        second.pk,
    ]


def test_a_tick_is_kept_with_a_text_that_is_refused(
    browse: Browse, free_article: Article, new: User, charter: Charter
) -> None:
    answer = send(browse(new), free_article, "x" * 2001, charter=str(charter.version))

    assert answer.status_code == 422
    assert " checked" in text_of(answer).partition(BOX)[2].partition(">")[0]
    assert not Acceptance.objects.filter(user=new).exists()


@pytest.mark.parametrize("ticked", ["", "on", "0", "9" * 30, "-1", "\u0661"])
def test_a_tick_names_the_version(browse: Browse, free_article: Article, new: User, ticked: str) -> None:
    assert send(browse(new), free_article, TYPED, charter=ticked).status_code == 422


def test_an_acceptance_is_written_once_and_leaves_with_the_account(alice: User, chloe: User, charter: Charter) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(user=alice, charter=charter)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Acceptance.objects.filter(user=alice).update(user=chloe)
    chloe.delete()
    assert Acceptance.objects.count() == 1
