from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.agent_channels import AgentChannels, recorder_of
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

CALL = Path("/calls/north/a.wav")


def test_what_nobody_declared_is_the_usual_channel(workspace: Workspace) -> None:
    assert AgentChannels(workspace).of(CALL, "any") == "left"
    set_settings(workspace, {"agent_channel": "right"})
    assert AgentChannels(workspace).of(CALL, "any") == "right"


def test_what_a_recorder_is_known_to_do_goes_before_the_usual(workspace: Workspace) -> None:
    set_settings(workspace, {"agent_channel": "right"})
    assert AgentChannels(workspace).of(CALL, "vicidial") == "left"


def test_the_settings_of_a_source_go_before_what_is_known_of_it(workspace: Workspace) -> None:
    set_settings(workspace, {"agent_channel_by_source": {"VICIdial": "right", "{id}_{part}": "right"}})
    channels = AgentChannels(workspace)
    assert channels.of(CALL, "vicidial") == "right"
    assert channels.of(CALL, "{id}_{part}") == "right"


def test_the_nearest_folder_decides(workspace: Workspace) -> None:
    set_settings(workspace, {"agent_channel_by_source": {"/calls": "right", "/calls/north": "left", "/calls/south": "right"}})
    channels = AgentChannels(workspace)
    assert channels.of(CALL, None) == "left"
    assert channels.of(Path("/calls/south/a.wav"), None) == "right"
    assert channels.of(Path("/callsign/a.wav"), None) == "left"


def test_what_was_declared_of_the_recording_goes_before_all(workspace: Workspace) -> None:
    set_settings(workspace, {"agent_channel_by_source": {"vicidial": "right"}})
    assert AgentChannels(workspace).of(CALL, "vicidial", "left") == "left"


def test_a_file_that_is_in_no_workspace_is_judged_by_its_name(workspace: Workspace) -> None:
    set_settings(workspace, {"agent_channel_by_source": {"vicidial": "right"}})
    channels = AgentChannels(workspace)
    assert channels.of_file(workspace, Path("/x/20240102-030405_555.wav")) == "right"
    assert channels.of_file(workspace, Path("/x/4711.wav")) == "left"
    assert recorder_of(Path("4711.wav")) is None


@pytest.mark.parametrize("value", [{"freepbx": "middle"}, ["left"]])
def test_a_side_that_does_not_exist_is_refused(workspace: Workspace, value: object) -> None:
    with pytest.raises(Refusal, match="with left or right"):
        set_settings(workspace, {"agent_channel_by_source": value})
