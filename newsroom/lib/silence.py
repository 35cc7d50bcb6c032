"""A server that does not answer: when it may be asked again, and when the operator is told of it."""

import logging
import threading
import time

# How often the operator is told that it does not answer.
TOLD_SECONDS = 60.0


class Silence:
    """What all threads of the process know of one server."""

    def __init__(self) -> None:
        self._until = self._tell_at = 0.0
        self._lock = threading.Lock()

    def is_over(self) -> bool:
        """Return whether it may be asked."""
        return time.monotonic() >= self._until

    def begin(self, seconds: float) -> None:
        """Ask it no more for so long."""
        self._until = time.monotonic() + seconds

    def tell(self, logger: logging.Logger, message: str, error: Exception) -> None:
        """Tell the operator, now and then; the message has a place for the error."""
        with self._lock:
            if (now := time.monotonic()) < self._tell_at:
                return
            self._tell_at = now + TOLD_SECONDS
        logger.error(message, error)
