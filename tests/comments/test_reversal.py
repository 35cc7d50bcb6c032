"""What a successful appeal does: what was taken comes back, and the decision no longer counts."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article
from comments import threads
from comments.models import Appeal, Comment, Decision, Report, Role, Rule, StaleMove, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.hearing import REASONS, WORDS, heard
from tests.comments.trees import planted

VERBS = {"refuse": Status.PENDING, "hide": Status.PUBLISHED, "remove": Status.PUBLISHED}


def restricted(article: Article, author: User, verb: str, by: User, rule: Rule) -> Decision:
    """Return the decision that refused, hid or removed a comment."""
    comment = planted(article, author, VERBS[verb])
    decision: Decision = getattr(comment, verb)(by=by, rule=rule, explanation="Votre texte vise une personne.")
    return decision


def comment_of(decision: Decision) -> Comment:
    """Return the comment as it is now."""
    return Comment.objects.get(decisions=decision)


@pytest.mark.parametrize("verb", VERBS)
def test_the_comment_is_shown_again_and_counted(
    verb: str, free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    decision = restricted(free_article, alice, verb, maud, rule)
    assert threads.count(free_article) == 0

    appeal = heard(decision, carole)

    assert comment_of(decision).status == Status.PUBLISHED
    assert threads.count(free_article) == 1
    assert appeal.reversal is not None
    assert (appeal.reversal.reverses, appeal.reversal.role) == (decision, Role.REVIEWER)
    assert (appeal.reversal.explanation, appeal.reversal.decided_by) == (REASONS, carole)
    assert Decision.objects.get(pk=decision.pk).is_reversed


def test_what_a_machine_refused_is_heard_too(free_article: Article, alice: User, carole: User, rule: Rule) -> None:
    comment = planted(free_article, alice, Status.PENDING)
    decision = comment.move_by_machine(Status.REFUSED, rule=rule, explanation="Un mot de la liste.")

    appeal = heard(decision, carole)

    assert appeal.decider is None
    assert comment_of(decision).status == Status.PUBLISHED


@pytest.mark.parametrize("end", ["withdraw", "erase"])
def test_what_its_author_took_back_stays_so_and_the_decision_no_longer_counts(
    end: str, free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    decision = restricted(free_article, alice, "hide", maud, rule)
    getattr(comment_of(decision), end)(by=alice)
    gone = comment_of(decision)

    appeal = heard(decision, carole)

    assert comment_of(decision).status == gone.status
    assert comment_of(decision).moves == gone.moves
    assert appeal.reversal is not None
    assert (appeal.reversal.comment, appeal.reversal.reverses) == (None, decision)


def test_a_later_removal_stands_when_the_hiding_before_it_is_reversed(
    free_article: Article, alice: User, maud: User, marius: User, carole: User, rule: Rule
) -> None:
    hidden = restricted(free_article, alice, "hide", maud, rule)
    removed = comment_of(hidden).remove(by=marius, rule=rule, explanation="Examiné.")

    heard(hidden, carole)
    assert comment_of(hidden).status == Status.REMOVED

    heard(removed, carole)
    assert comment_of(hidden).status == Status.PUBLISHED


def test_what_was_put_back_already_stays_shown(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    decision = restricted(free_article, alice, "remove", maud, rule)
    comment_of(decision).restore(by=carole, explanation="Relu.")

    heard(decision, carole)

    assert comment_of(decision).status == Status.PUBLISHED
    assert Decision.objects.get(pk=decision.pk).is_reversed


def test_an_undone_restoration_leaves_the_removal_to_be_reversed(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    decision = restricted(free_article, alice, "remove", maud, rule)
    slip = comment_of(decision).restore(by=carole, explanation="Relu.")
    comment_of(decision).undo(slip, by=carole)

    heard(decision, carole)

    assert comment_of(decision).status == Status.PUBLISHED


@pytest.mark.parametrize("verb", VERBS)
def test_partly_reversed_the_comment_stays_under_another_rule(
    verb: str, free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    decision = restricted(free_article, alice, verb, maud, rule)
    was = comment_of(decision).status
    other = rule.charter.rules.get(number=6)

    appeal = heard(decision, carole, "partly_reversed", rule=other)

    new = appeal.reversal
    assert new is not None
    assert comment_of(decision).status == was == new.now
    assert (new.charter_rule, new.reverses, new.explanation) == (other, decision, REASONS)
    assert new.restriction == decision.restriction
    assert list(Decision.objects.restricting().filter(reversed_by=None)) == [new]


def test_partly_reversed_takes_another_rule_and_a_comment_that_is_still_there(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    decision = restricted(free_article, alice, "remove", maud, rule)
    with pytest.raises(ValidationError):
        heard(decision, carole, "partly_reversed", rule=rule)

    comment_of(decision).restore(by=carole, explanation="Relu.")
    with pytest.raises(ValidationError):
        heard(decision, carole, "partly_reversed", rule=rule.charter.rules.get(number=6))


def test_a_corrected_decision_may_be_contested_in_its_turn(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    decision = restricted(free_article, alice, "remove", maud, rule)
    corrected = heard(decision, carole, "partly_reversed", rule=rule.charter.rules.get(number=6)).reversal
    assert corrected is not None

    heard(corrected, factories.staff("Claude", "Chief moderator"))

    assert comment_of(decision).status == Status.PUBLISHED


# Reporters


@pytest.fixture
def kept(comment: Comment, basile: User, maud: User, rule: Rule) -> Report:
    """Basile's report, of a comment that Maud kept."""
    report = Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule, words="Une insulte.")
    comment.keep(by=maud)
    report.refresh_from_db()
    return report


