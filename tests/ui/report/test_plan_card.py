from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLabel

from qa_desk.domain.report_plan import PlanDraft
from qa_desk.domain.report_words import Evidence
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.report_plan import add_plan_item, plan_items, settle_plan_item
from qa_desk.ui.changes import Kind
from qa_desk.ui.report.plan_card import PlanCard
from tests.report_centre import JUNE, MAY, build

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from tests.ui.conftest import RecordingNavigator


@pytest.fixture
def card(context: Context, qtbot: QtBot) -> PlanCard:
    build(context.workspace)
    context.evaluator_id = ensure_evaluator(context.workspace, "Mei Tan")
    made = PlanCard(context)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def show(card: PlanCard, context: Context) -> None:
    card.show_report(JUNE)
    settle(context)


def settle(context: Context) -> None:
    while context.jobs.running:
        assert context.jobs.wait_all()


def said(card: PlanCard) -> str:
    QApplication.processEvents()  # what was added a moment ago is shown at the next turn of the loop
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def choose(combo: object, text: str) -> None:
    place = combo.findText(text)  # type: ignore[attr-defined]
    assert place >= 0, text
    combo.setCurrentIndex(place)  # type: ignore[attr-defined]
    combo.activated.emit(place)  # type: ignore[attr-defined]


def test_without_a_plan_there_is_a_sentence_and_a_button(card: PlanCard, context: Context) -> None:
    show(card, context)
    assert "Nothing is planned yet." in said(card)
    assert card.rows == []


