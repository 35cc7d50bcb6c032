"""The database keeps what was written: decisions, audit entries, published charters."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from articles.models import Article
from comments.models import Appeal, Charter, Comment, ConnectionRecord, Decision, Rule
from newsroom.apps import lift_guards, prepare_database
from newsroom.audit.models import Entry
from newsroom.subscribers.models import Letter, Payment, User
from tests.subscribers.ordering import paid


@contextmanager
def refused() -> Iterator[None]:
    """Expect the database to refuse what stands in the block."""
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        yield


@pytest.fixture
def decision(comment: Comment, maud: User, rule: Rule) -> Decision:
    """Alice's comment, removed by Maud."""
    return comment.remove(by=maud, rule=rule, explanation="Votre texte vise une personne.")


@pytest.fixture
def entry(draft_article: Article, edith: User) -> Entry:
    """What Édith did."""
    return Entry.objects.record(actor=edith, action="article.revise", subject=draft_article)


@pytest.fixture
def draft(db: None) -> Charter:
    """A version of the charter that nobody published, with one rule."""
    draft = Charter.objects.create(version=2, introduction_fr="Nouvelle.")
    Rule.objects.create(charter=draft, number=99, title_fr="Respect", text_fr="Soyez polis.")
    return draft


def columns(model: type[models.Model]) -> list[str]:
    """Return the names of the model's columns."""
    return [field.attname for field in model._meta.concrete_fields]


@pytest.mark.parametrize("column", sorted({*columns(Decision)} - {"notified_at", "appeal_deadline"}))
def test_no_column_of_a_decision_is_rewritten(column: str, decision: Decision) -> None:
    with refused():
        Decision.objects.update(**{column: models.F(column)})


def test_a_decision_is_not_deleted(decision: Decision) -> None:
    with refused():
        decision.delete()


def test_the_date_of_its_notice_is_added(decision: Decision) -> None:
    assert Decision.objects.update(notified_at=timezone.now()) == 1


@pytest.fixture
def appeal(decision: Decision) -> Appeal:
    """Alice's appeal against it."""
    return Appeal.objects.submit(decision, words="Relisez.")


@pytest.fixture
def letter(chloe: User) -> Letter:
    """What Chloé was sent about her order."""
    return Letter.objects.get(order=paid(chloe))


@pytest.mark.parametrize("column", sorted({*columns(Letter)} - {"sent_at"}))
def test_no_column_of_a_letter_is_rewritten(column: str, letter: Letter) -> None:
    with refused():
        Letter.objects.update(**{column: models.F(column)})


def test_a_refund_is_added_to_a_payment_once(letter: Letter) -> None:
    assert Payment.objects.update(refunded_at=timezone.now()) == 1
    with refused():
        Payment.objects.update(refunded_at=timezone.now())


ANSWER = {"outcome", "reasons", "reviewer_id", "decided_at", "notified_at", "reversal_id"}


@pytest.mark.parametrize("column", sorted({*columns(Appeal)} - ANSWER - {"words"}))
def test_no_column_of_what_was_appealed_is_rewritten(column: str, appeal: Appeal) -> None:
    with refused():
        Appeal.objects.update(**{column: models.F(column)})


def test_the_words_of_an_appeal_go_with_their_author_and_are_not_rewritten(appeal: Appeal) -> None:
    with refused():
        Appeal.objects.update(words="forged")
    assert Appeal.objects.update(words="") == 1


@pytest.mark.parametrize("column", sorted(ANSWER))
def test_an_answer_is_added_once_and_stays(column: str, appeal: Appeal, carole: User) -> None:
    appeal.decide(by=carole, outcome="reversed", reasons="Relu.")
    appeal.deliver()

    with refused():
        Appeal.objects.update(**{column: models.F(column)})


def test_an_appeal_is_not_deleted(appeal: Appeal) -> None:
    with refused():
        appeal.delete()


@pytest.mark.parametrize("column", sorted({*columns(Entry)} - {"actor_id"}))
def test_no_column_of_an_audit_entry_is_rewritten(column: str, entry: Entry) -> None:
    with refused():
        Entry.objects.update(**{column: models.F(column)})


def test_an_audit_entry_is_not_deleted(entry: Entry) -> None:
    with refused():
        entry.delete()


def test_an_audit_entry_outlives_its_actor(entry: Entry, edith: User) -> None:
    edith.groups.clear()
    edith.delete()

    entry.refresh_from_db()
    assert entry.actor is None


@pytest.mark.parametrize("column", columns(ConnectionRecord))
def test_no_column_of_a_connection_record_is_rewritten(column: str, comment: Comment) -> None:
    record = ConnectionRecord.objects.create(comment=comment, act="posted", address="198.51.100.4")

    with refused():
        ConnectionRecord.objects.update(**{column: models.F(column)})
    assert record.delete()[0] == 1


@pytest.mark.parametrize("column", columns(Charter))
def test_a_published_charter_is_not_rewritten(column: str, charter: Charter) -> None:
    with refused():
        Charter.objects.update(**{column: models.F(column)})


@pytest.mark.parametrize("column", columns(Rule))
def test_a_published_rule_is_not_rewritten(column: str, rule: Rule) -> None:
    with refused():
        Rule.objects.update(**{column: models.F(column)})


def test_a_published_charter_loses_and_gains_no_rule(charter: Charter, rule: Rule, draft: Charter) -> None:
    with refused():
        rule.delete()
    with refused():
        Rule.objects.create(charter=charter, number=98, title_fr="De plus", text_fr="De plus.")
    with refused():
        draft.rules.update(charter=charter)


def test_a_draft_of_the_charter_is_rewritten(draft: Charter) -> None:
    assert Charter.objects.filter(pk=draft.pk).update(introduction_fr="Encore nouvelle.") == 1
    assert draft.rules.update(text_fr="Soyez aimables.") == 1
    assert draft.rules.all().delete()[0] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("model", "name"), [(Decision, "facts"), (Charter, "introduction_fr"), (Rule, "text_fr")])
def test_the_guards_are_up_again_after_a_table_is_made_anew(
    model: type[models.Model], name: str, decision: Decision
) -> None:
    # SQLite makes a table anew to change a column: its triggers go, and one that names it from another table stops it.
    field = next(field for field in model._meta.concrete_fields if field.name == name)
    changed = models.TextField(null=True)
    changed.set_attributes_from_name(name)

    lift_guards(using="default", plan=[changed])
    with connection.schema_editor() as editor:
        editor.alter_field(model, field, changed)
        editor.alter_field(model, changed, field)
    prepare_database(using="default")

    with refused():
        model._default_manager.update(**{name: models.F(name)})


def test_the_guards_stay_up_when_there_is_nothing_to_migrate(decision: Decision) -> None:
    lift_guards(using="default", plan=[])

    with refused():
        decision.delete()


@pytest.mark.django_db
def test_replacing_a_row_is_changing_it(comment: Comment, maud: User, rule: Rule) -> None:
    decision = comment.remove(by=maud, rule=rule, explanation="Une insulte.")
    columns = [str(field.column) for field in Decision._meta.concrete_fields]
    copied = ", ".join("'forged'" if column == "explanation" else column for column in columns)
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{verb} INTO comments_decision ({', '.join(columns)})"  # noqa: S608 - the names are the model's
            f" SELECT {copied} FROM comments_decision WHERE id = %s",
            [decision.pk],
        )


@pytest.mark.django_db
def test_the_text_that_was_judged_stays(comment: Comment) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        comment.revisions.update(body="forged")
