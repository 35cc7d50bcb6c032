"""No order of texts, edits and decisions, and no failing check, shows a text that intake did not pass."""

import logging
from collections.abc import Callable
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from articles.models import Article
from comments import checks, intake
from comments.models import Charter, Comment, MoveNotAllowed, Report, Revision, Role, StaleMove, Status, Verdict
from comments.models.sender import Sender
from comments.models.transitions import Verb
from newsroom.subscribers.models import User
from tests.comments.judged import broken, edited, submission, words

WHY = "Votre texte vise une personne."
VERBS = sorted(set(Verb))
CHECKS: dict[str, Callable[..., object]] = {
    "nothing": lambda _matter: (),
    "fails": broken,
    **{verdict: words(verdict) for verdict in ("flag", "hold", "refuse")},
}
TEXTS = st.sampled_from(["Un avis", "Un grumeau", "Trois liens http://a.b http://c.d http://e.f", "http://g.h"])
REFUSALS = (ValidationError, intake.NotAllowed, intake.NotEditable, intake.TooFast, MoveNotAllowed, StaleMove)


class Site(RuleBasedStateMachine):
    """Members who write and change what they wrote, checks that come and fail, and moderators who decide."""

    article: Article
    authors: list[User]
    moderators: list[User]
    charter: Charter

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.written = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @rule(author=st.integers(0, 1), body=TEXTS, check=st.sampled_from(sorted(CHECKS)), below=st.booleans())
    def write(self, author: int, body: str, check: str, below: bool) -> None:
        parent = Comment.objects.reachable().order_by("-id").first() if below else None
        self.written += 1
        sent = submission(
            self.article, self.authors[author], f"{body} {self.written}", parent_id=parent.pk if parent else None
        )
        self.attempt(lambda: intake.submit(sent), check)

    @rule(number=st.integers(0, 5), body=TEXTS, check=st.sampled_from(sorted(CHECKS)))
    def change(self, number: int, body: str, check: str) -> None:
        if comment := self.some(number):
            self.written += 1
            self.attempt(lambda: edited(comment, f"{body} {self.written}"), check)

    @rule(number=st.integers(0, 5), who=st.integers(0, 1), verb=st.sampled_from(VERBS))
    def decide(self, number: int, who: int, verb: Verb) -> None:
        comment, moderator = self.some(number), self.moderators[who]
        if comment is None:
            return
        statement: dict[str, object] = {}
        if verb in {Verb.REFUSE, Verb.HIDE, Verb.REMOVE}:
            statement = {"rule": self.charter.rules.first(), "explanation": WHY}
        if verb == Verb.RESTORE:
            statement = {"explanation": WHY}
        self.attempt(lambda: getattr(comment, verb)(by=moderator, **statement), "nothing")

    @rule(number=st.integers(0, 5), who=st.integers(0, 1))
    def take_back(self, number: int, who: int) -> None:
        comment = self.some(number)
        last = comment.decisions.order_by("id").last() if comment else None
        if comment and last:
            self.attempt(lambda: comment.undo(last, by=self.moderators[who]), "nothing")

    @rule(number=st.integers(0, 5))
    def report(self, number: int) -> None:
        if (comment := self.some(number)) and (broken_rule := self.charter.rules.first()):
            Report.objects.file(comment, sender=Sender(member=self.moderators[0]), rule=broken_rule)

    @rule(number=st.integers(0, 5))
    def hide_by_machine(self, number: int) -> None:
        if comment := self.some(number):
            statement = {"rule": self.charter.rules.first(), "explanation": WHY}
            self.attempt(lambda: comment.move_by_machine(Status.HIDDEN, **statement), "nothing")

    @invariant()
    def what_is_shown_was_passed(self) -> None:
        for comment in Comment.objects.filter(status=Status.PUBLISHED):
            text = Revision.objects.get(comment=comment, number=comment.revision)
            assert text.body == comment.body
            passed = text.verdict in {Verdict.PASS, Verdict.FLAG}
            by_a_person = comment.decisions.filter(
                now=Status.PUBLISHED,
                revision=comment.revision,
                role__in=(Role.MODERATOR, Role.CHIEF, Role.REVIEWER),
            )
            assert passed or by_a_person.exists()

    @invariant()
    def what_is_marked_waits_at_the_desk(self) -> None:
        for comment in Comment.objects.filter(status=Status.PUBLISHED):
            text = Revision.objects.get(comment=comment, number=comment.revision)
            looked_at = comment.decisions.filter(
                revision=comment.revision, role__in=(Role.MODERATOR, Role.CHIEF, Role.REVIEWER), reversed_by=None
            )
            assert comment.flagged == (text.verdict == Verdict.FLAG and not looked_at.exists())

    def some(self, number: int) -> Comment | None:
        return Comment.objects.select_related("author", "article").order_by("-id")[number : number + 1].first()

    def attempt(self, act: Callable[[], object], check: str) -> None:
        """Do it, under the check among the real ones; what the site refuses changes nothing."""
        among = (*checks.CHECKS[1:], ("words", CHECKS[check]))
        try:
            # Without the rates: nobody here waits.
            with mock.patch.object(checks, "CHECKS", among), transaction.atomic():
                act()
        except REFUSALS:
            pass


@pytest.mark.django_db
def test_only_what_intake_or_a_person_passed_is_ever_shown(
    caplog: pytest.LogCaptureFixture,
    free_article: Article,
    alice: User,
    basile: User,
    maud: User,
    carole: User,
    charter: Charter,
) -> None:
    caplog.set_level(logging.CRITICAL)
    Site.article, Site.charter = free_article, charter
    Site.authors, Site.moderators = [alice, basile], [maud, carole]
    run_state_machine_as_test(Site, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))
