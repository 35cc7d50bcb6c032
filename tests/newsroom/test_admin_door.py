"""The admin's door: the paper's own sign-in page, and a plain answer for who is not of the staff."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user
from django.test import Client

from articles.models import Article
from comments.models import Comment
from newsroom.subscribers.models import User
from tests.conftest import PASSWORD
from tests.subscribers.visits import one_time_code, set_up_an_app, sign_in

pytestmark = pytest.mark.once


def test_a_stranger_signs_in_on_the_paper_s_page_and_comes_back(client: Client, maud: User) -> None:
    maud.set_password(PASSWORD)
    maud.save()
    maud.confirm_address()
    asked = client.get("/admin/comments/", follow=True)
    (door, _status) = asked.redirect_chain[-1]
    assert door == "/accounts/login/?next=%2Fadmin%2Fcomments%2F"

    signed_in = client.post("/accounts/login/", {"login": maud.email, "password": PASSWORD, "next": "/admin/comments/"})

    assert signed_in.headers["Location"] == "/admin/comments/"
    assert get_user(client) == maud


@pytest.fixture
def staff(client: Client, maud: User) -> Client:
    """Maud, signed in with her password alone; she has no second factor."""
    maud.set_password(PASSWORD)
    maud.save()
    maud.confirm_address()
    sign_in(client, maud.email)
    return client


def test_who_has_no_second_factor_is_led_to_set_one_up_and_comes_back(staff: Client) -> None:
    asked = staff.get("/admin/comments/queuedcomment/", follow=True)
    assert asked.status_code == 403
    page = asked.content.decode()
    for way in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert f'href="{way}?next=%2Fadmin%2Fcomments%2Fqueuedcomment%2F"' in page

    set_up_an_app(staff, "/admin/comments/queuedcomment/")

    codes = staff.get("/accounts/2fa/recovery-codes/?next=/admin/comments/queuedcomment/").content.decode()
    assert 'href="/admin/comments/queuedcomment/"' in codes
    assert staff.get("/admin/comments/queuedcomment/").status_code == 200


def test_a_session_from_before_gives_it_once_more(staff: Client, maud: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, maud.email)
    key = set_up_an_app(elsewhere)

    door = staff.get("/admin/comments/", follow=True).redirect_chain[-1][0]
    assert door == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fcomments%2F"
    refused = staff.post(door, {"code": "000000", "next": "/admin/comments/"})
    assert refused.status_code == 200
    assert staff.get("/admin/").status_code == 302

    let_in = staff.post(door, {"code": one_time_code(key), "next": "/admin/comments/"})
    assert let_in.headers["Location"] == "/admin/comments/"
    assert staff.get("/admin/").status_code == 200


@pytest.mark.parametrize("page", ["/admin/", "/admin/comments/comment/", "/admin/jsi18n/", "/admin/autocomplete/"])
def test_a_password_alone_opens_no_page_of_the_desk(staff: Client, page: str) -> None:
    answer = staff.get(page)

    assert answer.headers["Location"].startswith("/admin/login/?next=")


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_forged_way_back_leads_nowhere_else(staff: Client, asked: str) -> None:
    page = staff.get("/admin/login/", {"next": asked})

    assert "evil.example" not in page.content.decode()
    assert "javascript" not in page.content.decode()


def test_drafts_and_the_paper_s_choice_ask_for_it_too(
    staff: Client, draft_article: Article, comment: Comment, browse: Callable[[User], Client], maud: User
) -> None:
    choice = f"/comments/{comment.pk}/selection/"
    assert staff.get(draft_article.get_absolute_url()).status_code == 404
    assert staff.get(f"/discussions/{draft_article.pk}/").status_code == 404
    assert staff.post(choice, {"given": "1"}).status_code == 403

    with_it = browse(maud)

    assert with_it.get(draft_article.get_absolute_url()).status_code == 200
    assert with_it.post(choice, {"given": "1"}).status_code == 303


def test_the_admin_s_own_form_takes_no_password(client: Client, maud: User) -> None:
    answer = client.post("/admin/login/", {"username": maud.email, "password": PASSWORD})

    assert answer.headers["Location"].startswith("/accounts/login/")


def test_a_reader_is_told_that_the_admin_is_not_for_them_and_is_sent_nowhere(
    browse: Callable[[User], Client], alice: User
) -> None:
    answer = browse(alice).get("/admin/", follow=True)

    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1
    page = answer.content.decode()
    assert 'class="masthead page"' in page
    assert "<p>" in page
    assert "Alice" in page


def test_a_staff_member_who_is_deactivated_is_out_at_the_next_request(
    browse: Callable[[User], Client], maud: User
) -> None:
    client = browse(maud)
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=maud.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302
    assert get_user(client).is_anonymous


def test_a_staff_member_who_lost_the_post_is_told(browse: Callable[[User], Client], maud: User) -> None:
    client = browse(maud)
    User.objects.filter(pk=maud.pk).update(is_staff=False)

    assert client.get("/admin/", follow=True).status_code == 403
