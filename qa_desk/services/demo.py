"""The demonstration centre: built from the files that ship with the program, through the services that everybody uses.

Its clock tells the story's time, so that what was written in April says April, and the same demonstration made twice
holds the same figures and the same ids.
"""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

import yaml

from qa_desk.domain.clock import Clock
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.demo_centre import Centre, Story
from qa_desk.services.demo_story import happenings
from qa_desk.services.imports import run_import
from qa_desk.services.people import agent_ids, ensure_evaluator
from qa_desk.services.scorecards import add_scorecard_file, ready_made_scorecards
from qa_desk.workspace.changelog import Author
from qa_desk.workspace.failures import file_failures
from qa_desk.workspace.settings import set_settings
from qa_desk.workspace.workspace import create_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace

FACTS = ("tickets", "ticket_events", "calls", "surveys", "schedule", "agent_states")
"""Kinds of fact in the order in which they are imported."""
EXAMPLE_TEAM = "Billing & Accounts"
"""The team whose coaching workbook is written."""
EXAMPLE_PERIOD = "2026-Q2"

_OPENED = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
_IMPORTED = datetime.fromisoformat("2026-06-30T22:00:00+01:00")


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built: the workspace, and the calibration session that is finished."""

    path: Path
    calibration: str


def build_demo(path: Path, files: Path, context: JobContext) -> Demo:
    """Build the demonstration's workspace out of the shipped `files`; its recordings are laid beside it.

    What stood there before is set aside as `<name>.earlier`: somebody may have tried things in it. Refused when a folder
    is in the way.
    """
    story = Story()
    story.go_to(_OPENED)
    clock = Clock(now_ms=story.tell, random_bits=Random("demonstration").getrandbits)
    with file_failures(path.parent):
        was_there = path.parent.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        _set_aside(path)
        new = [path.parent / media for media in _MEDIA if not (path.parent / media).exists()]
        workspace = None
        try:
            for media in _MEDIA:
                shutil.copytree(files / media, path.parent / media, dirs_exist_ok=True)
            workspace = create_workspace(path, clock=clock, author=Author("demonstration", "demonstration"))
            calibration = _tell(workspace, story, files, context)
        except BaseException:  # nothing half done is left behind
            if workspace is not None:
                workspace.close()
            _remove(path)
            for folder in (*new, path.with_name(path.stem + ".files"), *(() if was_there else (path.parent,))):
                shutil.rmtree(folder, ignore_errors=True)
            raise
    workspace.close()
    return Demo(path, calibration)


_MEDIA = ("recordings", "transcripts", "threads")
_CARDS = frozenset({"voice_support", "chat_support", "email_ticket_support"})
_PARTS = ("", "-wal", "-shm")
"""What an SQLite file consists of while it is open, and after a crash."""


def _set_aside(path: Path) -> None:
    if path.is_dir():
        raise Refusal(tr("{file}: there is a folder of this name; choose another place.", file=path))
    earlier = path.with_name(f"{path.stem}.earlier{path.suffix}")
    if path.exists():
        _remove(earlier)
        for part in _PARTS:
            old = path.with_name(path.name + part)
            if old.exists():
                old.replace(earlier.with_name(earlier.name + part))
    shutil.rmtree(path.with_name(path.stem + ".files"), ignore_errors=True)  # the disposable cache of the one before


def _remove(path: Path) -> None:
    for part in _PARTS:
        path.with_name(path.name + part).unlink(missing_ok=True)


def _scorecards() -> list[Path]:
    """The ready-made scorecards that the centre works with; the others would only be in its way."""
    return [path for path in ready_made_scorecards() if path.stem in _CARDS]


def _tell(workspace: Workspace, story: Story, files: Path, context: JobContext) -> str:
    """Everything that happened, in the order in which it happened; the id of the finished calibration."""
    set_settings(workspace, json.loads((files / "settings.json").read_text(encoding="utf-8")))
    cards = {entry.key: entry.id for entry in (add_scorecard_file(workspace, path) for path in _scorecards())}
    run_import(workspace, "roster", [files / "roster.csv.gz"], source="canonical", context=context)
    evaluations = json.loads(gzip.decompress((files / "evaluations.json.gz").read_bytes()))
    evaluators = {
        name: ensure_evaluator(workspace, name, _mail_of(name)) for name in sorted({sheet["evaluator"] for sheet in evaluations})
    }
    centre = Centre(workspace, workspace.path.parent, cards, agent_ids(workspace), evaluators)
    events = happenings(
        centre,
        evaluations,
        json.loads((files / "interactions.json").read_text(encoding="utf-8")),
        {name: _plain_yaml(files / f"{name}.yaml") for name in ("coaching", "calibration", "assignments")},
    )
    # one transaction: a thousand small ones would wait for the disk a thousand times
    with workspace.transaction():
        for number, event in enumerate(events):
            context.report(number, len(events) + 10 * len(FACTS), tr("evaluations"))
            context.raise_if_cancelled()
            story.go_to(event.at)
            event.happen()
    story.go_to(_IMPORTED)
    for number, kind in enumerate(FACTS):
        context.report(len(events) + 10 * number, len(events) + 10 * len(FACTS), tr("importing {kind}", kind=kind))
        run_import(workspace, kind, [files / f"{kind}.csv.gz"], source="canonical", context=context)
    return centre.calibrations[0]


def _plain_yaml(path: Path) -> list[dict[str, object]]:
    """A YAML list read as text throughout, so that the answers Yes and No stay words."""
    found: list[dict[str, object]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return found


def _mail_of(name: str) -> str:
    first, *_, last = name.lower().split()
    return f"{first[0]}.{last}@lantern.example"
