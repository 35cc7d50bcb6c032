"""A voice that misbehaves, in the place of the program that speaks: which way, the voice's options say."""

import sys
import time
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from articles.audio import child

RATE = 16_000


class Engine:
    """Says a hum as long as its words, unless it is told to do something else."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.does = str(options.get("does", ""))
        self.log = str(options.get("log", ""))
        if self.does == "refuse":
            raise RuntimeError("no licence today")

    def say(self, text: str) -> tuple[int, bytes]:
        if self.log:
            # Its own limit lets it write no more than a line or two.
            with Path(self.log).open("a", encoding="utf-8") as file:
                file.write(f"{text}\n")
        if self.does == "hang":
            time.sleep(600)
        if self.does == "crash":
            sys.stderr.write("segmentation fault, says the voice\n")
            sys.stderr.flush()
            raise SystemExit(3)
        if self.does == "fill the disk":
            Path(self.log).write_bytes(b"x" * 10_000_000)
        if self.does == "pour":
            return RATE, b"\1\1" * RATE * 1000
        if self.does == "say nothing":
            return RATE, b""
        if self.does == "be brief":
            return RATE, b"\x00\x20\x00\xe0" * 80
        # A square wave, loud enough to be heard.
        wave = (b"\x00\x20" * 40 + b"\x00\xe0" * 40) * (RATE // 80)
        return RATE, wave[: 2 * RATE * max(1, len(text)) // 40 // 2 * 2]


if __name__ == "__main__":
    module = types.ModuleType("articles.audio.engines.probe")
    module.Engine = Engine  # type: ignore[attr-defined]
    sys.modules["articles.audio.engines.probe"] = module
    child.main()
