"""What the paper is measured against in the same run: finished bytes, and the barest Django; under the same server."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings

from newsroom import server
from tests.running import free_port, wait_until


@contextmanager
def served(name: str, environ: dict[str, str], workers: int) -> Iterator[str]:
    """Serve the application of that name with the settings of `serve`; give its address."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", str(server.THREADS)]
    command += ["--backpressure", str(server.CONNECTIONS), "--no-ws", "--log-level", "error"]
    command += ["--factory", f"tests.benchmarks.applications:{name}"]
    process = subprocess.Popen(command, cwd=settings.ROOT, env=environ, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _listens(port))
        yield address
    finally:
        # It has nothing to lose, and waits for connections that nobody will use again.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


def _listens(port: int) -> bool:
    """Return whether somebody answers there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
