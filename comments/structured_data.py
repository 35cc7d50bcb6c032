"""What search engines read of a discussion, in the words of schema.org: what every reader can reach."""

from typing import Any

from django.db.models import FETCH_RAISE, Count, Subquery
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from newsroom.lib import rendering
from newsroom.lib.addresses import absolute
from newsroom.lib.remembering import remembered

# Enough to tell of what is said: the page holds the rest.
SAID = 5


def of(article: Article) -> dict[str, Any]:
    """Return how many comments the article has, and the newest that all can read; of a draft, nothing.

    One query, and none where nothing was said since it was last asked for.
    """
    if not article.is_public():
        return {}
    rendering.shows(article.pk)
    return remembered(("discussion_data", article.pk), article.pk, lambda: _said(article))


def _said(article: Article) -> dict[str, Any]:
    reached = Comment.objects.reachable().filter(article=article).order_by()
    count = reached.values("article").annotate(number=Count("pk")).values("number")
    rows = reached.annotate(among=Subquery(count)).select_related("author").order_by("-id")[:SAID]
    newest = list(rows.fetch_mode(FETCH_RAISE))
    return {
        "commentCount": getattr(next(iter(newest), None), "among", 0),
        "comment": [_comment(one) for one in newest],
    }


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "@type": "Comment",
        "url": absolute(comment.get_absolute_url()),
        "dateCreated": timezone.localtime(comment.created_at).isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": comment.author.display_name},
        "text": comment.body,
    }
