"""Read the addresses of services (database, Redis, bucket, mail) into the dictionaries Django expects."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SQLITE_OPTIONS: dict[str, Any] = {
    # Wait for another writer rather than fail; IMMEDIATE makes that wait work for read-then-write.
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    # What is planned once stays planned, 12 KiB a statement. Past that number pysqlite throws out the one that was
    # asked least often, which is each new one: with the 128 that it keeps by itself, whatever a thread first asks after
    # the reader's hundred and some of the desk's is planned anew each time.
    "cached_statements": 512,
    # FULL: what was acknowledged survives a power cut. WAL itself is set once, by `migrate`. The cache is each
    # connection's own, of which a worker has one a thread, and is void after each commit of another: the system's,
    # which all share, is next to it. The file is not mapped into memory: no page got faster by that, each process
    # counted up to 256 MiB of it as its own, and a disk that fails would be the process's end, not an error.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA cache_size=-1000;"
        "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
    ),
}
# Who waits for a lock has those who come after wait, a migration too. `patience` says how long a statement may take.
POSTGRES_OPTIONS = "-c lock_timeout=5s"
# No thread waits for a connection: a web worker has fewer of them. It opens none before it is asked for.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5}
TABLE_CACHE: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    # Made by `migrate`.
    "LOCATION": "newsroom_cache",
    # Past that number a third is thrown out, counts that still hold among them: by itself it would be 300, and
    # whoever fails to sign in to as many accounts would be free again.
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
REDIS_SCHEMES = {"redis", "rediss", "unix"}
BUCKET_SCHEMES = {"s3": "https", "s3+http": "http"}
MAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class ServiceUrlError(ValueError):
    """An address of a service that cannot be used; the message names the setting and the mend."""


def database(url: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for `sqlite:///path` or `postgres://user:password@host:port/name`.

    Raises ServiceUrlError for any other scheme and for an address without a database name.
    """
    parts = _split(url, "DATABASE_URL")
    if parts.scheme == "sqlite":
        return _sqlite(parts)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(parts)
    raise ServiceUrlError(
        f"DATABASE_URL: the scheme {parts.scheme!r} is not known; write sqlite:///path/to/file.sqlite3 "
        "or postgres://user:password@host:5432/name"
    )


def caches(url: str) -> dict[str, dict[str, Any]]:
    """Return Django's CACHES: in the database's table, or for `redis://user:password@host:port/0` in Redis or Valkey.

    `default` counts what is done too often, `sessions` has copies of sessions, and `table` what must not be forgotten
    where Redis starts anew. Raises ServiceUrlError for any other scheme, and without the package.
    """
    if not url:
        return {"default": TABLE_CACHE, "table": TABLE_CACHE}
    parts = _split(url, "REDIS_URL")
    is_whole = bool(parts.path.strip("/")) if parts.scheme == "unix" else bool(parts.hostname)
    if parts.scheme not in REDIS_SCHEMES or not is_whole:
        raise ServiceUrlError(
            f"REDIS_URL: {url.split('@')[-1]!r} cannot be used; write redis://:password@host:6379/0, rediss://… for "
            "TLS or unix:///run/redis/redis.sock?db=0, for Valkey too"
        )
    if parts.scheme != "unix" and not re.fullmatch(r"(/\d*)?", parts.path):
        raise ServiceUrlError(f"REDIS_URL: the number of the database is after the host, as in /0, not {parts.path!r}")
    if not find_spec("redis"):
        raise ServiceUrlError("REDIS_URL: Redis needs its package: pip install 'newsroom[scale]'")
    redis = {"BACKEND": "newsroom.lib.redis_cache.Forgiving", "LOCATION": url}
    return {
        # While Redis does not answer the limits hold, by the table.
        "default": {**redis, "FALLBACK": "table"},
        "sessions": {**redis, "FALLBACK": "nothing"},
        "table": TABLE_CACHE,
        "nothing": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }


