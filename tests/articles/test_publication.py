"""Publishing, withdrawing and revising: once, dated, with an audit entry, whoever else tries."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Section, StaleArticle
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.together import at_once

HOUR = timedelta(hours=1)


def test_a_published_article_is_public_from_now_and_it_is_recorded(draft_article: Article, edith: User) -> None:
    draft_article.publish(by=edith)

    assert draft_article.is_public()
    assert list(Article.objects.published()) == [draft_article]
    entry = Entry.objects.get(action="article.published")
    assert (entry.actor, entry.subject, entry.detail["was"]) == (edith, f"articles.article:{draft_article.pk}", "draft")


def test_a_scheduled_article_is_public_when_its_time_comes(draft_article: Article, edith: User) -> None:
    at = timezone.now() + HOUR
    draft_article.publish(by=edith, at=at)

    assert not draft_article.is_public()
    assert not Article.objects.published().exists()
    assert draft_article.is_public(at)
    assert Article.objects.published(at).exists()


def test_an_embargo_holds_whatever_asks(draft_article: Article, edith: User) -> None:
    draft_article.embargo_until = timezone.now() + HOUR
    draft_article.save()

    with pytest.raises(ValidationError):
        draft_article.publish(by=edith, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(status="published", published_at=timezone.now())
    draft_article.publish(by=edith)
    assert draft_article.published_at == draft_article.embargo_until


def test_the_database_wants_a_date_for_what_is_published(draft_article: Article) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(status="published")


def test_a_withdrawn_article_can_be_published_again(free_article: Article, edith: User) -> None:
    free_article.withdraw(by=edith)
    assert not free_article.is_public()
    assert free_article.was_public()

    free_article.publish(by=edith)
    assert free_article.is_public()


@pytest.mark.parametrize(
    ("status", "verb"),
    [("published", "publish"), ("draft", "withdraw"), ("withdrawn", "withdraw")],
)
def test_a_move_that_was_made_already_is_stale(politics: Section, edith: User, status: str, verb: str) -> None:
    article = factories.article(politics, "Un", published=status != "draft")
    if status == "withdrawn":
        article.withdraw(by=edith)
    entries = Entry.objects.count()

    with pytest.raises(StaleArticle):
        getattr(article, verb)(by=edith)

    article.refresh_from_db()
    assert article.status == status
    assert Entry.objects.count() == entries


# Revising


@pytest.mark.parametrize(
    ("field", "value", "modified"),
    [
        ("headline", "Autre", True),
        ("kicker", "Autre", True),
        ("standfirst", "Autre", True),
        ("body", "<p>Autre.</p>", True),
        ("dateline", "Autre", True),
        ("slug", "autre", False),
        ("access", "subscribers", False),
    ],
)
def test_modified_dates_a_change_of_what_readers_read(
    free_article: Article, edith: User, field: str, value: str, modified: bool
) -> None:
    setattr(free_article, field, value)
    free_article.revise(by=edith, fields={field})

    free_article.refresh_from_db()
    assert getattr(free_article, field) == value
    assert (free_article.modified_at is not None) is modified
    assert Entry.objects.get(action="article.revise").detail == {"fields": [field]}


def test_a_draft_is_not_modified_before_it_is_published(draft_article: Article, edith: User) -> None:
    draft_article.headline = "Autre"
    draft_article.revise(by=edith, fields={"headline"})

    assert draft_article.modified_at is None


def test_a_revision_stores_the_named_fields_alone(free_article: Article, edith: User) -> None:
    other = Article.objects.get(pk=free_article.pk)
    other.kicker = "Urgent"
    other.revise(by=edith, fields={"kicker"})

    free_article.headline = "Autre"
    free_article.revise(by=edith, fields={"headline"})

    free_article.refresh_from_db()
    assert (free_article.headline, free_article.kicker) == ("Autre", "Urgent")


def test_a_body_is_cleaned_whatever_stores_it(free_article: Article, edith: User) -> None:
    free_article.body = "<p onclick=x>Un<script>x</script></p>"
    free_article.revise(by=edith, fields={"body"})

    free_article.refresh_from_db()
    assert free_article.body == "<p>Un</p>"


# Two at once


@pytest.mark.django_db(transaction=True)
def test_of_four_who_publish_at_once_one_does(draft_article: Article) -> None:
    copies = [Article.objects.get(pk=draft_article.pk) for _ in range(4)]

    assert at_once(*[lambda one=one: one.publish(by=None) for one in copies]) == ["", *["StaleArticle"] * 3]
    assert Entry.objects.filter(action="article.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_who_withdraw_at_once_one_does(free_article: Article) -> None:
    copies = [Article.objects.get(pk=free_article.pk) for _ in range(4)]

    assert at_once(*[lambda one=one: one.withdraw(by=None) for one in copies]) == ["", *["StaleArticle"] * 3]
    assert Entry.objects.filter(action="article.withdrawn").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_revise_other_fields_at_once_both_do(free_article: Article) -> None:
    one, other = (Article.objects.get(pk=free_article.pk) for _ in range(2))
    one.headline, other.standfirst = "Autre", "Autre aussi"

    failed = at_once(
        lambda: one.revise(by=None, fields={"headline"}),
        lambda: other.revise(by=None, fields={"standfirst"}),
    )

    assert failed == ["", ""]
    free_article.refresh_from_db()
    assert (free_article.headline, free_article.standfirst) == ("Autre", "Autre aussi")
    assert Entry.objects.filter(action="article.revise").count() == 2
