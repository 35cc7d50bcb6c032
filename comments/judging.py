"""Where a text would stand and who writes it, and what the checks say of it."""

from dataclasses import dataclass
from typing import Self

from articles.models import Article
from comments import checks, rights
from comments.checks.matter import Hit, Matter, Score
from comments.models import Charter, Comment, Discussion, Policy, Rule, Verdict
from newsroom.subscribers.models import User


class NotAllowed(Exception):
    """The author may not react here; carries their rights, which say why."""

    def __init__(self, author_rights: rights.Rights) -> None:
        self.rights = author_rights
        super().__init__(author_rights.refusal)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text would stand and who writes it, as the database has them."""

    author: User
    article: Article
    discussion: Discussion
    rights: rights.Rights
    policy: Policy

    @classmethod
    def of(cls, author: User, article: Article) -> Self:
        """Return the place; raise NotAllowed where the author may not react."""
        discussion, policy = Discussion.objects.of(article), Policy.objects.current()
        found = rights.of(author, article, discussion, policy)
        if not found.may_react:
            raise NotAllowed(found)
        return cls(author, article, discussion, found, policy)

    def judged(self, body: str, score: Score | None, edited: Comment | None = None) -> tuple[Verdict, list[Hit]]:
        """Return the gravest verdict of the checks on the text, with all they found."""
        matter = Matter(
            body=body, author=self.author, article=self.article, discussion=self.discussion, rights=self.rights,
            policy=self.policy, score=score, edited=edited,
        )  # fmt: skip
        found = checks.examine(matter)
        verdict = Verdict.gravest(hit["verdict"] for hit in found)
        # No text is refused without the rule it breaks.
        if verdict == Verdict.REFUSE and broken(found) is None:
            verdict = Verdict.HOLD
        return verdict, found


def broken(found: list[Hit]) -> Rule | None:
    """Return the rule of the charter in force that the first refusing hit names."""
    numbers: list[int] = [hit["rule"] for hit in found if hit["verdict"] == Verdict.REFUSE and "rule" in hit]
    rules = {rule.number: rule for rule in Rule.objects.filter(charter=Charter.objects.current(), number__in=numbers)}
    return next((rules[number] for number in numbers if number in rules), None)
