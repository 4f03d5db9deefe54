"""`qa-desk -w FILE import KIND PATH…`, `import list`, `import undo BATCH` and `import refused BATCH --out FILE`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_desk.app.opening import named_workspace
from qa_desk.app.usage import WrongUsage
from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import ntr, tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.services.imports import Batch, ImportReport
    from qa_desk.workspace.workspace import Workspace

NAME = "import"
_SHOWN_REFUSALS = 20
_KINDS = (
    "tickets",
    "ticket_events",
    "calls",
    "agent_states",
    "schedule",
    "roster",
    "surveys",
    "employee_pulse",
    "customers",
    "costs",
    "tasks",
    "contact_tags",
    "evaluations",
    "recordings",
    "transcripts",
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("bring files in, list or undo what was brought in"))
    kinds = tr("{kinds}; or: list, undo, refused", kinds=", ".join(_KINDS))
    parser.add_argument("kind", metavar="KIND", choices=(*_KINDS, *_VERBS), help=kinds)
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help=tr("files (a folder for recordings); for undo and refused: the batch")
    )
    parser.add_argument("--source", default="auto", help=tr("the help desk or log format; auto finds out"))
    parser.add_argument("--mapping", type=Path, help=tr("a JSON file that says which column is what"))
    layouts = tr("of recordings without a header: encoding:rate:channels, such as ulaw:8000:1")
    parser.add_argument("--layout", action="append", help=layouts)
    parser.add_argument("--agent-channel", choices=("left", "right"), help=tr("of these recordings (default: the settings')"))
    parser.add_argument("--timezone", help=tr("of times that do not say their own (default: the workspace's)"))
    parser.add_argument("--fresh", action="store_true", help=tr("leave aside how the last file of this shape was read"))
    parser.add_argument("--out", type=Path, help=tr("for refused: the file to write, to be mended and imported again"))
    parser.add_argument("--dry-run", action="store_true", help=tr("say what would happen, change nothing"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Import, list or undo."""
    if args.kind in _KINDS and not args.paths:
        raise WrongUsage(tr("Which file? Name it after its kind: qa-desk -w FILE import {kind} PATH…", kind=args.kind))
    if args.kind == "undo" and len(args.paths) != 1:
        raise WrongUsage(tr("Which batch? `import list` shows them: qa-desk -w FILE import undo BATCH"))
    if args.kind == "refused" and (len(args.paths) != 1 or args.out is None):
        raise WrongUsage(tr("Which batch, and to which file? qa-desk -w FILE import refused BATCH --out FILE"))
    if args.out is not None and args.kind != "refused":
        raise WrongUsage(tr("--out is for `import refused`."))
    if args.kind == "list" and args.paths:
        raise WrongUsage(tr("`import list` takes no files."))
    if args.kind != "recordings" and (args.layout or args.agent_channel):
        raise WrongUsage(tr("--layout and --agent-channel are for recordings."))
    with named_workspace(args) as workspace:
        return _VERBS.get(args.kind, _import)(workspace, args, console)


