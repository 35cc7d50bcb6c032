"""Back a paper up into one file while it is served, and restore it where there is none yet.

The database first, as it is at one moment: a file that it names is then in the backup too, unless it went meanwhile.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import connection

from newsroom.lib import archives

# By its place in the archive: where the paper keeps it.
FILES = {"media": "default", "private": "private"}
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
KEY = "secret-key"
# Beside the backups: what is not yet one. Whoever has it locked is at work.
WORK = ".newsroom-backup"
NAME, PATTERN = "newsroom-{:%Y%m%dT%H%M%SZ}.tar", "newsroom-*T*Z.tar"


class BackupFailed(Exception):
    """There is no new backup, or nothing was restored; the message says why, and what to do."""


def back_up(path: Path) -> int:
    """Write the backup at `path`, which is there once it is whole, and return how many files it holds."""
    if path.exists():
        raise BackupFailed(f"{path} is there already.")
    with _work(path.parent) as work:
        with archives.writing(work / path.name) as archive:
            _dump(archive, work / DATABASES[connection.vendor])
            for place, name in FILES.items():
                for file in _names(storages[name]):
                    _add(archive, f"{place}/{file}", storages[name], file)
            if (key := settings.DATA / KEY).is_file():
                archive.add_file(KEY, key)
        (work / path.name).replace(path)
        descriptor = os.open(path.parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    return archive.members


def forget(folder: Path, *, keep: int) -> list[Path]:
    """Delete the backups of the folder but for the last ones, and return which."""
    old = sorted(folder.glob(PATTERN))[:-keep]
    for path in old:
        path.unlink()
    return old


def restore(path: Path) -> int:
    """Bring back what the backup holds, once all of it was read and found right; return how many files.

    Only where there is nothing: no table, no file. The database comes last.
    """
    try:
        archives.check(path)
        database = next((name for name, _file in archives.members(path) if name in DATABASES.values()), None)
    except archives.Damaged as error:
        raise BackupFailed(f"{path.name} is damaged, or no backup: {error}.") from error
    _check_place(database)
    with _work(_home()) as work:
        count = 0
        for name, file in archives.members(path):
            count += name != archives.SUMS
            place, _slash, inside = name.partition("/")
            if name == database:
                _write(work / name, file)
            elif place in FILES:
                storages[FILES[place]].save(inside, File(file, inside))
            elif name == KEY:
                # That of this folder was made a moment ago, by this command.
                _write(settings.DATA / f"{KEY}.new", file)
                (settings.DATA / f"{KEY}.new").replace(settings.DATA / KEY)
        _put_back(work / DATABASES[connection.vendor])
    return count


def _check_place(database: str | None) -> None:
    if database != DATABASES[connection.vendor]:
        raise BackupFailed(
            f"The backup holds {database}, and DATABASE_URL names a database of another kind ({connection.vendor})."
        )
    if connection.introspection.table_names():
        raise BackupFailed("The database that DATABASE_URL names has tables: name an empty one, or move it away.")
    for place, name in FILES.items():
        if next(_names(storages[name]), None):
            raise BackupFailed(f"There are files in {place} already: move that folder away.")


def _home() -> Path:
    """Return a folder on the disk of the database, where that is a file."""
    return Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else settings.DATA


@contextmanager
def _work(folder: Path) -> Iterator[Path]:
    """Give an empty folder in that one, for us alone; what was killed at work left something there at most."""
    work = folder / WORK
    work.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise BackupFailed(f"Another backup is being written in {folder}.") from error
    try:
        _empty(work)
        yield work
    finally:
        _empty(work)
        os.close(descriptor)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files in a storage; none where its folder was not made yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from _names(storage, f"{folder}{name}/")


def _add(archive: archives.Writer, name: str, storage: Storage, file: str) -> None:
    try:
        with storage.open(file) as source:
            archive.add(name, cast(IO[bytes], source))
    except FileNotFoundError:
        # Deleted since the folder was read: the database that was copied a moment ago may still name it.
        return
    except ValueError as error:
        raise BackupFailed(f"The name of this file has a line break or a backslash in it: {error}.") from error


def _dump(archive: archives.Writer, copy: Path) -> None:
    """Add the database as it is at this moment; who writes goes on meanwhile."""
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", f"--file={copy}")
    else:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        with closing(sqlite3.connect(copy)) as copied:
            (found,) = copied.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise BackupFailed(f"The database is damaged: {found}")
    archive.add_file(copy.name, copy)
    copy.unlink()


def _put_back(copy: Path) -> None:
    if connection.vendor == "postgresql":
        _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(copy))
        return
    connection.close()
    path = Path(connection.settings_dict["NAME"])
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    copy.replace(path)


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's on the database; the password is not among what others see of it."""
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environ = {name: str(given[key]) for name, key in names.items() if given[key]}
    more = {f"PG{key.upper()}": str(value) for key, value in given["OPTIONS"].items() if key.startswith("ssl")}
    path = shutil.which(program)
    if path is None:
        raise BackupFailed(f"{program} is not installed (Debian and Ubuntu: apt install postgresql-client).")
    command = [path, f"--dbname={given['NAME']}", *arguments]
    done = subprocess.run(command, env=os.environ | environ | more, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip()}")


def _write(path: Path, file: IO[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as copy:
        shutil.copyfileobj(file, copy, archives.A_PIECE)
        copy.flush()
        os.fsync(copy.fileno())


def name_of(moment: datetime) -> str:
    """Return what a backup is called that is begun at this moment, in UTC."""
    return NAME.format(moment)
