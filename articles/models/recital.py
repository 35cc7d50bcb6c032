"""What is to be said of an article by one voice, sentence by sentence, and the sound of what is said already."""

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from articles.audio import script, sound, spoken, voices
from articles.audio.script import Sentence
from articles.audio.voices import Speaker, Voice, VoiceError
from articles.models.article import Article
from articles.models.pronunciation import Pronunciation

# Another way of making the sound makes all of it anew.
MADE = 1
# Somebody at the desk waits for it.
SAMPLE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, the words spoken for it, and what names its sound."""

    sentence: Sentence
    words: str
    key: str

    def cue(self, begins: int, mp3: bytes) -> dict[str, Any]:
        """Return where the sentence stands in the sound and on the page; `bytes` is the length of its sound."""
        start, end = sound.seconds(begins), sound.seconds(begins + len(mp3))
        one = self.sentence
        times = {"start": round(start, 3), "end": round(end, 3)}
        return times | {"part": one.part, "first": one.first, "last": one.last, "key": self.key, "bytes": len(mp3)}


@dataclass(frozen=True, slots=True)
class Recital:
    """All that a voice is to say of an article."""

    voice: Voice
    script_digest: str
    pieces: list[Piece]

    @property
    def digest(self) -> str:
        """What names the narration: another script, lexicon, engine or voice has another."""
        said = [self.script_digest, self.voice.identity, MADE, [piece.key for piece in self.pieces]]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def of(sentences: list[Sentence], voice: Voice, language: str, lexicon: Mapping[str, str]) -> Recital:
    """Return what the voice is to say; sentences without a word in them are passed over."""
    pieces = []
    for one in sentences:
        if words := spoken.words(one.text, language, lexicon):
            named = json.dumps([words, voice.identity, one.ends_paragraph, MADE])
            pieces.append(Piece(one, words, hashlib.sha256(named.encode()).hexdigest()[:32]))
    return Recital(voice, script.digest(sentences), pieces)


def speak(voice: Voice, pieces: list[Piece], known: Mapping[str, bytes], seconds: float) -> list[bytes]:
    """Return the sound of the first pieces, as many as so many seconds of work allow: one at least.

    What is known already is not said again. Raises VoiceError.
    """
    done: list[bytes] = []
    deadline = time.monotonic() + seconds
    speaker: Speaker | None = None
    with ExitStack() as started:
        for piece in pieces:
            if done and time.monotonic() > deadline:
                break
            if piece.key in known:
                done.append(known[piece.key])
                continue
            speaker = speaker or started.enter_context(Speaker(voice))
            done.append(sound.encoded(speaker.say(piece.words), ends_paragraph=piece.sentence.ends_paragraph))
    return done


def text_of(article: Article) -> script.Text:
    """Return what an article says, as it is read aloud."""
    names = tuple(article.bylines.order_by("position", "id").values_list("contributor__name", flat=True))
    return script.Text(article.headline, article.standfirst, article.body, names, article.language)


def wanted(article: Article, sentences: list[Sentence] | None = None) -> list[Recital]:
    """Return what each voice of the settings is to say of the article, the quick one first."""
    chosen = voices.chosen(voices.Choice(**settings.VOICE), article.language)
    if not chosen:
        return []
    sentences = script.of(text_of(article)) if sentences is None else sentences
    lexicon = Pronunciation.objects.lexicon(article.language)
    return [of(sentences, voice, article.language, lexicon) for voice in chosen]


def sample(words: str, language: str) -> bytes:
    """Return some words as MP3, spoken now by the quickest voice of the settings; raise VoiceError where none can."""
    chosen = voices.chosen(voices.Choice(**settings.VOICE), language)
    said = spoken.words(words, language, {})
    if not chosen or not said:
        raise VoiceError("there is no voice, or no word for it")
    with Speaker(chosen[0], seconds=SAMPLE_SECONDS) as speaker:
        return sound.encoded(speaker.say(said), ends_paragraph=False)
