"""Interactions and evaluators by the names that a command line uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def find_interaction(workspace: Workspace, name: str) -> str:
    """The id of an interaction named by its id or its id elsewhere."""
    row = workspace.connection.execute("SELECT id FROM interactions WHERE id = ? OR external_id = ?", [name, name]).fetchone()
    if row is None:
        raise Refusal(tr("There is no {what} “{name}” in this workspace.", what=tr("interaction"), name=name))
    return str(row["id"])


def find_evaluator(workspace: Workspace, name: str) -> str:
    """The id of an evaluator named by id or name."""
    row = workspace.connection.execute("SELECT id FROM evaluators WHERE id = ? OR name = ?", [name, name]).fetchone()
    if row is None:
        raise Refusal(tr("There is no {what} “{name}” in this workspace.", what=tr("evaluator"), name=name))
    return str(row["id"])
