"""An appeal: who may submit it and until when, once; who may hear it, and that it is answered once and for good."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from comments.models import Appeal, Comment, Decision, MoveNotAllowed, Report, Rule, StaleAppeal, Status
from newsroom.subscribers.models import User
from tests import factories

WORDS = "Je critiquais une décision, et non une personne."
REASONS = "Relu avec l’article : c’est une critique."


@pytest.fixture
def removal(comment: Comment, maud: User, rule: Rule) -> Decision:
    """Alice's comment, taken down by Maud."""
    return comment.remove(by=maud, rule=rule, explanation="Votre texte vise une personne.")


@pytest.fixture
def report(comment: Comment, basile: User, maud: User, rule: Rule) -> Report:
    """Basile's report of Alice's comment, which Maud kept."""
    report = Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule, words="Une insulte.")
    comment.keep(by=maud)
    report.refresh_from_db()
    return report


@pytest.fixture
def appeal(removal: Decision) -> Appeal:
    """Alice's appeal."""
    return Appeal.objects.submit(removal, words=WORDS)


def kept(report: Report) -> Decision:
    """Return the decision that answered the report."""
    assert report.decision is not None
    return report.decision


# Submitting


def test_an_appeal_keeps_what_was_said_and_who_decided(removal: Decision, maud: User, alice: User) -> None:
    appeal = Appeal.objects.submit(removal, words=f"  \r\n{WORDS}  \r\n", by=alice)

    assert (appeal.decision, appeal.report, appeal.words) == (removal, None, WORDS)
    assert (appeal.decider, appeal.submitted_by, appeal.mail_address) == (maud, alice, alice.email)
    assert not appeal.is_decided


def test_the_second_time_finds_the_first_appeal(appeal: Appeal, removal: Decision) -> None:
    assert Appeal.objects.submit(removal, words="Encore moi.") == appeal
    assert Appeal.objects.get().words == WORDS


def test_each_reporter_and_the_author_have_an_appeal_of_their_own(
    report: Report, comment: Comment, chloe: User, rule: Rule
) -> None:
    other = Report.objects.create(comment=comment, revision=1, reporter=chloe, rule=rule, decision=report.decision)

    first = Appeal.objects.submit(kept(report), report=report, words=WORDS)
    second = Appeal.objects.submit(kept(other), report=other, words=WORDS)

    assert first != second
    assert [first.mail_address, second.mail_address] == ["basile@exemple.test", "chloe@exemple.test"]


@pytest.mark.parametrize(
    ("words", "fits"), [("", False), (" \n ", False), ("é" * 2000, True), ("é" * 2001, False), ("a\x00b", False)]
)
def test_its_words_are_counted_as_those_of_a_comment(words: str, fits: bool, removal: Decision) -> None:
    if fits:
        assert Appeal.objects.submit(removal, words=words).words == words
        return
    with pytest.raises(ValidationError):
        Appeal.objects.submit(removal, words=words)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(("days", "in_time"), [(0, True), (1, True), (-1, False), (-400, False)])
def test_it_is_taken_through_the_last_day_and_not_after(days: int, in_time: bool, removal: Decision) -> None:
    removal.appeal_deadline = timezone.now() + timedelta(days=days)

    if in_time:
        assert Appeal.objects.submit(removal, words=WORDS)
    else:
        with pytest.raises(MoveNotAllowed):
            Appeal.objects.submit(removal, words=WORDS)


def test_nothing_is_contested_that_took_nothing(comment: Comment, report: Report, removal: Decision) -> None:
    own = comment.decisions.get(pk=kept(report).pk)
    for decision, by_reporter in ((own, None), (removal, report)):
        with pytest.raises(MoveNotAllowed):
            Appeal.objects.submit(decision, report=by_reporter, words=WORDS)


def test_what_was_taken_back_is_not_contested(removal: Decision, comment: Comment, maud: User) -> None:
    comment.undo(removal, by=maud)

    with pytest.raises(MoveNotAllowed):
        Appeal.objects.submit(Decision.objects.get(pk=removal.pk), words=WORDS)


@pytest.mark.parametrize("who", ["basile", "marius", "carole"])
def test_nobody_signed_in_appeals_for_somebody_else(
    who: str, report: Report, removal: Decision, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)

    with pytest.raises(MoveNotAllowed, match=r"another member|autre membre"):
        Appeal.objects.submit(removal, words=WORDS, by=person)
    if who != "basile":
        with pytest.raises(MoveNotAllowed):
            Appeal.objects.submit(kept(report), report=report, words=WORDS, by=person)


