"""The editors' desk: an article is written and revised in the admin, and a colleague's text is safe."""

import re
from typing import Any

import pytest

from articles.models import Article, Contributor, Section, Tag
from articles.publication_checks import check
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.desk import ADD, Browse, form_of, shown, typed


def test_an_article_is_written_by_hand(
    browse: Browse, renee: User, politics: Section, alice_signs: Contributor
) -> None:
    tag = Tag.objects.create(name="Ponts", slug="ponts")
    basile = Contributor.objects.create(name="Basile", slug="basile")

    answer = browse(renee).post(ADD, typed(politics, alice_signs, basile, tags=[tag.pk]))

    assert answer.status_code == 302, answer.context["errors"]
    article = Article.objects.get()
    assert (article.slug, article.status, article.access) == ("le-pont-rouvre", "draft", "free")
    assert article.body == "<p>Un.</p>\n<p>Deux.</p>"
    assert article.byline == [alice_signs, basile]
    assert list(article.tags.all()) == [tag]
    entry = Entry.objects.get(action="article.create")
    assert (entry.actor, entry.subject) == (renee, f"articles.article:{article.pk}")


def test_the_form_asks_who_reads_and_chooses_for_nobody(browse: Browse, renee: User, db: None) -> None:
    page = browse(renee).get(ADD).content.decode()

    radios = re.findall(r'<input type="radio" name="access"[^>]*>', page)
    assert len(radios) == 3
    assert not any("checked" in one or "required" in one for one in radios)


@pytest.mark.parametrize(
    ("typed_access", "access", "is_chosen"),
    [("", "subscribers", False), ("subscribers", "subscribers", True), ("metered", "metered", True)],
)
def test_an_article_is_for_subscribers_until_somebody_chooses(
    browse: Browse, renee: User, politics: Section, typed_access: str, access: str, is_chosen: bool
) -> None:
    browse(renee).post(ADD, typed(politics, access=typed_access))

    article = Article.objects.get()
    assert (article.access, article.access_is_chosen) == (access, is_chosen)
    assert (("access_0", False) in {(one.field, one.blocks) for one in check(article)}) is not is_chosen


def test_to_tick_what_stands_there_anyway_is_a_choice(browse: Browse, renee: User, politics: Section) -> None:
    editor = browse(renee)
    editor.post(ADD, typed(politics, access=""))
    article = Article.objects.get()
    form = shown(editor, article)
    assert form["access"] == ""

    editor.post(form_of(article), form | {"headline": "Autre"})
    article.refresh_from_db()
    assert (article.headline, article.access_is_chosen) == ("Autre", False)

    editor.post(form_of(article), shown(editor, article) | {"access": "subscribers"})
    article.refresh_from_db()
    assert article.access_is_chosen
    assert article.revisions.values_list("changed", flat=True)[0] == ["access"]
    assert shown(editor, article)["access"] == "subscribers"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", ""),
        ("headline", "x" * 251),
        ("kicker", "x" * 61),
        ("section", ""),
        ("access", "members"),
        ("slug", "pas un mot"),
        ("body", "<blockquote>" * 50),
        ("body", "x" * 300_001),
    ],
)
def test_what_is_wrong_is_told_and_the_text_given_back(
    browse: Browse, renee: User, politics: Section, field: str, value: str
) -> None:
    answer = browse(renee).post(ADD, typed(politics, **{field: value}))

    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert "On passe." in answer.content.decode()
    assert not Article.objects.exists()


def test_hostile_html_is_cleaned(browse: Browse, renee: User, politics: Section) -> None:
    browse(renee).post(ADD, typed(politics, body="<p onclick=x>Un<script>alert(1)</script></p>"))

    assert Article.objects.get().body == "<p>Un</p>"


def test_a_contributor_signs_once(browse: Browse, renee: User, politics: Section, alice_signs: Contributor) -> None:
    answer = browse(renee).post(ADD, typed(politics, alice_signs, alice_signs))

    assert answer.status_code == 200
    assert not Article.objects.exists()


def test_who_is_added_without_a_position_signs_last(
    browse: Browse, edith: User, draft_article: Article, alice_signs: Contributor
) -> None:
    basile = Contributor.objects.create(name="Basile", slug="basile")
    client = browse(edith)
    client.post(form_of(draft_article), typed(draft_article.section, alice_signs))
    line = draft_article.bylines.get()
    kept = {"bylines-0-id": line.pk, "bylines-0-contributor": alice_signs.pk, "bylines-0-position": 0}
    new = {"bylines-1-contributor": basile.pk, "bylines-1-position": "", "bylines-2-contributor": ""}
    counts = {"bylines-TOTAL_FORMS": 3, "bylines-INITIAL_FORMS": 1}

    client.post(form_of(draft_article), typed(draft_article.section) | kept | new | counts)

    assert list(draft_article.bylines.values_list("contributor__name", "position")) == [
        ("Alice Martin", 0),
        ("Basile", 1),
    ]


def test_saving_what_is_there_changes_nothing(browse: Browse, edith: User, politics: Section) -> None:
    article = factories.article(politics, "Deux lignes", body="<p>Un</p>\n<p>Deux</p>", standfirst="Un\nDeux")
    client = browse(edith)
    entries = Entry.objects.count()
    values = {name: as_a_browser_sends(value) for name, value in shown(client, article).items()}

    assert client.post(form_of(article), values).status_code == 302

    article.refresh_from_db()
    assert article.modified_at is None
    assert Entry.objects.count() == entries


def as_a_browser_sends(value: Any) -> Any:
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


def test_a_change_is_revised_and_recorded(browse: Browse, edith: User, free_article: Article) -> None:
    client = browse(edith)

    client.post(form_of(free_article), shown(client, free_article) | {"headline": "Le pont ferme", "slug": "pont"})

    free_article.refresh_from_db()
    assert (free_article.headline, free_article.slug) == ("Le pont ferme", "pont")
    assert free_article.modified_at is not None
    entry = Entry.objects.get(action="article.revise")
    assert (entry.actor, entry.detail) == (edith, {"fields": ["headline", "slug"]})


def test_an_embargo_cannot_come_too_late(browse: Browse, edith: User, free_article: Article) -> None:
    client = browse(edith)
    late = {"embargo_until_0": "2126-01-01", "embargo_until_1": "10:00:00"}

    answer = client.post(form_of(free_article), shown(client, free_article) | late)

    assert "embargo_until" in answer.context["adminform"].form.errors


def test_a_colleague_s_text_is_not_written_over_unawares(
    browse: Browse, edith: User, paul: User, free_article: Article
) -> None:
    client = browse(edith)
    mine = shown(client, free_article) | {"headline": "Mon titre"}
    free_article.standfirst = "Le chapô de Paul."
    free_article.revise(by=paul, fields={"standfirst"})

    answer = client.post(form_of(free_article), mine)
    assert answer.status_code == 200
    assert paul.display_name in str(answer.context["adminform"].form.non_field_errors())
    assert "Mon titre" in answer.content.decode()
    free_article.refresh_from_db()
    assert (free_article.headline, free_article.standfirst) == ("Le pont rouvre", "Le chapô de Paul.")

    again = mine | {"seen": answer.context["adminform"].form["seen"].value()}
    assert client.post(form_of(free_article), again).status_code == 302
    free_article.refresh_from_db()
    assert (free_article.headline, free_article.standfirst) == ("Mon titre", "")
