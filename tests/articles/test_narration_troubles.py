"""What may go wrong with a narration: texts, voices, workers, disks; and what comes of it."""

import itertools
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.audio.voices import Speaker
from articles.models import Article, Narration, Section, recital
from articles.models import narration as life
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.listening import content, decoded, misbehaving, narrated, said, speak_with, states

pytestmark = pytest.mark.once

BODY = "<p>Le pont rouvre. On passe.</p><p>Le maire est content.</p>"
Status = Narration.Status


def test_a_correction_during_synthesis_leaves_no_sound_of_the_old_text(
    politics: Section, log: Path, monkeypatch: pytest.MonkeyPatch, private: Path
) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    narration = article.narrations.get()
    speak: Any = recital.speak

    def corrected_meanwhile(*arguments: Any) -> list[bytes]:
        said: list[bytes] = speak(*arguments)
        corrected = Article.objects.get(pk=article.pk)
        corrected.body = BODY.replace("On passe.", "On attend.")
        corrected.revise(by=None, fields={"body"})
        return said

    monkeypatch.setattr(recital, "speak", corrected_meanwhile)
    narration.work()
    assert states(article) == [Status.STALE, Status.PENDING]
    assert not Narration.objects.playable().exists()

    monkeypatch.setattr(recital, "speak", speak)
    corrected = Article.objects.get(pk=article.pk)
    assert narrated(corrected).pk != narration.pk
    assert said(log)[-3:] == ["Le pont rouvre.", "On attend.", "Le maire est content."]


def test_a_withdrawal_during_synthesis_is_heard_by_nobody(
    politics: Section, log: Path, monkeypatch: pytest.MonkeyPatch, client: Client, alice: User
) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    speak: Any = recital.speak

    def withdrawn_meanwhile(*arguments: Any) -> list[bytes]:
        Article.objects.get(pk=article.pk).withdraw(by=None)
        said: list[bytes] = speak(*arguments)
        return said

    monkeypatch.setattr(recital, "speak", withdrawn_meanwhile)
    article.narrations.get().work()

    assert factories.let_in(client, alice).get(f"/audio/{article.pk}").status_code == 404


