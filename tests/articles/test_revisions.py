"""Versions: every save is kept, compared and brought back; nobody writes over what they have not seen."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Byline, Contributor, Picture, Revision, Section, StaleArticle, Tag
from articles.models.versioned import RESTORED
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.desk import ADD, Browse, form_of, shown, typed
from tests.articles.pages import queries, text_of
from tests.articles.together import at_once


def versions(article: Article, number: int | None = None) -> str:
    base = f"/admin/articles/article/{article.pk}/versions/"
    return base if number is None else f"{base}{number}/"


def rewrite(article: Article, by: User | None = None, **fields: object) -> None:
    """Revise the article as it is stored."""
    found = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(found, name, value)
    found.revise(by=by, fields=set(fields))


# Kept


def test_what_was_brought_in_is_kept_before_it_is_written_over(free_article: Article, edith: User) -> None:
    rewrite(free_article, edith, headline="Le pont ferme")

    first, second = Revision.objects.order_by("number")
    assert (first.number, first.by, first.at, first.fields["headline"]) == (
        1, None, free_article.created_at, "Le pont rouvre"
    )  # fmt: skip
    assert (second.number, second.by, second.changed) == (2, edith, ["headline"])
    assert second.fields["headline"] == "Le pont ferme"
    assert second.fields["body"] == free_article.body


def test_writing_by_hand_keeps_a_first_version_with_its_byline_and_tags(
    browse: Browse, renee: User, politics: Section, alice_signs: Contributor
) -> None:
    tag = Tag.objects.create(name="Ponts", slug="ponts")
    browse(renee).post(ADD, typed(politics, alice_signs, tags=[tag.pk]))

    only = Revision.objects.get()
    assert (only.number, only.by) == (1, renee)
    assert (only.fields["byline"], only.fields["tags"]) == ([alice_signs.pk], [tag.pk])


def test_a_change_of_byline_or_tags_alone_is_a_version_too(
    browse: Browse, edith: User, draft_article: Article, alice_signs: Contributor
) -> None:
    client = browse(edith)
    tag = Tag.objects.create(name="Ponts", slug="ponts")
    signed = {"bylines-TOTAL_FORMS": 1, "bylines-0-contributor": alice_signs.pk, "bylines-0-position": 0}

    client.post(form_of(draft_article), shown(client, draft_article) | signed | {"tags": [tag.pk]})

    last = draft_article.revisions.first()
    assert last is not None
    assert (last.number, last.changed) == (2, ["byline", "tags"])
    assert (last.fields["byline"], last.fields["tags"]) == ([alice_signs.pk], [tag.pk])
    assert Entry.objects.get(action="article.revise").detail == {"fields": ["byline", "tags"]}


def test_a_version_is_kept_as_it_was_saved(free_article: Article, edith: User) -> None:
    rewrite(free_article, edith, headline="Le pont ferme")

    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Revision.objects.update(fields={})


def test_versions_go_with_a_draft_that_is_thrown_away(draft_article: Article, edith: User) -> None:
    rewrite(draft_article, edith, headline="Autre")

    Article.objects.get(pk=draft_article.pk).delete()

    assert not Revision.objects.exists()


def test_an_import_keeps_versions_too(free_article: Article) -> None:
    rewrite(free_article, None, body="<p>De l’agence.</p>")

    assert [one.by for one in Revision.objects.all()] == [None, None]


# Compare and set


def test_a_version_that_is_no_longer_the_last_is_not_written_over(free_article: Article, edith: User) -> None:
    stale = Article.objects.get(pk=free_article.pk)
    rewrite(free_article, edith, headline="Le pont ferme")

    stale.headline = "Mon titre"
    with pytest.raises(StaleArticle):
        stale.revise(by=edith, fields={"headline"}, seen=1)

    free_article.refresh_from_db()
    assert (free_article.headline, free_article.version) == ("Le pont ferme", 2)
    assert Revision.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_four_who_save_the_same_version_at_once_one_does(free_article: Article) -> None:
    copies = [Article.objects.get(pk=free_article.pk) for _ in range(4)]
    for number, one in enumerate(copies):
        one.headline = f"Titre {number}"

    failed = at_once(*[lambda one=one: one.revise(by=None, fields={"headline"}, seen=1) for one in copies])

    assert failed == ["", *["StaleArticle"] * 3]
    assert list(Revision.objects.values_list("number", flat=True)) == [2, 1]
    assert Article.objects.get().headline == Revision.objects.get(number=2).fields["headline"]


@pytest.mark.django_db(transaction=True)
def test_four_who_revise_at_once_without_looking_leave_four_versions(free_article: Article) -> None:
    copies = [Article.objects.get(pk=free_article.pk) for _ in range(4)]

    assert at_once(*[lambda one=one: one.revise(by=None, fields={"headline"}) for one in copies]) == [""] * 4

    assert list(Revision.objects.values_list("number", flat=True)) == [5, 4, 3, 2, 1]


# Brought back


def test_words_are_brought_back_as_a_new_version(
    free_article: Article, edith: User, alice_signs: Contributor, politics: Section
) -> None:
    picture = Picture.objects.bulk_create([Picture(image="a.jpg", width=1, height=1, decorative=True)])[0]
    tag = Tag.objects.create(name="Ponts", slug="ponts")
    Byline.objects.create(article=free_article, contributor=alice_signs)
    free_article.tags.add(tag)
    rewrite(free_article, edith, kicker="Urgent", lead_picture=picture)
    culture = Section.objects.create(name="Culture", slug="culture")
    free_article.bylines.all().delete()
    free_article.tags.clear()
    rewrite(free_article, edith, kicker="", headline="Autre", lead_picture=None, access="subscribers", section=culture)
    article = Article.objects.get(pk=free_article.pk)

    changed = article.restore(Revision.objects.get(number=2), by=edith, seen=3)

    assert changed == {"kicker", "headline", "lead_picture", "byline", "tags"} <= set(RESTORED)
    article.refresh_from_db()
    assert (article.kicker, article.headline, article.lead_picture) == ("Urgent", "Le pont rouvre", picture)
    assert (article.byline, list(article.tags.all())) == ([alice_signs], [tag])
    # Where it stands and who reads it are no words: bringing back a text opens nothing.
    assert (article.section, article.access) == (culture, "subscribers")
    last = article.revisions.first()
    assert last is not None
    assert (last.number, last.restored, last.by) == (4, 2, edith)
    assert last.fields["byline"] == [alice_signs.pk]


def test_what_was_deleted_since_is_left_out(free_article: Article, edith: User, alice_signs: Contributor) -> None:
    picture = Picture.objects.bulk_create([Picture(image="a.jpg", width=1, height=1, decorative=True)])[0]
    Byline.objects.create(article=free_article, contributor=alice_signs)
    rewrite(free_article, edith, headline="Autre", lead_picture=picture)
    rewrite(free_article, edith, headline="Encore", lead_picture=None)
    picture.delete()
    free_article.bylines.all().delete()
    alice_signs.delete()
    article = Article.objects.get(pk=free_article.pk)

    assert article.restore(Revision.objects.get(number=2), by=edith, seen=3) == {"headline"}
    assert (article.headline, article.lead_picture) == ("Autre", None)


def test_what_says_the_same_already_makes_no_version(free_article: Article, edith: User) -> None:
    rewrite(free_article, edith, access="subscribers")
    article = Article.objects.get(pk=free_article.pk)

    assert article.restore(Revision.objects.get(number=1), by=edith, seen=2) == set()
    assert Revision.objects.count() == 2


# At the desk


def test_versions_are_listed_compared_and_brought_back(browse: Browse, edith: User, free_article: Article) -> None:
    rewrite(free_article, edith, headline="Le pont <ferme>", body="<p>Un <strong>mot</strong>.</p>")
    client = browse(edith)

    listed = text_of(client, versions(free_article))
    assert listed.index("Version 2") < listed.index("Version 1")
    page = text_of(client, versions(free_article, 2))
    assert "<del>" in page
    assert "&lt;ferme&gt;" in page
    assert "[ajouté" in page
    answer = client.post(versions(free_article, 1), {"seen": "2"})

    assert answer.status_code == 302
    free_article.refresh_from_db()
    assert (free_article.headline, free_article.version) == ("Le pont rouvre", 3)


def test_what_somebody_saved_since_is_not_written_over_by_a_former_version(
    browse: Browse, edith: User, free_article: Article
) -> None:
    rewrite(free_article, edith, headline="Deux")
    rewrite(free_article, edith, headline="Trois")

    assert browse(edith).post(versions(free_article, 1), {"seen": "2"}).status_code == 409
    free_article.refresh_from_db()
    assert free_article.headline == "Trois"


@pytest.mark.parametrize(("article", "status"), [("draft_article", 302), ("free_article", 403)])
def test_a_reporter_brings_back_the_words_of_drafts_alone(
    request: pytest.FixtureRequest, browse: Browse, renee: User, article: str, status: int
) -> None:
    found = request.getfixturevalue(article)
    rewrite(found, renee, headline="Autre")

    assert browse(renee).post(versions(found, 1), {"seen": "2"}).status_code == status


def test_versions_are_the_desk_s(browse: Browse, maud: User, alice: User, free_article: Article) -> None:
    rewrite(free_article, None, headline="Autre")

    for address in (versions(free_article), versions(free_article, 1)):
        assert browse(maud).get(address).status_code == 403
        assert browse(alice).get(address).status_code == 302
    assert browse(maud).get(versions(free_article, 9)).status_code in {403, 404}


def test_the_pages_cost_the_same_however_many_versions_there_are(
    browse: Browse, edith: User, free_article: Article
) -> None:
    client = browse(edith)
    rewrite(free_article, edith, headline="Autre")
    few = [queries(client, address) for address in (versions(free_article), versions(free_article, 2))]
    for number in range(30):
        rewrite(free_article, factories.staff(f"Plume {number}", "Editor"), headline=f"Titre {number}")

    assert [queries(client, address) for address in (versions(free_article), versions(free_article, 2))] == few
    assert max(few) <= 12
