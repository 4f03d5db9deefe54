"""Reads everybody's submitted sheets and the meeting's decisions. Only for what has been revealed: the caller sees to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.calibration_report import Decision, Remark
from qa_desk.domain.evaluation import Marker

if TYPE_CHECKING:
    from qa_desk.domain.calibration_report import Session
    from qa_desk.workspace.workspace import Workspace


def read_sheets(
    workspace: Workspace, session: Session
) -> tuple[dict[str, dict[str, dict[str, str]]], dict[tuple[str, str, str], Remark]]:
    """Evaluator → interaction → answers of the submitted sheets, and what was written beside the answers."""
    sheets: dict[str, dict[str, dict[str, str]]] = {p.id: {} for p in session.participants}
    remarks: dict[tuple[str, str, str], Remark] = {}
    connection = workspace.connection
    owners = {}
    for row in connection.execute(
        "SELECT id, evaluator_id, interaction_id FROM evaluations WHERE session_id = ? AND status = 'submitted' "
        "AND revision_of IS NULL ORDER BY submitted_at",
        [session.id],
    ):
        owners[row["id"]] = (row["evaluator_id"], row["interaction_id"])
        if row["evaluator_id"] in sheets:
            sheets[row["evaluator_id"]][row["interaction_id"]] = {}
    for evaluation_id, (who, item) in owners.items():
        markers: dict[str, list[Marker]] = {}
        for marker in connection.execute(
            "SELECT id, text, at_s, utterance_position, question_id, media_id FROM markers "
            "WHERE evaluation_id = ? ORDER BY at_s, id",
            [evaluation_id],
        ):
            markers.setdefault(marker["question_id"] or "", []).append(Marker(**dict(marker)))
        answers = connection.execute("SELECT question_id, value, comment FROM answers WHERE evaluation_id = ?", [evaluation_id])
        for answer in answers:
            if answer["value"] is not None and who in sheets:
                sheets[who][item][answer["question_id"]] = answer["value"]
            own = tuple(markers.get(answer["question_id"], ()))
            if answer["comment"] or own:
                remarks[who, item, answer["question_id"]] = Remark(answer["comment"], own)
    return sheets, remarks


def read_decisions(workspace: Workspace, session_id: str) -> dict[tuple[str, str], Decision]:
    """(interaction, question) → what the meeting settled."""
    rows = workspace.connection.execute(
        "SELECT interaction_id, question_id, agreed, rule, decided_at FROM calibration_decisions WHERE session_id = ?",
        [session_id],
    )
    return {(row["interaction_id"], row["question_id"]): Decision(**dict(row)) for row in rows}
