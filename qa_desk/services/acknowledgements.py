"""The agent says that an evaluation was seen, or agreed with: under a typed name, with the time, for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa_desk.domain.disputes import same_person
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.services.dispute_rows import open_dispute_of, read_dispute, speaks_to_agent
from qa_desk.services.evaluations import is_revised, load_evaluation

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

Kind = Literal["seen", "agreed"]
KIND_WORDS: dict[str, str] = {"seen": N_("seen"), "agreed": N_("agreed")}


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What was said, by whom, and when."""

    id: str
    evaluation_id: str
    kind: Kind
    name: str
    words: str
    at: int


def acknowledge(workspace: Workspace, evaluation_id: str, kind: Kind, *, name: str, words: str = "") -> Acknowledgement:
    """Say of a submitted evaluation that it was seen or agreed with. Refused where it is not the one in force."""
    name = " ".join(name.split())
    if not name:
        raise Refusal(tr("Who acknowledges the evaluation? Type the name."))
    if kind not in KIND_WORDS:
        raise Refusal(tr("An evaluation is acknowledged as seen or as agreed."))
    with workspace.transaction() as connection:
        evaluation = load_evaluation(workspace, evaluation_id)
        if not speaks_to_agent(connection, evaluation_id):
            raise Refusal(tr("A blind sheet is not acknowledged: it says nothing about the agent."))
        if not evaluation.is_submitted:
            raise Refusal(tr("This evaluation is not submitted yet; it can be acknowledged afterwards."))
        if is_revised(workspace, evaluation_id):
            raise Refusal(tr("This evaluation was revised; acknowledge the latest revision."))
        dispute_id = open_dispute_of(connection, evaluation_id)
        if kind == "agreed" and dispute_id and same_person(read_dispute(connection, dispute_id).raised_by, name):
            raise Refusal(tr("{name} disputes this evaluation; it can be agreed with once that is settled.", name=name))
        if any(each.kind == kind and same_person(each.name, name) for each in acknowledgements_of(workspace, evaluation_id)):
            raise Refusal(tr("{name} has said so already.", name=name))
        made = Acknowledgement(workspace.clock.new_id(), evaluation_id, kind, name, words.strip(), workspace.clock.now())
        connection.execute(
            "INSERT INTO acknowledgements (id, evaluation_id, kind, name, words, at) VALUES (?, ?, ?, ?, ?, ?)",
            [made.id, made.evaluation_id, made.kind, made.name, made.words, made.at],
        )
    return made


def acknowledgements_of(workspace: Workspace, evaluation_id: str) -> list[Acknowledgement]:
    """What was said of an evaluation, the first first."""
    rows = workspace.connection.execute(
        "SELECT id, evaluation_id, kind, name, words, at FROM acknowledgements WHERE evaluation_id = ? ORDER BY at, id",
        [evaluation_id],
    )
    return [Acknowledgement(**dict(row)) for row in rows]
