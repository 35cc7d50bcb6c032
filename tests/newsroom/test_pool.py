"""PostgreSQL under `serve`: no more connections than threads, which outlive its restart, and no endless wait."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg

from newsroom import server
from tests.newsroom import on_postgresql
from tests.running import RunningSite, wait_until

pytestmark = on_postgresql.ONLY

READERS = 24
QUEUE = "from tests.probe.tasks import tell_patience; tell_patience.enqueue({!r})"


def asked(site: RunningSite) -> dict[str, str]:
    with site.open("/probe/patience") as answer:
        said: dict[str, str] = json.load(answer)
        return said


def of_the_site(site: RunningSite, what: str) -> list[object]:
    """Return this of each connection that the site has."""
    with closing(psycopg.connect(site.environ["DATABASE_URL"], autocommit=True)) as own:
        rows = own.execute(
            f"SELECT {what} FROM pg_stat_activity WHERE datname = current_database()"  # noqa: S608 - words of ours
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return [said for (said,) in rows]


def test_a_page_has_seconds_a_task_minutes_and_a_command_as_long_as_it_takes(
    served: RunningSite, tmp_path: Path
) -> None:
    assert asked(served) == {
        "statement_timeout": "5s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "15s",
    }

    served.manage("shell", "--no-imports", "-c", QUEUE.format(str(tmp_path)))
    wait_until((tmp_path / "patience").exists)
    assert json.loads((tmp_path / "patience").read_text(encoding="utf-8"))["statement_timeout"] == "5min"

    told = served.manage("shell", "--no-imports", "-c", "from tests.probe.tasks import patience; print(patience())")
    assert "'statement_timeout': '0'" in told.stdout


def test_what_the_address_says_counts_for_more(served: RunningSite) -> None:
    separator = "&" if "?" in served.environ["DATABASE_URL"] else "?"
    url = f"{served.environ['DATABASE_URL']}{separator}options=-c%20statement_timeout%3D7s"
    patient = RunningSite(served.data, url, DJANGO_SETTINGS_MODULE="tests.probe.settings")
    patient.serve("--workers", "1", "--no-worker")
    try:
        assert asked(patient)["statement_timeout"] == "7s"
    finally:
        patient.kill()


def test_readers_wait_for_a_thread_and_none_for_a_connection(served: RunningSite) -> None:
    most = 0
    with ThreadPoolExecutor(READERS) as pool:
        answers = [pool.submit(asked, served) for _ in range(READERS)]
        while not all(answer.done() for answer in answers):
            most = max(most, len(of_the_site(served, "pid")))
    for answer in answers:
        answer.result()

    # A thread's own from the pool, and the one by which its page cache asks; the task worker's besides.
    assert server.THREADS <= most <= 2 * server.THREADS + 2


def test_nobody_meets_a_connection_that_the_server_ended(served: RunningSite) -> None:
    for _ in range(3):
        with ThreadPoolExecutor(server.THREADS) as pool:
            list(pool.map(asked, [served] * server.THREADS))
        # As a restart of the server does.
        assert of_the_site(served, "pg_terminate_backend(pid)")
        with ThreadPoolExecutor(server.THREADS) as pool:
            assert all(said["statement_timeout"] == "5s" for said in pool.map(asked, [served] * server.THREADS))
