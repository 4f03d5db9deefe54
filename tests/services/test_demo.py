"""The demonstration: it builds, it hangs together, and it is the same each time."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.figure import Request
from qa_desk.resource_files import resource
from qa_desk.services.calibration import calibration_report
from qa_desk.services.care import check_workspace
from qa_desk.services.demo import Demo, build_demo
from qa_desk.services.kpis import figures
from qa_desk.services.sampling_records import list_samples, repeat_draw
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.kpis.figure import Figure
    from qa_desk.workspace.workspace import Workspace

OUTAGE = (date(2026, 5, 11), date(2026, 5, 16))
WEEKS_BEFORE = (date(2026, 4, 13), date(2026, 5, 9))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return build_demo(tmp_path_factory.mktemp("demo") / "demo.qadesk", resource("demo"), Quiet())


@pytest.fixture
def centre(demo: Demo) -> Iterator[Workspace]:
    opened = open_workspace(demo.path)
    yield opened
    opened.close()


def count(centre: Workspace, what: str) -> int:
    return int(centre.connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def figure(centre: Workspace, kpi: str, span: tuple[date, date], **group: str) -> Figure:
    return figures(centre, Request(kpis=(kpi,), start=span[0], end=span[1], where=tuple(group.items())), Quiet())[0]


def number(centre: Workspace, kpi: str, span: tuple[date, date], **group: str) -> float:
    value = figure(centre, kpi, span, **group).value
    assert value is not None
    return value


def test_the_centre_has_the_size_that_is_promised(centre: Workspace) -> None:
    assert count(centre, "agents") == 24
    assert count(centre, "teams") == 3
    assert count(centre, "evaluators") == 5
    assert count(centre, "current_evaluations") == 300
    assert count(centre, "tickets") > 11_000
    assert count(centre, "calls") > 13_000
    assert count(centre, "surveys") > 4_000
    assert count(centre, "assignments") == 12
    assert count(centre, "media") == 8


def test_the_rest_of_june_was_drawn_and_can_be_drawn_again(centre: Workspace) -> None:
    (sample,) = list_samples(centre)
    assert (sample.title, sample.drawn, sample.frame_size) == ("End of June", 5, 7)
    assert (sample.progress.open, sample.progress.seconds) == (5, 2)
    assert repeat_draw(centre, sample.id).is_same


def test_no_row_of_the_shipped_files_is_refused(centre: Workspace) -> None:
    assert count(centre, "import_refusals") == 0


def test_every_recording_is_where_the_workspace_says(centre: Workspace, demo: Demo) -> None:
    paths = [Path(row[0]) for row in centre.connection.execute("SELECT path FROM media")]

    assert all(path.is_file() and path.is_relative_to(demo.path.parent) for path in paths)


def test_every_recording_has_two_channels_and_a_transcript_within_it(centre: Workspace) -> None:
    rows = centre.connection.execute(
        "SELECT m.channels, m.duration_s, max(u.end_s), count(u.position) FROM media m "
        "JOIN utterances u ON u.interaction_id = m.interaction_id GROUP BY m.id"
    ).fetchall()

    assert len(rows) == 8
    assert all(channels == 2 and 40 <= length <= 110 and last <= length and lines >= 12 for channels, length, last, lines in rows)


def test_the_outage_week_shows_in_replies_satisfaction_and_quality_alike(centre: Workspace) -> None:
    slower = number(centre, "first_response_time", OUTAGE, channel="email")
    assert slower > 2 * number(centre, "first_response_time", WEEKS_BEFORE, channel="email")
    assert number(centre, "csat", OUTAGE) < number(centre, "csat", WEEKS_BEFORE) - 0.15
    assert number(centre, "qa_score", OUTAGE) < number(centre, "qa_score", WEEKS_BEFORE) - 5
    assert number(centre, "service_level", OUTAGE) < 0.5 * number(centre, "service_level", WEEKS_BEFORE)


def test_one_evaluator_is_severe_and_one_is_lenient(centre: Workspace) -> None:
    rows = centre.connection.execute(
        "SELECT r.name, avg(e.before_autofail_real) FROM current_evaluations e "
        "JOIN evaluators r ON r.id = e.evaluator_id GROUP BY r.id"
    )
    means = dict(tuple(row) for row in rows)
    usual = [mean for name, mean in means.items() if name not in {"Viktor Hallam", "Owen Castell"}]

    assert means["Viktor Hallam"] < sum(usual) / 3 - 4
    assert means["Owen Castell"] == max(means.values())


def test_the_newcomer_has_three_evaluations(centre: Workspace) -> None:
    scored = "current_evaluations e JOIN agents a ON a.id = e.agent_id WHERE a.name = 'Ang Wei Jie'"

    assert count(centre, scored) == 3


def test_the_coached_agent_is_better_after_coaching(centre: Workspace) -> None:
    before = (date(2026, 1, 1), date(2026, 4, 9))
    after = (date(2026, 5, 18), date(2026, 6, 30))

    assert number(centre, "csat", after, agent="Daniel Mbeki") > number(centre, "csat", before, agent="Daniel Mbeki") + 0.1


def test_the_agent_who_moved_is_counted_where_she_was(centre: Workspace) -> None:
    rows = centre.connection.execute(
        "SELECT t.name FROM memberships m JOIN teams t ON t.id = m.team_id JOIN agents a ON a.id = m.agent_id "
        "WHERE a.name = 'Sofia Lindqvist' ORDER BY m.valid_from"
    )

    assert [row[0] for row in rows] == ["Technical Support", "Orders & Delivery"]


def test_the_finished_calibration_split_over_an_auto_fail(centre: Workspace, demo: Demo) -> None:
    report = calibration_report(centre, demo.calibration)

    assert len(report.session.items) == 3
    assert any(decision.rule for decision in report.decisions.values())
    failed = centre.connection.execute(
        "SELECT sum(e.final_real = 0), count(*) FROM evaluations e JOIN interactions i ON i.id = e.interaction_id "
        "WHERE e.session_id = ? AND i.external_id = 'C-275903'",
        [demo.calibration],
    ).fetchone()
    assert 0 < failed[0] < failed[1] == 5


def test_the_check_finds_nothing(centre: Workspace) -> None:
    report = check_workspace(centre, Quiet())

    assert report.is_sound, (report.file_faults, report.log_faults)
    assert report.missing_media == ()


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    path = tmp_path_factory.mktemp("again") / "demo.qadesk"
    path.write_text("tried out", encoding="utf-8")
    return build_demo(path, resource("demo"), Quiet())


def told(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        query = (
            "SELECT id, final, submitted_at FROM evaluations UNION ALL SELECT id, text, due_on FROM action_items "
            "UNION ALL SELECT ticket_id, status, row_hash FROM tickets ORDER BY 1"
        )
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_the_same_demonstration_made_twice_is_the_same(demo: Demo, again: Demo) -> None:
    assert told(again.path) == told(demo.path)


def test_what_stood_there_before_is_set_aside(again: Demo) -> None:
    assert again.path.with_name("demo.earlier.qadesk").read_text(encoding="utf-8") == "tried out"


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo.qadesk").mkdir()

    with pytest.raises(Refusal, match="folder of this name"):
        build_demo(tmp_path / "demo.qadesk", resource("demo"), Quiet())


def test_a_cancelled_demonstration_leaves_no_workspace(tmp_path: Path) -> None:
    class Impatient(Quiet):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        build_demo(tmp_path / "demo.qadesk", resource("demo"), Impatient())
    assert not (tmp_path / "demo.qadesk").exists()
