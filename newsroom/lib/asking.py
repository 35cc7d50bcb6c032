"""Ask the database what changed, from any thread by a connection of its own; and do without it while it is silent."""

import logging
import threading
from collections.abc import Callable

from newsroom.lib import changes
from newsroom.lib.changes import Mark, Reader
from newsroom.lib.changes.watch import Broken, Gone
from newsroom.lib.silence import Silence

logger = logging.getLogger("newsroom.page_cache")

# For how long a database that does not answer is not asked again.
PAUSE_SECONDS = 1.0


class Database:
    """Asks the database from any thread, each by a connection of its own."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._silence = Silence()

    def ask[Said](self, question: Callable[[Reader], Said]) -> Said:
        """Return what the database says. Raises Gone where it says nothing, at once for a moment after that."""
        reader: Reader | None = getattr(self._own, "reader", None)
        if reader is not None:
            try:
                return question(reader)
            except Broken:
                raise
            except Gone:
                # It may have been started again: then it answers to who comes anew.
                self._own.reader = None
                reader.close()
        if not self._silence.is_over():
            raise Gone("it did not answer a moment ago")
        try:
            reader = self._own.reader = changes.reader()
            return question(reader)
        except Broken:
            raise
        except Gone:
            self._own.reader = None
            self._silence.begin(PAUSE_SECONDS)
            raise

    def holds(self, mark: Mark) -> bool:
        """Return whether nothing that the mark names changed since. Raises Gone as `ask` does."""
        return self.ask(lambda reader: reader.holds(mark))

    def tell(self, error: Gone) -> None:
        """Tell the operator, now and then, that readers get pages of before."""
        message = "The database does not answer; who is signed out gets the last good pages: %s"
        self._silence.tell(logger, message, error)
