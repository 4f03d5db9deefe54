"""An evaluator's reply: their own submitted blind sheets and nothing else; and taking one in as if it had been typed here."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.calibration import State
from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import Answer, Marker, presets_of
from qa_desk.domain.language import tr
from qa_desk.services.calibration import (
    finish_scoring,
    get_calibration,
    remaining_items,
    start_blind_scoring,
    submit_blind_sheet,
)
from qa_desk.services.calibration_lookup import came_by_pack
from qa_desk.services.calibration_request import CONTENT, Gathered, about_session, definition_hash
from qa_desk.services.calibration_request_reading import identifier
from qa_desk.services.calibration_request_taking import Taken
from qa_desk.services.evaluation_rows import stored_answers, stored_markers
from qa_desk.services.evaluations import discard_draft, put_answer, put_marker, set_summary
from qa_desk.services.scorecards import get_version, version_on
from qa_desk.workspace.pack_file import json_text

if TYPE_CHECKING:
    from qa_desk.domain.calibration_report import Participant, Session
    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.pack_fields import Fields
    from qa_desk.workspace.pack_file import Pack
    from qa_desk.workspace.workspace import Workspace

_MOST_SHEETS, _MOST_ANSWERS, _MOST_MARKERS = 1000, 5000, 20_000


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One submitted sheet, as a pack carries it: markers without their ids, which are each workspace's own."""

    interaction_id: str
    submitted_at: int
    summary: str
    answers: dict[str, Answer]
    markers: tuple[Marker, ...]

    @property
    def said(self) -> tuple[object, ...]:
        """All that was said: two sheets that say the same are the same sheet."""
        return self.summary, self.answers, sorted(self.markers, key=repr)


def gather_reply(workspace: Workspace, session: Session, person: Participant) -> Gathered:
    """A person's submitted sheets of a session. Refused where the session was opened here: its answers are here already."""
    if not came_by_pack(workspace, session.id):
        raise Refusal(tr("“{title}” was opened in this workspace: there is nobody to reply to.", title=session.title))
    sheets = list(_submitted(workspace, session.id, person.id).values())
    if not sheets:
        raise Refusal(tr("{name} has submitted nothing yet.", name=person.name))
    content = {
        "session": session.id,
        "evaluator": {"id": person.id, "name": person.name},
        "is_finished": person.is_finished,
        "sheets": [
            {
                "interaction": sheet.interaction_id,
                "submitted_at": sheet.submitted_at,
                "summary": sheet.summary,
                "answers": [asdict(answer) for answer in sheet.answers.values()],
                "markers": [{k: v for k, v in asdict(marker).items() if k != "id"} for marker in sheet.markers],
            }
            for sheet in sheets
        ],
    }
    return Gathered(about_session(workspace, session), {CONTENT: json_text(content)})


def take_reply(workspace: Workspace, pack: Pack, name: str, context: JobContext) -> Taken:
    """Submit the sheets of a reply, in the transaction that is open, by the rules that hold for what is typed."""
    content, about = pack.fields(CONTENT), pack.about
    session = _session(workspace, content, about, name)
    person = _person(session, content.part("evaluator"))
    version = get_version(workspace, session.version_id)
    if about.part("scorecard").text("sha256") != definition_hash(version):
        raise Refusal(
            tr("{file}: scored with another version of the scorecard than {name}.", file=name, name=session.version_name)
        )
    is_finished = content.flag("is_finished")
    sheets = [_read_sheet(one) for one in content.parts("sheets", most=_MOST_SHEETS)]
    if len({sheet.interaction_id for sheet in sheets}) < len(sheets):
        raise content.malformed("sheets")
    stored = _submitted(workspace, session.id, person.id)
    taken = Taken(session.id, session.title, "reply", (person.name,))
    for number, sheet in enumerate(sheets):
        context.raise_if_cancelled()
        context.report(number, len(sheets), person.name)
        if sheet.interaction_id not in stored:
            _submit(workspace, session, person, sheet, taken)
            taken.new += 1
        elif stored[sheet.interaction_id].said == sheet.said:
            taken.unchanged += 1
        else:
            raise Refusal(
                tr("{name} has submitted other answers to an interaction here already; nothing was changed.", name=person.name)
            )
    if is_finished and not person.is_finished and remaining_items(workspace, session.id, person.id):
        finish_scoring(workspace, session.id, person.id)
        taken.has_changed = True
    taken.has_changed = taken.has_changed or taken.new > 0
    return taken


def _session(workspace: Workspace, content: Fields, about: Fields, name: str) -> Session:
    session_id = about.text("session")
    if content.text("session") != session_id:
        raise Refusal(tr("{file}: its content is of another session than its list says.", file=name))
    row = workspace.connection.execute("SELECT 1 FROM calibration_sessions WHERE id = ?", [session_id]).fetchone()
    if row is None:
        raise Refusal(tr("{file}: a reply to a session that is not in this workspace.", file=name))
    return get_calibration(workspace, session_id)


