"""The real thing for tests: a site with data of its own, served by `manage.py serve` as an operator runs it."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen
from uuid import uuid4

import psycopg
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings

# Below those that a machine gives out by itself: of these a browser beside us may take any, at any moment.
PORTS = range(20_000, 32_000)
# What a machine that does much else at the same time takes no longer for; who is quicker waits no longer.
START_SECONDS = 90.0
STOP_SECONDS = 60.0
ANSWER_SECONDS = 30.0
# A code that is no longer of this step, nor of the next, is not given so late in the step.
LATE = 20

# By site and account: the steps of half a minute whose codes were given already, for each serves once.
GIVEN: defaultdict[tuple[str, str], set[int]] = defaultdict(set)


def step() -> int:
    """Return the step that an authenticator app is in."""
    return int(time.time()) // 30


def _served() -> range:
    """Return the steps whose codes the site takes, and will while one is being typed."""
    now = step()
    return range(now if time.time() % 30 > LATE else now - 1, now + 2)


class RunningSite:
    """A site in a folder and a database of its own. `environ` is what its commands and its server see."""

    def __init__(self, data: Path, database_url: str = "", **environ: str) -> None:
        self.data = data
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log_path = data / f"serve-{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("NEWSROOM_")},
            # A .env beside the project is the operator's; what it may hold is said again here.
            "DATABASE_URL": database_url,
            "EMAIL_URL": "",
            "NEWSROOM_DATA": str(data),
            "NEWSROOM_ADDRESS": self.address,
            "NEWSROOM_HOSTS": "127.0.0.1 localhost",
            "NEWSROOM_TRUSTED_PROXIES": "0",
            "NEWSROOM_DEBUG": "0",
            "NEWSROOM_LANGUAGE": "fr",
            # Whoever wants to hear something says so.
            "NEWSROOM_VOICE": "off",
            "PYTHONUNBUFFERED": "1",
            **environ,
        }

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
        )
        assert not (check and done.returncode), f"manage.py {arguments[0]} failed:\n{done.stderr}"
        return done

    def become_the_demonstration(self) -> None:
        """Do what `make demo` does before it serves."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.manage("demo")

    def do_what_waits(self) -> None:
        """Do all queued tasks, as the worker of the server does."""
        self.manage("db_worker", "--queue-name", "*", "--batch", "--no-startup-delay", "--verbosity", "0")

    def beside(self, **environ: str) -> "RunningSite":
        """Return the same site on a port of its own, in an environment that differs in these."""
        return RunningSite(self.data, self.environ["DATABASE_URL"], **environ)

    def serve(self, *arguments: str) -> None:
        """Start the server, in a process group of its own, and wait until it can serve."""
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{self.port}", *arguments],
                cwd=settings.ROOT,
                env=self.environ,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The server did not start:\n{self.log}")
            time.sleep(0.1)

    def open(self, path: str) -> HTTPResponse:
        """Ask for a page over HTTP; raise HTTPError for an answer of 400 or more."""
        answer: HTTPResponse = urlopen(self.address + path, timeout=ANSWER_SECONDS)  # noqa: S310 - its address is http
        return answer

    def is_ready(self) -> bool:
        """Return whether the server says it can serve."""
        with suppress(OSError), self.open("/health/ready") as answer:
            return bool(answer.status == 200)
        return False

    def stop(self, signal_number: int = signal.SIGTERM) -> int:
        """Tell the server to stop, as an operator does; return the code it ended with."""
        assert self.process
        self.process.send_signal(signal_number)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """Kill the server and all its processes at one stroke, as a power cut does."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(STOP_SECONDS)

    @property
    def password(self) -> str:
        """The password of the demonstration's accounts."""
        return (self.data / "demo-password").read_text(encoding="ascii")

    def one_time_code(self, address: str) -> str:
        """Return a code of the demonstration's app that this account did not give yet; at times one has to wait."""
        key, given = (self.data / "demo-second-factor").read_text(encoding="ascii"), GIVEN[str(self.data), address]
        while not (free := set(_served()) - given):
            time.sleep(1)
        given.add(chosen := max(free))
        return str(totp.format_hotp_value(totp.hotp_value(key, chosen)))

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8") if self.log_path.exists() else ""

    def processes(self, name: str = "") -> list[int]:
        """Return the processes of the server that still run, those called `name` (Linux)."""
        assert self.process
        return [pid for pid, comm, session in _processes() if session == self.process.pid and name in ("", comm)]


def _processes() -> Iterator[tuple[int, str, int]]:
    """Give the id, name and session of every process that is not a zombie."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, _space, rest = stat.read_text(encoding="utf-8").partition(" (")
            name, _paren, fields = rest.rpartition(") ")
            state, _parent, _group, session, *_ = fields.split()
            if state != "Z":
                yield int(pid), name, int(session)


def free_port() -> int:
    """Return a port on which nothing listens."""
    # Each process of a run has its own, so that no two give out the same one before anybody listens there.
    number, processes = os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:], os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1)
    own = PORTS[int(number) :: int(processes)]
    for port in random.sample(own, len(own)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("every port is taken")


def wait_until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until the function returns something true; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be in time"
        time.sleep(0.05)


@contextmanager
def own_database(like: str = "") -> Iterator[str]:
    """Give the address of a new database where the tests run on PostgreSQL, else nothing: SQLite's is a file.

    It is empty, or a copy of the database at the address `like`, in which nobody may be.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"newsroom_{uuid4().hex[:12]}"
    # The database that each server has, whether or not the one named exists.
    with closing(psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True)) as connection:
        original = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
        connection.execute(f'CREATE DATABASE "{name}"{original}')
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
