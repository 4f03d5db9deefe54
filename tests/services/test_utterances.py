from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.media.transcripts import Attachment, Utterance
from qa_desk.services.utterances import as_rows, lines_of_interaction, rows_of_interaction, write_rows, write_utterances

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

LINES = (
    Utterance("Hello", "agent", "Rui", 0.5, 1.25),
    Utterance("你好", at=1_782_378_000, is_internal=True, subject="s", recipients="r", message_id="1@x",
              attachments=(Attachment("счёт.pdf", 7), Attachment("?"))),
)  # fmt: skip


@pytest.fixture
def interaction(workspace: Workspace) -> str:
    workspace.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i', 'chat', 0)")
    return "i"


def test_lines_come_back_as_they_were_written(workspace: Workspace, interaction: str) -> None:
    write_utterances(workspace, interaction, LINES)
    assert lines_of_interaction(workspace, interaction) == LINES
    assert rows_of_interaction(workspace, interaction) == as_rows(LINES)


def test_rows_that_an_older_workspace_kept_are_filled_up(workspace: Workspace, interaction: str) -> None:
    write_rows(workspace, interaction, [[0, None, None, 5, "agent", "Rui", "Hello"]])
    assert lines_of_interaction(workspace, interaction) == (Utterance("Hello", "agent", "Rui", at=5),)
