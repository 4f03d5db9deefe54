"""`qa-desk speech FILE`: the speech facts of a recording, with or without a workspace."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_desk.app.opening import named_workspace
from qa_desk.domain.language import tr
from qa_desk.media.raw import parse_layout
from qa_desk.services.speech import analyse_file

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.media.analysis import Analysis

NAME = "speech"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("measure who speaks when in a recording"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--agent-channel", choices=("left", "right"), help=tr("default: the workspace's setting, else left"))
    parser.add_argument("--layout", help=tr("of a file without a header, as encoding:rate:channels, e.g. ulaw:8000:1"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Measure and print."""
    layout = parse_layout(args.layout) if args.layout else None
    with named_workspace(args) if args.workspace else nullcontext() as workspace:
        analysis = analyse_file(workspace, args.file, agent_channel=args.agent_channel, layout=layout, context=console)
    if console.as_json:
        console.document(_document(analysis))
    else:
        _print(console, analysis)
    return 0


def _document(analysis: Analysis) -> dict[str, Any]:
    facts = analysis.facts
    over = facts.talk_over
    dead = facts.dead_air
    return {
        "duration": facts.duration,
        "channels": facts.channels,
        "talk_agent": facts.talk_agent,
        "talk_customer": facts.talk_customer,
        "talk_ratio": facts.talk_ratio,
        "dead_air": {"count": dead.count, "longest": dead.longest, "total": dead.total},
        "talk_over": None if over is None else {"count": over.count, "total": over.total},
        "unclear": {"count": len(facts.unclear), "total": sum(one.length for one in facts.unclear)},
        "first_agent_speech": facts.first_agent_speech,
        "segments": [{"speaker": one.speaker, "start": one.start, "end": one.end} for one in facts.segments],
        "note": None if facts.unavailable is None else tr(facts.unavailable),
        "warnings": [*analysis.info.warnings, *(tr(note) for note in facts.notes)],
        "codec": analysis.info.codec,
        "sample_rate": analysis.info.sample_rate,
    }


def _print(console: Console, analysis: Analysis) -> None:
    facts = analysis.facts
    absent = tr(facts.unavailable) if facts.unavailable else tr("none")

    def seconds(value: float | None) -> str:
        return absent if value is None else tr("{seconds} s", seconds=f"{value:.1f}")

    over = facts.talk_over
    ratio = None if facts.talk_ratio is None else f"{facts.talk_ratio:.0%}"
    dead = facts.dead_air
    console.table(
        (tr("fact"), tr("value")),
        [
            (tr("duration"), seconds(facts.duration)),
            (tr("sound"), f"{analysis.info.codec}, {analysis.info.sample_rate} Hz, {facts.channels} ch"),
            (tr("agent talks"), seconds(facts.talk_agent)),
            (tr("customer talks"), seconds(facts.talk_customer)),
            (tr("agent's share of talk"), ratio or absent),
            (tr("dead air"), _counted(dead.count, dead.total, dead.longest)),
            (tr("talk-over"), absent if over is None else _counted(over.count, over.total)),
            (tr("agent's first word after"), seconds(facts.first_agent_speech)),
            (tr("stretches of speech"), len(facts.segments)),
        ],
    )
    for warning in (*analysis.info.warnings, *(tr(note) for note in facts.notes)):
        console.message(warning)


def _counted(count: int, total: float, longest: float | None = None) -> str:
    values = {"count": count, "total": f"{total:.1f}"}
    if longest is None:
        return tr("{count}, total {total} s", **values)
    return tr("{count}, longest {longest} s, total {total} s", longest=f"{longest:.1f}", **values)
