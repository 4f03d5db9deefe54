"""Calibration minutes as an Excel workbook: decisions with their rules, everybody's answers, deviations, and agreement."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qa_desk.domain.answer_comparison import compared_all
from qa_desk.domain.calibration import REASON_WORDS, Basis
from qa_desk.domain.calibration_text import answer_label, benchmark_words, share_words
from qa_desk.domain.language import catalogue, tr

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.calibration_report import CalibrationReport
    from qa_desk.domain.coaching import Measure
    from qa_desk.domain.scorecard import Question


_TITLE_HEIGHT, _HEADING_HEIGHT = 30, 30


def write_minutes(report: CalibrationReport, path: Path, timezone: str = "UTC") -> None:
    """Write the minutes; what was at `path` stays whole until they are. Times are those of the centre."""
    from openpyxl import Workbook

    from qa_desk.exports.replacing import replacing
    from qa_desk.exports.sheet_looks import add_looks

    workbook = Workbook()
    add_looks(workbook)
    first = workbook.active
    if first is not None:
        workbook.remove(first)
    _decisions(workbook.create_sheet(tr("Decisions")), report, timezone)
    _answers(workbook.create_sheet(tr("Answers")), report)
    _evaluators(workbook.create_sheet(tr("Evaluators")), report)
    _agreement(workbook.create_sheet(tr("Agreement")), report)
    with replacing(path) as temporary:
        workbook.save(temporary)


def _decisions(sheet: Worksheet, report: CalibrationReport, timezone: str) -> None:
    from qa_desk.exports.sheet_looks import fit_height, put

    session = report.session
    _lay_out(sheet, [5, 22, 28, 22, *[12 for _ in session.evaluators], 12, 8, 12, 40])
    put(sheet, 1, 1, session.title, "QA title")
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    for row, line in enumerate(_facts(report, timezone), start=2):
        put(sheet, row, 1, line, "QA subtitle")
    header = ["#", tr("Interaction"), tr("Question"), tr("Why it is here"), *[p.name for p in session.evaluators]]
    header += [tr("Benchmark"), tr("Pairs"), tr("Agreed"), tr("Rule")]
    top = 9
    _heading(sheet, top, header)
    for number, point in enumerate(report.results.agenda, start=1):
        question = report.version.question(point.question_id)
        decision = report.decisions.get((point.interaction_id, point.question_id))
        agreed, rule = (decision.agreed, decision.rule) if decision else (None, None)
        label = question.label(_language()) if question else point.question_id
        given = [_answer(question, point.answers.get(p.id)) for p in session.evaluators]
        cells: list[object] = [number, report.item(point.interaction_id).label, label, tr(REASON_WORDS[point.reason]), *given]
        cells += [_answer(question, point.benchmark), share_words(point.pairs)]
        still_open = tr("open") if point.must_be_settled else "–"
        cells += [_answer(question, agreed) if agreed else still_open, rule or ""]
        for column, cell in enumerate(cells, start=1):
            put(sheet, top + number, column, cell, "QA text")
        said = [(str(cell), 12.0) for cell in cells[4:-1]]  # ticks and words are long
        fit_height(sheet, top + number, (label, 28), (tr(REASON_WORDS[point.reason]), 22), *said, (rule or "", 40))
    if not report.results.agenda:
        put(sheet, top + 1, 1, tr("Everybody gave the same answers: nothing to settle."), "QA text")
    sheet.freeze_panes = f"D{top + 1}"


def _facts(report: CalibrationReport, timezone: str) -> list[str]:
    session = report.session
    held = datetime.fromtimestamp(session.revealed_at or session.created_at, ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")
    return [
        tr("Held {when} ({timezone})", when=held, timezone=timezone),
        tr("Scorecard: {name}", name=session.version_name),
        tr("Evaluators: {names}", names=", ".join(participant.name for participant in session.evaluators)),
        tr("Measured against: {basis}", basis=benchmark_words(report)),
        tr("{pairs} pairs of answers agree", pairs=share_words(report.results.pairs.strict)),
        tr("Open points: {n}", n=len(report.open_points)),
    ]


def _answers(sheet: Worksheet, report: CalibrationReport) -> None:
    from qa_desk.exports.sheet_looks import fit_height, put

    evaluators = [p for p in report.session.evaluators if p.id in report.sheets]
    _lay_out(sheet, [26, 40, *[14 for _ in evaluators], 14])
    _heading(sheet, 1, [tr("Interaction"), tr("Question"), *[p.name for p in evaluators], tr("Benchmark")])
    row = 1
    for item in report.session.items:
        expected = report.benchmark.get(item.interaction_id, {})
        for question in report.version.questions():
            row += 1
            given = [report.sheets[p.id].get(item.interaction_id, {}).get(question.id) for p in evaluators]
            differ = len(set(compared_all(question, given))) > 1
            put(sheet, row, 1, item.label, "QA text")
            put(sheet, row, 2, question.label(_language()), "QA text")
            for column, answer in enumerate([*given, expected.get(question.id)], start=3):
                put(sheet, row, column, _answer(question, answer), "QA watch" if differ else "QA text middle")
            said = [(_answer(question, answer), 14.0) for answer in [*given, expected.get(question.id)]]
            fit_height(sheet, row, (item.label, 26), (question.label(_language()), 40), *said)
        row += 1
        put(sheet, row, 2, tr("Total score"), "QA head")
        for column, participant in enumerate(evaluators, start=3):
            found = report.results.scores[participant.id].get(item.interaction_id)
            put(sheet, row, column, None if found is None or found.final is None else float(found.final), "QA score")
        expected_score = report.results.benchmark_scores.get(item.interaction_id)
        final = expected_score.final if expected_score else None
        put(sheet, row, 3 + len(evaluators), None if final is None else float(final), "QA score")
    sheet.freeze_panes = "C2"


def _evaluators(sheet: Worksheet, report: CalibrationReport) -> None:
    from qa_desk.exports.sheet_looks import put

    _lay_out(sheet, [26, 12, 14, 12, 12, 14, 14, 12, 12, 14, 14])
    limits = [tr("95 % from"), tr("95 % to")]
    header = [tr("Evaluator"), tr("Interactions"), tr("Mean deviation, final"), *limits, tr("Mean distance")]
    header += [tr("Mean deviation before auto-fail"), *limits, tr("Within tolerance"), tr("Same answers")]
    _heading(sheet, 1, header)
    for row, result in enumerate(report.results.evaluators, start=2):
        d = result.deviation
        values: list[tuple[object, str]] = [(report.name(d.evaluator_id), "QA text"), (d.n, "QA count")]
        values += [(result.bias.value, "QA change"), (result.bias.low, "QA change"), (result.bias.high, "QA change")]
        values += [(None if d.mean_absolute is None else float(d.mean_absolute), "QA score")]
        before = result.bias_before_autofail
        values += [(before.value, "QA change"), (before.low, "QA change"), (before.high, "QA change")]
        values += [(share_words(d.within_tolerance), "QA right"), (share_words(d.exact_answers), "QA right")]
        for column, (value, look) in enumerate(values, start=1):
            put(sheet, row, column, value, look)
    below = len(report.results.evaluators) + 3
    if not report.results.evaluators:
        note = tr("No deviation without a benchmark and with fewer than three evaluators.")
    elif report.results.evaluators[0].deviation.basis is Basis.OTHERS:
        note = tr("Deviations are from the median of the other evaluators; + is lenient, − is severe.")
    else:
        note = tr("Deviations are from the benchmark; + is lenient, − is severe.")
    put(sheet, below, 1, note, "QA subtitle")


def _agreement(sheet: Worksheet, report: CalibrationReport) -> None:
    from qa_desk.exports.sheet_looks import fit_height, put

    _lay_out(sheet, [44, 10, 14, 14, 14, 12, 16, 12, 16, 60])
    header = [tr("Question"), tr("Interactions"), tr("Pairs, N/A as answer"), tr("Does it apply"), tr("Given it applies")]
    header += [tr("AC1/AC2"), tr("95 % interval"), "α", tr("95 % interval"), tr("Reading")]
    _heading(sheet, 1, header)
    for row, found in enumerate(report.results.questions, start=2):
        question = report.version.question(found.question_id)
        label = question.label(_language()) if question else found.question_id
        values: list[object] = [label, found.units, share_words(found.pairs.strict), share_words(found.pairs.applicability)]
        values += [share_words(found.pairs.given_applicable), _coefficient(found.ac), _interval(found.ac, 2)]
        values += [_coefficient(found.alpha), _interval(found.alpha, 2), found.reading]
        for column, value in enumerate(values, start=1):
            put(sheet, row, column, value, "QA text")
        fit_height(sheet, row, (label, 44), (found.reading, 60))
    row = len(report.results.questions) + 3
    for title, totals in ((tr("Final scores"), report.results.final), (tr("Before auto-fail"), report.results.before_autofail)):
        spread = "–" if totals.within_sd is None else f"{totals.within_sd:.1f}"
        icc = _coefficient(totals.icc) if totals.icc.value is not None else totals.icc.note or "–"
        line = tr("{what}: standard deviation within an interaction {sd} points; ICC(A,1) {icc}", what=title, sd=spread, icc=icc)
        put(sheet, row, 1, f"{line} {_interval(totals.icc, 2)}".rstrip(" –"), "QA subtitle")
        row += 1


def _heading(sheet: Worksheet, row: int, texts: list[str]) -> None:
    """Column headings, high enough for two lines and repeated on each printed page."""
    from qa_desk.exports.sheet_looks import put

    for column, text in enumerate(texts, start=1):
        put(sheet, row, column, text, "QA head")
    sheet.row_dimensions[row].height = _HEADING_HEIGHT
    sheet.print_title_rows = f"{row}:{row}"


def _lay_out(sheet: Worksheet, widths: list[float]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False


def _language() -> str:
    return str(catalogue().info().get("language", "") or "en")


def _answer(question: Question | None, answer: str | None) -> str:
    return answer_label(question, answer, _language())


def _coefficient(found: Measure) -> str:
    return "–" if found.value is None else f"{found.value:.2f}"


def _interval(found: Measure, decimals: int) -> str:
    if found.low is None or found.high is None:
        return "–"
    return f"{found.low:.{decimals}f} … {found.high:.{decimals}f}"
