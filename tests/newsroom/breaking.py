"""Break one output at a time, as somebody in a hurry would: what the leak test must see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as settings_in_force
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, path
from pytest_django import Settings

from articles import access, paywall
from articles.models import Article
from articles.paywall import Access, Reason
from newsroom.lib import pagecache

# A gift: for what else the page needs no gift link in its address, and leads away from one.
GRANTED = Access(True, Reason.GIFT)


@dataclass(frozen=True)
class Tools:
    """What a row of the table breaks the site with; all is whole again after the test."""

    monkeypatch: pytest.MonkeyPatch
    settings: Settings

    def replace(self, where: object, name: str, value: object) -> None:
        """Put something else in the place of a function or a value."""
        self.monkeypatch.setattr(where, name, value)

    def grant_if(self, holds: Callable[[HttpRequest], object]) -> None:
        """Open every article to the requests of which it holds."""
        of = access.of
        self.replace(access, "of", lambda request, *asked: GRANTED if holds(request) else of(request, *asked))

    def decide(self, holds: Callable[[Access], object]) -> None:
        """Grant where the paywall's answer is one of which it holds."""
        decide = paywall.decide

        def broken(*asked: Any) -> Access:
            answer = decide(*asked)
            return GRANTED if holds(answer) else answer

        self.replace(paywall, "decide", broken)

    def write(self, template: str, added: str, *, before: str = "") -> None:
        """Add to a template, at its end or before these words of it."""
        source = (settings_in_force.ROOT / "templates" / template).read_text(encoding="utf-8")
        assert before in source
        changed = source.replace(before, added + before, 1) if before else source + added
        loaders = [
            ("django.template.loaders.locmem.Loader", {template: changed}),
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ]
        engine = self.settings.TEMPLATES[0]
        options = engine["OPTIONS"] | {"loaders": loaders}
        self.settings.TEMPLATES = [engine | {"APP_DIRS": False, "OPTIONS": options}]

    def add(self, route: str, write: Callable[[list[Article]], HttpResponse]) -> None:
        """Add an address that writes articles without asking the paywall."""

        def view(request: HttpRequest, **_filled: object) -> HttpResponse:
            return write(list(Article.objects.published()))

        self.settings.ROOT_URLCONF = (path(route, view, name="added"), *get_resolver().url_patterns)

    def answer(self, change: Callable[[HttpRequest, HttpResponse], object]) -> None:
        """Change every answer, outside of all that the site does."""
        unless_told = pagecache.unless_told

        def outermost(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
            answered = unless_told(get_response)

            def middleware(request: HttpRequest) -> HttpResponse:
                response = answered(request)
                change(request, response)
                return response

            return middleware

        self.replace(pagecache, "unless_told", outermost)
