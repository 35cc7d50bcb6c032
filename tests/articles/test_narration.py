"""A narration's life: ordered, spoken, out of date; whatever happens meanwhile."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from articles.audio import sound
from articles.models import Article, Byline, Contributor, Narration, Pronunciation, Section, narration_orders
from articles.models import narration as life
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.listening import content, decoded, misbehaving, narrated, said, speak_with, states

BODY = "<p>Le pont rouvre. On passe.</p><p>Le maire est content.</p>"
Status = Narration.Status


def test_publishing_leaves_a_narration_that_waits_and_a_task_after_all_others(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)

    [narration] = article.narrations.all()
    assert narration.status == Status.PENDING
    [task] = DBTaskResult.objects.all()
    assert (task.args_kwargs["args"], task.priority) == ([narration.pk], -10)
    assert Narration.objects.of_page(article) == narration


def test_a_draft_is_not_narrated(draft_article: Article, log: Path) -> None:
    assert Narration.objects.order(draft_article) == []


def test_the_worker_speaks_it_and_its_cues_are_where_it_is_heard(
    politics: Section, log: Path, run_tasks: Callable[[], None]
) -> None:
    article = factories.article(politics, "Le pont", body=BODY, standfirst="Enfin.")
    signed = Contributor.objects.create(name="Alice Martin", slug="alice-martin")
    Byline.objects.create(article=article, contributor=signed, position=0)
    article.narrations.order(article)

    run_tasks()

    narration = Narration.objects.playable().get(article=article)
    assert said(log) == [
        "Le pont.",
        "Par Alice Martin.",
        "Enfin.",
        "Le pont rouvre.",
        "On passe.",
        "Le maire est content.",
    ]
    assert [(cue["part"], cue["first"], cue["last"]) for cue in narration.cues][2:5] == [
        ("standfirst", 0, 6),
        ("body", 0, 13),
        ("body", 13, 21),
    ]
    heard = decoded(content(narration))
    assert heard.num_frames / heard.sample_rate == pytest.approx(narration.cues[-1]["end"], abs=0.1)
    assert narration.seconds == pytest.approx(narration.cues[-1]["end"], abs=0.01)
    assert all(one["end"] == other["start"] for one, other in zip(narration.cues, narration.cues[1:], strict=False))
    assert states(article) == [Status.STALE, Status.READY]


def test_a_correction_makes_it_out_of_date_at_once_and_speaks_the_changed_sentence_alone(
    politics: Section, log: Path
) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    first = narrated(article)
    log.unlink()

    article.body = BODY.replace("On passe.", "On attend.")
    article.revise(by=None, fields={"body"})

    assert not Narration.objects.playable().filter(article=article).exists()
    second = narrated(article)
    assert said(log) == ["On attend."]
    heard, former = content(second), content(first)
    piece = first.cues[-1]["bytes"]
    assert heard[-piece:] == former[-piece:]
    assert decoded(heard).num_frames


def test_a_change_that_is_not_heard_changes_nothing(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    narrated(article)

    article.body = BODY.replace("Le maire", "<strong>Le maire</strong>")
    article.kicker = "EXCLUSIF"
    article.revise(by=None, fields={"body", "kicker"})

    assert states(article) == [Status.READY]


def test_a_long_article_is_spoken_in_rounds_with_others_between(
    politics: Section, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "ROUND_SECONDS", 0.0)
    article = factories.article(politics, "Le pont", body=BODY)
    narration = article.narrations.get()
    narration.work()

    assert (narration.status, narration.parts.count()) == (Status.PENDING, 1)
    assert DBTaskResult.objects.count() == 2
    ready = narrated(article)
    assert len(said(log)) == 4
    assert ready.parts.count() == 0
    assert len(content(ready)) == ready.size
    assert [cue["start"] for cue in ready.cues] == sorted(cue["start"] for cue in ready.cues)
    assert ready.seconds == sound.seconds(sum(cue["bytes"] for cue in ready.cues))


def test_the_better_voice_takes_the_place_of_the_quick_one_when_it_is_ready(
    politics: Section, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick, better = misbehaving(name="quick"), misbehaving(name="better")
    monkeypatch.setattr(narration_orders, "is_quick", lambda voice: voice.name == "quick")
    speak_with(monkeypatch, quick, better)
    article = factories.article(politics, "Le pont", body=BODY)
    first, second = article.narrations.order_by("id")

    first.work()
    assert Narration.objects.of_page(article) == first
    second.work()

    assert Narration.objects.of_page(article) == second
    assert states(article) == [Status.STALE, Status.READY]
    assert Narration.objects.order(article) == []


def test_a_new_pronunciation_speaks_again_what_says_the_word_and_nothing_else(
    politics: Section, log: Path, alice: User
) -> None:
    one = factories.article(politics, "Le pont", body="<p>Vive Reims. On passe.</p>")
    other = factories.article(politics, "La gare", body="<p>Rien.</p>")
    narrated(one), narrated(other)
    log.unlink()

    Pronunciation.objects.create(written="Reims", said="Rince")
    Narration.objects.order_again(["Reims"])
    narrated(one), narrated(other)

    assert said(log) == ["Vive Rince."]
    assert states(one) == [Status.STALE, Status.READY]


def test_what_is_out_of_date_goes_with_its_file(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    narration = narrated(article)
    article.narrations.make_stale()
    later = timezone.now() + timedelta(days=3)

    assert narration.storage.exists(narration.file_name)
    Narration.objects.out_of_time(later).discard()

    assert not narration.storage.exists(narration.file_name)
    assert states(article) == []


def test_the_command_reads_the_archive_aloud_once(politics: Section, log: Path, settings: Settings) -> None:
    for number in range(3):
        factories.article(politics, f"Article {number}", body=BODY)
    settings.VOICE = settings.VOICE | {"engine": "pico"}
    out = io.StringIO()

    call_command("narrate", stdout=out)
    call_command("narrate", stdout=out)

    told = [line for line in out.getvalue().splitlines() if line]
    assert told == ["3 articles, 3 narrations spoken, 0 failed.", "3 articles, 0 narrations spoken, 0 failed."]


def test_the_command_leaves_to_a_worker_what_it_took_between_two_rounds(
    politics: Section, log: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    settings.VOICE = settings.VOICE | {"engine": "pico"}
    taken: list[int] = []

    def take(pk: int) -> None:
        taken.append(Narration.objects.filter(pk=pk).update(status=Narration.Status.CLAIMED, claimed_at=timezone.now()))

    monkeypatch.setattr(life, "ROUND_SECONDS", 0.0)
    monkeypatch.setattr(life, "errands", SimpleNamespace(narrate=SimpleNamespace(enqueue=take)))
    call_command("narrate", stdout=io.StringIO())

    assert (taken, states(article)) == ([1], [Narration.Status.CLAIMED])


def test_the_archive_is_spoken_when_it_is_asked_for(politics: Section, log: Path, settings: Settings) -> None:
    old = factories.article(politics, "Jadis", body=BODY, published=False)
    old.publish(by=None, at=timezone.now() - timedelta(days=31))
    assert states(old) == []

    settings.VOICE = settings.VOICE | {"engine": "pico"}
    call_command("narrate", str(old.pk), queue=True, stdout=io.StringIO())
    assert states(old) == [Status.PENDING]

    old.body = "<p>Autre chose.</p>"
    old.revise(by=None, fields={"body"})
    assert states(old) == [Status.STALE, Status.PENDING], "what was read aloud stays so when it is corrected"


def test_the_command_says_why_it_cannot(free_article: Article, settings: Settings) -> None:
    with pytest.raises(CommandError, match="NEWSROOM_VOICE is off"):
        call_command("narrate")
    settings.VOICE = settings.VOICE | {"engine": "http"}
    with pytest.raises(CommandError, match="names no server"):
        call_command("narrate")
    settings.VOICE = settings.VOICE | {"engine": "pico"}
    with pytest.raises(CommandError, match="Not published: 999999"):
        call_command("narrate", "999999")


def test_a_real_article_is_spoken_by_the_embedded_voice(politics: Section, settings: Settings, private: Path) -> None:
    settings.VOICE = settings.VOICE | {"engine": "pico"}
    article = factories.article(
        politics,
        "Le pont de la Sarve rouvre à 21 h 44",
        standfirst="M. Lefèvre y voit 7 millions d’euros bien placés.",
        body="<p>Le XIVe arrondissement respire. « Enfin ! », dit Mme Roy, de la SNCF.</p><p>À suivre 🎉.</p>",
    )

    narration = narrated(article)

    mp3 = content(narration)
    heard = decoded(mp3)
    assert heard.num_frames / heard.sample_rate == pytest.approx(narration.cues[-1]["end"], abs=0.1)
    assert 10 < narration.seconds < 40
    assert narration.voice == "pico:fr-FR"
    assert article.headline.encode("utf-16-le") in mp3[:2000]
    assert "Voix de synthèse".encode("utf-16-le") in mp3[:2000]
    assert narration.iso_duration == f"PT0M{round(narration.seconds)}S"
