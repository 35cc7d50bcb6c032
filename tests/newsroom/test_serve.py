"""`serve`: what it refuses to start on, what it serves, and that nothing it started outlives it."""

import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection
from django.template import Template, engines
from pytest_django import Settings

from newsroom import server
from tests.running import STOP_SECONDS, RunningSite, wait_until

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at the processes in /proc")


@pytest.fixture
def site(demonstration: RunningSite) -> Iterator[RunningSite]:
    """The site, not running before nor after the test."""
    site = demonstration.beside(DJANGO_SETTINGS_MODULE="tests.probe.settings")
    yield site
    if site.is_running:
        site.kill()


def get(site: RunningSite, path: str) -> dict[str, object]:
    """Return what a page says."""
    with site.open(path) as answer:
        answered: dict[str, object] = json.load(answer)
        return answered


def refusal(site: RunningSite, *arguments: str) -> str:
    """Return the one line with which `serve` refuses to start."""
    ran = site.manage("serve", "--bind", f"127.0.0.1:{site.port}", *arguments, check=False)
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1, ran.stderr
    return ran.stderr


def test_a_database_that_was_not_brought_up_is_refused(tmp_path: Path) -> None:
    assert "run manage.py migrate" in refusal(RunningSite(tmp_path))


@pytest.mark.once
def test_static_files_that_were_not_collected_are_refused(site: RunningSite) -> None:
    collected = site.data / "static"
    aside = collected.rename(site.data / "aside")
    try:
        assert "run manage.py collectstatic" in refusal(site)
    finally:
        aside.rename(collected)


@pytest.mark.once
def test_static_files_collected_before_they_changed_are_refused(site: RunningSite) -> None:
    copy = site.data / "static" / "css" / "paper.css"
    collected_at = copy.stat().st_mtime
    os.utime(copy, (0, 0))
    try:
        assert "css/paper.css is not collected" in refusal(site)
    finally:
        os.utime(copy, (collected_at, collected_at))


@pytest.mark.once
def test_an_address_in_use_is_refused(site: RunningSite) -> None:
    with socket.create_server(("127.0.0.1", site.port)):
        assert "Address already in use" in refusal(site)


@pytest.mark.once
def test_an_address_that_another_server_of_the_site_uses_is_refused(served: RunningSite) -> None:
    assert "Address already in use" in refusal(served)


@pytest.mark.once
@pytest.mark.parametrize(
    "arguments",
    [("--bind", "8000"), ("--bind", "host:80000"), ("--bind", "host:"), ("--workers", "0"), ("--workers", "two")],
)
def test_an_option_nobody_can_follow_is_refused(demonstration: RunningSite, arguments: tuple[str, str]) -> None:
    ran = demonstration.manage("serve", *arguments, check=False)

    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_pages_and_files_are_served_and_the_database_is_sound(served: RunningSite) -> None:
    (served.data / "media" / "a.jpg").write_bytes(b"picture")

    with served.open("/") as page:
        sheet = page.read().decode().partition('rel="stylesheet" href="')[2].partition('"')[0]
    for path, kind in ((sheet, "text/css"), ("/media/a.jpg", "image/jpeg")):
        with served.open(path) as file:
            assert file.headers["Content-Type"].startswith(kind)
            assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert get(served, "/probe/about")["sqlite_is_mended"] is True
    assert f"Listening on {served.address}/" in served.log


@pytest.mark.once
def test_silent_and_idle_readers_keep_nobody_waiting_and_are_sent_away(served: RunningSite) -> None:
    with ExitStack() as idle:
        readers = [idle.enter_context(socket.create_connection(("127.0.0.1", served.port))) for _ in range(150)]
        for reader in readers[::2]:
            reader.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")

        assert get(served, "/probe/about")

        readers[1].settimeout(2 * server.IDLE_MILLISECONDS / 1000)
        assert readers[1].recv(1) == b""


@pytest.mark.once
def test_slow_readers_of_a_picture_keep_nobody_waiting(served: RunningSite) -> None:
    (served.data / "media" / "big.jpg").write_bytes(bytes(6_000_000))
    with ExitStack() as slow:
        for _ in range(8):
            reader = slow.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            reader.sendall(b"GET /media/big.jpg HTTP/1.1\r\nHost: localhost\r\n\r\n")

        assert get(served, "/probe/about")


