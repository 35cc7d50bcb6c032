"""A busy day at the editors' desk, by the doors the editors use, and the pages they work with."""

from collections.abc import Callable

from playwright.sync_api import Page

from articles.models import Article, Picture, PreviewLink
from newsroom import demo_accounts
from newsroom.subscribers.models import User

type Opened = tuple[str, Callable[[Page], None] | None]

ARTICLES = "/admin/articles/article"
PICTURES = "/admin/articles/picture"
CORRECTED = "Une première version de cet article datait l’ouverture de lundi ; elle était mardi."


def fill() -> dict[str, str]:
    """Do what the pages show, once; return what their addresses are made of."""
    editor = User.objects.get(email=demo_accounts.EDITOR.email)
    free = Article.objects.published().filter(access="free").latest_first().select_related("section")[0]
    walled = Article.objects.published().filter(access="subscribers").latest_first()[0]
    if not walled.corrections.exists():
        free.correct(by=editor, text=CORRECTED)
        _rewrite(free, editor)
        walled.correct(by=editor, text="Le montant est de 1,4 million d’euros, et non de 14 millions.")
    draft, _made = Article.objects.get_or_create(
        headline="Le marché couvert change de mains",
        section=free.section,
        defaults={"slug": "marche", "body": '<p>Trois maraîchers <a href="marche.fr">reprennent</a> la halle.</p>'},
    )
    picture = Picture.objects.earliest("pk")
    _link, preview = PreviewLink.objects.give(draft, by=editor)
    taken_back, ended = PreviewLink.objects.give(draft, by=editor)
    taken_back.revoke(by=editor)
    return {
        "free": str(free.pk),
        "corrected": free.get_absolute_url(),
        "draft": str(draft.pk),
        "picture": str(picture.pk),
        "preview": f"/previews/{preview}/",
        "preview, ended": f"/previews/{ended}/",
    }


def _rewrite(article: Article, editor: User) -> None:
    """Save a version in which a word of the headline and some of the text are others."""
    article.kicker = "Éclairage public, la suite"
    article.body = article.body.replace("minuit", "une heure").replace("</h2>", " ?</h2>", 1)
    article.revise(by=editor, fields={"kicker", "body"})


def _conflict(page: Page) -> None:
    """Save over what a colleague is said to have saved meanwhile."""
    page.evaluate("document.querySelector('#article_form [name=seen]').value = '1'")
    page.fill("[name=kicker]", "Lumières")
    page.locator("#article_form [name=_continue]").first.click()
    page.locator(".desk-met").wait_for()


def _place(page: Page) -> None:
    """Put two articles in order, unless they are."""
    while page.locator("[data-row]").count() < 2:
        page.locator("button[value^='in:']").first.click()
        page.locator(".messagelist .success").wait_for()


def _link(page: Page) -> None:
    """Make a preview link."""
    page.locator("#content-main button.default").click()
    page.locator("#new-preview").wait_for()


def _withdraw(page: Page) -> None:
    """Ask what withdrawing does."""
    page.click("button[value=withdraw]")
    page.locator("[name=confirmed]").wait_for(state="attached")


def _look_through_library(page: Page) -> None:
    """Look for a picture of the body in the library."""
    page.click("[data-do=picture]")
    page.locator("[data-picture]").first.wait_for()


def pages(day: dict[str, str]) -> dict[str, Opened]:
    """Return the pages of the editors' desk, with what is done on them first."""
    free = f"{ARTICLES}/{day['free']}"
    return {
        "editing, article": (f"{free}/change/", None),
        "editing, draft": (f"{ARTICLES}/{day['draft']}/publication/", None),
        "editing, front page": (f"{ARTICLES}/front/", _place),
        "editing, preview links": (f"{ARTICLES}/{day['draft']}/previews/", _link),
        "editing, withdrawal": (f"{free}/publication/", _withdraw),
        "editing, conflict": (f"{free}/change/", _conflict),
        "editing, corrections": (f"{free}/corrections/", None),
        "editing, versions": (f"{free}/versions/", None),
        "editing, version": (f"{free}/versions/2/", None),
        "editing, pictures": (f"{PICTURES}/", None),
        "editing, picture": (f"{PICTURES}/{day['picture']}/change/", None),
        "editing, new picture": (f"{PICTURES}/add/", None),
        "editing, library": (f"{free}/change/", _look_through_library),
    }
