"""A server that speaks, asked as OpenAI's is: of the paper's own machine, or of whoever it trusts with its words."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 45
MOST_BYTES = 32 * 1024 * 1024
DEFAULT_MODEL = "tts-1"


class Engine:
    """`POST /v1/audio/speech`, a sentence at a time. `name` is the model and the voice, with a slash between."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.address = f"{str(options['service']).rstrip('/')}/v1/audio/speech"
        model, _slash, voice = str(options["name"]).rpartition("/")
        self.asked = {"model": model or DEFAULT_MODEL, "voice": voice, "response_format": "wav"}
        self.headers = {"Content-Type": "application/json", "Accept": "audio/wav"}
        if options["key"]:
            self.headers["Authorization"] = f"Bearer {options['key']}"

    def say(self, text: str) -> tuple[int, bytes]:
        """Return the sample rate and the samples of the first channel."""
        question = json.dumps(self.asked | {"input": text}).encode()
        request = Request(self.address, question, self.headers)  # noqa: S310 - a check sees that it is http or https
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return wav(answer.read(MOST_BYTES))


def wav(content: bytes) -> tuple[int, bytes]:
    """Return the sample rate and the samples of a WAV file of 16 bits; one that streams does not know its length."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError("the server sent no WAV file")
    place, kind, channels, rate, bits = 12, 0, 0, 0, 0
    while place + 8 <= len(content):
        name, size = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        chunk = content[place + 8 : place + 8 + size]
        if name == b"fmt ":
            kind, channels, bits = (int.from_bytes(chunk[at : at + 2], "little") for at in (0, 2, 14))
            rate = int.from_bytes(chunk[4:8], "little")
        if name == b"data":
            if kind not in (1, 0xFFFE) or bits != 16 or not channels:
                raise ValueError("the server sent a WAV file of another kind than 16-bit PCM")
            whole = len(chunk) - len(chunk) % (2 * channels)
            return rate, chunk[:whole] if channels == 1 else b"".join(
                chunk[at : at + 2] for at in range(0, whole, 2 * channels)
            )
        place += 8 + size + size % 2
    raise ValueError("the server sent a WAV file without sound")
