"""The index of words follows its table by itself, and is made again when something of it was lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from articles.models import Contributor
from comments.models import Comment
from newsroom import guards, search_indexes
from newsroom.apps import lift_guards, prepare_database
from newsroom.lib import fulltext
from newsroom.lib.fulltext import Index
from tests.words import INDEX, found, words_of, write


@contextmanager
def index_untouched() -> Iterator[None]:
    """Expect the block to leave the index of comments as it is, in each of its rows."""
    before = rows_of_index()
    yield
    assert rows_of_index() == before


def rows_of_index() -> list[Any]:
    """Return the rows the database keeps the index of comments in, with what changes when one is written again."""
    kept = "SELECT id, block FROM comments_comment_words_data"
    versions = "SELECT ctid::text, xmin::text, cmin::text, id FROM comments_comment_words"
    with connection.cursor() as cursor:
        cursor.execute(kept if connection.vendor == "sqlite" else versions)
        return list(cursor.fetchall())


def test_a_changed_text_is_found_by_its_new_words_alone(searched: None) -> None:
    contributor = write("le pont")

    Contributor.objects.filter(pk=contributor.pk).update(biography="le tunnel")

    assert found("tunnel") == ["le tunnel"]
    assert found("pont") == []


def test_a_deleted_row_is_not_found(searched: None) -> None:
    write("le pont")
    kept = write("le pont neuf")

    Contributor.objects.exclude(pk=kept.pk).delete()

    assert found("pont") == ["le pont neuf"]


def test_rows_written_before_the_index_are_found(db: None) -> None:
    write("le pont")

    fulltext.install(connection, [INDEX])

    assert found("pont") == ["le pont"]


def test_an_index_that_stands_is_left_alone(searched: None) -> None:
    write("le pont")

    with CaptureQueriesContext(connection) as queries:
        fulltext.install(connection, [INDEX])

    assert not [query for query in queries if "CREATE" in query["sql"] or "INSERT" in query["sql"]]
    assert found("pont") == ["le pont"]


def test_an_index_that_lost_a_trigger_is_made_anew(searched: None) -> None:
    write("le pont")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER articles_contributor_words_put")
        else:
            cursor.execute("DROP TRIGGER articles_contributor_words_follow ON articles_contributor")
    write("le pont neuf")
    assert found("pont") == ["le pont"]

    fulltext.install(connection, [INDEX])

    assert found("pont") == ["le pont", "le pont neuf"]


def test_an_index_of_other_columns_is_made_anew(searched: None) -> None:
    write("le pont")

    fulltext.install(connection, [Index(INDEX.table, ("name",))])

    assert found("pont") == []
    assert found("ada") == ["le pont"]


def test_what_is_left_of_an_index_goes_with_its_table(db: None) -> None:
    gone = Index("articles_gone", ("name",))

    fulltext.install(connection, [gone])
    fulltext.remove(connection, [gone])

    assert gone.name not in connection.introspection.table_names()


def test_a_table_whose_index_is_removed_goes_on(searched: None) -> None:
    fulltext.remove(connection, [INDEX])

    write("le pont")
    Contributor.objects.update(biography="le tunnel")
    Contributor.objects.all().delete()

    assert INDEX.name not in connection.introspection.table_names()


def test_a_change_of_other_columns_does_not_touch_the_index(comment: Comment) -> None:
    with index_untouched():
        Comment.objects.update(status=Comment.objects.get().status, moves=7)
        Comment.objects.get().save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("changed", [models.TextField(null=True), models.CharField(max_length=3000)])
def test_a_migration_makes_the_table_anew_and_its_words_are_found(
    changed: "models.Field[str, str]", comment: Comment
) -> None:
    # SQLite makes a table anew to change a column, and its triggers go; PostgreSQL changes no column a trigger names.
    field = Comment._meta.get_field("body")
    assert isinstance(field, models.Field)
    changed.set_attributes_from_name("body")

    alter(Comment, field, changed)
    assert Comment.objects.containing("migration").get() == comment
    assert not Comment.objects.containing("enfin")

    alter(Comment, changed, field)
    Comment.objects.update(body="Un autre.")
    assert Comment.objects.containing("autre").get() == comment
    assert not Comment.objects.containing("migration")


def alter(model: type[models.Model], field: "models.Field[str, str]", changed: "models.Field[str, str]") -> None:
    """Migrate the field, writing a row on the way; then the server starts anew."""
    lift_guards(using="default", plan=[changed])
    with connection.schema_editor() as editor:
        editor.alter_field(model, field, changed)
    model._default_manager.update(body="Un texte que la migration écrit.")
    prepare_database(using="default")
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_other_tables_are_made_anew_beside_the_index(comment: Comment) -> None:
    field = Contributor._meta.get_field("biography")
    assert isinstance(field, models.Field)
    changed = models.TextField(null=True)
    changed.set_attributes_from_name("biography")

    with connection.schema_editor() as editor:
        editor.alter_field(Contributor, field, changed)
        editor.alter_field(Contributor, changed, field)

    assert Comment.objects.containing("enfin").exists()


@pytest.mark.django_db(transaction=True)
def test_emptied_tables_leave_no_word(comment: Comment) -> None:
    # SQLite deletes each row, PostgreSQL truncates the table.
    assert words_of("comments_comment") == {"enfin"}

    guards.remove(connection)
    call_command("flush", interactive=False, verbosity=0)

    assert words_of("comments_comment") == set()


@pytest.mark.django_db
def test_what_the_site_searches_is_indexed() -> None:
    names = connection.introspection.table_names()

    assert [index.name for index in search_indexes.INDEXES if index.name not in names] == []
