"""Comments that wait for a moderator, put into the queue of a served site for a walk of its own."""

import json

from tests.running import RunningSite

# Older than all others where a walk is to meet them first: the queue begins with the oldest.
PLANTED = """
import json
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from articles.models import Article
from comments.models import Comment
from newsroom.subscribers.models import User
asked = json.loads({asked!r})
article, author = Article.objects.get(uri=asked["uri"]), User.objects.get(email=asked["author"])
made = [
    Comment.objects.create(article=article, author=author, body=text, idempotency_key=uuid4().hex)
    for text in asked["texts"]
]
for number, one in enumerate(made):
    at = timezone.now() - timedelta(days=asked["days"]) + timedelta(minutes=number)
    Comment.objects.filter(pk=one.pk).update(created_at=at)
print(json.dumps([one.pk for one in made]))
"""


def plant(site: RunningSite, uri: str, author: str, *texts: str, days: int = 0) -> list[int]:
    """Let the texts of a member wait under an article, that many days already; return the comments."""
    asked = json.dumps({"uri": uri, "author": author, "texts": texts, "days": days})
    answer = site.manage("shell", "--no-imports", "-c", PLANTED.format(asked=asked))
    planted: list[int] = json.loads(answer.stdout)
    return planted
