"""Ask a server as fast as it answers, over 32 connections that stay open, and say how often it did.

A loop of Python does it, which waits for the answers that are still owed. Beside a quick server it has its part in how
slow both are: a page that is no slow one is asked for by wrk (Debian and Ubuntu: apt install wrk), where it is
installed. Without it, the pages that are measured against each other are held back alike.
"""

import re
import selectors
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from urllib.parse import urlsplit

CONNECTIONS = 32
WARM = 0.3
# Seconds after which nobody waits any more.
PATIENCE = 20
# Answers a second, from which on Python has its part in how many there are.
FAST = 100
MICROSECONDS = {"us": 1, "ms": 1_000, "s": 1_000_000}
CHUNKED, LAST_CHUNK = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE), b"\r\n0\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, by its address."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    # What a form sends; nothing for a page that is looked at.
    form: str = ""

    def encoded(self) -> bytes:
        """Return it as it goes over the line."""
        parts = urlsplit(self.url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        lines = [f"{'POST' if self.form else 'GET'} {path} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.form:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(self.form)}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + self.form).encode()


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: answers a second, and those that were no success."""

    rate: float
    slowest_ms: float
    failed: int
    count: int


def has_wrk() -> bool:
    """Return whether wrk is installed."""
    return shutil.which("wrk") is not None


def look(asked: Asked, seconds: float) -> Answered:
    """Ask for one page for so long, once it was asked for a little: by wrk, unless it is slow."""
    warm = send(cycle([asked]), asked.url, WARM)
    if warm.rate > FAST and has_wrk():
        return _by_wrk(asked, seconds)
    return send(cycle([asked]), asked.url, seconds)


def send(requests: Iterator[Asked], url: str, seconds: float) -> Answered:
    """Send one request after the other to the server at the address, for so long or until there is none left."""
    ends, taken, failed = time.perf_counter() + seconds, [], 0
    began = time.perf_counter()
    with selectors.DefaultSelector() as ready:
        for asked in islice(requests, CONNECTIONS):
            _open(ready, url, asked)
        while ready.get_map() and (found := ready.select(timeout=PATIENCE)):
            for key, _event in found:
                line, waiting = key.fileobj, key.data
                assert isinstance(line, socket.socket)
                if not waiting.takes(data := _received(line)):
                    continue
                now = time.perf_counter()
                taken.append(now - waiting.since)
                failed += not waiting.is_success
                going_on = next(requests, None) if now < ends else None
                if going_on and data and waiting.asks(line, going_on):
                    continue
                ready.unregister(line)
                line.close()
                if going_on:
                    # A server may close a connection between two requests; a browser opens another then.
                    _open(ready, url, going_on)
        # What is still asked got no answer in the time that a reader waits.
        failed += len(ready.get_map())
    return Answered(len(taken) / (time.perf_counter() - began), 1000 * max(taken, default=0), failed, len(taken))


class _Waiting:
    """What one connection waits for."""

    def __init__(self) -> None:
        self.since, self.got, self.wanted = 0.0, b"", 0

    def asks(self, line: socket.socket, asked: Asked) -> bool:
        """Send a request; return whether the connection still took it."""
        self.since, self.got, self.wanted = time.perf_counter(), b"", 0
        try:
            line.sendall(asked.encoded())
        except OSError:
            return False
        return True

    def takes(self, data: bytes) -> bool:
        """Take what came; return whether that was the end of the answer, or of the connection."""
        self.got += data
        head = self.got.find(b"\r\n\r\n")
        if not data or head < 0:
            return not data
        if CHUNKED.search(self.got, 0, head + 2):
            return not data or self.got.endswith(LAST_CHUNK)
        if not self.wanted:
            length = LENGTH.search(self.got, 0, head + 2)
            self.wanted = head + 4 + (int(length[1]) if length else 0)
        return len(self.got) >= self.wanted

    @property
    def is_success(self) -> bool:
        return self.got[9:10] in (b"2", b"3")


def _open(ready: selectors.BaseSelector, url: str, asked: Asked) -> None:
    """Open a connection, and ask the first thing over it."""
    parts, waiting = urlsplit(url), _Waiting()
    line = socket.create_connection((parts.hostname, parts.port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    waiting.asks(line, asked)
    ready.register(line, selectors.EVENT_READ, waiting)


def _received(line: socket.socket) -> bytes:
    """Return what came; nothing where the connection is at its end."""
    try:
        return line.recv(1 << 18)
    except OSError:
        return b""


def _by_wrk(asked: Asked, seconds: float) -> Answered:
    headers = [part for name, value in asked.headers.items() for part in ("-H", f"{name}: {value}")]
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency", *headers, asked.url],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    failed = sum(
        int(number) for number in re.findall(r"(?:Non-2xx or 3xx responses:|connect|read|write|timeout) (\d+)", said)
    )
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    rate, count = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    if not (slowest and rate and count):
        raise RuntimeError(said)
    return Answered(float(rate[1]), float(slowest[1]) * MICROSECONDS[slowest[2]] / 1000, failed, int(count[1]))