# Hearing


@pytest.mark.parametrize("who", ["maud", "marius", "edith", "paul", "alice", "basile"])
def test_only_a_chief_moderator_hears_appeals(who: str, appeal: Appeal, request: pytest.FixtureRequest) -> None:
    with pytest.raises(MoveNotAllowed):
        appeal.decide(by=request.getfixturevalue(who), outcome="upheld", reasons=REASONS)


def chief(name: str) -> User:
    """Return one more chief moderator."""
    return factories.staff(name, "Chief moderator")


def test_who_decided_does_not_hear_the_appeal(comment: Comment, carole: User, rule: Rule) -> None:
    removal = comment.remove(by=carole, rule=rule, explanation="Non.")
    appeal = Appeal.objects.submit(removal, words=WORDS)

    with pytest.raises(MoveNotAllowed):
        appeal.decide(by=carole, outcome="upheld", reasons=REASONS)
    assert list(appeal.others_who_may_hear(carole)) == []
    other = chief("Claude")
    assert list(appeal.others_who_may_hear(carole)) == [other]
    appeal.decide(by=other, outcome="upheld", reasons=REASONS)


def test_the_database_keeps_the_decider_from_hearing_it(appeal: Appeal, maud: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(reviewer=maud, outcome="upheld", reasons=REASONS, decided_at=timezone.now())


def test_who_has_a_part_in_it_does_not_hear_it(free_article: Article, maud: User, rule: Rule) -> None:
    member, reporter, other = chief("Claude"), chief("Camille"), chief("Céline")
    comment = factories.comment(free_article, member, "Enfin !")
    Report.objects.create(comment=comment, revision=1, reporter=reporter, rule=rule)
    appeal = Appeal.objects.submit(comment.remove(by=maud, rule=rule, explanation="Non."), words=WORDS)

    for person in (member, reporter):
        with pytest.raises(MoveNotAllowed):
            appeal.decide(by=person, outcome="reversed", reasons=REASONS)
    assert list(appeal.others_who_may_hear(maud)) == [other]


@pytest.mark.parametrize("reasons", ["", "  ", "..."])
def test_an_answer_has_its_reasons(reasons: str, appeal: Appeal, carole: User) -> None:
    with pytest.raises(ValidationError):
        appeal.decide(by=carole, outcome="upheld", reasons=reasons)

    assert not Appeal.objects.get().is_decided


@pytest.mark.parametrize("outcome", ["upheld", "inadmissible"])
def test_what_is_not_reversed_stays_as_it_is(outcome: str, appeal: Appeal, carole: User, comment: Comment) -> None:
    appeal.decide(by=carole, outcome=outcome, reasons=REASONS)

    comment.refresh_from_db()
    assert comment.status == Status.REMOVED
    assert Decision.objects.count() == 1
    stored = Appeal.objects.get()
    assert (stored.outcome, stored.reviewer, stored.reasons, stored.reversal) == (outcome, carole, REASONS, None)


def test_an_appeal_is_answered_once(appeal: Appeal, carole: User) -> None:
    late = Appeal.objects.get(pk=appeal.pk)
    appeal.decide(by=carole, outcome="upheld", reasons=REASONS)

    with pytest.raises(StaleAppeal, match="Carole"):
        late.decide(by=chief("Claude"), outcome="reversed", reasons=REASONS)
    assert Appeal.objects.get().outcome == "upheld"
    assert Comment.objects.get().status == Status.REMOVED


def test_an_answer_whose_measure_is_missing_changes_nothing(appeal: Appeal, carole: User) -> None:
    with pytest.raises(ValidationError):
        appeal.decide(by=carole, outcome="partly_reversed", reasons=REASONS)

    assert not Appeal.objects.get().is_decided


def test_a_report_s_answer_is_reversed_as_a_whole_or_not(report: Report, carole: User, rule: Rule) -> None:
    appeal = Appeal.objects.submit(kept(report), report=report, words=WORDS)

    with pytest.raises(ValidationError):
        appeal.decide(by=carole, outcome="partly_reversed", reasons=REASONS, rule=rule)
    assert not Appeal.objects.get().is_decided
