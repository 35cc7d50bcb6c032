"""What only PostgreSQL can show is tried where the tests run on it."""

import os

import pytest

ONLY = [
    pytest.mark.postgresql,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="says something of PostgreSQL alone"
    ),
]
