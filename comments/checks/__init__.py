"""The policy for a text on its way in: small checks, one a module, of which the gravest verdict wins."""

import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext

from django.db import connection, transaction

from comments.checks import history, links, premoderation, rate, repeat, scorer, words
from comments.checks.matter import Hit, Matter, hit
from comments.checks.rate import TooFast
from comments.models import Verdict

type Check = Callable[[Matter], Iterable[Hit]]

# In the order in which a moderator reads what they found. All run; rate alone ends it, since nothing is then stored.
CHECKS: tuple[tuple[str, Check], ...] = (
    ("rate", rate.check),
    ("repeat", repeat.check),
    ("words", words.check),
    ("links", links.check),
    ("history", history.check),
    ("scorer", scorer.check),
    ("premoderation", premoderation.check),
)

logger = logging.getLogger(__name__)


def examine(matter: Matter) -> list[Hit]:
    """Return all that the checks find in the text. Raises TooFast for a member who sends more than people do."""
    return [found for name, check in CHECKS for found in _asked(name, check, matter)]


def _asked(name: str, check: Check, matter: Matter) -> list[Hit]:
    """Return what one check finds. One that fails holds the text: it neither lets it through nor loses it."""
    try:
        # In a transaction, what a failed query leaves behind goes with it, and the checks after it can still ask.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return list(check(matter))
    except TooFast:
        raise
    except Exception:
        logger.exception("The check %s failed: the text waits for a moderator.", name)
        return [hit(name, Verdict.HOLD, failed=True)]
