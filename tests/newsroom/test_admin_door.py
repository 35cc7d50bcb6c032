"""The admin's door: the paper's own sign-in page, and a plain answer for who is not of the staff."""

from collections.abc import Callable

from django.contrib.auth import get_user
from django.test import Client

from newsroom.subscribers.models import User
from tests.conftest import PASSWORD


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
