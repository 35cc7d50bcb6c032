"""An editor writes an article: text, a subheading, what Word copied, a picture, the wall; and readers read it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from newsroom import demo_accounts
from tests.browser.conftest import Come
from tests.browser.screens import signed_in
from tests.browser.walk import Desk
from tests.running import RunningSite

pytestmark = pytest.mark.browser

ADD = "/admin/articles/article/add/"
COPIED = Path(__file__).with_name("copied_from_word.htm").read_text(encoding="utf-8")
PASTE = """(editor, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
PASTED = (
    "<h2>Sous la verrière</h2>"
    "<p>La <strong>charpente</strong> de 1881 a été <em>déposée</em> puis remontée, dit "
    '<a href="https://halles.example/charpente" title="Le chantier">la mairie</a>.</p>'
    "<ul><li>Quarante étals</li><li>Une seule buvette</li></ul>"
    "<ol><li>D’abord le poisson</li><li>Ensuite les fleurs</li></ol>"
    "<p>Les commerçants ont tenu.</p>"
)
SECRET = "Ce que seuls les abonnés liront."


@pytest.fixture(scope="module")
def editor(chromium: Browser, site: RunningSite) -> StorageState | None:
    """A browser in which the editor has sat down, once: a code serves no second time."""
    return signed_in(chromium, site, {demo_accounts.EDITOR.email})[demo_accounts.EDITOR.email]


def test_an_article_is_written_in_the_editor_and_read(come: Come, editor: StorageState | None) -> None:
    desk, reader, alice = Desk.of(come(storage_state=editor)), come(), come()
    page = desk.page
    _begin(desk, "Le marché couvert rouvre")
    _write(page)
    page.click("[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()

    stored = _body(page)
    figure = (
        r'<figure><img src="(/media/pictures/[\w-]+\.jpg)" width="\d+" height="\d+"><figcaption>La halle, en mars\.'
    )
    beginning = rf"<p>Les halles rouvrent samedi\.</p><h2>Deux ans de travaux</h2>{re.escape(PASTED)}{figure}"
    ending = rf'</figcaption></figure><hr class="wall"><p>{re.escape(SECRET)}</p>'
    found = re.fullmatch(beginning + ending, stored)
    assert found, stored

    page.click(".desk-publish button[value=publish]")
    if page.locator("[name=confirmed]").count():
        page.click(".desk-publish button[value=publish]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    address = page.locator(".viewsitelink").get_attribute("href") or ""

    sent = reader.open(address)
    assert "charpente" in sent
    assert SECRET not in sent
    caption = reader.page.locator(".article-body figcaption")
    expect(caption).to_contain_text("La halle, en mars.")
    # Its credit comes from the library, and so does what it shows.
    expect(caption.locator(".credit")).not_to_be_empty()
    assert reader.page.locator(".article-body img").get_attribute("alt")
    assert reader.page.locator(".article-body img").get_attribute("loading") == "lazy"

    alice.open("/accounts/login/")
    alice.sign_in(demo_accounts.SUBSCRIBER.email)
    alice.open(address)
    expect(alice.page.locator(".article-body")).to_contain_text(SECRET)


def test_what_is_opened_again_is_stored_as_it_was(come: Come, editor: StorageState | None) -> None:
    desk = Desk.of(come(storage_state=editor))
    page = desk.page
    _begin(desk, "Le marché couvert, encore")
    _write(page)
    page.click("[name=_continue]")
    before = _body(page)

    page.locator(".tiptap").press("Control+End")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")

    assert _body(page) == before
    # What Word's page would have run did not.
    assert page.evaluate("window.pasted") is None


def test_a_picture_that_only_decorates_keeps_an_empty_alt_text(come: Come, editor: StorageState | None) -> None:
    desk = Desk.of(come(storage_state=editor))
    page = desk.page
    _begin(desk, "Un ornement")
    _write(page)
    alt, tick = (page.locator(f"[data-of-figure={name}]") for name in ("alt", "decorative"))
    assert " alt=" not in _body(page)

    tick.check()
    expect(alt).to_be_disabled()
    page.click("[name=_continue]")
    page.locator(".tiptap").press("Control+End")
    page.keyboard.type(" Fin.")

    expect(tick).to_be_checked()
    assert ' alt=""' in _body(page)
    tick.uncheck()
    alt.fill("La halle")
    assert ' alt="La halle"' in _body(page)


def test_there_is_one_wall_and_it_moves(come: Come, editor: StorageState | None) -> None:
    desk = Desk.of(come(storage_state=editor))
    page = desk.page
    _begin(desk, "Le mur")
    page.click(".tiptap")
    page.keyboard.type("Un.")
    page.keyboard.press("Enter")
    page.keyboard.type("Deux.")
    page.click("[data-do=wall]")
    assert _body(page) == '<p>Un.</p><p>Deux.</p><hr class="wall">'
    expect(page.locator(".body-wall")).to_contain_text("Mur")

    page.locator(".tiptap p").first.click()
    page.click("[data-do=wall]")
    assert _body(page) == '<p>Un.</p><hr class="wall"><p>Deux.</p>'

    page.locator(".tiptap").evaluate(PASTE, '<p>Trois.</p><hr class="wall"><p>Quatre.</p>')
    assert _body(page).count("<hr") == 1


def test_the_tools_are_one_stop_of_the_tab_key(come: Come, editor: StorageState | None) -> None:
    desk = Desk.of(come(storage_state=editor))
    page = desk.page
    _begin(desk, "Au clavier")
    page.click(".tiptap")
    page.keyboard.type("Un intertitre")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-do=h2]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-do=h3]")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("[data-do=h3]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tiptap")).to_be_focused()
    assert _body(page) == "<h3>Un intertitre</h3>"


def test_a_link_is_put_and_removed(come: Come, editor: StorageState | None) -> None:
    desk = Desk.of(come(storage_state=editor))
    page = desk.page
    _begin(desk, "Un lien")
    page.click(".tiptap")
    page.keyboard.type("la mairie")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+K")
    page.fill("#link-address", "javascript:alert(1)")
    page.keyboard.press("Enter")
    assert "https://" in page.locator("#link-address").evaluate("field => field.validationMessage")
    assert "<a" not in _body(page)

    page.fill("#link-address", "https://mairie.example/")
    page.keyboard.press("Enter")
    expect(page.locator(".tiptap a")).to_have_text("la mairie")
    assert _body(page) == '<p><a href="https://mairie.example/">la mairie</a></p>'

    page.click("[data-do=link]")
    page.click("[data-dialog=link] [value=remove]")
    expect(page.locator(".tiptap a")).to_have_count(0)
    assert _body(page) == "<p>la mairie</p>"


def test_without_a_script_the_body_is_a_plain_field(come: Come, editor: StorageState | None) -> None:
    desk = Desk.of(come(storage_state=editor, java_script_enabled=False))
    _begin(desk, "Sans script")
    desk.page.fill("[name=body]", "Un paragraphe.\n\nUn autre.")
    expect(desk.page.locator("[data-body-editor]")).to_be_hidden()
    desk.page.click("[name=_continue]")

    assert _body(desk.page).split("\n") == ["<p>Un paragraphe.</p>", "<p>Un autre.</p>"]


def _begin(desk: Desk, headline: str) -> None:
    """Open the form of a new article for subscribers."""
    desk.open(ADD)
    desk.page.fill("[name=headline]", headline)
    desk.page.fill("[name=slug]", "le-marche")
    desk.page.select_option("[name=section]", index=1)


def _write(page: Page) -> None:
    """Write the text as a person does."""
    page.click(".tiptap")
    page.keyboard.type("Les halles rouvrent samedi.")
    page.keyboard.press("Enter")
    page.click("[data-do=h2]")
    page.keyboard.type("Deux ans de travaux")
    page.keyboard.press("Enter")
    page.locator(".tiptap").evaluate(PASTE, COPIED)
    page.click("[data-do=picture]")
    page.fill("#library-search", "passerelle")
    expect(page.locator("[data-picture]")).to_have_count(1)
    page.click("[data-picture]")
    page.click(".body-figure figcaption")
    page.keyboard.type("La halle, en mars.")
    page.click("[data-do=wall]")
    page.keyboard.type(SECRET)


def _body(page: Page) -> str:
    """Return what the form would send."""
    return page.locator("[name=body]").input_value()
