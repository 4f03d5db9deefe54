from __future__ import annotations

import shutil
import subprocess
from pathlib import Path  # noqa: TC003 - read by the fixtures
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from qa_desk.domain.coaching_span import rolling_span
from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.exports.cells import safe_text
from qa_desk.services.coaching import coaching_page, team_view
from qa_desk.services.coaching_export import export_coaching
from qa_desk.services.coaching_sessions import NewAction, add_action, write_coaching_session
from tests.coaching_centre import AGENTS, TODAY, build_centre

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.workspace.workspace import Workspace

SPAN = rolling_span(TODAY)


@pytest.fixture(scope="module")
def centre(module_workspace: Workspace) -> Workspace:
    build_centre(module_workspace)
    write_coaching_session(module_workspace, "chen", "Lead", TODAY, notes="n", actions=[NewAction("=Pair up", "陈晓明", TODAY)])
    add_action(module_workspace, "bo", NewAction("Practise greetings"))
    return module_workspace


@pytest.fixture(scope="module")
def book(centre: Workspace) -> Path:
    path = centre.path.with_name("coaching.xlsx")
    export_coaching(centre, path, span=SPAN)
    return path


def cell_below(sheet: Worksheet, text: str, column: int = 1, down: int = 1) -> object:
    """The value some rows below a label."""
    for row in sheet.iter_rows(min_col=column, max_col=column):
        if row[0].value == text:
            return sheet.cell(row[0].row + down, column).value
    raise AssertionError(text)


def test_a_summary_then_a_page_an_agent_then_the_evaluations(book: Path) -> None:
    names = load_workbook(book).sheetnames
    assert names[0] == "Summary"
    assert names[-1] == "Evaluations"
    assert set(names[1:-1]) == {name for name, *_ in AGENTS.values()}


def test_the_pages_stand_in_the_order_of_need(centre: Workspace, book: Path) -> None:
    view = team_view(centre, None, SPAN)
    assert load_workbook(book).sheetnames[1:-1] == [line.agent.name for line in view.lines]


def test_no_cell_starts_a_formula_from_outside_text(book: Path) -> None:
    workbook = load_workbook(book)
    plain = "".join(cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))
    assert "HYPERLINK" in plain
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value).startswith(("=AVERAGEIFS(", "=COUNTIFS(", "=I", "=(D", "=D", "='")), cell.value
                elif isinstance(cell.value, str):
                    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "\r")), (sheet.title, cell.coordinate, cell.value)


def test_the_figures_are_those_of_the_page(centre: Workspace, book: Path) -> None:
    page = coaching_page(centre, "chen", SPAN)
    sheet = load_workbook(book)[page.agent.name]
    assert sheet["A1"].value == "陈晓明"
    assert str(cell_below(sheet, "QA score")).startswith("=AVERAGEIFS('Evaluations'!$I$")
    assert cell_below(sheet, "Best estimate", 4) == pytest.approx(page.quality.shrunken.value if page.quality.shrunken else None)
    assert cell_below(sheet, "Pass rate", 10) == pytest.approx(page.quality.pass_rate.value)
    assert [cell_below(sheet, "Section", 9 - 2, down) for down in (1, 2, 3)] == ["Opening", "Resolution", "Manner"]
    assert cell_below(sheet, "Agent", 9) == pytest.approx(page.sections[0].agent.value)
    assert cell_below(sheet, "KPI") == "CSAT" or str(cell_below(sheet, "KPI")).startswith(page.kpis[0].name)
    assert cell_below(sheet, "Question", 1) == page.lost[0].title


def test_too_few_evaluations_print_their_values_and_no_mean(book: Path) -> None:
    sheet = load_workbook(book)["Eva Novák"]
    assert cell_below(sheet, "QA score: single values") == "75.00 · 80.00 · 82.50"


def test_every_page_has_two_native_charts_with_visible_axes(book: Path) -> None:
    workbook = load_workbook(book)
    charts = workbook["陈晓明"]._charts
    assert [type(chart).__name__ for chart in charts] == ["LineChart", "BarChart"]
    assert all(chart.x_axis.delete is False and chart.y_axis.delete is False for chart in charts)
    assert all(series.smooth is False for series in charts[0].series)
    assert len(workbook["Summary"]._charts) == 1
    assert workbook["Ida Berg"]._charts == []


