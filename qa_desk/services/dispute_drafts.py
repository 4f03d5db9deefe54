"""What is being typed into a dispute, or into its decision: on the disk at each key, gone when it is entered.

One small row that is not logged holds the whole panel; a killed program finds it again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.workspace.workspace import Workspace


def keep_draft(workspace: Workspace, about: str, content: Mapping[str, Any]) -> None:
    """Hold what a panel says now. `about` is the evaluation to be disputed, or the dispute to be decided."""
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO dispute_drafts (about, content) VALUES (?, ?) "
            "ON CONFLICT (about) DO UPDATE SET content = excluded.content",
            [about, json.dumps(content, ensure_ascii=False)],
        )


def kept_draft(workspace: Workspace, about: str) -> dict[str, Any]:
    """What a panel said when it was left; empty when it said nothing."""
    row = workspace.connection.execute("SELECT content FROM dispute_drafts WHERE about = ?", [about]).fetchone()
    content = json.loads(row[0]) if row else {}
    return content if isinstance(content, dict) else {}


def forget_draft(workspace: Workspace, about: str) -> None:
    """Throw away what was typed."""
    with workspace.transaction() as connection:
        connection.execute("DELETE FROM dispute_drafts WHERE about = ?", [about])
