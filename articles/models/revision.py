"""A revision: an article as it was saved, by whom and when. Every saved version is kept."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from articles.models.article import Article
    from newsroom.subscribers.models import User

# What an editor writes: columns of the article, and rows beside it.
COLUMNS = (
    "kicker",
    "headline",
    "slug",
    "standfirst",
    "dateline",
    "body",
    "lead_picture",
    "section",
    "language",
    "access",
    "embargo_until",
)
BESIDE = ("byline", "tags")


class RevisionManager(models.Manager["Revision"]):
    """Keeps versions."""

    def keep(
        self,
        article: "Article",
        *,
        by: "User | None",
        changed: set[str] | None = None,
        restored: int | None = None,
    ) -> "Revision":
        """Keep the article as it is stored now; `changed` names what is new in it, all of it in a first version."""
        return self.create(
            article=article,
            number=article.version,
            fields=stored(article),
            changed=sorted(changed or ()),
            restored=restored,
            by=by,
            at=timezone.now(),
        )

    def keep_before(self, article: "Article", number: int) -> None:
        """Keep what is about to be written over, where nobody kept it: an article that was brought in."""
        if not self.filter(article=article, number=number).exists():
            self.create(article=article, number=number, fields=stored(article), at=article.created_at)


class Revision(models.Model):
    """One version of one article."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="revisions",
        db_index=False,
    )
    number = models.PositiveIntegerField(_("number"))
    # By name: columns as they are stored, keys of other rows, and lists of keys.
    fields = models.JSONField(_("fields"), encoder=DjangoJSONEncoder)
    changed = models.JSONField(_("changed"), default=list)
    # The number of the version whose words it brought back.
    restored = models.PositiveIntegerField(_("restored"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    objects = RevisionManager()

    class Meta:
        default_permissions = ()
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("article", "number"), name="revision_number"),)

    def __str__(self) -> str:
        return f"{self.article_id}: {self.number}"


def stored(article: "Article") -> dict[str, Any]:
    """Return what the database holds of the article, by the names of what an editor writes: three queries."""
    rows = type(article).objects.filter(pk=article.pk)
    fields: dict[str, Any] = rows.values(*COLUMNS).get()
    return fields | stored_beside(article)


def stored_beside(article: "Article") -> dict[str, list[int]]:
    """Return the rows beside the article, by the same names: two queries."""
    return {
        "byline": list(article.bylines.order_by("position", "pk").values_list("contributor", flat=True)),
        "tags": list(article.tags.order_by("pk").values_list("pk", flat=True)),
    }
