"""Contributions against the charter, as a moderator's decision leaves them."""

from articles.models import Article
from comments.models import Comment, Decision, Proposal, Rule, Status
from newsroom.subscribers.models import User
from tests.comments.trees import planted


def refused(article: Article, author: User, by: User, rule: Rule, number: int = 1) -> list[Comment]:
    """Return so many comments of the author, each refused."""
    made = [planted(article, author, Status.PENDING) for _number in range(number)]
    for comment in made:
        comment.refuse(by=by, rule=rule, explanation="Une insulte.")
    return made


def last_decision(comment: Comment) -> Decision:
    """Return what was decided on the comment last."""
    return comment.decisions.latest("id")


def states() -> list[tuple[str, str]]:
    """Return what was proposed, in order, and what became of it."""
    return list(Proposal.objects.order_by("id").values_list("level", "state"))
