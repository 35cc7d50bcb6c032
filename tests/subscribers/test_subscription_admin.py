"""Subscriptions in the admin: granted and revoked by name, never edited, never deleted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from newsroom.audit.models import Entry
from newsroom.subscribers.models import Plan, Subscription, User
from tests import factories

Browse = Callable[[User], Client]
LIST = "/admin/subscribers/subscription/"
ADD = f"{LIST}add/"


def page_of(subscription: Subscription) -> str:
    return f"{LIST}{subscription.pk}/change/"


def terms(user: User, **more: str) -> dict[str, str]:
    """Return the form that grants the user a subscription from this morning on."""
    return {"user": str(user.pk), "starts_at_0": f"{timezone.localdate()}", "starts_at_1": "00:00:00", **more}


def test_the_publisher_grants_a_subscription(browse: Browse, chloe: User, paul: User) -> None:
    plan = Plan.objects.create(name="Mensuel", slug="mensuel", price_cents=990)

    assert browse(paul).post(ADD, terms(chloe, plan=str(plan.pk))).status_code == 302

    granted = chloe.subscriptions.get()
    assert (granted.source, granted.plan) == (Subscription.Source.STAFF, plan)
    assert chloe.subscription_runs()
    entry = Entry.objects.get(action="subscription.granted")
    assert (entry.actor, entry.subject) == (paul, f"subscribers.subscription:{granted.pk}")


def test_a_grant_that_cannot_be_is_refused_in_words(browse: Browse, chloe: User, paul: User) -> None:
    answer = browse(paul).post(ADD, terms(chloe, ends_at_0="2020-01-01", ends_at_1="00:00:00"))

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert not chloe.subscriptions.exists()
    assert not Entry.objects.exists()


def test_what_was_granted_is_not_edited(browse: Browse, alice: User, paul: User) -> None:
    subscription = alice.subscriptions.get()
    client = browse(paul)
    page = client.get(page_of(subscription)).content.decode()
    assert 'name="_save"' not in page
    assert 'name="ends_at_0"' not in page

    client.post(page_of(subscription), terms(paul, ends_at_0="2099-01-01", ends_at_1="00:00:00"))

    subscription.refresh_from_db()
    assert (subscription.user, subscription.ends_at) == (alice, None)


def test_the_publisher_revokes_from_the_list(browse: Browse, alice: User, basile: User, paul: User) -> None:
    both = [alice.subscriptions.get().pk, basile.subscriptions.get().pk]

    browse(paul).post(LIST, {"action": "revoke", ACTION_CHECKBOX_NAME: both})

    assert not alice.subscription_runs()
    assert not basile.subscription_runs()
    assert Entry.objects.filter(action="subscription.revoked", actor=paul).count() == 2


def test_the_publisher_revokes_from_the_subscription_s_own_page(browse: Browse, alice: User, paul: User) -> None:
    subscription = alice.subscriptions.get()
    client = browse(paul)
    assert 'value="revoke"' in client.get(page_of(subscription)).content.decode()

    client.post(
        page_of(subscription),
        {"CHANGE_FORM-action": "revoke", "action": "revoke", ACTION_CHECKBOX_NAME: subscription.pk},
    )

    assert not alice.subscription_runs()


def test_revoking_again_changes_nothing(browse: Browse, alice: User, paul: User) -> None:
    subscription = alice.subscriptions.get()
    subscription.revoke(by=paul)
    before = Subscription.objects.get().revoked_at

    answer = browse(paul).post(LIST, {"action": "revoke", ACTION_CHECKBOX_NAME: [subscription.pk]}, follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert Subscription.objects.get().revoked_at == before
    assert Entry.objects.filter(action="subscription.revoked").count() == 1


@pytest.mark.parametrize("group", ["Reporter", "Editor", "Moderator", "Chief moderator"])
def test_no_other_staff_grants_or_revokes(browse: Browse, alice: User, chloe: User, group: str) -> None:
    client = browse(factories.staff("Quelqu’un", group))

    assert client.post(ADD, terms(chloe)).status_code == 403
    assert (
        client.post(LIST, {"action": "revoke", ACTION_CHECKBOX_NAME: [alice.subscriptions.get().pk]}).status_code == 403
    )
    assert alice.subscription_runs()


def test_none_is_deleted_even_by_a_superuser(browse: Browse, alice: User) -> None:
    client = browse(User.objects.create_superuser("root@exemple.test", "Racine"))
    subscription = alice.subscriptions.get()

    assert client.post(f"{LIST}{subscription.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", ACTION_CHECKBOX_NAME: [subscription.pk], "post": "yes"})
    assert Subscription.objects.filter(pk=subscription.pk).exists()


def test_the_list_says_what_the_clock_makes_of_each_at_the_same_cost_for_many(
    browse: Browse, paul: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    for number in range(8):
        factories.subscriber(f"Abonné {number}", ends_at=now - timedelta(days=number))
    client = browse(paul)

    with django_assert_max_num_queries(14):
        page = client.get(LIST).content.decode()
    assert page.count('class="field-state_in_words"') == 8


def test_plans_are_written_by_the_publisher_alone(browse: Browse, paul: User, edith: User) -> None:
    plan = {
        "name": "Annuel",
        "slug": "annuel",
        "price_cents": "9900",
        "currency": "EUR",
        "period": "year",
        "position": "1",
    }
    assert browse(edith).post("/admin/subscribers/plan/add/", plan).status_code == 403

    client = browse(paul)
    assert client.post("/admin/subscribers/plan/add/", plan | {"currency": "euros"}).status_code == 200
    assert client.post("/admin/subscribers/plan/add/", plan).status_code == 302
    assert Plan.objects.get().price_cents == 9900
