"""Read settings from the environment and from a `.env` file beside the project."""

import os
import secrets
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}


class SettingError(ValueError):
    """A setting that cannot be read; the message names it and says what to write."""


def new_key() -> str:
    """Return a secret that nobody types: 400 random bits."""
    return secrets.token_urlsafe(50)


def with_file(environ: Mapping[str, str], path: Path) -> dict[str, str]:
    """Return `environ` over the lines `NAME=value` of the file at `path`; the environment wins.

    Blank lines and lines that begin with # are passed over; quotes around a value are removed.
    Raises SettingError, with the line's number, for a line that is none of these.
    """
    values: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, separator, value = text.partition("=")
        if not separator or not name.strip().isidentifier():
            raise SettingError(f"{path.name}, line {number}: write NAME=value")
        values[name.strip()] = value.strip().strip("\"'")
    return values | dict(environ)


def flag(environ: Mapping[str, str], name: str) -> bool:
    """Return whether the setting is on; raise SettingError for a word that says neither."""
    word = environ.get(name, "").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise SettingError(f"{name}: write 1 (on) or 0 (off), not {word!r}")


def whole(environ: Mapping[str, str], name: str, default: int, *, most: int | None = None) -> int:
    """Return the setting as a whole number, from 0 to `most` where that is given; raise SettingError otherwise."""
    word = environ.get(name, "").strip()
    if not word:
        return default
    if not word.isascii() or not word.isdigit():
        raise SettingError(f"{name}: write a whole number, not {word!r}")
    if most is not None and int(word) > most:
        raise SettingError(f"{name}: write {most} at most, not {word}")
    return int(word)


def words(environ: Mapping[str, str], name: str, default: str) -> list[str]:
    """Return the setting's words, which commas or spaces part."""
    return environ.get(name, default).replace(",", " ").split()


def choice(environ: Mapping[str, str], name: str, choices: Collection[str]) -> str:
    """Return the setting, the first of the choices when it is empty; raise SettingError for none of them."""
    word = environ.get(name, "").strip() or next(iter(choices))
    if word not in choices:
        raise SettingError(f"{name}: write one of {', '.join(choices)}, not {word!r}")
    return word


def choices(environ: Mapping[str, str], name: str, known: Collection[str], default: str) -> set[str]:
    """Return the setting's words, `none` for no word; raise SettingError for one that is not known."""
    chosen = set(words(environ, name, default)) or set(default.split())
    if wrong := sorted(chosen - {*known, "none"}):
        raise SettingError(f"{name}: write some of {', '.join(known)}, or none, not {wrong[0]!r}")
    return chosen - {"none"}


def time_zone(environ: Mapping[str, str], name: str, default: str) -> str:
    """Return the setting if it names a time zone of the IANA; raise SettingError otherwise."""
    word = environ.get(name, "").strip() or default
    try:
        ZoneInfo(word)
    except (KeyError, OSError, ValueError) as error:
        # An unknown name, a folder of the zones, a path out of them: each its own exception.
        raise SettingError(f"{name}: no time zone is called {word!r}; write one like Europe/Paris") from error
    return word


def folder(environ: Mapping[str, str], name: str, default: Path) -> Path:
    """Return the setting as a folder, made if it is not there, relative to where the default lies.

    Raises SettingError when it cannot be made or nothing can be written in it.
    """
    path = (default.parent / (environ.get(name, "").strip() or default)).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(f"{name}: {path} cannot be made: {error.strerror}") from error
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise SettingError(f"{name}: {path} cannot be written by this user")
    return path


def kept_secret(path: Path, made: Callable[[], str] = new_key) -> str:
    """Return the secret kept at `path`; make it, readable by its owner alone, the first time.

    Two processes that start together keep one secret: it is written whole beside its place and linked there once.
    """
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(made())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
