"""Two moderators never examine one text without knowing of each other."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Claim, ClaimedMove, Comment, Status
from comments.models.claim import LEASE
from newsroom.subscribers.models import User
from tests.comments.desk import QUEUE, decide, examination, seen
from tests.comments.test_simultaneous import at_once
from tests.comments.trees import planted

Browse = Callable[[User], Client]


@pytest.fixture
def pending(free_article: Article, alice: User) -> Comment:
    """A comment that waits."""
    return planted(free_article, alice, Status.PENDING)


def page_of(client: Client, comment: Comment) -> str:
    return client.get(examination(comment)).content.decode()


def test_who_opens_a_comment_claims_it_for_some_minutes(pending: Comment, maud: User, browse: Browse) -> None:
    page_of(browse(maud), pending)

    claim = Claim.objects.get()
    assert (claim.comment, claim.moderator) == (pending, maud)
    assert timezone.now() < claim.until <= timezone.now() + LEASE


def test_another_moderator_is_told_on_the_page_and_in_the_list(
    pending: Comment, maud: User, marius: User, browse: Browse
) -> None:
    Claim.objects.take(pending.pk, by=marius)
    client = browse(maud)

    assert "Marius" in page_of(client, pending)
    assert "Marius" in client.get(QUEUE).content.decode()
    assert Claim.objects.get().moderator == marius


def test_a_claim_that_ran_out_is_anybodys(pending: Comment, maud: User, marius: User) -> None:
    Claim.objects.create(comment=pending, moderator=marius, until=timezone.now() - timedelta(seconds=1))

    assert Claim.objects.take(pending.pk, by=maud).moderator == maud


def test_a_claim_is_taken_over_by_who_saw_it_alone(pending: Comment, maud: User, marius: User, carole: User) -> None:
    Claim.objects.take(pending.pk, by=marius)

    assert Claim.objects.take(pending.pk, by=maud, over=carole.pk).moderator == marius
    assert Claim.objects.take(pending.pk, by=maud, over=marius.pk).moderator == maud


def test_the_page_takes_it_over(pending: Comment, maud: User, marius: User, browse: Browse) -> None:
    Claim.objects.take(pending.pk, by=marius)

    browse(maud).post(examination(pending), {"take_over": marius.pk})

    assert Claim.objects.get().moderator == maud


def test_who_decides_on_what_another_began_to_examine_meanwhile_is_told(
    pending: Comment, maud: User, marius: User, browse: Browse
) -> None:
    client = browse(maud)
    as_seen = seen(page_of(client, pending))
    Claim.objects.take(pending.pk, by=marius, over=maud.pk)

    answer = decide(client, pending, "publish", as_seen=as_seen)

    assert answer.status_code == 409
    assert "Marius" in answer.content.decode()
    assert Comment.objects.get(pk=pending.pk).status == Status.PENDING


def test_who_saw_that_another_examines_it_may_decide_all_the_same(
    pending: Comment, maud: User, marius: User, browse: Browse
) -> None:
    Claim.objects.take(pending.pk, by=marius)

    answer = decide(browse(maud), pending, "publish")

    assert answer.status_code == 302
    assert Comment.objects.get(pk=pending.pk).status == Status.PUBLISHED


def test_a_decision_ends_the_claim(pending: Comment, maud: User, browse: Browse) -> None:
    decide(browse(maud), pending, "publish")

    assert not Claim.objects.exists()


def test_nobody_examines_two_comments_at_once(pending: Comment, free_article: Article, alice: User, maud: User) -> None:
    other = planted(free_article, alice, Status.PENDING)
    Claim.objects.take(pending.pk, by=maud)
    Claim.objects.take(other.pk, by=maud)

    assert list(Claim.objects.values_list("comment", flat=True)) == [other.pk]


def test_the_next_comment_is_one_that_nobody_else_examines(
    pending: Comment, free_article: Article, alice: User, maud: User, marius: User, browse: Browse
) -> None:
    claimed, free = (planted(free_article, alice, Status.PENDING) for _number in range(2))
    Claim.objects.take(claimed.pk, by=marius)

    answer = decide(browse(maud), pending, "publish")

    assert answer.headers["Location"] == examination(free)


def test_who_may_not_decide_claims_nothing(pending: Comment, maud: User, browse: Browse) -> None:
    Comment.objects.filter(pk=pending.pk).update(author=maud)

    page_of(browse(maud), pending)

    assert not Claim.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_it_at_once_one_holds_it(pending: Comment, maud: User, marius: User) -> None:
    claims = at_once(*(lambda who=who: Claim.objects.take(pending.pk, by=who) for who in (maud, marius)))

    assert len({claim.moderator_id for claim in claims}) == 1
    loser = maud if claims[0].moderator_id == marius.pk else marius
    with pytest.raises(ClaimedMove):
        Claim.objects.ensure_free(pending.pk, by=loser, seen=0)
