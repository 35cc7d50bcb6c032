"""The benchmark keeps running; what it measures is read by people, and no test depends on the time."""

import pytest
from django.db import connections, transaction

from articles.audio.voices import Choice
from tests.benchmarks import filling, measuring, voices
from tests.benchmarks.measuring import Paper


def measured(rows: int) -> Paper:
    """Fill the database, open each page as the benchmark does, and empty it again."""
    with transaction.atomic():
        filling.fill(rows)
        paper = Paper(connections["default"], measuring.signed_in(), measuring.addresses())
        for page in paper.addresses:
            paper.count(page)
            paper.open(page)
        transaction.set_rollback(True)
    return paper


@pytest.mark.django_db
def test_the_pages_of_the_desk_take_as_many_queries_with_more_comments() -> None:
    few, many = measured(500), measured(1000)

    assert few.queries == many.queries
    assert "archive, deep" in measuring.line("archive, deep", few, many)


def test_the_voices_are_measured_and_what_is_not_there_says_so() -> None:
    lines = list(voices.run([Choice("pico"), Choice("piper", file="/nowhere/fr_FR-x.onnx")], "fr", 3))

    assert "s/s speaking" in lines[0]
    assert "not measured" in lines[1]
