from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.kpis.catalogue import find_kpi
from qa_desk.services import import_coverage
from qa_desk.services.import_coverage import Unread
from qa_desk.services.import_preview import preview
from qa_desk.sources.kinds import kind_named

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.services.import_coverage import Coverage


def coverage(folder: Path, header: str, row: str, kind: str, **said: object) -> Coverage:
    path = folder / "some.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    return preview(path, kind, mapping=dict(said)).coverage


def test_without_a_creation_time_tickets_give_no_figure(tmp_path: Path) -> None:
    seen = coverage(tmp_path, "Ticket ID,Status,First Response Time", "1,open,2024-01-02 10:00:00", "tickets")
    assert seen.given == ()
    assert [absence.fields for absence in seen.absent] == [("created_at",)]
    assert {"Tickets created", "First response time"} <= set(seen.absent[0].figures)
    assert seen.missing == ()


def test_what_ticket_events_can_bring_is_said(tmp_path: Path) -> None:
    seen = coverage(tmp_path, "Ticket ID,Created,Status", "1,2024-01-02,open", "tickets")
    assert seen.given == ("Tickets created", "Open tickets")
    assert all(absence.from_events for absence in seen.absent)


def test_calls_without_waiting_times_have_no_service_level(tmp_path: Path) -> None:
    seen = coverage(tmp_path, "call_id,result,talk_s", "1,answered,60", "calls")
    assert seen.given == ("Abandonment rate", "Average handle time")
    assert ("Service level", "Average speed of answer") in [absence.figures for absence in seen.absent]


def test_a_survey_without_type_and_scale_is_asked_for_them(tmp_path: Path) -> None:
    seen = coverage(tmp_path, "ResponseId,rating", "1,3", "surveys")
    assert seen.missing == ("type", "scale_min", "scale_max")
    assert seen.asked[0].values == ("csat", "nps", "ces", "fcr")
    told = coverage(
        tmp_path, "ResponseId,rating", "1,3", "surveys", constants={"type": "csat", "scale_min": "1", "scale_max": "5"}
    )
    assert (told.missing, told.given) == ((), ("Customer satisfaction", "Customer satisfaction, mean"))


def test_columns_that_nobody_reads_name_the_nearest_field(tmp_path: Path) -> None:
    seen = coverage(tmp_path, "Ticket ID,Statuss,Group,Team,Shoe", "1,open,a,b,44", "tickets")
    assert Unread("Statuss", "status") in seen.unread
    assert Unread("Shoe") in seen.unread
    assert [(one.nearest, one.given_by) for one in seen.unread if one.header in ("Group", "Team")] in (
        [("team", "Team")],
        [("team", "Group")],
    )


def test_every_figure_and_field_that_is_named_exists() -> None:
    for name, figures in import_coverage._NEEDS.items():
        kind = kind_named(name)
        assert kind is not None
        for figure, groups in figures:
            assert find_kpi(figure).id == figure
            assert all(kind.field(field) for group in groups for field in group)
