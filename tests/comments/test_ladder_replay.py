"""Whatever happens in whatever order, what is proposed and what is in force is what a plain count says."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil, inf

import pytest

from articles.models import Article
from comments.models import Comment, Proposal, Rule, Sanction
from comments.models.ladder import FIRST
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.clock import Clock
from tests.comments.striking import last_decision, refused

LEVELS = ["warning", "premoderation", "suspension", "ban"]
DAY = timedelta(days=1)
type Grave = tuple[int, float]


@dataclass
class Given:
    """Something the member received, was spared, or may receive."""

    grave: Grave
    comments: set[int]
    needs: int
    ends: datetime | None = None
    gone: bool = False
    read: bool = False

    def holds(self, now: datetime) -> bool:
        return not self.gone and not self.read and (self.ends is None or self.ends > now)


@dataclass
class Plain:
    """The ladder, counted by hand from the beginning each time."""

    down: dict[int, datetime] = field(default_factory=dict)
    sanctions: list[Given] = field(default_factory=list)
    spared: list[Given] = field(default_factory=list)
    proposed: Given | None = None

    def had(self, comment: int, grave: Grave, now: datetime) -> bool:
        for given in [one for one in self.sanctions if not one.gone] + self.spared:
            if comment in given.comments and given.grave >= grave:
                return True
        for held in self.sanctions:
            left = inf if held.ends is None else ceil((held.ends - now) / DAY)
            if held.holds(now) and (held.grave[0], left) >= grave:
                return True
        return False

    def weigh(self, now: datetime) -> None:
        for number, days, level, length in reversed(FIRST):
            grave = (LEVELS.index(level), float(length or inf))
            counted = {pk for pk, at in self.down.items() if at >= now - days * DAY and not self.had(pk, grave, now)}
            if len(counted) >= number:
                if self.proposed is None or grave > self.proposed.grave:
                    self.proposed = Given(grave, counted, number)
                return

    def reconsider(self, now: datetime) -> None:
        for given in self.sanctions:
            if (given.holds(now) or given.grave[0] == 0) and len(given.comments & self.down.keys()) < given.needs:
                given.gone = True
        if self.proposed and len(self.proposed.comments & self.down.keys()) < self.proposed.needs:
            self.proposed = None
        self.weigh(now)


@dataclass
class Life:
    """A member's days, lived twice: on the site, and by hand."""

    article: Article
    member: User
    moderator: User
    chief: User
    rule: Rule
    clock: Clock
    plain: Plain = field(default_factory=Plain)

    def refuse(self) -> None:
        [comment] = refused(self.article, self.member, self.moderator, self.rule)
        self.plain.down[comment.pk] = self.clock.now
        self.plain.weigh(self.clock.now)

    def slip(self) -> None:
        [comment] = refused(self.article, self.member, self.moderator, self.rule)
        self.plain.down[comment.pk] = self.clock.now
        self.plain.weigh(self.clock.now)
        comment.undo(last_decision(comment), by=self.moderator)
        del self.plain.down[comment.pk]
        self.plain.reconsider(self.clock.now)

    def put_back(self) -> None:
        if self.plain.down:
            pk = random.choice(sorted(self.plain.down))  # noqa: S311 - a game of chance
            Comment.objects.get(pk=pk).restore(by=self.chief, explanation="Relu.")
            del self.plain.down[pk]
            self.plain.reconsider(self.clock.now)

    def follow(self) -> None:
        if proposal := Proposal.objects.open().first():
            ends_at = self.clock.now + proposal.length if proposal.length else None
            factories.sanction(self.member, level=proposal.level, by=self.chief, rule=self.rule, ends_at=ends_at)
            given, self.plain.proposed = self.plain.proposed, None
            assert given is not None
            given.ends, given.comments = ends_at, given.comments & self.plain.down.keys()
            self.plain.sanctions.append(given)

    def dismiss(self) -> None:
        if proposal := Proposal.objects.open().first():
            proposal.dismiss(by=self.chief, reason="Sans gravité.")
            given, self.plain.proposed = self.plain.proposed, None
            assert given is not None
            self.plain.spared.append(given)

    def read(self) -> None:
        for warning in Sanction.objects.in_force().filter(level="warning"):
            warning.acknowledge(by=self.member)
        for given in self.plain.sanctions:
            given.read = given.read or given.grave[0] == 0

    def wait(self) -> None:
        self.clock.wait(days=random.choice([0, 1, 7, 30, 90]))  # noqa: S311 - a game of chance

    def check(self) -> None:
        """See that both say the same."""
        found = {(LEVELS.index(one.level), float(one.length_days or inf)) for one in Proposal.objects.open()}
        assert found == ({self.plain.proposed.grave} if self.plain.proposed else set())
        in_force = sorted(LEVELS.index(one.level) for one in Sanction.objects.in_force())
        assert in_force == sorted(one.grave[0] for one in self.plain.sanctions if one.holds(self.clock.now))


@pytest.mark.parametrize("seed", range(4))
def test_proposals_and_sanctions_are_what_a_plain_count_says(
    seed: int, free_article: Article, alice: User, maud: User, carole: User, rule: Rule,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    random.seed(seed)
    life = Life(free_article, alice, maud, carole, rule, Clock(monkeypatch))
    deeds = [life.refuse] * 6 + [life.slip, life.put_back, life.follow, life.follow, life.dismiss, life.read, life.wait]

    for _step in range(30):
        random.choice(deeds)()  # noqa: S311 - a game of chance
        life.check()
        life.clock.wait(seconds=20)
