"""What was opened signed out, in the account one signs in to."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles import meter
from articles.models import Article, MeterReading
from newsroom.subscribers.models import User
from tests.articles.metering import click, opened
from tests.factories import SECRET

type Browse = Callable[[User], Client]


@pytest.fixture(autouse=True)
def three_a_month(settings: Settings) -> None:
    settings.METER = 3


def test_what_was_opened_signed_out_is_open_in_the_account(client: Client, metered: list[Article], chloe: User) -> None:
    click(client, metered[0])
    chloe.set_password("une phrase de passe assez longue")
    chloe.save()
    chloe.confirm_address()

    answer = client.post(
        reverse("account_login"), {"login": chloe.email, "password": "une phrase de passe assez longue"}
    )

    assert answer.status_code == 302
    assert answer.cookies[meter.COOKIE].value == ""
    assert "no-store" in answer.headers["Cache-Control"]
    assert MeterReading.objects.opened_by(chloe) == (metered[0].pk,)
    assert opened(client, metered) == [0]


def test_a_session_that_is_there_already_takes_the_cookie_in(
    client: Client, browse: Browse, metered: list[Article], chloe: User
) -> None:
    click(client, metered[0])
    browse(chloe)

    answer = client.get(metered[0].get_absolute_url())

    assert SECRET in answer.content.decode()
    assert answer.cookies[meter.COOKIE].value == ""


def test_the_cookie_of_another_reader_adds_to_what_is_read_and_opens_no_more(
    browse: Browse, metered: list[Article], chloe: User
) -> None:
    click(browse(chloe), metered[0])
    client = browse(chloe)
    client.cookies[meter.COOKIE] = meter.cookie([one.pk for one in metered[3:]], timezone.now())

    assert opened(client, metered) == [0, 3, 4]
    click(client, metered[1])
    assert opened(client, metered) == [0, 3, 4]


def test_what_is_no_metered_article_any_more_is_not_taken_in(
    browse: Browse, metered: list[Article], walled_article: Article, chloe: User
) -> None:
    client = browse(chloe)
    client.cookies[meter.COOKIE] = meter.cookie([walled_article.pk, 10**9, metered[0].pk], timezone.now())

    assert opened(client, [walled_article, metered[0]]) == [1]
    assert MeterReading.objects.opened_by(chloe) == (metered[0].pk,)


def test_a_subscriber_s_cookie_goes_too(client: Client, browse: Browse, metered: list[Article], alice: User) -> None:
    click(client, metered[0])

    assert browse(alice).get("/").cookies[meter.COOKIE].value == ""
