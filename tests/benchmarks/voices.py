"""`python -m tests.benchmarks.voices`: what each voice costs for a second of sound, in seconds and in memory.

An article of the demonstration is read by every engine that is installed; an engine that is not says what it lacks.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from articles.audio import script, sound, spoken, voices
from articles.audio.script import Sentence
from articles.audio.voices import Choice, Speaker, Voice, VoiceError

EDITION = voices.ROOT / "newsroom" / "demo" / "edition.jsonl"
ENGINES = ("pico", "kokoro", "piper", "http")


def articles(language: str) -> Iterator[list[Sentence]]:
    """Give the sentences of each of the demonstration's articles in that language."""
    for line in EDITION.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if str(item.get("language", "fr")).startswith(language):
            yield script.of(script.Text(item["headlines"][0]["value"], "", item["bodies"][0]["value"], (), language))


def measure(voice: Voice, said: list[Sentence], language: str) -> str:
    """Return what one voice costs, in words."""
    began, speaking, encoding, size = time.perf_counter(), 0.0, 0.0, 0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Speaker(voice) as speaker:
        loading = time.perf_counter() - began
        for one in said:
            at = time.perf_counter()
            heard = speaker.say(spoken.words(one.text, language, {}) or "Rien.")
            middle = time.perf_counter()
            size += len(sound.encoded(heard, ends_paragraph=one.ends_paragraph))
            speaking, encoding = speaking + middle - at, encoding + time.perf_counter() - middle
    lasts = sound.seconds(size)
    # The most that any child of this process took: engines are measured from the lightest on.
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory, processor = after.ru_maxrss / 1024, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (
        f"{voice.identity:24} {lasts:7.1f} s of sound  {speaking / lasts:6.3f} s/s speaking  "
        # What it takes of the machine, however busy that is with other things; its loading is in it.
        f"{processor / lasts:6.3f} s/s of a processor  "
        f"{encoding / lasts:6.3f} s/s encoding  {loading:5.1f} s to load  {memory:5.0f} MiB"
    )


def run(choices: list[Choice], language: str, most: int) -> Iterator[str]:
    """Give a line for each engine."""
    said = next(articles(language), [])[:most]
    for choice in choices:
        if reason := voices.fault(choice):
            yield f"{choice.engine:24} not measured: {reason}"
            continue
        for voice in voices.chosen(choice, language):
            try:
                yield measure(voice, said, language)
            except VoiceError as error:
                yield f"{voice.identity:24} failed: {error}"


def add_voices(parser: argparse.ArgumentParser) -> None:
    """Let a command say which voices it is about."""
    parser.add_argument("--engine", choices=ENGINES, action="append", help="this one (default: pico and kokoro)")
    parser.add_argument("--file", type=Path, help="the model of piper, or of kokoro")
    parser.add_argument("--service", default="", help="the server of http")
    parser.add_argument("--name", default="", help="its model and voice")
    parser.add_argument("--language", default="fr")


def asked_for(asked: argparse.Namespace) -> list[Choice]:
    """Return the voices that were asked for."""
    engines = asked.engine or ["pico", "kokoro"]
    return [Choice(one, str(asked.file or ""), service=asked.service, name=asked.name) for one in engines]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.voices", description=__doc__)
    add_voices(parser)
    parser.add_argument("--sentences", type=int, default=1000)
    asked = parser.parse_args()
    for line in run(asked_for(asked), asked.language, asked.sentences):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
