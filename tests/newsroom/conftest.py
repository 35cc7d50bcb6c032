"""What the tests of the ground floor share."""

from collections.abc import Iterator

import pytest
from django.db import connection

from newsroom.lib import fulltext
from tests.words import INDEX


@pytest.fixture
def searched(db: None) -> Iterator[None]:
    """Contributors, found by the words of their name and biography."""
    fulltext.install(connection, [INDEX])
    yield
    fulltext.remove(connection, [INDEX])
