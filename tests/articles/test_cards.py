"""What stands under a card is rendered once, and is at once another when anything of it changes."""

from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.utils import translation

from articles.models import Article, Byline, Contributor
from articles.templatetags import cards

CARD = "{% load cards %}{% card_meta article counts %}"


@pytest.fixture
def signed(free_article: Article) -> Article:
    """An article that somebody signs."""
    chloe = Contributor.objects.create(name="Chloé Vasseur", slug="chloe-vasseur")
    Byline.objects.create(article=free_article, contributor=chloe)
    return free_article


def line(article: Article, number: int = 0) -> str:
    """Return what stands under the card of the article as it is now."""
    shown = Article.objects.prefetch_related("bylines__contributor").get(pk=article.pk)
    return Template(CARD).render(Context({"article": shown, "counts": {article.pk: number}}))


def test_it_says_who_signs_and_how_many_comments_there_are(signed: Article) -> None:
    said = line(signed, 2)

    assert '<a href="/contributors/chloe-vasseur/" rel="author">Chloé Vasseur</a>' in said
    assert "2 commentaires" in said
    assert "commentaire" not in line(signed)


def test_it_is_rendered_once(signed: Article) -> None:
    line(signed, 3)
    before = cards._line.cache_info()

    line(signed, 3)

    after = cards._line.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)


@pytest.mark.parametrize(
    ("change", "new"),
    [
        pytest.param(lambda one: Contributor.objects.update(name="C. <Vasseur>"), "C. &lt;Vasseur&gt;", id="a name"),
        pytest.param(lambda one: Contributor.objects.update(slug="cv"), "/contributors/cv/", id="an address"),
        pytest.param(lambda one: Article.objects.update(access="subscribers"), 'class="lock"', id="a wall"),
        pytest.param(
            lambda one: Article.objects.update(published_at="2020-02-03T10:00Z"), "3 février 2020", id="a day"
        ),
        pytest.param(lambda one: one.bylines.all().delete(), "<time", id="nobody signs"),
    ],
)
def test_a_change_shows_at_once(signed: Article, change: Callable[[Article], object], new: str) -> None:
    before = line(signed)

    change(signed)

    assert line(signed) != before
    assert new in line(signed)


def test_each_language_has_its_own(signed: Article) -> None:
    french = line(signed, 2)

    with translation.override("en"):
        assert "2 comments" in line(signed, 2)
    assert line(signed, 2) == french
