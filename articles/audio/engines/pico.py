"""SVOX Pico: a voice in five megabytes, all of it in its wheel, two hundred times as fast as speech."""

from collections.abc import Mapping
from typing import Any

from py_nanotts import NanoTTS

RATE = 16_000


class Engine:
    """Pico with one of its six voices."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.voice = str(options["voice"])
        self.pico = NanoTTS()

    def say(self, text: str) -> tuple[int, bytes]:
        """Return the sample rate and the samples."""
        return RATE, bytes(self.pico.speak(text, voice=self.voice))
