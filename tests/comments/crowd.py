"""A crowd under two articles, of whom each does what comes to their mind: what the invariants are tested under.

Nothing here says what is right: a test of an invariant has a crowd of its own, that looks around after each deed.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from articles.models import Article
from comments import desk_bulk, intake, reporting
from comments.models import (
    Appeal,
    Comment,
    Decision,
    Discussion,
    MoveNotAllowed,
    Policy,
    Recommendation,
    Report,
    Sanction,
    Selection,
    StaleAppeal,
    StaleMove,
    StaleProposal,
    Verdict,
)
from comments.models.sender import Sender
from comments.models.transitions import Verb
from newsroom.subscribers.models import User
from tests.comments.cast import LISTED, TIMES, WHY, Cast
from tests.comments.judged import edited, submission

REFUSALS = (
    ValidationError, intake.NotAllowed, intake.NotEditable, MoveNotAllowed, StaleMove, StaleAppeal, StaleProposal,
    reporting.TooManyReports,
)  # fmt: skip
PHRASES = ["avis", "avis", "avis", "avis", *LISTED, "voir http://a.b http://c.d http://e.f"]
TAKING = (Verb.REFUSE, Verb.HIDE, Verb.REMOVE)
OUTCOMES = [*Appeal.Outcome, Appeal.Outcome.REVERSED, Appeal.Outcome.REVERSED]
STATES = [Discussion.State.OPEN, Discussion.State.OPEN, Discussion.State.PREMODERATED, Discussion.State.CLOSED]
# What closes the windows: of a slip, of an edit, of a discussion.
WAITS = [timedelta(seconds=20)] * 5 + [timedelta(minutes=20), timedelta(days=31)]
SOMETIMES, ANSWERS, LATEST = 0.15, 0.6, 8
# How often each thing is done, of all that is done.
DEEDS = {
    "wait": 3, "write": 24, "change": 7, "withdraw": 3, "erase": 4, "report": 5, "report_together": 4, "recommend": 4,
    "decide": 22, "decide_many": 4, "take_back": 8, "select": 3, "sanction": 1, "end_sanction": 5, "appeal": 9,
    "govern": 2, "revise": 2,
}  # fmt: skip
A_LIFE = 60


class Crowd:
    """One life of both discussions; the caller takes all of it back at its end."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.luck = Random(0)  # noqa: S311 - a game of chance
        # Each text bears a word that no other does; here is the comment that it became.
        self.words: dict[str, int] = {}
        self.sent = 0
        # Those that no machine may show, whatever the checks say.
        self.to_be_held: set[str] = set()
        # How a comment stood when somebody first looked.
        self.seen: dict[int, Comment] = {}
        # The comments that the last deed was about, and whether anything of it was let be done.
        self.touched: set[int] = set()
        self.happened = False

    def live(self, seed: int) -> None:
        """Do whatever the dice say, and look around after each deed; a failure tells all that was done."""
        self.luck.seed(seed)
        deeds = ["write"] * 4 + self.luck.choices(list(DEEDS), list(DEEDS.values()), k=A_LIFE)
        for number, name in enumerate(deeds):
            self.touched, self.happened = set(), name == "wait"
            try:
                getattr(self, name)()
                # What was refused was taken back whole: there is nothing new to see.
                if self.happened:
                    self.look(name)
            except Exception as error:
                error.add_note(f"Seed {seed}, after: {', '.join(deeds[: number + 1])}.")
                raise
        self.look_at_the_end()

    def look(self, deed: str) -> None:
        """See, after each deed, that what must hold holds."""

    def look_at_the_end(self) -> None:
        """See it where that is too slow to be seen after each."""

    def do(self, act: Callable[[], object], *about: Comment) -> bool:
        """Do it, and return whether the site let it be done; no two deeds are done at the same moment."""
        self.cast.clock.wait(milliseconds=1)
        self.touched |= {comment.pk for comment in about}
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            return False
        self.happened = True
        return True

    def sometimes(self) -> bool:
        return self.luck.random() < SOMETIMES

    def pick(self, *, from_memory: bool = False, reached: bool = False) -> Comment:
        """Return one of the latest comments, mostly `reached` ones, as it is or was when somebody first looked."""
        rows = Comment.objects.select_related("author", "article__section").order_by("-id")
        if reached and not self.sometimes():
            rows = rows.reachable() if rows.reachable().exists() else rows
        number = self.luck.randrange(LATEST)
        found = rows[number : number + 1].first() or rows[0]
        return self.seen.setdefault(found.pk, found) if from_memory else found

    def member(self) -> User:
        return self.luck.choice(self.cast.members)

    def moderator(self) -> User:
        return self.luck.choice(self.cast.staff)

    def text(self, author: User, article: Article) -> str:
        """Return a text for the article; note whether it is to wait, and let a check fail on it, now and then."""
        self.sent += 1
        phrase, word = self.luck.choice(PHRASES), f"mot{self.sent}fin"
        self.cast.check.fails = self.sometimes()
        held = Sanction.objects.in_force().filter(member=author, level=Sanction.Level.PREMODERATION).exists()
        waits = held or Discussion.objects.of(article).is_premoderated
        if waits or self.cast.check.fails or LISTED.get(phrase) in {Verdict.HOLD, Verdict.REFUSE}:
            self.to_be_held.add(word)
        return f"{phrase} {word}"

    def note(self, comment: Comment) -> None:
        if comment.body:
            self.words[word_in(comment.body)] = comment.pk

    # Members.

    def write(self) -> None:
        article, author, parent = self.cast.articles[self.sometimes()], self.member(), None
        if self.luck.random() < ANSWERS and Comment.objects.exists():
            parent = self.pick(reached=True)
            article = parent.article
        body = self.text(author, article)
        sent = submission(article, author, body, parent_id=parent.pk if parent else None)
        self.do(lambda: self.note(intake.submit(sent)))

    def change(self) -> None:
        comment = self.pick(from_memory=self.sometimes(), reached=self.luck.random() < ANSWERS)
        body = self.text(comment.author, comment.article)
        self.do(lambda: self.note(edited(comment, body)), comment)

    def withdraw(self) -> None:
        comment = self.pick(from_memory=self.sometimes(), reached=True)
        by = self.member() if self.sometimes() else comment.author
        self.do(lambda: comment.withdraw(by=by), comment)

    def erase(self) -> None:
        comment = self.pick(from_memory=self.sometimes(), reached=True)
        by = self.moderator() if self.sometimes() else comment.author
        self.do(lambda: comment.erase(by=by), comment)

    def report(self) -> None:
        comment, reporter, broken = self.pick(reached=True), self.member(), self.luck.choice(self.cast.rules)
        if comment.author != reporter:
            self.do(lambda: reporting.file(comment, Sender(member=reporter), rule=broken), comment)

    def report_together(self) -> None:
        """Three people with a good record report the same, and it is withheld."""
        comment, broken = self.pick(reached=True), self.luck.choice(self.cast.rules)
        for reporter in self.cast.readers:
            self.do(lambda: reporting.file(comment, Sender(member=reporter), rule=broken), comment)  # noqa: B023

    def recommend(self) -> None:
        member, comment = self.member(), self.pick(reached=True)
        if comment.author != member and Comment.objects.reachable().filter(pk=comment.pk).exists():
            give, take_back = Recommendation.objects.give, Recommendation.objects.take_back
            self.do(lambda: (take_back if self.sometimes() else give)(comment, by=member))

    # The desk.

    def decide(self) -> None:
        comment, by = self.pick(from_memory=self.sometimes()), self.moderator()
        verbs = comment.verbs_open_to(by)
        verb = self.luck.choice(list(Verb) if self.sometimes() or not verbs else verbs)
        self.do(lambda: getattr(comment, verb)(by=by, **self.grounds(verb)), comment)

    def decide_many(self) -> None:
        """Decide on several at one stroke, and perhaps take it all back."""
        batch, by, verb = uuid4(), self.moderator(), self.luck.choice([*TAKING, Verb.PUBLISH, Verb.KEEP])
        for comment in {self.pick() for _time in range(3)}:
            self.do(lambda: getattr(comment, verb)(by=by, batch=batch, **self.grounds(verb)), comment)  # noqa: B023
        if self.luck.random() < ANSWERS:
            self.do(lambda: desk_bulk.undo(batch, by=by))

    def take_back(self) -> None:
        """Take back what one decided lately, or try to."""
        lately = Decision.objects.exclude(comment=None).select_related("comment", "decided_by").order_by("-id")[:3]
        if lately:
            decision = self.luck.choice(list(lately))
            by = self.moderator() if self.sometimes() or not decision.decided_by else decision.decided_by
            comment = Comment.objects.get(decisions=decision)
            self.do(lambda: comment.undo(decision, by=by), comment)

    def select(self) -> None:
        comment, by = self.pick(reached=True), self.moderator()
        change = Selection.objects.drop if self.sometimes() else Selection.objects.choose
        self.do(lambda: change(comment, by=by))

    def sanction(self) -> None:
        member, by, level = self.member(), self.moderator(), self.luck.choice(list(Sanction.Level))
        ends_at = self.cast.clock.now + timedelta(days=7) if level == Sanction.Level.SUSPENSION else None
        said: dict[str, Any] = {"rule": self.cast.rules[0], "explanation": WHY, "ends_at": ends_at}
        self.do(lambda: Sanction.objects.impose(member, level=level, by=by, override_reason="Menaces.", **said))

    def end_sanction(self) -> None:
        """Read a warning, lift what is in force, or take it back."""
        sanction = Sanction.objects.in_force().select_related("member", "decision__decided_by").first()
        if sanction is None:
            return
        if sanction.level == Sanction.Level.WARNING:
            self.do(lambda: sanction.acknowledge(by=sanction.member))
        elif by := sanction.decision.decided_by:
            self.do(lambda: sanction.undo(by=by) if self.sometimes() else sanction.lift(by=by, explanation="Entendu."))

    def appeal(self) -> None:
        """Somebody contests a decision, or the answer to their report, and somebody hears it."""
        report = Report.objects.exclude(decision=None).order_by("-id").first() if self.sometimes() else None
        against = Decision.objects.exclude(restriction="").order_by("-id").select_related("comment")[:LATEST]
        decisions = [report.decision] if report else list(against)
        if not decisions or not (decision := self.luck.choice(decisions)):
            return
        outcome, by = self.luck.choice(OUTCOMES), self.luck.choice(self.cast.staff[1:])
        measure: dict[str, Any] = {}
        if outcome in Appeal.REVERSING and (report or outcome == Appeal.Outcome.PARTLY_REVERSED):
            other = next(one for one in self.cast.rules if one.pk != decision.charter_rule_id)
            measure = {"rule": other} if decision.comment_id else {"level": Sanction.Level.PREMODERATION}

        def hear() -> None:
            appeal = Appeal.objects.submit(decision, words="Relisez.", report=report)
            appeal.decide(by=by, outcome=outcome, reasons="Relu.", **measure)

        self.do(hear, *filter(None, [decision.comment]))

    def govern(self) -> None:
        discussion, state = Discussion.objects.begun(self.cast.articles[0].pk), self.luck.choice(STATES)
        self.do(lambda: discussion.govern(by=self.cast.staff[0], state=state))

    def revise(self) -> None:
        stopped, held = self.sometimes(), self.luck.choice([0, 0, 1])
        self.do(lambda: Policy.objects.revise(by=self.cast.staff[0], stopped=stopped, first_comments_held=held))

    def wait(self) -> None:
        self.cast.clock.now += self.luck.choice(WAITS)

    def grounds(self, verb: Verb) -> dict[str, Any]:
        """Return what a moderator says with a verb."""
        if verb in TAKING:
            return {"rule": self.luck.choice(self.cast.rules), "explanation": WHY}
        return {"explanation": "Relu."} if verb == Verb.RESTORE else {}


def word_in(body: str) -> str:
    """Return the word that tells a text of the crowd from any other."""
    return body.rpartition(" ")[2]


def live(crowd: type[Crowd], cast: Cast, *, lives: int) -> None:
    """Let crowds live so many lives, each from the same beginning."""
    start = cast.clock.now

    @settings(max_examples=lives * TIMES, phases=[Phase.generate], deadline=None, database=None)
    @given(st.integers(0, 2**63))
    def lived(seed: int) -> None:
        cast.clock.now = start
        with transaction.atomic():
            crowd(cast).live(seed)
            transaction.set_rollback(True)

    lived()
