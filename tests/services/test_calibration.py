"""A calibration session end to end: blind until the reveal, then side by side, settled with rules, closed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.calibration import Basis, Benchmark, Reason, State
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.errors import Refusal
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration as service
from qa_desk.services.evaluations import add_marker, set_answer, set_comment
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

CARD = {
    "key": "voice",
    "pass_threshold": 80,
    "sections": [
        {
            "id": "S",
            "questions": [
                {"id": "Q1", "weight": 20, "credits": {"Yes": 1, "No": 0}},
                {"id": "Q2", "weight": 80, "credits": {"0": 0, "1": "1/2", "2": 1}},
                {
                    "id": "Q3",
                    "weight": 0,
                    "credits": {"Yes": 1, "No": 0},
                    "critical": "customer",
                    "fail": ["No"],
                    "autofail": {"trigger": ["No"], "scope": "form"},
                },
            ],
        }
    ],
}
SAME = {"Q1": "Yes", "Q2": "2", "Q3": "Yes"}


@pytest.fixture
def version_id(workspace: Workspace) -> str:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    version_id = add_scorecard(workspace, version)
    publish_scorecard(workspace, version_id)
    return version_id


@pytest.fixture
def items(workspace: Workspace) -> list[str]:
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO agents (id, name, created_at) VALUES ('a1', 'Aisyah', 0)")
        for name in ("I1", "I2"):
            connection.execute(
                "INSERT INTO interactions (id, external_id, channel, agent_id, created_at) VALUES (?, ?, 'call', 'a1', 0)",
                [name, name],
            )
    return ["I1", "I2"]


@pytest.fixture
def people(workspace: Workspace) -> list[str]:
    return [ensure_evaluator(workspace, name) for name in ("Ana", "Ben", "Chi")]


@pytest.fixture
def session_id(workspace: Workspace, version_id: str, items: list[str], people: list[str]) -> str:
    return service.create_calibration(workspace, "June", version_id, items, people)


def score(workspace: Workspace, session_id: str, who: str, item: str, **changed: str) -> str:
    sheet = service.start_blind_scoring(workspace, session_id, who, item)
    for question, answer in (SAME | changed).items():
        set_answer(workspace, sheet.id, question, answer)
    service.submit_blind_sheet(workspace, sheet.id)
    return sheet.id


def score_everything(workspace: Workspace, session_id: str, people: list[str], items: list[str], **changed: str) -> None:
    """Everybody alike, but the last person on the last item."""
    for who in people:
        for item in items:
            extra = changed if (who, item) == (people[-1], items[-1]) else {}
            score(workspace, session_id, who, item, **extra)


def test_nobody_sees_answers_before_the_reveal(
    workspace: Workspace, session_id: str, people: list[str], items: list[str]
) -> None:
    score(workspace, session_id, people[0], items[0])
    for look in (service.calibration_report, service.close_calibration):
        with pytest.raises(Refusal, match="blind"):
            look(workspace, session_id)  # type: ignore[operator]
    with pytest.raises(Refusal, match="blind"):
        service.settle_point(workspace, session_id, items[0], "Q1", "Yes")
    again = service.start_blind_scoring(workspace, session_id, people[1], items[0])
    assert again.evaluator_id == people[1]
    assert again.answers == {}


def test_a_started_sheet_is_taken_up_again(workspace: Workspace, session_id: str, people: list[str], items: list[str]) -> None:
    sheet = service.start_blind_scoring(workspace, session_id, people[0], items[0])
    set_answer(workspace, sheet.id, "Q1", "No")
    assert service.start_blind_scoring(workspace, session_id, people[0], items[0]).values == {"Q1": "No"}


def test_submitted_sheets_cannot_be_opened_again(
    workspace: Workspace, session_id: str, people: list[str], items: list[str]
) -> None:
    score(workspace, session_id, people[0], items[0])
    with pytest.raises(Refusal, match="submitted this interaction already"):
        service.start_blind_scoring(workspace, session_id, people[0], items[0])


def test_the_chair_goes_round(workspace: Workspace, session_id: str, people: list[str], items: list[str]) -> None:
    first = service.next_turn(workspace, session_id)
    assert first is not None
    assert (first.participant.name, len(first.remaining)) == ("Ana", 2)
    score(workspace, session_id, people[1], items[0])
    begun = service.next_turn(workspace, session_id)
    assert begun is not None
    assert (begun.participant.name, [i.interaction_id for i in begun.remaining]) == ("Ben", ["I2"])
    score(workspace, session_id, people[1], items[1])
    assert service.get_calibration(workspace, session_id).participant(people[1]).is_finished  # type: ignore[union-attr]
    for who in (people[0], people[2]):
        service.finish_scoring(workspace, session_id, who)
    assert service.next_turn(workspace, session_id) is None


def test_strangers_and_foreign_interactions_are_refused(workspace: Workspace, session_id: str, people: list[str]) -> None:
    with pytest.raises(Refusal, match="not part"):
        service.start_blind_scoring(workspace, session_id, ensure_evaluator(workspace, "Eve"), "I1")
    with pytest.raises(Refusal, match="not part"):
        service.start_blind_scoring(workspace, session_id, people[0], "I9")


def test_the_reveal_waits_for_everybody(workspace: Workspace, session_id: str, people: list[str], items: list[str]) -> None:
    for item in items:
        score(workspace, session_id, people[0], item)
    with pytest.raises(Refusal, match="Ben, Chi"):
        service.reveal_calibration(workspace, session_id)
    with pytest.raises(Refusal, match="fewer than two"):
        service.reveal_calibration(workspace, session_id, early=True)
    score(workspace, session_id, people[1], items[0])
    service.reveal_calibration(workspace, session_id, early=True)
    report = service.calibration_report(workspace, session_id)
    assert set(report.sheets) == set(people[:2])  # who submitted nothing is absent


def test_full_agreement_is_settled_at_once(workspace: Workspace, session_id: str, people: list[str], items: list[str]) -> None:
    score_everything(workspace, session_id, people, items)
    service.reveal_calibration(workspace, session_id)
    report = service.calibration_report(workspace, session_id)
    assert report.session.state is State.RESOLVED
    assert report.results.agenda == ()
    assert report.results.pairs.strict.numerator == report.results.pairs.strict.denominator == 18
    assert report.results.questions[0].reading == "All agree."
    service.close_calibration(workspace, session_id)
    assert service.get_calibration(workspace, session_id).state is State.CLOSED


def test_autofail_splits_come_first_and_are_settled_with_a_rule(
    workspace: Workspace, session_id: str, people: list[str], items: list[str]
) -> None:
    score_everything(workspace, session_id, people, items, Q1="No", Q3="No")
    service.reveal_calibration(workspace, session_id)
    report = service.calibration_report(workspace, session_id)
    assert [(p.question_id, p.reason) for p in report.results.agenda] == [("Q3", Reason.AUTOFAIL_SPLIT), ("Q1", Reason.SPLIT)]
    assert report.results.autofail is not None
    assert report.results.autofail.calls.callers["I2"] == (people[2],)
    with pytest.raises(Refusal, match="2 points"):
        service.close_calibration(workspace, session_id)
    for question in ("Q3", "Q1"):
        service.settle_point(workspace, session_id, "I2", question, "Yes", "  Only when said twice. ")
    after = service.calibration_report(workspace, session_id)
    assert after.session.state is State.RESOLVED
    assert after.decisions["I2", "Q1"].rule == "Only when said twice."
    service.settle_point(workspace, session_id, "I2", "Q1", None)
    assert service.get_calibration(workspace, session_id).state is State.REVIEW
    service.close_calibration(workspace, session_id, with_open_points=True)
    with pytest.raises(Refusal, match="closed"):
        service.settle_point(workspace, session_id, "I2", "Q1", "No")


def test_deviation_is_taken_from_the_others_never_from_oneself(
    workspace: Workspace, session_id: str, people: list[str], items: list[str]
) -> None:
    score_everything(workspace, session_id, people, items, Q1="No")
    service.reveal_calibration(workspace, session_id)
    found = {r.deviation.evaluator_id: r.deviation for r in service.calibration_report(workspace, session_id).results.evaluators}
    assert found[people[2]].basis is Basis.OTHERS
    assert found[people[2]].by_item == {"I1": Fraction(0), "I2": Fraction(-20)}
    assert found[people[0]].by_item["I2"] == Fraction(10)  # the others: 100 and 80
    assert found[people[2]].exact_answers.numerator == 5


def test_an_expert_is_the_benchmark_and_is_not_compared(
    workspace: Workspace, version_id: str, items: list[str], people: list[str]
) -> None:
    session = service.create_calibration(
        workspace, "With expert", version_id, items, people, benchmark=Benchmark.EXPERT, expert_id=people[0]
    )
    turn = service.next_turn(workspace, session)
    assert turn is not None
    assert turn.participant.is_benchmark
    for who, changed in zip(people, ({}, {"Q2": "0"}, {}), strict=True):
        for item in items:
            score(workspace, session, who, item, **changed)
    service.reveal_calibration(workspace, session)
    report = service.calibration_report(workspace, session)
    found = {r.deviation.evaluator_id: r.deviation for r in report.results.evaluators}
    assert set(found) == set(people[1:])
    assert (found[people[1]].mean_signed, found[people[1]].within_tolerance.numerator) == (Fraction(-80), 0)
    assert (found[people[2]].mean_signed, found[people[2]].exact_answers.denominator) == (Fraction(0), 6)


def test_agreed_answers_become_the_benchmark(workspace: Workspace, version_id: str, items: list[str], people: list[str]) -> None:
    session = service.create_calibration(workspace, "Agreed", version_id, items, people, benchmark=Benchmark.AGREED)
    score_everything(workspace, session, people, items, Q2="1")
    service.reveal_calibration(workspace, session)
    assert set(service.calibration_report(workspace, session).benchmark) == {"I1"}
    service.settle_point(workspace, session, "I2", "Q2", "1")
    report = service.calibration_report(workspace, session)
    found = {r.deviation.evaluator_id: r.deviation for r in report.results.evaluators}
    assert report.benchmark["I2"]["Q2"] == "1"
    assert found[people[0]].by_item["I2"] == Fraction(40)
    assert found[people[2]].by_item["I2"] == Fraction(0)


def test_comments_and_markers_come_with_the_answers(
    workspace: Workspace, session_id: str, people: list[str], items: list[str]
) -> None:
    sheet = service.start_blind_scoring(workspace, session_id, people[0], items[0])
    set_comment(workspace, sheet.id, "Q1", "mumbled")
    add_marker(workspace, sheet.id, "here", at_s=12.5, question_id="Q1")
    score_everything(workspace, session_id, people, items)
    service.reveal_calibration(workspace, session_id)
    remark = service.calibration_report(workspace, session_id).remarks[people[0], "I1", "Q1"]
    assert remark.comment == "mumbled"
    assert remark.markers[0].at_s == 12.5


def test_a_hidden_agent_is_shown_after_the_reveal(
    workspace: Workspace, version_id: str, items: list[str], people: list[str]
) -> None:
    session = service.create_calibration(workspace, "Hidden", version_id, items, people, agent_hidden=True)
    assert service.get_calibration(workspace, session).items[0].agent is None
    score_everything(workspace, session, people, items)
    service.reveal_calibration(workspace, session)
    assert service.get_calibration(workspace, session).items[0].agent == "Aisyah"


def test_calibration_scores_never_enter_an_agents_score(
    workspace: Workspace, session_id: str, people: list[str], items: list[str]
) -> None:
    score_everything(workspace, session_id, people, items)
    assert workspace.connection.execute("SELECT count(*) FROM current_evaluations").fetchone()[0] == 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "title"),
        ({"interaction_ids": []}, "at least one"),
        ({"evaluator_ids": []}, "two evaluators"),
        ({"interaction_ids": ["I9"]}, "no interaction"),
        ({"tolerance": -1}, "tolerance"),
        ({"expert_id": "x"}, "expert"),
        ({"version": "nothing"}, "no scorecard"),
    ],
)
def test_what_cannot_be_a_session_is_refused(
    workspace: Workspace, version_id: str, items: list[str], people: list[str], changed: dict[str, object], words: str
) -> None:
    asked = {"title": "T", "version": version_id, "interaction_ids": items, "evaluator_ids": people} | changed
    with pytest.raises(Refusal, match=words):
        service.create_calibration(workspace, **asked)  # type: ignore[arg-type]
    assert service.list_calibrations(workspace) == []


def test_the_list_says_how_far_a_session_is(workspace: Workspace, session_id: str, people: list[str], items: list[str]) -> None:
    (entry,) = service.list_calibrations(workspace)
    assert (entry.title, entry.items, entry.evaluators, entry.finished, entry.open_points) == ("June", 2, 3, 0, None)
    score_everything(workspace, session_id, people, items, Q1="No")
    service.reveal_calibration(workspace, session_id)
    (entry,) = service.list_calibrations(workspace)
    assert (entry.state, entry.finished, entry.open_points) == (State.REVIEW, 3, 1)
    assert service.get_calibration(workspace, "June").id == session_id


def test_an_unpublished_version_is_refused(workspace: Workspace, items: list[str], people: list[str]) -> None:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    with pytest.raises(Refusal, match="not published"):
        service.create_calibration(workspace, "T", add_scorecard(workspace, version), items, people)


def test_an_earlier_report_spares_the_figures_but_not_the_decisions(
    workspace: Workspace, session_id: str, people: list[str], items: list[str]
) -> None:
    score_everything(workspace, session_id, people, items, Q1="No")
    service.reveal_calibration(workspace, session_id)
    before = service.calibration_report(workspace, session_id)
    service.settle_point(workspace, session_id, "I2", "Q1", "Yes")
    after = service.calibration_report(workspace, session_id, earlier=before)
    assert after.results is before.results
    assert (len(before.open_points), len(after.open_points)) == (1, 0)


def test_agreed_answers_are_figured_anew(workspace: Workspace, version_id: str, items: list[str], people: list[str]) -> None:
    session = service.create_calibration(workspace, "Agreed", version_id, items, people, benchmark=Benchmark.AGREED)
    score_everything(workspace, session, people, items, Q2="1")
    service.reveal_calibration(workspace, session)
    before = service.calibration_report(workspace, session)
    service.settle_point(workspace, session, "I2", "Q2", "1")
    after = service.calibration_report(workspace, session, earlier=before)
    assert after.results.evaluators[0].deviation.n == 2


def test_a_due_date_and_a_facilitator_are_kept_and_a_wrong_day_is_refused(
    workspace: Workspace, version_id: str, items: list[str], people: list[str]
) -> None:
    made = service.create_calibration(workspace, "July", version_id, items, people, due_on="2024-07-05", facilitator="Dee")
    found = service.get_calibration(workspace, made)
    assert (found.due_on, found.facilitator) == ("2024-07-05", "Dee")
    for wrong in ("2024-02-30", "5.7.2024", "20240705"):
        with pytest.raises(Refusal, match="is not a day"):
            service.create_calibration(workspace, "July", version_id, items, people, due_on=wrong)
