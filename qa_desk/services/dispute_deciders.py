"""Who may decide a dispute: nobody who had a hand in the evaluation, and not who raised it.

Apart from the deciding itself, so that the first page can say what waits without knowing how it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.disputes import same_person
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.dispute_rows import read_disputes
from qa_desk.services.evaluation_chain import chain_of
from qa_desk.services.sampling_raters import OPEN_ASSIGNMENTS

if TYPE_CHECKING:
    from qa_desk.domain.disputes import Dispute
    from qa_desk.workspace.workspace import Workspace


def refuse_decider(workspace: Workspace, dispute: Dispute, decider_id: str) -> None:
    """Raise a refusal where this person may not decide: their own evaluation, or their own dispute."""
    row = workspace.connection.execute("SELECT name FROM evaluators WHERE id = ?", [decider_id]).fetchone()
    if row is None:
        raise Refusal(tr("Say first who is deciding (on Today)."))
    chain = chain_of(workspace.connection, dispute.evaluation_id)
    if any(link.evaluator_id == decider_id for link in chain if link.is_submitted):
        raise Refusal(tr("{name} evaluated this interaction; someone else decides the dispute.", name=row["name"]))
    if dispute.interaction_id in still_to_score(workspace, decider_id):
        raise Refusal(tr("{name} still has to score this contact, and is not shown how others did.", name=row["name"]))
    if same_person(row["name"], dispute.raised_by):
        raise Refusal(tr("{name} raised the dispute; someone else decides it.", name=row["name"]))


def still_to_score(workspace: Workspace, evaluator_id: str | None) -> frozenset[str]:
    """The contacts that this person has yet to score: nobody is shown before how others scored them."""
    rows = workspace.connection.execute(
        f"SELECT o.interaction_id FROM ({OPEN_ASSIGNMENTS}) o WHERE o.evaluator_id = ?", [evaluator_id]
    )
    return frozenset(row["interaction_id"] for row in rows)


def may_decide(workspace: Workspace, dispute: Dispute, decider_id: str | None) -> bool:
    """Whether this person may decide an open dispute."""
    if decider_id is None or not dispute.is_open:
        return False
    try:
        refuse_decider(workspace, dispute, decider_id)
    except Refusal:
        return False
    return True


def disputes_to_answer(workspace: Workspace, evaluator_id: str) -> list[Dispute]:
    """Open disputes that this person may decide, those that are due first."""
    return [each for each in read_disputes(workspace.connection, "d.state = 'open'") if may_decide(workspace, each, evaluator_id)]
