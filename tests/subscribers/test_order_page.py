"""To order: what is bought is said before the button, two clicks are one order, and a trial says that it is one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from newsroom.subscribers.models import Order, Plan, User
from tests.subscribers.ordering import paid, plan

Browse = Callable[[User], Client]
PAGE = "/plans/mensuel/order/"


@pytest.fixture(autouse=True)
def monthly(db: None) -> Plan:
    return plan()


def order_it(client: Client, agreed: str = "990 EUR month") -> str:
    """Click on the button; return where it leads."""
    answer = client.post(PAGE, {"agreed": agreed})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def main_of(client: Client, path: str = PAGE) -> str:
    """Return the page without its furniture."""
    return client.get(path).content.decode().partition("<main")[2].partition("</main")[0]


def test_a_stranger_is_led_through_sign_in_and_back_to_the_plan(client: Client) -> None:
    assert f'href="{PAGE}"' in main_of(client, "/plans/")
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
    assert f"next={PAGE}" in client.get(f"/accounts/login/?next={PAGE}").content.decode().replace("%2F", "/")


def test_the_page_says_all_before_the_button_the_law_names(browse: Browse, chloe: User) -> None:
    before, _button, after = main_of(browse(chloe)).partition("Commander avec obligation de paiement")

    assert _button
    for said in ("9,90", "par mois", "taxes comprises", "14 jours"):
        assert said in before
    assert "Si un paiement échoue" in after


def test_paying_in_the_trial_opens_the_paper(browse: Browse, chloe: User) -> None:
    reader = browse(chloe)
    bank = order_it(reader)
    assert "aucun argent" in main_of(reader, bank)

    answer = reader.post(bank, {"deed": "pay"})

    assert answer.headers["Location"] == "/account/subscription/"
    assert chloe.subscription_runs()
    assert 'data-state="renews"' in main_of(reader, "/account/subscription/")


def test_two_clicks_lead_to_one_checkout(browse: Browse, chloe: User) -> None:
    reader = browse(chloe)

    assert order_it(reader) == order_it(reader)
    assert Order.objects.count() == 1


def test_a_refused_payment_opens_nothing_and_may_be_tried_again(browse: Browse, chloe: User) -> None:
    reader = browse(chloe)
    bank = order_it(reader)

    reader.post(bank, {"deed": "fail"})

    assert not chloe.subscription_runs()
    assert 'data-state="open"' in main_of(reader, "/account/subscription/")
    assert order_it(reader) == bank


def test_the_bank_plays_a_renewal_and_stops_once_cancelled(browse: Browse, chloe: User) -> None:
    order, reader = paid(chloe), browse(chloe)
    bank = f"/payments/trial/{order.reference}/"

    reader.post(bank, {"deed": "pay"})
    assert chloe.subscriptions.count() == 2

    order.refresh_from_db()
    order.cancel(by=chloe)
    assert reader.post(bank, {"deed": "pay"}).status_code == 409
    assert chloe.subscriptions.count() == 2
    assert reader.get(bank).status_code == 200


def test_nobody_plays_the_bank_of_another(browse: Browse, chloe: User, basile: User) -> None:
    order = paid(chloe)

    assert browse(basile).post(f"/payments/trial/{order.reference}/", {"deed": "pay"}).status_code == 404


def test_a_price_that_changed_meanwhile_is_shown_and_nothing_ordered(browse: Browse, chloe: User) -> None:
    answer = browse(chloe).post(PAGE, {"agreed": "890 EUR month"})

    assert answer.status_code == 409
    assert "9,90" in answer.content.decode()
    assert not Order.objects.exists()


def test_who_subscribes_is_told_so_and_orders_nothing(browse: Browse, alice: User) -> None:
    reader = browse(alice)

    assert "Commander avec obligation" not in main_of(reader)
    assert reader.post(PAGE, {"agreed": "990 EUR month"}).status_code == 409
    assert not Order.objects.exists()


def test_where_nothing_is_sold_on_line_the_plans_say_how_to_subscribe(
    browse: Browse, chloe: User, settings: Settings
) -> None:
    order = paid(chloe)
    settings.PAYMENT = "off"
    settings.PUBLISHER = replace(settings.PUBLISHER, email="abonnements@echo.example")
    reader = Client()

    plans = main_of(reader, "/plans/")
    assert "mailto:abonnements@echo.example" in plans
    assert PAGE not in plans
    assert browse(chloe).get(PAGE).headers["Location"] == "/plans/"
    assert browse(chloe).get(f"/payments/trial/{order.reference}/").status_code == 404


@pytest.mark.parametrize("offered", [True, False])
def test_only_a_plan_on_offer_is_ordered(browse: Browse, chloe: User, offered: bool) -> None:
    Plan.objects.update(offered=offered)

    assert browse(chloe).get(PAGE).status_code == (200 if offered else 404)


def test_the_pages_cost_a_constant_number_of_queries(
    browse: Browse, chloe: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = paid(chloe)
    for _time in range(3):
        order.cancel(by=chloe)
        order.keep(by=chloe)
    reader = browse(chloe)

    # The session, the user, the plan, the sections, the subscription shown, and whether one runs.
    with django_assert_num_queries(6):
        reader.get(PAGE)
    # The session, the user, the subscription shown, the sections, the orders, their letters.
    with django_assert_num_queries(6):
        reader.get("/account/subscription/")


def test_a_letter_stands_on_the_page_as_it_was_sent(browse: Browse, chloe: User) -> None:
    order = paid(chloe)

    page = main_of(browse(chloe), "/account/subscription/")

    assert order.letters.get().text.splitlines()[0] in page
    assert "details" in page


def test_a_reader_sees_their_own_contracts_alone(browse: Browse, chloe: User, basile: User) -> None:
    order = paid(chloe)

    assert order.reference not in main_of(browse(basile), "/account/subscription/")
