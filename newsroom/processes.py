"""Processes that belong together: one that is started again when it dies, none that outlives its parent."""

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

logger = logging.getLogger("newsroom.processes")

# How soon a child notices that its parent was killed.
WATCH_SECONDS = 0.3
# The first pause before a new start; it doubles while children die young, and grows no further than the second.
PAUSE_SECONDS = 1.0
MAX_PAUSE_SECONDS = 60.0
# A child that lived as long died of something new.
STEADY_SECONDS = 60.0
# How long a child may take to end its work when it is told to stop.
STOP_SECONDS = 20.0


def name(title: str) -> None:
    """Name this process for `ps` and `top`, where the system has a place for it (Linux: 15 characters)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(title, encoding="ascii")


def follow(parent: int) -> None:
    """End this process, as SIGTERM does, once `parent`, which started it, is gone; leave Ctrl-C to that parent."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    threading.Thread(target=_watch, args=(parent,), name="follow", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


class Kept:
    """A child process that is started again when it dies: soon at first, later each time it dies young."""

    def __init__(self, title: str, work: Callable[[], None]) -> None:
        self.title = title
        self.work = work
        self._child: multiprocessing.Process | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        # It alone waits for the child: of two who do, one is told nothing.
        self._thread = threading.Thread(target=self._keep, name=title, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the child end its work, and see that it is gone."""
        with self._lock:
            self._stopping.set()
            child = self._child
        if child is None:
            return
        child.terminate()
        self._thread.join(STOP_SECONDS)
        if self._thread.is_alive():
            logger.warning("%s does not stop: it is killed.", self.title)
            child.kill()
            self._thread.join()

    def _keep(self) -> None:
        pause = PAUSE_SECONDS
        while child := self._started():
            began = time.monotonic()
            child.join()
            if self._stopping.is_set():
                return
            pause = PAUSE_SECONDS if time.monotonic() - began >= STEADY_SECONDS else pause
            logger.error("%s ended with %s; it starts again in %.0f s.", self.title, child.exitcode, pause)
            self._stopping.wait(pause)
            pause = min(2 * pause, MAX_PAUSE_SECONDS)

    def _started(self) -> multiprocessing.Process | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            # A daemon: should this process end without a word, it does not wait for the child.
            self._child = multiprocessing.Process(target=self.work, name=self.title, daemon=True)
            self._child.start()
            return self._child
