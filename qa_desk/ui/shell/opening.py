"""Opens and makes workspaces for the window."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from PySide6.QtCore import QTimeZone

from qa_desk.workspace.settings import set_settings
from qa_desk.workspace.workspace import create_workspace, open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


def open_existing(path: Path) -> Workspace:
    """Open a workspace; an older one is backed up and brought up to date first."""
    return open_workspace(path)


def make_workspace(path: Path) -> Workspace:
    """Make an empty workspace in this computer's time zone."""
    workspace = create_workspace(path)
    set_settings(workspace, {"timezone": system_timezone()})
    return workspace


def system_timezone() -> str:
    """The time zone of this computer by its IANA name; UTC when the system names none."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return name if name in available_timezones() else "UTC"
