"""From what a voice gave to an MP3: silence cut, loudness made even, sentences encoded one by one and joined. Pure.

A sentence is encoded by itself, to a whole number of frames of one size, so that a file is its sentences in a row: the
seconds of each follow from its bytes, and one that did not change is taken over from the file before.
"""

import math
from array import array
from dataclasses import dataclass
from functools import lru_cache

import lameenc

# Speech at that rate sounds as it did before (48 kbit/s, mono), and a second is so many bytes.
KILOBITS = 48
BYTES_A_SECOND = KILOBITS * 1000 // 8
# Both divide into frames of one size, MPEG-2's 576 samples; all else is resampled to the second.
RATES = (16_000, 24_000)
PAUSE_SECONDS = 0.25
PARAGRAPH_SECONDS = 0.5
# An encoder's own delay, before each sentence.
FRAME_SECONDS = 0.01
# Below a hundredth of full scale is silence.
SILENCE = 330
# Where speech is set, in decibels under full scale; steps of half a decibel are heard by nobody.
TARGET_DECIBELS = -20.0
STEPS = 2
MOST_GAIN_DECIBELS = 24.0
# Louder than that is bent, never cut off.
KNEE = 0.8
FULL = 32_767


@dataclass(frozen=True, slots=True)
class Sound:
    """What a voice said: samples of 16 bits, one channel."""

    rate: int
    samples: "array[int]"

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


def encoded(sound: Sound, *, ends_paragraph: bool) -> bytes:
    """Return a sentence as MP3, its loudness even with all others, with the pause that comes after it."""
    samples = _trimmed(sound)
    samples = _levelled(samples, sound.rate)
    pause = PARAGRAPH_SECONDS if ends_paragraph else PAUSE_SECONDS
    samples.extend([0] * int(pause * sound.rate))
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(KILOBITS)
    encoder.set_in_sample_rate(sound.rate)
    encoder.set_out_sample_rate(sound.rate if sound.rate in RATES else RATES[-1])
    encoder.set_channels(1)
    encoder.set_quality(5)
    encoder.silence()
    return bytes(encoder.encode(samples.tobytes()) + encoder.flush())


def seconds(mp3_bytes: int) -> float:
    """Return how long so many bytes of sentences last."""
    return mp3_bytes / BYTES_A_SECOND


def tag(*, title: str, paper: str, words: str, language: str) -> bytes:
    """Return an ID3v2.3 tag: the title, the paper, and in words that the voice is a machine's."""
    frames = b"".join(
        (
            _text_frame(b"TIT2", title),
            _text_frame(b"TPE1", paper),
            _text_frame(b"TALB", paper),
            _text_frame(b"TCON", "Speech"),
            _frame(b"COMM", b"\x01" + _language(language) + _utf16("") + b"\0\0" + _utf16(words)),
        )
    )
    size = len(frames)
    return b"ID3\x03\x00\x00" + bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0)) + frames


def _trimmed(sound: Sound) -> "array[int]":
    """Return the samples from the first to the last that is heard, with a breath on either side."""
    step = max(1, int(sound.rate * FRAME_SECONDS))
    samples = sound.samples
    heard = [place for place in range(0, len(samples), step) if _peak(samples[place : place + step]) > SILENCE]
    if not heard:
        return array("h")
    return samples[max(0, heard[0] - step) : heard[-1] + 3 * step]


def _peak(samples: "array[int]") -> int:
    return max(max(samples), -min(samples))


def _levelled(samples: "array[int]", rate: int) -> "array[int]":
    step = max(1, rate // 50)
    powers = [
        math.sumprod(part, part) / len(part)
        for start in range(0, len(samples), step)
        if (part := samples[start : start + step])
    ]
    loud = [power for power in powers if power > max(powers) / 400]
    if not loud:
        return samples
    decibels = 10 * math.log10(sum(loud) / len(loud) / FULL**2)
    gain = min(TARGET_DECIBELS - decibels, MOST_GAIN_DECIBELS)
    table = _table(round(gain * STEPS))
    # A negative sample finds its place from the end of the table.
    return array("h", map(table.__getitem__, samples))


@lru_cache(maxsize=16)
def _table(steps: int) -> list[int]:
    """Return what each sample becomes under a gain, bent softly where it would be cut off."""
    factor = 10 ** (steps / STEPS / 20)
    upward = [_bent(sample * factor / FULL) for sample in range(FULL + 1)]
    return [*upward, -upward[-1], *(-value for value in upward[:0:-1])]


def _bent(value: float) -> int:
    if value > KNEE:
        value = KNEE + (1 - KNEE) * math.tanh((value - KNEE) / (1 - KNEE))
    return round(value * FULL)


def _language(language: str) -> bytes:
    return {"fr": b"fra", "en": b"eng", "de": b"deu", "es": b"spa", "it": b"ita"}.get(language[:2].lower(), b"und")


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le", "replace")


def _text_frame(name: bytes, text: str) -> bytes:
    return _frame(name, b"\x01" + _utf16(text[:400]))


def _frame(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "big") + b"\0\0" + content
