"""Where the files that ship with the program are: beside the package in the source tree, inside it once installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a shipped resource, e.g. `resource("icons", "play.svg")`."""
    return _shipped("resources").joinpath(*parts)


def shipped_scorecards() -> Path:
    """Folder of the ready-made scorecards."""
    return _shipped("scorecards")


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