def test_the_plan_has_a_list_of_states_dates_and_hidden_keys(centre: Workspace, book: Path) -> None:
    sheet = load_workbook(book)["陈晓明"]
    kinds = {validation.type for validation in sheet.data_validations.dataValidation}
    assert kinds == {"list", "date"}
    assert cell_below(sheet, "Action") == safe_text("=Pair up")
    assert sheet.column_dimensions["N"].hidden
    keys = [sheet.cell(row, 14).value for row in range(1, sheet.max_row + 1) if sheet.cell(row, 14).value]
    assert keys[0] == "chen"
    assert keys[1:] == [row[0] for row in centre.connection.execute("SELECT id FROM action_items WHERE agent_id = 'chen'")]


def test_pages_print_on_one_a4_with_their_name(book: Path) -> None:
    workbook = load_workbook(book)
    sheet = workbook["Grace O'Neill"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.oddHeader.left.text == "Grace O'Neill"
    assert sheet.freeze_panes == "A4"
    assert workbook["Summary"].print_title_rows == "$5:$5"
    assert workbook.properties.creator == "QA Desk"
    assert workbook.properties.title == "Coaching: all teams"


def test_a_team_or_some_agents_only(workspace: Workspace, tmp_path: Path) -> None:
    build_centre(workspace)
    path = tmp_path / "a.xlsx"
    assert export_coaching(workspace, path, team="Technical", span=SPAN).pages == 4
    assert export_coaching(workspace, path, agents=["grace o'neill"], span=SPAN).pages == 1
    assert load_workbook(path).sheetnames == ["Summary", "Grace O'Neill", "Evaluations"]
    with pytest.raises(Refusal, match="the teams: Billing, Technical"):
        export_coaching(workspace, path, team="Sales", span=SPAN)
    with pytest.raises(Refusal, match="no such agent"):
        export_coaching(workspace, path, agents=["nobody"], span=SPAN)


def test_an_empty_workspace_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="nobody to write about"):
        export_coaching(workspace, tmp_path / "a.xlsx", span=SPAN)
    assert not (tmp_path / "a.xlsx").exists()


def test_cancelling_leaves_no_file(workspace: Workspace, tmp_path: Path) -> None:
    build_centre(workspace)

    class Impatient:
        asked = 0

        def report(self, done: float, total: float, text: str = "") -> None: ...

        def raise_if_cancelled(self) -> None:
            self.asked += 1
            if self.asked > 8:
                raise Cancelled

    with pytest.raises(Cancelled):
        export_coaching(workspace, tmp_path / "a.xlsx", span=SPAN, context=Impatient())
    assert not list(tmp_path.glob("*.xlsx"))


def test_namesakes_get_sheets_of_their_own_with_their_own_figures(workspace: Workspace, tmp_path: Path) -> None:
    build_centre(workspace)
    with workspace.transaction() as connection:
        connection.execute("UPDATE agents SET name = 'Bo [Lindqvist] / Sales: 1' WHERE id IN ('bo', 'dmitri')")
    path = tmp_path / "a.xlsx"
    export_coaching(workspace, path, span=SPAN)
    workbook = load_workbook(path)
    assert {"Bo Lindqvist Sales 1", "Bo Lindqvist Sales 1 (2)"} <= set(workbook.sheetnames)
    formulas = {cell_below(workbook[name], "QA score") for name in ("Bo Lindqvist Sales 1", "Bo Lindqvist Sales 1 (2)")}
    assert len(formulas) == 2


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # of the other program's file, not of ours
def test_recalculated_by_another_program_the_formulas_give_the_programs_figures(
    centre: Workspace, book: Path, tmp_path: Path
) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    out = tmp_path / "recalculated"
    subprocess.run(
        [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir",
         str(out), str(book)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    workbook = load_workbook(out / book.name, data_only=True)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert not str(cell.value).startswith(("#", "Err:")), (sheet.title, cell.coordinate, cell.value)
    for line in team_view(centre, None, SPAN).lines:
        sheet = workbook[line.agent.name]
        page = coaching_page(centre, line.agent.id, SPAN)
        if line.score.low is not None:
            assert cell_below(sheet, "QA score") == pytest.approx(line.score.value)
        months = [cell_below(sheet, "Month", 1, down) for down in range(1, 7)]
        assert months == [f"{point.first:%Y-%m}" for point in page.trend]
        for down, point in enumerate(page.trend, start=1):
            head = next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == "Month")
            assert sheet.cell(head + down, 2).value == (None if point.score.value is None else pytest.approx(point.score.value))
            assert sheet.cell(head + down, 6).value == point.score.n
    summary = workbook["Summary"]
    scores = {summary.cell(row, 1).value: summary.cell(row, 5).value for row in range(6, 15)}
    assert scores["陈晓明"] == pytest.approx(
        next(x.score.value for x in team_view(centre, None, SPAN).lines if x.agent.id == "chen")
    )
