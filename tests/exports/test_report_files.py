from __future__ import annotations

import csv
import gettext
import re
import zipfile
from pathlib import Path  # noqa: TC003 - read by the fixtures
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.domain.language import speaking
from qa_desk.domain.progress import Quiet
from qa_desk.domain.report_plan import PlanDraft
from qa_desk.services.report_export import export_report, report_scope
from qa_desk.services.report_plan import add_plan_item
from tests.report_centre import EVIL, JUNE, MAY, build

if TYPE_CHECKING:
    from openpyxl import Workbook

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def centre(module_workspace: Workspace) -> Workspace:
    build(module_workspace)
    add_plan_item(
        module_workspace, MAY, PlanDraft(EVIL, "+Бо 陈", MAY.last, "first_response_time", (("team", "Billing"),)), "@Lead"
    )
    return module_workspace


@pytest.fixture(scope="module")
def path(centre: Workspace) -> Path:
    target = centre.path.with_name("report.xlsx")
    done = export_report(centre, target, JUNE)
    assert done.count == len(load_workbook(target).sheetnames)
    return target


@pytest.fixture
def book(path: Path) -> Workbook:
    return load_workbook(path)


def heads(book: Workbook, name: str) -> dict[str, int]:
    return {cell.value: cell.column for cell in book[name][4]}


def row_of(book: Workbook, name: str, kpi: str, **group: str) -> int:
    columns = heads(book, name)
    for row in range(5, book[name].max_row + 1):
        said = {head: book[name].cell(row, column).value for head, column in columns.items()}
        if said["ID"] == kpi and all(said[head] == value for head, value in group.items()):
            return row
    raise AssertionError(kpi)


def test_the_words_and_the_plan_come_first(book: Workbook) -> None:
    sheet = book["Summary"]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert texts[0] == "Service report"
    assert any(str(text).startswith("Compared with 2024-05-01 to 2024-05-31") for text in texts)
    assert any("Holm" in str(text) for text in texts)
    assert "overdue" in texts
    assert any(str(text).startswith("Since 2024-06-01") for text in texts)


def test_each_sentence_leads_to_a_row_of_its_figure(book: Workbook) -> None:
    links = [cell.hyperlink.location for row in book["Summary"].iter_rows() for cell in row if cell.hyperlink]
    assert links
    for link in links:
        name, cell = re.fullmatch(r"'?([^'!]+)'?!([A-Z]+\d+)", link).groups()  # type: ignore[union-attr]
        assert book[name][cell].value


def test_a_figure_stands_with_its_interval_n_goal_and_the_period_before(book: Workbook) -> None:
    columns, row = heads(book, "Key figures"), row_of(book, "Key figures", "first_response_time")
    said = {head: book["Key figures"].cell(row, column).value for head, column in columns.items()}
    assert said["Unit"] == "min"
    assert said["Low"] < said["Value"] < said["High"]
    assert said["n"] == said["n before"] == 60
    assert said["Goal"] == pytest.approx(700 / 60)
    assert said["Before"] == pytest.approx(said["Value"] / 6, rel=0.01)
    assert said["Change"] == f"=(C{row}-I{row})"
    assert said["Change, low"] < said["Value"] - said["Before"] < said["Change, high"]
    assert said["Goal is"].startswith("=IF(E")
    assert '"not met"' in said["Goal is"]


def test_a_ratio_is_a_formula_that_gives_the_figure(book: Workbook, centre: Workspace, tmp_path: Path) -> None:
    from qa_desk.services.kpis import Request, figures

    figure = figures(centre, Request(("average_handle_time",), (), "all", JUNE.first, JUNE.last))[0]
    sheet, columns = book["Key figures"], heads(book, "Key figures")
    row = row_of(book, "Key figures", "average_handle_time")
    formula = re.fullmatch(r"=([A-Z]+)(\d+)/([A-Z]+)(\d+)/60", sheet.cell(row, columns["Value"]).value)
    assert formula is not None
    above, below = sheet[formula[1] + formula[2]].value, sheet[formula[3] + formula[4]].value
    assert above / below == pytest.approx(figure.value)


