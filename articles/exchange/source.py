"""What was brought in before under an item's URI, and whether the item is news beside it."""

from django.utils import timezone

from articles.exchange.check import Checked
from articles.models import Article, Picture, Source
from articles.ninjs import Incoming, Version
from newsroom.audit.models import Entry


def reason_to_leave(checked: Checked, item: Incoming, known: Article, before: Source | None) -> str | None:
    """Return None for an item that is to be read into the article, or why not; "" when it is the same item."""
    if before is None:
        return None
    if is_same(checked, before):
        return ""
    later = is_later(checked, before)
    if later is False:
        return "an older version"
    if later is None and not item.withheld:
        return "another content under the same version; a later version or versionCreated would be read"
    embargo = item.embargo_until
    if embargo and embargo > timezone.now() and known.status == Article.Status.PUBLISHED:
        return (
            f"published here, while the new version is under embargo until {timezone.localtime(embargo):%Y-%m-%d %H:%M}"
        )
    return None


def is_same(checked: Checked, before: Source) -> bool:
    """Return whether this is the item that was brought in last, byte for byte of what it says and shows."""
    return checked.digest == before.digest and _picture_digest(checked) == before.picture_digest


def is_later(checked: Checked, before: Source) -> bool | None:
    """Return whether this is a later version than the one brought in last; None when nothing tells."""
    return checked.item.version.is_later_than(Version(before.version, before.version_created))


def remember(checked: Checked, article: Article, picture: Picture | None) -> None:
    """Note what was brought in, for the next time and for who asks where the article comes from."""
    version = checked.item.version
    facts = {
        "version": version.number,
        "version_created": version.created,
        "digest": checked.digest,
        "picture_digest": _picture_digest(checked),
        "picture": picture,
        "imported_at": timezone.now(),
    }
    if not Source.objects.filter(article=article).update(**facts):
        Source.objects.create(article=article, **facts)
    Entry.objects.record(
        actor=None, action="article.import", subject=article, version=version.number, digest=checked.digest
    )


def _picture_digest(checked: Checked) -> str:
    return checked.picture.digest if checked.picture else ""
