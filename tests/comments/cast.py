"""Who takes part in a crowd, and where."""

import os
from collections.abc import Iterable
from types import SimpleNamespace

from articles.models import Article
from comments.checks.matter import Hit, Matter
from comments.models import Rule, Verdict
from newsroom.subscribers.models import User
from tests.comments.clock import Clock

# So many times the usual number of deeds: `INVARIANTS=20 pytest …` before a release, or over a night.
TIMES = int(os.environ.get("INVARIANTS", "1"))
WHY = "Votre texte vise une personne."
# Phrases of the word list, each with what it does; the last word is on no list.
LISTED = {"zut": Verdict.FLAG, "grumeau": Verdict.HOLD, "fripon": Verdict.REFUSE}


class Cast(SimpleNamespace):
    """Who takes part, and where."""

    articles: list[Article]
    # They write, report and recommend.
    members: list[User]
    # They only read and report.
    readers: list[User]
    # Two moderators and two chief moderators.
    staff: list[User]
    rules: list[Rule]
    clock: Clock
    # The addresses where texts could come out, beside the pages of a discussion.
    outputs: list[str]
    # A check of the intake that can be made to fail.
    check: "Breakable"


class Breakable:
    """A check among the real ones, that fails when it is told to."""

    def __init__(self) -> None:
        self.fails = False

    def __call__(self, matter: Matter) -> Iterable[Hit]:
        if self.fails:
            raise RuntimeError("broken")
        return ()
