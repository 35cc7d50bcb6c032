"""The panel of publication: publish now or later, take it back, withdraw, after a look at what is to be mended."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, Byline, Contributor, Picture, Section
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.desk import LIST, Browse, form_of
from tests.articles.pages import queries, text_of
from tests.comments.clock import Clock

HOUR = timedelta(hours=1)


def desk(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/publication/"


def local(at: datetime) -> str:
    """Return a time as a browser sends it."""
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def ask(client: Any, article: Article, verb: str, **more: Any) -> Any:
    return client.post(desk(article), {"verb": verb, "seen": article.version} | more)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be noon: a browser says no zone, and in the night when an hour comes twice means either."""
    clock = Clock(monkeypatch)
    clock.now = clock.now.replace(hour=12)


@pytest.fixture
def sound(politics: Section, alice_signs: Contributor) -> Article:
    """A draft in which nothing is to be mended."""
    picture = Picture(image="a.jpg", width=1, height=1, alt_text="Un pont.", caption="Le pont.", credit="Maud")
    Picture.objects.bulk_create([picture])
    article = factories.article(
        politics, "Le pont rouvre", published=False, access="free", standfirst="On passe.", lead_picture=picture
    )
    Byline.objects.create(article=article, contributor=alice_signs)
    return article


# Publish


def test_a_sound_draft_is_published_at_once(browse: Browse, edith: User, sound: Article) -> None:
    client = browse(edith)
    assert "Publier maintenant, pour tous" in text_of(client, form_of(sound))

    assert ask(client, sound, "publish").status_code == 302

    sound.refresh_from_db()
    assert sound.is_public()
    assert Entry.objects.get(action="article.published").actor == edith


def test_what_might_be_mended_is_shown_again_and_a_second_word_publishes(
    browse: Browse, edith: User, draft_article: Article
) -> None:
    client = browse(edith)

    answer = ask(client, draft_article, "publish")
    assert answer.status_code == 200
    assert "Il n’y a pas de chapô" in answer.content.decode()
    assert "Publier quand même" in answer.content.decode()
    draft_article.refresh_from_db()
    assert draft_article.status == "draft"

    assert ask(client, draft_article, "publish", confirmed="1").status_code == 302
    draft_article.refresh_from_db()
    assert draft_article.is_public()


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_what_may_never_be_published_is_not_whoever_insists(
    browse: Browse, edith: User, sound: Article, verb: str
) -> None:
    Article.objects.update(body='<p>Un <a href="exemple.fr/page">lien</a>.</p>')
    client = browse(edith)

    answer = ask(client, sound, verb, confirmed="1", at=local(timezone.now() + HOUR))

    assert answer.status_code == 200
    assert "ne mène nulle part" in answer.content.decode()
    client.post(LIST, {"_selected_action": [sound.pk], "action": "publish"})
    sound.refresh_from_db()
    assert sound.status == "draft"


def test_words_that_the_editor_has_not_seen_are_not_published(
    browse: Browse, edith: User, paul: User, sound: Article
) -> None:
    client = browse(edith)
    Article.objects.get(pk=sound.pk).revise(by=paul, fields={"headline"})

    answer = ask(client, sound, "publish")

    assert answer.status_code == 409
    assert "Rien n’a été fait" in answer.content.decode()
    sound.refresh_from_db()
    assert sound.status == "draft"


# Later


def test_an_article_is_scheduled_moved_and_taken_back(browse: Browse, edith: User, sound: Article) -> None:
    client = browse(edith)
    at = timezone.now().replace(second=0, microsecond=0) + HOUR

    assert ask(client, sound, "schedule", at=local(at)).status_code == 302
    sound.refresh_from_db()
    assert (sound.status, sound.published_at) == ("published", at)
    assert not sound.is_public()

    ask(client, sound, "schedule", at=local(at + HOUR))
    sound.refresh_from_db()
    assert sound.published_at == at + HOUR

    ask(client, sound, "unschedule")
    draft = Article.objects.get()
    assert (draft.status, draft.published_at) == ("draft", None)
    assert [entry.action for entry in Entry.objects.filter(actor=edith)] == [
        "article.unscheduled", "article.rescheduled", "article.published"
    ]  # fmt: skip


