"""What the window is given by the program around it, so that it knows neither the command line nor the other rooms' wiring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.desk import Desk
    from qa_desk.ui.screen import Place


@dataclass(frozen=True, slots=True)
class House:
    """One a program."""

    places: Sequence[Place]
    desk: Desk
    system_language: str
    speak: Callable[[str], None]
    """Puts a language in force for the whole program."""
    demonstration: Path
    """Where the demonstration centre is kept."""
    make_demonstration: Callable[[Path, JobContext], object]
    """Writes the demonstration centre to a file that is not there yet."""