def _import(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.imports import recall, run_import

    mapping = _read_mapping(args.mapping) if args.mapping else None
    said = {"layout": args.layout, "agent_channel": args.agent_channel}
    if any(said.values()):
        mapping = {**(mapping if isinstance(mapping, dict) else {}), **{key: value for key, value in said.items() if value}}
    source, timezone, note = args.source, args.timezone, None
    if mapping is None and source == "auto" and not args.fresh:
        known = recall(workspace, args.kind, Path(args.paths[0]))
        if known is not None:
            mapping, source, timezone = known.mapping, known.source, timezone or known.timezone
            note = tr("read as the last file of this shape was (--fresh leaves that aside)")
    report = run_import(
        workspace,
        args.kind,
        [Path(path) for path in args.paths],
        source=source,
        mapping=mapping,
        timezone=timezone,
        dry_run=args.dry_run,
        context=console,
    )
    if note:
        report = replace(report, warnings=(note, *report.warnings))
    if console.as_json:
        console.document(_document(report))
    else:
        _tell(report, console, dry_run=args.dry_run)
    return 0


def _read_mapping(path: Path) -> Any:  # noqa: ANN401 - checked by the service
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise Refusal(tr("{file}: is not UTF-8 text.", file=path)) from error
    except json.JSONDecodeError as error:
        raise Refusal(
            tr("{file}, line {line}: is not JSON ({reason}).", file=path, line=error.lineno, reason=error.msg)
        ) from error


def _document(report: ImportReport) -> dict[str, Any]:
    return {
        "batch": report.number,
        "source": report.source,
        "rows_read": report.rows_read,
        "rows_new": report.rows_new,
        "rows_updated": report.rows_updated,
        "rows_unchanged": report.rows_unchanged,
        "rows_refused": report.rows_refused,
        "rows_folded": report.rows_folded,
        "also": report.also,
        "refusals": [
            {"row": item.row, "column": item.column, "value": item.value, "reason": item.reason} for item in report.refusals
        ],
        "warnings": list(report.warnings),
    }


def _tell(report: ImportReport, console: Console, *, dry_run: bool) -> None:
    head = (
        tr("A dry run: nothing was changed.")
        if dry_run
        else tr("Batch {number} ({source})", number=report.number, source=report.source)
    )
    console.line(head)
    counts = [
        (tr("read"), report.rows_read),
        (tr("new"), report.rows_new),
        (tr("updated"), report.rows_updated),
        (tr("unchanged"), report.rows_unchanged),
        (tr("refused"), report.rows_refused),
        *([(tr("folded into others"), report.rows_folded)] if report.rows_folded else []),
        *((kind, count) for kind, count in report.also.items()),
    ]
    console.table([tr("rows"), tr("count")], counts)
    for warning in report.warnings:
        console.line(tr("Note: {note}", note=warning))
    if report.refusals:
        console.line()
        shown = report.refusals[:_SHOWN_REFUSALS]
        console.table(
            [tr("row"), tr("column"), tr("value"), tr("reason")],
            [(item.row, item.column, item.value, item.reason) for item in shown],
        )
        if len(report.refusals) > len(shown):
            rest = len(report.refusals) - len(shown)
            console.line(ntr("… and {count} more; --json shows all", "… and {count} more; --json shows all", rest))


def _list(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.imports import list_batches

    found = list_batches(workspace)
    if console.as_json:
        console.document([_batch_document(batch) for batch in found])
        return 0
    if not found:
        console.line(tr("Nothing was imported yet."))
        return 0
    console.table(
        [
            tr("batch"),
            tr("kind"),
            tr("source"),
            tr("state"),
            tr("read"),
            tr("new"),
            tr("updated"),
            tr("unchanged"),
            tr("refused"),
            tr("when"),
            tr("file"),
        ],
        [
            (
                b.number,
                b.kind,
                b.source,
                b.state,
                b.rows_read,
                b.rows_new,
                b.rows_updated,
                b.rows_unchanged,
                b.rows_refused,
                _iso(b.created_at),
                Path(b.path).name,
            )
            for b in found
        ],
    )
    return 0


def _batch_document(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.number,
        "id": batch.id,
        "kind": batch.kind,
        "source": batch.source,
        "path": batch.path,
        "sha256": batch.file_sha256,
        "timezone": batch.timezone,
        "state": batch.state,
        "rows_read": batch.rows_read,
        "rows_new": batch.rows_new,
        "rows_updated": batch.rows_updated,
        "rows_unchanged": batch.rows_unchanged,
        "rows_refused": batch.rows_refused,
        "warnings": list(batch.warnings),
        "created_at": _iso(batch.created_at),
        "undone_at": None if batch.undone_at is None else _iso(batch.undone_at),
    }


def _iso(at: int) -> str:
    return dt.datetime.fromtimestamp(at, tz=dt.UTC).isoformat()


def _undo(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.imports import undo_batch

    counts = undo_batch(workspace, args.paths[0], console)
    if console.as_json:
        console.document({"batch": args.paths[0], "rows_removed": counts.new, "rows_restored": counts.updated})
    else:
        console.line(
            tr("Undone: {removed} rows removed, {restored} restored as they were.", removed=counts.new, restored=counts.updated)
        )
    return 0


def _refused(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.imports import batch_named, export_batch_refusals

    rows, named = export_batch_refusals(workspace, batch_named(workspace, args.paths[0]), args.out, console)
    if console.as_json:
        console.document({"file": str(args.out), "rows": rows, "rows_only_named": named})
    else:
        told = ntr("{count} row written to {file}", "{count} rows written to {file}", rows, file=args.out)
        console.line(tr("{told}. Mend it and import it like any other file.", told=told))
        if named:
            console.line(tr("{count} could not be cut into cells: mend these in the file itself.", count=named))
    return 0


_VERBS = {"list": _list, "undo": _undo, "refused": _refused}
