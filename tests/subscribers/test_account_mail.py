"""The mail of the accounts: in the paper's name, with links to the paper alone, sent by the worker."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from newsroom.subscribers.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.once

SIGN_UP = {"email": "yves@exemple.test", "display_name": "Yves", "password1": PASSWORD}


@pytest.fixture
def paper(settings: Settings) -> Settings:
    """A paper with a name that HTML would escape, at an address of its own."""
    settings.SITE_NAME = "L’Écho & Fils"
    settings.SITE_ADDRESS = "https://echo.example"
    settings.DEFAULT_FROM_EMAIL = "courrier@echo.example"
    settings.ALLOWED_HOSTS = ["*"]
    return settings


@pytest.mark.parametrize(
    ("page", "data", "path"),
    [
        ("/accounts/signup/", SIGN_UP, "/accounts/confirm-email/"),
        ("/accounts/signup/", SIGN_UP | {"email": "zoe@exemple.test"}, "/accounts/password/reset/"),
        ("/accounts/password/reset/", {"email": "zoe@exemple.test"}, "/accounts/password/reset/key/"),
        ("/accounts/password/reset/", {"email": "eva@exemple.test"}, "/accounts/signup/"),
    ],
)
def test_links_lead_to_the_paper_whatever_host_was_asked(
    client: Client, zoe: User, paper: Settings, page: str, data: dict[str, str], path: str
) -> None:
    client.post(page, data, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})

    (message,) = mail.outbox
    assert f"https://echo.example{path}" in message.body
    assert "evil.example" not in message.body
    assert "testserver" not in message.body
    assert "L’Écho & Fils" in message.subject
    assert "&amp;" not in message.subject + str(message.body)
    assert message.from_email == "courrier@echo.example"


def test_a_host_that_is_not_ours_is_refused(client: Client, zoe: User) -> None:
    response = client.post("/accounts/password/reset/", {"email": zoe.email}, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert mail.outbox == []


def test_mail_waits_for_the_worker(
    client: Client, run_tasks: Callable[[], None], zoe: User, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    client.post("/accounts/password/reset/", {"email": zoe.email})
    assert mail.outbox == []
    run_tasks()

    assert [message.to for message in mail.outbox] == [[zoe.email]]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
