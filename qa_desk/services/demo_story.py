"""What happened in the demonstration centre, each thing at its time: evaluations, talks, calibrations, what is to be scored."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from qa_desk.domain.evaluation import Answer, Marker
from qa_desk.domain.sampling import Design, Method, Population
from qa_desk.services.coaching_sessions import NewAction, acknowledge, complete_action, write_coaching_session
from qa_desk.services.demo_calibration import calibration_happenings
from qa_desk.services.demo_centre import Centre, Happening, Values
from qa_desk.services.evaluations import put_answer, put_marker, record_evaluation, set_summary, start_evaluation
from qa_desk.services.recordings import import_recordings
from qa_desk.services.sampling import DrawRequest, draw_sample
from qa_desk.services.scorecards import get_version
from qa_desk.services.transcripts import import_transcripts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

RECORDING_NAMES = "{YYYY}{MM}{DD}-{hh}{mm}{ss}_{agent}_{queue}_{id}"
CHANNEL_CARDS = {"call": "voice-support", "chat": "chat-support", "email": "email-ticket-support"}
DRAFT_BY, DRAFT_OF, DRAFT_AT = "Beatriz Nogueira", "C-275902", datetime.fromisoformat("2026-06-30T17:20:00+01:00")
DRAFT = (
    Answer("greeting", "Yes", "Warm, name and offer within four seconds."),
    Answer("verified", "Yes"),
    Answer("listening", "4", '"Four days then" – she does the sum for him.'),
    Answer("diagnosis", "4"),
    Answer("restated", "No", None, "attention"),
    Answer("accurate", "4"),
    Answer("solved", "3", "Day and hour named. Who tells the courier?", "process"),
    Answer("waiting", "Yes", "Says why and how long, thanks afterwards."),
)
"""An evaluation that was begun and not finished yet."""
SAMPLE_TITLE = "End of June"
DRAFT_MARKERS = (
    (3, "listening", "Takes the four days seriously."),
    (7, "waiting", "Hold announced: why, how long, is that all right."),
    (11, "solved", "Two ways out, the customer chooses."),
)
"""(line of the transcript, question, words)."""


def happenings(
    centre: Centre, evaluations: Iterable[Values], queued: Sequence[Values], meetings: Mapping[str, list[Any]]
) -> list[Happening]:
    """Everything, in the order of time; what happens at the same time keeps the order of the files."""
    events = [
        Happening(datetime.fromisoformat(entry["submitted_at"]), partial(_evaluate, centre, entry)) for entry in evaluations
    ]
    events += _arrivals(centre, queued)
    for talk in meetings["coaching"]:
        events += _talk(centre, talk)
    for session in meetings["calibration"]:
        events += calibration_happenings(centre, session)
    assigned_at = datetime.fromisoformat("2026-06-30T09:15:00+01:00")
    events += [Happening(assigned_at, partial(_assign, centre, entry)) for entry in meetings["assignments"]]
    events.append(Happening(assigned_at, partial(_draw_sample, centre)))  # after the others: what they have is not drawn
    events.append(Happening(DRAFT_AT, partial(_begin_draft, centre)))
    return sorted(events, key=lambda event: event.at)


def _evaluate(centre: Centre, entry: Values) -> None:
    workspace = centre.workspace
    interaction_id = _add_interaction(centre, entry)
    card = centre.cards[entry["scorecard"]]
    method = entry["sample_method"]
    draft = start_evaluation(workspace, interaction_id, centre.evaluators[entry["evaluator"]], card, sample_method=method)
    if entry["summary"]:
        set_summary(workspace, draft.id, entry["summary"])
    for marker in entry["markers"]:
        set_at = Marker(workspace.clock.new_id(), marker["text"], marker["at_s"], None, marker["question"])
        put_marker(workspace, draft.id, set_at)
    answers = [
        Answer(question, given["answer"], given.get("comment"), given.get("root_cause"))
        for question, given in entry["answers"].items()
    ]
    record_evaluation(workspace, draft.id, get_version(workspace, card), answers, submitted_at=workspace.clock.now())


def _add_interaction(centre: Centre, entry: Values) -> str:
    """A contact that was scored where it happened: its recording is no longer there."""
    workspace = centre.workspace
    interaction_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, customer_id, started_at, duration_s, subject, driver, "
        "queue, language, created_at) VALUES (:id, :external_id, :channel, :agent_id, :customer, :started, :duration_s, "
        ":subject, :driver, :queue, :language, :now)",
        {
            **{name: entry[name] for name in ("channel", "customer", "duration_s", "subject", "driver", "queue", "language")},
            "id": interaction_id,
            "external_id": entry["interaction"],
            "agent_id": centre.agent(entry["agent"]),
            "started": int(datetime.fromisoformat(entry["started_at"]).timestamp()),
            "now": workspace.clock.now(),
        },
    )
    return interaction_id


def _arrivals(centre: Centre, queued: Sequence[Values]) -> Iterator[Happening]:
    """Recordings, transcripts and threads are taken in folder by folder."""
    folders = {entry["folder"]: datetime.fromisoformat(entry["arrived_at"]) for entry in queued}
    for folder, at in folders.items():
        yield Happening(at, partial(_take_in, centre, folder, [entry for entry in queued if entry["folder"] == folder]))


def _take_in(centre: Centre, folder: str, entries: Sequence[Values]) -> None:
    if entries[0]["channel"] == "call":
        import_recordings(centre.workspace, centre.folder / folder, RECORDING_NAMES)
        folder = folder.replace("recordings", "transcripts", 1)
    import_transcripts(centre.workspace, centre.folder / folder)
    for entry in entries:
        # what neither a file's name nor a thread tells
        centre.workspace.connection.execute(
            "UPDATE interactions SET agent_id = ?, customer_id = ?, subject = ?, driver = ?, queue = ?, language = ? "
            "WHERE external_id = ?",
            [
                centre.agent(entry["agent"]),
                *(entry[name] for name in ("customer", "subject", "driver", "queue", "language", "external_id")),
            ],
        )


def _assign(centre: Centre, entry: Values) -> None:
    workspace = centre.workspace
    row = centre.interaction(entry["interaction"])
    workspace.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, due_on, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            workspace.clock.new_id(),
            row["id"],
            centre.evaluators[entry["evaluator"]],
            centre.cards[CHANNEL_CARDS[row["channel"]]],
            entry.get("sample_method", "random"),
            entry["due_on"],
            workspace.clock.now(),
        ],
    )


def _draw_sample(centre: Centre) -> None:
    """The rest of June's recordings and threads: five drawn at random, two of them scored by a second person, blind."""
    draw_sample(
        centre.workspace,
        DrawRequest(
            Population(first=date(2026, 6, 1), last=date(2026, 6, 30)),
            Design(Method.RANDOM, size=5, quota=None, double_share=0.4),
            seed=20260630,
            title=SAMPLE_TITLE,
            evaluator_ids=tuple(found for name, found in centre.evaluators.items() if name != DRAFT_BY),
            due_on="2026-07-03",
        ),
    )


