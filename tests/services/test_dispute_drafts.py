from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.services.dispute_drafts import forget_draft, keep_draft, kept_draft
from qa_desk.services.disputes import begin_decision, decide_dispute
from qa_desk.workspace.workspace import open_workspace
from tests.disputed_centre import ACCEPTED, REJECTED, a_centre, a_dispute

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def test_what_is_typed_is_on_the_disk_and_not_in_the_change_log(workspace: Workspace) -> None:
    before = workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0]
    for text in ("h", "ha", "half a sen"):
        keep_draft(workspace, "e", {"reason": text})
    other = open_workspace(workspace.path)
    assert kept_draft(other, "e") == {"reason": "half a sen"}
    other.close()
    assert workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0] == before
    forget_draft(workspace, "e")
    assert kept_draft(workspace, "e") == {}


def test_what_is_entered_is_no_draft_any_more(workspace: Workspace) -> None:
    centre = a_centre(workspace)
    keep_draft(workspace, centre.evaluation, {"name": "Amira"})
    dispute = a_dispute(workspace, centre)
    assert kept_draft(workspace, centre.evaluation) == {}
    keep_draft(workspace, dispute.id, {"reason": "x"})
    begin_decision(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    assert kept_draft(workspace, dispute.id) == {}
    keep_draft(workspace, dispute.id, {"reason": "x"})
    decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.omar)
    assert kept_draft(workspace, dispute.id) == {}
