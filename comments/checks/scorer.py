"""A scorer of the paper's own: a server that gives a text a number. Without an answer the text waits."""

import http.client
import json
import logging
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from comments.checks.matter import Hit, Matter, Score, hit
from comments.models import Verdict

TIMEOUT = 0.8
ANSWER_MAX_LENGTH = 10_000
FLAG = 0.7
HOLD = 0.9

logger = logging.getLogger(__name__)


def is_set() -> bool:
    """Return whether the paper has a scorer."""
    return bool(settings.SCORER_URL)


def ask(body: str, language: str) -> Score:
    """Return the scorer's answer on the text; it waits TIMEOUT seconds at most for each step.

    To be asked outside any transaction: nobody waits for a lock meanwhile.
    """
    try:
        return Score(_answer(body, language))
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError) as error:
        logger.warning("The scorer gave no score: %s: %s", type(error).__name__, error)
        return Score(None)


def check(matter: Matter) -> Iterable[Hit]:
    """Flag or hold a text by its score; hold one that got none."""
    if matter.score is None:
        return
    score = matter.score.value
    if score is None:
        yield hit("scorer", Verdict.HOLD, failed=True)
    elif score >= FLAG:
        yield hit("scorer", Verdict.HOLD if score >= HOLD else Verdict.FLAG, score=score)


def _answer(body: str, language: str) -> float:
    """Send the text, and nothing about its author. No redirect is followed, and no proxy is asked."""
    address = urlsplit(settings.SCORER_URL)
    made = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = made(address.hostname or "", address.port, timeout=TIMEOUT)
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    try:
        sent = json.dumps({"text": body, "language": language})
        connection.request("POST", path, sent, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise ValueError(f"status {answer.status}")
        score = json.loads(answer.read(ANSWER_MAX_LENGTH))["score"]
    finally:
        connection.close()
    if isinstance(score, bool) or not 0 <= score <= 1:
        raise ValueError("the score is no number from 0 to 1")
    return float(score)
