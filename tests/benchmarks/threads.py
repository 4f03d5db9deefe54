"""A thread of ten thousand messages, read, opened and scrolled, against bare JSON and Qt's own plain-text editor."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qa_desk.media.transcripts import Utterance, read_threads
from tests.benchmarks.measuring import Ratio, best_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_MESSAGES = 10_000
_PLACES = 50
_AT = 1_782_380_463


def ratios() -> Iterator[Ratio]:
    """Reading the file, showing its first messages, and jumping about in it."""
    lines = [
        Utterance("a few words of a message " * (number % 12 + 1), "agent" if number % 2 else "customer", at=_AT + 70 * number)
        for number in range(_MESSAGES)
    ]
    yield _reading(lines)
    yield from _showing(lines)


def _reading(lines: list[Utterance]) -> Ratio:
    messages = [{"at": line.at, "speaker": line.speaker, "text": line.text} for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "thread.json"
        path.write_text(json.dumps({"messages": messages}), encoding="utf-8")
        ours, bare = best_of(5, lambda: read_threads(path), lambda: json.loads(path.read_text(encoding="utf-8")))
    return Ratio(f"thread of {_MESSAGES} messages read and cleaned", ours, "json.loads alone", bare)


def _showing(lines: list[Utterance]) -> Iterator[Ratio]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    from qa_desk.ui.evaluate.thread import ThreadView
    from qa_desk.ui.theme import Theme

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([])
    view, peer = ThreadView(Theme(application, "light")), QPlainTextEdit()
    zone, text = ZoneInfo("Europe/London"), "\n".join(line.text for line in lines)
    for window in (view, peer):
        window.resize(620, 800)
        window.show()

    def opened() -> None:
        view.show_messages(lines, zone)
        view.grab()

    def opened_by_qt() -> None:
        peer.setPlainText(text)
        peer.grab()

    yield Ratio(f"thread of {_MESSAGES} messages opened and painted", *_pair(opened, "QPlainTextEdit", opened_by_qt), "≤ 1 s")

    def jumped_about() -> None:
        bar = view.column.verticalScrollBar()
        for place in range(_PLACES):
            bar.setValue(bar.maximum() * place // _PLACES)
            view.grab()

    def jumped_by_qt() -> None:
        bar = peer.verticalScrollBar()
        for place in range(_PLACES):
            bar.setValue(bar.maximum() * place // _PLACES)
            peer.grab()

    yield Ratio(f"{_PLACES} far places of it painted", *_pair(jumped_about, "QPlainTextEdit", jumped_by_qt))
    for window in (view, peer):
        window.close()
        window.deleteLater()


def _pair(ours: object, name: str, baseline: object) -> tuple[float, str, float]:
    assert callable(ours)
    assert callable(baseline)
    measured, bare = best_of(3, ours, baseline)
    return measured, name, bare
