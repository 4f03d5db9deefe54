from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from shiboken6 import isValid

from qa_desk.domain.disputes import WHOLE, Claim, Outcome, Role, State, Verdict
from qa_desk.services import calibration
from qa_desk.services.acknowledgements import acknowledgements_of
from qa_desk.services.dispute_drafts import kept_draft
from qa_desk.services.disputes import decide_dispute, disputes_of, get_dispute, raise_dispute
from qa_desk.services.evaluations import revise_evaluation
from qa_desk.ui.calibrate.view import CalibrateScreen
from qa_desk.ui.evaluate.acknowledge_panel import AcknowledgePanel
from qa_desk.ui.evaluate.dispute_decision import DecisionPanel
from qa_desk.ui.evaluate.dispute_panel import DisputePanel
from qa_desk.ui.evaluate.dispute_story import StoryPanel
from qa_desk.ui.evaluate.view import EvaluateScreen
from tests.disputed_centre import ACCEPTED, Disputed, a_centre, a_dispute, add_call, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.evaluate.dispute_inbox import DisputeInbox
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator

pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def disputed(workspace: Workspace) -> Disputed:
    return a_centre(workspace)


@pytest.fixture
def place(context: Context, qtbot: QtBot) -> Iterator[Callable[[str | None], EvaluateScreen]]:
    """Makes the Evaluate place with somebody sitting there."""
    made: list[EvaluateScreen] = []

    def make(who: str | None) -> EvaluateScreen:
        context.evaluator_id = who
        screen = EvaluateScreen(context)
        qtbot.addWidget(screen)
        screen.resize(1364, 860)
        screen.show()
        qtbot.waitExposed(screen)
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        made.append(screen)
        return screen

    yield make
    qtbot.waitUntil(lambda: not context.jobs.running)
    for screen in filter(isValid, made):
        screen.close()


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def open_call(screen: EvaluateScreen, qtbot: QtBot, evaluation: str | None = None) -> None:
    screen.arrive(interaction_id="4711", **({"evaluation_id": evaluation} if evaluation else {}))
    qtbot.waitUntil(lambda: screen.form.current_question is not None)


def shown(screen: EvaluateScreen) -> dict[str, bool]:
    bar = screen.submitted_bar
    return {
        name: getattr(bar, f"{name}_button").isVisible()
        for name in ("revise", "decide", "dispute", "acknowledge", "practice", "story", "discard", "next")
    }


def said_in(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())  # type: ignore[attr-defined]


# -- the bar


def test_a_submitted_evaluation_says_its_score_who_and_when(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, qtbot: QtBot
) -> None:
    screen = place(disputed.eva)
    open_call(screen, qtbot)
    assert screen.submitted_bar.text.startswith("55.00 · not passed\nSubmitted by Eva, 01/06/2024")
    assert [name for name, is_shown in shown(screen).items() if is_shown] == [
        "revise",
        "dispute",
        "acknowledge",
        "practice",
        "next",
    ]


