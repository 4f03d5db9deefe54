"""Evaluation files: JSON, or CSV with one row an answer, read into one sheet an evaluation with the row of every fault."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import SAMPLE_METHODS, Answer
from qa_desk.domain.language import N_, tr
from qa_desk.workspace.scorecard_files import read_text_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

COLUMNS = (
    "evaluation",
    "interaction",
    "channel",
    "agent",
    "evaluator",
    "scorecard",
    "version",
    "submitted_at",
    "sample_method",
    "summary",
    "question",
    "answer",
    "comment",
    "root_cause",
)
"""The columns of the CSV; `evaluation`, `interaction`, `evaluator`, `scorecard` and `question` must be there."""

_NEEDED = ("evaluation", "interaction", "evaluator", "scorecard")


@dataclass(slots=True)
class Sheet:
    """One evaluation as another system wrote it: names and outside ids, nothing of the workspace's own."""

    where: str
    evaluation: str
    interaction: str
    evaluator: str
    scorecard: str
    version: str = ""
    agent: str = ""
    channel: str = ""
    submitted_at: int | None = None
    sample_method: str = "self_chosen"
    summary: str = ""
    answers: list[Answer] = field(default_factory=list)
    wheres: dict[str, str] = field(default_factory=dict)
    """Question → where its answer stands in the file."""


def read_evaluation_file(path: Path) -> list[Sheet]:
    """Every evaluation in a JSON or CSV file; refused with row and column when one cannot be read."""
    text = read_text_file(path)
    if text.lstrip()[:1] in {"[", "{"}:
        return list(_sheets_of_json(text, path))
    return _sheets_of_csv(text, path)


def _sheets_of_json(text: str, path: Path) -> Iterator[Sheet]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        message = tr("{file}, line {line}: not valid JSON ({problem}).", file=path, line=error.lineno, problem=error.msg)
        raise Refusal(message) from error
    entries = document.get("evaluations") if isinstance(document, dict) else document
    if not isinstance(entries, list):
        raise Refusal(tr("{file}: expected a list of evaluations.", file=path))
    for number, entry in enumerate(entries, 1):
        where = tr("{file}, evaluation {number}", file=path, number=number)
        if not isinstance(entry, dict) or not isinstance(entry.get("answers"), dict):
            raise Refusal(tr("{where}: needs “answers”, one for each question.", where=where))
        plain = {key: "" if value is None else str(value) for key, value in entry.items() if key != "answers"}
        sheet = _sheet(plain, where)
        for question, given in entry["answers"].items():
            parts = given if isinstance(given, dict) else {"answer": given}
            sheet.answers.append(_answer(question, {key: "" if value is None else str(value) for key, value in parts.items()}))
        yield sheet


def _sheets_of_csv(text: str, path: Path) -> list[Sheet]:
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    missing = [name for name in (*_NEEDED, "question") if name not in (rows.fieldnames or ())]
    if missing:
        raise Refusal(tr("{file}, row 1: the column “{column}” is missing.", file=path, column=missing[0]))
    sheets: dict[str, Sheet] = {}
    try:
        for row in rows:
            where = tr("{file}, row {row}", file=path, row=rows.line_num)
            plain = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
            sheet = _sheet(plain, where)
            known = sheets.setdefault(sheet.evaluation, sheet)
            if (known.interaction, known.evaluator, known.scorecard) != (sheet.interaction, sheet.evaluator, sheet.scorecard):
                message = N_("{where}: evaluation “{id}” was another one in {first}.")
                raise Refusal(tr(message, where=where, id=sheet.evaluation, first=known.where))
            if not plain["question"]:
                raise Refusal(tr("{where}, column question: is empty.", where=where))
            if any(answer.question_id == plain["question"] for answer in known.answers):
                raise Refusal(tr("{where}: question “{id}” is answered twice.", where=where, id=plain["question"]))
            known.answers.append(_answer(plain["question"], plain))
            known.wheres[plain["question"]] = where
    except csv.Error as error:
        raise Refusal(tr("{file}, row {row}: not valid CSV ({problem}).", file=path, row=rows.line_num, problem=error)) from error
    return list(sheets.values())


def _sheet(plain: Mapping[str, str], where: str) -> Sheet:
    for name in _NEEDED:
        if not plain.get(name):
            raise Refusal(tr("{where}, column {column}: is empty.", where=where, column=name))
    method, channel = plain.get("sample_method") or "self_chosen", plain.get("channel", "")
    for column, value, known in (("sample_method", method, SAMPLE_METHODS), ("channel", channel, ("", *CHANNELS))):
        if value not in known:
            words = ", ".join(name for name in known if name)
            message = N_("{where}, column {column}: “{value}” must be one of: {words}.")
            raise Refusal(tr(message, where=where, column=column, value=value, words=words))
    return Sheet(
        where=where,
        evaluation=plain["evaluation"],
        interaction=plain["interaction"],
        evaluator=plain["evaluator"],
        scorecard=plain["scorecard"],
        version=plain.get("version", ""),
        agent=plain.get("agent", ""),
        channel=channel,
        submitted_at=_instant(plain.get("submitted_at", ""), where),
        sample_method=method,
        summary=plain.get("summary", ""),
    )


def _answer(question: str, parts: Mapping[str, str]) -> Answer:
    return Answer(question, parts.get("answer") or None, parts.get("comment") or None, parts.get("root_cause") or None)


def _instant(text: str, where: str) -> int | None:
    """Seconds since 1970 of an ISO 8601 time; one without an offset is UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal(tr("{where}, column submitted_at: “{value}” is no ISO 8601 time.", where=where, value=text)) from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
