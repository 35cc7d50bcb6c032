"""A voice's process: told which voice it is on the first line, it answers each sentence with sound.

A line of JSON comes in, a line of JSON goes out, with the samples after it: 16 bits, little-endian, one channel.
"""

import contextlib
import importlib
import json
import os
import resource
import sys
from typing import Any, Protocol

# Ends a voice that goes round in circles after its parent is gone.
CPU_SECONDS = 900
# It has nothing to write but its last words, if it has any.
FILE_BYTES = 64 * 1024
MEMORY_BYTES = {"pico": 1 << 30}
NICENESS = 10


class Engine(Protocol):
    """What says a sentence."""

    def say(self, text: str) -> tuple[int, bytes]:
        """Return the sample rate and the samples: 16 bits, little-endian, one channel."""


def main() -> None:
    """Answer until nobody asks any more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints is no answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    options = json.loads(sys.stdin.readline() or "{}")
    _limit(str(options.get("engine")))
    try:
        engine: Engine = importlib.import_module(f"articles.audio.engines.{options['engine']}").Engine(options)
    except Exception as error:
        _answer(answers, {"error": _words(error)})
        return
    _answer(answers, {"ready": True})
    for line in sys.stdin:
        try:
            rate, samples = engine.say(json.loads(line)["text"])
        except Exception as error:
            _answer(answers, {"error": _words(error)})
        else:
            _answer(answers, {"rate": rate, "bytes": len(samples)}, samples)


def _limit(engine: str) -> None:
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    limits = {resource.RLIMIT_CPU: CPU_SECONDS, resource.RLIMIT_FSIZE: FILE_BYTES, resource.RLIMIT_CORE: 0}
    if engine in MEMORY_BYTES:
        limits[resource.RLIMIT_AS] = MEMORY_BYTES[engine]
    for limit, most in limits.items():
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _answer(answers: Any, answer: dict[str, Any], samples: bytes = b"") -> None:
    answers.write(json.dumps(answer).encode() + b"\n" + samples)
    answers.flush()


if __name__ == "__main__":
    main()
