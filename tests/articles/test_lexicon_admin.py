"""The lexicon of pronunciation and the narrations at the desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from articles.models import Article, Narration, Pronunciation
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.listening import decoded, misbehaving, speak_with

type Browse = Callable[[User], Client]
ADD = "/admin/articles/pronunciation/add/"
LIST = "/admin/articles/pronunciation/"


@pytest.fixture
def reims(db: None) -> Pronunciation:
    return Pronunciation.objects.create(written="Reims", said="Rince")


def sound_of(entry: Pronunciation) -> str:
    return reverse("admin:articles_pronunciation_sound", args=[entry.pk])


def test_an_entry_is_written_and_its_articles_are_ordered_anew(browse: Browse, edith: User) -> None:
    desk = browse(edith)

    answer = desk.post(ADD, {"language": "fr", "written": "  de  Broglie ", "said": "de Breuil"})

    assert answer.status_code == 302
    [entry] = Pronunciation.objects.all()
    assert (entry.written, entry.said) == ("de Broglie", "de Breuil")
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[["de Broglie"]]]
    assert Entry.objects.filter(action="pronunciation.create", actor=edith).exists()


def test_a_change_and_a_deletion_order_what_was_and_what_is(browse: Browse, edith: User, reims: Pronunciation) -> None:
    desk = browse(edith)
    form = reverse("admin:articles_pronunciation_change", args=[reims.pk])

    desk.post(form, {"language": "fr", "written": "Rheims", "said": "Rince"})
    desk.post(reverse("admin:articles_pronunciation_delete", args=[reims.pk]), {"post": "yes"})

    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.order_by("enqueued_at")] == [
        [["Reims", "Rheims"]],
        [["Rheims"]],
    ]
    assert not Pronunciation.objects.exists()


@pytest.mark.parametrize(("written", "said"), [("…", "x"), ("", "x"), ("Reims", ""), ("Reims", "Rince")])
def test_an_entry_that_says_nothing_or_is_there_already_is_refused(
    browse: Browse, edith: User, reims: Pronunciation, written: str, said: str
) -> None:
    assert browse(edith).post(ADD, {"language": "fr", "written": written, "said": said}).status_code == 200
    assert Pronunciation.objects.count() == 1


def test_an_entry_is_heard_from_the_list_and_from_its_form(
    browse: Browse, edith: User, reims: Pronunciation, settings: Settings
) -> None:
    settings.VOICE = settings.VOICE | {"engine": "pico"}
    desk = browse(edith)
    form = reverse("admin:articles_pronunciation_change", args=[reims.pk])

    assert f'<a href="{sound_of(reims)}">' in desk.get(LIST).content.decode()
    assert f'src="{sound_of(reims)}"' in desk.get(form).content.decode()
    answer = desk.get(sound_of(reims))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/mpeg")
    assert "no-store" in answer.headers["Cache-Control"]
    assert 0.3 < decoded(answer.content).num_frames / 16_000 < 3


def test_a_voice_that_cannot_speak_says_why(
    browse: Browse, edith: User, reims: Pronunciation, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    desk = browse(edith)
    assert desk.get(sound_of(reims)).status_code == 503

    settings.VOICE = settings.VOICE | {"engine": "pico"}
    speak_with(monkeypatch, misbehaving("refuse"))
    answer = desk.get(sound_of(reims))
    assert (answer.status_code, answer.content.decode()) == (503, "RuntimeError: no licence today")


@pytest.mark.parametrize("who", ["renee", "maud"])
def test_only_editors_hear_and_change_the_lexicon(
    request: pytest.FixtureRequest, browse: Browse, reims: Pronunciation, who: str
) -> None:
    client = browse(request.getfixturevalue(who))

    assert {client.get(address).status_code for address in (LIST, ADD, sound_of(reims))} == {403}


def test_the_desk_sees_why_a_narration_failed_and_has_it_spoken_again(
    browse: Browse, edith: User, free_article: Article, private: Path
) -> None:
    failed = factories.narration(free_article, status="failed", reason="the voice did not answer", attempts=5)
    ready = factories.narration(free_article)
    desk = browse(edith)
    listed = "/admin/articles/narration/"

    assert "the voice did not answer" in desk.get(listed).content.decode()
    desk.post(listed, {"action": "speak_again", "_selected_action": [failed.pk, ready.pk]})

    assert set(Narration.objects.values_list("pk", "status")) == {(failed.pk, "pending"), (ready.pk, "ready")}
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[failed.pk]]
    assert desk.get(f"{listed}{ready.pk}/change/").status_code == 200
    assert desk.get(f"{listed}add/").status_code == 403
