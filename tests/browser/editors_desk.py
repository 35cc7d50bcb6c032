"""A busy day at the editors' desk, by the doors the editors use, and the pages they work with."""

from articles.models import Article
from newsroom import demo_accounts
from newsroom.subscribers.models import User

ARTICLES = "/admin/articles/article"
CORRECTED = "Une première version de cet article datait l’ouverture de lundi ; elle était mardi."


def fill() -> dict[str, str]:
    """Do what the pages show, once; return what their addresses are made of."""
    editor = User.objects.get(email=demo_accounts.EDITOR.email)
    free = Article.objects.published().filter(access="free").latest_first().select_related("section")[0]
    walled = Article.objects.published().filter(access="subscribers").latest_first()[0]
    if not free.corrections.exists():
        free.correct(by=editor, text=CORRECTED)
        walled.correct(by=editor, text="Le montant est de 1,4 million d’euros, et non de 14 millions.")
    return {"free": str(free.pk), "corrected": free.get_absolute_url()}


def pages(day: dict[str, str]) -> dict[str, str]:
    """Return the pages of the editors' desk."""
    return {
        "editing, corrections": f"{ARTICLES}/{day['free']}/corrections/",
        "editing, article": f"{ARTICLES}/{day['free']}/change/",
    }
