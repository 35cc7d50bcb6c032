"""The pages that list articles are made once for all members like who asks, and right at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Contributor, Tag
from articles.models.contributor import Byline
from comments.models import Comment
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import text_of
from tests.newsroom.test_shared_pages import made_alone, page, queries

Browse = Callable[[User], Client]
WHICH = ("front", "section", "tag", "contributor")


@pytest.fixture
def addresses(transactional_db: None, free_article: Article, walled_article: Article) -> dict[str, str]:
    """The pages on which both articles are listed."""
    contributor = Contributor.objects.create(name="Plume", slug="plume")
    tag = Tag.objects.create(name="Ponts", slug="ponts")
    for article in (free_article, walled_article):
        Article.objects.filter(pk=article.pk).update(section=free_article.section)
        Byline.objects.create(article=article, contributor=contributor)
        article.tags.add(tag)
    return {
        "front": "/",
        "section": free_article.section.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "contributor": contributor.get_absolute_url(),
    }


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_member_gets_the_page_that_would_be_made_for_them(
    monkeypatch: pytest.MonkeyPatch, addresses: dict[str, str], browse: Browse, alice: User, basile: User,
    chloe: User, david: User, maud: User, which: str, language: str,
) -> None:  # fmt: skip
    for member in (alice, basile, chloe, david, maud):
        client = browse(member)
        client.cookies["language"] = language
        address = addresses[which]
        assert page(client, address) == made_alone(monkeypatch, client, address)
        assert member.display_name in page(client, address)


@pytest.mark.parametrize("which", WHICH)
def test_a_list_that_is_remembered_takes_two_queries(
    addresses: dict[str, str], browse: Browse, alice: User, which: str
) -> None:
    assert queries(browse(alice), addresses[which]) == 2


@pytest.mark.parametrize("which", WHICH)
def test_a_list_is_right_at_the_next_request(
    addresses: dict[str, str], browse: Browse, alice: User, basile: User, free_article: Article, which: str
) -> None:
    client, address = browse(alice), addresses[which]
    assert "1 commentaire" not in page(client, address)

    factories.comment(free_article, basile, "Bonjour.")
    assert "1 commentaire" in page(client, address)
    Comment.objects.get().withdraw(by=basile)
    assert "1 commentaire" not in page(client, address)
    Article.objects.filter(pk=free_article.pk).update(headline="Un autre titre")
    assert "Un autre titre" in page(client, address)
    free_article.section.name = "Une autre rubrique"
    free_article.section.save()
    assert "Une autre rubrique" in page(client, address)


def test_the_clock_brings_what_was_scheduled(
    addresses: dict[str, str], browse: Browse, alice: User, free_article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = factories.article(free_article.section, "À venir", published=False)
    later.publish(by=None, at=timezone.now() + timedelta(hours=2))
    client = browse(alice)
    assert all("À venir" not in page(client, addresses[which]) for which in ("front", "section"))

    then = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: then)

    assert all("À venir" in page(client, addresses[which]) for which in ("front", "section"))


@pytest.mark.parametrize("number", ["0", "2", "01", "x", "9" * 30])
def test_a_page_that_is_not_there_is_none(addresses: dict[str, str], browse: Browse, alice: User, number: str) -> None:
    answer = browse(alice).get(f"{addresses['section']}?page={number}")

    assert answer.status_code == (200 if number == "01" else 404)


def test_further_pages_are_pages_of_their_own(addresses: dict[str, str], browse: Browse, alice: User) -> None:
    section = Article.objects.first().section  # type: ignore[union-attr]
    for number in range(20):
        factories.article(section, f"Numéro {number}")
    client = browse(alice)

    pages = [text_of(client.get(f"{addresses['section']}{query}")) for query in ("", "?page=2", "?page=1", "?page=2")]

    assert "Numéro 19" in pages[0]
    assert "Numéro 19" not in pages[1]
    assert "Numéro 19" in pages[2]
    assert "Numéro 19" not in pages[3]
