"""Settings are read from the environment and `.env`, and what cannot be read is said in one line."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsroom.lib import environment
from newsroom.lib.environment import SettingError

NAME = "NEWSROOM_X"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# a comment\n\nA=1\n B = 'two words' \nC=\"x=y\"\n")

    assert environment.with_file({"A": "0"}, file) == {"A": "0", "B": "two words", "C": "x=y"}


def test_without_a_file_the_environment_is_all(tmp_path: Path) -> None:
    assert environment.with_file({"A": "0"}, tmp_path / ".env") == {"A": "0"}


@pytest.mark.parametrize("line", ["A", "=1", "1A=2", "export A=1"])
def test_a_line_of_the_file_that_says_nothing_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"A=1\n{line}\n")

    with pytest.raises(SettingError, match=r"\.env, line 2"):
        environment.with_file({}, file)


@pytest.mark.parametrize(
    ("word", "on"), [("1", True), ("yes", True), (" ON ", True), ("", False), ("0", False), ("False", False)]
)
def test_a_flag_is_on_or_off(word: str, on: bool) -> None:
    assert environment.flag({NAME: word}, NAME) is on


def test_a_flag_is_off_where_nobody_set_it() -> None:
    assert environment.flag({}, NAME) is False


@pytest.mark.parametrize(("word", "number"), [("", 7), (" 12 ", 12), ("0", 0)])
def test_a_whole_number_is_read(word: str, number: int) -> None:
    assert environment.whole({NAME: word}, NAME, 7) == number


def test_words_are_parted_by_commas_and_spaces() -> None:
    assert environment.words({NAME: "a.example, b.example c.example"}, NAME, "") == [
        "a.example",
        "b.example",
        "c.example",
    ]


def test_a_choice_is_its_first_where_nobody_chose() -> None:
    assert environment.choice({}, NAME, ("fr", "en")) == "fr"
    assert environment.choice({NAME: "en"}, NAME, ("fr", "en")) == "en"


def test_choices_are_words_that_are_known() -> None:
    assert environment.choices({}, NAME, ("a", "b", "c"), "a b") == {"a", "b"}
    assert environment.choices({NAME: " "}, NAME, ("a", "b", "c"), "a b") == {"a", "b"}
    assert environment.choices({NAME: "c, a"}, NAME, ("a", "b", "c"), "a b") == {"a", "c"}
    assert environment.choices({NAME: "none"}, NAME, ("a", "b", "c"), "a b") == set()


def test_a_time_zone_is_one_that_exists() -> None:
    assert environment.time_zone({}, NAME, "Europe/Paris") == "Europe/Paris"
    assert environment.time_zone({NAME: "Indian/Reunion"}, NAME, "Europe/Paris") == "Indian/Reunion"


UNREADABLE: dict[str, tuple[Callable[[dict[str, str]], object], list[str]]] = {
    "flag": (lambda environ: environment.flag(environ, NAME), ["maybe", "2"]),
    "whole number": (lambda environ: environment.whole(environ, NAME, 7), ["-1", "1.5", "two", "²"]),
    "whole number at most": (lambda environ: environment.whole(environ, NAME, 7, most=100), ["101"]),
    "choice": (lambda environ: environment.choice(environ, NAME, ("fr", "en")), ["de", "FR"]),
    "choices": (lambda environ: environment.choices(environ, NAME, ("a", "b"), "a"), ["c", "a c", "A"]),
    "time zone": (
        lambda environ: environment.time_zone(environ, NAME, "Europe/Paris"),
        ["Mars/Phobos", "Europe", "../zone", "/etc/passwd"],
    ),
    "folder": (lambda environ: environment.folder(environ, NAME, Path("var")), ["/proc/none", "/dev/null/x"]),
}


@pytest.mark.parametrize(
    ("read", "word"), [pytest.param(read, word, id=word) for read, words in UNREADABLE.values() for word in words]
)
def test_what_cannot_be_read_is_refused_by_name(read: Callable[[dict[str, str]], object], word: str) -> None:
    with pytest.raises(SettingError, match=f"^{NAME}: "):
        read({NAME: word})


def test_a_folder_is_made_and_relative_to_where_the_default_lies(tmp_path: Path) -> None:
    assert environment.folder({}, NAME, tmp_path / "var") == tmp_path / "var"
    assert environment.folder({NAME: "data/site"}, NAME, tmp_path / "var") == tmp_path / "data" / "site"
    assert environment.folder({NAME: str(tmp_path / "elsewhere")}, NAME, Path("/var")).is_dir()


def test_a_folder_nobody_can_write_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)

    with pytest.raises(SettingError, match="cannot be written"):
        environment.folder({}, NAME, tmp_path / "var")


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret-key"

    made = environment.kept_secret(path)

    assert len(made) >= 50
    assert environment.kept_secret(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_processes_that_start_together_keep_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: environment.kept_secret(tmp_path / "secret-key"), range(40)))

    assert len(secrets) == 1
