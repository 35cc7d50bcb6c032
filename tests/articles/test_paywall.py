"""Who may read what: the paywall's policy as a table, and what its teaser leaves out."""

from dataclasses import replace

import pytest

from articles import paywall
from articles.meter import Meter
from articles.models import Article
from articles.paywall import Reader, Reason
from tests.factories import PARAGRAPH, SECRET, WALLED_BODY

LONG = " ".join(["mot"] * 120)
PK, OTHER = 7, 8
READERS = {
    "signed out": Reader(),
    "member": Reader(signed_in=True),
    "subscriber": Reader(signed_in=True, subscribed=True),
    "in grace": Reader(signed_in=True, in_grace=True),
    "staff": Reader(signed_in=True, staff=True),
}
METERS = {
    "no meter": Meter(0),
    "fresh": Meter(2),
    "one read": Meter(2, (OTHER,)),
    "opened": Meter(2, (PK,)),
    "opened, none left": Meter(2, (OTHER, PK)),
    "used up": Meter(2, (OTHER, 9)),
    # The paper lowered the number after they were opened.
    "opened, over the number": Meter(1, (OTHER, PK)),
    "used up, over the number": Meter(1, (OTHER, 9)),
}
# Whatever the meter says: by access and reader.
WHATEVER_THE_METER = {
    "free": dict.fromkeys(READERS, Reason.FREE),
    "metered": {"subscriber": Reason.SUBSCRIBER, "in grace": Reason.GRACE, "staff": Reason.STAFF},
    "subscribers": {
        "signed out": Reason.SIGNED_OUT,
        "member": Reason.NO_SUBSCRIPTION,
        "subscriber": Reason.SUBSCRIBER,
        "in grace": Reason.GRACE,
        "staff": Reason.STAFF,
    },
    "a word nobody knows": {
        "signed out": Reason.SIGNED_OUT,
        "member": Reason.NO_SUBSCRIPTION,
        "subscriber": Reason.NO_SUBSCRIPTION,
        "in grace": Reason.NO_SUBSCRIPTION,
        "staff": Reason.STAFF,
    },
}
# A metered article, for who has a meter.
BY_METER = {
    "fresh": Reason.UNOPENED,
    "one read": Reason.UNOPENED,
    "opened": Reason.METERED,
    "opened, none left": Reason.METERED,
    "used up": Reason.METERED_OUT,
    "opened, over the number": Reason.METERED,
    "used up, over the number": Reason.METERED_OUT,
}
WALL = {"signed out": Reason.SIGNED_OUT, "member": Reason.NO_SUBSCRIPTION}
OPENS = {Reason.FREE, Reason.STAFF, Reason.SUBSCRIBER, Reason.GRACE, Reason.METERED, Reason.GIFT}


def expected(access: str, reader: str, meter: str, gift: bool) -> Reason:
    """Return what the rules say in words."""
    opens = WHATEVER_THE_METER[access].get(reader)
    if opens in OPENS:
        return opens
    if access == "metered" and BY_METER.get(meter) == Reason.METERED:
        return Reason.METERED
    if gift and access in {"metered", "subscribers"}:
        return Reason.GIFT
    return opens or BY_METER.get(meter) or WALL[reader]


@pytest.mark.parametrize("gift", [False, True], ids=["no gift", "a gift"])
@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("access", WHATEVER_THE_METER)
def test_the_policy(access: str, reader: str, meter: str, gift: bool) -> None:
    asks = replace(READERS[reader], gift=gift)

    answer = paywall.decide(Article(pk=PK, access=access), asks, METERS[meter])

    assert answer.reason == expected(access, reader, meter, gift)
    assert answer.granted == (answer.reason in OPENS)
    assert answer.may_open == (answer.reason == Reason.UNOPENED)


@pytest.mark.parametrize(
    ("reason", "meter", "own"),
    [
        (Reason.FREE, "opened", False),
        (Reason.SIGNED_OUT, "opened", False),
        (Reason.UNOPENED, "fresh", False),
        (Reason.UNOPENED, "one read", True),
        (Reason.METERED, "opened", True),
        (Reason.METERED_OUT, "used up", True),
    ],
)
def test_an_answer_is_everybody_s_where_nothing_of_the_reader_decided_it(reason: Reason, meter: str, own: bool) -> None:
    access = {Reason.FREE: "free", Reason.SIGNED_OUT: "subscribers"}.get(reason, "metered")
    answer = paywall.decide(Article(pk=PK, access=access), Reader(), METERS[meter])

    assert (answer.reason, answer.is_own) == (reason, own)


@pytest.mark.parametrize(
    ("meter", "left"), [("fresh", 2), ("one read", 1), ("used up", 0), ("used up, over the number", 0)]
)
def test_the_meter_says_how_many_are_left(meter: str, left: int) -> None:
    assert METERS[meter].left == left


def test_an_article_without_a_choice_is_for_subscribers() -> None:
    assert not paywall.decide(Article(), Reader(), Meter(5)).granted


def test_an_article_that_is_not_stored_yet_is_opened_by_nothing() -> None:
    assert not paywall.decide(Article(access="metered"), Reader(), Meter(5, (1,))).granted


@pytest.mark.parametrize(
    ("body", "teaser"),
    [
        (WALLED_BODY, PARAGRAPH),
        (f'<p>a</p><hr class="wall"><p>{SECRET}</p>', "<p>a</p>"),
        (f'<hr class="wall"><p>{SECRET}</p>', ""),
        (f"<p>{SECRET}</p>", ""),
        (f"<p>{SECRET}</p><hr>", ""),
        (f'<p>{SECRET}</p><figure><img src="/x.png" alt=""></figure>', ""),
        (f"<p>{SECRET} {'mot ' * 120}</p><p>{'mot ' * 60}</p>", ""),
        (f"<p>{LONG}</p><p>{LONG}</p><p>{SECRET}</p>", f"<p>{LONG}</p>"),
        (f"<p>court</p>\n{PARAGRAPH}\n<p>{SECRET}</p>", f"<p>court</p>\n{PARAGRAPH}"),
        (f"<p>court</p>\n<h2>titre</h2>\n<p>{SECRET}</p>", "<p>court</p>"),
        ("", ""),
    ],
)
def test_the_teaser_ends_where_the_wall_stands(body: str, teaser: str) -> None:
    assert paywall.teaser(body) == teaser


def test_the_whole_body_does_not_show_the_wall_mark() -> None:
    assert paywall.whole('<p>a</p><hr class="wall"><p>b</p>') == "<p>a</p><p>b</p>"
