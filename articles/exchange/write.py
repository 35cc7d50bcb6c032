"""Second pass of an import: the checked items become rows, all of them or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles.exchange import pictures, publication, source
from articles.exchange.check import Checked, LocalPicture, check
from articles.exchange.names import NEWS, Names
from articles.exchange.outcome import Kind, Outcome
from articles.models import Article, Source
from articles.ninjs import Canceled, Incoming, Named

UNWRITTEN = {Kind.NOT_AN_ARTICLE, Kind.REFUSED}
WORDS = ("headline", "kicker", "standfirst", "dateline")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who imports decides; what is empty is left to the item."""

    publish: bool = False
    access: str = ""
    section: Named | None = None
    dry_run: bool = False
    # Published though an editor would be told to mend it first.
    unchecked: bool = False


def bring_in(paths: Iterable[Path], choices: Choices) -> list[Outcome]:
    """Bring in what the files hold and return what became of each item, in order.

    All is checked before anything is written. If one is refused, then or by what is looked at before publication,
    nothing is written, and the sound articles are not among what is returned. An exception, an interruption too,
    leaves no row and no file behind; a dry run writes and takes all back.
    """
    files, looked = list(paths), dict[Path, LocalPicture]()
    found = [one for one in check(files, looked) if isinstance(one, Outcome)]
    return found if _is_refused(found) else _write(check(files, looked), choices)


def _write(found: Iterable[Checked | Outcome], choices: Choices) -> list[Outcome]:
    kept = pictures.Pictures()
    desk = _Desk(choices, kept, Names())
    try:
        with transaction.atomic():
            outcomes = [desk.bring_in(one) if isinstance(one, Checked) else one for one in found]
            refused = _is_refused(outcomes)
            if refused or choices.dry_run:
                transaction.set_rollback(True)
    except BaseException:
        kept.discard()
        raise
    if refused or choices.dry_run:
        kept.discard()
    return [one for one in outcomes if one.kind in UNWRITTEN] if refused else outcomes


def _is_refused(outcomes: Iterable[Outcome]) -> bool:
    return any(one.kind is Kind.REFUSED for one in outcomes)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Brings in the items of one import."""

    choices: Choices
    kept: pictures.Pictures
    names: Names

    def bring_in(self, checked: Checked) -> Outcome:
        item = checked.item
        known = Article.objects.select_for_update(of=("self",)).filter(uri=item.uri).select_related("section").first()
        before = Source.objects.select_related("picture").filter(article=known).first() if known else None
        if isinstance(item, Canceled):
            kind, words = self._cancel(checked, known, before)
            return Outcome(checked.place, kind, words)
        try:
            kind, words = self._renew(checked, item, known, before) if known else self._create(checked, item)
        except publication.NotFit as error:
            return Outcome(checked.place, Kind.REFUSED, str(error))
        return Outcome(checked.place, kind, "; ".join([words, *item.notes]))

    def _create(self, checked: Checked, item: Incoming) -> tuple[Kind, str]:
        picture = self.kept.keep(checked.picture, item.picture) if checked.picture and item.picture else None
        body, _shown = self.kept.illustrate(checked, item)
        article = Article(
            uri=item.uri,
            section=self.names.section(item.section or self.choices.section or NEWS),
            slug=item.slug,
            access=self.choices.access or item.access or Article.Access.SUBSCRIBERS,
            embargo_until=item.embargo_until,
            lead_picture=picture,
            body=body,
            **{name: getattr(item, name) for name in WORDS},
        )
        article.version = item.saved or article.version
        if self.choices.access or item.access:
            article.access_chosen_at = timezone.now()
        article.language = item.language or article.language
        article.created_at = item.created_at or article.created_at
        article.save()
        self.names.sign(article, item.contributors)
        self.names.tag(article, item.tags)
        self._beside(checked, item, article)
        source.remember(checked, article, picture)
        published = self._publish(article, item)
        return Kind.CREATED, f"created, {published or 'a draft'}: “{article.headline}”"

    def _renew(self, checked: Checked, item: Incoming, known: Article, before: Source | None) -> tuple[Kind, str]:
        """Bring a known article up to a later version of its item."""
        reason = source.reason_to_leave(checked, item, known, before)
        did = []
        if reason is None and self._rewrite(checked, item, known, before):
            did.append("updated")
        if reason is None and item.withheld and publication.withdraw(known):
            did.append("withdrawn, for its provider withholds it")
        elif published := self._publish(known, item):
            did.append(published)
        if did:
            return Kind.UPDATED, f"{', '.join(did)}: “{known.headline}”"
        return Kind.UNCHANGED, f"unchanged: {reason}" if reason else "unchanged"

    def _publish(self, article: Article, item: Incoming) -> str:
        if not self.choices.publish:
            return ""
        return publication.publish(article, item, unchecked=self.choices.unchecked)

    def _rewrite(self, checked: Checked, item: Incoming, known: Article, before: Source | None) -> bool:
        """Store what the item says otherwise than the article, its slug apart; return whether anything is new."""
        picture, changed = pictures.renew(self.kept, checked, known, before)
        fields = {"lead_picture"} if changed else set()
        body, shown = self.kept.illustrate(checked, item)
        values = self._values(item, known) | {"body": body}
        fields |= {name for name, value in values.items() if getattr(known, name) != value}
        for name in fields & values.keys():
            setattr(known, name, values[name])
        if self.names.sign_anew(known, item.contributors):
            fields.add("byline")
        if self.names.tag_anew(known, item.tags):
            fields.add("tags")
        if fields:
            known.revise(by=None, fields=fields)
        beside = [pictures.reword(one, said) for one, said in zip(shown, item.pictures, strict=True)]
        beside.append(self._beside(checked, item, known))
        source.remember(checked, known, picture)
        return bool(fields) or any(beside)

    def _beside(self, checked: Checked, item: Incoming, article: Article) -> bool:
        """Store what stands beside the article: who signs it, what was corrected in it; return whether that is new."""
        for one in item.presentations:
            self.names.present(one, lambda picture: self.kept.keep(checked.pictures[picture.path], picture))
        known = set(article.corrections.values_list("text", flat=True))
        # The first last: of two at the same time, that one comes first in the list.
        new = [told for told in reversed(item.corrections) if told.text not in known]
        for told in new:
            article.corrections.create(text=told.text, corrected_at=min(told.corrected_at, timezone.now()))
        return bool(new)

    def _values(self, item: Incoming, known: Article) -> dict[str, object]:
        """Return what a later version may change; where it says nothing, what the newsroom chose stays."""
        values: dict[str, object] = {name: getattr(item, name) for name in WORDS}
        values["language"] = item.language or known.language
        values["access"] = self.choices.access or item.access or known.access
        section = item.section or self.choices.section
        values["section"] = self.names.section(section) if section else known.section
        if known.status != Article.Status.PUBLISHED:
            values["embargo_until"] = item.embargo_until
        return values

    def _cancel(self, checked: Checked, known: Article | None, before: Source | None) -> tuple[Kind, str]:
        """Withdraw what its provider takes back."""
        if known is None:
            return Kind.NOT_AN_ARTICLE, "not an article: canceled before it was brought in"
        if before and (source.is_same(checked, before) or source.is_later(checked, before) is False):
            return Kind.UNCHANGED, "unchanged"
        source.remember(checked, known, before.picture if before else None)
        if publication.withdraw(known):
            return Kind.UPDATED, f"withdrawn, for its provider canceled it: “{known.headline}”"
        return Kind.UNCHANGED, f"unchanged: canceled, and not published here: “{known.headline}”"
