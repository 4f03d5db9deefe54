"""On which channel the agent is: what was declared of the recording, else of its source, else the usual one."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from qa_desk.media.file_names import PRESETS, read_name
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.media.speech_facts import Side
    from qa_desk.workspace.workspace import Workspace


class AgentChannels:
    """The settings of a workspace as they are now; ask for as many recordings as wanted."""

    def __init__(self, workspace: Workspace) -> None:
        self._usual = cast("Side", get_setting(workspace, "agent_channel"))
        by_source = cast("Mapping[str, Side]", get_setting(workspace, "agent_channel_by_source"))
        self._by_source = {name.casefold(): side for name, side in by_source.items()}
        folders = [(Path(name), side) for name, side in by_source.items() if "/" in name or "\\" in name]
        self._folders = sorted(folders, key=lambda one: -len(one[0].parts))  # the nearest folder is asked first

    def of(self, path: Path, source: str | None, declared: str | None = None) -> Side:
        """`declared` goes before all; then the source by its name (a recorder or a pattern), then the nearest folder.

        Where the settings say nothing of the source, what its recorder is known to do.
        """
        if declared in ("left", "right"):
            return cast("Side", declared)
        if source is not None and source.casefold() in self._by_source:
            return self._by_source[source.casefold()]
        for folder, side in self._folders:
            if path.is_relative_to(folder):
                return side
        known = next((preset.agent_channel for preset in PRESETS if preset.name == source), None)
        return known or self._usual

    def of_file(self, workspace: Workspace, path: Path) -> Side:
        """Of a file that may be a recording of the workspace, or only be named like one of a known recorder."""
        row = workspace.connection.execute(
            "SELECT m.agent_channel, b.source FROM media m JOIN interactions i ON i.id = m.interaction_id "
            "LEFT JOIN import_batches b ON b.id = i.batch_id WHERE m.path = ?",
            [str(path.resolve())],
        ).fetchone()
        if row is not None:
            return self.of(path.resolve(), row["source"], row["agent_channel"])
        return self.of(path.resolve(), recorder_of(path))


def recorder_of(path: Path) -> str | None:
    """The recorder that names its files so, by the name alone."""
    zone = ZoneInfo("UTC")
    for preset in PRESETS[:-1]:
        if not isinstance(read_name(PurePosixPath(path.name), preset, zone), str):
            return preset.name
    return None
