"""An article: its words, who may read it, and when it is public."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.models import searched
from articles.models.contributor import Byline, Contributor
from articles.models.fields import BodyField
from articles.models.picture import Picture
from articles.models.section import Section
from articles.models.stale import StaleArticle
from articles.models.tag import Tag
from articles.models.versioned import Versioned
from newsroom.audit.models import Entry
from newsroom.lib import markup

if TYPE_CHECKING:
    from articles.models.correction import Correction
    from newsroom.subscribers.models import User

HEADLINE_MAX_LENGTH = 250
RENDITIONS = "lead_picture__renditions"


def new_uri() -> str:
    """Return a name for an article that is the same everywhere and for ever (RFC 9562)."""
    return uuid.uuid4().urn


class ArticleQuerySet(models.QuerySet["Article"]):
    """Finds articles by what a reader may see."""

    def published(self, now: datetime | None = None) -> Self:
        """Return what is public at `now`; every page, feed and count starts here."""
        now = now or timezone.now()
        return self.filter(status=Article.Status.PUBLISHED, published_at__lte=now)

    def next_publication(self, now: datetime) -> datetime | None:
        """Return when the clock makes one more public, after `now`; None where nothing is scheduled."""
        coming = self.filter(status=Article.Status.PUBLISHED, published_at__gt=now)
        return coming.order_by("published_at").values_list("published_at", flat=True).first()

    def unsearched(self) -> Self:
        """Return what is published and cannot be found: what was, before there was a search."""
        return self.filter(status=Article.Status.PUBLISHED).exclude(pk__in=searched.WholeText.objects.values("pk"))

    def showing(self, picture: Picture) -> Self:
        """Return what shows a picture, at its head or in its text."""
        return self.filter(models.Q(lead_picture=picture) | models.Q(body__contains=picture.image.name))

    def latest_first(self) -> Self:
        """Return the articles, the last published first."""
        return self.order_by("-published_at", "-id")

    def for_cards(self) -> Self:
        """Return the articles with what a card shows; the body stays in the database, so it cannot leak."""
        return (
            self.select_related("section", "lead_picture")
            .prefetch_related(_bylines(), RENDITIONS)
            .defer("body")
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_page(self) -> Self:
        """Return the articles with what their page shows."""
        return (
            self.select_related("section", "lead_picture")
            .prefetch_related(
                _bylines(), RENDITIONS, models.Prefetch("tags", Tag.objects.order_by("name")), "corrections"
            )
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_item(self) -> Self:
        """Return the articles with what a news item says of them."""
        return self.for_page().prefetch_related("bylines__contributor__portrait")

    def signers(self) -> models.QuerySet[Contributor]:
        """Return who signed any of the articles."""
        return Contributor.objects.filter(models.Exists(self.filter(bylines__contributor=models.OuterRef("pk"))))

    def subjects(self) -> models.QuerySet[Tag]:
        """Return the tags of any of the articles."""
        return Tag.objects.filter(models.Exists(self.filter(tags=models.OuterRef("pk"))))


class Article(Versioned):
    """One article. `body` is clean HTML, whatever wrote it."""

    class Access(models.TextChoices):
        FREE = "free", _("free")
        METERED = "metered", _("metered")
        SUBSCRIBERS = "subscribers", _("subscribers")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uri = models.CharField(_("URI"), max_length=300, unique=True, default=new_uri, editable=False)
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="articles", db_index=False
    )
    language = models.CharField(_("language"), max_length=35, default="fr", help_text=_("BCP 47 tag: fr, en, nb-NO…"))
    kicker = models.CharField(_("kicker"), max_length=60, blank=True)
    headline = models.CharField(_("headline"), max_length=HEADLINE_MAX_LENGTH)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        blank=True,
        # An article is found by its number.
        db_index=False,
        help_text=_("In the address; empty, it is made of the headline."),
    )
    standfirst = models.TextField(_("standfirst"), blank=True)
    dateline = models.CharField(_("dateline"), max_length=120, blank=True)
    body = BodyField(_("body"), blank=True)
    access = models.CharField(_("access"), max_length=11, choices=Access, default=Access.SUBSCRIBERS)
    # When somebody said so, which « subscribers » alone, standing there without a choice, does not tell.
    access_chosen_at = models.DateTimeField(_("access chosen"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Cannot be public before this time.")
    )
    modified_at = models.DateTimeField(_("modified"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    lead_picture = models.ForeignKey(
        Picture,
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_articles",
    )
    tags = models.ManyToManyField(Tag, verbose_name=_("tags"), blank=True, related_name="articles")
    contributors = models.ManyToManyField(Contributor, through=Byline, related_name="articles")
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-id",)
        permissions = (("publish_article", _("Can publish and withdraw articles")),)
        indexes = (
            models.Index(fields=("status", "-published_at", "-id"), name="article_latest"),
            models.Index(fields=("section", "status", "-published_at", "-id"), name="article_section_latest"),
        )
        constraints = (
            models.CheckConstraint(condition=~models.Q(slug=""), name="article_has_slug"),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="article_published_is_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published")
                | models.Q(embargo_until=None)
                | models.Q(published_at__gte=models.F("embargo_until")),
                name="article_embargo_holds",
                violation_error_message=_("The article is published before its embargo ends."),
            ),
        )

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.section.slug, self.slug, self.pk])

    def get_ninjs_url(self) -> str:
        """Return where the article is as a news item."""
        return f"{self.get_absolute_url()}.ninjs.json"

    def clean(self) -> None:
        self.slug = self.slug or default_slug(self.headline)

    @property
    def byline(self) -> list[Contributor]:
        """Who signs, in order."""
        return [line.contributor for line in self.bylines.all()]

    @property
    def reading_minutes(self) -> int:
        """Minutes to read headline, standfirst and body, rounded, at least 1."""
        words = len(f"{self.headline} {self.standfirst}".split()) + markup.word_count(self.body)
        # A half counts as one, where round() would give the nearest even number.
        return max(1, int(words / settings.READING_WORDS_A_MINUTE + 0.5))

    @property
    def access_is_chosen(self) -> bool:
        """Whether somebody said who reads it whole; without a choice it is for subscribers."""
        return self.access != self.Access.SUBSCRIBERS or self.access_chosen_at is not None

    def is_public(self, now: datetime | None = None) -> bool:
        """Return whether a reader may know of this article at `now`."""
        now = now or timezone.now()
        return self.status == self.Status.PUBLISHED and self.published_at is not None and self.published_at <= now

    def was_public(self) -> bool:
        """Return whether readers knew of this article before it was withdrawn: one only scheduled, they never saw."""
        if self.status != self.Status.WITHDRAWN or self.published_at is None or self.withdrawn_at is None:
            return False
        return self.published_at <= self.withdrawn_at

    def publish(self, *, by: "User | None", at: datetime | None = None) -> None:
        """Make the article public from `at`: now, or the end of its embargo, when none is given.

        Raises StaleArticle when it is published already, ValidationError when `at` is before the embargo's end.
        """
        now = timezone.now()
        at = at or max(now, self.embargo_until or now)
        self._hold_embargo(at)
        rows = type(self).objects.filter(status__in=[self.Status.DRAFT, self.Status.WITHDRAWN])
        with transaction.atomic():
            self._move(rows, "published", by, status=self.Status.PUBLISHED, published_at=at)
            self.narrations.order(self)

    def reschedule(self, *, by: "User | None", at: datetime) -> None:
        """Publish a scheduled article at another time.

        Raises StaleArticle when it is not scheduled, or readers see it already; ValidationError as `publish` does.
        """
        self._hold_embargo(at)
        self._move(self._scheduled(), "rescheduled", by, published_at=at)

    def unschedule(self, *, by: "User | None") -> None:
        """Make a scheduled article a draft again. Raises StaleArticle as `reschedule` does."""
        self._move(self._scheduled(), "unscheduled", by, status=self.Status.DRAFT, published_at=None)

    def withdraw(self, *, by: "User | None") -> None:
        """Take the article from its readers. Raises StaleArticle when it is not published."""
        rows = type(self).objects.filter(status=self.Status.PUBLISHED)
        self._move(rows, "withdrawn", by, status=self.Status.WITHDRAWN, withdrawn_at=timezone.now())

    def name_anew(self) -> None:
        """Let the article be found by its byline and tags as they stand: called when one of them changed."""
        searched.follow(self)
        # Who signs is read aloud.
        self.narrations.order(self)

    def correct(self, *, by: "User | None", text: str) -> "Correction":
        """Tell the readers of the article what was wrong and what is right; it dates « modified » too.

        Raises StaleArticle when no reader sees the article, ValidationError for a text that is blank or too long.
        """
        now = timezone.now()
        with transaction.atomic():
            if not type(self).objects.published(now).filter(pk=self.pk).update(modified_at=now):
                raise StaleArticle(_("Only an article that readers see is corrected."))
            correction = self.corrections.model(article=self, text=text.strip(), corrected_at=now, by=by)
            correction.full_clean()
            correction.save()
            self.modified_at = now
            Entry.objects.record(actor=by, action="article.correct", subject=self, correction=correction.pk)
        return correction

    def _hold_embargo(self, at: datetime) -> None:
        if self.embargo_until and at < self.embargo_until:
            raise ValidationError({"embargo_until": _("The embargo ends after the time of publication.")})

    def _scheduled(self) -> ArticleQuerySet:
        return type(self).objects.filter(status=self.Status.PUBLISHED, published_at__gt=timezone.now())

    def _move(self, rows: ArticleQuerySet, deed: str, by: "User | None", **to: datetime | str | None) -> None:
        """Change where the article stands, once, whoever else tries; leave an audit entry."""
        was = self.status
        with transaction.atomic():
            if not rows.filter(pk=self.pk).update(**to):
                raise StaleArticle(_("Somebody moved this article first."))
            for name, value in to.items():
                setattr(self, name, value)
            searched.follow(self)
            times = {name: value.isoformat() for name, value in to.items() if isinstance(value, datetime)}
            Entry.objects.record(actor=by, action=f"article.{deed}", subject=self, was=was, **times)


def default_slug(headline: str) -> str:
    """Return a slug for a headline; a headline without one Latin letter or digit gives « article »."""
    # « L’Étoile » is two words.
    return slugify(headline.replace("’", " ").replace("'", " "))[:120].strip("-") or "article"


def _bylines() -> models.Prefetch[str, models.QuerySet[Byline], str]:
    return models.Prefetch("bylines", Byline.objects.select_related("contributor"))
