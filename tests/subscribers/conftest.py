"""What the tests of accounts share: a member with a password, mail that goes at once, limits that start anew."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from pytest_django import Settings

from newsroom.subscribers.models import User
from tests import factories
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def mail_at_once(settings: Settings) -> None:
    """Do queued tasks on the spot; the tests that look at the queue itself ask for the real one."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    """Forget the attempts of other tests: a test that commits leaves them in the cache's table."""
    cache.clear()


@pytest.fixture
def zoe(db: None) -> User:
    """A member with a password and a confirmed address."""
    user = factories.user("Zoé", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
