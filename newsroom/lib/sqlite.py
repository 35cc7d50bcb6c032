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
# sqlite3.h; pysqlite3 has neither the names nor `getlimit`, which Django 6.1 asks for these limits alone: the first
# when it fills a long `IN`, the second when it notes a query, as it does with DEBUG and in the tests that count them.
SQLITE_LIMIT_VARIABLE_NUMBER = 9
SQLITE_LIMIT_COLUMN = 2
COMPILED_AS = {SQLITE_LIMIT_VARIABLE_NUMBER: "MAX_VARIABLE_NUMBER", SQLITE_LIMIT_COLUMN: "MAX_COLUMN"}


def mend() -> None:
    """Make `import sqlite3` give a mended SQLite, if Python's is not one and pysqlite3 is installed."""
    if sqlite3.sqlite_version_info >= MENDED or not find_spec("pysqlite3"):
        return
    module: Any = import_module("pysqlite3")
    dbapi: Any = import_module("pysqlite3.dbapi2")
    for mended in (module, dbapi):
        mended.SQLITE_LIMIT_VARIABLE_NUMBER = SQLITE_LIMIT_VARIABLE_NUMBER
        mended.SQLITE_LIMIT_COLUMN = SQLITE_LIMIT_COLUMN
        mended.connect = _connect(dbapi)
    sys.modules["sqlite3"] = module
    sys.modules["sqlite3.dbapi2"] = dbapi


def _connect(dbapi: Any) -> Any:
    opened = dbapi.connect

    class Connection(dbapi.Connection):  # type: ignore[misc]
        """A connection that answers the limits Django asks for, as they were compiled in."""

        def getlimit(self, category: int) -> int:
            options = dict(row[0].partition("=")[::2] for row in self.execute("PRAGMA compile_options"))
            return int(options[COMPILED_AS[category]])

    def connect(*args: Any, **options: Any) -> Any:
        return opened(*args, **{"factory": Connection} | options)

    return connect
