"""`import_articles` with what agencies really wrote, and with the demonstration edition."""

import os
from pathlib import Path

import pytest

import newsroom
from articles.models import Article, Picture, Section
from tests.articles.items import Import

pytestmark = pytest.mark.once

ROOT = Path(newsroom.__file__).parent.parent
# IPTC's examples belong to their agencies and are not copied here.
EXAMPLES = Path(os.environ.get("NEWSROOM_TEST_NINJS") or ROOT.parent / "shared" / "data" / "ninjs" / "3.0")
DEMO = ROOT / "newsroom" / "demo" / "edition.jsonl"
needs_examples = pytest.mark.skipif(
    not EXAMPLES.is_dir(),
    reason="no folder of IPTC's ninjs 3.0 examples (github.com/iptc/newsinjson); NEWSROOM_TEST_NINJS names one",
)
OTHERS = {
    "20231004-UEFA-ChampionLeague.json": "event",
    "20231005-65-addb-event.json": "event",
    "20231016-addb-example-press-conference.json": "event",
    "SIPA_image_3.json": "picture",
    "ap_audio.json": "audio",
    "ap_image.json": "picture",
    "ap_video.json": "video",
    "imageEncodedRights.json": "picture",
    "imageLinkedRights.json": "picture",
    "simpleEvent.json": "event",
    "tt_event_pressconference_3.0.json": "event",
}


@needs_examples
def test_the_examples_of_iptc_come_in_once(bring_in: Import) -> None:
    paths = sorted(EXAMPLES.glob("*.json"))

    lines = [line.removeprefix(f"{EXAMPLES}/") for line in bring_in(*paths)]
    assert lines[-1] == "created 7, updated 0, unchanged 0, not articles 11, refused 0"
    assert {line for line in lines if "not an article" in line} == {
        f"{name}: not an article: {reason}" for name, reason in OTHERS.items()
    }
    assert sum("picture not brought in: remote" in line for line in lines) == 2
    assert bring_in(*paths)[-1] == "created 0, updated 0, unchanged 7, not articles 11, refused 0"


@needs_examples
@pytest.mark.parametrize(
    ("name", "headline", "language", "byline", "begins", "words"),
    [
        (
            "dpa_text",
            "Faktencheck Derby-Elfmeter: Hat Schiedsrichter Zwayer recht?",
            "de",
            ["Christian Hollmann", "dpa"],
            "<p>Für Lucien Favre",
            400,
        ),
        ("ntb_text", "Google har kjøpt giganttomt i Skien", "nb-NO", ["NTB"], "<p>IT-giganten Google", 20),
        ("tt_text_image_3", "Militärövning i jätteformat hålls 2023", "sv", [], "<p>Försvar TT</p>\n<p>Pandemin", 130),
        (
            "businesswire-newsml-20130605006126",
            "Cambrios被Gartner評選為「最酷供應商」",
            "zh",
            [],
            "<p>(美國商業資訊)--為透明",
            3,
        ),
        (
            "businesswire-newsml-20130731006140",
            "Lunch Taking a Toll? Let Applebee’s® Industrial Strength Lunch Decoy Stand In",
            "en",
            [],
            "<p>With more Applebee’s® Lunch Combos than ever",
            50,
        ),
        (
            "ninjsExSimpleText_3",
            "Captain of wrecked cruise ship on trial in Italy",
            "fr",
            ["Paulo Santalucia", "Frances d'Emilio"],
            "<p>GROSSETO, Italy (AP) -- The trial",
            150,
        ),
    ],
)
def test_each_example_reads_as_its_agency_wrote_it(
    bring_in: Import, name: str, headline: str, language: str, byline: list[str], begins: str, words: int
) -> None:
    bring_in(EXAMPLES / f"{name}.json")

    article = Article.objects.get()
    assert (article.headline, article.language) == (headline, language)
    assert [str(one) for one in article.byline] == byline
    assert article.body.startswith(begins)
    assert len(article.body.split()) >= words
    assert "<img" not in article.body


@needs_examples
def test_a_nitf_example_tells_its_lead_once(bring_in: Import) -> None:
    bring_in(*EXAMPLES.glob("*nitf.json"))

    article = Article.objects.get()
    assert article.standfirst.startswith("The Australian Sports Anti-Doping Authority (ASADA) today announced")
    assert article.body.startswith("<p>The initiatives are being implemented")
    assert article.dateline == "Oslo, Norway"


def test_the_demonstration_edition_comes_in_whole(bring_in: Import, media: Path) -> None:
    count = len(DEMO.read_text(encoding="utf-8").splitlines())
    assert bring_in(DEMO, publish=True)[-1] == f"created {count}, updated 0, unchanged 0, not articles 0, refused 0"

    assert Article.objects.published().count() == count >= 12
    assert set(Article.objects.values_list("access", flat=True)) == {"free", "metered", "subscribers"}
    assert list(Section.objects.values_list("slug", flat=True)) == [
        *("politique", "economie", "medias", "sciences", "culture", "sports"),
    ]
    assert Picture.objects.count() == count - 1
    assert not Picture.objects.filter(alt_text="").exists()
    assert not Picture.objects.filter(credit="").exists()
    assert not Article.objects.filter(bylines=None).exists()
    assert not Article.objects.filter(kicker="").exists()
    assert not Article.objects.filter(standfirst="").exists()
    modified = Article.objects.filter(modified_at__isnull=False).order_by("slug")
    assert [one.slug.split("-")[0] for one in modified] == ["passerelle", "valmeray"]
    assert bring_in(DEMO, publish=True)[-1] == f"created 0, updated 0, unchanged {count}, not articles 0, refused 0"
