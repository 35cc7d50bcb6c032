"""The words of the interface: the French catalogue is whole, and English needs none.

Messages are written in English in the code, so what an English reader sees is the message itself; a catalogue
`en` would only repeat it. What could go wrong is a message written in French: one test looks for that.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils.translation import ngettext, override

import newsroom

ROOT = Path(newsroom.__file__).parent.parent
CATALOGUE = ROOT / "newsroom" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
SOURCES = ("newsroom", "articles", "comments", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|{\w*}")
FRENCH_SIGNS = re.compile(r"[àâçéèêëîïôœùûü«»]", re.IGNORECASE)
FRENCH_NAMES = re.compile(r"Défenseur des droits|Libre réponse")

type Key = tuple[str | None, str]
type Translations = dict[Key, list[str]]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_every_message_is_translated(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()] == []


def test_the_compiled_catalogue_says_the_same(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert translations(compiled) == translations(catalogue)


def test_both_languages_have_the_same_placeholders(catalogue: polib.POFile) -> None:
    # The plural's for both forms: French says zero with the singular, so « un commentaire » would be false.
    wrong = [
        entry.msgid
        for entry in catalogue
        if not entry.obsolete
        for text in forms(entry)
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]

    assert wrong == []


def test_messages_are_written_in_english(catalogue: polib.POFile) -> None:
    texts = [FRENCH_NAMES.sub("", entry.msgid) for entry in catalogue if not entry.obsolete]

    assert [text for text in texts if FRENCH_SIGNS.search(text)] == []


def test_no_message_of_the_code_is_missing(catalogue: polib.POFile, tmp_path: Path) -> None:
    require_gettext()
    for source in SOURCES:
        shutil.copytree(ROOT / source, tmp_path / source)
    shutil.copy(ROOT / "manage.py", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "fr"],
        cwd=tmp_path,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        check=True,
        capture_output=True,
    )
    found = polib.pofile(str(tmp_path / CATALOGUE.relative_to(ROOT)))

    assert sorted(key[1] for key in translations(found).keys() - translations(catalogue).keys()) == []


def require_gettext() -> None:
    """Skip where gettext is not installed, fail where it was said to be."""
    if shutil.which("xgettext"):
        return
    reason = "gettext is not installed (Debian and Ubuntu: apt install gettext)"
    if "gettext" in os.environ.get("NEWSROOM_TEST_REQUIRE", "").split():
        pytest.fail(reason)
    pytest.skip(reason)


def translations(catalogue: polib.POFile | polib.MOFile) -> Translations:
    """Return what each message in use is translated to; the context is None for most."""
    return {(entry.msgctxt, entry.msgid): forms(entry) for entry in catalogue if not entry.obsolete}


def forms(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    """Return the singular and plural of a counted message, the one translation of any other."""
    return [text for _, text in sorted(entry.msgstr_plural.items())] or [entry.msgstr]


def test_french_counts_as_french_does() -> None:
    # Nothing is singular in French; a header copied from another catalogue once gave the plural in English.
    with override("fr"):
        counted = [ngettext("%(number)s comment", "%(number)s comments", number) for number in (0, 1, 2)]

    assert counted[0] == counted[1] != counted[2]
    assert counted[2] != "%(number)s comments"