def storages(url: str, base_url: str) -> dict[str, dict[str, Any]]:
    """Return the `default` and `private` of Django's STORAGES for `s3://key:secret@host/bucket?region=name`.

    `base_url` is where the site hands on what everybody may see. Raises ServiceUrlError for any other address.
    """
    parts = _split(url, "MEDIA_STORAGE_URL")
    name, query = parts.path.strip("/"), dict(parse_qsl(parts.query))
    is_whole = bool(parts.hostname and parts.username and parts.password and name) and "/" not in name
    if parts.scheme not in BUCKET_SCHEMES or not is_whole or query.keys() - {"region"}:
        raise ServiceUrlError(
            f"MEDIA_STORAGE_URL: {url.split('@')[-1]!r} cannot be used; write s3://key:secret@host/bucket?region=name, "
            "or s3+http://… where there is no TLS; what is not a letter or a digit in key and secret as %2F"
        )
    if not find_spec("storages") or not find_spec("boto3"):
        raise ServiceUrlError("MEDIA_STORAGE_URL: a bucket needs its packages: pip install 'newsroom[scale]'")
    options = {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": name,
        "endpoint_url": f"{BUCKET_SCHEMES[parts.scheme]}://{parts.netloc.rpartition('@')[2]}",
        "region_name": query.get("region", "us-east-1"),
        "base_url": base_url,
    }
    backend = "newsroom.lib.bucket.Bucket"
    return {
        # As in a folder: a name that is taken is given to nobody else, but for what is made anew in its place.
        "default": {"BACKEND": backend, "OPTIONS": {**options, "location": "media", "file_overwrite": False}},
        "private": {"BACKEND": backend, "OPTIONS": {**options, "location": "private", "file_overwrite": True}},
    }


def mailer(url: str) -> dict[str, Any]:
    """Return Django's MAILERS entry for smtp://, smtp+tls://, smtps://, file:///folder or console://.

    Raises ServiceUrlError for any other scheme.
    """
    parts = _split(url, "EMAIL_URL")
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": unquote(parts.path)},
        }
    if parts.scheme in MAIL_SCHEMES and parts.hostname:
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _smtp(parts)}
    raise ServiceUrlError(
        f"EMAIL_URL: {url.split('@')[-1]!r} cannot be used; write smtp+tls://user:password@host:587, smtps://…, "
        "smtp://…, file:///folder or console://"
    )


def _split(url: str, setting: str) -> SplitResult:
    """Return the address in its parts, once its host and port can be read."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ServiceUrlError(f"{setting}: the address cannot be read: {error}") from error
    return parts


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    if parts.netloc or len(parts.path) < 2:
        raise ServiceUrlError("DATABASE_URL: write sqlite:///relative/path.sqlite3 or sqlite:////absolute/path.sqlite3")
    path = Path(unquote(parts.path[1:]))
    if not path.absolute().parent.is_dir():
        raise ServiceUrlError(f"DATABASE_URL: there is no folder {path.absolute().parent}; make it first")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A file, as in production: several threads and processes write it in the tests.
        "TEST": {"NAME": path.with_name(f"test-{path.name}")},
        # Opening a connection costs 1.5 ms of CPU, so keep it.
        "CONN_MAX_AGE": 600,
        "OPTIONS": SQLITE_OPTIONS,
    }


def _postgres(parts: SplitResult) -> dict[str, Any]:
    if not (find_spec("psycopg") and find_spec("psycopg_pool")):
        raise ServiceUrlError("DATABASE_URL: PostgreSQL needs psycopg and its pool: pip install 'newsroom[scale]'")
    name = unquote(parts.path[1:])
    if not name:
        raise ServiceUrlError("DATABASE_URL: the database's name is missing after the host: postgres://…/name")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # The pool keeps the connections; Django then demands CONN_MAX_AGE 0.
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": POOL,
            "options": POSTGRES_OPTIONS,
            **query,
        },
    }


def _smtp(parts: SplitResult) -> dict[str, Any]:
    return {
        "host": parts.hostname,
        "port": parts.port or MAIL_SCHEMES[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 20,
    }
