"""A member closes their account: what goes, what stays, what comes of their comments, and nothing of theirs after."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article, Contributor, GiftLink, PodcastKey
from comments import intake, rights, threads
from comments.models import (
    Acceptance,
    Appeal,
    Comment,
    Discussion,
    Note,
    Proposal,
    Recommendation,
    ReplyNotices,
    Report,
    Rule,
    Sanction,
    Status,
)
from comments.models.sender import Sender
from newsroom import closing, data_exports, retention
from newsroom.audit.models import Entry
from newsroom.lib.dates import months_later
from newsroom.subscribers import reserved_names
from newsroom.subscribers.models import ClosedAccount, DataExport, Order, StaffStays, User
from tests import factories
from tests.comments.test_simultaneous import at_once
from tests.newsroom.leaving import ERASE, FORMER, KEEP, close
from tests.newsroom.test_personal_data import fields_to_users
from tests.subscribers import ordering

pytestmark = pytest.mark.django_db


def test_every_table_that_names_a_user_has_its_part_in_a_closing() -> None:
    assert set(closing.GOES).isdisjoint(closing.STAYS)
    assert set(fields_to_users()) == {*closing.GOES, *closing.STAYS}


def test_nobody_signs_in_with_it_again_and_no_row_says_who_it_was(alice: User, client: Client) -> None:
    alice.confirm_address()
    alice.rename("Alicia", by=alice)
    Authenticator.objects.create(user=alice, type="totp", data={})
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    key = client.session.session_key
    UserSession.objects.create(user=alice, session_key=key, ip="198.51.100.4", user_agent="Firefox")

    left = close(alice)

    assert client.get("/account/").status_code == 302
    assert (left.is_active, left.has_usable_password(), left.display_name) == (False, False, FORMER)
    assert left.email == f"closed-{alice.pk}@account.invalid"
    for rows in (EmailAddress, Authenticator, UserSession, Session):
        assert not rows._default_manager.exists(), rows
    entry = Entry.objects.get(action="account.closed")
    assert (entry.actor, entry.subject, entry.detail) == (alice, f"subscribers.user:{alice.pk}", {"comments": "keep"})


def test_a_mail_to_the_former_address_confirms_it(alice: User, run_tasks: Callable[[], None]) -> None:
    closing.close(alice, wish=ERASE)
    run_tasks()

    [message] = mail.outbox
    assert message.to == ["alice@exemple.test"]
    assert "fermé" in message.subject
    assert "Vos commentaires sont en cours d’effacement" in message.body


def test_what_was_the_members_alone_goes(
    alice: User, walled_article: Article, comment: Comment, maud: User, basile: User
) -> None:
    GiftLink.objects.offer(walled_article, by=alice)
    PodcastKey.objects.give(alice)
    alice.meter_readings.create(article=walled_article, month="2026-10")
    ReplyNotices.objects.wish(alice, "daily")
    Note.objects.write(alice, by=maud, words="Une note.")
    Contributor.objects.create(name="Alice Martin", slug="alice-martin", user=alice)
    Proposal.objects.create(member=alice, level="warning", threshold=1)
    others = factories.comment(comment.article, basile, "Un autre.")
    Recommendation.objects.give(others, by=alice)

    close(alice)

    for rows in (GiftLink, PodcastKey, ReplyNotices, Note, Recommendation):
        assert not rows._default_manager.exists(), rows
    assert not alice.meter_readings.exists()
    assert not Acceptance.objects.filter(user=alice).exists()
    assert Contributor.objects.get().user is None
    assert Proposal.objects.get().state == Proposal.State.SUPERSEDED
    assert Comment.objects.get(pk=others.pk).recommended == 0


def test_the_files_of_an_export_go_at_once(alice: User, settings: Settings, tmp_path: Path) -> None:
    kept = settings.STORAGES["private"]
    settings.STORAGES |= {"private": kept | {"OPTIONS": kept["OPTIONS"] | {"location": tmp_path}}}
    data_exports.make.func(data_exports.ask(alice).pk)
    assert len(list(tmp_path.rglob("*.*"))) == 2

    close(alice)

    assert (list(tmp_path.rglob("*.*")), DataExport.objects.exists()) == ([], False)


def test_the_subscription_ends_and_nothing_more_is_drawn(chloe: User) -> None:
    order = ordering.paid(chloe)
    assert (order.renews, chloe.subscription_runs()) == (True, True)

    close(chloe)

    order = Order.objects.get(pk=order.pk)
    assert (order.renews, chloe.subscription_runs()) == (False, False)
    with contextlib.suppress(Exception):
        order.keep(by=None)
    assert not Order.objects.get(pk=order.pk).renews, "the mailed link takes nothing back"


# After


def test_nobody_is_written_to_any_more(
    comment: Comment, maud: User, carole: User, rule: Rule, basile: User, run_tasks: Callable[[], None]
) -> None:
    others = factories.comment(comment.article, basile, "Un autre.")
    reported, _new = Report.objects.file(others, sender=Sender(member=comment.author), rule=rule)
    removed = comment.remove(by=maud, rule=rule, explanation="Une attaque.")
    appeal = Appeal.objects.submit(removed, words="Relisez.", by=comment.author)
    closing.close(comment.author, wish=KEEP)
    appeal.decide(by=carole, outcome="upheld", reasons="Relu.")
    Comment.objects.get(pk=others.pk).keep(by=maud)
    reported.refresh_from_db()

    run_tasks()

    told = [message.to for message in mail.outbox if "alice" in str(message.to) or ".invalid" in str(message.to)]
    # The farewell alone.
    assert told == [["alice@exemple.test"]]


def test_what_they_wrote_in_an_appeal_goes_once_it_is_answered(
    comment: Comment, maud: User, carole: User, rule: Rule
) -> None:
    removed = comment.remove(by=maud, rule=rule, explanation="Une attaque.")
    appeal = Appeal.objects.submit(removed, words="Relisez.", by=comment.author)
    close(comment.author)
    [line] = [line for line in retention.TABLE if line.name == "appeals-of-closed-accounts"]
    assert retention.due(line) == 0

    appeal.decide(by=carole, outcome="upheld", reasons="Relu.")

    assert retention.purge(line) == 1
    appeal.refresh_from_db()
    assert (appeal.words, appeal.reasons) == ("", "Relu.")


def test_the_address_is_free_and_the_pseudonym_is_not_for_a_year(alice: User) -> None:
    close(alice)

    with pytest.raises(Exception, match="pseudonyme"):
        User.objects.create_user("zoe@exemple.test", "ALICE")
    User.objects.create_user("alice@exemple.test", "Zoé")
    [line] = [line for line in retention.TABLE if line.name == "closed-accounts"]
    year = months_later(timezone.now(), 12)
    assert (retention.purge(line), retention.purge(line, year + timedelta(seconds=1))) == (0, 1)

    closed = ClosedAccount.objects.get()
    assert (closed.email, closed.display_name) == ("", "")
    assert User.objects.create_user("autre@exemple.test", "Alice").display_name == "Alice"


@pytest.mark.parametrize("name", ["Ancien abonné", "ANCIEN ABONNE", "Former subscriber"])
def test_nobody_takes_the_name_of_those_who_left(name: str, db: None) -> None:
    assert reserved_names.is_reserved(name)
    with pytest.raises(Exception, match="pseudonyme"):
        User.objects.create_user("zoe@exemple.test", name)


def test_a_ban_holds_for_who_comes_back_with_the_same_address(
    free_article: Article, alice: User, carole: User, rule: Rule
) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule)
    close(alice)

    again = factories.subscriber("Alix")
    User.objects.filter(pk=again.pk).update(email="alice@exemple.test")
    again.refresh_from_db()
    discussion = Discussion.objects.of(free_article)

    found = rights.of(again, free_article, discussion)
    assert (found.refusal, found.sanction) == (rights.Reason.BANNED, ban)
    assert again.subscription_runs(), "reading stays open"
    Sanction.objects.get(pk=ban.pk).lift(by=carole, explanation="Assez.")
    assert rights.of(again, free_article, discussion).may_react


def test_no_mark_is_made_of_who_leaves_without_a_sanction(free_article: Article, alice: User) -> None:
    close(alice)

    assert ClosedAccount.objects.get().mark == ""
    again = factories.subscriber("Alix")
    assert rights.of(again, free_article, Discussion.objects.of(free_article)).may_react


def test_rights_still_cost_four_queries_at_most(
    free_article: Article, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    discussion = Discussion.objects.of(free_article)
    with django_assert_max_num_queries(4):
        rights.of(alice, free_article, discussion)


# Who may not, and at once


@pytest.mark.parametrize("who", ["maud", "edith", "paul"])
def test_an_account_of_the_staff_is_not_closed_so(request: pytest.FixtureRequest, who: str) -> None:
    person = request.getfixturevalue(who)

    with pytest.raises(StaffStays):
        closing.close(person, wish=KEEP)

    person.refresh_from_db()
    assert (person.is_active, ClosedAccount.objects.exists()) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_two_closings_at_once_are_one(alice: User) -> None:
    at_once(*[lambda: closing.close(alice, wish=KEEP)] * 3)

    assert ClosedAccount.objects.count() == 1
    assert Entry.objects.filter(action="account.closed").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(5))
def test_nothing_of_theirs_appears_after_a_closing(free_article: Article, alice: User, number: int) -> None:
    def send(key: str) -> None:
        with contextlib.suppress(intake.NotAllowed):
            intake.submit(intake.Submission(article=free_article, author=alice, body=f"Texte {key}.", key=key))

    def leave() -> None:
        closing.close(alice, wish=ERASE)

    at_once(lambda: send("a"), leave, lambda: send("b"), lambda: send("c"))
    closing.clear.func(ClosedAccount.objects.get().pk)

    assert threads.count(free_article) == 0
    assert not Comment.objects.filter(author=alice).exclude(status=Status.ERASED).exists()
    with pytest.raises(intake.NotAllowed):
        intake.submit(intake.Submission(article=free_article, author=alice, body="Encore.", key="z"))
    assert connection.in_atomic_block is False