@linux
def test_a_request_in_hand_is_answered_before_the_end(site: RunningSite) -> None:
    site.serve("--workers", "1", "--no-worker")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(get, site, "/probe/slow")
        wait_until(lambda: get(site, "/probe/about")["in_hand"])
        assert site.processes("newsroom-tasks") == []

        assert site.stop() == 0
        assert answer.result() == {"done": True}


@pytest.mark.once
@linux
@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda site: site.stop(signal.SIGTERM), id="SIGTERM"),
        pytest.param(lambda site: site.stop(signal.SIGINT), id="SIGINT"),
        # What a terminal does at Ctrl-C: all processes get it.
        pytest.param(lambda site: os.killpg(site.process.pid, signal.SIGINT), id="Ctrl-C"),
        # What systemd does.
        pytest.param(lambda site: os.killpg(site.process.pid, signal.SIGTERM), id="SIGTERM to all"),
    ],
)
def test_whoever_says_to_stop_no_process_is_left(site: RunningSite, end: object) -> None:
    site.serve()
    # One of the two is enough to be ready.
    wait_until(lambda: len(site.processes("newsroom-web")) == 2)
    wait_until(lambda: len(site.processes("newsroom-tasks")) == 1)

    assert callable(end)
    end(site)

    assert site.process is not None
    assert site.process.wait(STOP_SECONDS) == 0
    assert site.processes() == []
    assert "rror" not in site.log


@pytest.mark.once
@linux
def test_what_the_processes_have_in_common_is_in_memory_once(site: RunningSite) -> None:
    site.serve()
    wait_until(lambda: len(site.processes("newsroom-tasks")) == 1)

    for process in (*site.processes("newsroom-web"), *site.processes("newsroom-tasks")):
        held = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        whole, own = (int(held.partition(f"\n{name}:")[2].split()[0]) for name in ("Rss", "Private_Dirty"))
        assert own < whole / 2


@pytest.mark.once
@linux
def test_no_reader_waits_until_a_page_is_read(settings: Settings) -> None:
    (own,) = settings.TEMPLATES
    # Another engine, which has read nothing yet.
    settings.TEMPLATES = [own | {"NAME": "new"}]

    server.read_templates()

    (loader,) = engines["new"].engine.template_loaders  # type: ignore[attr-defined]
    read = {str(one.origin.template_name) for one in loader.get_template_cache.values() if isinstance(one, Template)}
    assert {"articles/article.html", "comments/discussion.html", "components/masthead.html"} <= read


@pytest.mark.once
def test_the_task_worker_holds_no_socket_open(site: RunningSite) -> None:
    site.serve()
    wait_until(lambda: len(site.processes("newsroom-tasks")) == 1)
    (worker,) = site.processes("newsroom-tasks")

    if connection.vendor == "postgresql":
        pytest.skip("there, the worker has sockets of its own: they lead to the database")
    assert not [file for file in Path(f"/proc/{worker}/fd").iterdir() if "socket:" in str(file.readlink())]


@pytest.mark.once
@linux
def test_when_the_server_itself_is_killed_no_process_is_left(site: RunningSite) -> None:
    site.serve()
    wait_until(lambda: len(site.processes("newsroom-tasks")) == 1)

    site.stop(signal.SIGKILL)

    wait_until(lambda: site.processes() == [])


@linux
def test_a_killed_web_worker_is_replaced(served: RunningSite) -> None:
    killed = get(served, "/probe/about")["pid"]
    assert isinstance(killed, int)

    os.kill(killed, signal.SIGKILL)

    wait_until(served.is_ready)
    assert get(served, "/probe/about")["pid"] != killed


@linux
def test_a_killed_task_worker_is_replaced_and_its_task_done(served: RunningSite, tmp_path: Path) -> None:
    enqueue = "from tests.probe.tasks import {0}; {0}.enqueue({1!r})"
    first, second, word = (tmp_path / name for name in ("first", "second", "word"))
    served.manage("shell", "--no-imports", "-c", enqueue.format("last_long_once", str(tmp_path)))
    wait_until(first.exists)

    os.kill(int(first.read_text()), signal.SIGKILL)

    wait_until(second.exists)
    assert second.read_text() != first.read_text()
    served.manage("shell", "--no-imports", "-c", enqueue.format("leave_word", str(tmp_path)))
    wait_until(word.exists)
    assert word.read_text().split() == [second.read_text(), "True"]
    assert "starts again" in served.log
