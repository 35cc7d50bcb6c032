"""What the paper holds of a member, whole and theirs alone: in data and in words, and no table forgotten."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connection
from django.db.models import Field
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Contributor, GiftLink, PodcastKey
from comments import intake
from comments.models import Appeal, Comment, Note, Proposal, Recommendation, ReplyNotices, Report, Rule, Status
from comments.models.sender import Sender
from newsroom import data_files
from newsroom.audit.models import Entry
from newsroom.lib.connection import Connection
from newsroom.personal_data import NOT_THEIRS, PARTS
from newsroom.subscribers.models import DataExport, DisplayNameChange, EndingRequest, User
from tests import factories
from tests.comments.trees import planted
from tests.subscribers import ordering

pytestmark = pytest.mark.django_db

HERE = Connection("198.51.100.4", 51234)


def fields_to_users() -> Iterator[str]:
    """Yield every field of every table that leads to a user, as "app.Model.field"."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.related_model is User and not field.many_to_many:
                yield f"{model._meta.label}.{field.name}"


def test_every_table_that_names_a_user_is_exported_or_named_as_not_theirs() -> None:
    exported = {path for part in PARTS for path in part.holds}

    assert exported.isdisjoint(NOT_THEIRS)
    assert set(fields_to_users()) == exported | set(NOT_THEIRS)


def as_data(member: User) -> dict[str, Any]:
    """Return the export of the member as a program reads it."""
    file = io.StringIO()
    data_files.write_json(file, member, timezone.now())
    read: dict[str, Any] = json.loads(file.getvalue())
    return read


def as_words(member: User, language: str = "fr") -> str:
    """Return the export of the member as a person reads it."""
    file = io.StringIO()
    data_files.write_html(file, member, timezone.now(), language)
    return file.getvalue()


@pytest.fixture
def life(
    free_article: Article, walled_article: Article, alice: User, basile: User, maud: User, carole: User, rule: Rule
) -> User:
    """Alice, of whom the paper holds something in every table; Basile, who has a part in each."""
    alice.subscriptions.get().revoke(by=None)
    order = ordering.paid(alice)
    EndingRequest.objects.create(kind="cancellation", email=alice.email, order=order)
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    Contributor.objects.create(name="Alice Martin", slug="alice-martin", user=alice)
    alice.meter_readings.open(alice, [])
    alice.meter_readings.create(article=walled_article, month="2026-10")
    GiftLink.objects.offer(walled_article, by=alice)
    PodcastKey.objects.give(alice)
    ReplyNotices.objects.wish(alice, "daily")
    parent = factories.comment(free_article, basile, "Le texte de Basile.")
    Recommendation.objects.give(parent, by=alice)
    said = intake.Submission(
        article=free_article, author=alice, body="Mon premier jet.", key="a", parent_id=parent.pk, connection=HERE
    )
    comment = intake.submit(said)
    intake.edit(intake.Edit(comment=comment, author=alice, body="Mon second jet.", key="b", revision=1))
    Report.objects.file(comment, sender=Sender(member=basile), rule=rule, words="Basile dénonce.")
    removed = Comment.objects.get(pk=comment.pk).remove(by=maud, rule=rule, explanation="Une attaque.")
    appeal = Appeal.objects.submit(removed, words="Relisez-moi.", by=alice)
    appeal.decide(by=carole, outcome="upheld", reasons="Relu, et maintenu.")
    Report.objects.file(parent, sender=Sender(member=alice), rule=rule, words="Alice dénonce.")
    factories.sanction(alice, level="warning", by=maud, rule=rule, explanation="Un avertissement.")
    Proposal.objects.create(
        member=alice, level="warning", threshold=1, state="dismissed", closed_at=timezone.now(), closed_by=maud,
        reason="Laissé de côté.",
    )  # fmt: skip
    Note.objects.write(alice, by=maud, words="Note de modération.")
    DataExport.objects.ask(alice)
    DisplayNameChange.objects.record(alice, old="Alicette", new="Alice", by=alice)
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "LACLEFDUCOFFRE"})
    UserSession.objects.create(user=alice, session_key="une-session", ip="198.51.100.9", user_agent="Firefox")
    return alice


