"""The e-mail that answers an appeal: outcome, reasons, what remains; once, to who appealed, and no other twice."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import translation
from django.utils.translation import gettext

from comments import appeal_notices, tokens
from comments.models import Appeal, Comment, Decision, Report, Rule
from newsroom.subscribers.models import User
from tests import factories

RunTasks = Callable[[], None]
WORDS = "Je critiquais\nune décision <b> & non une personne."
REASONS = "Relu avec l’article : « c’est » une critique <b>."
PAPER = "fr"


@pytest.fixture
def removal(comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks) -> Decision:
    """Alice's comment, taken down by Maud, who told her."""
    removal = comment.remove(by=maud, rule=rule, explanation="Votre texte vise une personne.")
    run_tasks()
    mail.outbox.clear()
    return Decision.objects.get(pk=removal.pk)


def letters() -> list[tuple[list[str], str, str]]:
    """Return to whom, subject and words of each message sent."""
    return [(message.to, str(message.subject), str(message.body)) for message in mail.outbox]


def test_each_chief_is_told_that_an_appeal_came_in(
    removal: Decision, carole: User, maud: User, paul: User, run_tasks: RunTasks
) -> None:
    appeal = Appeal.objects.submit(removal, words=WORDS)
    Appeal.objects.submit(removal, words=WORDS)
    run_tasks()

    [(to, subject, words)] = letters()
    assert to == ["carole@exemple.test"]
    assert str(appeal.puid) in subject
    assert f"/admin/comments/appeal/{appeal.pk}/change/" in words
    # Nothing of it is read but at the desk.
    assert [said for said in (*WORDS.splitlines(), "Alice", "alice@") if said in words + subject] == []


def test_a_chief_who_may_not_hear_it_is_not_told(
    comment: Comment, carole: User, rule: Rule, run_tasks: RunTasks
) -> None:
    other = factories.staff("Corentin", group="Chief moderator")
    removal = comment.remove(by=carole, rule=rule, explanation="Votre texte vise une personne.")
    run_tasks()
    mail.outbox.clear()

    Appeal.objects.submit(removal, words=WORDS)
    run_tasks()

    assert [to for to, _subject, _words in letters()] == [[other.email]]


def test_an_appeal_that_was_answered_meanwhile_is_announced_to_nobody(
    removal: Decision, carole: User, run_tasks: RunTasks
) -> None:
    Appeal.objects.submit(removal, words=WORDS).decide(by=carole, outcome="upheld", reasons=REASONS)
    run_tasks()

    assert [to for to, _subject, _words in letters()] == [["alice@exemple.test"]]


@pytest.mark.parametrize(
    ("outcome", "effect"),
    [
        ("upheld", "The decision stands."),
        ("inadmissible", "The decision stands."),
        ("reversed", "Your comment is shown again, and the decision no longer counts."),
    ],
)
def test_the_answer_is_whole(outcome: str, effect: str, removal: Decision, carole: User, run_tasks: RunTasks) -> None:
    appeal = Appeal.objects.submit(removal, words=WORDS)
    appeal.decide(by=carole, outcome=outcome, reasons=REASONS)
    run_tasks()

    [(to, _subject, words)] = letters()
    assert to == ["alice@exemple.test"]
    with translation.override(PAPER):
        elements = (
            gettext(effect),
            REASONS,
            gettext("The paper does not examine this decision a third time. You may go to court."),
            str(appeal.puid),
            tokens.for_author(removal),
            "> une décision <b> & non une personne.",
        )
    assert [element for element in elements if element not in words] == []
    assert "Carole" not in words
    assert Appeal.objects.get().notified_at is not None


def test_it_is_sent_once(removal: Decision, carole: User, run_tasks: RunTasks) -> None:
    appeal = Appeal.objects.submit(removal, words=WORDS)
    appeal.decide(by=carole, outcome="upheld", reasons=REASONS)
    for _time in range(2):
        run_tasks()
        appeal_notices.deliver_answer.enqueue(appeal.pk)
    run_tasks()

    assert len(letters()) == 1


def test_a_corrected_decision_is_told_by_a_statement_of_its_own(
    removal: Decision, carole: User, rule: Rule, run_tasks: RunTasks
) -> None:
    other = rule.charter.rules.get(number=6)
    Appeal.objects.submit(removal, words=WORDS).decide(
        by=carole, outcome="partly_reversed", reasons=REASONS, rule=other
    )
    run_tasks()

    assert {tuple(to) for to, _subject, _words in letters()} == {("alice@exemple.test",)}
    assert sum(other.title_fr in words for _to, _subject, words in letters()) == 1
    assert len(letters()) == 2


def test_a_reporter_proved_right_is_told_and_so_is_the_author(
    comment: Comment, basile: User, maud: User, carole: User, rule: Rule, run_tasks: RunTasks
) -> None:
    report = Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule, words="Une insulte.")
    kept = comment.keep(by=maud)
    report.refresh_from_db()
    run_tasks()
    mail.outbox.clear()
    Appeal.objects.submit(kept, report=report, words=WORDS).decide(
        by=carole, outcome="reversed", reasons=REASONS, rule=rule
    )
    run_tasks()

    told = {to[0]: words for to, _subject, words in letters()}
    assert set(told) == {"alice@exemple.test", "basile@exemple.test"}
    assert tokens.for_reporter(report) in told["basile@exemple.test"]
    assert "Alice" not in told["basile@exemple.test"]
    assert "Enfin !" not in told["basile@exemple.test"]
    assert "basile" not in told["alice@exemple.test"].lower()
    assert rule.title_fr in told["alice@exemple.test"]


def test_a_lifted_sanction_is_told_once(alice: User, carole: User, rule: Rule, run_tasks: RunTasks) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule, explanation="Trop.")
    run_tasks()
    mail.outbox.clear()
    other = factories.staff("Claude", "Chief moderator")
    Appeal.objects.submit(ban.decision, words=WORDS).decide(by=other, outcome="reversed", reasons=REASONS)
    run_tasks()

    [(_to, _subject, words)] = letters()
    assert REASONS in words
