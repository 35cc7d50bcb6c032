"""The feeds: what they say of an article, that they are valid, and that they cost the same however long they are."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles import feeds
from articles.models import Article, Byline, Contributor, Section, Tag
from articles.models.rendition import Rendition
from tests import factories
from tests.articles import illustrating
from tests.articles.feeding import ATOM, FORMS, RSS, problems, read, words
from tests.articles.pages import queries
from tests.factories import SECRET

FREE = Article.Access.FREE


@pytest.mark.parametrize("form", FORMS)
def test_an_article_is_told_whole(
    client: Client, politics: Section, alice_signs: Contributor, media: Path, form: str
) -> None:
    article = factories.article(
        politics,
        "L’eau monte : « vite ! »",
        standfirst="Pluie < crue & digue.",
        body='<p>Un <a href="/tags/pluie/">lien</a>, <a href="#bas">un autre</a> <img src="/media/x.png" alt=""></p>',
        access=FREE,
        lead_picture=illustrating.picture(alt_text="La digue", credit="© Agence"),
        uri="urn:uuid:7c0f9d5e-0d5f-4f5e-9d57-0a3f1f1f2b11",
    )
    article.tags.add(Tag.objects.create(name="Pluie & vent", slug="pluie"))
    Byline.objects.create(article=article, contributor=alice_signs)
    article.modified_at = timezone.now()
    article.save(update_fields=["modified_at"])

    feed = read(client, form)
    (entry,) = feed.entries

    address = f"http://127.0.0.1:8000{article.get_absolute_url()}"
    assert entry.title == "L’eau monte\u00a0: «\u00a0vite\u202f!\u00a0»"
    assert (entry.id, entry.link) == (article.uri, address)
    assert "Pluie &lt; crue &amp; digue." in entry.summary or entry.summary == "Pluie < crue & digue."
    assert [one.name for one in entry.authors] == ["Alice Martin"]
    assert {tag.get("label") or tag.term for tag in entry.tags} == {"Politique", "Pluie & vent"}
    assert article.published_at
    assert entry.published_parsed[:5] == article.published_at.utctimetuple()[:5]
    assert entry.updated_parsed[:5] == article.modified_at.utctimetuple()[:5]
    assert f'href="{address}#bas"' in words(entry)
    assert 'href="http://127.0.0.1:8000/tags/pluie/"' in words(entry)
    assert 'src="http://127.0.0.1:8000/media/x.png"' in words(entry)
    (file,) = entry.enclosures
    picture = article.lead_picture
    assert picture
    assert (file.href, file.type) == (f"http://127.0.0.1:8000{picture.image.url}", "image/png")
    assert int(file.length) == picture.image.size


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("access", ["metered", "subscribers"])
def test_what_is_walled_is_told_to_its_teaser(client: Client, politics: Section, form: str, access: str) -> None:
    article = factories.article(politics, "Muré", body=factories.WALLED_BODY, access=access, standfirst="Le chapô.")

    (entry,) = read(client, form).entries

    assert "mot mot mot" in words(entry)
    assert article.get_absolute_url() in words(entry)
    assert SECRET not in client.get(form).content.decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("body", [factories.WALLED_BODY, ""])
def test_a_correction_is_told_with_what_it_corrects(client: Client, politics: Section, body: str, form: str) -> None:
    for access in Article.Access:
        made = factories.article(politics, f"Article {access}", body=body, access=access)
        made.correct(by=None, text=f"Il fallait lire <autre chose>, {access}.")

    told = [words(entry) for entry in read(client, form).entries]

    assert [one for one in told if "Il fallait lire" in one] == [one for one in told if "free." in one] != []
    assert "&lt;autre chose&gt;" in "".join(told)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("reader", ["chloe", "alice", "edith"])
def test_a_feed_is_the_same_for_everybody(
    request: pytest.FixtureRequest, walled_article: Article, free_article: Article, form: str, reader: str
) -> None:
    stranger = Client().get(form)

    known = factories.let_in(Client(), request.getfixturevalue(reader)).get(form)

    assert known.content == stranger.content
    assert (
        known.headers["Cache-Control"]
        == stranger.headers["Cache-Control"]
        == "public, max-age=0, s-maxage=1, must-revalidate"
    )
    assert "Cookie" not in known.headers.get("Vary", "")
    assert not known.cookies


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_public_is_in_no_feed(
    client: Client, politics: Section, free_article: Article, draft_article: Article, form: str
) -> None:
    coming = factories.article(politics, "Demain", published=False)
    coming.publish(by=None, at=timezone.now() + timedelta(minutes=1))
    assert [one.title for one in read(client, form).entries] == [free_article.headline]

    free_article.withdraw(by=None)

    assert read(client, form).entries == []


@pytest.mark.parametrize("form", FORMS)
def test_a_section_and_a_contributor_have_their_own(
    client: Client, politics: Section, alice_signs: Contributor, form: str
) -> None:
    culture = Section.objects.create(name="Culture", slug="culture")
    there = factories.article(culture, "Au musée")
    here = factories.article(politics, "Au conseil")
    Byline.objects.create(article=here, contributor=alice_signs)

    assert [one.title for one in read(client, f"/culture{form}").entries] == [there.headline]
    assert [one.title for one in read(client, f"/contributors/alice-martin{form}").entries] == [here.headline]
    assert read(client, f"/culture{form}").feed.title == "Culture – Newsroom"
    assert client.get(f"/rien{form}").status_code == client.get(f"/contributors/rien{form}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_a_contributor_of_drafts_alone_has_none(
    client: Client, draft_article: Article, alice_signs: Contributor, form: str
) -> None:
    Byline.objects.create(article=draft_article, contributor=alice_signs)

    assert client.get(f"/contributors/alice-martin{form}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_without_articles_is_a_feed(client: Client, politics: Section, form: str) -> None:
    assert read(client, form).entries == []
    assert read(client, f"/politique{form}").entries == []


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_presents_itself(client: Client, settings: Settings, free_article: Article, form: str) -> None:
    settings.SITE_ADDRESS, settings.SITE_NAME = "https://journal.example", "Le Journal"

    feed = read(client, f"{form}?utm_source=x").feed

    assert (feed.title, feed.link) == ("Le Journal", "https://journal.example/")
    assert [one.href for one in feed.links if one.rel == "self"] == [f"https://journal.example{form}"]
    assert feed.rights == f"© {timezone.localdate(free_article.published_at).year} Le Journal"
    assert feed.get("language", "fr") == "fr"


@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_as_it_is_gets_304(
    client: Client, free_article: Article, walled_article: Article, form: str
) -> None:
    first = client.get(form)
    tag, date = {"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}
    for headers in (tag, date):
        answer = client.get(form, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Cache-Control"] == first.headers["Cache-Control"]

    walled_article.withdraw(by=None)

    for headers in (tag, date):
        assert client.get(form, headers=headers).status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_a_provider_s_own_name_becomes_an_identifier_that_stays(client: Client, politics: Section, form: str) -> None:
    article = factories.article(politics, "Dépêche", uri="AFP 2026 n° 12")

    (entry,) = read(client, form).entries
    Article.objects.filter(pk=article.pk).update(headline="Autre", slug="autre")

    assert entry.id.startswith("urn:uuid:")
    assert read(client, form).entries[0].id == entry.id


@pytest.mark.parametrize("form", FORMS)
def test_hostile_words_stay_words(client: Client, politics: Section, form: str) -> None:
    factories.article(
        politics,
        "<b>Gras</b> & ]]> \x0b \ufffe",
        standfirst="<script>alert(1)</script>",
        body='<p>a ]]> b</p><p><a href="//[x">nulle part</a> <a href="http://[x">ni là</a></p>',
        access=FREE,
    )

    (entry,) = read(client, form).entries

    assert "<script" not in entry.summary or entry.summary_detail.type == "text/plain"
    assert "]]&gt;" in words(entry)


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_s_wide_crop_goes_out_once_it_is_made(
    client: Client, politics: Section, media: Path, form: str
) -> None:
    picture = illustrating.picture()
    factories.article(politics, "En image", lead_picture=picture)
    crop = Rendition(picture=picture, crop="16:9", width=1200, height=675, format="jpeg")
    crop.file.save("wide.jpeg", ContentFile(b"x" * 1234))

    (file,) = read(client, form).entries[0].enclosures

    assert (file.href, file.type, file.length) == (f"http://127.0.0.1:8000{crop.url}", "image/jpeg", "1234")


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_whose_file_is_lost_is_left_out(client: Client, politics: Section, media: Path, form: str) -> None:
    picture = illustrating.picture()
    factories.article(politics, "Sans image", lead_picture=picture)
    picture.image.storage.delete(str(picture.image.name))

    assert read(client, form).entries[0].enclosures == []


@pytest.mark.parametrize("form", ["/feed/", "/feed/atom/", "/politique/feed/", "/contributors/alice-martin/feed/atom/"])
def test_a_feed_costs_the_same_however_long_it_is(
    client: Client, politics: Section, alice_signs: Contributor, media: Path, form: str
) -> None:
    def publish(number: int) -> None:
        for one in range(number):
            made = factories.article(politics, f"Article {one}", lead_picture=illustrating.picture())
            made.tags.add(Tag.objects.create(name=f"Mot {made.pk}", slug=f"mot-{made.pk}"))
            Byline.objects.create(article=made, contributor=alice_signs)

    publish(1)
    few = queries(client, form)
    publish(feeds.LATEST_IN_A_FEED)

    assert len(read(client, form).entries) == feeds.LATEST_IN_A_FEED
    assert queries(client, form) == few <= 7


def test_pages_lead_to_their_feeds(client: Client, free_article: Article, alice_signs: Contributor) -> None:
    Byline.objects.create(article=free_article, contributor=alice_signs)
    for page, led in (
        ("/", ["/feed/", ATOM]),
        (free_article.get_absolute_url(), ["/feed/", ATOM]),
        ("/politique/", ["/feed/", ATOM, "/politique/feed/", "/politique/feed/atom/"]),
        ("/contributors/alice-martin/", ["/contributors/alice-martin/feed/", "/contributors/alice-martin/feed/atom/"]),
    ):
        text = client.get(page).content.decode()
        for address in led:
            assert f'href="{address}"' in text, (page, address)


@pytest.mark.parametrize(
    ("form", "schema", "said", "broken"),
    [
        (RSS, "rss.rng", b'isPermaLink="false"', b""),
        (RSS, "rss.rng", b"<ttl>", b"<new/><ttl>"),
        (RSS, "rss.rng", b" +0", b" 0"),
        (RSS, "rss.rng", b"<language>fr", b"<language>"),
        (ATOM, "atom.rng", b"<id>", b"<id>no name "),
        (ATOM, "atom.rng", b"<updated>", b"<updated> "),
        (ATOM, "atom.rng", b'type="html"', b""),
        (ATOM, "atom.rng", b"<title>Le pont rouvre</title>", b""),
    ],
)
def test_the_grammars_refuse_what_is_wrong(
    client: Client, free_article: Article, form: str, schema: str, said: bytes, broken: bytes
) -> None:
    content = client.get(form).content
    assert said in content
    assert problems(content, schema) == []

    assert problems(content.replace(said, broken), schema) != []
