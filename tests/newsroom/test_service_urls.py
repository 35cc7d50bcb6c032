"""The addresses of services become what Django expects, or one line that says the mend."""

from pathlib import Path

import pytest

from newsroom import server
from newsroom.lib import service_urls
from newsroom.lib.service_urls import ServiceUrlError


def test_sqlite_waits_for_writers_and_survives_a_power_cut(tmp_path: Path) -> None:
    database = service_urls.database(f"sqlite:///{tmp_path}/a%20b.sqlite3")

    assert database["NAME"] == tmp_path / "a b.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_postgresql_is_pooled_and_no_lock_is_waited_for_for_ever() -> None:
    database = service_urls.database("postgres://us%40er:p%2Fw@db.example:5433/news?sslmode=require")

    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"], database["NAME"]) == (
        *("us@er", "p/w", "db.example", "5433", "news"),
    )
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "lock_timeout" in database["OPTIONS"]["options"]
    assert database["OPTIONS"]["pool"]["max_size"] >= server.THREADS
    assert database["CONN_HEALTH_CHECKS"]
    assert database["CONN_MAX_AGE"] == 0


def test_postgresql_is_reached_by_a_socket_too() -> None:
    assert service_urls.database("postgresql://user@/news?host=/run/postgresql")["HOST"] == "/run/postgresql"


def test_without_redis_all_is_counted_in_the_database() -> None:
    caches = service_urls.caches("")

    assert caches["default"] == caches["table"]
    assert caches["table"]["BACKEND"].endswith("DatabaseCache")


@pytest.mark.parametrize(
    "url",
    ["redis://cache.example", "redis://:p,w@cache.example:6380/2", "rediss://u:p@h/0", "unix:///run/redis.sock?db=1"],
)
def test_redis_counts_and_the_database_does_while_it_is_gone(url: str) -> None:
    caches = service_urls.caches(url)

    assert caches["default"]["LOCATION"] == caches["sessions"]["LOCATION"] == url
    assert caches["default"]["FALLBACK"] == "table"
    assert caches["table"]["BACKEND"].endswith("DatabaseCache")


@pytest.mark.parametrize(
    "url",
    ["memcached://u:secret@h", "cache.example", "redis://", "redis:///0", "unix://", "redis://u:secret@h/first",
     "redis://u:secret@h:99999"],
)  # fmt: skip
def test_a_redis_nobody_can_reach_is_refused_without_the_password(url: str) -> None:
    with pytest.raises(ServiceUrlError, match=r"^REDIS_URL: ") as refused:
        service_urls.caches(url)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "port", "use_tls", "use_ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://u:p@mail.example", 587, True, False),
        ("smtps://u:p@mail.example:4650", 4650, False, True),
    ],
)
def test_mail_goes_by_smtp(url: str, port: int, use_tls: bool, use_ssl: bool) -> None:
    options = service_urls.mailer(url)["OPTIONS"]

    assert (options["host"], options["port"]) == ("mail.example", port)
    assert (options["use_tls"], options["use_ssl"]) == (use_tls, use_ssl)


def test_mail_can_be_written_down_instead() -> None:
    assert service_urls.mailer("file:///var/mail%20box")["OPTIONS"] == {"file_path": "/var/mail box"}
    assert service_urls.mailer("console://")["BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:p@h/news", "scheme 'mysql'"),
        ("news.sqlite3", "scheme ''"),
        ("sqlite://news.sqlite3", "sqlite:///"),
        ("sqlite:///", "sqlite:///"),
        ("sqlite:////nowhere/at/all/news.sqlite3", "no folder /nowhere/at/all"),
        ("postgres://u:p@h", "name is missing"),
        ("postgres://u:p@h:port/news", "cannot be read"),
        ("postgres://u:p@[::1/news", "cannot be read"),
    ],
)
def test_a_database_nobody_can_open_is_refused_with_the_mend(url: str, words: str) -> None:
    with pytest.raises(ServiceUrlError, match=words) as refused:
        service_urls.database(url)

    assert str(refused.value).startswith("DATABASE_URL: ")


def test_postgresql_without_its_package_is_refused_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_urls, "find_spec", lambda name: None)

    with pytest.raises(ServiceUrlError, match="pip install"):
        service_urls.database("postgres://u:p@h/news")


def test_files_go_into_one_bucket_pictures_apart_from_sounds() -> None:
    stores = service_urls.storages("s3+http://us%40er:p%2Fw@files.example:9000/paper?region=eu-west-3", "/media/")

    assert {store["BACKEND"] for store in stores.values()} == {"newsroom.lib.bucket.Bucket"}
    options = stores["default"]["OPTIONS"]
    assert (options["access_key"], options["secret_key"], options["bucket_name"]) == ("us@er", "p/w", "paper")
    assert (options["endpoint_url"], options["region_name"]) == ("http://files.example:9000", "eu-west-3")
    assert [store["OPTIONS"]["location"] for store in stores.values()] == ["media", "private"]
    assert service_urls.storages("s3://k:s@h/b", "/")["default"]["OPTIONS"]["endpoint_url"] == "https://h"


@pytest.mark.parametrize(
    "url",
    ["https://k:secret@h/b", "s3://h/b", "s3://k@h/b", "s3://k:secret@h", "s3://k:secret@h/b/folder", "s3://k:secret@/b",
     "s3://k:secret@h/b?acl=public", "s3://k:secret@h:port/b"],
)  # fmt: skip
def test_a_bucket_nobody_can_open_is_refused_without_the_secret(url: str) -> None:
    with pytest.raises(ServiceUrlError, match=r"^MEDIA_STORAGE_URL: ") as refused:
        service_urls.storages(url, "/media/")

    assert "secret@" not in str(refused.value).replace("key:secret@host", "")


def test_redis_or_a_bucket_without_its_package_is_refused_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_urls, "find_spec", lambda name: None)

    with pytest.raises(ServiceUrlError, match="pip install"):
        service_urls.caches("redis://h/0")
    with pytest.raises(ServiceUrlError, match="pip install"):
        service_urls.storages("s3://k:s@h/b", "/media/")


@pytest.mark.parametrize("url", ["imap://u:secret@h", "smtp://", "file://", "smtp://u:secret@h:99999", "mail.example"])
def test_mail_nobody_can_send_is_refused_without_the_password(url: str) -> None:
    with pytest.raises(ServiceUrlError, match=r"^EMAIL_URL: ") as refused:
        service_urls.mailer(url)

    assert "secret" not in str(refused.value)
