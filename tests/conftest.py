"""The fixed cast: the same people and articles in every test."""

import gc
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.tasks import TaskResultStatus
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck
from hypothesis import settings as hypotheses
from pytest_django import DjangoDbBlocker, Settings

from articles.models import Article, Section
from comments.models import Charter, Comment, Rule, policy
from newsroom.lib import remembering
from newsroom.subscribers.models import User
from tests import emptying, factories, originals
from tests.running import RunningSite

# Seconds to a minute a test, where the others take a tenth of a second.
LONGEST = {
    *("test_backups.py", "test_benchmarks.py", "test_cache_in_front.py", "test_durability.py", "test_invariants.py"),
    *("test_leaks.py", "test_leaks_are_seen.py", "test_moving.py", "test_page_cache_truth.py", "test_plans.py"),
    *("test_serve.py", "test_two_nodes.py"),
}
# The fixtures through which the database is reached: the one of the process, and that of a site that is served.
DATABASES = {"db", "transactional_db", "django_db_setup", "demonstration"}
PASSWORD = "une phrase de passe assez longue"

# No example is too slow for being drawn on a machine that does much else: what a test says of time, it says itself.
hypotheses.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypotheses.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process is left with it alone at the end.

    Of what cannot reach the database, no database has a say: pytest-django keeps all from it who did not ask for it.
    """
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        if isinstance(item, pytest.Function) and not reaches_a_database(item):
            item.add_marker(pytest.mark.once)


def reaches_a_database(test: pytest.Function) -> bool:
    """Return whether the test asked for one, or its file knows how to start a site or a database of its own."""
    asked = DATABASES & {*test.fixturenames} or test.get_closest_marker("django_db")
    return bool(asked) or any(hasattr(test.module, name) for name in ("RunningSite", "own_database", "psycopg"))


def pytest_collection_finish() -> None:
    """Let the collector of garbage look no more at what was there before the first test, and seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let SQLite wait for no disk, since no power fails here; the servers that tests start wait as ever."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        quick = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        connection.settings_dict["OPTIONS"] = options | {"init_command": quick}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, given back as it is now after each test that commits.

    At the end nobody is left in it, since PostgreSQL drops none that a browser still reads.
    """
    with django_db_blocker.unblock():
        kept = emptying.keep()
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", side_effect=kept.put_back):
        yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def common_ground() -> Iterator[None]:
    """What every test finds, set once and not test by test; who means something else says so."""
    staticfiles = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    in_force = override_settings(
        # Static files have their own names: the manifest is made by collectstatic, which tests do not run.
        STORAGES=settings.STORAGES | {"staticfiles": staticfiles},
        # Argon2 takes 0.2 s a password; the tests of passwords ask for it by themselves.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # The tests answer at a host of their own, and sell in the trial as somebody who chose to.
        PAYMENT_IS_CHOSEN=True,
        # Nothing is narrated: the tests of the voices ask for one by themselves.
        VOICE=settings.VOICE | {"engine": "off"},
    )
    # No first comment of a member is held: the tests that mean a new one say so.
    with in_force, mock.patch.object(policy, "FIRST_COMMENTS_HELD", 0):
        yield


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let fixtures of a file make rows for all its tests: each test finds them as they were made, the last leaves none.

    In such a file no test commits.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Begin each test as a new process does: the database of the one before had rows of the same numbers."""
    remembering.forget()


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """Keep uploads in the test's own folder."""
    folder = tmp_path / "media"
    settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture
def alice(db: None) -> User:
    """A subscriber."""
    return factories.subscriber("Alice")


@pytest.fixture
def basile(db: None) -> User:
    """Another subscriber."""
    return factories.subscriber("Basile")


@pytest.fixture
def chloe(db: None) -> User:
    """Signed up, never subscribed."""
    return factories.user("Chloé")


@pytest.fixture
def david(db: None) -> User:
    """Subscribed until yesterday."""
    return factories.subscriber("David", ends_at=timezone.now() - timedelta(days=1))


@pytest.fixture
def edith(db: None) -> User:
    """An editor."""
    return factories.staff("Édith", "Editor")


@pytest.fixture
def maud(db: None) -> User:
    """A moderator."""
    return factories.staff("Maud", "Moderator")


@pytest.fixture
def marius(db: None) -> User:
    """Another moderator."""
    return factories.staff("Marius", "Moderator")


@pytest.fixture
def carole(db: None) -> User:
    """The chief moderator."""
    return factories.staff("Carole", "Chief moderator")


@pytest.fixture
def paul(db: None) -> User:
    """The publisher."""
    return factories.staff("Paul", "Publisher")


@pytest.fixture
def politics(db: None) -> Section:
    """A section."""
    return Section.objects.create(name="Politique", slug="politique", position=1)


@pytest.fixture
def free_article(politics: Section) -> Article:
    """A published article that everyone reads."""
    return factories.article(politics, "Le pont rouvre", access=Article.Access.FREE)


@pytest.fixture
def walled_article(politics: Section) -> Article:
    """A published article whose SECRET only subscribers read."""
    return factories.article(politics, "Le budget caché", body=factories.WALLED_BODY)


@pytest.fixture
def draft_article(politics: Section) -> Article:
    """An article nobody published."""
    return factories.article(politics, "Le brouillon", published=False)


@pytest.fixture
def charter(db: None) -> Charter:
    """The charter in force."""
    current = Charter.objects.current()
    assert current is not None
    return current


@pytest.fixture
def rule(charter: Charter) -> Rule:
    """Its first rule."""
    return charter.rules.get(number=1)


@pytest.fixture
def comment(free_article: Article, alice: User) -> Comment:
    """What Alice said under the free article, published."""
    return factories.comment(free_article, alice, "Enfin !")


@pytest.fixture
def browse(client: Client) -> Callable[[User], Client]:
    """Return a client signed in as somebody."""

    def signed_in(user: User) -> Client:
        return factories.let_in(client, user)

    return signed_in


@pytest.fixture
def run_tasks(transactional_db: None) -> Callable[[], None]:
    """Return what does all queued tasks, as the worker does once their time has come."""

    def run() -> None:
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    return run


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[RunningSite]:
    """The demonstration edition with data of its own, as `make demo` makes it; nobody serves it yet."""
    shared = originals.folder(tmp_path_factory, worker_id)
    with originals.demonstration(shared, tmp_path_factory.getbasetemp() / "data") as site:
        yield site


@pytest.fixture
def untouched_demonstration(
    demonstration: RunningSite, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, worker_id: str
) -> Iterator[RunningSite]:
    """The same for one test alone: nobody was banned in it, and no discussion closed, by the tests before.

    The one that lasts is asked for first, or the original would be made for this test alone.
    """
    with originals.demonstration(originals.folder(tmp_path_factory, worker_id), tmp_path / "data") as site:
        yield site


@pytest.fixture
def private(settings: Settings, tmp_path: Path) -> Path:
    """Keep the sounds in the test's own folder."""
    storages = settings.STORAGES
    options = storages["private"]["OPTIONS"] | {"location": tmp_path / "private"}
    settings.STORAGES = storages | {"private": storages["private"] | {"OPTIONS": options}}
    return tmp_path / "private"
