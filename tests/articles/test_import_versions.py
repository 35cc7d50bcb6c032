"""`import_articles` with later versions: they bring an article up to date, and undo nothing of the newsroom's."""

import pytest

from articles.models import Article, Section
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.articles.items import Import, Item, item, text

SUMMARY = "created {}, updated {}, unchanged {}, not articles {}, refused {}"


def test_a_later_version_brings_the_article_up_to_date(bring_in: Import) -> None:
    bring_in(item(by="Alice", subjects=[{"name": "Ponts", "rel": "tag"}]), publish=True)
    later = item(
        version="2",
        versionCreated="2026-03-02T10:00:00Z",
        headlines=[text("Le pont ferme")],
        bodies=[text("<p>Déjà.</p>")],
        by="Basile",
        subjects=[{"name": "Travaux", "rel": "tag"}],
    )

    assert bring_in(later) == ["1.json: updated: “Le pont ferme”", SUMMARY.format(0, 1, 0, 0, 0)]
    article = Article.objects.get()
    assert (article.slug, article.body) == ("le-pont-rouvre", "<p>Déjà.</p>")
    assert [str(one) for one in article.byline] == ["Basile"]
    assert [str(one) for one in article.tags.all()] == ["Travaux"]
    assert article.modified_at is not None
    revised = Entry.objects.get(action="article.revise")
    assert (revised.actor, revised.detail) == (None, {"fields": ["body", "byline", "headline", "tags"]})
    assert bring_in(later)[-1] == SUMMARY.format(0, 0, 1, 0, 0)


def test_a_later_version_leaves_what_the_newsroom_decided(bring_in: Import, politics: Section, edith: User) -> None:
    bring_in(item(), publish=True)
    article = Article.objects.get()
    article.section, article.access, article.slug = politics, Article.Access.FREE, "pont"
    article.revise(by=edith, fields={"section", "access", "slug"})

    bring_in(item(version="2", headlines=[text("Le pont ferme")]), publish=True)

    article.refresh_from_db()
    assert (article.headline, article.section, article.access, article.slug) == (
        "Le pont ferme",
        politics,
        "free",
        "pont",
    )


@pytest.mark.parametrize(
    ("rule", "second", "words"),
    [
        ("older", {"version": "0", "versionCreated": "2026-03-01T09:00:00Z"}, "an older version"),
        ("the same version", {}, "another content under the same version"),
    ],
)
def test_an_item_that_is_no_later_version_changes_nothing(
    bring_in: Import, rule: str, second: Item, words: str
) -> None:
    bring_in(item())

    lines = bring_in(item(headlines=[text("Autre")], **second))

    assert lines[0].startswith(f"1.json: unchanged: {words}")
    assert Article.objects.get().headline == "Le pont rouvre"


def test_items_without_a_version_are_compared_by_what_they_say(bring_in: Import) -> None:
    bare = {"version": None, "versionCreated": None}
    bring_in(item(**bare))

    assert bring_in(item(**bare))[-1] == SUMMARY.format(0, 0, 1, 0, 0)
    assert bring_in(item(headlines=[text("Autre")], **bare))[-1] == SUMMARY.format(0, 1, 0, 0, 0)


def test_a_version_that_says_the_same_updates_nothing(bring_in: Import) -> None:
    bring_in(item(), publish=True)

    assert bring_in(item(version="2", urgency=3))[-1] == SUMMARY.format(0, 0, 1, 0, 0)
    assert Article.objects.get().modified_at is None


def test_a_version_under_embargo_waits_while_the_article_is_public(bring_in: Import) -> None:
    bring_in(item(), publish=True)

    lines = bring_in(item(version="2", headlines=[text("Plus tard")], embargoedUntil="2126-03-05T10:00:00Z"))

    assert "under embargo until 2126-03-05 11:00" in lines[0]
    assert Article.objects.get().headline == "Le pont rouvre"


@pytest.mark.parametrize("status", ["canceled", "withheld"])
@pytest.mark.parametrize("version", ["1", "2"])
def test_what_its_provider_takes_back_is_withdrawn(bring_in: Import, status: str, version: str) -> None:
    bring_in(item(), publish=True)
    back = item(pubStatus=status, version=version)

    assert bring_in(back, publish=True)[-1] == SUMMARY.format(0, 1, 0, 0, 0)
    assert Article.objects.get().status == "withdrawn"
    assert bring_in(back, publish=True)[-1] == SUMMARY.format(0, 0, 1, 0, 0)


def test_an_older_version_does_not_undo_a_cancel(bring_in: Import) -> None:
    bring_in(item(), publish=True)
    bring_in(item(pubStatus="canceled", version="3", versionCreated="2026-03-04T09:00:00Z"))

    bring_in(item(version="2", headlines=[text("Retard")]), publish=True)

    article = Article.objects.get()
    assert (article.status, article.headline) == ("withdrawn", "Le pont rouvre")


def test_canceled_before_it_came_is_no_article(bring_in: Import) -> None:
    assert bring_in(item(pubStatus="canceled"))[-1] == SUMMARY.format(0, 0, 0, 1, 0)
    assert not Article.objects.exists()


def test_an_article_of_the_newsroom_with_the_same_uri_is_brought_up_to_date(
    bring_in: Import, draft_article: Article
) -> None:
    bring_in(item(uri=draft_article.uri))

    draft_article.refresh_from_db()
    assert draft_article.headline == "Le pont rouvre"