def test_a_fresh_form_has_no_bar(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    add_call(workspace, "new")
    screen = place(disputed.eva)
    screen.arrive(interaction_id="new")
    qtbot.waitUntil(lambda: screen.form.current_question is not None)
    assert not screen.submitted_bar.isVisible()


def test_while_a_dispute_is_open_the_bar_leads_to_it(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    a_dispute(workspace, disputed)
    screen = place(disputed.eva)
    open_call(screen, qtbot)
    assert "Disputed by Amira; to be answered by 07/06/2024" in screen.submitted_bar.text
    offered = [name for name, is_shown in shown(screen).items() if is_shown]
    assert offered == ["decide", "acknowledge", "practice", "story", "next"]
    assert screen.submitted_bar.decide_button.text() == "See the dispute…"


def test_a_revision_in_hand_can_be_thrown_away(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    revision = revise_evaluation(workspace, disputed.evaluation, "a slip")
    screen = place(disputed.eva)
    open_call(screen, qtbot, revision.id)
    assert "A revision\na slip" in screen.submitted_bar.text
    screen.submitted_bar.discard_button.click()
    assert screen.presenter.evaluation_id == disputed.evaluation
    assert workspace.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 1


def test_a_second_blind_evaluation_is_only_left_or_revised(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    add_call(workspace, "second")
    workspace.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, is_second, created_at) "
        "VALUES ('a', 'second', ?, ?, 'random', 1, 0)",
        [disputed.lena, disputed.version],
    )
    evaluate(workspace, "second", disputed.lena, disputed.version)
    screen = place(disputed.lena)
    screen.arrive(interaction_id="second")
    qtbot.waitUntil(lambda: screen.form.current_question is not None)
    assert [name for name, is_shown in shown(screen).items() if is_shown] == ["revise", "next"]
    screen.disputes.ask_acknowledgement()
    screen.disputes.practices.ask()
    screen.disputes.show_story()
    assert screen.disputes.rooms.panel is None


def test_a_calibrations_blind_sheet_has_neither_bar_nor_templates(
    context: Context, disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    people = [disputed.omar, disputed.lena]
    session = calibration.create_calibration(workspace, "June", disputed.version, ["4711"], people)
    context.evaluator_id = disputed.omar
    screen = CalibrateScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    sheet = calibration.start_blind_scoring(workspace, session, disputed.omar, "4711")
    screen.sheet.form.show_version(*_version_and_answers(workspace, sheet.id))
    box = screen.sheet.form._rows[0]._comment_box()
    assert not box.ask_for_templates()
    assert not [
        each for each in screen.findChildren(QPushButton) if each.text() in ("Dispute…", "Acknowledge…", "Best practice…")
    ]
    qtbot.waitUntil(lambda: not context.jobs.running)
    screen.close()


def _version_and_answers(workspace: Workspace, evaluation_id: str) -> tuple[object, object]:
    from qa_desk.services.evaluations import load_evaluation
    from qa_desk.services.scorecards import get_version

    evaluation = load_evaluation(workspace, evaluation_id)
    return get_version(workspace, evaluation.version_id), evaluation.answers


# -- raising


def raising(screen: EvaluateScreen) -> DisputePanel:
    screen.disputes.ask_dispute()
    panel = screen.disputes.rooms.panel
    assert isinstance(panel, DisputePanel)
    return panel


def test_what_is_missing_in_a_dispute_is_said_and_gone_to(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    screen = place(disputed.eva)
    open_call(screen, qtbot)
    panel = raising(screen)
    panel.act()
    assert "Say what is disputed" in panel.fault
    panel.rows[2].tick.setChecked(True)
    panel.rows[2].wish.show_value("4")
    panel.act()
    assert "why" in panel.fault
    assert panel.rows[2].reason.hasFocus()
    QTest.keyClicks(panel.rows[2].reason, "I had to ask")
    panel.name.clear()
    press(Qt.Key.Key_Return, CTRL)
    assert "who disputes" in panel.fault
    assert panel.name.hasFocus()
    assert disputes_of(workspace, disputed.evaluation) == []


def test_a_half_written_dispute_is_found_again_and_cancel_forgets_it(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    screen = place(disputed.eva)
    open_call(screen, qtbot)
    panel = raising(screen)
    panel.rows[0].tick.setChecked(True)
    QTest.keyClicks(panel.rows[0].reason, "half a sen")
    panel.role._group.button(1).click()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert screen.disputes.rooms.panel is None
    again = raising(screen)
    assert again.rows[0].is_disputed
    assert again.rows[0].reason.toPlainText() == "half a sen"
    assert again.role.value is Role.LEAD
    assert again.name.text() == ""
    next(each for each in again.findChildren(QPushButton) if each.text() == "Cancel").click()
    assert kept_draft(workspace, disputed.evaluation) == {}
    qtbot.wait(1)


def test_a_lead_disputes_the_whole(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    screen = place(disputed.eva)
    open_call(screen, qtbot)
    panel = raising(screen)
    panel.role._group.button(1).click()
    QTest.keyClicks(panel.name, "Nora")
    panel.about._group.button(1).click()
    assert not panel.rows[0].isVisible()
    QTest.keyClicks(panel.whole, "Another customer")
    panel.act()
    (dispute,) = disputes_of(workspace, disputed.evaluation)
    assert (dispute.role, dispute.raised_by, dispute.points[0].claim, dispute.is_whole) == (
        Role.LEAD,
        "Nora",
        "Another customer",
        True,
    )


def test_an_evaluation_that_cannot_be_disputed_says_why(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    a_dispute(workspace, disputed)
    screen = place(disputed.eva)
    open_call(screen, qtbot)
    screen.disputes.ask_dispute()
    assert screen.disputes.rooms.panel is None
    assert "is open" in screen.banner.text


# -- deciding


def deciding(screen: EvaluateScreen, dispute_id: str, qtbot: QtBot) -> DecisionPanel:
    screen.arrive(dispute_id=dispute_id)
    panel = screen.disputes.rooms.panel
    assert isinstance(panel, DecisionPanel)
    qtbot.waitUntil(panel.rows[0].hasFocus)
    return panel


def test_a_dispute_is_decided_by_keyboard_alone(
    place: Callable[[str | None], EvaluateScreen],
    disputed: Disputed,
    workspace: Workspace,
    qtbot: QtBot,
    navigator: RecordingNavigator,
) -> None:
    dispute = a_dispute(workspace, disputed)
    screen = place(disputed.omar)
    panel = deciding(screen, dispute.id, qtbot)
    words = said_in(panel)
    for part in ("Greeting", "“never said the name”", "“I said my name at the very start”", "Diagnosis"):
        assert part in words
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "heard")
    press(Qt.Key.Key_Escape)
    assert panel.rows[0].hasFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_R)
    assert panel.score.text() == "Score: 55.00 → 65.00"
    press(Qt.Key.Key_Return, CTRL)
    assert "Say why" in panel.fault
    QTest.keyClicks(QApplication.focusWidget(), "it came later")
    press(Qt.Key.Key_Return, CTRL)
    decided = get_dispute(workspace, dispute.id)
    assert (decided.outcome, decided.reason, decided.revised) == (Outcome.PARTLY, "heard; it came later", "65.00")
    assert navigator.toasts == ["Decided: 55.00 → 65.00"]
    assert "✓ accepted" in said_in(panel)
    assert "✕ rejected" in said_in(panel)
    assert not panel.decide_button.isVisible()


def test_a_verdict_is_needed_for_each_point(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    panel = deciding(place(disputed.omar), a_dispute(workspace, disputed).id, qtbot)
    press(Qt.Key.Key_Return, CTRL)
    assert panel.fault == "Accept or reject each point."


def test_another_answer_than_the_wish_is_given(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    dispute = a_dispute(workspace, disputed)
    panel = deciding(place(disputed.omar), dispute.id, qtbot)
    for row, granted in zip(panel.rows, ("Yes", "3"), strict=True):
        row.give(is_accepted=True)
        assert row.grant is not None
        row.grant.show_value(granted)
        row.grant.changed.emit()
        QTest.keyClicks(row.reason, "so")
    assert panel.score.text() == "Score: 55.00 → 82.50"
    panel.act()
    assert get_dispute(workspace, dispute.id).outcome is Outcome.PARTLY


def test_a_marker_plays_and_a_message_is_lit(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.connection.execute("UPDATE interactions SET channel = 'chat'")
    dispute = a_dispute(workspace, disputed)
    screen = place(disputed.omar)
    panel = deciding(screen, dispute.id, qtbot)
    links = [each for each in panel.rows[0].findChildren(QPushButton) if each.text().startswith("▶")]
    assert [link.text() for link in links] == ["▶ 0:00  here"]
    with qtbot.waitSignal(panel.marker_opened):
        press(Qt.Key.Key_Space)


def test_the_evaluator_reads_but_does_not_decide(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    panel = deciding(place(disputed.eva), a_dispute(workspace, disputed).id, qtbot)
    assert "Eva evaluated this interaction; someone else decides the dispute." in said_in(panel)
    assert not panel.decide_button.isVisible()
    press(Qt.Key.Key_A)
    assert panel.rows[0].is_accepted is None


def test_who_raised_it_withdraws_it_under_their_name(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    dispute = a_dispute(workspace, disputed)
    screen = place(disputed.eva)
    panel = deciding(screen, dispute.id, qtbot)
    panel.withdraw_button.click()
    QTest.keyClicks(panel.withdrawer, "Eva")
    press(Qt.Key.Key_Return)
    assert "Only Amira" in panel.fault
    panel.withdrawer.setText("Amira")
    press(Qt.Key.Key_Return)
    assert get_dispute(workspace, dispute.id).state is State.WITHDRAWN
    assert screen.submitted_bar.dispute_button.isVisible()


def test_a_dispute_of_the_whole_is_decided_in_the_form(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    dispute = raise_dispute(workspace, disputed.evaluation, [Claim(WHOLE, "The wrong call")], by="Amira")
    screen = place(disputed.omar)
    panel = deciding(screen, dispute.id, qtbot)
    press(Qt.Key.Key_A)
    assert panel.decide_button.accessibleName() == "Decide in the form…"
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "so it was")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(screen.form.foot.submit_button.isVisible)
    assert get_dispute(workspace, dispute.id).is_being_written
    assert screen.submitted_bar.discard_button.text() == "Take the decision back"
    screen.submitted_bar.discard_button.click()
    assert get_dispute(workspace, dispute.id).revision_id is None
    assert screen.presenter.evaluation_id == disputed.evaluation


def test_a_begun_decision_goes_on_or_is_taken_back(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    dispute = a_dispute(workspace, disputed)
    screen = place(disputed.omar)
    panel = deciding(screen, dispute.id, qtbot)
    for row in panel.rows:
        row.give(is_accepted=True)
        QTest.keyClicks(row.reason, "so")
    panel.form_button.click()
    revision = get_dispute(workspace, dispute.id).revision_id
    assert screen.presenter.evaluation_id == revision
    panel = deciding(screen, dispute.id, qtbot)
    assert "Omar is writing the revision" in said_in(panel)
    panel.go_on_button.click()
    assert screen.presenter.evaluation_id == revision
    panel = deciding(screen, dispute.id, qtbot)
    panel.back_button.click()
    assert panel.decide_button.isVisible()


# -- acknowledging and the story


def test_the_agent_acknowledges_by_keyboard(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    screen = place(disputed.eva)
    open_call(screen, qtbot)
    screen.disputes.ask_acknowledgement()
    panel = screen.disputes.rooms.panel
    assert isinstance(panel, AcknowledgePanel)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)
    QTest.keyClicks(panel.words, "Thank you")
    press(Qt.Key.Key_Return, CTRL)
    (said,) = acknowledgements_of(workspace, disputed.evaluation)
    assert (said.kind, said.name, said.words) == ("agreed", "Amira", "Thank you")
    assert "✓ agreed by Amira" in screen.submitted_bar.text
    screen.disputes.ask_acknowledgement()
    panel.name.clear()
    panel.act()
    assert "Type the name" in panel.fault
    assert panel.name.hasFocus()


def test_the_story_opens_each_form_to_be_read(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    decision = decide_dispute(workspace, a_dispute(workspace, disputed).id, ACCEPTED, decider_id=disputed.omar)
    assert decision.revision is not None
    screen = place(disputed.lena)
    open_call(screen, qtbot, disputed.evaluation)
    assert "It was revised; the revision is what counts." in screen.submitted_bar.text
    screen.submitted_bar.story_button.click()
    panel = screen.disputes.rooms.panel
    assert isinstance(panel, StoryPanel)
    assert "55.00 → 100.00" in said_in(panel)
    next(each for each in panel.findChildren(QPushButton) if each.text() == "Read it").click()
    assert screen.presenter.evaluation_id == decision.revision.evaluation_id
    assert screen.form._is_read_only
    screen.disputes.show_story()
    next(each for each in panel.findChildren(QPushButton) if each.text() == "See the dispute").click()
    assert isinstance(screen.disputes.rooms.panel, DecisionPanel)


# -- the inbox


@pytest.fixture
def inbox(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, workspace: Workspace, qtbot: QtBot, context: Context
) -> DisputeInbox:
    """Four disputes: one open and late, one open of Omar's own scoring, one accepted, one rejected; Omar sits here."""
    a_dispute(workspace, disputed)
    for name, who in (("b", disputed.omar), ("c", disputed.eva), ("d", disputed.lena)):
        add_call(workspace, name)
        dispute = a_dispute(workspace, disputed, evaluation=evaluate(workspace, name, who, disputed.version))
        if name == "c":
            decide_dispute(workspace, dispute.id, ACCEPTED, decider_id=disputed.lena)
        if name == "d":
            verdicts = [Verdict(question, False, "no") for question in ("greeting", "diagnosis")]
            decide_dispute(workspace, dispute.id, verdicts, decider_id=disputed.omar)
    workspace.connection.execute("UPDATE disputes SET due_on = '2024-05-30' WHERE evaluation_id = ?", [disputed.evaluation])
    screen = place(disputed.omar)
    screen.arrive(page="disputes")
    made = screen.disputes._inbox
    assert made is not None
    qtbot.waitUntil(lambda: bool(made.foot))
    return made


def rows(inbox: DisputeInbox) -> list[str]:
    return [inbox.table.model.row_at(place).reference for place in range(inbox.table.model.rowCount())]


def test_the_inbox_lists_by_due_date_and_filters(inbox: DisputeInbox, qtbot: QtBot) -> None:
    QAbstractItemModelTester(inbox.table.model, QAbstractItemModelTester.FailureReportingMode.Fatal, inbox)
    assert rows(inbox) == ["4711", "b"]
    assert inbox.table.model.text(0, 0) == "30/05/2024 (late)"
    found = {}
    for number, which in enumerate(("to_answer", "open", "decided", "mine", "all")):
        inbox.which._group.button(number).click()
        found[which] = sorted(rows(inbox))
    assert found == {
        "to_answer": ["4711"],
        "open": ["4711", "b"],
        "decided": ["c", "d"],
        "mine": ["b"],
        "all": ["4711", "b", "c", "d"],
    }


def test_the_foot_says_how_often_scores_were_overturned(inbox: DisputeInbox) -> None:
    assert inbox.foot == (
        "4 of 4 evaluations disputed: 100 % (51 to 100 %) · 1 of 2 decisions overturned the score: 50 % (9 to 91 %)"
    )
    inbox._toggle_figures()
    model = inbox.evaluators.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, inbox)
    said = {model.text(place, 0): model.text(place, 6) for place in range(model.rowCount())}
    assert said == {"Eva": "100 % (21 to 100 %)", "Lena": "0 % (0 to 79 %)", "Omar": "–"}
    inbox.evaluators.sort_by(6)
    assert model.text(0, 0) == "Lena"
    assert inbox.questions.model.rowCount() == 2


def test_enter_opens_a_dispute_beside_its_interaction(
    inbox: DisputeInbox, qtbot: QtBot, disputed: Disputed, workspace: Workspace
) -> None:
    inbox.table.view.setFocus()
    press(Qt.Key.Key_Return)
    screen = inbox.window()
    assert isinstance(screen, EvaluateScreen)
    panel = screen.disputes.rooms.panel
    assert isinstance(panel, DecisionPanel)
    assert screen.disputes.rooms.page is None
    assert screen.presenter.evaluation_id == disputed.evaluation
    qtbot.waitUntil(panel.rows[0].hasFocus)


def test_escape_goes_back_to_the_queue(inbox: DisputeInbox, qtbot: QtBot) -> None:
    screen = inbox.window()
    assert isinstance(screen, EvaluateScreen)
    inbox.table.view.setFocus()
    press(Qt.Key.Key_Escape)
    assert screen.disputes.rooms.page is None


def test_an_empty_inbox_says_how_disputes_come(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, qtbot: QtBot
) -> None:
    screen = place(disputed.omar)
    screen.disputes.show_inbox()
    inbox = screen.disputes._inbox
    assert inbox is not None
    assert "Nobody has disputed an evaluation yet." in said_in(inbox)
    qtbot.waitUntil(lambda: inbox.foot == "No evaluation was disputed yet.")


def test_what_one_is_still_to_score_is_not_in_the_inbox(
    inbox: DisputeInbox, disputed: Disputed, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, is_second, created_at) "
        "VALUES ('a', '4711', ?, ?, 'random', 1, 0)",
        [disputed.omar, disputed.version],
    )
    inbox.open("all")
    assert "4711" not in rows(inbox)


def test_the_palette_offers_what_the_bar_offers(
    place: Callable[[str | None], EvaluateScreen], disputed: Disputed, qtbot: QtBot
) -> None:
    screen = place(disputed.eva)
    open_call(screen, qtbot)
    titles = [verb.title for verb in screen.verbs()]
    for wanted in (
        "Dispute this evaluation",
        "Acknowledge this evaluation",
        "Revise the evaluation",
        "Disputes",
        "Best practices",
    ):
        assert wanted in titles
    assert "History of this evaluation" not in titles
