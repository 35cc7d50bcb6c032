"""What the checks are given, and what they give back."""

from dataclasses import dataclass
from typing import Any

from articles.models import Article
from comments.models import Comment, Discussion, Policy, Verdict
from comments.rights import Rights
from newsroom.subscribers.models import User

# {"check": name, "verdict": word, …}: figures, ids, and `spans` of the stored text, [start, end] in code points. Never
# the text's own words: they go with the account. `comments.hits` says each in a sentence.
type Hit = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """What the paper's scorer answered, from 0 to 1; None when it did not answer."""

    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A text on its way in, normalised and not too long, with what bears on it."""

    body: str
    author: User
    article: Article
    discussion: Discussion
    rights: Rights
    policy: Policy
    # Asked before, since it takes time; None where the paper has no scorer.
    score: Score | None = None
    # The comment that the text edits, as it was; None for a new one.
    edited: Comment | None = None

    @property
    def edited_id(self) -> int:
        """The number of the comment that the text edits; 0, which no comment has, for a new one."""
        return self.edited.pk if self.edited else 0


def hit(check: str, verdict: Verdict, **found: Any) -> Hit:
    """Return a hit of the check. One that refuses names `rule`, the number of a rule of the charter in force."""
    return {"check": check, "verdict": str(verdict), **found}
