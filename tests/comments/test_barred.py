"""Invariant 3: who is suspended, banned or lapsed writes nothing and recommends nothing, and loses nothing else.

First as a table, through the addresses; then under sanctions, subscriptions and days in any order, against a count
made by hand.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from articles.models import Article
from comments import intake, tokens
from comments.models import Comment, Policy, Recommendation, Report, Rule, Sanction, Status
from newsroom.subscribers.models import Subscription, User
from tests import factories
from tests.comments.cast import TIMES, Cast
from tests.comments.judged import edited, submission
from tests.comments.pages import text_of
from tests.comments.trees import planted

type Act = Callable[[Client, "Scene"], HttpResponseBase]
WEEK = timedelta(days=7)


class Scene:
    """What the barred member wrote before, and what another wrote."""

    def __init__(self, member: User, article: Article, other: User, by: User, rule: Rule) -> None:
        self.member, self.article, self.rule = member, article, rule
        self.own, self.others, self.liked = planted(article, member), planted(article, other), planted(article, other)
        Recommendation.objects.give(self.liked, by=member)
        removed = planted(article, member)
        self.removal = removed.remove(by=by, rule=rule, explanation="Une insulte.")

    def what_stands(self) -> list[object]:
        """Return all that a refused act could have changed."""
        rows = Comment.objects.order_by("id").values_list("pk", "body", "revision", "status", "recommended")
        return [*rows, *Recommendation.objects.order_by("id").values_list("comment", "member")]


def post(path: str, **fields: str) -> Act:
    """Return what sends the form; {own}, {others}… are the comments of the scene."""

    def act(browser: Client, scene: Scene) -> HttpResponseBase:
        names = {name: one.pk for name, one in vars(scene).items() if isinstance(one, (Comment, Article, Rule))}
        sent = {name: value.format(**names) for name, value in fields.items()}
        return browser.post(path.format(**names), sent)

    return act


SANCTIONS = ["suspension", "ban", "warning"]
BARRED = [*SANCTIONS, "lapsed", "never subscribed"]
REFUSED: dict[str, Act] = {
    "post": post("/discussions/{article}/", body="Un avis.", key="clef"),
    "reply": post("/discussions/{article}/", body="Un avis.", key="clef", parent="{others}"),
    "edit": post("/comments/{own}/edit/", body="Un autre avis.", key="clef", revision="1"),
    "recommend": post("/comments/{others}/recommendation/", given="1"),
    "take a recommendation back": post("/comments/{liked}/recommendation/", given="0"),
}
# There is no export of one's data yet: it joins this table with its address.
OPEN: dict[str, tuple[Act, Callable[[Scene], bool]]] = {
    "withdraw": (
        post("/comments/{own}/withdrawal/"),
        lambda scene: Comment.objects.get(pk=scene.own.pk).status == Status.WITHDRAWN,
    ),
    "report": (
        post("/comments/{others}/report/", rule="{rule}", words=""),
        lambda scene: Report.objects.filter(comment=scene.others, reporter=scene.member).exists(),
    ),
    "appeal": (
        lambda browser, scene: browser.post(tokens.for_author(scene.removal), {"words": "Relisez."}),
        lambda scene: scene.removal.appeals.exists(),
    ),
    "appeal against the sanction": (
        lambda browser, scene: browser.post(
            tokens.for_author(Sanction.objects.get(member=scene.member).decision), {"words": "Relisez."}
        ),
        lambda scene: Sanction.objects.get(member=scene.member).decision.appeals.exists(),
    ),
}


def bar(member: User, kind: str, by: User, rule: Rule) -> None:
    """Let the member be suspended, banned, warned, or without a subscription that runs."""
    if kind == "lapsed":
        Subscription.objects.filter(user=member).update(ends_at=timezone.now() - timedelta(seconds=1))
    elif kind == "never subscribed":
        Subscription.objects.filter(user=member).delete()
    else:
        ends_at = timezone.now() + WEEK if kind == "suspension" else None
        factories.sanction(member, level=kind, by=by, rule=rule, ends_at=ends_at)


@pytest.fixture
def scene(free_article: Article, alice: User, basile: User, carole: User, rule: Rule) -> Scene:
    """Alice, before she is barred."""
    return Scene(alice, free_article, basile, carole, rule)


@pytest.mark.parametrize("kind", BARRED)
@pytest.mark.parametrize("act", REFUSED)
def test_who_is_barred_does_not(
    act: str, kind: str, scene: Scene, carole: User, rule: Rule, browse: Callable[[User], Client]
) -> None:
    browser = browse(scene.member)
    bar(scene.member, kind, carole, rule)
    before = scene.what_stands()

    assert REFUSED[act](browser, scene).status_code == 403
    assert scene.what_stands() == before


@pytest.mark.parametrize(
    ("act", "kind"),
    [(act, kind) for act in OPEN for kind in BARRED if act != "appeal against the sanction" or kind in SANCTIONS],
)
def test_who_is_barred_still_does(
    act: str, kind: str, scene: Scene, carole: User, rule: Rule, browse: Callable[[User], Client]
) -> None:
    browser, (do, is_done) = browse(scene.member), OPEN[act]
    bar(scene.member, kind, carole, rule)

    assert do(browser, scene).status_code == 302
    assert is_done(scene)


@pytest.mark.parametrize("act", REFUSED)
def test_who_is_not_barred_does(act: str, scene: Scene, browse: Callable[[User], Client]) -> None:
    assert REFUSED[act](browse(scene.member), scene).status_code in {302, 303}


@pytest.mark.parametrize("kind", BARRED)
def test_who_is_barred_reads_the_discussion_and_their_own_page(
    kind: str, scene: Scene, carole: User, rule: Rule, browse: Callable[[User], Client]
) -> None:
    browser = browse(scene.member)
    bar(scene.member, kind, carole, rule)

    assert scene.others.body in text_of(browser.get(scene.article.get_absolute_url()))
    assert scene.own.body in text_of(browser.get("/account/contributions/"))


# Any order: what a member may do is what is left of what befell them, counted by hand.

ATTEMPTS = ("post", "reply", "edit")
BEFALLS = ["impose"] * 3 + ["lift"] * 2 + ["read", "pay", "lapse", "wait", "wait", "wait", "wait"] + ["attempt"] * 8
DAYS = (1, 6, 8)
# A ban is seldom: nothing happens after it.
LEVELS = ("warning", "premoderation", "suspension", "suspension", "suspension", "suspension", "ban")


class Plain:
    """A member's standing, from nothing but dates."""

    def __init__(self) -> None:
        # Level, when it ends (None: not by itself), and the sanction itself, to lift it.
        self.held: list[tuple[str, datetime | None, Sanction]] = []
        self.paid = True

    def in_force(self, now: datetime) -> list[tuple[str, datetime | None, Sanction]]:
        return [one for one in self.held if one[1] is None or one[1] > now]

    def may_write(self, now: datetime) -> bool:
        return self.paid and all(level == "premoderation" for level, _ends, _sanction in self.in_force(now))


