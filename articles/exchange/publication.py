"""What an import does to the publication of an article, through the article's own verbs."""

from django.utils import timezone, translation

from articles import publication_checks
from articles.models import Article
from articles.ninjs import Incoming


class NotFit(Exception):
    """An article that no desk would publish before something is mended in it; the message says what."""


def publish(article: Article, item: Incoming, *, unchecked: bool) -> str:
    """Publish a draft at the time its provider says, never before its embargo; return what happened in words.

    What was withdrawn stays withdrawn, and what its provider withholds stays a draft; but what this site wrote of an
    article that its readers knew comes back as withdrawn. Raises NotFit for what is to be mended first, if checked.
    """
    if (item.withheld and not item.withdrawn_at) or article.status != Article.Status.DRAFT:
        return ""
    if not (unchecked or item.withdrawn_at):
        _check(article)
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


def _check(article: Article) -> None:
    # What the command says is in a developer's English.
    with translation.override(None):
        found = publication_checks.blocking(article)
    if found:
        what = " ".join(f"{one.what} {one.mend}" for one in found)
        raise NotFit(f"not to be published so: {what} Mend it, or say --unchecked")


def withdraw(article: Article) -> bool:
    """Take a published article from its readers; return whether it was published."""
    if article.status != Article.Status.PUBLISHED:
        return False
    article.withdraw(by=None)
    return True
