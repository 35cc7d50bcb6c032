"""What a versioned article can do: be revised as a new version, and have the words of a former one again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import searched
from articles.models.contributor import Byline, Contributor
from articles.models.picture import Picture
from articles.models.revision import BESIDE, Revision, stored_beside
from articles.models.stale import StaleArticle
from articles.models.tag import Tag
from newsroom.audit.models import Entry

if TYPE_CHECKING:
    from articles.models.article import Article
    from newsroom.subscribers.models import User

# A change of one of these is a change of what readers read: it shows « modifié le ».
READ_FIELDS = frozenset({"kicker", "headline", "standfirst", "body", "dateline", "lead_picture"})
# What is brought back with a former version: its words. Where the article stands, who reads it and when stay as they
# are, so that bringing back a text never opens an article, moves it or breaks an embargo.
RESTORED = ("kicker", "headline", "standfirst", "dateline", "body", "language", "lead_picture", "byline", "tags")


class Versioned(models.Model):
    """Counts the versions of an article, and keeps each."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    @contextmanager
    def revised(
        self, *, by: "User | None", fields: set[str], seen: int | None = None, restored: int | None = None
    ) -> Iterator[None]:
        """Store the named fields, and what the block writes beside them (byline, tags), as a new version.

        A change of what readers read, after publication, dates « modified »; to name the access is to choose it.
        Raises StaleArticle where `seen` is given and is no longer the article's version.
        """
        article = cast("Article", self)
        columns = fields - set(BESIDE)
        if article.is_public() and fields & READ_FIELDS:
            article.modified_at = timezone.now()
            columns.add("modified_at")
        if "access" in fields:
            article.access_chosen_at = timezone.now()
            columns.add("access_chosen_at")
        with transaction.atomic():
            article.version = self._claim(seen)
            Revision.objects.keep_before(article, article.version - 1)
            if columns:
                article.save(update_fields=columns)
            yield
            Revision.objects.keep(article, by=by, changed=fields, restored=restored)
            searched.follow(article)
            article.narrations.order(article)
            Entry.objects.record(actor=by, action="article.revise", subject=article, fields=sorted(fields))

    def revise(self, *, by: "User | None", fields: set[str], seen: int | None = None) -> None:
        """Store the named fields as a new version, as `revised` does."""
        with self.revised(by=by, fields=fields, seen=seen):
            pass

    def restore(self, revision: Revision, *, by: "User | None", seen: int) -> set[str]:
        """Bring back the words of a former version, as a new one; return the names of what changed by that.

        A picture, a contributor or a tag that is no longer there is left out. Raises StaleArticle as `revised` does.
        """
        article = cast("Article", self)
        wanted, changed = _found(revision.fields), set[str]()
        for name in RESTORED:
            if name not in BESIDE and name in wanted and wanted[name] != getattr(article, _column(name)):
                setattr(article, _column(name), wanted[name])
                changed.add(name)
        changed |= {name for name, value in stored_beside(article).items() if wanted[name] != value}
        if not changed:
            return changed
        with self.revised(by=by, fields=changed, seen=seen, restored=revision.number):
            if "byline" in changed:
                article.bylines.all().delete()
                lines = [
                    Byline(article=article, contributor_id=pk, position=at) for at, pk in enumerate(wanted["byline"])
                ]
                Byline.objects.bulk_create(lines)
            if "tags" in changed:
                article.tags.set(wanted["tags"])
        return changed

    def _claim(self, seen: int | None) -> int:
        """Take the next version's number; whoever else writes waits until this one is stored."""
        rows = cast("Article", self)._meta.model._default_manager.filter(pk=self.pk)
        if seen is not None:
            rows = rows.filter(version=seen)
        if not rows.update(version=F("version") + 1):
            raise StaleArticle(_("Somebody changed this article while you were writing."))
        return int(type(self)._default_manager.values_list("version", flat=True).get(pk=self.pk))


def _column(name: str) -> str:
    return "lead_picture_id" if name == "lead_picture" else name


def _found(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a version without what was deleted since."""
    known = set(Contributor.objects.filter(pk__in=fields["byline"]).values_list("pk", flat=True))
    found = fields | {
        "byline": [pk for pk in fields["byline"] if pk in known],
        "tags": list(Tag.objects.filter(pk__in=fields["tags"]).order_by("pk").values_list("pk", flat=True)),
    }
    picture = fields["lead_picture"]
    if picture is not None and not Picture.objects.filter(pk=picture).exists():
        del found["lead_picture"]
    return found
