"""What an import does to the publication of an article, through the article's own verbs."""

from django.utils import timezone

from articles.models import Article
from articles.ninjs import Incoming


def publish(article: Article, item: Incoming) -> str:
    """Publish a draft at the time its provider says, never before its embargo; return what happened in words.

    What was withdrawn stays withdrawn, and what its provider withholds stays a draft; but what this site wrote of an
    article that its readers knew comes back as withdrawn.
    """
    if (item.withheld and not item.withdrawn_at) or article.status != Article.Status.DRAFT:
        return ""
    now = timezone.now()
    first = min(item.first_created or item.version.created or now, now)
    at = max(first, article.embargo_until or first)
    article.publish(by=None, at=at)
    changed = item.version.created
    if item.first_created and changed and at < changed <= now:
        article.modified_at = changed
        article.save(update_fields=["modified_at"])
    if item.withdrawn_at:
        article.withdraw(by=None)
        article.withdrawn_at = item.withdrawn_at
        article.save(update_fields=["withdrawn_at"])
        return "withdrawn"
    if at > now:
        return f"to be published on {timezone.localtime(at):%Y-%m-%d at %H:%M}"
    return f"published at {article.get_absolute_url()}"


def withdraw(article: Article) -> bool:
    """Take a published article from its readers; return whether it was published."""
    if article.status != Article.Status.PUBLISHED:
        return False
    article.withdraw(by=None)
    return True
