"""`qa-desk scorecard`: checks and scores scorecard files without a workspace; keeps those of a workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.app.commands.scorecard_versions import add_version_verbs
from qa_desk.app.opening import named_workspace
from qa_desk.domain.errors import QaDeskError, Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard_schema import scorecard_schema
from qa_desk.domain.scoring import score
from qa_desk.services.scorecards import (
    add_scorecard_file,
    export_scorecard,
    find_version,
    get_version,
    list_scorecards,
)
from qa_desk.workspace.scorecard_files import definition_in_text, load_scorecard_file, read_scorecard_file, read_text_file

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.domain.scoring import Score

NAME = "scorecard"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its verbs."""
    parser = subparsers.add_parser(NAME, help=tr("check, score, add, list and export scorecards"))
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="check|score|schema|add|import|list|export|publish|retire|compare"
    )
    check = verbs.add_parser("check", help=tr("every fault of scorecard files, with its line"))
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(verb_function=_check)
    scored = verbs.add_parser("score", help=tr("score one set of answers without a workspace"))
    scored.add_argument("file", type=Path)
    answers_help = tr('JSON: {"answers": {"QUESTION": "OPTION"}}')
    scored.add_argument("--answers", type=Path, required=True, metavar="FILE", help=answers_help)
    scored.set_defaults(verb_function=_score)
    schema = verbs.add_parser(
        "schema", help=tr("the shape of scorecard files as a JSON Schema, for editors that help while typing")
    )
    schema.set_defaults(verb_function=_schema)
    add = verbs.add_parser("add", help=tr("take scorecards into the workspace and publish them"))
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--draft", action="store_true", help=tr("do not publish yet"))
    add.set_defaults(verb_function=_add)
    taken = verbs.add_parser("import", help=tr("somebody else's evaluation form (XLSX, CSV, JSON, Genesys) as a draft"))
    taken.add_argument("file", type=Path)
    taken.set_defaults(verb_function=_import)
    verbs.add_parser("list", help=tr("the workspace's scorecards")).set_defaults(verb_function=_list)
    export = verbs.add_parser("export", help=tr("print a scorecard as YAML"))
    export.add_argument("id", help=tr("the version's id, the scorecard's key, or KEY:NUMBER"))
    export.set_defaults(verb_function=_export)
    add_version_verbs(verbs)
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    return int(args.verb_function(args, console))


def _check(args: argparse.Namespace, console: Console) -> int:
    """Every file is looked at; 1 when one of them cannot be used."""
    failed = 0
    reports = []
    for path in args.files:
        try:
            reading = read_scorecard_file(path)
        except QaDeskError as error:
            failed += 1
            reports.append({"file": str(path), "ok": False, "faults": [{"line": None, "message": error.message}], "warnings": []})
            if not console.as_json:
                console.line(error.message)
            continue
        failed += reading.version is None
        told = {"faults": reading.errors, "warnings": reading.warnings}
        lists = {kind: [{"line": fault.line, "message": fault.message} for fault in faults] for kind, faults in told.items()}
        reports.append({"file": str(path), "ok": reading.version is not None, **lists})
        if console.as_json:
            continue
        for fault in reading.faults:
            word = tr("warning") if fault.is_warning else tr("fault")
            console.line(f"{path}:{fault.line}: {word}: {fault.message}")
        if reading.version is not None:
            count = sum(1 for _ in reading.version.questions())
            console.line(tr("{file}: can be used ({count} questions).", file=path, count=count))
    if console.as_json:
        console.document({"files": reports})
    return 1 if failed else 0


def _score(args: argparse.Namespace, console: Console) -> int:
    result = score(load_scorecard_file(args.file), read_answers_file(args.answers))
    if console.as_json:
        console.document(score_document(result))
    else:
        _print_score(result, console)
    return 0


def read_answers_file(path: Path) -> dict[str, str]:
    """Question → answer out of an answers file; the answers may also stand without the outer "answers"."""
    try:
        document = json.loads(read_text_file(path))
    except json.JSONDecodeError as error:
        message = tr("{file}, line {line}: not valid JSON ({problem}).", file=path, line=error.lineno, problem=error.msg)
        raise Refusal(message) from error
    answers = document.get("answers", document) if isinstance(document, dict) else None
    if not isinstance(answers, dict):
        raise Refusal(tr('{file}: expected {{"answers": {{"QUESTION": "OPTION"}}}}.', file=path))
    found = {}
    for question, answer in answers.items():
        if isinstance(answer, bool | dict | list | float):
            raise Refusal(tr("{file}: the answer to “{question}” must be a text.", file=path, question=question))
        if answer is not None:
            found[str(question)] = str(answer)
    return found