def _begin_draft(centre: Centre) -> None:
    workspace, row = centre.workspace, centre.interaction(DRAFT_OF)
    draft = start_evaluation(workspace, row["id"], centre.evaluators[DRAFT_BY], centre.cards[CHANNEL_CARDS["call"]])
    for answer in DRAFT:
        put_answer(workspace, draft.id, answer)
    for line, question, text in DRAFT_MARKERS:
        at_s = centre.spoken_at(row["id"], line)
        put_marker(workspace, draft.id, Marker(workspace.clock.new_id(), text, at_s, None, question))


def _talk(centre: Centre, talk: Values) -> Iterator[Happening]:
    """A coaching session, the agent's acknowledgement, and the actions that were done since."""
    held_on = date.fromisoformat(talk["held_on"])
    kept: dict[str, Any] = {}

    def hold() -> None:
        kept["session"] = write_coaching_session(
            centre.workspace,
            centre.agent(talk["agent"]),
            talk["coach"],
            held_on,
            notes=talk["notes"],
            agent_words=talk["agent_words"],
            follow_up_on=_day(talk.get("follow_up_on")),
            actions=[
                NewAction(action["text"], action["owner"], _day(action["due_on"]), action.get("question"), action.get("kpi"))
                for action in talk["actions"]
            ],
        )

    def complete(number: int) -> None:
        complete_action(centre.workspace, kept["session"].actions[number].id)

    yield Happening(_clock(talk["held_on"], "16:00"), hold)
    if "acknowledged" in talk:
        name = talk["acknowledged"]
        at = _clock(talk["held_on"], "16:40")
        yield Happening(at, lambda: acknowledge(centre.workspace, kept["session"].id, name))
    for number, action in enumerate(talk["actions"]):
        if action["status"] == "done":
            yield Happening(_clock(action["done_on"], "17:30"), partial(complete, number))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _clock(day: str, hour: str) -> datetime:
    """A time of the day in Lisbon, near enough: winter time in winter, else summer time."""
    return datetime.fromisoformat(f"{day}T{hour}:00{'+00:00' if day < '2026-03-29' else '+01:00'}")
