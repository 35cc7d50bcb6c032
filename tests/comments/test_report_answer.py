"""The answer to a report: what was decided, once, when it can no longer be taken back; and where it stands for good."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext

from articles.models import Article
from comments.models import Comment, Decision, Report, Rule
from newsroom.lib.dates import months_later
from newsroom.subscribers.models import User
from tests.comments.pages import text_of
from tests.comments.reporting import EMAIL, followed, letters, reported, send

RunTasks = Callable[[], None]
TO_THE_AUTHOR = "Alice, votre texte vise une personne."


def keep(comment: Comment, maud: User, rule: Rule) -> Decision:
    return comment.keep(by=maud)


def hide(comment: Comment, maud: User, rule: Rule) -> Decision:
    return comment.hide(by=maud, rule=rule, explanation=TO_THE_AUTHOR)


def remove(comment: Comment, maud: User, rule: Rule) -> Decision:
    return comment.remove(by=maud, rule=rule, explanation=TO_THE_AUTHOR)


def withdraw(comment: Comment, maud: User, rule: Rule) -> Decision:
    return comment.withdraw(by=comment.author)


@contextmanager
def later(time: timedelta) -> Iterator[None]:
    """Do what stands in the block some time later."""
    moment = timezone.now() + time
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


@pytest.mark.parametrize(("act", "outcome", "is_reasoned"), [
    (keep, "A moderator examined the comment, and found nothing in it that is against the law or the charter."
           " It is shown.", False),
    (hide, "The comment is withheld while it is examined.", True),
    (remove, "The comment was taken down.", True),
    (withdraw, "The author of the comment took it down before a moderator decided. It is no longer shown.", False),
])  # fmt: skip
def test_who_reported_is_told_what_was_decided_and_finds_it_again(
    client: Client, comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks,
    act: Callable[[Comment, User, Rule], Decision], outcome: str, is_reasoned: bool,
) -> None:  # fmt: skip
    send(client, comment)
    comment.refresh_from_db()
    act(comment, maud, rule)
    run_tasks()

    [_receipt, answer] = letters(EMAIL)
    with later(timedelta(minutes=1)):
        page = text_of(client.get(followed(answer)))
    made = Report.objects.get()
    for told in (answer, page):
        assert gettext(outcome) in told
        assert made.reference in told
        assert (rule.title in told) == is_reasoned
        assert gettext("A person decided; no machine took part.") in told
        # What the author is told is theirs.
        assert "Alice" not in told
        assert TO_THE_AUTHOR not in told
    assert made.notified_at is not None


def test_the_answer_says_how_to_contest_it(
    client: Client, comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    send(client, comment)
    comment.refresh_from_db()
    remove(comment, maud, rule)
    run_tasks()

    assert pgettext("statement of reasons", "If you disagree").upper() in letters(EMAIL)[1]


def test_a_member_is_answered_at_their_own_address(
    comment: Comment, basile: User, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    reported(comment, basile, rule=rule)
    comment.refresh_from_db()
    comment.keep(by=maud)
    run_tasks()

    assert len(letters(basile.email)) == 2


def test_it_is_told_in_the_language_it_was_reported_in(
    comment: Comment, basile: User, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    with translation.override("en"):
        reported(comment, basile, rule=rule)
    comment.refresh_from_db()
    comment.keep(by=maud)
    run_tasks()

    assert all("Hello," in letter for letter in letters(basile.email))


def test_a_slip_is_told_to_nobody_and_the_next_decision_is(
    client: Client, comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks
) -> None:
    send(client, comment)
    comment.refresh_from_db()
    comment.undo(remove(comment, maud, rule), by=maud)
    comment.keep(by=maud)
    run_tasks()

    assert len(letters(EMAIL)) == 2
    assert gettext("The comment was taken down.") not in "".join(letters(EMAIL))


def test_it_is_told_once(client: Client, comment: Comment, maud: User, rule: Rule, run_tasks: RunTasks) -> None:
    send(client, comment)
    comment.refresh_from_db()
    decision = remove(comment, maud, rule)
    run_tasks()
    Report.objects.get().tell(decision.pk)

    assert len(letters(EMAIL)) == 2


def test_the_page_says_nothing_before_it_is_certain(
    client: Client,
    comment: Comment,
    maud: User,
    rule: Rule,
) -> None:
    send(client, comment)
    comment.refresh_from_db()
    remove(comment, maud, rule)
    page = Report.objects.get().get_absolute_url()

    assert gettext("The comment was taken down.") not in text_of(client.get(page))
    with later(timedelta(seconds=16)):
        assert gettext("The comment was taken down.") in text_of(client.get(page))


def test_a_member_who_comes_back_to_a_comment_that_is_gone_finds_the_report(
    browse: Callable[[User], Client], comment: Comment, basile: User, maud: User, rule: Rule
) -> None:
    [report] = reported(comment, basile, rule=rule)
    comment.refresh_from_db()
    remove(comment, maud, rule)

    answer = browse(basile).get(f"/comments/{comment.pk}/report/")

    assert answer.headers["Location"] == report.get_absolute_url()


def test_a_report_stays_readable_when_the_article_is_gone_and_the_text_erased(
    client: Client, free_article: Article, comment: Comment, edith: User
) -> None:
    send(client, comment)
    comment.refresh_from_db()
    comment.erase(by=comment.author)
    free_article.withdraw(by=edith)

    answer = client.get(Report.objects.get().get_absolute_url())

    assert answer.status_code == 200
    assert comment.get_absolute_url() not in text_of(answer)


def test_what_is_closed_long_enough_is_forgotten(
    client: Client, comment: Comment, maud: User, basile: User, rule: Rule
) -> None:
    send(client, comment, law="Loi de 1881")
    open_one = reported(comment, basile, rule=rule)[0]
    notice = Report.objects.get(kind="illegal")
    comment.refresh_from_db()
    decided = comment.keep(by=maud, last_report=notice.pk)

    def left(months: int) -> tuple[str, str, str, str, str]:
        now = months_later(decided.decided_at, months) + timedelta(seconds=1)
        named = Report.objects.naming_their_sender_too_long(now).values_list("pk", flat=True)
        worded = Report.objects.worded_too_long(now).values_list("pk", flat=True)
        Report.objects.filter(pk__in=list(named)).forget_senders()
        Report.objects.filter(pk__in=list(worded)).forget_words()
        assert not named.all().exists()
        assert not worded.all().exists()
        notice.refresh_from_db()
        return notice.reporter_email, notice.reporter_name, notice.sender_key, notice.words, notice.law

    assert all(left(5))
    assert left(7) == ("", "", "", "Il appelle à haïr mes voisins.", "Loi de 1881")
    assert left(13) == ("", "", "", "", "")
    assert notice.reference
    assert open_one not in Report.objects.worded_too_long(months_later(timezone.now(), 60))
