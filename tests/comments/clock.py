"""A clock that a test moves."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone


class Clock:
    """Says what time it is, to all that asks `timezone.now()`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def wait(self, **spans: float) -> datetime:
        """Let so much time pass: `days=3`."""
        self.now += timedelta(**spans)
        return self.now
