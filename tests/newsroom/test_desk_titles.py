"""A page of the desk is called by what it is about, in words that are French: never « Modification de article »."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from articles.models import Article
from newsroom.subscribers.models import User

pytestmark = pytest.mark.once

ARTICLES = "/admin/articles/article/"


@pytest.mark.parametrize(
    ("page", "heading", "title"),
    [
        ("", "Articles", "Articles | "),
        ("add/", "Ajouter : article", "Ajouter : article | "),
        ("{pk}/change/", "{headline}", "{headline} | "),
        ("{pk}/versions/", "{headline}", "{headline} | Versions | "),
    ],
)
def test_a_page_is_called_by_what_it_is_about(
    browse: Callable[[User], Client], edith: User, free_article: Article, page: str, heading: str, title: str
) -> None:
    words = {"pk": free_article.pk, "headline": escape(free_article.headline)}

    shown = browse(edith).get(ARTICLES + page.format(**words)).content.decode()

    assert re.findall(r"<h1>(.*?)</h1>", shown) == [heading.format(**words)]
    assert f"<title>{title.format(**words)}" in shown
