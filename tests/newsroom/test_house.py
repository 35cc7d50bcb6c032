"""The house keeps its plan: what stands where, what imports what, and no file grown past reading."""

import pkgutil
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from importlinter.api import read_configuration
from importlinter.application.use_cases import lint_imports

import newsroom
from newsroom import publisher
from tests.running import RunningSite

pytestmark = pytest.mark.once

ROOT = Path(newsroom.__file__).parent.parent
CONTRACTS: dict[str, dict[str, Any]] = {
    contract["id"]: contract for contract in read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
}
TOP_LEVEL = {
    *("manage.py", "pyproject.toml", "README.md", "newsroom", "articles", "comments", "templates", "tests"),
    *("Makefile", "requirements.txt", "LICENSE", ".python-version", ".gitignore", ".editorconfig"),
    *(".env.example", ".ci", ".pre-commit-config.yaml"),
}
MAX_LINES = 300
STATIC_NAME = re.compile(r"""{% static ['"]([^'"]+)['"]""")
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
# A block of JSON is data: the browser runs none of it, so the content security policy lets it stand.
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script\b(?![^>]*\s(?:src=|type="application/(?:ld\+)?json"))""",
    re.IGNORECASE,
)


def tracked(*patterns: str) -> list[Path]:
    """Return the files that git knows, by their paths from the top of the project."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [Path(name) for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("contract", CONTRACTS)
def test_imports_keep_the_contract(contract: str) -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), limit_to_contracts=(contract,), cache_dir=None, no_logo=True)


def test_every_module_of_the_project_stands_on_a_floor() -> None:
    named = set(re.findall(r"newsroom\.(\w+)", " ".join(CONTRACTS["floors"]["layers"])))

    assert {module.name for module in pkgutil.iter_modules(newsroom.__path__)} <= named


def test_the_migrations_lead_to_the_models_as_they_are(tmp_path: Path) -> None:
    # In a process of its own, for here the tables are made without migrations.
    answer = RunningSite(tmp_path).manage("makemigrations", "--check", "--dry-run", check=False)

    assert answer.returncode == 0, answer.stdout


def test_the_top_level_holds_no_more_than_the_plan() -> None:
    assert {path.parts[0] for path in tracked()} <= TOP_LEVEL


def test_no_python_file_is_too_long_to_read() -> None:
    lengths = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in tracked("*.py")
        if "migrations" not in path.parts
    }

    assert {path: lines for path, lines in lengths.items() if lines > MAX_LINES} == {}


def test_no_template_holds_inline_style_script_or_handler() -> None:
    # Mail has no content security policy, and its readers know only inline style.
    pages = [path for path in tracked("*.html") if path.parts[:2] != ("templates", "notices")]
    inline = {str(path): INLINE.findall(without_tags(path)) for path in pages}

    assert {path: found for path, found in inline.items() if found} == {}


def test_every_static_file_that_a_template_names_is_there() -> None:
    # The tests serve no manifest: a name that leads nowhere would be an error on the real site alone.
    named = {
        (str(path), name)
        for path in tracked("*.html")
        for name in STATIC_NAME.findall((ROOT / path).read_text(encoding="utf-8"))
    }

    assert sorted(one for one in named if finders.find(one[1]) is None) == []


def test_the_example_environment_names_every_setting_and_no_other() -> None:
    source = (ROOT / "newsroom" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'ENVIRON(?:\.get\(|\[|, )"(\w+)"', source))
    facts = {publisher.variable(key) for key in publisher.Publisher.__dataclass_fields__}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert set(re.findall(r"^#?(\w+)=", example, re.MULTILINE)) == read | facts


def without_tags(path: Path) -> str:
    """Return the template's text without Django's own tags, whose arguments may look like attributes."""
    return TEMPLATE_TAG.sub("", (ROOT / path).read_text(encoding="utf-8"))