def test_a_text_that_changed_without_a_word_is_ordered_anew_when_its_turn_comes(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    Article.objects.filter(pk=article.pk).update(headline="La passerelle")

    article.narrations.get().work()

    assert states(article) == [Status.STALE, Status.PENDING]
    assert said(log) == []


def test_a_withdrawn_article_is_not_spoken_and_speaks_again_once_it_is_back(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    article.withdraw(by=None)
    article.narrations.get().work()
    assert (said(log), states(article)) == ([], [Status.STALE])

    article.publish(by=None)
    assert states(article) == [Status.PENDING]
    assert narrated(article).is_ready


def test_two_workers_do_not_speak_the_same_narration(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    one, other = (Narration.objects.get(article=article) for _worker in range(2))
    one.work()
    other.work()

    assert len(said(log)) == 4


def test_what_a_killed_worker_claimed_is_taken_up(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    now = timezone.now()
    Narration.objects.update(status=Status.CLAIMED, claimed_at=now)

    Narration.objects.take_up(now + timedelta(minutes=1))
    assert states(article) == [Status.CLAIMED]

    Narration.objects.take_up(now + timedelta(minutes=11))
    assert states(article) == [Status.PENDING]
    assert narrated(article).is_ready


def test_what_kills_its_worker_each_time_is_given_up(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    for _kill in range(6):
        Narration.objects.filter(status=Status.PENDING).update(status=Status.CLAIMED, claimed_at=timezone.now())
        Narration.objects.take_up(timezone.now() + timedelta(minutes=11))

    assert "killed" in article.narrations.get(status=Status.FAILED).reason


@pytest.mark.parametrize("does", ["hang", "crash", "refuse", "say nothing", "pour", "fill the disk"])
def test_a_broken_voice_is_a_failed_narration_with_its_reason(
    does: str, politics: Section, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_with(monkeypatch, misbehaving(does, str(log)))
    monkeypatch.setattr(recital, "Speaker", partial(Speaker, seconds=1.0))
    article = factories.article(politics, "Le pont", body=BODY)
    article.narrations.get().work()

    failed = article.narrations.get()
    assert (failed.status, failed.attempts) == (Status.FAILED, 1)
    assert failed.reason
    assert not Narration.objects.playable().exists()


def test_what_failed_is_tried_again_and_then_left(politics: Section, log: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    now = timezone.now()
    Narration.objects.update(status=Status.FAILED, attempts=1, failed_at=now)

    Narration.objects.take_up(now + timedelta(minutes=4))
    assert states(article) == [Status.FAILED]
    Narration.objects.take_up(now + timedelta(minutes=6))
    assert states(article) == [Status.PENDING]

    Narration.objects.update(status=Status.FAILED, attempts=5)
    Narration.objects.take_up(now + timedelta(days=30))
    assert states(article) == [Status.FAILED]


def test_a_full_disk_is_a_failed_narration(politics: Section, log: Path, private: Path) -> None:
    article = factories.article(politics, "Le pont", body=BODY)
    private.mkdir()
    (private / "audio").write_text("no folder", encoding="utf-8")
    article.narrations.get().work()

    assert states(article) == [Status.FAILED]


@pytest.mark.parametrize(
    ("headline", "body", "sentences"),
    [
        ("Non", "", 1),
        ("🎉", "<p>👩🏽‍🚀 🇫🇷</p>", 0),
        ("Un", f"<p>{'a' * 400} mot.</p>", 3),
        ("Un", "<p>&lt;speed level=9&gt; Vite.</p>", 2),
        ("Un", "<p>The week-end is over, dit-il.</p>", 2),
        ("Un", f"<p>{'Le maire a dit oui. ' * 2000}</p>", 2001),
    ],
    ids=["one word", "emoji only", "a long token", "an order", "English inside", "ten thousand words"],
)
def test_whatever_is_written_is_narrated_or_is_not(
    headline: str, body: str, sentences: int, politics: Section, log: Path
) -> None:
    article = factories.article(politics, headline, body=body)
    rows = list(article.narrations.all())

    assert len(rows) == bool(sentences)
    pieces = recital.wanted(article)[0].pieces
    assert abs(len(pieces) - sentences) <= 1
    assert all("<" not in piece.words for piece in pieces)


@pytest.mark.once
def test_ten_thousand_words_are_spoken_in_rounds_that_let_others_in_between(
    politics: Section, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_with(monkeypatch, misbehaving("be brief"))
    twenty = "Le maire a dit oui et le conseil a dit non, puis la ville a voté et tout recommence demain. "
    article = factories.article(politics, "Un", body=f"<p>{twenty * 500}</p>")
    narration, rounds = article.narrations.get(), 0
    while narration.status == Status.PENDING:
        # Two rounds that have time for a sentence, and each begins the voice anew; then one as long as it takes.
        monkeypatch.setattr(life, "ROUND_SECONDS", 0 if rounds < 2 else 600)
        narration.work()
        rounds += 1

    assert (narration.status, len(narration.cues)) == (Status.READY, 501)
    assert rounds == 3
    assert all(one["end"] == other["start"] for one, other in itertools.pairwise(narration.cues))
    heard = decoded(content(narration))
    assert heard.num_frames / heard.sample_rate == pytest.approx(narration.cues[-1]["end"], abs=0.1)


@pytest.mark.parametrize(
    ("headline", "body", "least", "most"),
    [
        ("Non", "", 0.3, 2),
        ("Un", f"<p>{'a' * 400} mot.</p>", 0.5, 4),
        ("Un", f"<p>{'7' * 60} mots.</p>", 1, 40),
        ("Un", "<p>&lt;speed level=9&gt; Vite. &lt;/speed&gt;</p>", 1, 6),
        ("Un", "<p>The week-end is over, dit-il.</p>", 1, 6),
        ("🎉 Fête 🎉", "<p>👩🏽‍🚀 🇫🇷</p>", 0.3, 2),
    ],
    ids=["one word", "a long token", "sixty digits", "an order", "English inside", "emoji around"],
)
def test_the_embedded_voice_comes_to_an_end_of_whatever_is_written(
    headline: str, body: str, least: float, most: float, politics: Section, settings: Settings, private: Path
) -> None:
    settings.VOICE = settings.VOICE | {"engine": "pico"}

    assert least < narrated(factories.article(politics, headline, body=body)).seconds < most
