"""A real redis-server of a test's own."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest
import redis

from tests.running import free_port, wait_until

STOP_SECONDS = 60.0


def program() -> str:
    """Return the program of Redis or Valkey; skip where there is none, fail where it was said to be there."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return found
    hint = "redis-server is not installed (Debian and Ubuntu: apt install redis-server)"
    if "redis" in os.environ.get("NEWSROOM_TEST_REQUIRE", "").split():
        pytest.fail(hint)
    pytest.skip(hint)


class RedisServer:
    """One server, on a port of its own, that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"redis://127.0.0.1:{port}/0"
        self.client = redis.Redis(port=port, decode_responses=True)
        own = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        self._command = [program(), *own, "--save", "", "--appendonly", "no"]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        wait_until(self._answers, STOP_SECONDS)

    def kill(self) -> None:
        """End it at one stroke: all that it held is lost."""
        self._process.kill()
        self._process.wait(STOP_SECONDS)

    @property
    def is_gone(self) -> bool:
        return self._process.poll() is not None

    def hang(self) -> None:
        """Let it take connections, and answer nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def _answers(self) -> bool:
        with suppress(redis.ConnectionError):
            return bool(self.client.ping())
        return False
