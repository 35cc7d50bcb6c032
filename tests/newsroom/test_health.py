"""Health: whether the process lives, and whether it can serve."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings


def test_a_process_that_answers_lives(client: Client) -> None:
    answer = client.get("/health/live")

    assert (answer.status_code, answer.content) == (200, b"live\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_a_server_with_its_database_is_ready(client: Client) -> None:
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_a_server_without_its_database_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)

    assert client.get("/health/ready").status_code == 503


def test_the_load_balancer_asks_over_plain_http(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/health/live").status_code == 200


def test_health_is_read_only(client: Client) -> None:
    assert client.post("/health/live").status_code == 405
