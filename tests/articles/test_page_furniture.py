"""The article page holds its furniture in the order readers meet it, and says what it is to machines."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext

from articles.models import Article, Byline, Contributor, Picture, Section, Tag
from newsroom.subscribers.models import User
from tests import factories

pytestmark = pytest.mark.once

HOOKS = (
    ' data-article="', 'class="kicker"', 'class="headline"', 'class="standfirst"', 'class="byline"',
    'class="published"', 'class="modified"', 'class="lead-picture"', 'class="caption"', 'class="credit"',
    'class="reading-time"', 'class="narration"', 'class="article-body', 'class="wall"', 'class="tags"',
    'class="share"', 'class="related"', 'id="comments"',
)  # fmt: skip


@pytest.fixture
def furnished(walled_article: Article, free_article: Article) -> Article:
    """A walled article with all that an article can have, in a section with another."""
    picture = Picture(
        image="pictures/a.jpg", width=1600, height=900, alt_text="Un pont", caption="Le pont.", credit="Maud"
    )
    # The file itself is not read here; saving through the field would ask for its size.
    Picture.objects.bulk_create([picture])
    walled_article.kicker, walled_article.standfirst = "EXCLUSIF", "Ce que la mairie n’a pas dit."
    walled_article.lead_picture, walled_article.modified_at = picture, timezone.now()
    walled_article.save()
    for position, name in enumerate(["Zoé Ardant", "Anne Brun", "Luc Cyr"]):
        contributor = Contributor.objects.create(name=name, slug=slugify(name.partition(" ")[0]))
        Byline.objects.create(article=walled_article, contributor=contributor, position=position)
    walled_article.tags.add(Tag.objects.create(name="Budget", slug="budget"))
    factories.narration(walled_article)
    return walled_article


def page_of(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_the_furniture_stands_in_the_order_of_reading(client: Client, furnished: Article) -> None:
    page = page_of(client, furnished)
    places = [page.find(hook) for hook in HOOKS]

    assert -1 not in places, [hook for hook, place in zip(HOOKS, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_who_signs_is_named_in_order(client: Client, furnished: Article) -> None:
    byline = page_of(client, furnished).partition('class="byline"')[2].partition("</p>")[0]

    assert re.findall(r'href="(/contributors/\w+/)"', byline) == [
        "/contributors/zoe/", "/contributors/anne/", "/contributors/luc/"
    ]  # fmt: skip


def test_what_an_article_lacks_leaves_no_empty_place(client: Client, free_article: Article) -> None:
    page = page_of(client, free_article)

    for hook in ("kicker", "standfirst", "byline", "modified", "lead-picture", "wall", "tags", "related"):
        assert f'class="{hook}"' not in page, hook


def test_only_who_may_not_listen_is_told_that_audio_is_for_subscribers(
    browse: Callable[[User], Client], client: Client, free_article: Article, alice: User, chloe: User
) -> None:
    told = gettext("Audio is for subscribers")
    factories.narration(free_article)

    assert told in page_of(client, free_article)
    assert told in page_of(browse(chloe), free_article)
    assert told not in page_of(browse(alice), free_article)


def test_the_wall_leads_back_to_the_article_after_signing_in(client: Client, walled_article: Article) -> None:
    wall = page_of(client, walled_article).partition('class="wall"')[2].partition("</section>")[0]

    assert f'href="/accounts/login/?next={walled_article.get_absolute_url()}"' in wall
    assert 'href="/plans/"' in wall


def test_a_signed_in_reader_is_not_asked_to_sign_in(
    browse: Callable[[User], Client], walled_article: Article, chloe: User
) -> None:
    page = page_of(browse(chloe), walled_article)

    assert 'class="wall"' in page
    assert "/accounts/login/" not in page


def test_an_article_in_another_language_says_so_and_the_furniture_does_not(client: Client, politics: Section) -> None:
    article = factories.article(politics, "The bridge reopens", language="en", access=Article.Access.FREE)
    page = page_of(client, article)

    assert '<html lang="fr">' in page
    assert f'data-article="{article.pk}" lang="en"' in page
    assert 'class="article-meta" lang="fr"' in page


def test_a_cached_page_names_no_reader_and_holds_no_token(client: Client, free_article: Article) -> None:
    answer = client.get(free_article.get_absolute_url())

    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert not answer.cookies


def test_readers_are_told_of_a_preview_and_crawlers_kept_out(
    browse: Callable[[User], Client], draft_article: Article, edith: User
) -> None:
    page = page_of(browse(edith), draft_article)

    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert gettext("Preview: readers do not see this article.") in page


def test_a_card_says_what_is_walled_and_how_many_react(
    client: Client, free_article: Article, walled_article: Article, alice: User
) -> None:
    factories.comment(free_article, alice, "Enfin !")
    front = client.get("/").content.decode()

    assert front.count('class="lock"') == 1
    assert front.count('class="comment-count"') == 1
