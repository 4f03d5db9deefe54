"""`qa-desk -w FILE set KEY VALUE` and `set --file SETTINGS.json`: changes settings, all or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_desk.app.opening import named_workspace
from qa_desk.app.usage import WrongUsage
from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.services.changing_settings import change_settings
from qa_desk.workspace.settings import setting

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "set"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("change settings"))
    parser.add_argument("key", nargs="?")
    parser.add_argument("value", nargs="?", help=tr("JSON, or plain text"))
    parser.add_argument("--file", type=Path, help=tr("a JSON file of several settings"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Store them in one transaction."""
    values = _from_file(args.file) if args.file else _from_words(args.key, args.value)
    with named_workspace(args) as workspace:
        change_settings(workspace, values)
    console.message(tr("Set: {keys}", keys=", ".join(values)))
    return 0


def _from_words(key: str | None, text: str | None) -> dict[str, Any]:
    if key is None or text is None:
        raise WrongUsage(tr("Name a setting and its value: set KEY VALUE, or set --file SETTINGS.json"))
    setting(key)
    try:
        return {key: json.loads(text)}
    except json.JSONDecodeError:
        return {key: text}


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise Refusal(tr("{file}: is not UTF-8 text.", file=path)) from error
    except json.JSONDecodeError as error:
        message = tr("{file}, line {line}: is not JSON ({reason}).", file=path, line=error.lineno, reason=error.msg)
        raise Refusal(message) from error
    if not isinstance(values, dict):
        raise Refusal(tr("{file}: settings are a table of names and values.", file=path))
    return values