def test_each_part_holds_what_is_the_members(life: User) -> None:
    read = as_data(life)

    assert [name for name in (part.name for part in PARTS) if not read[name]] == []
    assert read["account"][0]["email"] == life.email
    assert [text["body"] for text in read["comments"][0]["revisions"]] == ["Mon premier jet.", "Mon second jet."]
    assert read["connection_records"][0]["address"] == "198.51.100.4"
    assert "Une attaque." in [one["explanation"] for one in read["decisions"]]
    assert [one["words"] for one in read["reports"]] == ["Alice dénonce."]
    assert (read["appeals"][0]["words"], read["appeals"][0]["reasons"]) == ("Relisez-moi.", "Relu, et maintenu.")
    assert {one["action"] for one in read["audit_entries"]} >= {"data-export.asked", "gift.offered"}


OF_OTHERS = ["Maud", "Carole", "Basile", "basile@exemple.test", "Basile dénonce.", "Le texte de", "Note de modération."]


@pytest.mark.parametrize("anothers", OF_OTHERS)
def test_nothing_in_it_is_anothers(life: User, anothers: str) -> None:
    assert anothers not in json.dumps(as_data(life), ensure_ascii=False)
    assert anothers not in as_words(life)


def test_nothing_in_it_opens_the_account(life: User) -> None:
    read = json.dumps(as_data(life))

    assert "LACLEFDUCOFFRE" not in read + as_words(life)
    assert "une-session" not in read + as_words(life)


def test_the_page_says_the_same_as_the_data(life: User) -> None:
    page = as_words(life)

    for said in ("Mon premier jet.", "Mon second jet.", "Une attaque.", "Relisez-moi.", "Alice dénonce.", life.email):
        assert said in page, said


def test_the_page_needs_nothing_besides_itself_and_runs_nothing(life: User) -> None:
    User.objects.filter(pk=life.pk).update(display_name="<script>alert(1)</script>")

    page = as_words(User.objects.get(pk=life.pk))

    assert "<script" not in page
    assert "<link" not in page
    assert "src=" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(("language", "said"), [("fr", "Vos données chez Newsroom"), ("en", "Your data at Newsroom")])
def test_the_page_speaks_the_members_language(alice: User, language: str, said: str) -> None:
    page = as_words(alice, language)

    assert f'<html lang="{language}">' in page
    assert said in page


def test_what_was_taken_back_at_once_never_happened(comment: Comment, maud: User, rule: Rule) -> None:
    slip = comment.remove(by=maud, rule=rule, explanation="Le mauvais bouton.")
    Comment.objects.get(pk=comment.pk).undo(slip, by=maud)

    assert as_data(comment.author)["decisions"] == []


def test_a_proposal_that_nobody_answered_is_not_told(alice: User) -> None:
    Proposal.objects.create(member=alice, level="ban", threshold=6)

    assert as_data(alice)["proposals"] == []


def test_deeds_of_the_staff_are_told_without_what_they_were_about(maud: User, alice: User) -> None:
    Entry.objects.record(actor=maud, action="report.reporter-seen", subject=alice, name="Basile")

    [entry] = as_data(alice)["audit_entries"]

    assert set(entry) == {"at", "action", "subject"}


def test_it_costs_as_many_queries_for_ten_comments_as_for_two(free_article: Article, alice: User) -> None:
    def queries(number: int) -> int:
        for _one in range(number):
            planted(free_article, alice, Status.PUBLISHED)
        with CaptureQueriesContext(connection) as asked:
            as_data(alice)
        return len(asked)

    assert queries(2) == queries(8)
