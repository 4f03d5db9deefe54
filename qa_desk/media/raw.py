"""Sound without a header: which file names mean it, and the layout that a person must declare for it.

A raw file does not say how fast it is played, and a wrong guess gives a voice of another pitch and a false duration;
so a layout is only implied where the format fixes it (GSM 06.10 and G.722 know one rate each).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GSM_FRAME_BYTES = 33
GSM_FRAME_SAMPLES = 160
ENCODINGS = {"ulaw": "ULAW", "alaw": "ALAW", "gsm": "GSM610", "pcm16": "PCM_16", "vox": "VOX_ADPCM", "g722": None}
"""Encoding as declared → libsndfile's subtype (None: decoded by Qt)."""


@dataclass(frozen=True, slots=True)
class RawLayout:
    """How to read a headerless file."""

    encoding: str
    sample_rate: int = 8000
    channels: int = 1

    def __str__(self) -> str:
        return f"{self.encoding}:{self.sample_rate}:{self.channels}"


_ALSO = {"mulaw": "ulaw", "pcmu": "ulaw", "pcma": "alaw", "slin": "pcm16", "sln": "pcm16"}
"""Other names of the same encodings."""
_IMPLIED = {".gsm": RawLayout("gsm"), ".g722": RawLayout("g722", 16000)}
_TO_DECLARE = {
    ".ul": "ulaw",
    ".ulaw": "ulaw",
    ".mu": "ulaw",
    ".pcmu": "ulaw",
    ".al": "alaw",
    ".alaw": "alaw",
    ".pcma": "alaw",
    ".raw": "pcm16",
    ".pcm": "pcm16",
    ".sln": "pcm16",
    ".slin": "pcm16",
    ".vox": "vox",
}
RAW_SUFFIXES = (*_IMPLIED, *_TO_DECLARE)


def needs_layout(path: Path) -> bool:
    """Whether a person must declare how a file of this name is read (as far as its name tells)."""
    return path.suffix.lower() in _TO_DECLARE


def chosen_layout(path: Path, layouts: Sequence[RawLayout]) -> RawLayout | None:
    """Of several declared ones, that of the encoding which the name means; one alone holds for every file."""
    meant = _TO_DECLARE.get(path.suffix.lower())
    for layout in layouts:
        if layout.encoding == meant:
            return layout
    return layouts[0] if len(layouts) == 1 else None


def parse_layout(text: str) -> RawLayout:
    """A layout as written on the command line: `encoding:rate:channels`, e.g. `ulaw:8000:1`."""
    encoding, _, rest = text.partition(":")
    rate, _, channels = rest.partition(":")
    encoding = _ALSO.get(encoding, encoding)
    is_rate = (rate or "8000").isdecimal() and len(rate) <= 6 and int(rate or 8000) >= 1000
    if encoding not in ENCODINGS or not is_rate or (channels or "1") not in ("1", "2"):
        raise Refusal(
            tr(
                "{written}: is no layout of raw sound; write encoding:rate:channels with one of {known}, e.g. ulaw:8000:1.",
                written=text,
                known=", ".join(ENCODINGS),
            )
        )
    return RawLayout(encoding, int(rate or 8000), int(channels or 1))


def layout_of(path: Path, head: bytes, declared: RawLayout | None) -> RawLayout | None:
    """The layout to read a file by that begins like no known container; None when its name means no sound either.

    Raises Refusal for a headerless file whose layout nobody declared.
    """
    suffix = path.suffix.lower()
    if declared is not None:
        return declared
    if suffix == ".gsm" and head and head[0] >> 4 != 0xD:
        raise Refusal(tr("{file}: is named like a GSM recording but does not hold GSM frames.", file=path.name))
    if suffix in _TO_DECLARE:
        raise Refusal(
            tr(
                "{file}: has no header that says how to play it; declare its layout, e.g. {example}, or convert it to WAV.",
                file=path.name,
                example=RawLayout(_TO_DECLARE[suffix]),
            )
        )
    return _IMPLIED.get(suffix)


def frames_in(size: int, layout: RawLayout) -> int:
    """Samples a channel that a raw file of so many bytes holds."""
    if layout.encoding == "gsm":
        return size // GSM_FRAME_BYTES * GSM_FRAME_SAMPLES
    per_byte = {"pcm16": 0.5, "vox": 2.0, "g722": 2.0}.get(layout.encoding, 1.0)
    return int(size * per_byte) // layout.channels
