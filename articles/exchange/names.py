"""Sections, contributors and tags of an import: those that are there by their slug, and new ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Max

from articles.models import Article, Byline, Contributor, Picture, Section, Tag
from articles.ninjs import IncomingPicture, Named, Presentation

# Where an article goes that names no section.
NEWS = Named("Actualités", "actualites")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that one import has met, each looked up once."""

    _sections: dict[str, Section] = field(default_factory=dict)
    _contributors: dict[str, Contributor] = field(default_factory=dict)
    _tags: dict[str, Tag] = field(default_factory=dict)

    def section(self, chosen: Named) -> Section:
        """Return the section; a new one comes last in the paper."""
        if chosen.slug not in self._sections:
            last = Section.objects.aggregate(last=Max("position"))["last"]
            new = {"name": chosen.name, "position": 0 if last is None else last + 1}
            self._sections[chosen.slug] = Section.objects.get_or_create(new, slug=chosen.slug)[0]
        return self._sections[chosen.slug]

    def sign(self, article: Article, contributors: Iterable[Named]) -> None:
        """Put these names under an article that nobody signs, in this order."""
        found = [self._contributor(one) for one in contributors]
        Byline.objects.bulk_create(
            Byline(article=article, contributor=one, position=position) for position, one in enumerate(found)
        )

    def sign_anew(self, article: Article, contributors: Iterable[Named]) -> bool:
        """Put these names under an article in place of others; return whether others stood there."""
        signed = list(article.bylines.values_list("contributor__slug", flat=True))
        if signed == [one.slug for one in contributors]:
            return False
        article.bylines.all().delete()
        self.sign(article, contributors)
        return True

    def present(self, one: Presentation, portrait: Callable[[IncomingPicture], Picture]) -> None:
        """Say who a contributor is, where nobody has said so."""
        contributor = self._contributors.get(one.slug) or Contributor.objects.filter(slug=one.slug).first()
        if contributor is None:
            return
        said: dict[str, str | Picture] = {
            name: value
            for name, value in (("role", one.role), ("biography", one.biography))
            if value and not getattr(contributor, name)
        }
        if one.portrait and contributor.portrait_id is None:
            said["portrait"] = portrait(one.portrait)
        for name, value in said.items():
            setattr(contributor, name, value)
        if said:
            contributor.save(update_fields=said)

    def tag(self, article: Article, tags: Iterable[Named]) -> None:
        """Give an article these tags."""
        article.tags.add(*[self._tag(one) for one in tags])

    def tag_anew(self, article: Article, tags: Iterable[Named]) -> bool:
        """Give an article these tags and no other; return whether it had others."""
        if set(article.tags.values_list("slug", flat=True)) == {one.slug for one in tags}:
            return False
        article.tags.set([self._tag(one) for one in tags])
        return True

    def _contributor(self, one: Named) -> Contributor:
        if one.slug not in self._contributors:
            self._contributors[one.slug] = Contributor.objects.get_or_create({"name": one.name}, slug=one.slug)[0]
        return self._contributors[one.slug]

    def _tag(self, one: Named) -> Tag:
        if one.slug not in self._tags:
            self._tags[one.slug] = Tag.objects.get_or_create({"name": one.name}, slug=one.slug)[0]
        return self._tags[one.slug]
