"""Who reports more than a person can is told to wait, with the text given back; nobody else is kept out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from comments.models import Comment, Report, Rule
from comments.reporting import MEMBER_REPORTS_AN_HOUR, STRANGER_RATE
from newsroom.subscribers.models import User
from tests.comments.pages import text_of
from tests.comments.reporting import WHOLE, address, send
from tests.comments.trees import planted

STRANGER_REPORTS = int(STRANGER_RATE.partition("/")[0])
# Many times what is let in: each of them is answered by a whole page.
FLOOD = STRANGER_REPORTS * 6
FLOODER = "203.0.113.7"


def flood(comment: Comment, times: int, **headers: str) -> list[int]:
    """Report as many strangers would, all from one address of the network unless `headers` tell another."""
    client = Client(REMOTE_ADDR=FLOODER)
    data = [WHOLE | {"email": f"zoe{number}@ailleurs.test"} for number in range(times)]
    return [client.post(address(comment), one, headers=headers).status_code for one in data]


def test_a_flood_of_reports_from_one_address_leaves_the_limit_and_locks_nobody_out(
    comment: Comment, browse: Callable[[User], Client], basile: User, rule: Rule
) -> None:
    answers = flood(comment, FLOOD)

    assert answers == [302] * STRANGER_REPORTS + [429] * (FLOOD - STRANGER_REPORTS)
    assert Report.objects.count() == STRANGER_REPORTS
    assert send(Client(REMOTE_ADDR="198.51.100.4"), comment).status_code == 302
    # A member at the very same address is counted by themselves.
    member = browse(basile)
    assert member.post(address(comment), {"rule": rule.pk}, REMOTE_ADDR=FLOODER).status_code == 302


def test_who_must_wait_is_told_how_long_and_keeps_the_text(comment: Comment) -> None:
    flood(comment, STRANGER_REPORTS)

    answer = send(Client(REMOTE_ADDR=FLOODER), comment)

    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    page = text_of(answer).replace("\u00a0", " ")
    assert "60 minutes" in page
    assert all(WHOLE[name] in page for name in ("words", "name", "email"))


def test_a_count_is_not_thrown_out_by_many_others(comment: Comment) -> None:
    flood(comment, STRANGER_REPORTS)

    for number in range(400):
        cache.set(f"another-{number}", [1.0], 3600)

    assert flood(comment, 1) == [429]


def test_what_is_not_whole_is_not_counted(comment: Comment) -> None:
    client = Client(REMOTE_ADDR=FLOODER)
    for _time in range(STRANGER_REPORTS + 1):
        assert send(client, comment, words="").status_code == 422

    assert send(client, comment).status_code == 302


@pytest.mark.parametrize(("proxies", "stopped"), [(0, True), (1, False)])
def test_a_forwarded_address_counts_behind_our_own_proxies_alone(
    comment: Comment, settings: Settings, proxies: int, stopped: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(STRANGER_REPORTS):
        flood(comment, 1, **{"X-Forwarded-For": f"203.0.113.{number}"})

    answer = Client(REMOTE_ADDR=FLOODER).post(address(comment), WHOLE, headers={"X-Forwarded-For": "198.51.100.4"})

    assert (answer.status_code == 429) == stopped


def test_a_member_waits_until_the_hour_is_over(
    free_article: Article, alice: User, basile: User, browse: Callable[[User], Client], rule: Rule
) -> None:
    begun = timezone.now() - timedelta(minutes=50)
    for number in range(MEMBER_REPORTS_AN_HOUR):
        at = begun + timedelta(seconds=number)
        Report.objects.create(
            comment=planted(free_article, alice), revision=1, reporter=basile, rule=rule, created_at=at
        )
    comment = planted(free_article, alice)

    answer = browse(basile).post(address(comment), {"rule": rule.pk, "words": "Encore lui."})

    assert answer.status_code == 429
    assert 500 < int(answer.headers["Retry-After"]) <= 600
    assert "Encore lui." in text_of(answer)
    assert not comment.reports.exists()
