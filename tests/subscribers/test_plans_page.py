"""The plans: what a subscription opens, what it costs, and how to have one."""

from collections.abc import Callable
from dataclasses import replace

from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from newsroom.subscribers.models import Plan, User


def test_the_plans_on_offer_are_shown_in_their_order(client: Client, db: None) -> None:
    Plan.objects.create(name="Annuel", slug="annuel", price_cents=9900, period="year", position=2)
    Plan.objects.create(name="Mensuel", slug="mensuel", price_cents=990, position=1, description="Sans <b>lien</b>")
    Plan.objects.create(name="Ancien", slug="ancien", price_cents=100, offered=False)

    page = client.get("/plans/").content.decode()

    assert page.index("Mensuel") < page.index("Annuel")
    assert "Ancien" not in page
    assert "9,90" in page
    assert "&lt;b&gt;lien&lt;/b&gt;" in page


def test_a_stranger_is_led_to_an_account_and_to_the_paper(client: Client, db: None, settings: Settings) -> None:
    settings.PUBLISHER = replace(settings.PUBLISHER, email="abonnements@echo.example")

    page = client.get("/plans/").content.decode()

    assert 'href="/accounts/signup/?next=/plans/"' in page
    assert 'href="mailto:abonnements@echo.example"' in page


def test_no_button_leads_nowhere(client: Client, db: None) -> None:
    Plan.objects.create(name="Mensuel", slug="mensuel", price_cents=990)
    main = client.get("/plans/").content.decode().partition("<main")[2].partition("</main")[0]

    assert "<button" not in main
    assert 'href="#"' not in main


def test_a_subscriber_is_told_so(browse: Callable[[User], Client], alice: User) -> None:
    main = browse(alice).get("/plans/").content.decode().partition("<main")[2].partition("</main")[0]

    assert 'href="/account/subscription/"' in main
    assert "/accounts/signup/" not in main


def test_the_page_costs_as_much_for_many_plans(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        Plan.objects.create(name=f"Formule {number}", slug=f"formule-{number}", price_cents=number)
    # The plans and the sections.
    with django_assert_num_queries(2):
        client.get("/plans/")
