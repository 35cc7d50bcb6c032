"""No page is kept that is made of rows which nobody watches, and each says under which articles it looks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Contributor, Section, Tag
from comments.models import Comment
from newsroom import page_changes
from newsroom.lib import rendering
from newsroom.page_asked import view_of
from tests import factories
from tests.articles.illustrating import picture
from tests.newsroom.cached import Site

TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"(\w+)"')
# What hangs on one article: who reads these says of which.
OF_ARTICLES = {"articles_narration", "comments_comment", "comments_discussion", "comments_selection"}
# Read, and shown to nobody who is signed out.
NOT_SHOWN: set[str] = set()


@pytest.fixture
def addresses(media: object, comment: Comment, free_article: Article, walled_article: Article) -> list[str]:
    """An address of each kind of page that is kept, with something on it."""
    by = Contributor.objects.create(name="Zoé", slug="zoe", portrait=picture())
    about = Tag.objects.create(name="Ponts", slug="ponts")
    for article in (free_article, walled_article):
        article.lead_picture = picture()
        article.save()
        article.bylines.create(contributor=by)
        article.tags.add(about)
        article.correct(by=None, text="Il est rouvert.")
        factories.narration(article)
    day = f"{timezone.localtime(free_article.published_at):%Y/%m/%d}"
    year, month, _day = day.split("/")
    return [
        *("/", "/politique/", "/tags/ponts/", "/contributors/zoe/", "/corrections/", "/plans/", "/charter/"),
        *("/archive/", f"/archive/{year}/", f"/archive/{year}/{month}/", f"/archive/{day}/"),
        *("/feed/", "/feed/atom/", "/politique/feed/", "/contributors/zoe/feed/", "/robots.txt", "/favicon.ico"),
        *("/sitemap.xml", "/sitemap-news.xml", "/manifest.webmanifest"),
        *("/terms/", "/privacy/", "/legal/", "/accessibility/"),
        *(free_article.get_absolute_url(), walled_article.get_absolute_url(), walled_article.get_ninjs_url()),
        *(f"/discussions/{free_article.pk}/", f"/discussions/{free_article.pk}/?sort=recommended"),
    ]


def test_each_kept_page_is_made_of_watched_rows_and_says_of_which_articles(
    transactional_db: None, addresses: list[str]
) -> None:
    site, watched = Site(), {watch.table for watch in page_changes.WATCHES}
    for path in addresses:
        with CaptureQueriesContext(connection) as captured:
            answer = site.get(path)
        read = {name for query in captured for name in TABLE.findall(query["sql"])}
        assert answer.status == 200, path
        assert path.partition("?")[0] in site.kept(), f"{path} is not kept"
        assert read - watched == NOT_SHOWN & read, path
        named = {thing for page, _size in site.cache.shelf._things.values() for thing in page.mark.things}
        assert named != {0} or not read & OF_ARTICLES, path


def test_a_page_that_shows_numbers_of_comments_depends_on_each(transactional_db: None, addresses: list[str]) -> None:
    shown = set(Article.objects.values_list("pk", flat=True))
    site = Site()
    for path in ("/", "/politique/", "/tags/ponts/", "/contributors/zoe/"):
        site.get(path)
        page, _size = list(site.cache.shelf._things.values())[-1]
        assert set(page.mark.things) == {0, *shown}, path


def test_nothing_is_said_where_nobody_listens() -> None:
    rendering.shows(1)
    rendering.is_shared()
    with rendering.heard() as heard:
        rendering.shows(2, 3)
    assert (heard.articles, heard.is_shared) == ({2, 3}, False)


@pytest.mark.parametrize("path", ["/admin/", "/search/", "/account/", "/accounts/login/", "/transparency/", "/x/y/z/"])
def test_no_other_page_is_kept(path: str) -> None:
    assert view_of({"PATH_INFO": path, "SCRIPT_NAME": ""}) is None


def test_the_section_is_named(politics: Section) -> None:
    assert politics.get_absolute_url() == "/politique/"
