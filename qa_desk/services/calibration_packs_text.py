"""What was written into packs and taken out of them, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.services.calibration_packs import Taken, Written

_NAMES = 3
"""More of them would not fit into a line."""


def taken_words(taken: Taken) -> str:
    """What taking a pack in did."""
    names = _names(taken.people)
    if not taken.has_changed:
        return tr("“{title}”: this pack was taken in before; nothing changed.", title=taken.title)
    if taken.kind == "reply":
        return ntr(
            "“{title}”: {count} sheet of {names} was taken in.",
            "“{title}”: {count} sheets of {names} were taken in.",
            taken.new,
            title=taken.title,
            names=names,
        )
    return ntr(
        "“{title}” is ready: {count} interaction to score for {names}.",
        "“{title}” is ready: {count} interactions to score for {names}.",
        taken.new + taken.unchanged,
        title=taken.title,
        names=names,
    )


def written_words(written: Written) -> str:
    """What a pack that was written holds."""
    names = _names(written.people)
    if written.kind == "reply":
        return ntr(
            "{file}: {count} sheet of {names}.",
            "{file}: {count} sheets of {names}.",
            written.interactions,
            file=written.path.name,
            names=names,
        )
    asked = ntr(
        "{file}: {count} interaction to score for {names}.",
        "{file}: {count} interactions to score for {names}.",
        written.interactions,
        file=written.path.name,
        names=names,
    )
    along = ntr("{count} recording goes along.", "{count} recordings go along.", written.recordings)
    return f"{asked} {along}" if written.recordings else asked


def _names(people: Sequence[str]) -> str:
    first, more = ", ".join(people[:_NAMES]), len(people) - _NAMES
    return tr("{names} and {count} more", names=first, count=more) if more > 0 else first
