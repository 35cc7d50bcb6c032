"""The transparency report: counted from the rows, for everybody, as pages, as CSV, and in the EU database's terms."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation

from articles.models import Article
from comments import statements, transparency
from comments.models import Appeal, Comment, Decision, Report, Rule, Status
from newsroom.lib.rows import Cell
from newsroom.subscribers.models import User
from tests.comments.trees import planted

Browse = Callable[[User], Client]
WHY = "Votre texte vise une personne."
THIS_YEAR = timezone.localdate().year


def table(name: str, year: int = THIS_YEAR) -> dict[Cell, list[Cell]]:
    """Return a sheet's rows by their first cell, in English."""
    with translation.override("en"):
        sheet = next(one for one in transparency.Year(year).sheets() if one.name == name)
        return {row[0]: row[1:] for row in sheet.rows}


@pytest.fixture
def history(free_article: Article, alice: User, basile: User, maud: User, carole: User, rule: Rule) -> list[Comment]:
    """A removal on own initiative, one by law after a report of illegal content, one taken back, one by a machine."""
    comments = [planted(free_article, alice) for _number in range(3)] + [planted(free_article, alice, Status.PENDING)]
    comments[0].remove(by=maud, rule=rule, explanation=WHY)
    Report.objects.create(
        comment=comments[1], revision=1, reporter=basile, kind=Report.Kind.ILLEGAL, category="violence",
        words="Une menace de mort.", good_faith=True,
    )  # fmt: skip
    law, article = Decision.Ground.LAW, "Code pénal, 222-17"
    comments[1].remove(by=maud, explanation="Une menace.", ground=law, legal_ground=article, category="violence")
    comments[2].undo(comments[2].remove(by=maud, rule=rule, explanation=WHY), by=maud)
    comments[3].move_by_machine(Status.REFUSED, rule=rule, explanation=WHY)
    return comments


def test_own_initiative_is_what_no_report_of_illegal_content_came_before(history: list[Comment]) -> None:
    charter = table("6_own_initiative_charter")

    assert charter["All"][:2] == [2, 1]
    assert charter["insult, harassment"][:2] == [2, 1]
    assert table("5_own_initiative_illegal")["All"][0] == 0


def test_reports_are_counted_by_category_with_what_was_done(history: list[Comment]) -> None:
    notices = table("4_notices")

    assert notices["threat or call to violence"][:4] == [1, 1, 1, 0]
    assert notices["All reports of illegal content"][:4] == [1, 1, 1, 0]
    assert notices["Reports under the charter alone"][0] == 0


def test_machines_are_told_apart_with_their_errors(history: list[Comment], carole: User) -> None:
    by_machine = Decision.objects.get(automated_decision=Decision.Automated.FULLY)
    appeal = Appeal.objects.submit(by_machine, words="Relisez, s’il vous plaît.")
    appeal.decide(by=carole, outcome=Appeal.Outcome.REVERSED, reasons="Le mot était cité.")

    automated = table("8_automated")
    appeals = table("7_appeals")

    assert automated["Decided by a machine alone"] == [1, 1.0]
    assert automated["Without a machine"][0] == 2
    assert appeals["a decision on a comment"][:4] == [1, 0, 0, 1]


def test_a_year_begins_and_ends_with_the_papers_own_clock() -> None:
    year = transparency.Year(2026)

    # Paris is an hour ahead in winter.
    assert year.begins == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert year.ends - timedelta(hours=1) < datetime(2026, 12, 31, 23, tzinfo=UTC) <= year.ends


def test_sums_are_the_sums_of_their_rows(history: list[Comment]) -> None:
    for name in ("3_orders", "5_own_initiative_illegal", "6_own_initiative_charter"):
        rows = list(table(name).values())
        for column in range(len(rows[0])):
            numbers = [cell for cell in (row[column] for row in rows) if isinstance(cell, int)]
            assert sum(numbers[:-1]) == numbers[-1]


def test_everybody_reads_the_page_and_takes_the_tables(client: Client, history: list[Comment]) -> None:
    page = client.get(f"/transparency/{THIS_YEAR}/")
    assert page.status_code == 200
    assert client.get("/transparency/").headers["Location"] == f"/transparency/{THIS_YEAR}/"
    for sheet in transparency.Year(THIS_YEAR).sheets():
        answer = client.get(f"/transparency/{THIS_YEAR}/{sheet.name}.csv")
        assert answer.headers["Content-Type"].startswith("text/csv")
        read = list(csv.reader(io.StringIO(answer.content.decode(), newline="")))
        assert len(read) == len(sheet.rows) + 1
    # No word of a comment, and nobody's name.
    assert "texte-" not in page.content.decode()
    assert "Alice" not in page.content.decode()


@pytest.mark.parametrize("path", ["1999/", "9999/", "{year}/9_none.csv", "1999/1_summary.csv"])
def test_what_there_is_nothing_to_tell_of_is_not_found(path: str, client: Client, db: None) -> None:
    assert client.get(f"/transparency/{path.format(year=THIS_YEAR)}").status_code == 404


def test_a_year_costs_the_same_whatever_happened_in_it(
    history: list[Comment], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        transparency.Year(THIS_YEAR).sheets()


def test_each_statement_has_what_the_database_requires(history: list[Comment]) -> None:
    found = {one["puid"]: one for one in statements.of_year(THIS_YEAR)}

    assert len(found) == 3
    required = {
        "puid", "decision_visibility", "decision_ground", "content_type", "category", "content_date",
        "application_date", "decision_facts", "source_type", "automated_detection", "automated_decision",
    }  # fmt: skip
    for one in found.values():
        assert required <= set(one)
        assert "Alice" not in json.dumps(one)
    by_law = next(one for one in found.values() if one["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT")
    assert by_law["source_type"] == "SOURCE_ARTICLE_16"
    assert by_law["category"] == "STATEMENT_CATEGORY_VIOLENCE"
    assert {one["source_type"] for one in found.values() if one is not by_law} == {"SOURCE_VOLUNTARY"}


def test_the_command_writes_the_tables_and_the_statements(history: list[Comment], tmp_path: Path) -> None:
    call_command("transparency", str(THIS_YEAR), "--folder", str(tmp_path), "--statements", verbosity=0)

    assert len(list(tmp_path.glob("*.csv"))) == 7
    written = json.loads((tmp_path / f"statements-{THIS_YEAR}.json").read_text(encoding="utf-8"))
    assert len(written["statements"]) == 3


@pytest.mark.parametrize("arguments", [["1999"], [str(THIS_YEAR), "--folder", "nowhere-at-all"]])
def test_the_command_says_what_it_cannot_do(arguments: list[str], db: None) -> None:
    with pytest.raises(CommandError):
        call_command("transparency", *arguments)
