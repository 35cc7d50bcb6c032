"""Sections, contributors and tags of an import: those that are there by their slug, and new ones."""

from collections.abc import Iterable

from django.db.models import Max

from articles.models import Article, Byline, Contributor, Section, Tag
from articles.ninjs import Named

# Where an article goes that names no section.
NEWS = Named("Actualités", "actualites")


def section(chosen: Named) -> Section:
    """Return the section; a new one comes last in the paper."""
    known = Section.objects.filter(slug=chosen.slug).first()
    if known:
        return known
    last = Section.objects.aggregate(last=Max("position"))["last"]
    return Section.objects.create(slug=chosen.slug, name=chosen.name, position=0 if last is None else last + 1)


def sign(article: Article, contributors: Iterable[Named]) -> bool:
    """Put these names under the article, in this order; return whether others stood there."""
    signed = list(article.bylines.values_list("contributor__slug", flat=True))
    if signed == [one.slug for one in contributors]:
        return False
    article.bylines.all().delete()
    for position, one in enumerate(contributors):
        contributor, _made = Contributor.objects.get_or_create(slug=one.slug, defaults={"name": one.name})
        Byline.objects.create(article=article, contributor=contributor, position=position)
    return True


def tag(article: Article, tags: Iterable[Named]) -> bool:
    """Give the article these tags and no other; return whether it had others."""
    before = set(article.tags.values_list("slug", flat=True))
    if before == {one.slug for one in tags}:
        return False
    article.tags.set([Tag.objects.get_or_create(slug=one.slug, defaults={"name": one.name})[0] for one in tags])
    return True
