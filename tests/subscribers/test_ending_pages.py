"""« Résilier votre contrat », « Renoncer au contrat ici » : three clicks, signed out; nobody learns who subscribes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from newsroom.subscribers import order_letters
from newsroom.subscribers.models import EndingRequest, Order, User
from tests.subscribers.ordering import event, paid, placed, plan, tell, told_of
from tests.subscribers.visits import Answer, text_of

pytestmark = pytest.mark.once

Browse = Callable[[User], Client]
CANCEL = "/cancellation/"
RENOUNCE = "/renunciation/"
NOTIFY = {"notify": "1"}


def said(email: str, **more: str) -> dict[str, str]:
    """Return the form as somebody signed out fills it in."""
    return {"name": "Chloé Dubois", "email": email, "reference": "", **more}


def send(path: str, form: dict[str, str]) -> Answer:
    """Send the last button, signed out; return the page it leads to."""
    client = Client()
    answer = client.post(path, form | NOTIFY)
    assert answer.status_code == 302
    return client.get(answer.headers["Location"])


@pytest.mark.parametrize("page", ["/", "/plans/", "/accounts/login/", "/legal/"])
def test_every_page_leads_there(client: Client, db: None, page: str) -> None:
    footer = client.get(page).content.decode().partition("<footer")[2]

    assert 'href="/cancellation/">Résilier votre contrat</a>' in footer
    assert 'href="/renunciation/">Renoncer au contrat ici</a>' in footer


def test_the_third_click_cancels(client: Client, chloe: User) -> None:
    order = paid(chloe)
    form = said(chloe.email)

    assert "<h1>Résilier votre contrat</h1>" in client.get(CANCEL).content.decode()
    recapitulation = client.post(CANCEL, form).content.decode()
    assert "Chloé Dubois" in recapitulation
    assert "Notification de la résiliation" in recapitulation
    order.refresh_from_db()
    assert order.renews
    page = send(CANCEL, form).content.decode()

    order.refresh_from_db()
    assert order.state() == Order.State.CANCELLED
    assert "Votre résiliation" in page
    assert mail.outbox[-1].to == [chloe.email]


def test_what_was_filled_in_may_be_changed(client: Client, db: None) -> None:
    page = client.post(CANCEL, said("chloe@exemple.test", edit="1")).content.decode()

    assert 'value="chloe@exemple.test"' in page
    assert "Notification de la résiliation" not in page


@pytest.mark.parametrize("path", [CANCEL, RENOUNCE])
def test_everybody_is_answered_the_same(chloe: User, david: User, path: str) -> None:
    order = paid(chloe)
    reference = order.reference if path == RENOUNCE else ""

    pages = {text_of(send(path, said(email, reference=reference or "C-2222-2222"))) for email in (
        chloe.email, david.email, "personne@exemple.test",
    )}  # fmt: skip

    assert len(pages) == 1
    assert {letter.to[0] for letter in mail.outbox[1:]} == {chloe.email, david.email, "personne@exemple.test"}


def test_an_address_nobody_has_is_told_so_by_mail_alone(db: None) -> None:
    send(CANCEL, said("personne@exemple.test", name="Achetez mes pilules"))

    (letter,) = mail.outbox
    assert "pilules" not in letter.body
    assert EndingRequest.objects.get().order is None
    assert EndingRequest.objects.get().fulfilled_at


def test_whoever_cancels_for_somebody_else_does_so_in_no_silence(client: Client, chloe: User) -> None:
    order = paid(chloe)
    send(CANCEL, said(chloe.email))

    [link] = [line for line in mail.outbox[-1].body.splitlines() if "/cancellation/kept/" in line]
    path = link.removeprefix("http://127.0.0.1:8000")

    assert client.get(path).status_code == 200
    order.refresh_from_db()
    assert not order.renews
    assert client.post(path).status_code == 200
    order.refresh_from_db()
    assert order.renews
    assert told_of(order) == ["payment", "cancellation", "kept"]


def test_what_is_over_is_not_kept(client: Client, chloe: User) -> None:
    order = paid(chloe)
    order.cancel(by=chloe)
    Order.objects.filter(pk=order.pk).update(ended_at=timezone.now())

    assert client.post(f"/cancellation/kept/{order_letters.keep_token(order)}/").status_code == 409


def test_a_forged_address_keeps_nothing(client: Client, db: None) -> None:
    assert client.get("/cancellation/kept/C-2222-2222.forged/").status_code == 404


def test_the_reference_names_one_contract_among_several(chloe: User) -> None:
    first, second = placed(chloe), placed(chloe, plan("annuel", period="year"))
    tell(event(first))
    tell(event(second))

    send(CANCEL, said(chloe.email, reference=second.reference.lower()))

    assert [one.renews for one in Order.objects.order_by("id")] == [True, False]


def test_without_a_reference_all_that_renews_is_cancelled(chloe: User) -> None:
    first, second = placed(chloe), placed(chloe, plan("annuel", period="year"))
    tell(event(first))
    tell(event(second))

    send(CANCEL, said(chloe.email))

    assert [one.renews for one in Order.objects.order_by("id")] == [False, False]


@pytest.mark.parametrize(
    ("email", "reference", "renounced"),
    [("", "", False), ("", "C-2222-2222", False), ("autre@exemple.test", "right", False), ("", "right", True)],
)
def test_to_renounce_takes_address_and_reference(
    client: Client, chloe: User, email: str, reference: str, renounced: bool
) -> None:
    order = paid(chloe)
    form = said(email or chloe.email, reference=order.reference if reference == "right" else reference)

    answer = client.post(RENOUNCE, form | NOTIFY)

    assert answer.status_code == (302 if reference else 422)
    order.refresh_from_db()
    assert bool(order.renounced_at) is renounced
    assert chloe.subscription_runs() is not renounced


def test_a_renunciation_goes_by_the_day_it_was_sent(chloe: User) -> None:
    order = paid(chloe, starts_at=timezone.now() - timedelta(days=19))
    request = EndingRequest.objects.create(
        kind="renunciation",
        email=chloe.email,
        reference=order.reference,
        requested_at=timezone.now() - timedelta(days=3),
    )

    request.fulfil()
    request.fulfil()

    order.refresh_from_db()
    assert order.renounced_at == request.requested_at
    assert told_of(order).count("renunciation") == 1


def test_a_day_that_is_past_is_refused_and_the_rest_given_back(client: Client, db: None) -> None:
    answer = client.post(CANCEL, said("chloe@exemple.test", wanted_on="2020-01-01"))

    assert answer.status_code == 422
    assert "chloe@exemple.test" in answer.content.decode()


def test_one_address_is_not_flooded(db: None) -> None:
    for _time in range(5):
        send(CANCEL, said("chloe@exemple.test"))

    answer = Client().post(CANCEL, said("Chloe@exemple.test") | NOTIFY)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert len(mail.outbox) == 5


# Signed in


@pytest.mark.parametrize("path", [CANCEL, RENOUNCE])
def test_a_reader_ends_their_own_contract_at_once(browse: Browse, chloe: User, path: str) -> None:
    order, reader = paid(chloe), browse(chloe)
    assert order.reference in reader.get(path).content.decode()

    answer = reader.post(path, {"contract": order.reference} | NOTIFY)

    assert answer.headers["Location"] == "/account/subscription/"
    order.refresh_from_db()
    assert not order.renews
    assert not EndingRequest.objects.exists()


def test_nobody_ends_the_contract_of_another(browse: Browse, chloe: User, basile: User) -> None:
    order = paid(chloe)

    answer = browse(basile).post(CANCEL, {"contract": order.reference} | NOTIFY)

    assert answer.status_code == 422
    order.refresh_from_db()
    assert order.renews


def test_who_subscribed_by_other_means_has_the_form_of_everybody(browse: Browse, alice: User) -> None:
    assert 'name="email"' in browse(alice).get(CANCEL).content.decode()
