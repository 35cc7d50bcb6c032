"""Which view answers an address is found out once, as that takes far longer than to hand over a finished page."""

from types import ModuleType

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from newsroom.lib import pagecache
from newsroom.page_asked import LONGEST_FOUND, _found, view_of

# An address with words on it, as a link that was shared.
SHARED = {"PATH_INFO": "/charter/", "QUERY_STRING": "utm_source=lettre&fbclid=x"}


@pytest.fixture(autouse=True)
def nothing_found_yet() -> None:
    """Begin as a new web worker does."""
    _found.cache_clear()


def test_a_view_is_looked_for_once() -> None:
    assert view_of(SHARED) == view_of(SHARED)

    assert _found.cache_info()[:2] == (1, 1)


def test_no_path_fills_the_memory() -> None:
    view_of({"PATH_INFO": f"/{'x' * LONGEST_FOUND}/"})
    assert _found.cache_info().currsize == 0

    for number in range(3000):
        view_of({"PATH_INFO": f"/nulle-part/{number}"})
    assert _found.cache_info().currsize < 3000


def test_with_other_addresses_it_is_looked_for_anew(settings: LazySettings) -> None:
    @pagecache.kept("page", apart=("before",))
    def charter(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    found = view_of(SHARED)
    others = ModuleType("others")
    others.__dict__["urlpatterns"] = [path("charter/", charter)]
    settings.ROOT_URLCONF = others

    assert found == pagecache.Kept(frozenset(), frozenset())
    assert view_of(SHARED) == pagecache.Kept(frozenset({"page"}), frozenset({"before"}))