def test_a_scheduled_article_may_be_published_now(browse: Browse, edith: User, sound: Article) -> None:
    sound.publish(by=edith, at=timezone.now() + HOUR)

    ask(browse(edith), sound, "publish")

    sound.refresh_from_db()
    assert sound.is_public()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("", "Donnez un jour et une heure"),
        ("demain", "valide"),
        ("an hour ago", "est passée"),
        ("9999-99-99T10:00", "valide"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_words(
    browse: Browse, edith: User, sound: Article, at: str, said: str
) -> None:
    # Named by words: each process of a run has to find the test by the same name, whatever the minute.
    answer = ask(browse(edith), sound, "schedule", at=local(timezone.now() - HOUR) if at == "an hour ago" else at)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    sound.refresh_from_db()
    assert sound.status == "draft"


def test_no_time_before_the_embargo_s_end_is_taken(browse: Browse, edith: User, sound: Article) -> None:
    Article.objects.update(embargo_until=timezone.now() + 3 * HOUR)
    client = browse(edith)

    assert "sous embargo jusqu" in ask(client, sound, "schedule", at=local(timezone.now() + HOUR)).content.decode()
    ask(client, sound, "schedule", at=local(timezone.now() + 4 * HOUR))
    sound.refresh_from_db()
    assert sound.status == "published"


def test_what_became_public_meanwhile_is_not_taken_back_as_if_it_were_not(
    browse: Browse, edith: User, sound: Article
) -> None:
    sound.publish(by=edith)

    for verb in ("unschedule", "publish"):
        assert ask(browse(edith), sound, verb).status_code == 409
    sound.refresh_from_db()
    assert sound.is_public()


# Withdraw


def test_withdrawing_says_first_what_it_does(browse: Browse, edith: User, free_article: Article) -> None:
    client = browse(edith)

    answer = ask(client, free_article, "withdraw")
    assert "410" in answer.content.decode()
    free_article.refresh_from_db()
    assert free_article.is_public()

    assert ask(client, free_article, "withdraw", confirmed="1").status_code == 302
    assert client.get(free_article.get_absolute_url()).status_code == 200
    client.logout()
    assert client.get(free_article.get_absolute_url()).status_code == 410


def test_a_withdrawn_article_is_published_again(browse: Browse, edith: User, sound: Article) -> None:
    sound.publish(by=edith)
    sound.withdraw(by=edith)

    ask(browse(edith), sound, "publish")

    sound.refresh_from_db()
    assert sound.is_public()


# Who


@pytest.mark.parametrize("verb", ["publish", "schedule", "unschedule", "withdraw"])
def test_a_reporter_sees_what_is_to_be_mended_and_publishes_nothing(
    browse: Browse, renee: User, sound: Article, free_article: Article, verb: str
) -> None:
    client = browse(renee)
    page = text_of(client, desk(sound))
    assert "Rien à corriger" in page
    assert 'name="verb"' not in page

    for article in (sound, free_article):
        was = article.status
        at = local(timezone.now() + HOUR)
        assert ask(client, article, verb, confirmed="1", at=at).status_code == 403
        article.refresh_from_db()
        assert article.status == was


def test_the_panel_leads_to_the_article_as_each_reader_sees_it(browse: Browse, edith: User, sound: Article) -> None:
    page = text_of(browse(edith), form_of(sound))

    for word in ("signed-out", "member", "subscriber", "crawler"):
        assert f'href="{sound.get_absolute_url()}?as={word}"' in page


def test_the_panel_costs_the_same_whatever_is_to_be_mended(browse: Browse, edith: User, sound: Article) -> None:
    client = browse(edith)
    few = queries(client, desk(sound))
    Article.objects.update(body="<p><a>x</a></p>" * 40 + "<img>", access="subscribers", standfirst="")

    assert few <= queries(client, desk(sound)) <= few + 1 <= 10
