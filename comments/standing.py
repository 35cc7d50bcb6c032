"""Where an author stands: what their rights and the checks of a text of theirs hang on, and others may change."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Subquery, Value

from articles.models import Article
from comments.checks import rate
from comments.models import Comment, Decision, Discussion, Policy, Sanction
from newsroom.lib.prepared import DATE, TEXT, Prepared, given
from newsroom.subscribers.models import Subscription, User
from newsroom.subscribers.models.closed_account import mark_of
from newsroom.subscribers.models.user import grace

# What was decided, written or changed last, by its number: the same again says that nothing was since.
type Standing = tuple[Any, ...]


def of(author: User, article: Article, now: datetime) -> Standing:
    """Return where the author stands under the article at `now`: equal, as long as nothing of it changed. One query."""
    asked = {"after": now - grace(), "since": now - timedelta(days=1), "mark": mark_of(author.email)}
    return tuple(STANDING.all(author=author.pk, article=article.pk, now=now, **asked))


def lock(author: User) -> None:
    """Keep others from writing as the author, or sanctioning them, until the transaction ends."""
    # SQLite has let nobody else write since the transaction began.
    if connection.features.has_select_for_update:
        LOCKED.all(author=author.pk)


def _standing() -> Any:
    author, now = given("author"), given("now", DATE)
    sanctions = Sanction.objects.in_force(now).of_person(author, given("mark", TEXT))
    subscriptions = Subscription.objects.begun_and_ending(now, after=given("after", DATE)).filter(user=author)
    decisions = Decision.objects.filter(member=author).order_by("-id")
    comments = Comment.objects.filter(author=author).order_by("-id")
    texts = rate.texts(author, given("since", DATE))
    discussion = Discussion.objects.filter(article=given("article"))
    return User.objects.filter(pk=author).values_list(
        "is_active",
        "is_staff",
        Exists(subscriptions),
        *(Subquery(latest.values("pk")[:1]) for latest in (sanctions, decisions, comments)),
        Subquery(texts.order_by().values(all=Value(1)).annotate(number=Count("pk")).values("number")),
        Subquery(discussion.values("state")),
        Subquery(Policy.objects.values("version")),
    )


STANDING: Prepared[Any] = Prepared(_standing)
# Without the key: who decides on a comment of theirs names the author too, and holds the comment already.
LOCKED = Prepared(lambda: User.objects.select_for_update(no_key=True).filter(pk=given("author")).values_list("pk"))
