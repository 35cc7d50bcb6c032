"""`import_articles`: all that the files hold comes in, once, or nothing does."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Contributor, Picture, Section, Source, Tag
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.articles.items import Import, Item, file, item, text
from tests.articles.together import at_once

SUMMARY = "created {}, updated {}, unchanged {}, not articles {}, refused {}"


def test_an_item_becomes_a_draft_for_subscribers(bring_in: Import) -> None:
    lines = bring_in(item())

    article = Article.objects.get()
    assert lines == ["1.json: created, a draft: “Le pont rouvre”", SUMMARY.format(1, 0, 0, 0, 0)]
    assert (article.status, article.access, article.language) == ("draft", "subscribers", "fr")
    assert (article.section.slug, article.section.name) == ("actualites", "Actualités")
    assert (article.slug, article.published_at, article.modified_at) == ("le-pont-rouvre", None, None)


def test_a_file_holds_one_item_a_list_or_an_item_a_line(bring_in: Import, tmp_path: Path) -> None:
    one, two, three = item(uri="urn:1"), item(uri="urn:2"), item(uri="urn:3", type="event")
    lines = "\n".join(["", *map(json.dumps, (one, two, three))])

    assert bring_in(one)[-1] == SUMMARY.format(1, 0, 0, 0, 0)
    assert bring_in([one, two])[-1] == SUMMARY.format(1, 0, 1, 0, 0)
    assert bring_in(lines) == [
        "1.json, line 2: unchanged",
        "1.json, line 3: unchanged",
        "1.json, line 4: not an article: event",
        SUMMARY.format(0, 0, 2, 1, 0),
    ]
    assert bring_in(file(tmp_path, lines, "a.jsonl"))[-1] == SUMMARY.format(0, 0, 2, 1, 0)
    assert bring_in(file(tmp_path, "\ufeff" + lines.strip(), "b.ndjson"))[-1] == SUMMARY.format(0, 0, 2, 1, 0)


def test_the_same_files_twice_bring_nothing_new(bring_in: Import) -> None:
    full = item(by="Par Alice et Basile", subjects=[{"name": "Ponts", "rel": "tag"}])
    bring_in(full, publish=True)
    before = rows()

    assert bring_in(full, publish=True) == ["1.json: unchanged", SUMMARY.format(0, 0, 1, 0, 0)]
    assert rows() == before


def rows() -> list[Any]:
    kinds = (Article, Contributor, Section, Tag, Picture, Source, Entry)
    return [list(kind._default_manager.order_by("pk").values()) for kind in kinds]


def test_the_same_item_in_two_files_comes_in_once(bring_in: Import) -> None:
    assert bring_in(item(), item())[-1] == SUMMARY.format(1, 0, 1, 0, 0)


def test_names_are_made_once_and_matched_by_their_slug(bring_in: Import) -> None:
    Contributor.objects.create(name="Alice M.", slug="alice-martin")

    bring_in([item(by="Par Alice Martin, Basile"), item(uri="urn:2", by="Basile et Alice Martin")])

    first, second = Article.objects.order_by("pk")
    assert [str(one) for one in first.byline] == ["Alice M.", "Basile"]
    assert [str(one) for one in second.byline] == ["Basile", "Alice M."]


def test_sections_keep_the_order_in_which_they_came(bring_in: Import, politics: Section) -> None:
    villes = [{"name": "Villes", "rel": "section"}]

    bring_in([item(subjects=villes), item(uri="urn:2"), item(uri="urn:3", subjects=villes)])

    assert list(Section.objects.values_list("slug", "position")) == [("politique", 1), ("villes", 2), ("actualites", 3)]


# Choices


def test_access_is_chosen_by_the_command_then_by_the_item(bring_in: Import) -> None:
    free = {"langId": "urn:newsroom:access", "encodedRights": "free"}
    items = [item(uri="urn:1", rightsInfo=free), item(uri="urn:2")]

    bring_in(items)
    assert list(Article.objects.order_by("uri").values_list("access", flat=True)) == ["free", "subscribers"]
    assert [one.access_is_chosen for one in Article.objects.order_by("uri")] == [True, False]
    Article.objects.all().delete()
    bring_in(items, access="metered")
    assert list(Article.objects.values_list("access", flat=True)) == ["metered", "metered"]


def test_a_section_is_named_for_items_that_name_none(bring_in: Import, politics: Section) -> None:
    bring_in(
        [item(uri="urn:1"), item(uri="urn:2", subjects=[{"name": "Villes", "rel": "section"}])], section="politique"
    )

    assert list(Article.objects.order_by("uri").values_list("section__name", flat=True)) == ["Politique", "Villes"]


@pytest.mark.parametrize("slug", ["admin", "pas un mot", "été"])
def test_a_section_must_be_a_free_word(bring_in: Import, slug: str) -> None:
    with pytest.raises(CommandError, match=f"--section {slug}: "):
        bring_in(item(), section=slug)


def test_an_unknown_access_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("import_articles", file(tmp_path, item()), "--access=members")


# Publication


def test_published_at_the_time_the_item_says(bring_in: Import) -> None:
    lines = bring_in(item(firstCreated="2026-03-01T05:00:00Z"), publish=True)

    article = Article.objects.published().get()
    assert article.published_at == datetime(2026, 3, 1, 5, tzinfo=UTC)
    assert article.modified_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert lines[0] == f"1.json: created, published at {article.get_absolute_url()}: “Le pont rouvre”"


@pytest.mark.parametrize(
    ("rule", "dates", "published_at"),
    [
        ("the version's date, if no other", {}, datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("never ahead", {"firstCreated": "2126-01-01T00:00:00Z", "versionCreated": None}, None),
        ("now, without a date", {"versionCreated": None}, None),
        ("not before a past embargo", {"embargoedUntil": "2026-03-05T00:00:00Z"}, datetime(2026, 3, 5, tzinfo=UTC)),
    ],
)
def test_when_an_article_is_published(bring_in: Import, rule: str, dates: Item, published_at: datetime | None) -> None:
    bring_in(item(**dates), publish=True)

    article = Article.objects.published().get()
    assert article.published_at is not None
    assert abs(article.published_at - (published_at or timezone.now())) < timedelta(minutes=1)
    assert article.modified_at is None


def test_an_embargo_ahead_schedules(bring_in: Import) -> None:
    lines = bring_in(item(embargoedUntil="2126-03-05T10:00:00Z"), publish=True)

    article = Article.objects.get()
    assert (article.status, article.published_at) == ("published", datetime(2126, 3, 5, 10, tzinfo=UTC))
    assert not article.is_public()
    assert "to be published on 2126-03-05 at 11:00" in lines[0]


def test_a_draft_keeps_the_embargo(bring_in: Import) -> None:
    bring_in(item(embargoedUntil="2126-03-05T10:00:00Z"))

    assert Article.objects.get().embargo_until == datetime(2126, 3, 5, 10, tzinfo=UTC)


def test_what_is_withheld_stays_a_draft(bring_in: Import) -> None:
    bring_in(item(pubStatus="withheld"), publish=True)

    assert Article.objects.get().status == "draft"


def test_drafts_of_an_earlier_import_are_published_when_asked(bring_in: Import) -> None:
    bring_in(item())

    assert bring_in(item(), publish=True)[-1] == SUMMARY.format(0, 1, 0, 0, 0)
    assert Article.objects.published().count() == 1


def test_what_the_newsroom_withdrew_stays_withdrawn(bring_in: Import, edith: User) -> None:
    bring_in(item(), publish=True)
    Article.objects.get().withdraw(by=edith)

    bring_in(item(), publish=True)
    bring_in(item(version="2", headlines=[text("Le pont est fermé")]), publish=True)

    article = Article.objects.get()
    assert (article.status, article.headline) == ("withdrawn", "Le pont est fermé")


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_bring_each_article_in_once(tmp_path: Path) -> None:
    items = file(tmp_path, [item(uri=f"urn:{number}", by="Alice") for number in range(20)])

    def run() -> None:
        call_command("import_articles", items, verbosity=0)

    failed = at_once(run, run, run)

    assert set(failed) <= {"", "CommandError"}
    assert "" in failed
    assert Article.objects.count() == 20
    assert Contributor.objects.get().articles.count() == 20


# Trying


def test_a_dry_run_says_what_would_be_done_and_does_nothing(bring_in: Import) -> None:
    lines = bring_in([item(), item(uri="urn:2", type="event")], dry_run=True)

    assert lines[-2:] == [SUMMARY.format(1, 0, 0, 1, 0), "Dry run: nothing was written."]
    assert not any(rows())


def test_quiet_says_nothing(bring_in: Import) -> None:
    assert bring_in(item(), verbosity=0) == []
