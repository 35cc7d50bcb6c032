"""The editors' desk: an article is written, published, revised and withdrawn in the admin."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Contributor, Section, Tag
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.pages import queries

type Browse = Callable[[User], Client]

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"


@pytest.fixture
def renee(db: None) -> User:
    """A reporter: writes, and publishes nothing."""
    return factories.staff("Renée", "Reporter")


@pytest.fixture
def alice_signs(db: None) -> Contributor:
    """Who signs."""
    return Contributor.objects.create(name="Alice Martin", slug="alice-martin")


def typed(section: Section, /, *signed: Contributor, **changes: Any) -> dict[str, Any]:
    """Return the form of an article as an editor fills it in."""
    form = {
        "headline": "Le pont rouvre",
        "kicker": "",
        "slug": "",
        "standfirst": "On passe.",
        "dateline": "",
        "body": "Un.\r\n\r\nDeux.",
        "section": section.pk,
        "language": "fr",
        "access": "free",
        "bylines-TOTAL_FORMS": len(signed),
        "bylines-INITIAL_FORMS": 0,
    }
    for place, contributor in enumerate(signed):
        form |= {f"bylines-{place}-contributor": contributor.pk, f"bylines-{place}-position": place}
    return form | changes


def form_of(article: Article) -> str:
    """Return the address of an article's form."""
    return reverse("admin:articles_article_change", args=[article.pk])


def shown(client: Client, article: Article) -> dict[str, Any]:
    """Return what the form of an article holds when it is opened."""
    form = client.get(form_of(article)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    kept = {name: "" if value is None else value for name, value in values.items()}
    return kept | {"tags": [], "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}


# Writing


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


def test_the_form_shows_who_reads_and_chooses_subscribers(browse: Browse, renee: User, db: None) -> None:
    answer = browse(renee).get(ADD)

    assert answer.content.decode().count('type="radio" name="access"') == 2
    assert answer.context["adminform"].form["access"].value() == "subscribers"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", ""),
        ("headline", "x" * 251),
        ("kicker", "x" * 61),
        ("section", ""),
        ("access", "metered"),
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


# Publishing


def act(client: Client, where: str, action: str, *articles: Article) -> list[str]:
    """Run an action from the list, or from the form of the one article; return the levels of what is said."""
    chosen: dict[str, Any] = {"_selected_action": [one.pk for one in articles]}
    address, name = (LIST, "action") if where == "list" else (form_of(articles[0]), "CHANGE_FORM-action")
    answer = client.post(address, chosen | {name: action}, follow=True)
    return [one.level_tag for one in answer.context["messages"]]


@pytest.mark.parametrize("where", ["list", "form"])
def test_an_editor_publishes_and_withdraws(browse: Browse, edith: User, draft_article: Article, where: str) -> None:
    client = browse(edith)

    assert act(client, where, "publish", draft_article) == ["success"]
    draft_article.refresh_from_db()
    assert draft_article.is_public()
    assert Entry.objects.get(action="article.published").actor == edith

    assert act(client, where, "withdraw", draft_article) == ["success"]
    draft_article.refresh_from_db()
    assert draft_article.status == "withdrawn"


def test_an_embargo_is_kept_by_the_action(browse: Browse, edith: User, draft_article: Article) -> None:
    draft_article.embargo_until = timezone.now() + timedelta(days=1)
    draft_article.save()

    assert act(browse(edith), "list", "publish", draft_article) == ["success"]
    draft_article.refresh_from_db()
    assert draft_article.published_at == draft_article.embargo_until


def test_what_was_moved_already_is_told_article_by_article(
    browse: Browse, edith: User, draft_article: Article, free_article: Article
) -> None:
    assert act(browse(edith), "list", "publish", draft_article, free_article) == ["error", "success"]
    assert act(browse(edith), "list", "withdraw", draft_article) == ["success"]
    assert act(browse(edith), "list", "withdraw", draft_article) == ["error"]


@pytest.mark.parametrize("where", ["list", "form"])
def test_a_reporter_publishes_nothing(browse: Browse, renee: User, draft_article: Article, where: str) -> None:
    client = browse(renee)
    assert 'value="publish"' not in client.get(LIST).content.decode()
    assert 'value="publish"' not in client.get(form_of(draft_article)).content.decode()

    address, name = (LIST, "action") if where == "list" else (form_of(draft_article), "CHANGE_FORM-action")
    client.post(address, {"_selected_action": [draft_article.pk], name: "publish"})

    draft_article.refresh_from_db()
    assert draft_article.status == "draft"


def test_a_reporter_reads_a_published_article_and_changes_nothing(
    browse: Browse, renee: User, free_article: Article
) -> None:
    client = browse(renee)
    page = client.get(form_of(free_article))
    assert page.status_code == 200
    assert 'name="headline"' not in page.content.decode()

    assert client.post(form_of(free_article), typed(free_article.section)).status_code == 403
    free_article.refresh_from_db()
    assert free_article.headline == "Le pont rouvre"


def test_no_form_edits_a_status(browse: Browse, edith: User, draft_article: Article) -> None:
    client = browse(edith)
    values = shown(client, draft_article)

    client.post(form_of(draft_article), values | {"status": "published", "published_at_0": "2026-01-01", "uri": "x"})

    uri = draft_article.uri
    draft_article.refresh_from_db()
    assert (draft_article.status, draft_article.published_at, draft_article.uri) == ("draft", None, uri)


# Revising


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


# The rest of the desk


def test_a_draft_has_a_preview_and_a_published_article_its_page(
    browse: Browse, edith: User, draft_article: Article, free_article: Article
) -> None:
    client = browse(edith)

    for article in (draft_article, free_article):
        assert (
            f'<a href="{article.get_absolute_url()}" class="viewsitelink">'
            in client.get(form_of(article)).content.decode()
        )
        assert client.get(article.get_absolute_url()).status_code == 200


def test_only_drafts_are_deleted(client: Client, db: None, draft_article: Article, free_article: Article) -> None:
    chief = User.objects.create_superuser("chef@exemple.test", "Chef")
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    chosen = {"_selected_action": [free_article.pk], "action": "delete_selected", "post": "yes"}

    assert client.post(f"{form_of(free_article).removesuffix('change/')}delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, chosen)
    assert Article.objects.filter(pk=free_article.pk).exists()
    client.post(f"{form_of(draft_article).removesuffix('change/')}delete/", {"post": "yes"})
    assert not Article.objects.filter(pk=draft_article.pk).exists()


@pytest.mark.parametrize("address", [LIST, "/admin/articles/picture/", "/admin/articles/contributor/", ADD])
def test_the_desk_is_for_those_who_write(browse: Browse, maud: User, alice: User, address: str) -> None:
    assert browse(maud).get(address).status_code == 403
    assert browse(alice).get(address).status_code in {302, 403}


def test_the_list_costs_the_same_however_long_it_is(browse: Browse, edith: User, politics: Section) -> None:
    client = browse(edith)
    factories.article(politics, "Un")
    few = queries(client, LIST)
    for number in range(20):
        section = Section.objects.create(name=f"Rubrique {number}", slug=f"rubrique-{number}")
        factories.article(section, f"Encore {number}")

    assert queries(client, LIST) == few <= 10


def test_an_article_is_found_by_its_words_or_its_uri(browse: Browse, edith: User, free_article: Article) -> None:
    client = browse(edith)

    for words in ("pont", free_article.uri):
        assert form_of(free_article) in client.get(LIST, {"q": words}).content.decode()
    assert form_of(free_article) not in client.get(LIST, {"q": "introuvable"}).content.decode()
