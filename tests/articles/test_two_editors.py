"""Two editors on one article: each is told of the other, and no text of either is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, Contributor, Presence, Revision, Tag
from articles.models.presence import LASTS
from newsroom.subscribers.models import User
from tests.articles.desk import Browse, form_of, shown
from tests.articles.pages import queries, text_of
from tests.articles.test_revisions import rewrite
from tests.articles.together import at_once

THREE = "<p>Un.</p>\n<p>Deux.</p>\n<p>Trois.</p>"


def presence(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/presence/"


@pytest.fixture
def article(free_article: Article) -> Article:
    """An article of three paragraphs."""
    rewrite(free_article, None, body=THREE, standfirst="On passe.")
    return Article.objects.get(pk=free_article.pk)


# Told of each other


def test_who_opens_an_article_is_told_who_else_has_it_open(
    browse: Browse, edith: User, paul: User, article: Article
) -> None:
    assert "Édith</strong>" not in text_of(browse(edith), form_of(article)).partition("data-presence")[2]
    assert "Édith</strong> a aussi cet article ouvert" in text_of(browse(paul), form_of(article))
    assert "Paul</strong> a aussi" in browse(edith).post(presence(article), {"seen": "2"}).content.decode()


def test_who_left_or_fell_silent_is_forgotten(browse: Browse, edith: User, paul: User, article: Article) -> None:
    browse(paul).get(form_of(article))
    Presence.objects.update(seen_at=timezone.now() - LASTS - timedelta(seconds=1))
    assert "Paul" not in browse(edith).post(presence(article)).content.decode()
    assert Presence.objects.count() == 1

    browse(paul).post(presence(article))
    assert browse(paul).post(presence(article), {"leaving": "1"}).status_code == 204
    assert not Presence.objects.filter(user=paul).exists()


def test_an_open_page_is_told_of_a_newer_version(browse: Browse, edith: User, paul: User, article: Article) -> None:
    client = browse(edith)
    assert "enregistré" not in client.post(presence(article), {"seen": "2"}).content.decode()
    rewrite(article, paul, headline="Autre")

    assert (
        "Paul a enregistré une version plus récente" in client.post(presence(article), {"seen": "2"}).content.decode()
    )


def test_who_may_only_read_an_article_is_not_said_to_edit_it(browse: Browse, renee: User, article: Article) -> None:
    browse(renee).get(form_of(article))

    assert not Presence.objects.exists()


def test_presence_is_sent_and_the_desk_s(browse: Browse, edith: User, maud: User, article: Article) -> None:
    assert browse(edith).get(presence(article)).status_code == 405
    assert browse(maud).post(presence(article)).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_noted_many_times_at_once_is_there_once(article: Article, edith: User) -> None:
    assert at_once(*[lambda: Presence.objects.note(article, edith)] * 6) == [""] * 6

    assert Presence.objects.count() == 1


def test_the_form_costs_the_same_however_many_have_it_open(
    browse: Browse, edith: User, paul: User, article: Article
) -> None:
    client = browse(edith)
    few = queries(client, form_of(article))
    for number in range(5):
        Presence.objects.note(article, User.objects.create_user(f"e{number}@exemple.test", f"Plume {number}"))

    assert queries(client, form_of(article)) == few


# Both write


def save(
    browse: Browse, who: User, article: Article, mine: dict[str, Any], **theirs: Any
) -> tuple[Any, dict[str, Any]]:
    """Let `who` save what they typed after a colleague saved theirs; return the answer and the form as it stands."""
    client = browse(who)
    opened = shown(client, article)
    colleague = User.objects.get(display_name="Paul")
    rewrite(article, colleague, **theirs)
    answer = client.post(form_of(article), opened | mine)
    assert answer.status_code == 200, "a save over somebody else's newer version is refused"
    form = answer.context["adminform"].form
    stands = {name: form[name].value() for name in form.fields}
    return answer, {name: "" if value is None else value for name, value in stands.items()} | {
        "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0
    }  # fmt: skip


def test_fields_that_one_of_them_changed_are_brought_together(
    browse: Browse, edith: User, paul: User, article: Article
) -> None:
    answer, form = save(browse, edith, article, {"headline": "Mon titre"}, standfirst="Le chapô de Paul.")

    article.refresh_from_db()
    assert article.headline == "Le pont rouvre"
    page = answer.content.decode()
    assert "Paul a modifié cet article pendant que vous écriviez" in page
    assert [(met.name, met.outcome) for met in answer.context["adminform"].form.met] == [("standfirst", "taken")]

    assert browse(edith).post(form_of(article), form).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Mon titre", "Le chapô de Paul.")


def test_different_paragraphs_are_brought_together(browse: Browse, edith: User, paul: User, article: Article) -> None:
    mine = {"body": THREE.replace("Un.", "Un, de moi.").replace("\n", "\r\n")}

    answer, form = save(browse, edith, article, mine, body=THREE.replace("Trois.", "Trois, de Paul."))

    assert [met.outcome for met in answer.context["adminform"].form.met] == ["merged"]
    browse(edith).post(form_of(article), form)
    article.refresh_from_db()
    assert article.body == "<p>Un, de moi.</p>\n<p>Deux.</p>\n<p>Trois, de Paul.</p>"


@pytest.mark.parametrize(
    ("field", "mine", "theirs"),
    [
        ("headline", "Mon titre", "Le titre de Paul"),
        ("body", THREE.replace("Deux.", "Le mien."), THREE.replace("Deux.", "Celui de Paul.")),
    ],
)
def test_of_what_both_changed_both_texts_are_shown_and_the_typed_one_stays(
    browse: Browse, edith: User, paul: User, article: Article, field: str, mine: str, theirs: str
) -> None:
    answer, form = save(browse, edith, article, {field: mine}, **{field: theirs})

    page = answer.content.decode()
    assert "Paul" in page.partition('class="desk-met"')[2]
    assert [met.outcome for met in answer.context["adminform"].form.met] == ["both"]
    article.refresh_from_db()
    assert getattr(article, field) == theirs
    assert form[field] == mine

    browse(edith).post(form_of(article), form)
    article.refresh_from_db()
    assert getattr(article, field) == mine
    # What was written over is kept.
    assert theirs in {one.fields[field] for one in Revision.objects.all()}


def test_places_people_and_dates_are_brought_together_too(
    browse: Browse, edith: User, paul: User, draft_article: Article
) -> None:
    until = timezone.now().replace(microsecond=0) + timedelta(days=1)

    answer, form = save(browse, edith, draft_article, {"kicker": "Moi"}, embargo_until=until, access="free")

    assert {met.name for met in answer.context["adminform"].form.met} == {"embargo_until", "access"}
    date, hour = form.pop("embargo_until")
    browse(edith).post(form_of(draft_article), form | {"embargo_until_0": date, "embargo_until_1": hour})
    draft_article.refresh_from_db()
    assert (draft_article.kicker, draft_article.embargo_until, draft_article.access) == ("Moi", until, "free")


def test_tags_that_a_colleague_gave_are_kept(browse: Browse, edith: User, paul: User, article: Article) -> None:
    client = browse(edith)
    opened = shown(client, article)
    tag = Tag.objects.create(name="Ponts", slug="ponts")
    with Article.objects.get(pk=article.pk).revised(by=paul, fields={"tags"}):
        article.tags.add(tag)

    answer = client.post(form_of(article), opened | {"headline": "Mon titre"})

    assert [str(one) for one in answer.context["adminform"].form["tags"].value()] == [str(tag.pk)]


def test_a_second_colleague_is_met_like_the_first(browse: Browse, edith: User, paul: User, article: Article) -> None:
    _answer, form = save(browse, edith, article, {"headline": "Mon titre"}, standfirst="De Paul.")
    rewrite(article, paul, kicker="Encore")

    answer = browse(edith).post(form_of(article), form)

    assert answer.status_code == 200
    assert [met.name for met in answer.context["adminform"].form.met] == ["kicker"]


@pytest.mark.parametrize("seen", ["x", "-1", "0", "99", "9" * 50, "\x00", "2²"])
def test_a_forged_version_writes_over_nothing(browse: Browse, edith: User, article: Article, seen: str) -> None:
    client = browse(edith)
    mine = shown(client, article) | {"seen": seen, "headline": "Mon titre"}

    assert client.post(form_of(article), mine).status_code == 200
    article.refresh_from_db()
    assert article.headline == "Le pont rouvre"


@pytest.mark.parametrize(("mine", "outcome"), [([0], "taken"), ([0, 2], "theirs"), ([], "theirs"), ([1], "")])
def test_who_signs_is_a_colleague_s_last_word_and_mine_is_shown(
    browse: Browse, edith: User, paul: User, article: Article, mine: list[int], outcome: str
) -> None:
    people = [Contributor.objects.create(name=f"Plume {n}", slug=f"plume-{n}") for n in range(3)]
    first = article.bylines.create(contributor=people[0])
    rewrite(article, paul, kicker="Un")
    client = browse(edith)
    opened = shown(client, article) | {"bylines-TOTAL_FORMS": len(mine), "bylines-INITIAL_FORMS": min(1, len(mine))}
    for row, number in enumerate(mine):
        opened |= {f"bylines-{row}-contributor": people[number].pk, f"bylines-{row}-position": row}
        opened |= {f"bylines-{row}-id": first.pk} if row == 0 else {}
    with Article.objects.get(pk=article.pk).revised(by=paul, fields={"byline"}):
        article.bylines.all().delete()
        article.bylines.create(contributor=people[1])

    answer = client.post(form_of(article), opened)

    form = answer.context["adminform"].form
    assert [met.outcome for met in form.met] == ([outcome] if outcome else [])
    # The rows that stand there can be sent again.
    formset = answer.context["inline_admin_formsets"][0].formset
    assert [one.instance.contributor for one in formset.initial_forms] == [people[1]]
    assert not formset.errors or not any(formset.errors)


def test_what_a_reporter_typed_into_a_draft_that_was_published_meanwhile_is_given_back(
    browse: Browse, renee: User, edith: User, draft_article: Article
) -> None:
    client = browse(renee)
    mine = shown(client, draft_article) | {"headline": "Mon <titre>", "body": "<p>Mon texte.</p>"}
    draft_article.publish(by=edith)

    answer = client.post(form_of(draft_article), mine)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Mon &lt;titre&gt;</textarea>" in page
    assert "&lt;p&gt;Mon texte.&lt;/p&gt;</textarea>" in page
    draft_article.refresh_from_db()
    assert draft_article.headline == "Le brouillon"
