"""Remember what was worked out of many rows, while none of them changed: what all readers share is counted once.

Each process remembers for itself, and asks the database with each use, so that it is right at once on all of them.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from django.db import connection

from newsroom.lib.asking import Database
from newsroom.lib.changes import EVERYTHING, Mark
from newsroom.lib.changes.watch import Gone

# Of as many things at a time; the one used longest ago is forgotten.
MOST = 2000

_known: OrderedDict[Hashable, tuple[Mark, Any]] = OrderedDict()
_lock = threading.Lock()
_database = Database()


def remembered[Value](key: Hashable, thing: int, work_out: Callable[[], Value]) -> Value:
    """Return what `work_out` says, as it is now: remembered under the key, where nothing of the thing changed since.

    The value is shared by all threads: nobody may change it. In a transaction it is worked out each time, since who
    asks beside it does not see what it wrote.
    """
    if connection.in_atomic_block:
        return work_out()
    try:
        with _lock:
            found = _known.get(key)
        if found and _database.holds(found[0]):
            known: Value = found[1]
            return known
        mark = _database.ask(lambda reader: reader.now())
    except Gone:
        return work_out()
    mark.things = (EVERYTHING, thing)
    made = work_out()
    with _lock:
        _known[key] = mark, made
        _known.move_to_end(key)
        while len(_known) > MOST:
            _known.popitem(last=False)
    return made
