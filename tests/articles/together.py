"""Do several things at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*deeds: Callable[[], None]) -> list[str]:
    """Do all at the same time, each on its own connection; return the names of what failed."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], None]) -> str:
        try:
            start.wait()
            deed()
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))
