"""What the tests of the narrations share: voices that are quick or broken, and what is in an MP3."""

from pathlib import Path

import miniaudio
import pytest

from articles.audio import voices
from articles.audio.voices import Voice
from articles.models import Article, Narration


def misbehaving(does: str = "", log: str = "", name: str = "hum") -> Voice:
    """Return the voice of tests/probe/voice.py, told what to do."""
    return Voice("probe", name, {"does": does, "log": log})


def speak_with(monkeypatch: pytest.MonkeyPatch, *chosen: Voice) -> None:
    """Let these voices read every language, in the place of those that the settings name."""
    monkeypatch.setattr(voices, "PROGRAM", "tests.probe.voice")
    monkeypatch.setattr(voices, "chosen", lambda _choice, _language: list(chosen))


def said(log: Path) -> list[str]:
    """Return what the voice was given, sentence by sentence."""
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def decoded(mp3: bytes) -> miniaudio.DecodedSoundFile:
    """Return the sound of an MP3, at its own rate."""
    return miniaudio.mp3_read_s16(mp3)


def narrated(article: Article) -> Narration:
    """Return the narration of an article, spoken to its end."""
    for narration in Narration.objects.order(article, queued=False):
        while narration.status == Narration.Status.PENDING:
            narration.work()
    found = Narration.objects.of_page(article)
    assert found
    assert found.is_ready, found.reason
    return found


def content(narration: Narration) -> bytes:
    """Return the narration's file."""
    with narration.storage.open(narration.file_name) as file:
        return bytes(file.read())


def states(article: Article) -> list[str]:
    """Return where the narrations of an article stand, in the order in which they were ordered."""
    return list(article.narrations.order_by("id").values_list("status", flat=True))
