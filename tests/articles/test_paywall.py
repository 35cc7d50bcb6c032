"""Who may read what: the paywall's policy as a table, and what its teaser leaves out."""

import pytest

from articles import paywall
from articles.models import Article
from articles.paywall import Reader, Reason
from tests.factories import PARAGRAPH, SECRET, WALLED_BODY

LONG = " ".join(["mot"] * 120)
SIGNED_OUT = Reader()
MEMBER = Reader(signed_in=True)
SUBSCRIBER = Reader(signed_in=True, subscribed=True)
STAFF = Reader(signed_in=True, staff=True)


@pytest.mark.parametrize(
    ("access", "reader", "granted", "reason"),
    [
        ("free", SIGNED_OUT, True, Reason.FREE),
        ("free", MEMBER, True, Reason.FREE),
        ("free", SUBSCRIBER, True, Reason.FREE),
        ("subscribers", SIGNED_OUT, False, Reason.SIGNED_OUT),
        ("subscribers", MEMBER, False, Reason.NO_SUBSCRIPTION),
        ("subscribers", SUBSCRIBER, True, Reason.SUBSCRIBER),
        ("subscribers", STAFF, True, Reason.STAFF),
        ("a word nobody knows", SUBSCRIBER, False, Reason.NO_SUBSCRIPTION),
    ],
)
def test_the_policy(access: str, reader: Reader, granted: bool, reason: Reason) -> None:
    assert paywall.decide(Article(access=access), reader) == paywall.Access(granted, reason)


def test_an_article_without_a_choice_is_for_subscribers() -> None:
    assert not paywall.decide(Article(), SIGNED_OUT).granted


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
