"""A backup is whole or is not there, while others write; what is restored from it is the same paper."""

import os
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import settings

from tests.running import RunningSite, own_database, wait_until

PLACES = ("/", "/charter/", "/feed/", "/corrections/")
SOUND = "audio/secret.mp3"
# In a copy of two moments, a key would lead nowhere.
HOLDS = (
    "from django.db import connection; from comments.models import Comment;"
    "connection.check_constraints(); print(Comment.objects.count())"
)


@pytest.fixture(scope="module")
def paper(demonstration: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A copy of the demonstration with a sound, which no address leads to."""
    data = tmp_path_factory.mktemp("paper") / "data"
    shutil.copytree(demonstration.data, data)
    (data / "private" / SOUND).parent.mkdir(parents=True, exist_ok=True)
    (data / "private" / SOUND).write_bytes(os.urandom(5_000_000))
    with own_database(like=demonstration.environ["DATABASE_URL"]) as address:
        yield RunningSite(data, address)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backups go."""
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[RunningSite]:
    """Another machine, with nothing on it."""
    (tmp_path / "elsewhere").mkdir()
    with own_database() as address:
        site = RunningSite(tmp_path / "elsewhere", address)
        yield site
        if site.is_running:
            site.kill()


def made(folder: Path) -> list[Path]:
    """Return the backups that are there."""
    return sorted(folder.glob("*.tar"))


def comments(site: RunningSite) -> int:
    """Return how many comments a site has, where each of its keys leads somewhere."""
    return int(site.manage("shell", "--no-imports", "-c", HOLDS).stdout)


def refused(site: RunningSite, *arguments: str) -> str:
    """Return what is said of a command that did nothing."""
    done = site.manage(*arguments, check=False)
    assert done.returncode == 1
    return done.stderr


def test_what_is_restored_is_the_same_paper(paper: RunningSite, elsewhere: RunningSite, folder: Path) -> None:
    said = paper.manage("backup", str(folder)).stdout

    (backup,) = made(folder)
    assert said.startswith(f"{backup}: the database and ")
    assert backup.stat().st_mode & 0o077 == 0
    unpacked = folder / "unpacked"
    with tarfile.open(backup) as tar:
        tar.extractall(unpacked, filter="data")
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=unpacked).returncode == 0

    elsewhere.manage("restore", str(backup))

    for name in ("secret-key", f"private/{SOUND}"):
        assert (elsewhere.data / name).read_bytes() == (paper.data / name).read_bytes()
    assert files(elsewhere.data / "media") == files(paper.data / "media") != {}
    elsewhere.manage("migrate", "--verbosity", "0")
    shutil.copytree(paper.data / "static", elsewhere.data / "static")
    # By one name, so that they say the same.
    sites = [
        RunningSite(one.data, one.environ["DATABASE_URL"], NEWSROOM_ADDRESS="http://x") for one in (paper, elsewhere)
    ]
    try:
        for site in sites:
            site.serve("--workers", "1", "--no-worker")
        for path in PLACES:
            first, second = (site.open(path).read() for site in sites)
            assert first == second, path
    finally:
        for site in sites:
            if site.process:
                site.kill()
    assert "has tables" in refused(elsewhere, "restore", str(backup))


def files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder and below."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_backup_is_of_one_moment_while_others_write(paper: RunningSite, elsewhere: RunningSite, folder: Path) -> None:
    stop, written = Event(), [0]
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.newsroom.paper_writer", "1"],
        cwd=settings.ROOT,
        env=paper.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def write() -> None:
        assert writer.stdin
        assert writer.stdout
        while not stop.is_set():
            writer.stdin.write("do\n")
            writer.stdin.flush()
            if not writer.stdout.readline():
                return
            written[0] += 1

    thread = Thread(target=write)
    thread.start()
    try:
        wait_until(lambda: written[0] > 0)
        least, begun = comments(paper), written[0]
        paper.manage("backup", str(folder))
        ended, most = written[0], comments(paper)
    finally:
        stop.set()
        thread.join()
        writer.kill()
        writer.communicate()
    assert ended > begun

    elsewhere.manage("restore", str(made(folder)[0]))

    assert least <= comments(elsewhere) <= most


def test_what_was_killed_in_the_middle_leaves_no_backup_and_the_next_one_is_whole(
    paper: RunningSite, elsewhere: RunningSite, folder: Path
) -> None:
    # Nobody writes into it: who reads it waits.
    pipe = paper.data / "private" / "never-ends"
    os.mkfifo(pipe)
    command = [sys.executable, "manage.py", "backup", str(folder)]
    killed = subprocess.Popen(command, cwd=settings.ROOT, env=paper.environ)
    wait_until(lambda: any(path.stat().st_size > 100_000 for path in (folder / ".newsroom-backup").glob("*.tar")))
    assert "Another backup is being written" in refused(paper, "backup", str(folder))
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert made(folder) == []
    (half,) = (folder / ".newsroom-backup").glob("*.tar")
    shutil.copy(half, folder / "half.tar")

    pipe.unlink()
    paper.manage("backup", str(folder / "whole.tar"))

    assert "damaged, or no backup" in refused(elsewhere, "restore", str(folder / "half.tar"))
    assert list((folder / ".newsroom-backup").iterdir()) == []
    elsewhere.manage("restore", str(folder / "whole.tar"))


def test_a_damaged_backup_is_told_and_nothing_is_overwritten(
    paper: RunningSite, elsewhere: RunningSite, folder: Path
) -> None:
    backup = folder / "paper.tar"
    paper.manage("backup", str(backup))
    assert "is there already" in refused(paper, "backup", str(backup))
    whole = backup.read_bytes()
    place = whole.index((paper.data / "private" / SOUND).read_bytes()[:64])

    backup.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    assert f"private/{SOUND} is not what was written" in refused(elsewhere, "restore", str(backup))
    backup.write_bytes(whole[: place + 1000])
    assert "cannot be read to its end" in refused(elsewhere, "restore", str(backup))
    backup.write_bytes(b"")
    assert "damaged, or no backup" in refused(elsewhere, "restore", str(backup))

    backup.write_bytes(whole)
    kept = elsewhere.data / "media" / "mine.jpg"
    kept.parent.mkdir()
    kept.write_bytes(b"mine")
    assert "There are files in media already" in refused(elsewhere, "restore", str(backup))
    assert files(elsewhere.data / "media") == {"mine.jpg": b"mine"}
    assert not (elsewhere.data / "private").exists()


def test_the_last_backups_are_kept(paper: RunningSite, folder: Path) -> None:
    for year in (2023, 2024, 2025):
        (folder / f"newsroom-{year}0101T000000Z.tar").touch()
    (folder / "newsroom-by-hand.tar").touch()

    paper.manage("backup", str(folder), "--keep", "2")

    names = [path.name for path in made(folder)]
    assert names[0] == "newsroom-20250101T000000Z.tar"
    assert names[2:] == ["newsroom-by-hand.tar"]
    assert "--keep: give a folder, and 1 or more" in refused(paper, "backup", str(folder), "--keep", "0")
