"""What is searched of a published article: apart from each other, what anyone may read of it, and the whole.

Who may not read behind the wall does not search behind it either: a phrase that is found tells that it stands there.
"""

import re
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.contributor import Contributor
from articles.models.tag import Tag
from articles.teaser import teaser
from newsroom.lib import markup
from newsroom.lib.fulltext import Index

if TYPE_CHECKING:
    from articles.models.article import Article

SPACE_BEFORE_SIGN = re.compile(r" (?=[,.)\]])")
# The weightiest first.
COLUMNS = ("headline", "standfirst", "text", "names")


class SearchedText(models.Model):
    """The words of one article, as plain text. It bears the article's id, as the index does."""

    article = models.OneToOneField(
        "articles.Article", primary_key=True, db_column="id", on_delete=models.CASCADE, related_name="+"
    )
    headline = models.TextField(_("headline"), blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    text = models.TextField(_("text"), blank=True)
    # Who signs it, and its tags.
    names = models.TextField(_("names"), blank=True)

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return self.headline


class PublicText(SearchedText):
    """What anyone may read of an article: all of a free one, the teaser of any other."""

    class Meta(SearchedText.Meta):
        verbose_name = _("public text")
        verbose_name_plural = _("public texts")


class WholeText(SearchedText):
    """The whole of an article, for who may read the whole paper."""

    class Meta(SearchedText.Meta):
        verbose_name = _("whole text")
        verbose_name_plural = _("whole texts")


PUBLIC = Index("articles_publictext", COLUMNS, has_forms=True)
WHOLE = Index("articles_wholetext", COLUMNS, has_forms=True)


def follow(article: "Article") -> None:
    """Bring what is searched of the article up to what it says now; of one that is not published, nothing."""
    if article.status != article.Status.PUBLISHED:
        for model in (PublicText, WholeText):
            model._default_manager.filter(pk=article.pk).delete()
        return
    words = {
        "article_id": article.pk,
        "headline": f"{article.kicker} {article.headline}".strip(),
        "standfirst": article.standfirst,
        "names": _names(article),
    }
    shown = article.body if article.access == article.Access.FREE else teaser(article.body)
    _store(PublicText(text=plain(shown), **words))
    _store(WholeText(text=plain(article.body), **words))


def plain(body: str) -> str:
    """Return the words of the body; where a tag stood before a comma or a full stop, there is no space."""
    return SPACE_BEFORE_SIGN.sub("", markup.to_text(body))


def _names(article: "Article") -> str:
    signed = Contributor.objects.filter(bylines__article=article).order_by("bylines__position", "bylines__id")
    tags = Tag.objects.filter(articles=article).order_by("name")
    return "\n".join([*signed.values_list("name", flat=True), *tags.values_list("name", flat=True)])


def _store(row: SearchedText) -> None:
    type(row)._default_manager.bulk_create(
        [row], update_conflicts=True, update_fields=COLUMNS, unique_fields=["article"]
    )
