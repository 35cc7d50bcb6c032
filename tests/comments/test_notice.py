"""The e-mail that tells a member what was decided and why: whole, safe, once, and only while it holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as paper
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from articles.models import Article
from comments import notices, tokens
from comments.models import Comment, Decision, Report, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.statements import BY_A_MACHINE

RunTasks = Callable[[], None]
WHY = 'Votre texte vise une personne : <b>« non »</b> & "ciao".'
VERBS = {"refuse": Status.PENDING, "hide": Status.PUBLISHED, "remove": Status.PUBLISHED}


def outbox() -> list[tuple[str, str]]:
    """Return subject and words of each message sent to Alice: who reported has an answer of their own."""
    told = [message for message in mail.outbox if message.to == ["alice@exemple.test"]]
    return [(str(message.subject), str(message.body)) for message in told]


def restrict(comment: Comment, verb: str, by: User, rule: Rule) -> Decision:
    """Refuse, hide or remove the comment, put to where that starts."""
    Comment.objects.filter(pk=comment.pk).update(status=VERBS[verb])
    comment.refresh_from_db()
    decided: Decision = getattr(comment, verb)(by=by, rule=rule, explanation=WHY)
    return decided


@pytest.mark.parametrize("verb", VERBS)
def test_the_statement_of_reasons_is_complete(
    verb: str, comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks, settings: Settings
) -> None:
    decision = restrict(comment, verb, maud, rule)
    run_tasks()

    [(subject, words)] = outbox()
    assert mail.outbox[0].to == ["alice@exemple.test"]
    assert comment.article.headline in subject
    decision.refresh_from_db()
    with translation.override(paper.LANGUAGE_CODE):
        elements = {
            "(a) what is restricted": str(decision.Restriction(decision.restriction).label),
            "(a) from when": date_format(timezone.localtime(decision.starts_at), "DATETIME_FORMAT"),
            "(b) report or own initiative": gettext("On the paper’s own initiative."),
            "(c) machine": gettext("A person decided; no machine took part."),
            "(e) rule": rule.title,
            "(e) version": f"/charter/{rule.charter.version}/#rule-{rule.number}",
            "(e) why": WHY,
            "(f) where to contest": f"{paper.SITE_ADDRESS}{tokens.for_author(decision)}",
            "(f) until when": date_format(timezone.localtime(decision.appeal_deadline), pgettext("date", "F j, Y")),
            "(f) reference": str(decision.puid),
            "the text judged": f"> {comment.body}",
            "the page of contributions": "/account/contributions/",
        }
    assert {name for name, element in elements.items() if element.lower() not in words.lower()} == set()


def test_the_statement_says_until_when(alice: User, carole: User, rule: Rule, run_tasks: RunTasks) -> None:
    ends_at = timezone.now() + timedelta(days=7)
    factories.sanction(alice, level="suspension", by=carole, rule=rule, explanation=WHY, ends_at=ends_at)
    run_tasks()

    assert date_format(timezone.localtime(ends_at), "DATETIME_FORMAT") in outbox()[0][1]


def test_the_statement_says_that_it_follows_a_report_and_never_whose(
    comment: Comment, basile: User, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule, words="Écrit par Basile.")
    comment.remove(by=maud, rule=rule, explanation=WHY)
    run_tasks()

    assert gettext("After a report by a reader.") in outbox()[0][1]
    assert "basile" not in outbox()[0][1].lower()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"automated_detection": True}, "A machine picked out the text; a person decided."),
        ({"automated_decision": "partly"}, "A person decided with the help of a machine."),
        ({"automated_decision": "fully"}, BY_A_MACHINE),
    ],
)
def test_the_statement_says_what_part_a_machine_took(
    fields: dict[str, object], words: str, comment: Comment, maud: User, rule: Rule
) -> None:
    decision = comment.remove(by=maud, rule=rule, explanation=WHY)
    for name, value in fields.items():
        setattr(decision, name, value)

    notices.send(decision)

    assert gettext(words) in outbox()[0][1]


def test_the_message_is_text_and_holds_no_html_entity(
    free_article: Article, alice: User, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    hostile = "l’article <b> & \"x\" 'y'"
    Article.objects.filter(pk=free_article.pk).update(headline=hostile)
    comment = factories.comment(free_article, alice, hostile)
    User.objects.filter(pk=comment.author_id).update(display_name=hostile)
    comment.remove(by=maud, rule=rule, explanation=WHY)
    run_tasks()

    [(subject, words)] = outbox()
    assert hostile in subject
    assert words.count(hostile) == 3
    assert WHY in words
    assert not any(entity in words + subject for entity in ("&amp;", "&lt;", "&quot;", "&#"))


def test_no_headline_adds_a_header(
    comment: Comment, free_article: Article, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    hostile = "Le pont\r\nBcc: voleur@exemple.test\n\nBonjour\u2028\x1b[31m"
    Article.objects.filter(pk=free_article.pk).update(headline=hostile)
    User.objects.filter(pk=comment.author_id).update(display_name="Al\r\nBcc: voleur@exemple.test")
    comment.remove(by=maud, rule=rule, explanation=WHY)
    run_tasks()

    message = mail.outbox[0]
    assert message.subject.isprintable()
    assert message.recipients() == ["alice@exemple.test"]
    assert message.message()["Bcc"] is None


def test_what_the_member_wrote_passes_for_nothing_else(
    free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    heading = pgettext("statement of reasons", "Why").upper()
    forged = f"Bonjour.\n\n{heading}\n\nUne erreur de notre part."
    comment = factories.comment(free_article, alice, forged)

    notices.send(comment.remove(by=maud, rule=rule, explanation=WHY))

    lines = outbox()[0][1].splitlines()
    assert lines.count(heading) == 1
    assert f"> {heading}" in lines


def test_the_text_judged_is_quoted_and_not_a_later_one(comment: Comment, maud: User, rule: Rule) -> None:
    decision = comment.remove(by=maud, rule=rule, explanation=WHY)
    Comment.objects.filter(pk=comment.pk).update(body="Récrit depuis.", revision=2)

    notices.send(Decision.objects.get(pk=decision.pk))

    assert "> Enfin !" in outbox()[0][1]
    assert "Récrit" not in outbox()[0][1]


def test_the_message_is_in_the_language_of_the_paper(
    comment: Comment, maud: User, rule: Rule, settings: Settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    with translation.override("fr"):
        notices.send(comment.remove(by=maud, rule=rule, explanation=WHY))

    assert "You may also go to court." in outbox()[0][1]
    assert rule.title_en in outbox()[0][1]


def test_nothing_is_sent_for_a_change_that_was_rolled_back(
    comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    with transaction.atomic():
        comment.remove(by=maud, rule=rule, explanation=WHY)
        transaction.set_rollback(True)
    run_tasks()

    assert outbox() == []
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED


def test_a_decision_is_told_once(comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks) -> None:
    decision = comment.remove(by=maud, rule=rule, explanation=WHY)
    for _time in range(2):
        run_tasks()
        notices.deliver_decision.enqueue(decision.pk)
    run_tasks()

    assert len(outbox()) == 1
    decision.refresh_from_db()
    assert decision.notified_at is not None


def test_a_decision_that_another_overtook_is_not_told(
    comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    hidden = comment.hide(by=maud, rule=rule, explanation=WHY)
    comment.remove(by=maud, rule=rule, explanation=WHY)
    run_tasks()

    assert len(outbox()) == 1
    hidden.refresh_from_db()
    assert hidden.notified_at is None


def test_keeping_a_comment_does_not_overtake_its_return(
    comment: Comment, maud: User, carole: User, basile: User, rule: Rule, run_tasks: RunTasks
) -> None:
    comment.remove(by=maud, rule=rule, explanation=WHY)
    run_tasks()
    comment.restore(by=carole, explanation="Relu.")
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule)
    comment.keep(by=maud)
    run_tasks()

    assert "Relu." in outbox()[1][1]
    assert len(outbox()) == 2


def test_a_sanction_lifted_before_its_message_left_is_not_told(
    alice: User, carole: User, rule: Rule, run_tasks: RunTasks
) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule, explanation=WHY)
    ban.lift(by=carole, explanation="Une erreur sur la personne.")
    run_tasks()

    [(_subject, words)] = outbox()
    assert "Une erreur sur la personne." in words


def test_a_lifted_sanction_is_told_with_its_name_and_reason(
    alice: User, carole: User, rule: Rule, run_tasks: RunTasks
) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule, explanation=WHY)
    run_tasks()
    ban.lift(by=carole, explanation="Entendu par téléphone.")
    run_tasks()

    subject, words = outbox()[1]
    assert str(Sanction.Level.BAN.label) in subject
    assert "Entendu par téléphone." in words


@pytest.mark.parametrize("start", [Status.PENDING, Status.PUBLISHED])
def test_nobody_is_written_to_for_what_takes_nothing(
    start: Status, comment: Comment, maud: User, basile: User, rule: Rule, run_tasks: RunTasks
) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=start)
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule)
    comment.refresh_from_db()
    if start == Status.PENDING:
        comment.publish(by=maud)
    else:
        comment.keep(by=maud)
    comment.withdraw(by=comment.author)
    run_tasks()

    assert outbox() == []


def test_a_comment_that_was_hidden_and_comes_back_is_told(
    comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    comment.hide(by=maud, rule=rule, explanation=WHY)
    run_tasks()
    comment.publish(by=maud)
    run_tasks()

    assert gettext("A moderator examined the comment: it respects the charter.") in outbox()[1][1]


def test_a_message_that_does_not_leave_leaves_its_task_undone_and_the_decision_untold(
    comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_args: object) -> int:
        raise OSError("the mail server is down")

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    decision = comment.remove(by=maud, rule=rule, explanation=WHY)
    run_tasks()

    assert DBTaskResult.objects.get().status != TaskResultStatus.SUCCESSFUL
    decision.refresh_from_db()
    assert decision.notified_at is None
