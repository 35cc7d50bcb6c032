"""Headlines and slugs that are odd: mended, or refused with words; and a former address still leads to its article."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Section
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.desk import ADD, Browse, form_of, shown, typed

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("🎉🔥", "article"),
        ("…", "article"),
        ("Москва", "article"),
        ("L’Étoile & l'œuf", "l-etoile-l-uf"),
        ("x" * 200, "x" * 120),
        ("mot " * 50, ("mot-" * 30)[:120].strip("-")),
        ("Le <script>", "le-script"),
    ],
)
def test_a_headline_gives_an_address_that_leads_to_it(
    browse: Browse, edith: User, politics: Section, headline: str, slug: str
) -> None:
    client = browse(edith)
    answer = client.post(ADD, typed(politics, headline=headline))

    assert answer.status_code == 302, answer.context["errors"]
    article = Article.objects.get()
    assert article.slug == slug
    article.publish(by=edith)
    client.logout()
    assert client.get(article.get_absolute_url()).status_code == 200


def test_two_articles_of_one_headline_each_have_an_address(client: Client, politics: Section) -> None:
    one, other = (factories.article(politics, "Le pont rouvre", standfirst=words) for words in ("Un.", "Deux."))

    assert one.slug == other.slug
    assert one.get_absolute_url() != other.get_absolute_url()
    assert "Deux." in client.get(other.get_absolute_url()).content.decode()


@pytest.mark.parametrize("field", ["slug", "section", "both", "headline alone"])
def test_a_former_address_leads_on_for_good(
    browse: Browse, edith: User, client: Client, free_article: Article, field: str
) -> None:
    former = free_article.get_absolute_url()
    culture = Section.objects.create(name="Culture", slug="culture")
    changes: dict[str, dict[str, Any]] = {
        "slug": {"slug": "le-pont-ferme"},
        "section": {"section": culture.pk},
        "both": {"slug": "le-pont-ferme", "section": culture.pk},
        "headline alone": {"headline": "Le pont ferme"},
    }
    editing = browse(edith)
    editing.post(form_of(free_article), shown(editing, free_article) | changes[field])
    now = Article.objects.select_related("section").get().get_absolute_url()
    editing.logout()

    answer = client.get(former)

    # Another headline moves nothing: links to the article stay as they were.
    expected = (200, None) if field == "headline alone" else (301, now)
    assert (answer.status_code, answer.headers.get("Location")) == expected
    assert client.get(now).status_code == 200


@pytest.mark.parametrize("slug", ["deux mots", "é", "a/b", "-" * 121, "<b>"])
def test_an_address_that_cannot_be_is_refused_with_words(
    browse: Browse, edith: User, politics: Section, slug: str
) -> None:
    answer = browse(edith).post(ADD, typed(politics, slug=slug))

    assert answer.status_code == 200
    assert "slug" in answer.context["adminform"].form.errors
    assert "Le pont rouvre" in answer.content.decode()
