"""Takes somebody else's evaluation form into the workspace as the draft of a new scorecard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services.scorecards import add_scorecard
from qa_desk.sources.forms.definition import form_definition
from qa_desk.sources.forms.registry import read_form
from qa_desk.sources.reading import scratch_folder
from qa_desk.workspace.scorecard_files import stored_definition

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.sources.forms.draft import FormDraft, Gap
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FormImport:
    """The draft that came of a form, what was understood of it, and what was not."""

    version_id: str
    understood: tuple[str, ...]
    not_understood: tuple[Gap, ...]
    warnings: tuple[str, ...] = ()
    """What the scorecard itself should be looked at for, such as a question that weighs very much."""


def import_scorecard_form(workspace: Workspace, path: Path, context: JobContext | None = None) -> FormImport:
    """Read a form and keep it as a draft. No scorecard that is there is changed; the same form again is found again."""
    with scratch_folder(workspace.folder) as scratch:
        form = read_form(path, scratch, context)
    name = " ".join(re.sub(r"[_\s]+", " ", path.stem).split()) or tr("Form")
    with workspace.transaction() as connection:
        taken = {row["key"]: row["id"] for row in connection.execute("SELECT key, id FROM scorecards")}
        for key in _keys(path.stem):
            version, warnings = _version(form, key, name, path)
            if key not in taken:
                version_id = add_scorecard(workspace, version)
                break
            if known := _same_version(workspace, taken[key], version):
                version_id = known
                break
    return FormImport(version_id, form.understood, form.not_understood, warnings)


def _keys(stem: str) -> list[str]:
    """The keys to try: the file's name, then with a number."""
    plain = re.sub(r"[^\w]+", "-", stem.casefold()).strip("-_")[:60] or "form"
    plain = plain.replace("_", "-")
    return [plain, *(f"{plain}-{number}" for number in range(2, 1000))]


def _version(form: FormDraft, key: str, name: str, path: Path) -> tuple[ScorecardVersion, tuple[str, ...]]:
    reading = read_definition(tree_of(form_definition(form, key, name)))
    if reading.version is None:
        message = tr("{file}: what was read of it makes no scorecard: {message}", file=path, message=reading.errors[0].message)
        raise Refusal(message)
    return reading.version, tuple(fault.message for fault in reading.warnings)


def _same_version(workspace: Workspace, scorecard_id: str, version: ScorecardVersion) -> str | None:
    """The scorecard's newest version where it is this very form, and not retired."""
    row = workspace.connection.execute(
        "SELECT id, definition, status FROM scorecard_versions WHERE scorecard_id = ? ORDER BY number DESC LIMIT 1",
        [scorecard_id],
    ).fetchone()
    is_same = row is not None and row["status"] != "retired" and row["definition"] == stored_definition(version)
    return str(row["id"]) if is_same else None
