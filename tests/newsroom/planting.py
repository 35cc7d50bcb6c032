"""A paper in which a planted word stands in every place that somebody must not read."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count, product
from string import ascii_lowercase
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from articles.models import Article, Byline, Contributor, GiftLink, MeterReading, Picture, Section, Tag
from comments.models import Comment
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.trees import planted
from tests.factories import PARAGRAPH
from tests.newsroom.unfolding import STEM

# A word of every planted sentence, for who searches.
SEARCHED = "clef"
ENDS = ["".join(letters) for letters in product(ascii_lowercase, repeat=2)]
SCHEDULED = timedelta(days=2)

_pictures = count(1)


@dataclass
class Edition:
    """The planted words, by how they end: where each stands, and which of them a subscription opens."""

    section: Section
    where: dict[str, str] = field(default_factory=dict)
    walled_ends: set[str] = field(default_factory=set)
    walled: list[Article] = field(default_factory=list)
    hidden: list[Article] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    contributors: list[Contributor] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    # The one that a reader's meter opened: nothing is planted in it.
    opened: Article = field(init=False)
    # Who reads everything, who writes comments, and whose subscription is over, with all the keys that it gave.
    subscriber: User = field(init=False)
    writer: User = field(init=False)
    lapsed: User = field(init=False)
    # A gift that was taken back, and one of another article.
    dead_gift: GiftLink = field(init=False)
    other_gift: GiftLink = field(init=False)

    @property
    def articles(self) -> list[Article]:
        return [*self.walled, *self.hidden, self.opened]

    def word(self, place: str, *, walled: bool = False) -> str:
        """Return a new word, planted in that place."""
        end = ENDS[len(self.where)]
        self.where[end] = place
        if walled:
            self.walled_ends.add(end)
        return f"{STEM}{end}"

    def sentence(self, place: str, *, walled: bool = False) -> str:
        """Return a sentence around a new word."""
        return f"La {SEARCHED} du « {self.word(place, walled=walled)} » dort sous l’évier"

    def rest(self, name: str) -> str:
        """Return what stands behind the wall: every element that holds words, each with its own."""

        def said(place: str) -> str:
            return self.sentence(f"{place} of « {name} »", walled=True)

        address = f"https://exemple.test/{self.word(f'a link of « {name} »', walled=True)}"
        return (
            f"<p>{said('a paragraph')}, <strong>{said('strong words')}</strong>.</p>\n<h2>{said('a heading')}</h2>\n"
            f'<figure><img src="/media/behind.png" alt="{said("an alt text")}">'
            f"<figcaption>{said('a caption')}</figcaption></figure>\n"
            f"<blockquote><p>{said('a quotation')}</p></blockquote>\n<ul><li>{said('a list')}</li></ul>\n"
            f'<p><a href="{address}" title="{said("the title of a link")}">ailleurs</a>.</p>\n<p>{said("the end")}.</p>'
        )


def edition() -> Edition:
    """Return the paper: walled articles of every access and shape, and articles that no reader knows or knows still."""
    made = Edition(section=Section.objects.create(name="Politique", slug="politique", position=1))
    made.subscriber, made.writer = map(factories.subscriber, ("Alice", "Basile"))
    made.lapsed = factories.subscriber("David", ends_at=timezone.now() - timedelta(days=1))
    for access in ("metered", "subscribers"):
        _wall(made, access, f"{PARAGRAPH}\n{made.rest(f'{access}, by its words')}", "par ses mots")
        _wall(made, access, f'<p>Un.</p><hr class="wall">{made.rest(f"{access}, by the mark")}', "par la marque")
        alone = made.sentence(f"the one block of « {access} »", walled=True)
        _wall(made, access, f"<p>{alone}</p>", "d’un bloc")
    made.opened = factories.article(made.section, "Ouvert au compteur", body=factories.WALLED_BODY, access="metered")
    MeterReading.objects.open(made.lapsed, [made.opened.pk])
    _hide(made, "draft")
    _hide(made, "scheduled").publish(by=None, at=timezone.now() + SCHEDULED)
    _hide(made, "under embargo", embargo_until=timezone.now() + SCHEDULED).publish(by=None)
    never_seen = _hide(made, "withdrawn before its time")
    never_seen.publish(by=None, at=timezone.now() + SCHEDULED)
    never_seen.withdraw(by=None)
    withdrawn = _hide(made, "withdrawn")
    withdrawn.publish(by=None, at=timezone.now() - timedelta(days=1))
    for article in (withdrawn, *made.walled[:1]):
        made.comments.append(planted(article, made.writer))
        made.comments.append(planted(article, made.lapsed))
    Comment.objects.filter(article=withdrawn, author=made.writer).update(
        body=made.sentence("a comment under « withdrawn »")
    )
    withdrawn.withdraw(by=None)
    made.dead_gift, made.other_gift = (
        GiftLink.objects.offer(one, by=made.subscriber) for one in (made.walled[0], made.opened)
    )
    made.dead_gift.revoke(by=made.subscriber)
    return made


def _wall(edition: Edition, access: str, body: str, shape: str) -> None:
    """Publish an article behind the wall, with a lead picture and a byline, which everybody sees."""
    number = len(edition.walled)
    article = factories.article(edition.section, f"Muré {shape} {number}", body=body, access=access)
    article.lead_picture = _picture(alt_text="Un pont.", caption="Le pont.", credit="L’agence.")
    article.save()
    _sign(edition, article, name=f"Plume {number}", biography="Écrit.", tag=f"Sujet {number}")
    article.correct(by=None, text=edition.sentence(f"the correction of « {access}, {shape} »", walled=True))
    _speak(edition, article)
    edition.walled.append(article)


def _speak(edition: Edition, article: Article) -> None:
    """Read the article aloud, as far as an address can tell: its sound says a word."""
    sound = edition.sentence(f"the sound of « {article.headline} »", walled=True).encode()
    cue = {"part": "body", "first": 0, "last": 9, "start": 0.0, "end": 1.5}
    narration = factories.narration(article, size=len(sound), cues=[cue])
    narration.storage.save(narration.file_name, ContentFile(sound))


def _hide(edition: Edition, state: str, **fields: Any) -> Article:
    """Return an unpublished article that is all planted, what stands before the wall too."""

    def said(place: str) -> str:
        return edition.sentence(f"the {place} of « {state} »")

    body = f"<p>{said('teaser')}</p><hr class='wall'><p>{said('body')}</p>"
    picture = _picture(alt_text=said("alt text"), caption=said("caption"), credit=said("credit"))
    article = factories.article(
        edition.section,
        said("headline"),
        body=body,
        published=False,
        slug=f"cache-{len(edition.hidden)}",
        kicker=edition.word(f"the kicker of « {state} »"),
        standfirst=said("standfirst"),
        dateline=said("dateline"),
        lead_picture=picture,
        access=Article.Access.FREE,
        **fields,
    )
    _sign(edition, article, name=said("contributor"), biography=said("biography"), tag=said("tag"))
    edition.hidden.append(article)
    return article


def _picture(**words: str) -> Picture:
    name = f"pictures/{next(_pictures)}.png"
    # Straight into the table: the file itself is not read.
    return Picture.objects.bulk_create([Picture(image=name, width=16, height=9, **words)])[0]


def _sign(edition: Edition, article: Article, *, name: str, biography: str, tag: str) -> None:
    number = len(edition.contributors)
    who = Contributor.objects.create(name=name, slug=f"plume-{number}", biography=biography)
    Byline.objects.create(article=article, contributor=who)
    subject = Tag.objects.create(name=tag, slug=f"sujet-{number}")
    article.tags.add(subject)
    edition.contributors.append(who)
    edition.tags.append(subject)
