"""The Data place, walked by keyboard: choose, look, try, import, see what was refused, undo."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton

from qa_desk.services.imports import list_batches, run_import
from qa_desk.ui.changes import Kind
from qa_desk.ui.data.view import DataScreen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from tests.ui.conftest import RecordingNavigator

GOOD = "ticket_id,created_at,status,assignee_id\n1,2024-01-01,open,Ann\n2,soon,open,Ben\n3,2024-01-02,closed,Ann\n"
OPEN_DATES = "Call Id,Agent,Answered (Y/N),Date,Talk time\n1,Ann,Y,01/02/2024,90\n2,Ben,N,03/04/2024,30\n"


@pytest.fixture
def screen(qtbot: QtBot, context: Context) -> Iterator[DataScreen]:
    made = DataScreen(context)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    yield made
    context.jobs.wait_all()


def a_file(folder: Path, text: str, name: str = "tickets.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def look(screen: DataScreen, context: Context, path: Path) -> None:
    screen.begin([path])
    assert context.jobs.wait_all()


def press(qtbot: QtBot, button: QPushButton) -> None:
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def choose(chooser: QComboBox, value: object) -> None:
    place = next(i for i in range(chooser.count()) if chooser.itemData(i) == value)
    chooser.setCurrentIndex(place)
    chooser.activated.emit(place)


def test_an_empty_place_has_one_thing_to_do(screen: DataScreen, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (asked.append(True), ([], ""))[1])
    assert screen.batches.stage.state == "said"
    button = screen.batches.stage.currentWidget().findChild(QPushButton)
    press(qtbot, button)
    assert asked == [True]


def test_a_file_is_seen_before_it_is_taken(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    look(screen, context, a_file(tmp_path, GOOD))
    seen = screen.presenter.wizard.preview
    assert (seen.kind, seen.refused) == ("tickets", 1)
    assert "2 rows will be taken, 1 refused." in screen.wizard.message.text()
    assert screen.wizard.mapping.fields["assignee_id"].currentData() == "assignee"
    assert list_batches(context.workspace) == []


def test_a_dry_run_and_an_import_by_keyboard(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    announced: list[object] = []
    context.changes.changed.connect(announced.append)
    look(screen, context, a_file(tmp_path, GOOD))
    press(qtbot, screen.wizard.dry)
    context.jobs.wait_all()
    assert list_batches(context.workspace) == []
    assert screen.wizard.report.isVisible()
    press(qtbot, screen.wizard.go)
    context.jobs.wait_all()
    assert [batch.rows_new for batch in list_batches(context.workspace)] == [2]
    assert Kind.FACTS in announced[-1].kinds
    assert screen.wizard.report.refusals.model.rowCount() == 1
    assert not screen.wizard.go.isVisible()
    screen.wizard.left.emit()
    assert screen.batches.table.current.rows_refused == 1
    assert screen.batches.refusals.model.text(0, 2) == "soon"


def test_what_is_ambiguous_is_asked_and_answered(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    look(screen, context, a_file(tmp_path, OPEN_DATES, "calls.csv"))
    assert not screen.wizard.go.isEnabled()
    assert screen.wizard.reading.order.isVisible()
    screen.wizard.reading.order.choose(0)
    context.jobs.wait_all()
    assert "seconds, minutes or hours" in screen.wizard.message.text()
    unit = screen.wizard.mapping.units["Talk time"]
    assert unit.isVisible()
    choose(unit, "minutes")
    context.jobs.wait_all()
    assert screen.wizard.go.isEnabled()
    seen = screen.presenter.wizard.preview
    row = dict(zip(seen.stored_columns, seen.stored_rows[0], strict=True))
    assert (row["offered_at"], row["talk_s"]) == ("2024-02-01T00:00:00Z", 5400)


def test_a_column_can_be_given_another_meaning(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    look(screen, context, a_file(tmp_path, GOOD))
    choose(screen.wizard.mapping.fields["assignee_id"], "customer_id")
    context.jobs.wait_all()
    columns = screen.presenter.wizard.preview.mapping["columns"]
    assert columns["customer_id"] == "assignee_id"
    assert "assignee" not in columns
    choose(screen.wizard.mapping.fields["created_at"], None)
    context.jobs.wait_all()
    assert "created_at" not in screen.presenter.wizard.preview.mapping["columns"]


def test_a_time_zone_is_chosen(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    look(screen, context, a_file(tmp_path, GOOD))
    choose(screen.wizard.reading.timezone, "Asia/Shanghai")
    context.jobs.wait_all()
    seen = screen.presenter.wizard.preview
    assert seen.stored_rows[0][seen.stored_columns.index("created_at")] == "2023-12-31T16:00:00Z"


def test_a_file_that_is_no_table_says_so_and_cannot_be_imported(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    look(screen, context, a_file(tmp_path, "%PDF-1.7", "minutes.csv"))
    assert "is a PDF file" in screen.wizard.message.text()
    assert not screen.wizard.go.isEnabled()


def test_files_can_be_dropped(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(a_file(tmp_path, GOOD)))])
    drop = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    screen.dropEvent(drop)
    context.jobs.wait_all()
    assert screen.presenter.wizard.preview.kind == "tickets"


def test_a_batch_is_undone(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot, navigator: RecordingNavigator
) -> None:
    run_import(context.workspace, "tickets", [a_file(tmp_path, GOOD)])
    screen.refresh()
    press(qtbot, screen.batches.undo)
    context.jobs.wait_all()
    assert context.workspace.connection.execute("SELECT count(*) FROM tickets").fetchone()[0] == 0
    assert navigator.toasts == ["Batch 1 is undone: 2 rows removed, 0 restored as they were."]
    assert not screen.batches.undo.isEnabled()


def test_an_undo_that_is_refused_says_why(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    run_import(context.workspace, "tickets", [a_file(tmp_path, GOOD)])
    run_import(context.workspace, "tickets", [a_file(tmp_path, GOOD.replace("closed", "open"), "later.csv")])
    screen.refresh()
    screen.batches.table.select(list_batches(context.workspace)[1])
    press(qtbot, screen.batches.undo)
    context.jobs.wait_all()
    assert "the later batch 2" in screen.banner.text


def test_refused_rows_are_exported(
    screen: DataScreen, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    run_import(context.workspace, "tickets", [a_file(tmp_path, GOOD.replace("soon", "=1+1"))])
    screen.refresh()
    target = tmp_path / "refused.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(qtbot, screen.batches.export)
    context.jobs.wait_all()
    assert target.read_text(encoding="utf-8-sig").splitlines() == [
        "ticket_id,created_at,status,assignee_id,qa_desk_row,qa_desk_reason",
        "2,'=1+1,open,Ben,3,created_at: is no date and time",
    ]


def test_a_running_import_is_cancelled(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot, navigator: RecordingNavigator
) -> None:
    look(screen, context, a_file(tmp_path, GOOD))
    screen.presenter.run(dry=False)
    assert screen.wizard.stop.isVisible()
    press(qtbot, screen.wizard.stop)
    context.jobs.wait_all()
    assert list_batches(context.workspace) == []
    assert navigator.toasts == ["Cancelled; nothing was changed."]
    assert screen.wizard.go.isEnabled()


def test_a_folder_is_taken_for_recordings_and_its_names_are_read(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    with wave.open(str(calls / "20240102-030405_5551234.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000 * 65))
    (calls / "20240102-040000_5559999.ul").write_bytes(bytes(8000))
    look(screen, context, calls)
    assert screen.presenter.wizard.kind == "recordings"
    assert screen.wizard.pattern.isVisible()
    assert not screen.wizard.mapping.isVisible()
    model = screen.wizard.names.table.model
    assert "VICIdial" in screen.wizard.names.found.text()
    assert [model.text(0, column) for column in (3, 5, 6, 7)] == ["5551234", "2024-01-02 03:04:05", "1:05", ""]
    assert "declare its layout" in model.text(1, 7)
    assert screen.wizard.go.isEnabled()
    screen.presenter.run(dry=True)
    context.jobs.wait_all()
    assert "convert it to WAV" in screen.wizard.report.refusals.model.text(0, 3)
    screen.presenter.say("pattern", "{agent}__{id}")
    context.jobs.wait_all()
    assert "does not follow the pattern" in model.text(0, 7)


def test_the_layout_of_files_without_a_header_is_declared_in_the_wizard(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    (calls / "4711.ul").write_bytes(bytes(8000))
    look(screen, context, calls)
    chooser, model = screen.wizard.layouts, screen.wizard.names.table.model
    assert chooser.isVisible()
    assert model.text(0, 6) == ""
    chooser.setCurrentIndex(chooser.findData("ulaw:8000:1"))
    chooser.activated.emit(chooser.currentIndex())
    context.jobs.wait_all()
    assert model.text(0, 6) == "0:01"
    chooser.setEditText("ulaw:4000:1")
    qtbot.keyClick(chooser.lineEdit(), Qt.Key.Key_Return)
    context.jobs.wait_all()
    assert model.text(0, 6) == "0:02"
    chooser.setEditText("mp3")
    qtbot.keyClick(chooser.lineEdit(), Qt.Key.Key_Return)
    context.jobs.wait_all()
    assert "is no layout of raw sound" in screen.wizard.message.text()
    chooser.setEditText("ulaw:8000:1")
    qtbot.keyClick(chooser.lineEdit(), Qt.Key.Key_Return)
    context.jobs.wait_all()
    screen.presenter.run(dry=False)
    context.jobs.wait_all()
    assert context.workspace.connection.execute("SELECT layout FROM media").fetchone()[0] == "ulaw:8000:1"


def test_a_folder_without_recordings_says_so_before_the_import(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    look(screen, context, empty)
    assert "holds no recording" in screen.wizard.message.text()
    assert not screen.wizard.go.isEnabled()


def test_a_missing_field_is_asked_for_where_columns_are_chosen(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    look(screen, context, a_file(tmp_path, "ResponseId,How was it,rating\n1,csat,3\n2,csat,4\n", "answers.csv"))
    wizard = screen.wizard
    assert screen.presenter.wizard.preview.kind == "surveys"
    assert wizard.message.text().startswith("Choose the column that holds “Type”, “Lowest of the scale”, “Highest of the scale”")
    assert "mapping" not in wizard.message.text()
    assert "Choose the column" in wizard.go.accessibleDescription()
    assert not wizard.go.isEnabled()
    assert wizard.mapping.asked["type"].property("fault") == "true"
    choose(wizard.mapping.asked["type"], ("How was it", None))
    context.jobs.wait_all()
    assert "type" not in wizard.mapping.asked
    for field, value in (("scale_min", "1"), ("scale_max", "5")):
        choose(wizard.mapping.asked[field], (None, value))
        context.jobs.wait_all()
    assert wizard.go.isEnabled()
    assert wizard.mapping.asked["scale_max"].currentText() == "every row: 5"
    assert wizard.mapping.asked["scale_max"].property("fault") == "false"
    seen = screen.presenter.wizard.preview
    row = dict(zip(seen.stored_columns, seen.stored_rows[0], strict=True))
    assert (row["type"], row["score"], row["scale_max"]) == ("csat", 3.0, 5.0)


def test_it_is_said_before_the_import_what_the_file_gives(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    look(screen, context, a_file(tmp_path, "Ticket ID,Statuss,Shoe\n1,open,44\n"))
    card = screen.wizard.coverage
    assert card.given.text() == "It gives no figure by itself."
    assert card.absent.text().startswith("Without “Created at” not: Tickets created, Open tickets, First response time")
    assert "2 columns are not read (kept beside the row): Statuss, Shoe." in card.unread.text()
    assert "“Statuss” is close to “Status”" in card.unread.text()
    assert screen.wizard.go.isEnabled()


def test_the_file_column_keeps_its_room_in_a_narrow_window(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    run_import(context.workspace, "tickets", [a_file(tmp_path, GOOD, "an_export_of_2024-01-01_to_2024-12-31.csv")])
    screen.refresh()
    view = screen.batches.table.view
    for width in (1280, 1080, 1440):
        screen.resize(width, 720)
        qtbot.waitUntil(lambda: screen.batches.width() == screen.width())
        widths = [view.columnWidth(number) for number in range(screen.batches.table.model.columnCount())]
        assert widths[3] >= 200
        assert sum(widths) == view.viewport().width()
        assert min(widths) >= 60


def test_refused_rows_are_mended_and_imported_again(
    screen: DataScreen, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    look(screen, context, a_file(tmp_path, OPEN_DATES.replace("03/04/2024", "31/04/2024"), "calls.csv"))
    choose(screen.wizard.mapping.units["Talk time"], "minutes")
    context.jobs.wait_all()
    press(qtbot, screen.wizard.go)
    context.jobs.wait_all()
    target = tmp_path / "refused.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(qtbot, screen.wizard.report.export)
    context.jobs.wait_all()
    a_file(tmp_path, target.read_text(encoding="utf-8-sig").replace("31/04", "03/04"), "mended.csv")
    look(screen, context, tmp_path / "mended.csv")
    assert screen.wizard.reading.recalled.isVisible()
    assert screen.wizard.go.isEnabled()
    press(qtbot, screen.wizard.go)
    context.jobs.wait_all()
    rows = context.workspace.connection.execute("SELECT call_id, date(offered_at, 'unixepoch'), talk_s FROM calls ORDER BY 1")
    assert [tuple(row) for row in rows] == [("1", "2024-02-01", 5400), ("2", "2024-04-03", 1800)]


def test_rows_of_a_file_that_is_gone_are_only_named(
    screen: DataScreen, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = a_file(tmp_path, GOOD)
    run_import(context.workspace, "tickets", [path])
    path.unlink()
    screen.refresh()
    target = tmp_path / "refused.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(qtbot, screen.batches.export)
    context.jobs.wait_all()
    assert target.read_text(encoding="utf-8-sig").splitlines() == [
        "row,column,value,reason",
        "3,created_at,soon,is no date and time",
    ]
    assert "there is no such file" in screen.banner.text


def test_a_file_of_a_known_shape_is_read_as_the_last_one_was(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    look(screen, context, a_file(tmp_path, OPEN_DATES, "march.csv"))
    screen.wizard.reading.order.choose(1)
    context.jobs.wait_all()
    choose(screen.wizard.mapping.units["Talk time"], "hours")
    context.jobs.wait_all()
    press(qtbot, screen.wizard.go)
    context.jobs.wait_all()
    look(screen, context, a_file(tmp_path, OPEN_DATES.replace("1,Ann", "7,Ann").replace("2,Ben", "8,Ben"), "april.csv"))
    wizard = screen.presenter.wizard
    assert (wizard.kind, wizard.said["date_order"], wizard.said["units"]) == ("calls", "mdy", {"talk_s": "hours"})
    assert screen.wizard.go.isEnabled()
    press(qtbot, screen.wizard.reading.fresh)
    context.jobs.wait_all()
    assert screen.presenter.wizard.said == {}
    assert not screen.wizard.go.isEnabled()
    assert not screen.wizard.reading.recalled.isVisible()


def test_lines_around_the_table_are_shown_and_can_be_said_otherwise(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "Report of March\n\nticket_id,created_at,status\n1,2024-01-01,open\n2,2024-01-02,open\nEnd of the report\n"
    look(screen, context, a_file(tmp_path, text))
    card, seen = screen.wizard.reading, screen.presenter.wizard.preview
    assert (seen.rows, card.header_row.value(), card.trailer.value()) == (2, 3, 1)
    shown = [text.text() for line in (card.header_line, card.trailer_line) for text in line.findChildren(QLabel)]
    assert {"Above it, left out: “Report of March”", "Left out: “End of the report”"} <= set(shown)
    card.trailer.setFocus()
    qtbot.keyClick(card.trailer, Qt.Key.Key_Up)
    context.jobs.wait_all()
    assert screen.presenter.wizard.preview.rows == 1
    card.trailer.setFocus()
    qtbot.keyClick(card.trailer, Qt.Key.Key_Down)
    qtbot.keyClick(card.trailer, Qt.Key.Key_Down)
    context.jobs.wait_all()
    assert (screen.presenter.wizard.preview.rows, screen.presenter.wizard.preview.refused) == (3, 1)
    card.header_row.setValue(4)
    context.jobs.wait_all()
    assert screen.presenter.wizard.preview.columns[0].header == "1"
    card.header_row.setValue(0)
    context.jobs.wait_all()
    assert screen.presenter.wizard.preview.columns[0].header == "column 1"


def test_the_decimal_sign_is_asked_where_it_is_open(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    text = 'Call Id,Answered (Y/N),Talk time in seconds\n1,Y,"1,234"\n2,Y,"2,500"\n'
    look(screen, context, a_file(tmp_path, text, "calls.csv"))
    card = screen.wizard.reading
    assert not screen.wizard.go.isEnabled()
    assert card.decimal_row.isVisible()
    assert "thousands or decimals" in card.decimal_row.fault
    choose(card.decimal, ".")
    context.jobs.wait_all()
    seen = screen.presenter.wizard.preview
    assert seen.stored_rows[0][seen.stored_columns.index("talk_s")] == 1234
    assert card.decimal_row.fault == ""


def test_what_the_rows_are_is_asked_where_the_columns_do_not_tell(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    text = "id,created_at,name,url,colour,size,weight\n7,2024-01-01,Blue,http://x,b,1,2\n"
    look(screen, context, a_file(tmp_path, text, "groups.csv"))
    assert screen.wizard.kind.currentData() is None
    assert "choose the kind" in screen.wizard.message.text()
    assert not screen.wizard.go.isEnabled()
    choose(screen.wizard.kind, "tickets")
    context.jobs.wait_all()
    assert screen.wizard.go.isEnabled()


def test_a_date_and_the_time_beside_it_are_read_as_one(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    text = "Call Id,Answered (Y/N),Began on,Clock\n1,Y,2024-01-02,10:30:00\n2,Y,2024-01-02,11:00:00\n"
    look(screen, context, a_file(tmp_path, text, "calls.csv"))
    choose(screen.wizard.mapping.fields["Began on"], "offered_at")
    context.jobs.wait_all()
    choose(screen.wizard.mapping.fields["Clock"], "offered_at")
    context.jobs.wait_all()
    seen = screen.presenter.wizard.preview
    assert seen.stored_rows[0][seen.stored_columns.index("offered_at")] == "2024-01-02T10:30:00Z"
