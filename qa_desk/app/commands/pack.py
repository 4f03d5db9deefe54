"""`qa-desk -w FILE pack export|import PACK`: calibration between desks that share no disk and no net."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.app.opening import named_workspace
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.domain.calibration_report import Participant, Session
    from qa_desk.workspace.workspace import Workspace

NAME = "pack"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its verbs."""
    parser = subparsers.add_parser(NAME, help=tr("carry a calibration to other desks and the answers back"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="export|import")
    export = verbs.add_parser(
        "export", help=tr("write a request to score blind; where the session came by a pack, an evaluator's reply")
    )
    export.add_argument("--session", help=tr("the session's id or title (default: the one that is being scored blind)"))
    export.add_argument(
        "--for", dest="people", action="append", default=[], metavar="NAME", help=tr("an evaluator's name; repeat in a request")
    )
    export.add_argument("--media", action="store_true", help=tr("take the recordings along in a request"))
    export.add_argument("--reply", action="store_true", help=tr("insist on a reply"))
    taking = verbs.add_parser("import", help=tr("take a request or a reply in; a second time changes nothing"))
    for verb in (export, taking):
        verb.add_argument("file", type=Path)
        verb.add_argument(
            "--passphrase-file",
            type=Path,
            metavar="F",
            help=tr("the file whose first line is the passphrase that seals the pack"),
        )
        verb.add_argument("--json", action="store_true")


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    from qa_desk.services.calibration_packs import passphrase_in

    with named_workspace(args) as workspace:
        passphrase = passphrase_in(args.passphrase_file) if args.passphrase_file else None
        return (_export if args.verb == "export" else _import)(workspace, args, passphrase, console)


def _export(workspace: Workspace, args: argparse.Namespace, passphrase: str | None, console: Console) -> int:
    from qa_desk.services import calibration_packs as packs
    from qa_desk.services.calibration_packs_text import written_words

    session = packs.session_to_pack(workspace, args.session)
    people = packs.people_named(session, args.people)
    if args.reply or packs.came_by_pack(workspace, session.id):
        person = _who_replies(session, people)
        written = packs.export_reply(workspace, args.file, session.id, person.id, console, passphrase=passphrase)
    else:
        ids = [person.id for person in people]
        written = packs.export_request(
            workspace, args.file, session.id, console, people=ids, with_recordings=args.media, passphrase=passphrase
        )
    if args.json:
        console.document(asdict(written) | {"path": str(written.path)})
    else:
        console.line(written_words(written))
    return 0


def _who_replies(session: Session, people: list[Participant]) -> Participant:
    chosen = people or [person for person in session.participants if person.submitted]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise Refusal(tr("Nobody has submitted anything in “{title}” yet.", title=session.title))
    names = ", ".join(person.name for person in chosen)
    raise Refusal(tr("A reply is one person's: choose one of {names} with --for.", names=names))


def _import(workspace: Workspace, args: argparse.Namespace, passphrase: str | None, console: Console) -> int:
    from qa_desk.services.calibration_packs import import_pack
    from qa_desk.services.calibration_packs_text import taken_words

    taken = import_pack(workspace, args.file, console, passphrase=passphrase)
    if args.json:
        console.document(asdict(taken))
        return 0
    console.line(taken_words(taken))
    for note in taken.notes:
        console.message(note)
    return 0
