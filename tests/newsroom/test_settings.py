"""The settings as an operator meets them: safe by default, and one clear line where one cannot be read."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ASK = "from django.conf import settings as s; print(repr(({})))"


def manage(*arguments: str, data: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command in an environment that sets what is named, and no more."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.ROOT,
        env=kept | {"NEWSROOM_DATA": str(data)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_nobody_set_is_safe(tmp_path: Path) -> None:
    asked = ASK.format("s.DEBUG, s.ALLOWED_HOSTS, len(s.SECRET_KEY) >= 50, s.DATABASES['default']['NAME'].name")

    answer = manage("shell", "--no-imports", "-c", asked, data=tmp_path).stdout

    assert answer.strip() == repr((False, ["localhost", "127.0.0.1", "[::1]"], True, "newsroom.sqlite3"))
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_behind_a_proxy_everything_asks_for_tls(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER")
    asked = ASK.format("".join(f"bool(s.{name})," for name in (*names, "SECURE_HSTS_SECONDS")))

    assert manage("shell", "--no-imports", "-c", asked, data=tmp_path).stdout.strip() == repr((False,) * 5)

    answer = manage("shell", "--no-imports", "-c", asked, data=tmp_path, NEWSROOM_TRUSTED_PROXIES="1").stdout
    assert answer.strip() == repr((True,) * 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSROOM_DEBUG", "perhaps"),
        ("NEWSROOM_TRUSTED_PROXIES", "-1"),
        ("NEWSROOM_LANGUAGE", "de"),
        ("NEWSROOM_ROBOTS", "everything"),
        ("NEWSROOM_TIME_ZONE", "Mars/Phobos"),
        ("NEWSROOM_VOICE", "siri"),
        ("NEWSROOM_DATA", "/dev/null/data"),
        ("DATABASE_URL", "mysql://u@h/x"),
        ("MEDIA_STORAGE_URL", "ftp://u:p@h/b"),
        ("REDIS_URL", "memcached://h"),
        ("EMAIL_URL", "carrier-pigeon://h"),
    ],
)
def test_a_setting_that_cannot_be_read_is_one_line_and_no_traceback(tmp_path: Path, name: str, value: str) -> None:
    ran = manage("check", data=tmp_path, **{name: value})

    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert ran.stderr.startswith(f"{name}: ")


def test_a_mended_sqlite_is_under_every_command(tmp_path: Path) -> None:
    asked = (
        "from django.db import connection as c; from newsroom.lib.sqlite import MENDED;"
        "print(c.Database.sqlite_version_info >= MENDED,"
        " c.cursor().execute('select sqlite_version()').fetchone()[0] == c.Database.sqlite_version)"
    )

    assert manage("shell", "--no-imports", "-c", asked, data=tmp_path).stdout.strip() == "True True"
