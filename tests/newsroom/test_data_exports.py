"""« My data »: asked for once, made by the worker, told by e-mail, handed to its member alone, gone after a week."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from newsroom import data_exports, retention
from newsroom.audit.models import Entry
from newsroom.subscribers.models import DataExport, User
from newsroom.subscribers.models.data_export import AskedLately
from tests import factories
from tests.articles.pages import text_of
from tests.comments.test_simultaneous import at_once
from tests.conftest import PASSWORD

type Browse = Callable[[User], Client]

PAGE = "/account/data/"


@pytest.fixture(autouse=True)
def private(settings: Settings, tmp_path: Path) -> Path:
    """Keep the files in the test's own folder."""
    folder = tmp_path / "private"
    kept = settings.STORAGES["private"]
    options = kept["OPTIONS"] | {"location": folder}
    settings.STORAGES = settings.STORAGES | {"private": kept | {"OPTIONS": options}}
    return folder


@pytest.fixture
def at_the_door(browse: Browse, alice: User) -> Client:
    """Alice's browser, signed in, her password not asked for lately."""
    alice.set_password(PASSWORD)
    alice.save(update_fields=["password"])
    alice.confirm_address()
    return browse(alice)


@pytest.fixture
def hers(at_the_door: Client, alice: User) -> Client:
    """The same, once she gave her password again."""
    assert at_the_door.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return at_the_door


def files(folder: Path) -> list[str]:
    """Return the names of the files that lie there."""
    return sorted(path.name for path in folder.rglob("*.*"))


def made(member: User) -> DataExport:
    """Return the member's export, as the worker makes it."""
    export = data_exports.ask(member)
    data_exports.make.func(export.pk)
    return DataExport.objects.get(pk=export.pk)


@pytest.mark.django_db
def test_to_ask_takes_the_password_once_more(at_the_door: Client) -> None:
    assert at_the_door.get(PAGE).status_code == 200

    answer = at_the_door.post(PAGE)

    assert answer.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccount%2Fdata%2F"
    assert not DataExport.objects.exists()


@pytest.mark.django_db
def test_the_password_takes_up_where_it_was_asked(at_the_door: Client, alice: User) -> None:
    at_the_door.post(PAGE)

    at_the_door.post("/accounts/reauthenticate/?next=/account/data/", {"password": PASSWORD, "next": PAGE})

    assert DataExport.objects.get().user == alice


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", "json/", "html/"])
def test_finished_files_take_the_password_too(at_the_door: Client, alice: User, kind: str) -> None:
    made(alice)

    assert at_the_door.get(f"{PAGE}{kind}").headers["Location"].startswith("/accounts/reauthenticate/")


def test_the_mail_bears_the_name_of_the_paper_as_it_is(
    run_tasks: Callable[[], None], hers: Client, private: Path, settings: Settings
) -> None:
    settings.SITE_NAME = "Ici & là"
    hers.post(PAGE)
    run_tasks()
    run_tasks()

    [message] = mail.outbox
    assert "Ici & là" in message.subject


@pytest.mark.django_db(transaction=True)
def test_a_member_asks_and_is_told_by_mail_and_takes_both_files(
    run_tasks: Callable[[], None], hers: Client, alice: User, private: Path
) -> None:
    assert 'data-export="running"' in hers.post(PAGE, follow=True).content.decode()
    run_tasks()
    # The mail is a task of its own.
    run_tasks()

    [message] = mail.outbox
    assert message.to == [alice.email]
    assert "http://127.0.0.1:8000/account/data/" in message.body
    assert str(DataExport.objects.get().puid) not in message.body
    assert 'data-export="ready"' in text_of(hers, PAGE)
    assert [path.stat().st_mode & 0o777 for path in private.rglob("*.*")] == [0o600, 0o600]
    as_data, as_page = (hers.get(f"{PAGE}{kind}/") for kind in ("json", "html"))
    assert json.loads(as_data.getvalue())["account"][0]["email"] == alice.email
    assert alice.email in as_page.getvalue().decode()
    for answer in (as_data, as_page):
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="newsroom-')
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert Entry.objects.get(action="data-export.asked").actor == alice


