"""Limits and sessions with a real Redis: counted and copied there, and by the database while it is gone."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.checks import run_checks
from django.db import connection, transaction
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from newsroom.lib import ratelimit, redis_cache, service_urls, sessions
from newsroom.lib.sessions import SessionStore
from newsroom.subscribers import held_names
from newsroom.subscribers.models import User
from tests import factories
from tests.newsroom.redis_server import RedisServer

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One server for all the tests: most of them leave it as it was."""
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis(server: RedisServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """The server, empty, and the site told of it."""
    monkeypatch.setattr(redis_cache.Forgiving, "silences", {})
    monkeypatch.setattr(redis_cache, "TIMEOUT_SECONDS", 0.2)
    settings.REDIS_URL = server.url
    settings.CACHES = service_urls.caches(server.url)
    settings.SESSION_ENGINE = "newsroom.lib.sessions"
    server.client.flushall()
    yield server
    if server.is_gone:
        server.start()


def session(**data: object) -> str:
    """Make a session that holds this, read once; return its key."""
    store = SessionStore()
    store.update(data)
    store.save()
    assert store.session_key
    return str(store.session_key)


def copied(key: str, server: RedisServer) -> SessionStore:
    """Let the session be read once no mark keeps it from Redis; return it."""
    server.client.flushdb()
    store = SessionStore(key)
    assert store.load()
    return store


# Limits


def waits(times: int) -> list[bool]:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    return [bool(ratelimit.wait(request, "test", "3/h")) for _ in range(times)]


def test_limits_are_counted_in_redis(redis: RedisServer, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert waits(5) == [False, False, False, True, True]

    [key] = redis.client.keys("*")
    assert "192.0.2.7" in key
    assert 3500 < redis.client.ttl(key) <= 3600


def test_limits_hold_while_redis_is_gone_and_once_it_is_back(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert waits(4)[-1]
    redis.kill()
    assert waits(5) == [False, False, False, True, True]

    redis.start()
    monkeypatch.setattr(redis_cache.Forgiving, "silences", {})
    caches.close_all()
    del caches["default"]
    assert waits(5) == [False, False, False, True, True]


def test_a_redis_that_hangs_is_waited_for_once(redis: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    redis.hang()
    began = time.monotonic()

    with caplog.at_level(logging.ERROR):
        assert waits(5) == [False, False, False, True, True]

    # Twice for the first, then for none: for each of the five it would be five seconds at least.
    assert time.monotonic() - began < 4
    assert caplog.text.count("Redis does not answer") == 1
    redis.kill()


def test_what_must_not_be_forgotten_is_in_the_database(redis: RedisServer) -> None:
    held_names.hold("Alice")

    assert redis.client.keys("*") == []
    assert held_names.is_held("alice")


def test_whoever_writes_in_redis_runs_nothing_here(redis: RedisServer) -> None:
    caches["default"].set("any", {"a": [1.5, "é", None, True]})

    [key] = redis.client.keys("*any")
    assert redis.client.get(key) == '{"a":[1.5,"\\u00e9",null,true]}'
    assert caches["default"].get("any") == {"a": [1.5, "é", None, True]}


# Sessions


def test_a_session_is_read_from_redis(redis: RedisServer, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key = session(name="Alice")
    with django_assert_num_queries(1):
        copied(key, redis)

    with django_assert_num_queries(0):
        assert SessionStore(key).load() == {"name": "Alice"}

    [place] = redis.client.keys("*session*")
    # Neither can be made a cookie of.
    assert key not in place
    assert 0 < redis.client.ttl(place) <= sessions.KEPT_SECONDS


def test_a_change_is_read_at_once_and_by_every_node(redis: RedisServer) -> None:
    key = session(count=1)
    for count in range(2, 6):
        store = copied(key, redis)
        store["count"] = count
        store.save()
        assert SessionStore(key).load() == {"count": count}


def test_what_was_read_before_a_change_is_not_copied_after_it(redis: RedisServer) -> None:
    key = session(count=1)
    store = copied(key, redis)
    assert store["count"] == 1
    redis.client.flushdb()
    # Another request reads, and is slow to copy what it read.
    slow = caches["sessions"].add

    def change_first(*arguments: Any) -> object:
        store["count"] = 2
        store.save()
        return slow(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caches["sessions"], "add", change_first)
        SessionStore(key).load()

    assert SessionStore(key).load() == {"count": 2}


def others(key: str) -> None:
    """Let the session be read by who does not see what this transaction did."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(read_alone, key).result()


def read_alone(key: str) -> dict[str, object]:
    try:
        return SessionStore(key).load()
    finally:
        connection.close()


@pytest.mark.parametrize("in_transaction", [False, True])
def test_an_ended_session_is_over_at_once(redis: RedisServer, in_transaction: bool) -> None:
    key = session(name="Alice")
    copied(key, redis)

    if in_transaction:
        with transaction.atomic():
            SessionStore().delete(key)
            assert SessionStore(key).load() == {}
            # Others still see it, and may copy it once the mark is gone.
            redis.client.flushdb()
            others(key)
    else:
        SessionStore().delete(key)

    assert SessionStore(key).load() == {}
    assert not SessionStore().exists(key)


def test_a_session_that_is_over_by_the_clock_leaves_no_copy(redis: RedisServer) -> None:
    store = SessionStore(session(name="Alice"))
    store.set_expiry(2)
    store.save()
    copied(str(store.session_key), redis)

    [place] = redis.client.keys("*session*")
    assert redis.client.ttl(place) <= 2


def test_nobody_becomes_another_by_what_lies_in_redis(redis: RedisServer) -> None:
    alice, basile = session(name="Alice"), session(name="Basile")
    copied(alice, redis)
    [(place, copy)] = [(one, redis.client.get(one)) for one in redis.client.keys("*session*")]
    copied(basile, redis)
    [place] = redis.client.keys("*session*")

    for forged in (copy, '"forged"', '{"name":"Alice"}', "[]"):
        redis.client.set(place, str(forged))
        assert SessionStore(basile).load() == {"name": "Basile"}, forged


def test_redis_comes_and_goes_and_nobody_is_signed_out(redis: RedisServer) -> None:
    before = db.SessionStore()
    before["name"] = "Alice"
    before.save()
    key = str(before.session_key)

    assert copied(key, redis).load() == {"name": "Alice"}
    assert db.SessionStore(key).load() == {"name": "Alice"}
    redis.client.flushall()
    assert SessionStore(key).load() == {"name": "Alice"}
    redis.kill()
    assert SessionStore(key).load() == {"name": "Alice"}
    SessionStore().delete(key)
    assert SessionStore(key).load() == {}


def test_a_member_reads_and_writes_whether_redis_is_there_or_not(redis: RedisServer, alice: User) -> None:
    client = factories.let_in(Client(), alice)
    assert client.get("/account/").status_code == 200
    redis.kill()
    assert client.get("/account/").status_code == 200

    client.post("/accounts/logout/")
    assert not Session.objects.exists()
    assert client.get("/account/").status_code == 302


# The operator


def test_the_operator_is_told_that_redis_does_not_answer(redis: RedisServer) -> None:
    def told() -> list[str]:
        return [one.msg for one in run_checks(databases=["default"]) if one.id == "newsroom.W017"]

    assert told() == []
    redis.kill()
    [said] = told()
    assert "in the database meanwhile" in said
