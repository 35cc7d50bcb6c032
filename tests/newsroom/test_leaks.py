"""The wall, walked around: every address, format and way to ask, as every kind of reader; no planted word is seen."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import models

from tests.newsroom.addresses import Address, Filling, names
from tests.newsroom.crawling import READERS, Walker, crawl
from tests.newsroom.planting import Edition
from tests.newsroom.unfolding import planted_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

SEARCHED_FIELDS = ("headline", "names", "standfirst", "text")
type Walkers = Callable[[str], Walker]

# What an article says, field by field: where `planting` writes its words. A new field belongs in one of these three.
PLANTED = {
    *("Article.kicker", "Article.headline", "Article.standfirst", "Article.dateline", "Article.body"),
    *("Picture.alt_text", "Picture.caption", "Picture.credit"),
    *("Contributor.name", "Contributor.biography", "Correction.text", "Tag.name"),
}
SHOWN = {
    *(
        "Section.name",
        "Section.slug",
        "Section.description",
        "Contributor.role",
        "Article.slug",
        "Contributor.slug",
        "Tag.slug",
        "Picture.image",
    ),
    *("Rendition.file", "Pronunciation.said", "Pronunciation.written"),
}
# Copies of the above, which the verbs of the articles make: planted with them.
COPIES = {f"{model}.{name}" for model in ("PublicText", "WholeText") for name in SEARCHED_FIELDS} | {"Revision.fields"}
NO_TEXT = {
    *("Article.uri", "Article.language", "Article.access", "Article.status"),
    *("Narration.digest", "Narration.reason", "Narration.script_digest", "Narration.status", "Narration.voice"),
    # Where sentences stand in the sound and in the text, and none of their words.
    *("Narration.cues", "NarrationPart.cues", "Pronunciation.language", "Rendition.crop", "Rendition.format"),
    "Revision.changed",
    *(
        "Source.version",
        "Source.digest",
        "Source.picture_digest",
        "MeterReading.month",
        "GiftLink.token",
        "PodcastKey.token",
        "PreviewLink.digest",
        "FrontOrder.articles",
    ),
}


@pytest.mark.parametrize("reader", READERS)
def test_nobody_is_shown_more_than_their_part(
    edition: Edition, everywhere: list[Address], walkers: Walkers, reader: str
) -> None:
    assert list(crawl(edition, walkers(reader), everywhere)) == []


def test_the_table_of_addresses_has_all_that_have_parameters_and_no_other(
    fillings: dict[str, list[Filling]],
) -> None:
    assert fillings.keys() == names()


def test_a_subscriber_reads_and_hears_every_word_behind_the_wall(edition: Edition, walkers: Walkers) -> None:
    alice = walkers("subscriber")
    answers = [alice.ask(article.get_absolute_url()) for article in edition.walled]
    answers += [alice.ask(f"/audio/{article.pk}") for article in edition.walled]

    assert set().union(*map(planted_in, answers)) == edition.walled_ends


def test_who_is_metered_out_reads_what_they_opened_and_no_more(edition: Edition, walkers: Walkers) -> None:
    reader = walkers("metered out")

    assert b"phrase-secrete" in reader.client.get(edition.opened.get_absolute_url()).content


def test_every_text_of_an_article_is_planted_or_shown_to_all() -> None:
    kept = {
        f"{model.__name__}.{one.name}"
        for model in apps.get_app_config("articles").get_models()
        for one in model._meta.get_fields()
        if isinstance(one, models.CharField | models.TextField | models.FileField | models.JSONField)
    }

    assert kept == PLANTED | SHOWN | COPIES | NO_TEXT
