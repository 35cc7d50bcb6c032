"""Put a mended SQLite under Django where Python's own is older than the fix.

SQLite 3.7.0 to 3.51.2 can, very rarely, corrupt a WAL file that several processes write
(sqlite.org/wal.html#walresetbug). pysqlite3 carries a later SQLite; Django takes whatever `sqlite3` names.
"""

import sqlite3
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

MENDED = (3, 51, 3)
# sqlite3.h; pysqlite3 has neither the name nor `getlimit`, which Django 6.1 asks for this limit alone.
SQLITE_LIMIT_VARIABLE_NUMBER = 9


def mend() -> None:
    """Make `import sqlite3` give a mended SQLite, if Python's is not one and pysqlite3 is installed."""
    if sqlite3.sqlite_version_info >= MENDED or not find_spec("pysqlite3"):
        return
    module: Any = import_module("pysqlite3")
    dbapi: Any = import_module("pysqlite3.dbapi2")
    for mended in (module, dbapi):
        mended.SQLITE_LIMIT_VARIABLE_NUMBER = SQLITE_LIMIT_VARIABLE_NUMBER
        mended.connect = _connect(dbapi)
    sys.modules["sqlite3"] = module
    sys.modules["sqlite3.dbapi2"] = dbapi


def _connect(dbapi: Any) -> Any:
    opened = dbapi.connect

    class Connection(dbapi.Connection):  # type: ignore[misc]
        """A connection that answers the one limit Django asks for, as it was compiled in."""

        def getlimit(self, category: int) -> int:
            if category != SQLITE_LIMIT_VARIABLE_NUMBER:
                raise ValueError(category)
            options = dict(row[0].partition("=")[::2] for row in self.execute("PRAGMA compile_options"))
            return int(options["MAX_VARIABLE_NUMBER"])

    def connect(*args: Any, **options: Any) -> Any:
        return opened(*args, **{"factory": Connection} | options)

    return connect
