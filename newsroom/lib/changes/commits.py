"""Whether anything at all was committed to an SQLite database meanwhile, for the price of a look at memory.

In WAL mode, the processes of a database tell each other what was committed in a file that all of them have in memory,
the WAL-index: its header is another after each commit, before whoever committed hears of it, and who reads sees what
the header says (sqlite.org/walformat.html#the_wal_index_file_format). A look-up compares it, between two locks; here it
is compared alone.
"""

import os
import sqlite3
import sys
import threading
from mmap import MAP_SHARED, PAGESIZE, PROT_READ, mmap
from pathlib import Path

# What any database can answer.
LOOK = "SELECT count(*) FROM sqlite_master"
# What the header is about: its format, how many commits there were, the length and the checksum of the log, its salt.
HEADER = 48
FORMAT = (3_007_000).to_bytes(4, sys.byteorder)

type Moment = tuple["Commits", bytes]

# By the path, and by which file there was at it.
_known: dict[tuple[str, int, int], "Commits"] = {}
_lock = threading.Lock()


class Commits:
    """The commits of one database, for as long as this process runs.

    Its own connection is never closed: SQLite throws the file away with the last one, and begins the next anew, whose
    header may be as that of long ago. Nor is the file: POSIX then takes from the process all the locks that SQLite has
    on it (sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
    """

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        # With the first look at the database comes the file.
        self._connection.execute(LOOK).fetchall()
        file = os.open(_index_of(path), os.O_RDONLY | os.O_CLOEXEC)
        self._memory = mmap(file, PAGESIZE, flags=MAP_SHARED, prot=PROT_READ)
        if self._memory[: len(FORMAT)] != FORMAT:
            raise ValueError(f"{path} has a WAL-index of another format")

    def moment(self) -> Moment:
        """Return what is another thing after each commit."""
        return self, self._memory[:HEADER]


def of(path: str) -> Commits | None:
    """Return the commits of the database at the path, which somebody has open; None where its file is not to be had.

    A database may be put in the place of another: whoever opens it asks anew.
    """
    try:
        there = _index_of(path).stat()
        with _lock:
            name = path, there.st_dev, there.st_ino
            if name not in _known:
                _known[name] = Commits(path)
            return _known[name]
    except (OSError, ValueError, sqlite3.Error):
        return None


def _index_of(path: str) -> Path:
    return Path(f"{path}-shm")