def answered(report: Report) -> Decision:
    """Return the decision that answered the report, as it is now."""
    return Decision.objects.get(reports=report)


def test_the_comment_that_was_kept_is_taken_down_and_its_author_told(
    kept: Report, comment: Comment, carole: User, rule: Rule, free_article: Article
) -> None:
    appeal = Appeal.objects.submit(answered(kept), report=kept, words=WORDS)

    appeal.decide(by=carole, outcome="reversed", reasons=REASONS, rule=rule)

    taken = appeal.reversal
    assert taken is not None
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED
    assert comment.published_at is not None
    assert threads.count(free_article) == 0
    assert (taken.reverses, taken.charter_rule, taken.source) == (answered(kept), rule, Decision.Source.REPORT)
    assert taken.is_told
    # The author may contest that in turn, before somebody else.
    assert Appeal.objects.submit(taken, words="C’était une critique.").decider == carole


def test_a_comment_gone_meanwhile_stays_so(
    kept: Report, comment: Comment, alice: User, carole: User, rule: Rule
) -> None:
    appeal = Appeal.objects.submit(answered(kept), report=kept, words=WORDS)
    Comment.objects.get().withdraw(by=alice)

    appeal.decide(by=carole, outcome="reversed", reasons=REASONS, rule=rule)

    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN
    assert answered(kept).is_reversed


def test_two_reporters_of_one_comment_are_both_heard(
    kept: Report, comment: Comment, chloe: User, carole: User, rule: Rule
) -> None:
    other = Report.objects.create(comment=comment, revision=1, reporter=chloe, rule=rule, decision=kept.decision)
    appeals = [Appeal.objects.submit(answered(one), report=one, words=WORDS) for one in (kept, other)]

    for appeal in appeals:
        fresh = Appeal.objects.get(pk=appeal.pk)
        fresh.decide(by=carole, outcome="reversed", reasons=REASONS, rule=rule)

    first, second = Appeal.objects.order_by("id")
    assert first.reversal == second.reversal is not None
    assert Comment.objects.get().moves == 2


def test_a_report_is_not_proved_right_without_a_rule(kept: Report, carole: User) -> None:
    appeal = Appeal.objects.submit(answered(kept), report=kept, words=WORDS)

    with pytest.raises(ValidationError):
        appeal.decide(by=carole, outcome="reversed", reasons=REASONS)
    assert Comment.objects.get().status == Status.PUBLISHED


def test_a_comment_that_moves_at_the_last_moment_leaves_the_appeal_unanswered(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = restricted(free_article, alice, "remove", maud, rule)
    appeal = Appeal.objects.submit(decision, words=WORDS)

    def moved(comment: Comment, _to: str, **_statement: object) -> Decision:
        raise comment.stale(-1)

    monkeypatch.setattr(Comment, "judge_again", moved)
    with pytest.raises(StaleMove):
        appeal.decide(by=carole, outcome="reversed", reasons=REASONS)

    assert not Appeal.objects.get().is_decided
