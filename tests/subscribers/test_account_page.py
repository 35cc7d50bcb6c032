"""« Mon compte » : who one is to the paper, and what one may read until when."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from newsroom.subscribers.models import Plan, Subscription, User

Browse = Callable[[User], Client]
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, db: None) -> None:
    assert client.get("/account/").headers["Location"] == "/accounts/login/?next=/account/"


def test_the_reader_sees_who_they_are_and_where_to_go(browse: Browse, chloe: User) -> None:
    page = browse(chloe).get("/account/").content.decode()

    assert "<dd>Chloé</dd>" in page
    assert "<dd>chloe@exemple.test</dd>" in page
    for place in ("/account/contributions/", "/accounts/password/change/", "/accounts/email/", "/plans/"):
        assert f'href="{place}"' in page
    assert 'action="/accounts/logout/"' in page


@pytest.mark.parametrize(
    ("terms", "state"),
    [
        ([], "none"),
        ([{}], "running"),
        ([{"ends_at": NOW + DAY}], "running"),
        ([{"starts_at": NOW + DAY}], "ahead"),
        ([{"starts_at": NOW - 2 * DAY, "ends_at": NOW - DAY}], "over"),
        ([{"revoked_at": NOW}], "none"),
        ([{"starts_at": NOW - 2 * DAY, "ends_at": NOW - DAY}, {"ends_at": NOW + DAY}], "running"),
        ([{"starts_at": NOW + DAY}, {"starts_at": NOW - 2 * DAY, "ends_at": NOW - DAY}], "ahead"),
        ([{"revoked_at": NOW}, {"starts_at": NOW - 2 * DAY, "ends_at": NOW - DAY}], "over"),
    ],
)
def test_the_subscription_is_said_in_words(
    browse: Browse, chloe: User, terms: list[dict[str, datetime]], state: str
) -> None:
    for term in terms:
        Subscription.objects.create(user=chloe, **{"starts_at": NOW - DAY, **term})

    assert f'data-state="{state}"' in browse(chloe).get("/account/").content.decode()


def test_of_several_the_one_that_lasts_longest_is_said(browse: Browse, chloe: User) -> None:
    Subscription.objects.create(user=chloe, starts_at=datetime(2020, 1, 1, tzinfo=UTC))
    forever = Plan.objects.create(name="À vie", slug="a-vie", price_cents=0)
    Subscription.objects.create(user=chloe, plan=forever, starts_at=datetime(2019, 1, 1, tzinfo=UTC))
    Subscription.objects.create(user=chloe, ends_at=timezone.now() + DAY)

    page = browse(chloe).get("/account/").content.decode()

    assert _("You subscribe.") in page


def test_the_last_day_is_said_not_the_midnight_after(browse: Browse, chloe: User) -> None:
    Subscription.objects.create(user=chloe, ends_at=datetime(2099, 12, 31, 23, tzinfo=UTC))

    assert "31 décembre 2099" in browse(chloe).get("/account/").content.decode()


def test_the_page_costs_four_queries(
    browse: Browse, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(alice)
    # The session, the user, the sections of the masthead, and the subscription shown.
    with django_assert_num_queries(4):
        client.get("/account/")


@pytest.mark.parametrize("page", ["/account/", "/accounts/password/change/", "/accounts/email/"])
def test_the_reader_s_own_pages_name_each_other_and_no_shared_cache_keeps_them(
    browse: Browse, zoe: User, page: str
) -> None:
    response = browse(zoe).get(page)

    assert response.status_code == 200
    assert "Cookie" in response.headers["Vary"]
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert f'<a href="{page}" aria-current="page">' in response.content.decode()
