"""The editors' desk: who may publish and withdraw does so from the list or the form; others read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Section
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.desk import ADD, LIST, Browse, act, form_of, shown, typed
from tests.articles.pages import queries


@pytest.mark.parametrize("where", ["list", "form"])
def test_an_editor_publishes_and_withdraws(browse: Browse, edith: User, draft_article: Article, where: str) -> None:
    client = browse(edith)

    assert act(client, where, "publish", draft_article) == ["success"]
    draft_article.refresh_from_db()
    assert draft_article.is_public()
    assert Entry.objects.get(action="article.published").actor == edith

    assert act(client, where, "withdraw", draft_article) == ["success"]
    draft_article.refresh_from_db()
    assert draft_article.status == "withdrawn"


def test_an_embargo_is_kept_by_the_action(browse: Browse, edith: User, draft_article: Article) -> None:
    draft_article.embargo_until = timezone.now() + timedelta(days=1)
    draft_article.save()

    assert act(browse(edith), "list", "publish", draft_article) == ["success"]
    draft_article.refresh_from_db()
    assert draft_article.published_at == draft_article.embargo_until


def test_what_was_moved_already_is_told_article_by_article(
    browse: Browse, edith: User, draft_article: Article, free_article: Article
) -> None:
    assert act(browse(edith), "list", "publish", draft_article, free_article) == ["error", "success"]
    assert act(browse(edith), "list", "withdraw", draft_article) == ["success"]
    assert act(browse(edith), "list", "withdraw", draft_article) == ["error"]


def test_a_reporter_publishes_nothing(browse: Browse, renee: User, draft_article: Article) -> None:
    client = browse(renee)
    assert 'value="publish"' not in client.get(LIST).content.decode()
    assert 'value="publish"' not in client.get(form_of(draft_article)).content.decode()

    client.post(LIST, {"_selected_action": [draft_article.pk], "action": "publish"})

    draft_article.refresh_from_db()
    assert draft_article.status == "draft"


def test_withdrawing_many_says_first_what_it_does(browse: Browse, edith: User, free_article: Article) -> None:
    client = browse(edith)
    chosen = {"_selected_action": [free_article.pk], "action": "withdraw"}

    page = client.post(LIST, chosen).content.decode()

    assert "410" in page
    assert free_article.headline in page
    free_article.refresh_from_db()
    assert free_article.is_public()


def test_a_reporter_reads_a_published_article_and_changes_nothing(
    browse: Browse, renee: User, free_article: Article
) -> None:
    client = browse(renee)
    page = client.get(form_of(free_article))
    assert page.status_code == 200
    assert 'name="headline"' not in page.content.decode()

    assert client.post(form_of(free_article), typed(free_article.section)).status_code == 403
    free_article.refresh_from_db()
    assert free_article.headline == "Le pont rouvre"


def test_no_form_edits_a_status(browse: Browse, edith: User, draft_article: Article) -> None:
    client = browse(edith)
    values = shown(client, draft_article)

    client.post(form_of(draft_article), values | {"status": "published", "published_at_0": "2026-01-01", "uri": "x"})

    uri = draft_article.uri
    draft_article.refresh_from_db()
    assert (draft_article.status, draft_article.published_at, draft_article.uri) == ("draft", None, uri)


def test_a_draft_has_a_preview_and_a_published_article_its_page(
    browse: Browse, edith: User, draft_article: Article, free_article: Article
) -> None:
    client = browse(edith)

    for article in (draft_article, free_article):
        assert (
            f'<a href="{article.get_absolute_url()}" class="viewsitelink">'
            in client.get(form_of(article)).content.decode()
        )
        assert client.get(article.get_absolute_url()).status_code == 200


def test_only_drafts_are_deleted(client: Client, db: None, draft_article: Article, free_article: Article) -> None:
    chief = User.objects.create_superuser("chef@exemple.test", "Chef")
    factories.let_in(client, chief)
    chosen = {"_selected_action": [free_article.pk], "action": "delete_selected", "post": "yes"}

    assert client.post(f"{form_of(free_article).removesuffix('change/')}delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, chosen)
    assert Article.objects.filter(pk=free_article.pk).exists()
    client.post(f"{form_of(draft_article).removesuffix('change/')}delete/", {"post": "yes"})
    assert not Article.objects.filter(pk=draft_article.pk).exists()


@pytest.mark.parametrize("address", [LIST, "/admin/articles/picture/", "/admin/articles/contributor/", ADD])
def test_the_desk_is_for_those_who_write(browse: Browse, maud: User, alice: User, address: str) -> None:
    assert browse(maud).get(address).status_code == 403
    assert browse(alice).get(address).status_code in {302, 403}


def test_the_list_costs_the_same_however_long_it_is(browse: Browse, edith: User, politics: Section) -> None:
    client = browse(edith)
    factories.article(politics, "Un")
    few = queries(client, LIST)
    for number in range(20):
        section = Section.objects.create(name=f"Rubrique {number}", slug=f"rubrique-{number}")
        factories.article(section, f"Encore {number}")

    assert queries(client, LIST) == few <= 10


def test_an_article_is_found_by_its_words_or_its_uri(browse: Browse, edith: User, free_article: Article) -> None:
    client = browse(edith)

    for words in ("pont", free_article.uri):
        assert form_of(free_article) in client.get(LIST, {"q": words}).content.decode()
    assert form_of(free_article) not in client.get(LIST, {"q": "introuvable"}).content.decode()


def test_the_list_tells_what_is_scheduled_from_what_readers_see(
    browse: Browse, edith: User, draft_article: Article, free_article: Article
) -> None:
    draft_article.publish(by=edith, at=timezone.now() + timedelta(hours=1))

    page = browse(edith).get(LIST).content.decode()

    assert page.count('<td class="field-stands">programmé</td>') == 1
    assert page.count('<td class="field-stands">publié</td>') == 1
