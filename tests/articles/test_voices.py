"""The voices: which speaks what, and what comes of one that hangs, crashes or pours."""

import json
import sys
from array import array
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from articles.audio import sound, voices
from articles.audio.engines import http
from articles.audio.voices import Choice, Speaker, Voice, VoiceError
from tests.articles.listening import decoded, misbehaving, speak_with


def names(choice: Choice, language: str) -> list[str]:
    return [voice.identity for voice in voices.chosen(choice, language)]


@pytest.mark.parametrize(
    ("engine", "language", "chosen"),
    [
        ("off", "fr", []),
        ("pico", "fr", ["pico:fr-FR"]),
        ("pico", "fr-CA", ["pico:fr-FR"]),
        ("pico", "en-US", ["pico:en-GB"]),
        ("pico", "nb-NO", []),
        ("kokoro", "fr", ["kokoro:ff_siwis"]),
        # Its French voice reads no English: the voice that is always there does.
        ("kokoro", "en", ["pico:en-GB"]),
        ("http", "nb", ["http:tts-1/alloy"]),
    ],
)
def test_an_article_is_read_by_a_voice_of_its_language(engine: str, language: str, chosen: list[str]) -> None:
    assert names(Choice(engine, name="tts-1/alloy", service="http://127.0.0.1:1"), language) == chosen


def test_left_to_itself_the_quick_voice_speaks_at_once_and_the_better_one_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voices, "find_spec", lambda name: name)
    assert names(Choice("auto"), "fr") == ["pico:fr-FR", "kokoro:ff_siwis"]

    monkeypatch.setattr(voices, "find_spec", lambda name: None if name == "onnxruntime" else name)
    assert names(Choice("auto"), "fr") == ["pico:fr-FR"]


def test_a_piper_voice_reads_the_language_that_its_file_says(tmp_path: Path) -> None:
    model = tmp_path / "nb_NO-talesyntese-medium.onnx"
    Path(f"{model}.json").write_text(json.dumps({"language": {"family": "nb"}}), encoding="utf-8")

    assert names(Choice("piper", file=str(model)), "nb-NO") == ["piper:nb_NO-talesyntese-medium"]
    assert names(Choice("piper", file=str(model)), "fr") == ["pico:fr-FR"]
    assert names(Choice("piper", file="/nowhere/fr_FR-siwis.onnx"), "fr") == ["piper:fr_FR-siwis"]


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        (Choice("pico"), ""),
        (Choice("off"), ""),
        (Choice("http"), "NEWSROOM_VOICE_SERVICE names no server"),
        (Choice("http", service="http://127.0.0.1:8880"), ""),
        (Choice("piper", file="/nowhere/x.onnx"), "there is no file /nowhere/x.onnx"),
        (Choice("piper"), "NEWSROOM_VOICE_FILE names no voice"),
        (Choice("kokoro", file="/nowhere/x.onnx"), "there is no file /nowhere/x.onnx"),
    ],
)
def test_what_keeps_a_voice_from_speaking_is_said(choice: Choice, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "find_spec", lambda name: name)

    assert voices.fault(choice) == reason


def test_a_voice_whose_packages_are_not_there_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "find_spec", lambda name: None if name in {"onnxruntime", "piper"} else name)

    assert "onnxruntime" in voices.fault(Choice("kokoro"))
    assert "newsroom[piper]" in voices.fault(Choice("piper", file="x"))


def test_a_model_that_is_not_the_one_expected_is_not_loaded(tmp_path: Path) -> None:
    model = tmp_path / "model.onnx"
    model.write_bytes(b"another one")

    with pytest.raises(VoiceError, match="sha256"):
        voices.checked(str(model), "0" * 64)
    with pytest.raises(VoiceError, match="cannot be read"):
        voices.checked(str(tmp_path / "none"), "")
    assert voices.checked(str(model), "") == b"another one"


