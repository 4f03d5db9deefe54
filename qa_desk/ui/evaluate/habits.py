"""How somebody listens, as the settings have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Habits:
    """In seconds: a step back or forward, the run-up to what is played, and the silence that is long enough to skip."""

    step_s: float = 5.0
    preroll_s: float = 2.0
    skip_from_s: float = 2.0


def habits_of(workspace: Workspace) -> Habits:
    """The settings in force."""
    keys = ("player_step_s", "preroll_s", "skip_silence_s")
    return Habits(*(float(get_setting(workspace, key)) for key in keys))
