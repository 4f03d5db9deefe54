"""The verbs of `qa-desk scorecard` about versions: publish, retire, compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.app.opening import named_workspace
from qa_desk.domain.comparison_text import changes_of_class, trend_sentences, verdict
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard_comparison import compare_versions
from qa_desk.services.scorecards import compare_scorecards, find_version, publish_scorecard, retire_scorecard
from qa_desk.workspace.scorecard_files import load_scorecard_file

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.domain.question_comparison import Change
    from qa_desk.domain.scorecard_comparison import Comparison, QuestionComparison


def add_version_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare them."""
    which = tr("the version's id, the scorecard's key, or KEY:NUMBER")
    published = verbs.add_parser("publish", help=tr("make a draft a version that never changes again"))
    published.add_argument("id", help=which)
    published.set_defaults(verb_function=_publish)
    retired = verbs.add_parser("retire", help=tr("offer a published version no longer; its evaluations keep it"))
    retired.add_argument("id", help=which)
    retired.set_defaults(verb_function=_retire)
    compared = verbs.add_parser("compare", help=tr("what became of one version in another: wording and scoring apart"))
    for name in ("older", "newer"):
        compared.add_argument(name, help=tr("a version's id, a scorecard's key, KEY:NUMBER, or a file"))
    compared.set_defaults(verb_function=_compare)


def _publish(args: argparse.Namespace, console: Console) -> int:
    with named_workspace(args) as workspace:
        entry = publish_scorecard(workspace, find_version(workspace, args.id).id)
    if console.as_json:
        console.document({"id": entry.id, "key": entry.key, "number": entry.number, "status": entry.status})
    else:
        console.line(tr("{name} is published.", name=entry.name))
    return 0


def _retire(args: argparse.Namespace, console: Console) -> int:
    with named_workspace(args) as workspace:
        entry = find_version(workspace, args.id, is_published=True)
        retire_scorecard(workspace, entry.id)
    if console.as_json:
        console.document({"id": entry.id, "key": entry.key, "number": entry.number, "status": "retired"})
    else:
        console.line(tr("{name} is retired.", name=entry.name))
    return 0


def _compare(args: argparse.Namespace, console: Console) -> int:
    comparison = _comparison(args)
    if console.as_json:
        console.document(comparison_document(comparison))
        return 0
    console.line(verdict(comparison))
    for heading, is_scoring in ((tr("Scoring"), True), (tr("Wording"), False)):
        rows = [
            (about, change.what, change.before, change.after)
            for about, change in changes_of_class(comparison, is_scoring=is_scoring)
        ]
        if rows:
            console.line()
            console.line(heading)
            console.table([tr("where"), tr("what"), tr("before"), tr("after")], rows)
    if not comparison.is_same:
        console.line()
        for sentence in trend_sentences(comparison):
            console.line(sentence)
    return 0


def _comparison(args: argparse.Namespace) -> Comparison:
    """Of two files without a workspace, else of two versions; a file beside a version is possible too."""
    files = [Path(name) if Path(name).is_file() else None for name in (args.older, args.newer)]
    if files[0] and files[1]:
        return compare_versions(load_scorecard_file(files[0]), load_scorecard_file(files[1]))
    with named_workspace(args) as workspace:
        return compare_scorecards(workspace, files[0] or args.older, files[1] or args.newer)


def comparison_document(comparison: Comparison) -> dict[str, object]:
    """A comparison as the JSON document that scripts rely on; shares are exact, 0 to 1."""
    return {
        "same": comparison.is_same,
        "scoring": comparison.is_scoring,
        "score_trend_continues": not comparison.is_scoring,
        "card": [_change(change) for change in comparison.card],
        "sections": [
            {"id": section.id, "fate": section.fate.value, "changes": [_change(change) for change in section.changes]}
            for section in comparison.sections
        ],
        "questions": [_question(question) for question in comparison.questions],
    }


def _question(question: QuestionComparison) -> dict[str, object]:
    return {
        "lineage": question.lineage,
        "older": question.older.id if question.older else None,
        "newer": question.newer.id if question.newer else None,
        "fate": question.fate.value,
        "trend_continues": question.continues,
        "share_before": question.share_before,
        "share_after": question.share_after,
        "changes": [_change(change) for change in question.changes],
    }


def _change(change: Change) -> dict[str, object]:
    return {"what": change.what, "before": change.before, "after": change.after, "class": change.change_class.value}
