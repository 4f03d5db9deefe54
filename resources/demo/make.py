"""Makes the demonstration centre's data again: `python resources/demo/make.py` (and `--speech` for the recordings).

Everything is drawn from one seed, so that the text inside the files comes out the same each time. The speech needs
espeak-ng and ffmpeg with Opus; they are not needed to use what is here.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import sys
from datetime import datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from making import contacts, evaluations, people, queued, shifts, surveys  # noqa: E402
from making import days as calendar  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEED = 20_260_630
TICKETS_A_DAY, CALLS_A_DAY = 60.0, 84.0


def main() -> None:
    """Write every file of the demonstration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", action="store_true", help="make the recordings and their transcripts again, too")
    if parser.parse_args().speech:
        from making.speech import make_recordings

        make_recordings(HERE)
    make_data(HERE)


def make_data(folder: Path) -> None:
    """Everything but the speech."""
    plan = calendar.shifts(Random(f"{SEED} shifts"))
    calls, follow_ups = contacts.calls(Random(f"{SEED} calls"), plan, CALLS_A_DAY)
    tickets = contacts.tickets(Random(f"{SEED} tickets"), plan, TICKETS_A_DAY, follow_ups)
    finished = [c for c in [*tickets, *calls] if c.finished and c.direction == "in" and c.origin == "customer"]
    answers = surveys.csat(Random(f"{SEED} csat"), finished, 0.2) + surveys.nps(Random(f"{SEED} nps"), finished, 1300)
    queued.write_interactions(folder)
    queued_calls, queued_tickets = queued.as_contacts(folder)
    write(folder / "roster.csv.gz", people.roster())
    write(folder / "tickets.csv.gz", (_ticket(c) for c in [*tickets, *queued_tickets]))
    write(folder / "ticket_events.csv.gz", (row for c in [*tickets, *queued_tickets] for row in _events(c)))
    write(folder / "calls.csv.gz", (_call(c) for c in [*calls, *queued_calls]))
    write(folder / "surveys.csv.gz", answers)
    write(folder / "schedule.csv.gz", shifts.schedule(plan))
    write(folder / "agent_states.csv.gz", shifts.states(Random(f"{SEED} states"), plan))
    evaluations.make(Random(f"{SEED} evaluations"), folder, finished)


def write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """A gzipped CSV whose bytes depend on its text alone."""
    text = io.StringIO()
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(text, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: _cell(value) for name, value in row.items()})
    path.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def _cell(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _ticket(contact: contacts.Contact) -> dict[str, object]:
    seen = [event for event in contact.events if event.at <= calendar.AS_OF]
    status = next((event.value for event in reversed(seen) if event.type == "status"), "open")
    return {
        "ticket_id": contact.id,
        "created_at": contact.at,
        "channel": contact.channel,
        "priority": contact.priority,
        "group": contact.team,
        "assignee_id": contact.agent if len(seen) > 1 else "",
        "customer_id": contact.customer,
        "reason": contact.reason.name,
        "subject": contact.subject,
        "status": "open" if status == "reopened" else status,
        "merged_into": contact.merged_into,
        "is_spam": contact.is_spam,
        "is_test": contact.is_test,
        "origin": contact.origin,
        "language": contact.language,
    }


def _events(contact: contacts.Contact) -> Iterable[dict[str, object]]:
    seen = [event for event in contact.events if event.at <= calendar.AS_OF]
    for seq, event in enumerate(sorted(seen, key=lambda e: e.at), start=1):
        yield {
            "ticket_id": contact.id,
            "seq": seq,
            "at": event.at,
            "type": event.type,
            "actor": event.actor,
            "actor_id": event.actor_id,
            "visibility": event.visibility,
            "value": event.value,
            "handle_s": event.handle_s,
        }


def _call(contact: contacts.Contact) -> dict[str, object]:
    return {
        "call_id": contact.id,
        "direction": contact.direction,
        "queue": contact.queue,
        "offered_at": contact.at,
        "result": contact.result,
        "wait_s": contact.wait_s,
        "talk_s": contact.talk_s,
        "hold_s": contact.hold_s,
        "acw_s": contact.acw_s,
        "agent_id": contact.agent,
        "customer_id": contact.customer,
        "reason": contact.reason.name,
        "transferred": contact.transferred if contact.result == "answered" else None,
        "transfer_to": contact.transfer_to,
        "sales_eligible": int(contact.reason.sales) if contact.result == "answered" else None,
        "converted": contact.converted,
        "test": contact.is_test,
    }


if __name__ == "__main__":
    main()
