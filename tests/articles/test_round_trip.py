"""A paper taken out, brought into an empty one and taken out again: the same files, byte for byte."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles import body
from articles.models import Article, Byline, Contributor, Correction, Picture, Section, Tag
from newsroom.demo_edition import FOLDER
from newsroom.subscribers.models import User
from tests import factories
from tests.articles import illustrating
from tests.articles.items import Import
from tests.articles.test_ninjs_out import CHECK
from tests.factories import SECRET

type Files = dict[str, bytes]

LINES = "articles.jsonl"
WRITTEN = (
    '<p>Un <a href="https://exemple.fr/?a=1&amp;b" title="L’« autre » page" lang="en">link</a>&nbsp;!</p>\n'
    '<figure><img src="{1}" alt="Dit &gt; ici" width="400"><figcaption>Légende.<br>© <em>Moi</em></figcaption></figure>'
    '<hr class="wall">\n\n<h3>Mi-temps</h3><figure><img src="{0}"></figure>'
    '<p>' + SECRET + '<br><img src="{2}" alt=""></p><p>src="{0}" &lt;img src="{0}"&gt;</p><hr>'
)  # fmt: skip


@contextmanager
def another_paper(media: Path) -> Iterator[None]:
    """Let a paper be written of which nothing is left in the end, neither rows nor files."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for file in media.rglob("*.*"):
        file.unlink()


def taken_out(folder: Path) -> Files:
    """Return the files of an export, by their paths."""
    folder.mkdir()
    call_command("export_articles", folder / LINES)
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def rich(section: Section, editor: User) -> Article:
    """Return an article that says something in every place, and has been corrected twice."""
    shown = [
        illustrating.picture(400, 300, alt_text="Un pont.", caption="Le pont « vieux ».", credit="© A & B", focal_x=7),
        illustrating.picture(400, 301, focal_x=99, focal_y=0),
        illustrating.picture(333, 250, alt_text="Un œil", caption="L’œil.", focal_y=33),
    ]
    article = factories.article(
        section,
        "Le pont, « rouvert »",
        published=False,
        body=WRITTEN.format(*map(body.reference, shown)),
        kicker="Récit",
        standfirst="Un chapô.\n\nEn deux temps.",
        dateline="Valmeray",
        slug="Un_slug-A-lui",
        language="fr-CH",
        access="metered",
        created_at=timezone.now() - timedelta(days=9),
    )
    article.lead_picture = shown[0]
    article.revise(by=editor, fields={"lead_picture"})
    alice = Contributor.objects.create(
        name="Alice", slug="alice", role="Grande reporter", biography="Elle.\nToujours.", portrait=shown[2]
    )
    for position, signs in enumerate((alice, Contributor.objects.create(name="Bob", slug="bob"))):
        Byline.objects.create(article=article, contributor=signs, position=position)
    article.tags.add(Tag.objects.create(name="Ponts", slug="les-ponts"))
    article.publish(by=editor, at=timezone.now() - timedelta(days=3))
    article.correct(by=editor, text="Le pont a deux piles.\nEt non trois.")
    article.correct(by=editor, text="Il est rouvert.")
    return article


@pytest.fixture
def before(edith: User, tmp_path: Path, media: Path) -> Files:
    """What was taken out of a paper that is no longer there: an article rich in everything, and odd ones."""
    with another_paper(media):
        section = Section.objects.create(name="Politique", slug="politique")
        rich(section, edith)
        factories.article(section, "Brouillon sans un mot", published=False, body="", standfirst="Rien encore.")
        factories.article(section, "Retiré").withdraw(by=None)
        factories.article(section, "Répété", body="<p>Répété</p><p>Répété</p>")
        return taken_out(tmp_path / "one")


