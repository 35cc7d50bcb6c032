"""System checks: what is wrong with the configuration, each with the mend in its hint."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from newsroom.lib.sqlite import MENDED


@register()
def sqlite_is_mended(**_: Any) -> list[CheckMessage]:
    """Warn of an SQLite that can corrupt a file several processes write."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") or sqlite3.sqlite_version_info >= MENDED:
        return []
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} can corrupt a database that several processes write.",
            hint="Install the package pysqlite3, use an SQLite of 3.51.3 or later, or set DATABASE_URL to PostgreSQL.",
            id="newsroom.W001",
        )
    ]