@pytest.mark.django_db
def test_nobody_elses_files_are_ever_handed_over(hers: Client, basile: User) -> None:
    made(basile)

    assert 'data-export="ready"' not in text_of(hers, PAGE)
    assert hers.get(f"{PAGE}json/").status_code == 404


@pytest.mark.django_db
def test_there_are_two_kinds_of_file(hers: Client, alice: User) -> None:
    made(alice)

    assert hers.get(f"{PAGE}exe/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_export(alice: User) -> None:
    exports = at_once(*[lambda: data_exports.ask(alice)] * 4)

    assert len({export.pk for export in exports}) == 1
    assert DataExport.objects.count() == 1


@pytest.mark.django_db
def test_the_database_keeps_one_a_member(alice: User) -> None:
    DataExport.objects.create(user=alice)
    with pytest.raises(IntegrityError):
        DataExport.objects.create(user=alice)


@pytest.mark.django_db
def test_another_is_made_an_hour_later_in_the_place_of_the_first(hers: Client, alice: User, private: Path) -> None:
    first = made(alice)
    with pytest.raises(AskedLately):
        data_exports.ask(alice)
    refused = hers.post(PAGE)
    assert (refused.status_code, 0 < int(refused.headers["Retry-After"]) <= 3600) == (429, True)
    assert 'role="alert"' in refused.content.decode()

    DataExport.objects.update(ready_at=timezone.now() - timedelta(hours=1, seconds=1))
    second = made(alice)

    assert files(private) == [f"{second.puid}.html", f"{second.puid}.json"]
    assert first.puid != second.puid


@pytest.mark.django_db
def test_a_task_that_runs_twice_tells_once(alice: User, private: Path) -> None:
    export = made(alice)
    told = len(mail.outbox)

    data_exports.make.func(export.pk)

    assert len(mail.outbox) == told
    assert files(private) == [f"{export.puid}.html", f"{export.puid}.json"]


@pytest.mark.django_db
def test_a_try_that_was_cut_short_leaves_nothing_behind(alice: User, private: Path) -> None:
    export = data_exports.ask(alice)
    data_exports._write(export)

    data_exports.make.func(export.pk)

    assert files(private) == [f"{export.puid}.html", f"{export.puid}.json"]


@pytest.mark.django_db
def test_nothing_is_made_for_an_account_that_is_closed(alice: User, private: Path) -> None:
    export = data_exports.ask(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)

    data_exports.make.func(export.pk)

    assert (files(private), DataExport.objects.exists()) == ([], False)


@pytest.mark.django_db
def test_nothing_stays_of_an_account_closed_while_it_was_made(
    alice: User, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = data_exports.ask(alice)
    write = data_exports._write

    def closed_meanwhile(export: DataExport) -> None:
        write(export)
        DataExport.objects.filter(pk=export.pk).delete()

    monkeypatch.setattr(data_exports, "_write", closed_meanwhile)
    data_exports.make.func(export.pk)

    assert files(private) == []


@pytest.mark.django_db
def test_the_files_go_after_a_week_with_their_row(hers: Client, alice: User, private: Path) -> None:
    export = made(alice)
    [line] = [line for line in retention.TABLE if line.name == "data-exports"]
    DataExport.objects.update(ready_at=timezone.now() - timedelta(days=7, seconds=1))
    assert export.ready_at is not None
    assert hers.get(f"{PAGE}json/").status_code == 404

    assert retention.purge(line) == 1

    assert (files(private), DataExport.objects.exists()) == ([], False)


@pytest.mark.django_db
def test_the_page_costs_a_constant_number_of_queries(
    hers: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made(alice)
    factories.subscriber("Zoé")
    # Three of them look for a second factor, to ask for it in place of the password.
    with django_assert_max_num_queries(9):
        hers.get(PAGE)
