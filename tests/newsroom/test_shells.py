"""A page rendered once for many readers: what is each one's own is filled in, and nothing stays of the first."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from pytest_django import Settings

from newsroom.lib import shells
from newsroom.lib.shells import Shell
from newsroom.subscribers.models import User

PAGE = (
    "{% load shells %}<p>{{ shared }}</p>"
    "<p>{% own %}{{ user.display_name }}{{ more }}{{ numbers }}{{ shared }}{% endown %}</p>"
    "<form>{% csrf_token %}</form>"
    "{% for number in numbers %}{% part number %}<i>{{ number }}</i>{% endpart %}{% endfor %}"
    "<p>{{ user.display_name }}</p><p>{{ name }}</p>"
)


@pytest.fixture
def template(tmp_path: Path, settings: Settings) -> str:
    """The name of a page with every kind of mark."""
    (tmp_path / "page.html").write_text(PAGE)
    (own,) = settings.TEMPLATES
    settings.TEMPLATES = [own | {"DIRS": [tmp_path]}]
    return "page.html"


def asked_by(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_each_reader_gets_their_own_in_the_holes(template: str, alice: User, basile: User) -> None:
    shell = Shell(template, asked_by(alice), {"shared": "à tous", "numbers": []}, holes=["shared"], name="personne")

    first, second = shell.filled(asked_by(alice)), shell.filled(asked_by(basile), {"more": "&"})

    assert first.count("Alice") == 1
    assert "à tous" in first
    assert "<p>Basile&amp;à tous</p>" in second
    assert "Alice" not in second
    assert "personne" in second
    assert shells.SIGN not in first + second


def test_a_form_s_token_is_the_reader_s_own(template: str, alice: User, basile: User) -> None:
    shell = Shell(template, asked_by(alice), {"numbers": []})
    requests = [asked_by(alice), asked_by(basile)]

    pages = [shell.filled(request) for request in requests]

    assert requests[0].META["CSRF_COOKIE"] != requests[1].META["CSRF_COOKIE"]
    assert all('name="csrfmiddlewaretoken" value="' in page for page in pages)
    assert pages[0].partition("value=")[2][:60] != pages[1].partition("value=")[2][:60]


def test_a_part_gives_way_to_one_of_the_reader_s_own(template: str, alice: User) -> None:
    shell = Shell(template, asked_by(alice), {"numbers": [1, 2, 3]})

    assert "<i>1</i><i>2</i><i>3</i>" in shell.filled(asked_by(alice))
    assert "<i>1</i><b>deux</b><i>3</i>" in shell.filled(asked_by(alice), parts={2: "<b>deux</b>"})
    assert "<i>1</i><i>2</i><i>3</i>" in shell.filled(asked_by(alice))


def test_outside_a_shell_the_marks_are_nothing(template: str, alice: User) -> None:
    page = engines["django"].get_template(template).render({"numbers": [1], "user": alice}, asked_by(alice))

    assert "<p>Alice</p>" in page
    assert "<i>1</i>" in page
    assert shells.SIGN not in page


def test_a_shell_is_rendered_for_nobody(alice: User) -> None:
    request = asked_by(alice)
    request.COOKIES["sessionid"] = request.META["HTTP_COOKIE"] = "secret"

    plain = shells.stranger(request)

    assert plain.user == AnonymousUser()
    assert plain.path == request.path
    assert (plain.COOKIES, plain.META) == ({}, {})
    assert not hasattr(plain, "session")