class Member:
    """One of the cast, whom all of it befalls."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.plain, self.luck = cast, Plain(), Random(0)  # noqa: S311 - a game of chance
        self.member, self.article, self.number = cast.members[0], cast.articles[0], 0
        self.others = planted(self.article, cast.members[1])
        # Where the discussion closes by itself is another table's matter.
        Policy.objects.revise(by=cast.staff[3], closes_after_days=0)

    @property
    def now(self) -> datetime:
        return self.cast.clock.now

    def impose(self) -> None:
        level = self.luck.choice(LEVELS)
        ends_at = self.now + WEEK if level == "suspension" else None
        if not any(held in {level, "ban"} for held, _ends, _sanction in self.plain.in_force(self.now)):
            by, rule = self.cast.staff[3], self.cast.rules[0]
            made = factories.sanction(self.member, level=level, by=by, rule=rule, ends_at=ends_at)
            self.plain.held.append((level, ends_at, made))

    def lift(self) -> None:
        if held := self.plain.in_force(self.now):
            one = self.luck.choice(held)
            one[2].lift(by=self.cast.staff[2], explanation="Entendu.")
            self.plain.held.remove(one)

    def read(self) -> None:
        for one in [one for one in self.plain.held if one[0] == "warning"]:
            one[2].acknowledge(by=self.member)
            self.plain.held.remove(one)

    def pay(self) -> None:
        Subscription.objects.filter(user=self.member).update(ends_at=None)
        self.plain.paid = True

    def lapse(self) -> None:
        Subscription.objects.filter(user=self.member).update(ends_at=self.now)
        self.plain.paid = False

    def wait(self) -> None:
        self.cast.clock.wait(days=self.luck.choice(DAYS))

    def attempt(self) -> None:
        self.number += 1
        body, parent = f"Avis {self.number}.", self.others.pk if self.luck.random() < 1 / 2 else None
        is_edit = self.luck.random() < 1 / 3
        own = planted(self.article, self.member) if is_edit else None
        if own:
            Comment.objects.filter(pk=own.pk).update(created_at=self.now)
        try:
            if own:
                edited(Comment.objects.get(pk=own.pk), body)
            else:
                intake.submit(submission(self.article, self.member, body, parent_id=parent))
        except intake.NotAllowed:
            assert not self.plain.may_write(self.now)
        else:
            assert self.plain.may_write(self.now)


def test_who_may_write_is_who_a_plain_count_says(cast: Cast) -> None:
    start = cast.clock.now

    @settings(max_examples=25 * TIMES, phases=[Phase.generate], deadline=None, database=None)
    @given(st.integers(0, 2**63))
    def lived(seed: int) -> None:
        cast.clock.now = start
        with transaction.atomic():
            member = Member(cast)
            member.luck.seed(seed)
            for _deed in range(40):
                cast.clock.wait(seconds=1)
                getattr(member, member.luck.choice(BEFALLS))()
            transaction.set_rollback(True)

    lived()