def test_what_is_taken_out_of_the_paper_it_was_brought_into_is_the_same(
    before: Files, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(tmp_path / "one" / LINES, publish=True)

    assert taken_out(tmp_path / "two") == before
    assert len(before) == 4
    assert Picture.objects.count() == 3
    for line in before[LINES].splitlines():
        CHECK.validate(json.loads(line))


def test_the_article_says_what_it_said_in_every_place(before: Files, bring_in: Import, tmp_path: Path) -> None:
    bring_in(tmp_path / "one" / LINES, publish=True)

    again = Article.objects.for_item().get(slug="Un_slug-A-lui")
    assert again.body == WRITTEN.format(*map(body.reference, Picture.objects.order_by("-width", "height")))
    assert (again.standfirst, again.language, again.access) == ("Un chapô.\n\nEn deux temps.", "fr-CH", "metered")
    assert [one.text for one in again.corrections.all()] == ["Il est rouvert.", "Le pont a deux piles.\nEt non trois."]
    assert again.corrections.all()[0].corrected_at == again.modified_at
    assert again.version == 2
    assert again.lead_picture is not None
    assert (again.lead_picture.focus, again.lead_picture.credit) == ((7, 50), "© A & B")
    assert [(one.role, one.biography) for one in again.byline] == [("Grande reporter", "Elle.\nToujours."), ("", "")]
    assert again.byline[0].portrait is not None
    assert again.byline[0].portrait.focus == (50, 33)
    assert [one.slug for one in again.tags.all()] == ["les-ponts"]


def test_brought_in_twice_nothing_changes(before: Files, bring_in: Import, tmp_path: Path) -> None:
    for _time in range(2):
        bring_in(tmp_path / "one" / LINES, publish=True)

    assert taken_out(tmp_path / "two") == before
    assert (Picture.objects.count(), Correction.objects.count()) == (3, 2)


def test_brought_into_the_paper_it_came_from_nothing_changes(
    politics: Section, edith: User, bring_in: Import, tmp_path: Path, media: Path
) -> None:
    rich(politics, edith)
    before = taken_out(tmp_path / "one")

    bring_in(tmp_path / "one" / LINES, publish=True)

    assert taken_out(tmp_path / "two") == before
    assert (Picture.objects.count(), Correction.objects.count()) == (3, 2)


def test_the_demonstration_edition_comes_back_as_it_was(bring_in: Import, tmp_path: Path, media: Path) -> None:
    with another_paper(media):
        bring_in(FOLDER / "edition.jsonl", publish=True)
        before = taken_out(tmp_path / "one")

    bring_in(tmp_path / "one" / LINES, publish=True)

    assert taken_out(tmp_path / "two") == before
    assert len(before) == 1 + Picture.objects.count() > 12


def test_a_later_version_changes_words_and_pictures_of_the_text(
    before: Files, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(tmp_path / "one" / LINES, publish=True)
    item = json.loads(before[LINES].splitlines()[0])
    item["version"], item["versionCreated"] = "9", timezone.now().isoformat()
    [first, *_others] = [one for one in item["associations"] if one["rel"] == "body"]
    first["by"] = "© Autre"
    (tmp_path / "one" / "later.json").write_text(json.dumps(item))

    lines = bring_in(tmp_path / "one" / "later.json", publish=True)

    assert lines[-1].startswith("created 0, updated 1,")
    assert Picture.objects.get(credit="© Autre").focal_x == 99
    assert Picture.objects.count() == 3


def test_a_name_that_another_picture_has_is_not_written_over(
    before: Files, bring_in: Import, tmp_path: Path, media: Path
) -> None:
    name = next(path for path in before if path != LINES)
    default_storage.save(name, ContentFile(b"another"))
    Picture.objects.bulk_create([Picture(image=name, width=1, height=1, decorative=True)])

    bring_in(tmp_path / "one" / LINES, publish=True)

    again = Article.objects.get(slug="Un_slug-A-lui")
    assert len(body.pictures(again.body)) == 3
    assert f'<img src="/media/{name}"' not in again.body
    assert (media / name).read_bytes() == b"another"


def test_a_picture_that_stays_elsewhere_takes_its_figure_along(before: Files, bring_in: Import, tmp_path: Path) -> None:
    remote = (
        before[LINES]
        .decode()
        .replace('"pictures/', '"https://elsewhere.example/')
        .replace('\\"pictures/', '\\"https://elsewhere.example/')
    )
    (tmp_path / "remote.jsonl").write_text(remote)

    lines = bring_in(tmp_path / "remote.jsonl", publish=True)

    again = Article.objects.get(slug="Un_slug-A-lui")
    assert not {"<img", "<figure", "Légende"} & {one for one in ("<img", "<figure", "Légende") if one in again.body}
    assert lines[0].endswith("; picture not brought in: remote")
    assert SECRET in again.body


def test_the_beginning_that_a_stranger_is_given_is_no_article(before: Files, bring_in: Import, tmp_path: Path) -> None:
    partial = json.loads(before[LINES].splitlines()[0]) | {"representationType": "partial"}

    assert bring_in(partial, publish=True)[0].startswith("1.json: not an article: the beginning of an article")
    assert not Article.objects.exists()


# What the site gives of the same article


def test_who_is_refused_is_told_of_no_picture_and_no_correction_behind_the_wall(
    client: Client, politics: Section, edith: User, media: Path
) -> None:
    article = rich(politics, edith)
    first, second, _third = (f"{settings.SITE_ADDRESS}{one.image.url}" for one in Picture.objects.order_by("pk"))
    answer = client.get(article.get_ninjs_url())

    item = answer.json()
    CHECK.validate(item)
    assert [one["rel"] for one in item["associations"]] == ["lead", "body", "contributor"]
    assert [one["renditions"][0]["href"] for one in item["associations"][:2]] == [first, second]
    assert f'src="{second}"' in item["bodies"][0]["value"]
    for hidden in (SECRET, "Il est rouvert", "Mi-temps"):
        assert hidden not in answer.content.decode()


def test_who_reads_the_whole_is_told_of_all(
    client: Client, politics: Section, edith: User, alice: User, media: Path
) -> None:
    article = rich(politics, edith)

    item = factories.let_in(client, alice).get(article.get_ninjs_url()).json()

    CHECK.validate(item)
    kinds = [one["rel"] for one in item["associations"]]
    assert kinds == ["lead", "body", "body", "body", "contributor", "correction", "correction"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"firstCreated": None}, "associations[8].firstCreated: missing; a correction is dated"),
        ({"bodies": [{"role": "main", "value": "x" * 2001}]}, "associations[8].bodies: write one of 1 to 2000"),
        ({"bodies": []}, "associations[8].bodies: write one of 1 to 2000"),
    ],
)
def test_a_correction_that_is_wrong_keeps_the_article_out(
    before: Files, bring_in: Import, tmp_path: Path, change: dict[str, object], told: str
) -> None:
    item = json.loads(before[LINES].splitlines()[0])
    wrong = next(one for one in item["associations"] if one["rel"] == "correction")
    place = item["associations"].index(wrong) + 1
    wrong.update(change)
    (tmp_path / "one" / "wrong.jsonl").write_text(f"\n{json.dumps(item)}")

    lines = bring_in(tmp_path / "one" / "wrong.jsonl", refused=True)

    assert f"wrong.jsonl, line 2: {told.replace('8', str(place))}" in lines[0]
    assert not Article.objects.exists()
