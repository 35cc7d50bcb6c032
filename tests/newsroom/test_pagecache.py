"""What the site tells caches: what anyone signed out sees may be shared, and what says nothing is kept by none."""

import pytest
from django.contrib.messages import INFO
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

from newsroom.lib import pagecache
from newsroom.subscribers.models import User

pytestmark = pytest.mark.once

SHARED = {"public", "max-age=0", "s-maxage=1", "must-revalidate"}
OWN = {"private", "no-store"}
SAME_FOR_STRANGERS = ["accessibility", "charter", "front", "legal", "plans", "privacy", "terms", "transparency-latest"]


def told(answer: HttpResponseBase) -> set[str]:
    """Return what an answer tells caches."""
    return set(answer.headers["Cache-Control"].split(", "))


@pytest.mark.django_db
@pytest.mark.parametrize("name", SAME_FOR_STRANGERS)
def test_a_page_that_names_nobody_may_be_shared(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert told(answer) == SHARED
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("name", SAME_FOR_STRANGERS)
def test_the_same_page_with_a_name_on_it_is_that_reader_s(client: Client, alice: User, name: str) -> None:
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    assert told(client.get(reverse(name))) == OWN


@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_an_error_is_kept_by_none(client: Client, alice: User, method: str) -> None:
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    assert told(getattr(client, method)("/rien/de-tel-0")) == OWN


def test_an_answer_that_sets_a_cookie_is_kept_by_none(rf: RequestFactory) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(headers={"Cache-Control": "public, max-age=60"})
        response.set_cookie("meter", "1")
        return response

    assert told(pagecache.unless_told(page)(rf.get("/"))) == OWN


@pytest.mark.django_db
def test_a_page_with_a_message_to_one_reader_is_kept_by_none(client: Client, rf: RequestFactory) -> None:
    written = CookieStorage(rf.get("/"))
    written.add(INFO, "Pour vous seul.")
    answered = HttpResponse()
    written.update(answered)
    client.cookies.update(answered.cookies)

    answer = client.get(reverse("charter"))

    assert "Pour vous seul." in answer.content.decode()
    assert told(answer) == OWN
