"""Piper, with a voice of the operator's: a `.onnx` file and the `.onnx.json` beside it."""

from collections.abc import Mapping
from typing import Any

from piper import PiperVoice

from articles.audio import voices


class Engine:
    """Piper with one voice."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        model = str(options["model"])
        voices.checked(model, str(options["sha256"]))
        self.piper = PiperVoice.load(model)

    def say(self, text: str) -> tuple[int, bytes]:
        """Return the sample rate and the samples."""
        chunks = list(self.piper.synthesize(text))
        return int(chunks[0].sample_rate), b"".join(chunk.audio_int16_bytes for chunk in chunks)