def _person(session: Session, said: Fields) -> Participant:
    """Who replies: by the id, else by the name, among those who take part."""
    name = said.text("name")
    found = session.participant(said.text("id")) or next((p for p in session.participants if p.name == name), None)
    if found is None:
        raise Refusal(tr("{name} does not take part in “{title}” here; nothing was changed.", name=name, title=session.title))
    return found


def _read_sheet(fields: Fields) -> _Sheet:
    answers = [_answer(one) for one in fields.parts("answers", most=_MOST_ANSWERS)]
    given = {answer.question_id: answer for answer in answers}
    if len(given) < len(answers):
        raise fields.malformed("answers")
    return _Sheet(
        interaction_id=identifier(fields, "interaction"),
        submitted_at=fields.whole("submitted_at"),
        summary=fields.maybe_text("summary") or "",
        answers=given,
        markers=tuple(_marker(one) for one in fields.parts("markers", most=_MOST_MARKERS)),
    )


def _answer(fields: Fields) -> Answer:
    texts = {name: fields.maybe_text(name) for name in ("value", "comment", "root_cause", "origin")}
    return Answer(question_id=fields.text("question_id"), is_preset=fields.flag("is_preset"), **texts)


def _marker(fields: Fields) -> Marker:
    at_s, position = fields.maybe_number("at_s"), fields.maybe_whole("utterance_position")
    if (at_s is not None and at_s < 0) or (position is not None and position < 0):
        raise fields.malformed("at_s")
    text, question_id = fields.maybe_text("text") or "", fields.maybe_text("question_id")
    return Marker("", text, at_s, position, question_id, fields.maybe_text("media_id"))


def _submit(workspace: Workspace, session: Session, person: Participant, sheet: _Sheet, taken: Taken) -> None:
    if session.state is not State.SCORING:
        raise Refusal(tr("“{title}” is revealed: no further answers are taken in.", title=session.title))
    draft = start_blind_scoring(workspace, session.id, person.id, sheet.interaction_id)
    channel = next(item.channel for item in session.items if item.interaction_id == sheet.interaction_id)
    version = version_on(workspace, session.version_id, channel)
    if draft.answers != presets_of(version) or draft.markers or draft.summary:
        discard_draft(workspace, draft.id)
        draft = start_blind_scoring(workspace, session.id, person.id, sheet.interaction_id)
        note = tr("A sheet that {name} had begun here gave way to the submitted one; the change log keeps it.", name=person.name)
        taken.notes.append(note)
    for question_id in draft.answers.keys() - sheet.answers.keys():
        put_answer(workspace, draft.id, Answer(question_id))
    for answer in sheet.answers.values():
        put_answer(workspace, draft.id, answer)
    media = {row["id"] for row in _media(workspace, sheet.interaction_id)}
    for marker in sheet.markers:
        if marker.media_id not in {None, *media} or (marker.question_id and version.question(marker.question_id) is None):
            raise Refusal(tr("A marker of {name} belongs to nothing that is here; nothing was changed.", name=person.name))
        values = asdict(marker) | {"id": workspace.clock.new_id()}
        put_marker(workspace, draft.id, Marker(**values))
    if sheet.summary:
        set_summary(workspace, draft.id, sheet.summary)
    submit_blind_sheet(workspace, draft.id, at=min(max(sheet.submitted_at, session.created_at), workspace.clock.now()))


def _media(workspace: Workspace, interaction_id: str) -> list[dict[str, str]]:
    rows = workspace.connection.execute("SELECT id FROM media WHERE interaction_id = ?", [interaction_id])
    return [dict(row) for row in rows]


def _submitted(workspace: Workspace, session_id: str, evaluator_id: str) -> dict[str, _Sheet]:
    """One person's own submitted sheets, by interaction. Only for their reply, and to tell whether it is known."""
    connection = workspace.connection
    rows = connection.execute(
        "SELECT id, interaction_id, submitted_at, summary FROM evaluations WHERE session_id = ? AND evaluator_id = ? "
        "AND purpose = 'calibration' AND status = 'submitted' ORDER BY submitted_at, id",
        [session_id, evaluator_id],
    ).fetchall()
    return {
        row["interaction_id"]: _Sheet(
            row["interaction_id"],
            row["submitted_at"],
            row["summary"] or "",
            stored_answers(connection, row["id"]),
            tuple(Marker("", *(getattr(m, n) for n in _MARKED)) for m in stored_markers(connection, row["id"])),
        )
        for row in rows
    }


_MARKED = ("text", "at_s", "utterance_position", "question_id", "media_id")
