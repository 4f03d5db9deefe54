"""The Assign place: population, plan and preview, drawing, the record, replacements and queues."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton

from qa_desk.domain.sampling import Design, Method, Population, Replacement
from qa_desk.services.sampling import draw_sample
from qa_desk.services.sampling_assignments import open_assignments
from qa_desk.services.sampling_raters import Terms, list_terms
from qa_desk.services.sampling_records import items_of, list_samples
from qa_desk.ui.assign.view import AssignScreen
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.view import EvaluateScreen
from tests.sampling_centre import FIRST as FIRST_DAY
from tests.sampling_centre import JUST_MAY, a_request, add_call, add_contact, build_centre, evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.changes import Change
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator, StallWatch


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


@pytest.fixture
def screen(qtbot: QtBot, context: Context, centre: Workspace) -> Iterator[AssignScreen]:
    made = AssignScreen(context)
    qtbot.addWidget(made)
    made.resize(1300, 860)
    made.show()
    settle_down(made)
    made.presenter.choose_seed(7)
    settle_down(made)
    yield made
    settle_down(made)
    made.close()


def settle_down(screen: AssignScreen) -> None:
    """Until nothing is on its way any more; what waits for the person to pause is done now."""
    for _ in range(4):
        if screen.presenter._wait.isActive():
            screen.presenter._wait.stop()
            screen.presenter._look()
        assert screen._context.jobs.wait_all()


def words(screen: AssignScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


# -- a new sample


def test_the_usual_sample_is_counted_planned_and_previewed_at_once(screen: AssignScreen) -> None:
    assert screen.population.total.text() == "60 contacts of 5 agents"
    assert screen.plan.tells.each.text().startswith("An agent (4): mean ± 19.1 points")
    assert screen.preview.summary.text() == "20 of 60 contacts · 2 scored twice, blind"
    assert screen._draw.isEnabled()


def test_filters_narrow_what_is_counted_and_drawn(screen: AssignScreen) -> None:
    screen.population.picks["teams"].choose(("Technical",))
    settle_down(screen)
    assert screen.population.total.text() == "24 contacts of 2 agents"
    assert len(screen.presenter.proposal.draw.drawn) == 8  # type: ignore[union-attr]
    screen.population.channels._buttons[1][1].click()
    settle_down(screen)
    assert screen.presenter.request.population.channels == ("chat",)
    assert screen.population.total.text() == "8 contacts of 2 agents"


def test_every_filter_reaches_the_population(screen: AssignScreen) -> None:
    pane = screen.population
    pane.period.setCurrentIndex(pane.period.findData("all"))
    pane._choose_period()
    pane.shortest.setValue(2)
    pane.longest.setValue(9)
    pane.csat._buttons[3][1].click()
    pane.tenure._buttons[2][1].click()
    pane.has_content.setChecked(False)
    pane.is_fresh.setChecked(False)
    settle_down(screen)
    wanted = Population(
        shortest_s=120, longest_s=540, csat=("none",), tenure=("experienced",), needs_content=False, is_fresh=False
    )
    assert screen.presenter.request.population == wanted
    assert screen.population.total.text() == "32 contacts of 4 agents"


def test_chosen_days_are_in_order_and_all_days_are_open(screen: AssignScreen) -> None:
    pane = screen.population
    pane.period.setCurrentIndex(pane.period.findData("own"))
    pane._choose_period()
    pane.show_population(replace(JUST_MAY, first=JUST_MAY.last, last=FIRST_DAY))
    assert (pane.population.first, pane.population.last) == (FIRST_DAY, JUST_MAY.last)
    assert not pane._days.isHidden()
    pane.show_population(Population())
    assert pane.period.currentData() == "all"
    assert pane._days.isHidden()
    settle_down(screen)


def test_the_plan_follows_each_change_of_the_number(screen: AssignScreen) -> None:
    screen.plan.quota.setValue(8)
    assert screen.plan.tells.each.text().startswith("An agent (8): mean ± 10.0 points")
    screen.plan.tells.about.choose(1)
    assert "An agent (8): mean ± 6.0 points" in screen.plan.tells.each.text()  # of the 12 contacts there are
    screen.plan.tells.points.setValue(10)
    screen.plan.tells.rare.setValue(5)
    assert screen.presenter.aim.points == 10
    assert "59" not in screen.plan.tells.needed.text()  # twelve contacts are all there are
    settle_down(screen)


def test_a_random_sample_asks_for_a_number_in_all(screen: AssignScreen) -> None:
    screen.plan.method.choose(1)
    screen.plan.amount.setValue(12)
    settle_down(screen)
    assert screen.plan.quota.isHidden()
    assert screen.preview.summary.text().startswith("12 of 60 contacts")


def test_targeted_picks_need_a_reason_and_promise_no_interval(screen: AssignScreen) -> None:
    screen.plan.method.choose(2)
    settle_down(screen)
    assert screen.preview.stage.state == "said"
    assert "what to look for" in words(screen)
    assert not screen._draw.isEnabled()
    rules = {choice.value: made for choice, made in screen.plan.rules._buttons}
    rules["long"].click()
    screen.plan.long.setValue(10)
    settle_down(screen)
    assert screen.preview.summary.text().startswith("10 of 10 contacts")
    assert "stand for nothing but themselves" in screen.plan.tells.each.text()
    assert screen.plan.tells.needed.isHidden()


def test_words_are_read_with_commas_between(screen: AssignScreen) -> None:
    screen.plan.method.choose(2)
    rules = {choice.value: made for choice, made in screen.plan.rules._buttons}
    rules["keyword"].click()
    screen.plan.words.setText(" hello , refund,")
    screen.plan.words.editingFinished.emit()
    settle_down(screen)
    assert screen.presenter.request.design.targets.words == ("hello", "refund")
    assert screen.presenter.proposal is not None
    assert len(screen.presenter.proposal.frame.contacts) == 20


def test_the_matrix_shows_who_scores_whom(screen: AssignScreen, centre: Workspace) -> None:
    matrix = screen.preview.matrix
    assert matrix is not None
    QAbstractItemModelTester(matrix.model, QAbstractItemModelTester.FailureReportingMode.Fatal, screen)
    assert [column.hint for column in matrix.model.columns[2:]] == ["Lead Two", "Mara Quill", "Tomas Ek"]
    assert matrix.model.text(0, 0) == "Ann"
    assert matrix.model.text(0, 1) == "4 of 12"
    dee = next(place for place in range(5) if matrix.model.text(place, 0) == "Dee")
    assert matrix.model.text(dee, 2) == "·"  # nobody scores the team they lead
    screen.plan.evaluators._buttons[0][1].click()
    settle_down(screen)
    assert screen.preview.matrix is not None
    assert screen.preview.matrix.model.columnCount() == 4


def test_what_is_to_be_known_is_said_beside_the_preview(screen: AssignScreen) -> None:
    screen.plan.quota.setValue(13)
    settle_down(screen)
    assert screen.plan.tells.together.text().startswith("All together (60)")
    assert "5 agents have fewer contacts than the quota: Ann, Bo, Chi, Dee, Eli." in screen.preview.warnings.text()
    screen.plan.quota.setValue(4)
    settle_down(screen)
    assert screen.preview.warnings.isHidden()


def test_the_same_seed_shows_the_same_draw_and_another_another(screen: AssignScreen) -> None:
    first = screen.presenter.proposal
    screen.plan.seed.setValue(8)
    settle_down(screen)
    second = screen.presenter.proposal
    screen.plan.seed.setValue(7)
    settle_down(screen)
    third = screen.presenter.proposal
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.draw == third.draw != second.draw
    screen.plan._ask_seed()
    settle_down(screen)
    assert screen.plan.seed.value() == screen.presenter.request.seed != 7


def test_nothing_that_fits_is_said_with_the_way_out(screen: AssignScreen) -> None:
    screen.population.picks["queues"].choose(("Nowhere",))
    settle_down(screen)
    assert screen.population.total.text() == "0 contacts of 0 agents"
    assert "Widen the filters" in screen.population.note.text()
    assert screen.preview.stage.state == "said"
    assert not screen._draw.isEnabled()
    screen.population.is_fresh.setChecked(False)
    settle_down(screen)
    assert "No contact fits these filters" in screen.population.note.text()


def test_contacts_of_nobody_known_are_said(screen: AssignScreen, centre: Workspace) -> None:
    add_contact(centre, "X-1", None, FIRST_DAY)
    screen.refresh()
    settle_down(screen)
    assert "1 more is left out: nobody knows its agent." in screen.population.note.text()


# -- drawing


def test_drawing_records_assigns_and_opens_the_sample(
    screen: AssignScreen, centre: Workspace, navigator: RecordingNavigator
) -> None:
    changes: list[Change] = []
    screen._context.changes.changed.connect(changes.append)
    screen.plan.title.setText("June <b>voice</b>")
    seen = screen.presenter.proposal
    assert seen is not None
    screen._draw.click()
    settle_down(screen)
    (sample,) = list_samples(centre)
    assert (sample.title, sample.seed, sample.drawn, sample.due_on) == ("June <b>voice</b>", 7, 20, "2024-06-07")
    assert {item.reference for item in items_of(centre, sample.id)} == {each.contact.id for each in seen.draw.drawn}
    assert Kind.EVALUATIONS in changes[0].kinds
    assert navigator.toasts == ["20 contacts are drawn and assigned."]
    assert screen.pages.currentWidget() is screen.samples
    assert screen.samples.items.model.total == 20
    assert "June <b>voice</b>" in words(screen)


def test_after_a_draw_the_next_has_another_seed_and_fewer_contacts(screen: AssignScreen) -> None:
    screen._draw.click()
    settle_down(screen)
    screen._go_to_new()
    settle_down(screen)
    assert screen.presenter.request.seed != 7
    assert screen.population.total.text() == "40 contacts of 5 agents"
    assert screen.plan.title.text() == ""


def test_what_changed_since_the_preview_is_said_and_looked_at_again(screen: AssignScreen, centre: Workspace) -> None:
    evaluate(centre, "i-R-ann-05", "quill")
    evaluate(centre, "i-R-ann-06", "quill")
    evaluate(centre, "i-R-ann-07", "quill")
    screen._draw.click()
    settle_down(screen)
    assert "has changed since the preview" in screen.banner.text
    assert list_samples(centre) == []
    assert screen.population.total.text() == "57 contacts of 5 agents"


def test_one_card_for_all_can_be_chosen(screen: AssignScreen, centre: Workspace) -> None:
    screen.plan.card.setCurrentIndex(1)
    screen.plan._tell_particulars()
    screen._draw.click()
    settle_down(screen)
    used = centre.connection.execute("SELECT DISTINCT scorecard_version_id FROM assignments").fetchall()
    assert [row[0] for row in used] == [screen.plan.card.currentData()]


# -- samples


def test_without_a_sample_the_way_to_one_is_shown(screen: AssignScreen) -> None:
    screen.arrive(view="samples")
    settle_down(screen)
    assert screen.samples.stage.state == "said"
    screen.samples.stage.currentWidget().findChild(QPushButton).click()
    assert screen.pages.currentWidget() is screen.stage


def test_a_draw_is_repeated_from_its_record(screen: AssignScreen, centre: Workspace) -> None:
    sample_id = draw_sample(centre, a_request(title="May"))
    screen.arrive(sample_id=sample_id)
    settle_down(screen)
    assert "quota; 2 an agent" in screen.samples.record.text()
    assert "Seed 7" in screen.samples.hash.text()
    screen.samples.repeat.click()
    settle_down(screen)
    assert screen.samples.outcome.text() == "Drawn again to the same result: 10 contacts in the same order."
    centre.connection.execute("DROP TRIGGER samples_fixed")
    centre.connection.execute("UPDATE samples SET seed = 8")
    screen.samples.repeat.click()
    settle_down(screen)
    assert "otherwise" in screen.samples.outcome.text()


def test_an_item_is_replaced_with_its_reason(screen: AssignScreen, centre: Workspace, navigator: RecordingNavigator) -> None:
    sample_id = draw_sample(centre, a_request())
    screen.arrive(sample_id=sample_id)
    settle_down(screen)
    assert screen.samples.bar.isHidden()
    screen.samples.items.view.selectRow(0)
    assert not screen.samples.bar.isHidden()
    screen.samples.reason.setCurrentIndex(screen.samples.reason.findData(Replacement.OTHER))
    screen.samples.replace.click()
    settle_down(screen)
    assert "few words" in screen.banner.text
    screen.samples.words.setText("music only")
    screen.samples.replace.click()
    settle_down(screen)
    assert "is replaced by" in navigator.toasts[0]
    assert screen.samples.items.model.total == 11
    assert "1 × other" in screen.samples.replaced.text()
    (sample,) = list_samples(centre)
    assert sample.reasons == {Replacement.OTHER: 1}
    screen.samples.items.view.selectRow(0)
    assert screen.samples.bar.isHidden()  # it is replaced already


@pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")
def test_whoever_cannot_score_a_contact_comes_here_to_its_item(
    screen: AssignScreen, centre: Workspace, context: Context, navigator: RecordingNavigator, qtbot: QtBot
) -> None:
    sample_id = draw_sample(centre, a_request(evaluator_ids=("ek",)))
    item = items_of(centre, sample_id)[4]
    context.evaluator_id = "ek"
    scoring = EvaluateScreen(context)
    qtbot.addWidget(scoring)
    assert context.jobs.wait_all()
    verb = next(verb for verb in scoring.verbs() if verb.title.startswith("Replace this contact"))
    verb.run()  # nothing is open: it says so
    assert navigator.went == []
    scoring.presenter.open(item.interaction_id)
    assert context.jobs.wait_all()
    verb.run()
    assert navigator.went == [("assign", {"item_id": item.id})]
    screen.arrive(item_id=item.id)
    settle_down(screen)
    assert screen.samples.items.current.id == item.id
    assert not screen.samples.bar.isHidden()
    scoring.close()
    assert context.jobs.wait_all()


def test_the_tables_of_samples_hold_together(screen: AssignScreen, centre: Workspace) -> None:
    draw_sample(centre, a_request(design=Design(quota=2, double_share=0.2)))
    screen.arrive(view="samples")
    settle_down(screen)
    for table in (screen.samples.table, screen.samples.items, screen.population.agents, screen.plan.tells.table):
        QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal, screen)
        table.sort_by(1)
        assert table.copied().count("\n") == table.model.rowCount() + 1
    assert screen.samples.table.model.text(0, 9) == "0 of 2"


# -- queues


def test_queues_show_load_and_overdue(screen: AssignScreen, centre: Workspace) -> None:
    draw_sample(centre, a_request(evaluator_ids=("ek",), due_on="2024-05-30"))
    screen.arrive(view="queues")
    settle_down(screen)
    loads = screen.queues.loads.model
    QAbstractItemModelTester(loads, QAbstractItemModelTester.FailureReportingMode.Fatal, screen)
    assert [loads.text(2, column) for column in range(4)] == ["Tomas Ek", "10", "any", "10"]
    assert screen.queues.open.model.total == 10
    assert screen.queues.open.model.text(0, 7) == "overdue"


def test_assignments_are_handed_on_put_off_and_taken_back(screen: AssignScreen, centre: Workspace) -> None:
    draw_sample(centre, a_request(evaluator_ids=("ek",), due_on="2024-06-10"))
    screen.arrive(view="queues")
    settle_down(screen)
    queues = screen.queues
    queues.hand_on.click()  # nothing is marked: nothing happens
    queues.open.view.selectRow(0)
    (first,) = queues.chosen()
    queues.to.setCurrentIndex(queues.to.findData("quill"))
    queues.hand_on.click()
    settle_down(screen)
    assert [one.id for one in open_assignments(centre, "quill")] == [first]
    queues.open.view.selectRow(1)
    (second,) = queues.chosen()
    queues.put_off.click()
    settle_down(screen)
    assert {one.id: one.due_on for one in open_assignments(centre)}[second] == "2024-06-07"
    queues.open.view.selectRow(2)
    (third,) = queues.chosen()
    queues.take_back.click()
    settle_down(screen)
    assert third not in {one.id for one in open_assignments(centre)}


def test_what_cannot_be_handed_on_is_said(screen: AssignScreen, centre: Workspace) -> None:
    draw_sample(centre, a_request(evaluator_ids=("ek",)))
    screen.arrive(view="queues")
    settle_down(screen)
    screen.queues.open.view.selectRow(0)
    (one,) = [each for each in open_assignments(centre) if each.id == screen.queues.chosen()[0]]
    evaluate(centre, one.interaction_id, "ek")
    screen.queues.take_back.click()
    assert "scored or taken back" in screen.banner.text


def test_what_an_evaluator_takes_on_is_written_down(screen: AssignScreen, centre: Workspace) -> None:
    screen.arrive(view="queues")
    settle_down(screen)
    assert screen.queues.terms.isHidden()
    screen.queues.loads.view.selectRow(2)
    screen.queues.capacity.setValue(15)
    screen.queues.channels._buttons[0][1].click()
    screen.queues.languages.setText("en, ms")
    screen.queues._tell_terms()
    settle_down(screen)
    assert list_terms(centre)[2] == Terms("ek", "Tomas Ek", 15, ("call",), ("en", "ms"))
    assert screen.queues.loads.model.text(2, 2) == "15"


# -- the place


def test_what_has_to_be_there_first_is_said(
    qtbot: QtBot, context: Context, workspace: Workspace, navigator: RecordingNavigator
) -> None:
    made = AssignScreen(context)
    qtbot.addWidget(made)
    settle_down(made)
    for sentence, place in (
        ("nothing to draw from", "data"),
        ("no published scorecard", "scorecards"),
        ("no evaluators", "today"),
    ):
        assert sentence in made.stage.currentWidget().accessibleName()
        made.stage.currentWidget().findChild(QPushButton).click()
        assert navigator.went[-1][0] == place
        if place == "data":
            workspace.connection.execute("INSERT INTO agents (id, name, created_at) VALUES ('zz', 'Zed', 0)")
            add_contact(workspace, "X-1", "zz", FIRST_DAY)
        elif place == "scorecards":
            build_centre(workspace)
            workspace.connection.execute("UPDATE evaluators SET is_active = 0")
        made.refresh()
        settle_down(made)
    assert made.stage.state == "said"
    made.arrive(view="queues")
    settle_down(made)
    assert made.queues.stage.state == "said"
    made.close()


def test_a_sample_of_the_imports_only_is_drawn_too(screen: AssignScreen, centre: Workspace) -> None:
    add_call(centre, "K-1", "A0", FIRST_DAY)
    screen.population.has_content.setChecked(False)
    settle_down(screen)
    assert screen.population.total.text() == "61 contacts of 5 agents"


def test_spare_evaluations_go_to_undecided_agents(qtbot: QtBot, context: Context, workspace: Workspace) -> None:
    from tests.coaching_centre import build_centre as build_coached

    build_coached(workspace)
    made = AssignScreen(context)
    qtbot.addWidget(made)
    settle_down(made)
    assert "undecided against the goal" in made.plan.tells.undecided.text()
    made.population.is_fresh.setChecked(False)
    made.population.has_content.setChecked(False)
    made.plan.tells.focus.click()
    settle_down(made)
    chosen = made.presenter.request.population.agents
    assert set(chosen) == {each.agent_id for each in made.presenter.setup.undecided}  # type: ignore[union-attr]
    assert made.population.picks["agents"].chosen == chosen
    made.close()


def test_everything_can_be_reached_by_keyboard_and_has_a_name(screen: AssignScreen) -> None:
    for widget in screen.findChildren(QAbstractButton):
        if widget.isVisible() and not widget.accessibleName() and not widget.text():
            assert widget.parentWidget() is not None
            assert widget.parentWidget().accessibleName() or "QTable" in type(widget.parentWidget()).__name__
    for field in (screen.plan.quota, screen.plan.double, screen.plan.card, screen.plan.due, screen.population.shortest):
        assert field.accessibleName()
        assert field.focusPolicy().value & 1


def test_the_palette_leads_to_each_view(screen: AssignScreen) -> None:
    pages = []
    for verb in screen.verbs():
        verb.run()
        settle_down(screen)
        pages.append(screen.pages.currentWidget())
    assert pages == [screen.stage, screen.samples, screen.queues]


def test_a_change_elsewhere_keeps_what_was_set(screen: AssignScreen) -> None:
    screen.plan.quota.setValue(3)
    screen.population.picks["teams"].choose(("Billing",))
    settle_down(screen)
    screen.refresh()
    settle_down(screen)
    assert screen.plan.quota.value() == 3
    assert screen.presenter.request.design == replace(Design(), quota=3)
    assert screen.population.picks["teams"].chosen == ("Billing",)
    assert screen.plan.method.value is Method.QUOTA


def test_the_window_answers_while_it_is_counted(screen: AssignScreen, stalls: StallWatch, qtbot: QtBot) -> None:
    stalls.start_again()
    screen.population.has_content.setChecked(False)
    with qtbot.waitSignal(screen.presenter.previewed, timeout=20_000):
        pass
    assert stalls.longest_ms < 500
