"""Keeps the envelope of a recording by the hash of its content, so that a second look costs milliseconds.

Disposable: delete the folder at any time. A file in it that cannot be read, or was written by another version, is as
good as absent. Moved and renamed recordings find their envelope again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.language import tr
from qa_desk.media.decode import MediaInfo
from qa_desk.media.peaks import Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.media.raw import RawLayout

_VERSION = 2
_CHUNK = 1 << 20


def content_hash(path: Path, is_stopped: Callable[[], bool] = lambda: False) -> str:
    """SHA-256 of the file's bytes; of what was read so far, when it is stopped."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while (data := file.read(_CHUNK)) and not is_stopped():
                digest.update(data)
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror)) from error
    return digest.hexdigest()


class Lookup:
    """Finds what is kept of a file, in a thread of its own: reading a large file for its hash need not hold up its decoding."""

    def __init__(self, path: Path, folder: Path, layout: RawLayout | None) -> None:
        self._path, self._folder, self._layout = path, folder, layout
        self._stop, self._done = threading.Event(), threading.Event()
        self._sha256: str | None = None
        self._kept: tuple[MediaInfo, Envelope] | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="media-hash", daemon=True)

    def __enter__(self) -> Lookup:
        self._thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stop.set()
        self._thread.join()

    def kept(self, wait_s: float = 0.0) -> tuple[MediaInfo, Envelope] | None:
        """What was kept, as soon as it is found; None before that, or when there is none."""
        self._done.wait(wait_s)
        return self._kept

    def file(self) -> Path:
        """Where its envelope belongs; waits for the hash."""
        return cache_file(self._folder, self.sha256(), self._layout)

    def sha256(self) -> str:
        """The hash of the whole file; waits for it."""
        self._done.wait()
        if self._error is not None:
            raise self._error
        return self._sha256 or ""

    def _run(self) -> None:
        try:
            self._sha256 = content_hash(self._path, self._stop.is_set)
            if not self._stop.is_set():
                self._kept = load(cache_file(self._folder, self._sha256, self._layout))
        except BaseException as error:  # carried to the one who asks for the hash
            self._error = error
        self._done.set()


def cache_file(folder: Path, sha256: str, layout: RawLayout | None = None) -> Path:
    """Where the envelope of a content is kept; a headerless file gives another one for each layout it is read by."""
    suffix = "" if layout is None else f"-{str(layout).replace(':', '-')}"
    return folder / f"{sha256}{suffix}.npz"


def store(file: Path, info: MediaInfo, envelope: Envelope) -> None:
    """Write beside the target, then rename: a reader sees the whole or nothing."""
    facts = {"version": _VERSION, "info": asdict(info), "duration_s": envelope.duration_s, "difference": envelope.difference}
    temporary = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as target:
            temporary = Path(target.name)
            np.savez(target, low=envelope.low, high=envelope.high, energy=envelope.energy, facts=np.array(json.dumps(facts)))
        os.replace(temporary, file)  # noqa: PTH105 - the atomic replacement is meant, by its own name
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise EnvironmentFailure(
            tr("{folder}: the waveform could not be kept ({reason}).", folder=file.parent, reason=error.strerror)
        ) from error


def load(file: Path) -> tuple[MediaInfo, Envelope] | None:
    """What was stored, or None when there is nothing that can be used."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            facts = json.loads(str(stored["facts"]))
            if facts["version"] != _VERSION:
                return None
            info = MediaInfo(**{**facts["info"], "warnings": tuple(facts["info"]["warnings"])})
            envelope = Envelope(stored["low"], stored["high"], stored["energy"], facts["duration_s"], facts["difference"])
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    return info, envelope
