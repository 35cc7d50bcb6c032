"""The sound that comes of a voice: as loud whoever speaks, never cut off at the top, silent as long as a pause."""

import math
from array import array
from collections.abc import Iterator

import pytest

from articles.audio import sound, voices
from articles.audio.sound import Sound
from articles.audio.voices import Choice, Speaker
from tests.articles.listening import decoded

RATE = 16_000
# Below a hundredth of full scale nothing is heard.
HEARD = 330
SENTENCES = {
    "fr": ("Non.", "Le pont rouvre demain à vingt et une heures.", "Le maire, lui, s'en dit très satisfait !"),
    "en": ("No.", "The bridge opens again tomorrow at nine.", "The mayor, for one, is delighted!"),
}


def hum(loudness: float, seconds: float = 1.0, silence: float = 0.0) -> Sound:
    """Return a tone, as loud as is said (1 is full scale), with silence on either side."""
    still = [0] * int(silence * RATE)
    tone = [round(32_767 * loudness * math.sin(at * 2 * math.pi * 200 / RATE)) for at in range(int(seconds * RATE))]
    return Sound(RATE, array("h", [*still, *tone, *still]))


def played(said: Sound, *, ends_paragraph: bool = False) -> "array[int]":
    """Return what a reader hears of it."""
    samples: array[int] = decoded(sound.encoded(said, ends_paragraph=ends_paragraph)).samples
    return samples


def decibels(samples: "array[int]") -> float:
    """Return how loud the samples are where they are heard, under full scale."""
    loud = [one for part in parts(samples) if max(map(abs, part)) > HEARD for one in part]
    return 10 * math.log10(math.sumprod(loud, loud) / len(loud) / 32_767**2)


def parts(samples: "array[int]") -> Iterator["array[int]"]:
    for start in range(0, len(samples), RATE // 100):
        yield samples[start : start + RATE // 100]


def quiet(samples: "array[int]") -> tuple[float, float]:
    """Return how many seconds are silent before the first sound and after the last."""
    heard = [number for number, part in enumerate(parts(samples)) if max(map(abs, part)) > HEARD]
    return heard[0] / 100, len(samples) / RATE - (heard[-1] + 1) / 100


@pytest.mark.parametrize("loudness", [0.02, 0.1, 0.5, 1.0])
def test_who_whispers_and_who_shouts_are_heard_alike(loudness: float) -> None:
    samples = played(hum(loudness))

    assert decibels(samples) == pytest.approx(sound.TARGET_DECIBELS, abs=0.7)


def test_a_hiss_that_is_almost_silence_is_not_made_a_roar() -> None:
    assert max(map(abs, played(hum(0.0008)))) < HEARD


@pytest.mark.parametrize(("ends_paragraph", "seconds"), [(False, 0.25), (True, 0.5)])
@pytest.mark.parametrize("silence", [0.0, 0.8])
def test_the_pause_after_a_sentence_is_the_same_whatever_silence_the_voice_leaves(
    silence: float, ends_paragraph: bool, seconds: float
) -> None:
    before, after = quiet(played(hum(0.3, silence=silence), ends_paragraph=ends_paragraph))

    # The encoder begins late and ends with whole frames.
    assert before < 0.15
    assert seconds <= after < seconds + 0.15


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sentences_of_the_embedded_voice_are_as_loud_as_each_other_and_none_is_cut_off(language: str) -> None:
    [voice] = voices.chosen(Choice("pico"), language)
    with Speaker(voice) as speaker:
        said = [speaker.say(one) for one in SENTENCES[language]]
    assert max(max(map(abs, one.samples)) for one in said) > 25_000, "it comes out near full scale"

    heard = [played(one) for one in said]

    levels = [decibels(one) for one in heard]
    assert max(levels) - min(levels) < 2.5
    assert max(max(map(abs, one)) for one in heard) < 32_000
