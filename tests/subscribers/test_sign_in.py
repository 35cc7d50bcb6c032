"""Sign-in: by address and password, back to where one was, with nothing told about who has an account."""

import re

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from articles.models import Article
from newsroom.subscribers.models import User
from tests.conftest import PASSWORD
from tests.subscribers.visits import Answer, sign_in, text_of

pytestmark = pytest.mark.once

HERE = "/politique/le-pont-rouvre-1"


def body(answer: Answer) -> str:
    """Return the page without the token, nor what the visitor typed."""
    return re.sub(r'value="\w+@exemple\.test"', "", text_of(answer))


def test_the_page_asks_for_address_and_password(client: Client, db: None) -> None:
    page = client.get("/accounts/login/").content.decode()

    assert 'name="login"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page
    assert 'class="masthead page"' in page


@pytest.mark.parametrize("typed", ["zoe@exemple.test", "ZOE@Exemple.test", " zoe@exemple.test "])
def test_address_and_password_sign_in(client: Client, zoe: User, typed: str) -> None:
    response = sign_in(client, typed)

    assert response.headers["Location"] == "/account/"
    assert get_user(client) == zoe


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        (f"{HERE}#comment-form", f"{HERE}#comment-form"),
        (f"{HERE}?reply=4#comment-form", f"{HERE}?reply=4#comment-form"),
        ("/admin/", "/admin/"),
        ("http://testserver/plans/", "http://testserver/plans/"),
        ("https://evil.example/", "/account/"),
        ("//evil.example/", "/account/"),
        ("/\\evil.example", "/account/"),
        ("https:evil.example", "/account/"),
        ("javascript:alert(1)", "/account/"),
        ("http://localhost/", "/account/"),
        ("", "/account/"),
    ],
)
def test_next_is_followed_on_this_site_alone(client: Client, zoe: User, asked: str, landed: str) -> None:
    assert sign_in(client, zoe.email, next=asked).headers["Location"] == landed


def test_next_travels_from_the_link_through_the_form(client: Client, zoe: User) -> None:
    page = client.get(f"/accounts/login/?next={HERE}%23comment-form")
    form = re.search(r'<input type="hidden" name="next" value="([^"]*)">', page.content.decode())
    assert form

    assert sign_in(client, zoe.email, next=form[1]).headers["Location"] == f"{HERE}#comment-form"


def test_next_travels_between_sign_in_sign_up_and_reset(client: Client, db: None) -> None:
    query = f"?next={HERE.replace('/', '%2F')}%23comment-form"

    for page, others in {
        "/accounts/login/": ["/accounts/signup/", "/accounts/password/reset/"],
        "/accounts/signup/": ["/accounts/login/"],
        "/accounts/password/reset/": ["/accounts/login/"],
    }.items():
        text = client.get(page + query).content.decode()
        for other in others:
            assert f'href="{other}{query}"' in text


def test_who_is_signed_in_already_goes_on(client: Client, zoe: User) -> None:
    client.force_login(zoe)

    assert client.get(f"/accounts/login/?next={HERE}").headers["Location"] == HERE


def test_a_refusal_says_the_same_for_known_and_unknown_addresses(client: Client, zoe: User) -> None:
    known = sign_in(client, zoe.email, "un autre mot de passe")
    unknown = sign_in(client, "yves@exemple.test", "un autre mot de passe")

    assert known.status_code == unknown.status_code == 200
    assert 'role="alert"' in known.content.decode()
    assert body(known) == body(unknown)


def test_a_deactivated_account_does_not_sign_in_and_a_guesser_is_not_told(client: Client, zoe: User) -> None:
    User.objects.filter(pk=zoe.pk).update(is_active=False)

    assert sign_in(client, zoe.email).headers["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/inactive/").status_code == 200
    guess = sign_in(client, zoe.email, "un autre mot de passe")
    assert body(guess) == body(sign_in(client, "yves@exemple.test", "un autre mot de passe"))


def test_deactivation_signs_out_at_the_next_request(client: Client, zoe: User) -> None:
    sign_in(client, zoe.email)
    assert client.get("/account/").status_code == 200

    User.objects.filter(pk=zoe.pk).update(is_active=False)

    assert client.get("/account/").headers["Location"] == "/accounts/login/?next=/account/"


def test_what_the_session_held_outlives_sign_in(client: Client, zoe: User) -> None:
    session = client.session
    session["comment_draft"] = {"article": 1, "body": "Mon avis"}
    session.save()
    before = client.cookies["sessionid"].value

    sign_in(client, zoe.email)

    assert client.session["comment_draft"] == {"article": 1, "body": "Mon avis"}
    assert client.cookies["sessionid"].value != before


def test_rights_are_read_from_the_database_at_each_request(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert 'data-state="running"' in client.get("/account/").content.decode()

    alice.subscriptions.update(revoked_at=timezone.now())

    assert 'data-state="none"' in client.get("/account/").content.decode()


def test_signing_out_takes_a_click(client: Client, zoe: User, free_article: Article) -> None:
    sign_in(client, zoe.email)
    assert client.get("/accounts/logout/").status_code == 200
    assert get_user(client) == zoe

    response = client.post("/accounts/logout/", {"next": free_article.get_absolute_url()})

    assert response.headers["Location"] == free_article.get_absolute_url()
    assert get_user(client).is_anonymous


def test_a_page_with_a_form_of_the_accounts_is_not_kept_by_caches(client: Client, db: None) -> None:
    for page in ("/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/done/"):
        assert "no-store" in client.get(page).headers["Cache-Control"]


def test_a_wrong_token_does_not_sign_in(zoe: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert sign_in(strict, zoe.email).status_code == 403
    assert PASSWORD not in strict.post("/accounts/login/", {"login": "x", "password": PASSWORD}).content.decode()
