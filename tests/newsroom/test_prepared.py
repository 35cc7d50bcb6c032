"""Queries that are put together once answer as the ORM's own do, each time with the values of the day."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import models
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.models import Comment, Revision
from newsroom.lib.prepared import DATE, TEXT, Prepared, PreparedUpdate, given, store
from newsroom.subscribers.models import User
from tests import factories


@pytest.fixture
def said(free_article: Article, alice: User, basile: User) -> list[Comment]:
    first = factories.comment(free_article, alice, "Enfin !")
    return [first, factories.comment(free_article, basile, "Oui.", parent=first)]


def test_each_asking_has_its_own_values(said: list[Comment], alice: User, basile: User) -> None:
    theirs = Prepared(lambda: Comment.objects.filter(author=given("author")).values_list("body", "created_at"))

    assert theirs.all(author=alice.pk) == [("Enfin !", said[0].created_at)]
    assert theirs.all(author=basile.pk) == [("Oui.", said[1].created_at)]
    assert theirs.first(author=0) is None


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**40, -(10**40)])
def test_a_number_that_no_column_holds_is_that_of_no_row(said: list[Comment], number: int) -> None:
    assert Prepared(lambda: Comment.objects.filter(pk=given("pk"))).first(pk=number) is None


def test_a_date_and_a_text_are_told_as_the_database_has_them(said: list[Comment]) -> None:
    since = Prepared(
        lambda: Comment.objects.filter(created_at__gte=given("since", DATE), body=given("body", TEXT)).values_list("pk")
    )

    assert since.all(since=said[1].created_at, body="Oui.") == [(said[1].pk,)]
    assert since.all(since=said[1].created_at + timedelta(microseconds=1), body="Oui.") == []
    assert since.all(since=timezone.now(), body="Oui.") == []


def test_models_come_with_what_stands_beside_them(
    said: list[Comment], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = Prepared(
        lambda: Comment.objects.filter(pk=given("pk")).select_related("author", "parent").fetch_mode(models.FETCH_RAISE)
    )

    with django_assert_num_queries(2):
        answer, top = asked.first(pk=said[1].pk), asked.first(pk=said[0].pk)
        assert answer is not None
        assert answer.parent is not None
        assert top is not None
        assert (answer.author.display_name, answer.parent.pk, answer.created_at) == (
            said[1].author.display_name, said[0].pk, said[1].created_at,
        )  # fmt: skip
        assert top.parent is None
    assert answer == said[1]
    with pytest.raises(FieldFetchBlocked):
        _ = answer.article
    answer.body = "Oui, enfin."
    answer.save(update_fields=["body"])
    assert Comment.objects.get(pk=answer.pk).body == "Oui, enfin."


def test_it_is_written_once(said: list[Comment]) -> None:
    written: list[Any] = []

    def write() -> "models.QuerySet[Comment]":
        written.append(1)
        return Comment.objects.filter(pk=given("pk"))

    asked = Prepared(write)

    assert [asked.first(pk=one.pk) for one in said] == said
    assert written == [1]


def test_an_update_says_how_many_rows_it_changed(said: list[Comment]) -> None:
    heard = PreparedUpdate(
        lambda: (Comment.objects.filter(pk=given("pk")), {"recommended": models.F("recommended") + given("more")})
    )

    assert [heard(pk=said[0].pk, more=2), heard(pk=said[0].pk, more=3), heard(pk=0, more=1)] == [1, 1, 0]
    assert [Comment.objects.get(pk=one.pk).recommended for one in said] == [5, 0]


def test_what_is_stored_is_what_saving_stores(said: list[Comment]) -> None:
    hits = [{"check": "links", "verdict": "flag", "spans": [[0, 5]]}]
    stored, saved = (
        Revision(comment=said[0], number=number, body="« Ça, alors ! »", verdict="flag", hits=hits, created_at=at)
        for number, at in ((2, said[0].created_at), (3, said[0].created_at))
    )

    store(stored)
    saved.save()

    assert saved.pk == stored.pk + 1
    assert not stored._state.adding
    rows = Revision.objects.filter(number__gt=1).order_by("number").values("body", "verdict", "hits", "created_at")
    assert rows[0] == rows[1]
    stored.refresh_from_db()
