"""Work at the editors' desk: fill in the form of an article, run an action."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article, Contributor, Section
from newsroom.subscribers.models import User

type Browse = Callable[[User], Client]

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"


def typed(section: Section, /, *signed: Contributor, **changes: Any) -> dict[str, Any]:
    """Return the form of an article as an editor fills it in."""
    form = {
        "headline": "Le pont rouvre",
        "kicker": "",
        "slug": "",
        "standfirst": "On passe.",
        "dateline": "",
        "body": "Un.\r\n\r\nDeux.",
        "section": section.pk,
        "language": "fr",
        "access": "free",
        "bylines-TOTAL_FORMS": len(signed),
        "bylines-INITIAL_FORMS": 0,
    }
    for place, contributor in enumerate(signed):
        form |= {f"bylines-{place}-contributor": contributor.pk, f"bylines-{place}-position": place}
    return form | changes


def form_of(article: Article) -> str:
    """Return the address of an article's form."""
    return reverse("admin:articles_article_change", args=[article.pk])


def shown(client: Client, article: Article) -> dict[str, Any]:
    """Return what the form of an article holds when it is opened."""
    form = client.get(form_of(article)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    kept = {name: "" if value is None else value for name, value in values.items()}
    return kept | {"tags": [], "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}


def act(client: Client, where: str, verb: str, *articles: Article) -> list[str]:
    """Publish or withdraw from the list, or from the panel of the one article; return the levels of what is said."""
    if where == "list":
        chosen: dict[str, Any] = {"_selected_action": [one.pk for one in articles]}
        answer = client.post(LIST, chosen | {"action": verb, "confirmed": "1"}, follow=True)
    else:
        address = reverse("admin:articles_article_publication", args=[articles[0].pk])
        form = {"verb": verb, "seen": articles[0].version, "confirmed": "1"}
        answer = client.post(address, form, follow=True)
    return [one.level_tag for one in answer.context["messages"]]
