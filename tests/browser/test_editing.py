"""A comment changed in a real browser: what was typed outlives the page until it is sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment
from newsroom.subscribers.models import User
from tests.browser.test_discussion import open_as

__all__ = ["open_as"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_edit_is_drafted_counted_and_sent(
    open_as: Callable[[User, Article], Page], live_server: LiveServer, comment: Comment, alice: User
) -> None:
    page = open_as(alice, comment.article)
    page.click(f"#comment-{comment.pk} a[href$='/edit/']")
    expect(page.locator("textarea[name=body]")).to_have_value("Enfin !")
    expect(page.locator(".counter")).to_have_text("7 / 2000")
    # All that was the server's; what keeps a draft is a script.
    page.wait_for_load_state()

    page.fill("textarea[name=body]", "Enfin \U0001f389")
    page.reload()
    expect(page.locator("textarea[name=body]")).to_have_value("Enfin \U0001f389")
    expect(page.locator(".counter")).to_have_text("7 / 2000")
    page.click("form.comment-form button")

    expect(page.locator("[data-received]")).to_be_visible()
    expect(page.locator(f"#comment-{comment.pk} .comment-edited")).to_be_visible()
    comment.refresh_from_db()
    assert (comment.body, comment.revision) == ("Enfin \U0001f389", 2)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []
