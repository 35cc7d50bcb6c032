"""`export_articles`: everything the paper holds, as news items that bring the same paper back."""

import io
import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Byline, Contributor, Picture, Section, Tag
from tests import factories
from tests.articles import illustrating
from tests.articles.items import Import
from tests.articles.test_ninjs_out import CHECK

BODY = (
    '<h2>Un intertitre</h2>\n<p>Un <strong>mot</strong> &amp; un <a href="https://exemple.fr/">lien</a>.</p>\n'
    '<hr class="wall">\n<blockquote><p>« Citation »</p></blockquote>\n<ul><li>Un</li><li>Deux</li></ul>\n<p>La fin.</p>'
)
KEPT = (
    *("uri", "language", "kicker", "headline", "slug", "standfirst", "dateline", "body", "access", "status"),
    *("created_at", "published_at", "modified_at", "withdrawn_at", "embargo_until", "section__slug", "section__name"),
    *("lead_picture__alt_text", "lead_picture__decorative", "lead_picture__caption", "lead_picture__credit"),
)


def export(*arguments: Any, **options: Any) -> list[dict[str, Any]]:
    """Return the items that are written to the standard output."""
    out = io.StringIO()
    call_command("export_articles", *arguments, stdout=out, stderr=io.StringIO(), **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def written(section: Section, headline: str, **fields: Any) -> Article:
    """Return a draft that says something in every place."""
    made = factories.article(
        section,
        headline,
        published=False,
        kicker="Récit",
        standfirst="Un chapô. Sur deux phrases ?",
        dateline="Valmeray",
        body=BODY,
        slug="une-adresse-a-elle",
        language="fr-CH",
        created_at=timezone.now() - timedelta(days=9),
        **fields,
    )
    made.lead_picture = illustrating.picture(alt_text="Un pont.", caption="Le pont.", credit="© Agence")
    made.save()
    for position, name in enumerate(("Zoé Martin", "Alice d’Arc, dite Jeanne")):
        signs, _new = Contributor.objects.get_or_create(name=name, slug=f"plume-{position}")
        Byline.objects.create(article=made, contributor=signs, position=position)
    made.tags.add(Tag.objects.get_or_create(name="Ponts", slug="les-ponts")[0])
    return made


@pytest.fixture
def paper(politics: Section, media: Path) -> list[Article]:
    """One article of each kind, in another section too."""
    culture = Section.objects.create(name="Culture & loisirs", slug="culture")
    now = timezone.now()
    free = written(politics, "Gratuit", access="free")
    free.publish(by=None, at=now - timedelta(days=3))
    free.headline = "Gratuit, et modifié"
    free.revise(by=None, fields={"headline"})
    written(culture, "Au compteur", access="metered").publish(by=None, at=now - timedelta(days=2))
    written(culture, "Brouillon")
    written(culture, "Sous embargo", embargo_until=now + timedelta(days=2))
    written(politics, "Embargo programmé", embargo_until=now + timedelta(days=2)).publish(by=None)
    withdrawn = written(politics, "Retiré")
    withdrawn.publish(by=None, at=now - timedelta(days=1))
    withdrawn.withdraw(by=None)
    bare = factories.article(politics, "Nu", body="<p>Un mot.</p>")
    bare.lead_picture = illustrating.picture()
    bare.save()
    return list(Article.objects.order_by("pk"))


def state() -> list[dict[str, Any]]:
    """Return all that the articles say, by their URI."""
    rows = []
    for article in Article.objects.order_by("uri").prefetch_related("tags", "bylines__contributor"):
        row = dict(Article.objects.filter(pk=article.pk).values(*KEPT).get())
        row["byline"] = [(one.name, one.slug) for one in article.byline]
        row["tags"] = [(one.name, one.slug) for one in article.tags.order_by("slug")]
        rows.append(row)
    return rows


def forget_everything() -> None:
    """Take the paper away."""
    Article.objects.all().delete()
    for model in (Picture, Contributor, Tag, Section):
        model.objects.all().delete()


def test_what_is_brought_in_again_is_the_same_paper(paper: list[Article], bring_in: Import, tmp_path: Path) -> None:
    before = state()
    file = tmp_path / "export" / "articles.jsonl"
    file.parent.mkdir()
    call_command("export_articles", file, stderr=io.StringIO())
    forget_everything()

    bring_in(file, publish=True, unchecked=True)

    assert state() == before
    assert all("unchanged" in line for line in bring_in(file, publish=True))


def test_every_item_keeps_to_the_schema(paper: list[Article]) -> None:
    items = export()

    assert [one["uri"] for one in items] == [one.uri for one in paper]
    for item in items:
        CHECK.validate(item)
        assert item["representationType"] == "full"


def test_what_is_scheduled_comes_back_under_embargo_until_its_hour(
    politics: Section, bring_in: Import, tmp_path: Path
) -> None:
    at = timezone.now() + timedelta(days=1)
    factories.article(politics, "Demain", published=False).publish(by=None, at=at)
    file = tmp_path / "articles.jsonl"
    call_command("export_articles", file, stderr=io.StringIO())
    forget_everything()

    bring_in(file, publish=True)

    again = Article.objects.get()
    assert (again.published_at, again.is_public()) == (at, False)


def test_only_what_was_written_or_moved_since_is_written(paper: list[Article], politics: Section) -> None:
    since = timezone.now()
    ahead = Article.objects.get(headline="Embargo programmé")
    assert [one["uri"] for one in export(since=since.isoformat())] == [ahead.uri]

    old = Article.objects.get(headline="Nu")
    old.withdraw(by=None)
    new = factories.article(politics, "Neuf", published=False)

    assert [one["uri"] for one in export(since=since.isoformat())] == [ahead.uri, old.uri, new.uri]


@pytest.mark.parametrize("since", ["hier", "2026-13-01", "2026"])
def test_a_date_that_cannot_be_read_is_said(db: None, since: str) -> None:
    with pytest.raises(CommandError, match="write a date like"):
        export(since=since)


def test_a_file_that_is_there_is_left_alone(paper: list[Article], tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("garde-moi")

    with pytest.raises(CommandError, match="is there already"):
        export(file)

    assert file.read_text() == "garde-moi"


def test_a_picture_whose_file_is_lost_holds_no_article_back(
    paper: list[Article], bring_in: Import, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lost = paper[0].lead_picture
    assert lost is not None
    Path(lost.image.path).unlink()
    file = tmp_path / "export" / "articles.jsonl"
    file.parent.mkdir()

    export(file)

    assert caplog.messages == [f"The file of picture {lost.pk} is lost: {lost.image}"]
    forget_everything()
    lines = bring_in(file)
    assert lines[0].endswith("; picture not brought in: remote")
    assert lines[-1].startswith(f"created {len(paper)},")
    assert not list(file.parent.rglob("*.part"))


def test_the_file_is_the_operators_alone(paper: list[Article], tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"

    export(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.part"))


def test_the_items_come_a_few_hundred_at_a_time(politics: Section, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.exchange.export.AT_ONCE", 5)
    for number in range(10):
        factories.article(politics, f"Article {number}")

    with CaptureQueriesContext(connection) as captured:
        assert len(export()) == 10

    # The articles in one cursor; what they name, once for each five.
    assert len(captured) <= 1 + 2 * 3
