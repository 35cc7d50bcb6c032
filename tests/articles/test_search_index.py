"""What is searched follows each change of an article, in the same transaction, whatever door it comes through."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client

from articles.models import Article, Byline, Contributor, PublicText, Section, Tag, WholeText
from newsroom import search_indexes
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.items import Import, item
from tests.articles.test_search import found
from tests.factories import SECRET


def test_a_revision_is_found_and_what_it_replaced_is_not(client: Client, free_article: Article) -> None:
    free_article.headline = "Le viaduc ferme"
    free_article.body = "<p>Un tunnel.</p>"
    free_article.revise(by=None, fields={"headline", "body"})

    assert found(client, "viaduc tunnel", free_article) == [free_article.headline]
    assert found(client, "rouvre", free_article) == []
    assert found(client, "mot", free_article) == []


def test_what_goes_behind_the_wall_is_no_longer_found(client: Client, politics: Section) -> None:
    article = factories.article(politics, "Le budget", body=factories.WALLED_BODY, access="free")
    assert found(client, SECRET, article) == [article.headline]

    article.access = Article.Access.SUBSCRIBERS
    article.revise(by=None, fields={"access"})

    assert found(client, SECRET, article) == []
    assert SECRET not in PublicText.objects.get().text
    assert SECRET in WholeText.objects.get().text


def test_the_wall_mark_decides_what_is_found(client: Client, politics: Section) -> None:
    body = '<p>Devant.</p><hr class="wall"><p>Derrière.</p>'
    article = factories.article(politics, "Le budget", body=body)
    assert found(client, "devant", article) == [article.headline]
    assert found(client, "derrière", article) == []

    article.body = '<p>Devant.</p><p>Derrière.</p><hr class="wall"><p>Fin.</p>'
    article.revise(by=None, fields={"body"})

    assert found(client, "derrière", article) == [article.headline]


def test_what_is_withdrawn_is_gone_and_comes_back_when_it_is_published_again(
    client: Client, free_article: Article
) -> None:
    free_article.withdraw(by=None)
    assert not PublicText.objects.exists()
    assert not WholeText.objects.exists()

    free_article.publish(by=None)

    assert found(client, "pont", free_article) == [free_article.headline]


def test_what_is_taken_back_leaves_the_search_as_it_was(client: Client, free_article: Article) -> None:
    def change_and_fail() -> None:
        with transaction.atomic():
            free_article.headline = "Viaduc"
            free_article.revise(by=None, fields={"headline"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()

    assert found(client, "viaduc", free_article) == []


def test_a_later_version_of_a_wire_is_found_by_its_new_names(client: Client, bring_in: Import) -> None:
    bring_in(item(by="Alice Martin"), publish=True)
    bring_in(item(by="Zoé Grumeau", version="2", versionCreated="2026-03-02T10:00:00Z"), publish=True)
    article = Article.objects.get()

    assert found(client, "grumeau", article) == [article.headline]
    assert found(client, "alice martin", article) == []


def test_who_has_another_name_is_found_by_it(
    client: Client, free_article: Article, edith: User, browse: Callable[[User], Client], run_tasks: Callable[[], None]
) -> None:
    signs = Contributor.objects.create(name="Alice Martin", slug="alice-martin")
    Byline.objects.create(article=free_article, contributor=signs)
    tag = Tag.objects.create(name="Ponts", slug="ponts")
    free_article.tags.add(tag)
    free_article.name_anew()
    editor = browse(edith)

    editor.post(f"/admin/articles/contributor/{signs.pk}/change/", {"name": "Alice Grumeau", "slug": "alice-martin"})
    editor.post(f"/admin/articles/tag/{tag.pk}/change/", {"name": "Viaducs", "slug": "ponts"})
    run_tasks()

    assert found(client, "grumeau viaducs", free_article) == [free_article.headline]
    assert found(client, "martin", free_article) == []


def test_what_was_published_before_there_was_a_search_is_found_after_migrate(
    client: Client, free_article: Article, draft_article: Article
) -> None:
    PublicText.objects.all().delete()
    WholeText.objects.all().delete()

    search_indexes.install(connection)

    assert found(client, "pont", free_article) == [free_article.headline]
    assert list(PublicText.objects.values_list("pk", flat=True)) == [free_article.pk]
