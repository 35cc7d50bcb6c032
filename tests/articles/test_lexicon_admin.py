"""The lexicon of pronunciation and the narrations at the desk."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from articles.admin import listening
from articles.audio import voices
from articles.audio.voices import Choice, Voice
from articles.models import Article, Narration, Pronunciation
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.listening import decoded, misbehaving, said, speak_with

pytestmark = pytest.mark.once

type Browse = Callable[[User], Client]
ADD = "/admin/articles/pronunciation/add/"
LIST = "/admin/articles/pronunciation/"


@pytest.fixture
def reims(db: None) -> Pronunciation:
    return Pronunciation.objects.create(written="Reims", said="Rince")


SOUND = "/admin/articles/pronunciation/sound/"


def sound_of(words: str, language: str = "fr") -> str:
    return f"{SOUND}?{urlencode({'language': language, 'said': words})}"


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


def test_an_entry_is_heard_from_the_list_and_what_is_typed_from_the_form(
    browse: Browse, edith: User, reims: Pronunciation, settings: Settings
) -> None:
    settings.VOICE = settings.VOICE | {"engine": "pico"}
    desk = browse(edith)

    assert f'<a href="{escape(sound_of("Rince"))}">' in desk.get(LIST).content.decode()
    for form in (ADD, reverse("admin:articles_pronunciation_change", args=[reims.pk])):
        assert f'formaction="{SOUND}" formmethod="post"' in desk.get(form).content.decode()
    answer = desk.get(sound_of("Rince"))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/mpeg")
    assert "no-store" in answer.headers["Cache-Control"]
    assert 0.3 < decoded(answer.content).num_frames / 16_000 < 3


def test_the_words_are_spoken_in_the_language_of_the_form_and_nothing_is_saved(
    browse: Browse, edith: User, monkeypatch: pytest.MonkeyPatch, log: Path
) -> None:
    asked: list[str] = []
    voice = misbehaving(log=str(log))

    def chosen(_choice: Choice, language: str) -> list[Voice]:
        asked.append(language)
        return [voice]

    monkeypatch.setattr(voices, "chosen", chosen)
    desk = browse(edith)

    desk.get(sound_of("Rance", "en"))
    desk.get(SOUND, {"language": "fr", "written": "Reims", "said": ""})

    assert (asked, said(log)) == (["en", "fr"], ["Rance.", "Reims."])
    assert not Pronunciation.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_without_a_script_the_form_leads_to_the_sound(browse: Browse, edith: User) -> None:
    form = {"language": "fr", "written": "Reims", "said": "Rince", "csrfmiddlewaretoken": "x"}

    answer = browse(edith).post(SOUND, form)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{SOUND}?language=fr&written=Reims&said=Rince")


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"language": "fr"},
        {"language": "de", "said": "Rince"},
        {"language": "fr", "said": "…"},
        {"language": "fr", "said": "x" * 201},
    ],
)
def test_what_cannot_be_said_is_refused(browse: Browse, edith: User, form: dict[str, str]) -> None:
    answer = browse(edith).get(SOUND, form)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_nobody_starts_voices_without_end(
    browse: Browse, edith: User, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "SOUND_RATE", "3/m/user")
    desk = browse(edith)
    answers = [desk.get(SOUND, {"language": "fr", "said": "oui"}) for _time in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_voice_that_cannot_speak_says_why(
    browse: Browse, edith: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    desk = browse(edith)
    assert desk.get(sound_of("Rince")).status_code == 503

    settings.VOICE = settings.VOICE | {"engine": "pico"}
    speak_with(monkeypatch, misbehaving("refuse"))
    answer = desk.get(sound_of("Rince"))
    assert (answer.status_code, answer.content.decode()) == (503, "RuntimeError: no licence today")


@pytest.mark.parametrize("who", ["renee", "maud"])
def test_only_editors_hear_and_change_the_lexicon(
    request: pytest.FixtureRequest, browse: Browse, reims: Pronunciation, who: str
) -> None:
    client = browse(request.getfixturevalue(who))

    assert {client.get(address).status_code for address in (LIST, ADD, sound_of("Rince"))} == {403}


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