def score_document(result: Score) -> dict[str, object]:
    """A score as the JSON document that scripts rely on; fractions are exact."""
    return {
        "status": result.status.value,
        "final": result.final,
        "before_autofail": result.before_autofail,
        "base": result.base,
        "adjustment": result.adjustment,
        "shown": result.shown,
        "passed": result.passed,
        "autofail": [[trigger.question, trigger.scope.value] for trigger in result.autofail],
        "critical": {
            critical.value: {"applicable": state.applicable, "errors": list(state.errors), "accurate": state.is_accurate}
            for critical, state in result.critical.items()
        },
        "sections": dict(result.sections),
        "missing": list(result.missing),
    }


def _print_score(result: Score, console: Console) -> None:
    words = {True: tr("passed"), False: tr("failed"), None: ""}
    console.line(" ".join(part for part in (result.status.value, result.shown, words[result.passed]) if part))
    if result.missing:
        console.line(tr("unanswered: {questions}", questions=", ".join(result.missing)))
    for trigger in result.autofail:
        console.line(tr("auto-fail: {question} ({scope})", question=trigger.question, scope=trigger.scope.value))
    for critical, state in result.critical.items():
        if state.errors:
            console.line(tr("{kind}-critical error: {questions}", kind=critical.value, questions=", ".join(state.errors)))
    if result.sections:
        rows = [(name, "–" if value is None else f"{float(value):.2f}") for name, value in result.sections.items()]
        console.table([tr("section"), tr("score")], rows)


def _schema(args: argparse.Namespace, console: Console) -> int:
    console.document(scorecard_schema())
    return 0


def _add(args: argparse.Namespace, console: Console) -> int:
    added = []
    with named_workspace(args) as workspace, workspace.transaction():
        for path in args.files:
            entry = add_scorecard_file(workspace, path, publish=not args.draft)
            added.append({"id": entry.id, "key": entry.key, "title": entry.title, "number": entry.number, "status": entry.status})
    if console.as_json:
        console.document({"scorecards": added})
        return 0
    for entry_fields in added:
        console.line(tr("{key} v{number}: {status} ({id})", **entry_fields))
    return 0


def _import(args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.importing_forms import import_scorecard_form

    with named_workspace(args) as workspace:
        done = import_scorecard_form(workspace, args.file, console)
        entry = find_version(workspace, done.version_id)
        version = get_version(workspace, done.version_id)
    if console.as_json:
        gaps = [{"where": gap.where, "what": gap.what, "why": gap.why, "taken": gap.taken} for gap in done.not_understood]
        console.document(
            {
                "id": entry.id,
                "key": entry.key,
                "title": entry.title,
                "number": entry.number,
                "status": entry.status,
                "sections": len(version.sections),
                "questions": sum(1 for _ in version.questions()),
                "understood": list(done.understood),
                "not_understood": gaps,
                "warnings": list(done.warnings),
            }
        )
        return 0
    said = {"key": entry.key, "number": entry.number, "status": entry.status, "id": entry.id}
    console.line(tr("{key} v{number}: {status} ({id})", **said))
    questions = sum(1 for _ in version.questions())
    console.line(
        tr(
            "“{title}”, questions: {questions}, sections: {count}",
            title=entry.title,
            questions=questions,
            count=len(version.sections),
        )
    )
    for sentence in (*done.understood, *done.warnings):
        console.line(f"  {sentence}")
    if done.not_understood:
        console.line(tr("Not understood:"))
    for gap in done.not_understood:
        console.line(f"  {gap.where}: {gap.what}")
        console.line("    " + tr("{why}; taken: {taken}", why=gap.why, taken=gap.taken))
    return 0


def _list(args: argparse.Namespace, console: Console) -> int:
    with named_workspace(args) as workspace:
        entries = list_scorecards(workspace)
    columns = ("id", "key", "title", "channel", "number", "status", "evaluations")
    if console.as_json:
        console.document({"scorecards": [{name: getattr(entry, name) for name in columns} for entry in entries]})
    else:
        console.table(columns, [[getattr(entry, name) for name in columns] for entry in entries])
    return 0


def _export(args: argparse.Namespace, console: Console) -> int:
    with named_workspace(args) as workspace:
        text = export_scorecard(workspace, args.id)
    if console.as_json:
        console.document(definition_in_text(text))
    else:
        console.out.write(text)
    return 0