def test_an_item_is_written_by_keys_and_kept_with_who_wrote_it(card: PlanCard, context: Context, qtbot: QtBot) -> None:
    show(card, context)
    card.add_button.setFocus()
    qtbot.keyClick(card.add_button, Qt.Key.Key_Space)
    form = card.form
    assert form.text.hasFocus()
    qtbot.keyClicks(form.text, "Reply to e-mail first")
    qtbot.keyClick(form.text, Qt.Key.Key_Tab)
    assert form.owner.hasFocus()
    qtbot.keyClicks(form.owner, "Bo")
    form.due.setDate(QDate(2024, 7, 15))
    choose(form.kpi, "First response time (median)")
    choose(form.group, "channel e-mail")
    qtbot.keyClick(form.owner, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    item = plan_items(context.workspace)[0]
    assert (item.text, item.owner, item.due_on) == ("Reply to e-mail first", "Bo", date(2024, 7, 15))
    assert (item.kpi, item.where, item.written_by) == ("first_response_time", (("channel", "email"),), "Mei Tan")
    assert (item.report_first, item.report_last) == (JUNE.first, JUNE.last)
    assert form.isHidden()
    assert card.rows[0].change_button.hasFocus()
    assert "by Mei Tan" in said(card)


def test_an_empty_item_is_refused_beside_the_form(card: PlanCard, context: Context, qtbot: QtBot) -> None:
    show(card, context)
    card.begin()
    qtbot.keyClick(card.form.text, Qt.Key.Key_Return)
    assert "needs a text" in card.form.fault.text()
    assert card.form.isVisible()
    qtbot.keyClick(card.form.text, Qt.Key.Key_Escape)
    assert card.form.isHidden()
    assert card.add_button.hasFocus()
    assert plan_items(context.workspace) == []


def test_a_sentence_begins_an_item_for_its_figure(card: PlanCard, context: Context) -> None:
    show(card, context)
    card.begin(Evidence("service_level", "Service level, team Sales", (("team", "Sales"),)))
    assert card.form.kpi.currentData() == "service_level"
    assert card.form.group.currentText() == "team Sales"


def test_in_a_report_of_one_team_an_item_is_linked_with_that_team(card: PlanCard, context: Context) -> None:
    from dataclasses import replace

    card.show_report(replace(JUNE, where=(("team", "Billing"),)))
    settle(context)
    card.begin(Evidence("service_level", "Service level, channel call", (("channel", "call"),)))
    card.form.text.setText("Do")
    card.form.give()
    settle(context)
    assert plan_items(context.workspace)[0].where == (("team", "Billing"), ("channel", "call"))


def test_what_the_figure_did_since_is_said_with_a_word_beside_the_colour(card: PlanCard, context: Context) -> None:
    add_plan_item(context.workspace, MAY, PlanDraft("Reply first", due_on=date(2024, 6, 15), kpi="first_response_time"))
    show(card, context)
    text = said(card)
    assert "Since 01/06/2024 (30 days): +" in text
    assert "– worse" in text
    assert "overdue" in text
    assert "raw changes" in text


def test_done_reopen_and_undo_by_keys(card: PlanCard, context: Context, navigator: RecordingNavigator, qtbot: QtBot) -> None:
    add_plan_item(context.workspace, MAY, PlanDraft("Reply first"))
    show(card, context)
    card.rows[0].box.setFocus()
    qtbot.keyClick(card.rows[0].box, Qt.Key.Key_Space)
    settle(context)
    assert [(item.status, item.done_by) for item in plan_items(context.workspace)] == [("done", "Mei Tan")]
    assert navigator.toasts == ["Done: Reply first"]
    assert card.rows[0].box.hasFocus()
    qtbot.keyClick(card.rows[0].box, Qt.Key.Key_Space)
    settle(context)
    assert plan_items(context.workspace)[0].status == "open"
    assert navigator.undo is not None
    navigator.undo()
    settle(context)
    assert plan_items(context.workspace)[0].status == "done"


def test_what_is_deleted_comes_back_by_undo(
    card: PlanCard, context: Context, navigator: RecordingNavigator, qtbot: QtBot
) -> None:
    item = add_plan_item(context.workspace, MAY, PlanDraft("Reply first"))
    show(card, context)
    qtbot.keyClick(card.rows[0].remove_button, Qt.Key.Key_Space)
    settle(context)
    assert plan_items(context.workspace) == []
    assert navigator.undo is not None
    navigator.undo()
    settle(context)
    assert plan_items(context.workspace) == [item]


def test_an_item_is_changed_in_the_form(card: PlanCard, context: Context, qtbot: QtBot) -> None:
    item = add_plan_item(context.workspace, MAY, PlanDraft("Reply first", "Bo", None, "csat", (("custom:tier", "gold"),)))
    show(card, context)
    qtbot.keyClick(card.rows[0].change_button, Qt.Key.Key_Space)
    form = card.form
    assert (form.text.text(), form.has_due.isChecked(), form.group.currentText()) == ("Reply first", False, "custom:tier gold")
    form.text.setText("Reply sooner")
    qtbot.keyClick(form.save, Qt.Key.Key_Space)
    settle(context)
    changed = plan_items(context.workspace)[0]
    assert (changed.id, changed.text, changed.kpi, changed.where) == (item.id, "Reply sooner", "csat", (("custom:tier", "gold"),))


def test_a_change_elsewhere_is_seen_here_and_one_from_here_is_announced(card: PlanCard, context: Context) -> None:
    show(card, context)
    add_plan_item(context.workspace, MAY, PlanDraft("From elsewhere"))
    context.changes.announce(Kind.PLAN)
    settle(context)
    assert [row.line.item.text for row in card.rows] == ["From elsewhere"]
    heard = []
    context.changes.changed.connect(heard.append)
    card.presenter.settle(card.rows[0].line.item, is_done=True)
    settle(context)
    assert [change.kinds for change in heard] == [frozenset({Kind.PLAN})]


def test_an_item_that_was_deleted_elsewhere_is_told(card: PlanCard, context: Context, navigator: RecordingNavigator) -> None:
    item = add_plan_item(context.workspace, MAY, PlanDraft("Reply first"))
    show(card, context)
    context.workspace.connection.execute("DELETE FROM report_actions")
    card.presenter.settle(item, is_done=True)
    settle(context)
    assert navigator.toasts == ["There is no such item in the plan; it may have been removed."]
    assert card.rows == []


def test_a_row_leads_to_its_figure_and_long_lists_of_what_is_done_are_cut(card: PlanCard, context: Context, qtbot: QtBot) -> None:
    for number in range(7):
        settle_plan_item(context.workspace, add_plan_item(context.workspace, MAY, PlanDraft(f"Done {number}")).id)
    add_plan_item(context.workspace, MAY, PlanDraft("Open", kpi="csat", where=(("team", "Sales"),)))
    show(card, context)
    assert len(card.rows) == 6
    assert "and 2 more done" in said(card)
    with qtbot.waitSignal(card.evidence_chosen) as caught:
        qtbot.keyClick(card.rows[0].link, Qt.Key.Key_Space)
    assert (caught.args[0].kpi, caught.args[0].where) == ("csat", (("team", "Sales"),))
