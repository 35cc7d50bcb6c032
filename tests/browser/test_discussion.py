"""The discussion in a real browser: no page is loaded anew, and no text is lost on the way."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment
from newsroom.subscribers.models import User
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "Enfin \U0001f389\n\nUn pont !"
FORM_SCRIPTS = ("counter.js", "comment-form.js", "draft-keeper.js", "reply.js")


@pytest.fixture
def open_as(page: Page, live_server: LiveServer) -> Callable[[User, Article], Page]:
    """Return what opens an article in a browser where somebody is signed in."""

    def opened(user: User, article: Article) -> Page:
        sign_in(page, live_server, user)
        page.goto(live_server.url + article.get_absolute_url())
        # Gone as soon as the page is loaded anew.
        page.evaluate("document.body.dataset.sameAsBefore = 'yes'")
        return page

    return opened


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    """Give the browser the user's session."""
    client = Client()
    factories.let_in(client, user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def was_not_reloaded(page: Page) -> bool:
    """Return whether the page is the one that was opened."""
    return bool(page.evaluate("document.body.dataset.sameAsBefore") == "yes")


def write(page: Page, text: str) -> None:
    """Type into the form and send it."""
    page.fill("textarea[name=body]", text)
    page.click("form.comment-form button")


def test_a_comment_is_sent_without_loading_the_page(
    open_as: Callable[[User, Article], Page], free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)

    write(page, TEXT)

    expect(page.locator(".comment .comment-body")).to_contain_text("Un pont !")
    expect(page.locator("[data-received]")).to_be_focused()
    expect(page.locator("textarea[name=body]")).to_have_value("")
    expect(page.locator(".counter")).to_have_text("0 / 2000")
    expect(page.locator("#comments-heading")).to_contain_text("(1)")
    assert was_not_reloaded(page)
    assert Comment.objects.get().body == TEXT


def test_what_is_refused_is_said_in_place_and_kept(
    open_as: Callable[[User, Article], Page], free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)

    write(page, "\U0001f600" * 2001)

    expect(page.locator(".errorlist")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_be_focused()
    expect(page.locator("textarea[name=body]")).to_have_value("\U0001f600" * 2001)
    expect(page.locator(".counter")).to_have_text("2001 / 2000")
    expect(page.locator(".counter")).to_have_class(re.compile("is-over"))
    assert was_not_reloaded(page)
    write(page, "\U0001f600" * 2000)
    expect(page.locator("[data-received]")).to_be_visible()
    assert Comment.objects.get().body == "\U0001f600" * 2000


def test_the_counter_follows_and_speaks_after_a_silence(
    open_as: Callable[[User, Article], Page], free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)
    page.clock.install(time="2026-01-01")
    page.clock.pause_at("2026-01-02")

    page.fill("textarea[name=body]", "e\u0301\r\n" * 650 + "\U0001f600" * 703)

    expect(page.locator(".counter")).to_have_text("2003 / 2000")
    page.clock.run_for(900)
    expect(page.locator("[data-counter-words]")).to_have_text("")
    page.clock.run_for(200)
    expect(page.locator("[data-counter-words]")).to_contain_text("3")
    page.fill("textarea[name=body]", "bref")
    page.clock.run_for(1100)
    expect(page.locator("[data-counter-words]")).to_have_text("")


def test_a_broken_connection_keeps_the_text_and_says_so(
    open_as: Callable[[User, Article], Page], free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)
    page.route("**/discussions/**", lambda route: route.abort())

    write(page, TEXT)

    expect(page.locator("[data-form-failure]")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value(TEXT)
    page.unroute("**/discussions/**")
    page.click("form.comment-form button")
    expect(page.locator("[data-received]")).to_be_visible()
    assert Comment.objects.count() == 1


def test_a_lost_answer_and_a_second_sending_leave_one_comment(
    open_as: Callable[[User, Article], Page], free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/discussions/**", lose)
    write(page, TEXT)
    expect(page.locator("[data-form-failure]")).to_be_visible()
    page.unroute("**/discussions/**")
    page.click("form.comment-form button")

    expect(page.locator("[data-received]")).to_be_visible()
    assert Comment.objects.count() == 1


def test_a_double_click_sends_once(
    open_as: Callable[[User, Article], Page], free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    page.fill("textarea[name=body]", TEXT)
    page.dblclick("form.comment-form button")

    expect(page.locator("[data-received]")).to_be_visible()
    assert len(sent) == 1
    assert Comment.objects.count() == 1


def test_a_draft_outlives_the_page_until_it_is_sent(
    open_as: Callable[[User, Article], Page], free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)
    page.fill("textarea[name=body]", TEXT)
    page.goto("about:blank")
    page.go_back()
    page.reload()
    expect(page.locator("textarea[name=body]")).to_have_value(TEXT)
    expect(page.locator(".counter")).to_have_text("18 / 2000")

    page.click("form.comment-form button")
    expect(page.locator("[data-received]")).to_be_visible()
    page.reload()

    expect(page.locator("textarea[name=body]")).to_have_value("")


def test_a_draft_is_not_for_the_next_member_at_this_machine(
    open_as: Callable[[User, Article], Page], free_article: Article, alice: User, basile: User
) -> None:
    page = open_as(alice, free_article)
    page.fill("textarea[name=body]", TEXT)

    page = open_as(basile, free_article)
    expect(page.locator("textarea[name=body]")).to_have_value("")

    open_as(alice, free_article)
    page.click("[data-sign-out] button")
    page.wait_for_url("**/")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []


def test_a_reply_is_written_under_what_it_answers(
    open_as: Callable[[User, Article], Page], free_article: Article, basile: User, comment: Comment
) -> None:
    page = open_as(basile, free_article)

    page.click(f"#comment-{comment.pk} [data-reply]")
    expect(page.locator("textarea[name=body]")).to_be_focused()
    expect(page.locator(f"#comment-{comment.pk} [data-answered]")).to_contain_text(comment.body)
    write(page, "Oui, enfin.")

    expect(page.locator(f"#comment-{comment.pk} .comment .comment-body")).to_contain_text("Oui, enfin.")
    assert was_not_reloaded(page)
    assert Comment.objects.get(author=basile).parent == comment


def test_a_reply_can_be_turned_into_a_comment_again(
    open_as: Callable[[User, Article], Page], free_article: Article, basile: User, comment: Comment
) -> None:
    page = open_as(basile, free_article)
    page.click(f"#comment-{comment.pk} [data-reply]")

    page.click("[data-reply-none]")
    expect(page.locator("#comment-form [data-answered]")).to_be_hidden()
    write(page, "Tout autre chose.")

    expect(page.locator("[data-received]")).to_be_visible()
    assert Comment.objects.get(author=basile).parent is None


def test_an_expired_session_leads_to_sign_in_with_the_text_kept(
    open_as: Callable[[User, Article], Page], live_server: LiveServer, free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    write(page, TEXT)
    page.wait_for_url("**/accounts/login/**")

    back = parse_qs(urlsplit(page.url).query)["next"][0]
    assert back == f"{free_article.get_absolute_url()}#comment-form"
    assert Comment.objects.count() == 0


def test_an_expired_token_gives_the_text_back_on_a_page(
    open_as: Callable[[User, Article], Page], live_server: LiveServer, free_article: Article, alice: User
) -> None:
    page = open_as(alice, free_article)
    page.context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": "x" * 32, "url": live_server.url}])

    write(page, TEXT)

    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value(TEXT)
    page.click("form.comment-form button")
    expect(page.locator(".comment .comment-body")).to_contain_text("Un pont !")
    assert Comment.objects.count() == 1


def test_all_works_without_scripts(
    chromium: Browser, live_server: LiveServer, free_article: Article, alice: User, comment: Comment
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, alice)
    page.goto(live_server.url + free_article.get_absolute_url())

    page.click(f"#comment-{comment.pk} [data-reply]")
    write(page, TEXT)

    expect(page.locator("[data-received]")).to_be_visible()
    reply = Comment.objects.get(parent=comment)
    assert page.url.endswith(f"{free_article.get_absolute_url()}#comment-{reply.pk}")
    context.close()


def test_a_visitor_loads_none_of_the_forms_scripts(
    page: Page, live_server: LiveServer, free_article: Article, alice: User
) -> None:
    factories.comment(free_article, alice, TEXT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + free_article.get_absolute_url(), wait_until="networkidle")

    assert [address for address in asked if address.endswith(FORM_SCRIPTS)] == []
    assert page.context.cookies() == []
