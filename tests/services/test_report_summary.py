from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Cancelled
from qa_desk.domain.progress import Quiet
from qa_desk.domain.report import ReportScope
from qa_desk.kpis.figure import Figure
from qa_desk.services.kpis import Request, figures
from qa_desk.services.report_summary import ReportFigures, report_figures, report_summary, words_for
from tests.report_centre import JUNE, build

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build(workspace)
    return workspace


def test_what_moved_is_said_with_the_figures_own_numbers(centre: Workspace) -> None:
    words = report_summary(centre, JUNE)
    assert words.sentences[0].text.startswith("Compared with 2024-05-01 to 2024-05-31, 2 of ")
    sentence = next(each for each in words.sentences if each.evidence and each.evidence[0].kpi == "first_response_time")
    assert sentence.kind in ("missed", "worse")
    change = next(each for each in words.sentences if each.kind == "worse" and each.evidence[0].kpi == "first_response_time")
    figure = figures(centre, Request(("first_response_time",), (), "all", JUNE.first, JUNE.last, "previous"))[0]
    assert figure.change is not None
    assert figure.change > 0
    assert "up by" in change.text
    assert f"n = {figure.n}, before {figure.previous_n}" in change.text
    groups = {evidence.where for evidence in change.evidence[1:]}
    assert groups == {(("team", "Billing"),), (("team", "Sales"),), (("channel", "email"),), (("channel", "chat"),)}


def test_what_did_not_move_is_in_no_sentence(centre: Workspace) -> None:
    said = {evidence.kpi for sentence in report_summary(centre, JUNE).sentences for evidence in sentence.evidence}
    assert "average_handle_time" not in said
    assert "abandonment_rate" not in said


def test_what_needs_a_table_is_named_with_what_it_needs(centre: Workspace) -> None:
    unjudged = "\n".join(sentence.text for sentence in report_summary(centre, JUNE).unjudged)
    assert "Customer satisfaction (needs: surveys)" in unjudged
    assert "QA score (needs: evaluations)" in unjudged


def test_counts_stand_beside_those_of_the_month_before(centre: Workspace) -> None:
    counted = report_summary(centre, JUNE).sentences[-1]
    assert counted.kind == "counted"
    assert "Tickets created 60, before 60" in counted.text


def test_before_the_first_data_nothing_is_compared(centre: Workspace) -> None:
    words = report_summary(centre, replace(JUNE, first=date(2024, 5, 1), last=date(2024, 5, 31)))
    assert words.sentences[0].text == "There is nothing to compare this period with."
    assert "before" not in words.sentences[-1].text


def test_a_report_of_one_team_looks_at_its_channels_only(centre: Workspace) -> None:
    found = report_figures(centre, replace(JUNE, where=(("team", "Billing"),)), Quiet(), ("first_response_time",))
    assert {tuple(figure.group) for figure in found.groups} == {("channel",)}
    assert found.whole[0].n == 30


def test_a_group_that_everything_is_of_is_not_looked_at_twice(centre: Workspace) -> None:
    narrowed = replace(JUNE, where=(("team", "Billing"),))  # Billing answers e-mail only
    words = report_summary(centre, narrowed)
    assert all(not evidence.where for sentence in words.sentences for evidence in sentence.evidence)


def test_days_are_written_as_the_reader_wants_them(centre: Workspace) -> None:
    words = report_summary(centre, JUNE, day_text=lambda day: f"{day:%d.%m.}")
    assert "01.05. to 31.05." in words.sentences[0].text


def test_cancel_is_heard_between_the_questions(centre: Workspace) -> None:
    class Impatient(Quiet):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        report_summary(centre, JUNE, Impatient())


def a_change(kpi: str, low: float, change: float, high: float) -> Figure:
    moved = "up" if low > 0 else "down" if high < 0 else "no_clear_change"
    return Figure(kpi, "share", "up", 0.5, 100, previous=0.5 - change, previous_n=100, change=change, change_low=low,
                  change_high=high, moved=moved, better=None if moved == "no_clear_change" else moved == "up",
                  standing="normal")  # fmt: skip


def test_a_change_barely_beyond_its_own_interval_falls_to_the_many_looks() -> None:
    whole = (a_change("k0", 0.001, 0.05, 0.099), *(a_change(f"k{n}", -0.05, 0.0, 0.05) for n in range(1, 10)))
    found = ReportFigures(whole, (), {figure.kpi: figure.kpi for figure in whole}, {figure.kpi: 5 for figure in whole})
    words = words_for(ReportScope(JUNE.first, JUNE.last), found)
    assert words.sentences[0].text.endswith("none of 10 figures moved beyond noise.")
    assert "k0 +5.0 points (+0.1 to +9.9)" in words.unjudged[0].text
    alone = words_for(ReportScope(JUNE.first, JUNE.last), replace(found, whole=whole[:1]))
    assert alone.sentences[1].text.startswith("k0: up by 5.0 points (95 %: 0.1 to 9.9), for the better; now 50.0 %")