def test_kokoro_s_french_style_is_the_one_that_is_checked() -> None:
    assert len(voices.checked(str(voices.KOKORO_STYLE), voices.KOKORO_STYLE_SHA256)) == 510 * 256 * 4


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("refuse", "RuntimeError: no licence today"),
        ("hang", "did not answer in time"),
        ("crash", r"ended \(3\): segmentation fault, says the voice"),
        ("pour", "more sound than a sentence has"),
        ("say nothing", "gave no sound"),
        ("fill the disk", "OSError: .*File too large"),
    ],
)
def test_a_broken_voice_is_no_more_than_a_reason(
    does: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = misbehaving(does, str(tmp_path / "log"))
    speak_with(monkeypatch, voice)

    # One second for who says nothing; the others are heard out, however busy the machine is.
    seconds = 1.0 if does == "hang" else voices.SENTENCE_SECONDS
    with pytest.raises(VoiceError, match=reason), Speaker(voice, seconds=seconds) as speaker:
        speaker.say("Bonjour.")


def test_no_voice_knows_a_secret_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/n")

    assert set(voices._environment()).isdisjoint({"NEWSROOM_SECRET_KEY", "DATABASE_URL"})


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="the wheel is for Linux and macOS")
@pytest.mark.parametrize(("name", "text"), [("fr-FR", "Le pont rouvre demain."), ("en-GB", "The bridge opens again.")])
def test_the_voice_that_is_always_there_speaks(name: str, text: str) -> None:
    with Speaker(Voice("pico", name, {"voice": name})) as speaker:
        said = speaker.say(text)
        again = speaker.say(text)

    assert said.rate == 16_000
    assert 1 < said.seconds < 4
    assert again == said


def test_sentences_one_after_another_last_what_their_bytes_say() -> None:
    with Speaker(Voice("pico", "fr-FR", {"voice": "fr-FR"})) as speaker:
        pieces = [
            sound.encoded(speaker.say(words), ends_paragraph=True)
            for words in ("Bonjour.", "Le pont rouvre demain.", "Enfin !")
        ]
    tag = sound.tag(title="Été 🎉", paper="Le Courrier", words="voix de synthèse", language="fr")

    heard = decoded(tag + b"".join(pieces))

    assert heard.num_frames / heard.sample_rate == pytest.approx(sound.seconds(sum(map(len, pieces))), abs=0.1)
    assert "voix de synthèse".encode("utf-16-le") in tag


def test_a_faint_voice_and_a_loud_one_are_heard_alike() -> None:
    hum = [4000 if place % 100 < 50 else -4000 for place in range(16_000)]
    powers = []
    for factor in (0.2, 1, 8):
        samples = array("h", [max(-32768, min(32767, int(one * factor))) for one in hum])
        heard = decoded(sound.encoded(sound.Sound(16_000, samples), ends_paragraph=False)).samples
        powers.append(sum(one * one for one in heard) / len(heard))

    assert max(powers) / min(powers) < 1.3


def test_silence_is_silence_still() -> None:
    assert sound.encoded(sound.Sound(16_000, array("h", [0] * 16_000)), ends_paragraph=False)


def wave(rate: int, channels: int, bits: int, samples: bytes, size: int | None = None) -> bytes:
    fields = (1).to_bytes(2, "little") + channels.to_bytes(2, "little") + rate.to_bytes(4, "little") + bytes(6)
    form = b"fmt " + (16).to_bytes(4, "little") + fields + bits.to_bytes(2, "little")
    data = b"data" + (len(samples) if size is None else size).to_bytes(4, "little") + samples
    return b"RIFF" + bytes(4) + b"WAVE" + form + data


def test_a_server_s_wave_file_is_read_streamed_or_not() -> None:
    assert http.wav(wave(24_000, 1, 16, b"abcd")) == (24_000, b"abcd")
    assert http.wav(wave(24_000, 1, 16, b"abcde", 0xFFFFFFFF)) == (24_000, b"abcd")
    assert http.wav(wave(48_000, 2, 16, b"LLrrLLrr")) == (48_000, b"LLLL")
    for wrong in (b"", b"{}", wave(8_000, 1, 8, b"ab"), b"RIFF\0\0\0\0WAVE"):
        with pytest.raises(ValueError, match="the server sent"):
            http.wav(wrong)


class Speech(BaseHTTPRequestHandler):
    """A server that speaks, or that answers what it was told to."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(question | {"path": self.path, "key": self.headers["Authorization"]})
        if question["input"] == "Panne.":
            self.send_error(500)
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(wave(24_000, 1, 16, b"\x00\x20\x00\xe0" * 12_000))

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


def test_a_server_is_asked_as_openai_s_is() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Speech) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{server.server_address[1]}/"
        [voice] = voices.chosen(Choice("http", service=where, key="k", name="kokoro/ff_siwis"), "fr")
        with Speaker(voice) as speaker:
            assert speaker.say("Bonjour.").seconds == 1
            with pytest.raises(VoiceError, match="500"):
                speaker.say("Panne.")
        server.shutdown()

    said = {"model": "kokoro", "voice": "ff_siwis", "response_format": "wav", "input": "Bonjour."}
    assert Speech.asked[0] == said | {"path": "/v1/audio/speech", "key": "Bearer k"}
