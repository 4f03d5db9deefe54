"""The calls, chats and mails that wait to be scored: the same written scripts as contacts of the centre and as threads."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import yaml

from making import days as calendar
from making.contacts import Contact, Event
from making.people import BY_ID, team_of
from making.reasons import BY_NAME

if TYPE_CHECKING:
    from pathlib import Path

UNFINISHED = {"52906"}
"""The customer still waits."""
ARRIVALS = {
    "2026-w20": "2026-05-18T08:30:00+01:00",
    "2026-w24": "2026-06-11T08:30:00+01:00",
    "2026-w26": "2026-06-29T08:30:00+01:00",
    "2026-w27": "2026-06-30T08:30:00+01:00",
}
"""When the quality team took in a week's folder."""


def scripts(folder: Path) -> list[dict[str, Any]]:
    """Every written interaction, with the name of its file."""
    found = []
    for path in sorted((folder / "making" / "scripts").glob("*.yaml")):
        script = yaml.safe_load(path.read_text(encoding="utf-8"))
        script["name"] = path.stem
        script["at"] = datetime.fromisoformat(str(script["at"])).astimezone(calendar.ZONE)
        found.append(script)
    return found


def week_of(script: dict[str, Any]) -> str:
    """The folder that the recorder puts a contact into: one a week."""
    year, week, _ = script["at"].isocalendar()
    return f"{year}-w{week:02d}"


def recording_of(script: dict[str, Any]) -> str:
    """Where a call's recording is kept below `recordings`, without suffix: when, who, which queue, which call."""
    return f"{week_of(script)}/{script['at']:%Y%m%d-%H%M%S}_{script['agent']}_{script['queue']}_{script['external_id']}"


def as_contacts(folder: Path) -> tuple[list[Contact], list[Contact]]:
    """(calls, tickets) for the tables of facts, so that the figures know these interactions too."""
    written = scripts(folder)
    calls = [_call(folder, script) for script in written if "turns" in script]
    return calls, [_ticket(script) for script in written if "messages" in script]


def write_interactions(folder: Path) -> None:
    """One file that says what there is to score, and a thread file for each chat and mail."""
    listed = []
    for script in scripts(folder):
        is_call = "turns" in script
        listed.append(
            {
                "external_id": script["external_id"],
                "channel": "call" if is_call else script["channel"],
                "agent": script["agent"],
                "customer": script["customer"],
                "started_at": script["at"].isoformat(),
                "subject": script["subject"],
                "driver": script["reason"],
                "queue": script.get("queue") or BY_NAME[script["reason"]].queue,
                "language": script["language"],
                "folder": f"{'recordings' if is_call else 'threads'}/{week_of(script)}",
                "arrived_at": ARRIVALS[week_of(script)],
            }
        )
        if not is_call:
            _write_json(
                folder / "threads" / week_of(script) / f"{script['channel']}-{script['external_id']}.json", _thread(script)
            )
    _write_json(folder / "interactions.json", listed)


def _thread(script: dict[str, Any]) -> dict[str, Any]:
    moment, messages = script["at"], []
    names = {"agent": BY_ID[script["agent"]].name, "customer": script["customer_name"]}
    for gap, speaker, text in script["messages"]:
        moment = calendar.add_seconds(moment, gap)
        messages.append({"at": moment.isoformat(), "speaker": speaker, "author": names[speaker], "text": text})
    known = {"interaction": script["external_id"], "channel": script["channel"], "language": script["language"]}
    return {**known, "subject": script["subject"], "messages": messages}


def _contact(script: dict[str, Any], kind: str, channel: str) -> Contact:
    reason = BY_NAME[script["reason"]]
    contact = Contact(script["external_id"], kind, channel, script["at"], reason, script["language"], script["customer"])
    contact.agent, contact.queue, contact.subject = script["agent"], reason.queue, script["subject"]
    contact.team = team_of(BY_ID[contact.agent], contact.at.date())
    return contact


def _call(folder: Path, script: dict[str, Any]) -> Contact:
    import soundfile

    call = _contact(script, "call", "call")
    call.result, call.wait_s, call.acw_s, call.hold_s = "answered", script["wait_s"], script["acw_s"], 0
    call.talk_s = round(soundfile.info(folder / "recordings" / f"{recording_of(script)}.opus").duration)
    call.converted = script.get("converted")
    return call


def _ticket(script: dict[str, Any]) -> Contact:
    ticket = _contact(script, "ticket", script["channel"])
    moment = ticket.at
    for gap, speaker, text in script["messages"]:
        moment = calendar.add_seconds(moment, gap)
        actor_id = ticket.agent if speaker == "agent" else ticket.customer
        handle = min(gap, 40 + len(text)) if speaker == "agent" else None
        ticket.events.append(Event(moment, "message", speaker, actor_id, handle_s=handle))
    if ticket.id not in UNFINISHED:
        moment = calendar.add_seconds(moment, 20)
        ticket.events.append(Event(moment, "status", "agent", ticket.agent, value="solved"))
    return ticket


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
