"""A drawn contact that cannot be scored makes room for the next one of its stratum, and the reason is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.sample_draw import Drawn, next_in_line
from qa_desk.domain.sampling import Replacement
from qa_desk.services.sampling import ensure_interaction, store_item
from qa_desk.services.sampling_assignments import discard_drafts
from qa_desk.services.sampling_population import Origin
from qa_desk.services.sampling_records import find_sample, stored_frame

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from qa_desk.domain.sample_frame import Contact
    from qa_desk.services.sampling_records import Sample
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Replaced:
    """What took the place of what."""

    item_id: str
    interaction_id: str
    reference: str


def item_of_assignment(workspace: Workspace, interaction_id: str, evaluator_id: str) -> str | None:
    """The sample item behind what an evaluator is to score; None where it was not drawn."""
    row = workspace.connection.execute(
        "SELECT sample_item_id FROM assignments WHERE interaction_id = ? AND evaluator_id = ? AND sample_item_id IS NOT NULL",
        [interaction_id, evaluator_id],
    ).fetchone()
    return None if row is None else str(row["sample_item_id"])


def replace_item(workspace: Workspace, item_id: str, evaluator_id: str, reason: Replacement, words: str = "") -> Replaced:
    """Replace a contact that this evaluator cannot score; whoever was to score it gets the next one, with the same due date.

    The next one was fixed when the sample was drawn: nobody picks. Refused when it is scored already, when somebody else has
    begun with it, or when nothing is left.
    """
    if reason is Replacement.OTHER and not words.strip():
        raise Refusal(tr("Say in a few words why it is replaced."))
    with workspace.transaction() as connection:
        item = _item(connection, item_id)
        sample = find_sample(workspace, item["sample_id"])
        assignments = connection.execute("SELECT * FROM assignments WHERE sample_item_id = ?", [item_id]).fetchall()
        _check_free(connection, item, assignments, evaluator_id)
        contacts = stored_frame(workspace, sample.id)
        found = _next(workspace, sample, item, contacts)
        interaction_id = ensure_interaction(workspace, found.contact.id, _origin(connection, found.contact))
        position = connection.execute("SELECT max(position) + 1 FROM sample_items WHERE sample_id = ?", [sample.id]).fetchone()[0]
        new_id = store_item(workspace, sample.id, position, found, interaction_id, item_id)
        for row in assignments:
            discard_drafts(connection, _drafts(connection, row))
            connection.execute(
                "UPDATE assignments SET interaction_id = ?, sample_item_id = ? WHERE id = ?", [interaction_id, new_id, row["id"]]
            )
        connection.execute(
            "INSERT INTO sample_replacements (item_id, replacement_id, evaluator_id, reason, words, replaced_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [item_id, new_id, evaluator_id, reason, words.strip(), workspace.clock.now()],
        )
        reference = connection.execute(
            "SELECT ifnull(external_id, substr(id, -8)) FROM interactions WHERE id = ?", [interaction_id]
        ).fetchone()[0]
    return Replaced(new_id, interaction_id, reference)


def _item(connection: sqlite3.Connection, item_id: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute("SELECT * FROM sample_items WHERE id = ?", [item_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no sample item “{name}” in this workspace.", name=item_id))
    if connection.execute("SELECT 1 FROM sample_replacements WHERE item_id = ?", [item_id]).fetchone():
        raise Refusal(tr("{contact}: it was replaced already.", contact=row["contact"]))
    return row


def _check_free(connection: sqlite3.Connection, item: sqlite3.Row, assignments: Sequence[sqlite3.Row], evaluator_id: str) -> None:
    if not assignments:
        raise Refusal(tr("{contact}: nobody is to score it any more, so it needs no replacement.", contact=item["contact"]))
    for row in assignments:
        states = connection.execute(
            "SELECT e.status, EXISTS (SELECT 1 FROM answers w WHERE w.evaluation_id = e.id) AS is_begun FROM evaluations e "
            "WHERE e.interaction_id = ? AND e.evaluator_id = ? AND e.scorecard_version_id = ? AND e.purpose = 'routine'",
            [row["interaction_id"], row["evaluator_id"], row["scorecard_version_id"]],
        ).fetchall()
        if any(state["status"] == "submitted" for state in states):
            raise Refusal(tr("{contact}: it is scored already, so it can be scored.", contact=item["contact"]))
        if row["evaluator_id"] != evaluator_id and any(state["is_begun"] for state in states):
            raise Refusal(tr("{contact}: somebody else has begun to score it.", contact=item["contact"]))


def _drafts(connection: sqlite3.Connection, row: sqlite3.Row) -> list[str]:
    found = connection.execute(
        "SELECT id FROM evaluations WHERE interaction_id = ? AND evaluator_id = ? AND scorecard_version_id = ? "
        "AND purpose = 'routine' AND status = 'draft'",
        [row["interaction_id"], row["evaluator_id"], row["scorecard_version_id"]],
    )
    return [draft["id"] for draft in found]


def _next(workspace: Workspace, sample: Sample, item: sqlite3.Row, contacts: Sequence[Contact]) -> Drawn:
    by_id = {contact.id: contact for contact in contacts}
    replaced = Drawn(by_id[item["contact"]], item["grouped"], item["stratum"], item["rank"], item["chance"])
    used = _used(workspace.connection, sample.id, contacts)
    found = next_in_line(contacts, sample.design, sample.seed, replaced, used)
    if found is None:
        raise Refusal(
            tr("{contact}: the frame has no further contact of this agent. Withdraw the assignment.", contact=item["contact"])
        )
    return found


def _used(connection: sqlite3.Connection, sample_id: str, contacts: Sequence[Contact]) -> Collection[str]:
    """Contacts that were drawn in this sample, or that somebody scored or is to score since."""
    rows = connection.execute(
        """
        SELECT contact FROM sample_items WHERE sample_id = :sample OR id IN (SELECT item_id FROM sample_replacements)
        UNION SELECT ifnull(i.external_id, i.id) FROM interactions i
        WHERE EXISTS (SELECT 1 FROM evaluations e WHERE e.interaction_id = i.id AND e.purpose = 'routine')
          OR EXISTS (SELECT 1 FROM assignments a WHERE a.interaction_id = i.id)""",
        {"sample": sample_id},
    )
    return {row[0] for row in rows}


def _origin(connection: sqlite3.Connection, contact: Contact) -> Origin:
    """What the imports say of a contact today; what the frame knew where they say nothing any more."""
    row = connection.execute(
        """
        SELECT offered_at AS at, talk_s + ifnull(hold_s, 0) AS seconds, queue, customer_id, NULL AS subject
        FROM calls WHERE call_id = :id
        UNION ALL SELECT created_at, NULL, team, customer_id, subject FROM tickets WHERE ticket_id = :id""",
        {"id": contact.id},
    ).fetchone()
    known = dict(row) if row else {}
    interaction = connection.execute(
        "SELECT id FROM interactions WHERE external_id = :id OR id = :id", {"id": contact.id}
    ).fetchone()
    return Origin(
        interaction["id"] if interaction else None,
        contact.channel,
        contact.agent,
        known.get("at"),
        known.get("seconds"),
        contact.driver,
        known.get("queue") or "",
        contact.language,
        known.get("subject") or "",
        known.get("customer_id") or "",
    )
