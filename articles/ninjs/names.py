"""Whom and what a news item names: its contributors, tags and section."""

import re
from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Model
from django.utils.text import slugify

from articles.models import Contributor, Section, Tag
from articles.ninjs.incoming import Named
from articles.ninjs.lengths import longest, shortened
from articles.ninjs.properties import Properties

SLUG = re.compile(r"[-a-zA-Z0-9_]+")
# « Von » is also a part of names, but not of one that opens a byline.
OPENING = re.compile(r"^(?:by|par|von|av|por)[:\s]+", re.IGNORECASE)
WORD_ENDS = re.compile(r"['’/&]")
BETWEEN = re.compile(r"\s*[,;/&]\s*|\s+(?:and|et|und|och|og)\s+", re.IGNORECASE)
# What the item is about, as agencies say it; « tag » is our own word.
TAG_RELATIONS = {"tag", "about"}


def contributors(item: Properties) -> tuple[Named, ...]:
    """Return who signs, in order: the contributors if the item names them, or the names of its printed byline."""
    sources = item.objects("infosources")
    signed = [one for one in sources if one.word("role") == "contributor" and one.has("name")]
    if signed:
        return _unique(_named(one, Contributor) for one in signed)
    byline = OPENING.sub("", item.line("by"))
    parties = {item.line("copyrightholder"), *(one.line("name") for one in sources)}
    # The name of an agency may hold a comma or an « and ».
    names = [byline] if byline in parties else BETWEEN.split(byline)
    return _unique(named(name, Contributor) for name in names if name.strip(" ."))


def tags(item: Properties) -> tuple[Named, ...]:
    """Return the subjects of the item that become tags."""
    subjects = [one for one in item.objects("subjects") if one.word("rel") in TAG_RELATIONS and one.has("name")]
    return _unique(_named(one, Tag) for one in subjects)


def section(item: Properties) -> Named | None:
    """Return the section, if the item names one."""
    subjects = [one for one in item.objects("subjects") if one.word("rel") == "section" and one.has("name")]
    return _named(subjects[0], Section) if subjects else None


def named(name: str, model: type[Model], slug: str = "") -> Named:
    """Return a name with its slug, both as long as the model takes; a name without a Latin letter has one too."""
    name = shortened(name.strip(), longest(model, "name"))
    slug = slug if SLUG.fullmatch(slug) else slugify(WORD_ENDS.sub(" ", name))
    slug = slug or f"{model._meta.model_name}-{sha256(name.encode()).hexdigest()[:8]}"
    return Named(name, slug[: longest(model, "slug")])


def _named(entry: Properties, model: type[Model]) -> Named:
    # Elsewhere a literal is a code of the provider's.
    ours = entry.word("rel") in {"section", "tag"} or entry.word("role") == "contributor"
    return named(entry.line("name"), model, entry.line("literal") if ours else "")


def _unique(names: Iterable[Named]) -> tuple[Named, ...]:
    return tuple({one.slug: one for one in names}.values())
