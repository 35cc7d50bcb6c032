"""`import_articles` with input that is wrong: each is told by its place, and nothing at all is written."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tracemalloc
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

import newsroom
from articles.exchange import files
from articles.exchange.names import Names
from articles.models import Article, Section
from tests.articles.items import Import, file, item, picture, png, text
from tests.newsroom.test_markup import HOSTILE, assert_harmless
from tests.running import RunningSite

ROOT = Path(newsroom.__file__).parent.parent
# Imports a file and waits to be killed at its third article.
STOPS_IN_THE_MIDDLE = """
import sys, time
from newsroom.lib import sqlite
sqlite.mend()
import django
django.setup()
from django.core.management import call_command
from articles.exchange.names import Names
tagged = []
def tag(names, article, tags):
    tagged.append(article)
    if len(tagged) == 3:
        print("in the middle", flush=True)
        time.sleep(60)
Names.tag = tag
call_command("import_articles", sys.argv[1])
"""
NESTED = item(bodies=[text("<div><b>" * 1_300_000, "", "text/html")])


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("{", "1.json: not JSON at line 1, column 2"),
        ("<nitf/>", "1.json: not JSON at line 1, column 1"),
        ("", "1.json: empty"),
        (" \n\n", "1.json: empty"),
        ("12", "1.json: holds neither an item"),
        ('"texte"', "1.json: holds neither an item"),
        ("null", "1.json: holds neither an item"),
        (b'{"uri": "\xff"}', "1.json: not UTF-8 at byte 10"),
        ("\ufeff{}".encode("utf-16"), "1.json: not UTF-8 at byte 1"),
        ("[" * 200_000, "1.json: not JSON: nested too deep"),
        ('{"a":' * 200_000, "1.json: not JSON: nested too deep"),
        ('{"uri": NaN}', "1.json: not JSON: NaN"),
        ('{"urgency": ' + "9" * 5_000 + "}", "1.json: not JSON"),
        ('{}\n{"uri": \n', "1.json, line 2: not JSON at column 9"),
        ([item(), 12], "1.json, item 2: item: write an object"),
        ([[item()]], "1.json, item 1: item: write an object"),
        ({}, "1.json: uri: missing"),
        (item(uri=None), "1.json: uri: missing"),
        (item(headlines=None), "1.json: headlines: missing"),
        (item(headlines="x"), "1.json: headlines: write a list"),
        (NESTED, "1.json: bodies[1]: the body has 10400000 characters"),
        (item(bodies=[text("<blockquote>" * 100, "", "text/html")]), "1.json: bodies[1]: the body nests more than 40"),
        (item(subjects=[{"name": "Audio", "rel": "section"}]), "1.json: subjects: section “audio” is a word"),
        ([item(), item(headlines=[text("x")])], "1.json, item 2: uri: “urn:test:pont” stands with another content in"),
        (item(associations=[picture("none.png")]), "1.json: associations: there is no picture “none.png” beside"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(bring_in: Import, content: object, line: str) -> None:
    told = bring_in(content, refused=True)

    assert any(one.startswith(line) for one in told), told
    assert not Article.objects.exists()
    assert not Section.objects.exists()


def test_a_file_that_is_not_there(bring_in: Import, tmp_path: Path) -> None:
    assert bring_in(tmp_path / "none.json", refused=True)[0] == "none.json: no such file"
    assert bring_in(tmp_path, refused=True)[0].endswith(": no such file")


def test_a_file_too_large_is_not_even_read(bring_in: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, item(), "large.json")
    os.truncate(path, files.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("read"))

    told = bring_in(path, refused=True)[0]
    assert told == "large.json: larger than 50 MB; write an item a line, in a file that ends in .jsonl"


def test_of_lines_one_is_read_at_once_however_long_the_file(
    bring_in: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps(item(uri=f"urn:{number}")) for number in range(5)]
    monkeypatch.setattr(files, "MAX_BYTES", max(map(len, lines)) + 10)
    path = file(tmp_path, "\ufeff" + "\n".join(lines), "large.jsonl")

    assert bring_in(path)[-1].startswith("created 5,")

    told = bring_in(file(tmp_path, "\n".join([lines[0], "x" * 1_000, lines[1]]), "long.jsonl"), refused=True)
    assert told[0] == "long.jsonl, line 2: longer than 50 MB"


@pytest.mark.once
def test_a_long_file_takes_no_more_memory_than_its_longest_line(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    line = json.dumps(item(uri="urn:1", bodies=[text("<p>" + "mot " * 20_000 + "</p>", "html", "text/html")]))
    path.write_text(f"{line}\n" * 150)

    tracemalloc.start()
    try:
        assert sum(1 for _one in files.read(path)) == 150
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < path.stat().st_size / 10


def test_a_line_that_is_no_utf_8_is_told_by_its_place(bring_in: Import, tmp_path: Path) -> None:
    path = file(tmp_path, b'{}\n{"uri": "\xff"}', "a.jsonl")

    assert "a.jsonl, line 2: not UTF-8 at byte 10; save it as UTF-8" in bring_in(path, refused=True)


# Publication


def test_what_no_editor_may_publish_keeps_all_out(bring_in: Import, tmp_path: Path, media: Path) -> None:
    png(tmp_path / "a.png")
    lead = picture("a.png", rel="lead")
    link = [text('<p>Un <a href="exemple.fr">lien</a>.</p>', "html", "text/html")]
    items = [item(uri="urn:1"), item(uri="urn:2", associations=[lead]), item(uri="urn:3", bodies=link)]

    told = bring_in(items, publish=True, refused=True)

    assert told == [
        "1.json, item 2: not to be published so: The lead picture has no credit. Its author has a right to their name: "
        "write it on the picture’s page. Mend it, or say --unchecked",
        "1.json, item 3: not to be published so: The link “lien” leads nowhere: “exemple.fr”. Write the whole address, "
        "with https://. Mend it, or say --unchecked",
        "created 0, updated 0, unchanged 0, not articles 0, refused 2",
    ]
    assert not Article.objects.exists()
    assert not [one for one in media.rglob("*") if one.is_file()]


def test_drafts_may_wait_for_their_mend(bring_in: Import, tmp_path: Path, media: Path) -> None:
    png(tmp_path / "a.png")
    items = [item(associations=[picture("a.png", rel="lead")])]

    bring_in(items)
    bring_in(items, publish=True, refused=True)
    assert not Article.objects.published().exists()

    bring_in(items, publish=True, unchecked=True)
    assert Article.objects.published().count() == 1


def test_one_bad_line_keeps_all_files_out_and_every_bad_line_is_told(bring_in: Import, tmp_path: Path) -> None:
    lines = [json.dumps(item(uri="urn:1")), "{", json.dumps(item(uri="urn:2", headlines=None))]
    mixed = file(tmp_path, "\n".join(lines), "mixed.jsonl")

    told = bring_in(item(), mixed, item(uri="urn:4", type="event"), refused=True)

    assert told == [
        "mixed.jsonl, line 2: not JSON at column 2: Expecting property name enclosed in double quotes",
        "mixed.jsonl, line 3: headlines: missing; an article needs one with the role main",
        "3.json: not an article: event",
        "created 0, updated 0, unchanged 0, not articles 1, refused 2",
    ]
    assert not Article.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_comes_in_harmless(bring_in: Import, name: str) -> None:
    hostile = item(
        headlines=[text(f"Titre {HOSTILE[name]}", "", "text/html")],
        bodies=[text(f"<p>Avant.</p>{HOSTILE[name]}", "", "text/html")],
    )

    bring_in(hostile)

    assert_harmless(Article.objects.get().body)


def test_a_failure_in_the_middle_takes_rows_and_files_back(
    bring_in: Import, tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    png(tmp_path / "a.png")
    bring_in(item(uri="urn:0"))
    tagged: list[Article] = []

    def tag(names: Names, article: Article, tags: object) -> None:
        tagged.append(article)
        if len(tagged) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(Names, "tag", tag)
    with pytest.raises(KeyboardInterrupt):
        bring_in([item(uri=f"urn:{number}", associations=[picture("a.png")]) for number in range(1, 5)])

    assert tagged[-1].lead_picture is not None
    assert [one.uri for one in Article.objects.all()] == ["urn:0"]
    assert [one for one in media.rglob("*") if one.is_file()] == []


@pytest.mark.once
def test_a_killed_import_leaves_nothing(untouched_demonstration: RunningSite, tmp_path: Path) -> None:
    site, before = untouched_demonstration, kept(untouched_demonstration)
    png(tmp_path / "a.png")
    path = file(tmp_path, [item(uri=f"urn:{number}", associations=[picture("a.png")]) for number in range(5)])
    environment = site.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}

    for how in (signal.SIGTERM, signal.SIGKILL):
        command = [sys.executable, "-c", STOPS_IN_THE_MIDDLE, str(path)]
        running = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        with running:
            assert running.stdout is not None
            assert running.stdout.readline() == b"in the middle\n"
            assert len(files_of_pictures(site)) == len(before.files) + 3
            running.send_signal(how)

        assert running.returncode != 0
        after = kept(site)
        assert after.rows == before.rows
        # What nothing can catch leaves files that no row names; all else takes them back.
        assert (after.files != before.files) is (how == signal.SIGKILL)


@dataclass(frozen=True)
class Kept:
    """What a site holds: its articles and pictures, and the files of these."""

    rows: list[tuple[str, int]]
    files: set[Path]


def kept(site: RunningSite) -> Kept:
    """Return what the site holds now."""
    every = (
        "SELECT 'article', id FROM articles_article UNION ALL SELECT 'picture', id FROM articles_picture ORDER BY 1, 2"
    )
    with closing(sqlite3.connect(site.data / "newsroom.sqlite3")) as database:
        return Kept(database.execute(every).fetchall(), files_of_pictures(site))


def files_of_pictures(site: RunningSite) -> set[Path]:
    return set((site.data / "media").glob("pictures/*"))