def test_tables_are_live_and_their_heads_are_their_columns(book: Workbook) -> None:
    names = set()
    for sheet in book:
        for table in sheet.tables.values():
            first, last = table.ref.split(":")
            row = sheet[first].row
            assert [column.name for column in table.tableColumns] == [
                cell.value for cell in sheet[row][sheet[first].column - 1 : sheet[last].column]
            ]
            names.add(table.displayName)
    assert names == {"QADeskFigures", "QADeskGroups", "QADeskDefinitions"}


def test_charts_stand_over_cells_that_hold_what_they_show(book: Workbook) -> None:
    charts = [(sheet, chart) for sheet in book for chart in sheet._charts]
    assert len(charts) >= 4
    for sheet, chart in charts:
        for series in chart.series:
            name, first, last = re.fullmatch(r"'?([^'!]+)'?!\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)", series.val.numRef.f).groups()  # type: ignore[union-attr]
            column = re.findall(r"\$([A-Z]+)\$", series.val.numRef.f)[0]
            values = [book[name][f"{column}{row}"].value for row in range(int(first), int(last) + 1)]
            assert name == sheet.title
            assert any(isinstance(value, int | float) for value in values)
            assert all(value is None or isinstance(value, int | float) for value in values)


def test_every_part_of_the_file_is_sound_xml_and_every_page_is_a4(path: Path, book: Workbook) -> None:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.freeze_panes
        assert sheet.print_area


def test_no_text_from_outside_starts_a_formula(path: Path, book: Workbook) -> None:
    formulas = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(re.match(r"=(IF\(|\(?[A-Z]+\d+)", text) for text in formulas)
    texts = [cell.value for row in book["Summary"].iter_rows() for cell in row]
    assert "'" + EVIL in texts
    assert "'+Бо 陈" in texts


def test_the_table_is_tidy_and_says_each_figure_once(centre: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    done = export_report(centre, target, JUNE)
    with target.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == done.count
    keys = [(row["part"], row["kpi"], row["dimension"], row["group"], row["first_day"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert {row["part"] for row in rows} == {"whole", "group", "day"}
    groups = [row for row in rows if row["kpi"] == "first_response_time" and row["part"] == "group"]
    assert {(row["dimension"], row["group"]) for row in groups} >= {("team", "Billing"), ("team", "Sales")}
    assert sum(int(row["n"]) for row in groups if row["dimension"] == "team") == 60


def test_the_report_speaks_the_readers_language(centre: Workspace, tmp_path: Path) -> None:
    class Loud(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Service report": "服务报告", "Key figures": "关键指标", "not met": '未“达"标'}.get(message, message)

    target = tmp_path / "report.xlsx"
    with speaking(Loud()):
        export_report(centre, target, JUNE)
    book = load_workbook(target)
    assert book.worksheets[0]["A1"].value == "服务报告"
    assert '"未“达""标"' in str([cell.value for row in book["关键指标"].iter_rows() for cell in row])


def test_cancel_leaves_what_was_there(centre: Workspace, tmp_path: Path) -> None:
    class Impatient(Quiet):
        def __init__(self, patience: int) -> None:
            self.left = patience

        def raise_if_cancelled(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    for name in ("report.xlsx", "report.csv"):
        target = tmp_path / name
        target.write_text("before")
        for patience in (0, 2, 8):
            with pytest.raises(Cancelled):
                export_report(centre, target, JUNE, Impatient(patience))
    assert sorted(each.name for each in tmp_path.glob("report*")) == ["report.csv", "report.xlsx"]
    assert all(each.read_text() == "before" for each in tmp_path.glob("report*"))


def test_what_cannot_be_written_is_refused(centre: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"\.xlsx, \.pdf, \.csv"):
        export_report(centre, tmp_path / "report.doc", JUNE)
    with pytest.raises(Refusal, match="no such team; the teams: Billing, Sales"):
        report_scope(centre, team="Nobody")
    empty = report_scope(centre, channel="fax")
    with pytest.raises(Refusal, match="Nothing happened"):
        export_report(centre, tmp_path / "report.xlsx", empty)
    assert not list(tmp_path.glob("report*"))
