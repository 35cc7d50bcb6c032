"""Corrections: published by editors, dated, at the foot of their article and in the list, and behind the wall."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.correction_views import A_PAGE
from articles.models import Article, Correction, Section, StaleArticle
from articles.models.correction import CORRECTION_MAX_LENGTH
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.desk import Browse
from tests.articles.pages import queries, text_of

LIST = "/corrections/"
WRONG = "Le pont a rouvert mardi, et non lundi."


def desk(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/corrections/"


# The verb


def test_a_correction_dates_the_article_and_is_recorded(free_article: Article, edith: User) -> None:
    correction = free_article.correct(by=edith, text=f"  {WRONG}\n")

    free_article.refresh_from_db()
    assert (correction.text, correction.by) == (WRONG, edith)
    assert free_article.modified_at == correction.corrected_at
    entry = Entry.objects.get(action="article.correct")
    assert (entry.actor, entry.detail) == (edith, {"correction": correction.pk})


@pytest.mark.parametrize("text", ["", "  \n", "x" * (CORRECTION_MAX_LENGTH + 1)])
def test_a_correction_says_something(free_article: Article, edith: User, text: str) -> None:
    with pytest.raises(ValidationError):
        free_article.correct(by=edith, text=text)

    free_article.refresh_from_db()
    assert free_article.modified_at is None
    assert not Correction.objects.exists()


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn", "withdrawn meanwhile"])
def test_only_what_readers_see_is_corrected(politics: Section, edith: User, state: str) -> None:
    article = factories.article(politics, "Un", published=state.startswith("withdrawn"))
    if state == "scheduled":
        article.publish(by=edith, at=timezone.now() + timedelta(hours=1))
    elif state == "withdrawn":
        article.withdraw(by=edith)
    elif state == "withdrawn meanwhile":
        Article.objects.get(pk=article.pk).withdraw(by=edith)

    with pytest.raises(StaleArticle):
        article.correct(by=edith, text=WRONG)

    assert not Correction.objects.exists()


def test_what_was_corrected_is_neither_rewritten_nor_taken_back(free_article: Article, edith: User) -> None:
    correction = free_article.correct(by=edith, text=WRONG)

    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Correction.objects.update(text="Rien.")
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        correction.delete()


# What readers read


def test_it_stands_dated_at_the_foot_of_the_article(client: Client, free_article: Article, edith: User) -> None:
    correction = free_article.correct(by=edith, text=f"{WRONG}\n\nEt <b>c’est</b> tout.")

    page = text_of(client, free_article.get_absolute_url())

    foot = page.partition('id="corrections"')[2].partition("</section>")[0]
    assert f"<p>{WRONG}</p>" in foot
    assert "&lt;b&gt;" in foot
    assert f'datetime="{timezone.localtime(correction.corrected_at).isoformat()[:10]}' in foot
    assert page.index('class="article-body') < page.index('id="corrections"') < page.index('class="share"')


@pytest.mark.parametrize("access", ["metered", "subscribers"])
@pytest.mark.parametrize(("reader", "reads"), [("", False), ("chloe", False), ("alice", True), ("edith", True)])
def test_the_correction_of_a_walled_article_is_behind_its_wall(
    request: pytest.FixtureRequest,
    client: Client,
    browse: Browse,
    walled_article: Article,
    edith: User,
    access: str,
    reader: str,
    reads: bool,
) -> None:
    Article.objects.update(access=access)
    walled_article.correct(by=edith, text=WRONG)
    if reader:
        browse(request.getfixturevalue(reader))

    page = text_of(client, walled_article.get_absolute_url())

    assert (WRONG in page) is reads
    assert ("Cet article a été corrigé" in page) is not reads


def test_the_list_shows_the_latest_first_with_their_articles(
    client: Client, free_article: Article, walled_article: Article, edith: User
) -> None:
    free_article.correct(by=edith, text=WRONG)
    walled_article.correct(by=edith, text="Il valait deux millions.")
    free_article.correct(by=edith, text="Le maire s’appelle Luc.")

    page = text_of(client, LIST)

    assert page.index("s’appelle Luc") < page.index(walled_article.headline) < page.index(WRONG)
    assert "deux millions" not in page
    assert f'{walled_article.get_absolute_url()}#corrections"' in page


def test_even_a_subscriber_reads_the_correction_of_a_walled_article_at_its_foot_alone(
    browse: Browse, walled_article: Article, alice: User, edith: User
) -> None:
    walled_article.correct(by=edith, text=WRONG)

    assert WRONG not in text_of(browse(alice), LIST)


def test_the_corrections_of_what_is_no_longer_public_are_not_listed(
    client: Client, free_article: Article, edith: User
) -> None:
    free_article.correct(by=edith, text=WRONG)
    free_article.withdraw(by=edith)

    page = text_of(client, LIST)

    assert WRONG not in page
    assert 'class="empty"' in page


def test_the_list_is_paginated_and_costs_the_same_however_long(
    client: Client, politics: Section, free_article: Article, edith: User
) -> None:
    free_article.correct(by=edith, text=WRONG)
    few = queries(client, LIST)
    for number in range(A_PAGE):
        factories.article(politics, f"Article {number}", access="free").correct(by=edith, text=f"Erreur {number}.")

    assert queries(client, LIST) == few <= 4
    assert WRONG not in text_of(client, LIST)
    assert WRONG in text_of(client, f"{LIST}?page=2")
    assert client.get(f"{LIST}?page=3").status_code == 404


# The desk


@pytest.mark.parametrize(("who", "publishes"), [("edith", True), ("paul", True), ("renee", False)])
def test_editors_correct_and_reporters_do_not(
    request: pytest.FixtureRequest, browse: Browse, free_article: Article, who: str, publishes: bool
) -> None:
    client = browse(request.getfixturevalue(who))
    assert ('name="text"' in text_of(client, desk(free_article))) is publishes

    answer = client.post(desk(free_article), {"text": WRONG})

    assert answer.status_code == (302 if publishes else 403)
    assert Correction.objects.filter(text=WRONG).exists() is publishes


def test_a_blank_correction_is_told_and_nothing_published(browse: Browse, edith: User, free_article: Article) -> None:
    answer = browse(edith).post(desk(free_article), {"text": "  "})

    assert answer.status_code == 200
    assert "text" in answer.context["form"].errors
    assert not Correction.objects.exists()


def test_an_article_withdrawn_meanwhile_is_not_corrected(browse: Browse, edith: User, free_article: Article) -> None:
    client = browse(edith)
    free_article.withdraw(by=edith)

    assert client.post(desk(free_article), {"text": WRONG}).status_code == 409
    assert 'name="text"' not in text_of(client, desk(free_article))


@pytest.mark.parametrize(("who", "status"), [("maud", 403), ("alice", 302), ("edith", 200)])
def test_the_page_is_the_desk_s(
    request: pytest.FixtureRequest, browse: Browse, free_article: Article, who: str, status: int
) -> None:
    assert browse(request.getfixturevalue(who)).get(desk(free_article)).status_code == status
