from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.coaching import Need
from qa_desk.domain.coaching_span import Span, month_span, rolling_span
from qa_desk.domain.coaching_text import critical_text
from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.kpis.figure import Request
from qa_desk.services.coaching import coaching_page, coaching_pages, team_view
from qa_desk.services.coaching_export import evaluation_lines
from qa_desk.services.coaching_sessions import NewAction, complete_action, write_coaching_session
from qa_desk.services.kpis import figures, records
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.quality_shrinkage import shrunken_scores
from qa_desk.services.sampling_raters import count_unseen, owed_blind
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from qa_desk.workspace.settings import set_settings
from tests.coaching_centre import AGENTS, CARD, FORMULA, TODAY, Built, add_evaluation, build_centre

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

SPAN = rolling_span(TODAY)
FULL = {"greeting": "yes", "verified": "yes", "diagnosis": "4", "next_step": "yes", "empathy": "2", "words": "yes"}


@pytest.fixture
def centre(workspace: Workspace) -> Built:
    return build_centre(workspace)


def test_the_score_is_the_exact_mean_of_the_random_samples_with_its_interval(workspace: Workspace, centre: Built) -> None:
    quality = coaching_page(workspace, "chen", SPAN).quality
    finals = [
        Fraction(row[0])
        for row in workspace.connection.execute(
            "SELECT final FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE e.agent_id = 'chen' "
            "AND date(i.started_at, 'unixepoch') BETWEEN ? AND ?",
            [SPAN.first.isoformat(), SPAN.last.isoformat()],
        )
    ]
    assert quality.exact == sum(finals) / len(finals)
    assert quality.score.n == len(finals) >= 5
    assert quality.score.low is not None
    assert quality.score.low < float(quality.exact) < (quality.score.high or 0)
    assert quality.values == ()


def test_a_targeted_evaluation_is_listed_apart_and_moves_no_figure(workspace: Workspace, centre: Built) -> None:
    before = coaching_page(workspace, "chen", SPAN)
    worst = {**FULL, "verified": "no", "diagnosis": "0"}
    added = add_evaluation(workspace, centre.version, "chen", TODAY - timedelta(days=3), worst, method="targeted")
    after = coaching_page(workspace, "chen", SPAN)
    assert after.quality == before.quality
    assert after.sections == before.sections
    assert [moment.evaluation_id for moment in after.targeted] == [added]


def test_three_evaluations_show_their_values_and_no_interval(workspace: Workspace, centre: Built) -> None:
    page = coaching_page(workspace, "eva", SPAN)
    assert page.quality.score.n == 3
    assert page.quality.score.low is None
    assert len(page.quality.values) == 3
    assert page.quality.shrunken is not None


def test_an_auto_fail_pulls_the_score_but_not_the_one_before_it(workspace: Workspace, centre: Built) -> None:
    add_evaluation(workspace, centre.version, "aisyah", TODAY - timedelta(days=3), {**FULL, "verified": "no"}, comment="x")
    page = coaching_page(workspace, "aisyah", SPAN)
    assert page.quality.before_autofail.value is not None
    assert page.quality.score.value is not None
    assert page.quality.before_autofail.value > page.quality.score.value
    assert [(error.critical, error.title) for error in page.critical_errors] == [("compliance", "Caller verified")]
    assert page.work_on[0].text == "Failed: Caller verified (compliance-critical)"


def test_a_revision_replaces_what_it_revises(workspace: Workspace, centre: Built) -> None:
    n = coaching_page(workspace, "bo", SPAN).quality.score.n
    first = add_evaluation(workspace, centre.version, "bo", TODAY, {**FULL, "diagnosis": "0"})
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO evaluations (id, interaction_id, agent_id, evaluator_id, scorecard_version_id, purpose, session_id, "
            "sample_method, inclusion_prob, status, revision_of, revision_reason, score_status, final, before_autofail, base, "
            "adjustment, final_real, before_autofail_real, shown, passed, autofail, summary, created_at, submitted_at, "
            "batch_id) SELECT 'revised', interaction_id, agent_id, evaluator_id, scorecard_version_id, purpose, "
            "session_id, sample_method, inclusion_prob, status, id, 'appeal', score_status, '90', '90', '90', '0', 90.0, 90.0, "
            "'90.00', 1, autofail, summary, created_at, submitted_at, batch_id FROM evaluations WHERE id = ?",
            [first],
        )
    page = coaching_page(workspace, "bo", SPAN)
    assert page.quality.score.n == n + 1
    assert first not in {moment.evaluation_id for moment in (*page.best, *page.worst)}


def test_the_team_is_who_was_in_it_when_the_contact_took_place(workspace: Workspace, centre: Built) -> None:
    n = coaching_page(workspace, "bo", SPAN).quality.team.n
    moved_on = (TODAY - timedelta(days=30)).isoformat()
    with workspace.transaction() as connection:
        connection.execute("UPDATE memberships SET valid_to = ? WHERE agent_id = 'chen'", [moved_on])
        connection.execute(
            "INSERT INTO memberships (id, agent_id, team_id, valid_from) VALUES ('x', 'chen', 'Technical', ?)", [moved_on]
        )
    fewer = coaching_page(workspace, "bo", SPAN).quality.team.n
    recent = sum(point.on >= date.fromisoformat(moved_on) for point in _evaluations(workspace, "chen"))
    assert recent > 0
    assert fewer == n - recent


def _evaluations(workspace: Workspace, agent: str) -> list:  # type: ignore[type-arg]
    from qa_desk.services.quality import load_evaluations

    return load_evaluations(workspace, SPAN, [agent])


def test_lost_questions_carry_counts_causes_and_quotes(workspace: Workspace, centre: Built) -> None:
    lost = {line.title: line for line in coaching_page(workspace, "chen", SPAN).lost}
    step = lost["Next step agreed"]
    assert 0 < step.lost <= step.applicable
    assert step.rate.value == step.lost / step.applicable
    assert {cause for cause, _ in step.root_causes} <= {"In a hurry", "Did not know"}
    assert step.quotes[0].text == "Ended without saying what happens next."
    points = [line.points for line in coaching_page(workspace, "chen", SPAN).lost]
    assert points == sorted(points, reverse=True)


def test_outside_text_stays_as_it_was_written(workspace: Workspace, centre: Built) -> None:
    texts = {quote.text for agent in AGENTS for quote in coaching_page(workspace, agent, SPAN).comments}
    assert FORMULA in texts


def test_customers_words_are_found_by_the_agents_name(workspace: Workspace, centre: Built) -> None:
    voice = coaching_page(workspace, "dmitri", SPAN).voice
    assert voice
    assert all(word.reference.startswith("T-dmitri") for word in voice)
    assert {word.share for word in voice} <= {0.25, 1.0}


def test_best_and_worst_never_share_an_interaction(workspace: Workspace, centre: Built) -> None:
    for agent in AGENTS:
        page = coaching_page(workspace, agent, SPAN)
        best, worst = ({moment.interaction_id for moment in moments} for moments in (page.best, page.worst))
        assert not best & worst


def test_praise_comes_with_evidence_and_never_more_than_three_points(workspace: Workspace, centre: Built) -> None:
    for agent in AGENTS:
        page = coaching_page(workspace, agent, SPAN)
        for points in (page.praise, page.work_on):
            assert len(points) <= 3
            assert all(point.text and point.evidence and point.rule for point in points)
    assert coaching_page(workspace, "aisyah", SPAN).praise


def test_an_agent_without_evaluations_has_a_page_that_says_so(workspace: Workspace, centre: Built) -> None:
    page = coaching_page(workspace, "idle", SPAN)
    assert (page.quality.score.value, page.quality.score.n, page.quality.score.note) == (None, 0, "no data")
    assert page.sections == page.lost == page.best == ()
    assert page.quality.shrunken is None


def test_the_trend_ends_with_the_period_and_counts_every_evaluation_once(workspace: Workspace, centre: Built) -> None:
    page = coaching_page(workspace, "chen", month_span(2024, 3, 3))
    assert page.trend[-1].last == date(2024, 5, 31)
    assert sum(point.score.n for point in page.trend if point.first >= date(2024, 3, 1)) == page.quality.score.n


def test_kpis_stand_beside_team_and_period_before(workspace: Workspace, centre: Built) -> None:
    lines = {line.id: line for line in coaching_page(workspace, "chen", SPAN).kpis}
    csat = lines["csat"]
    assert csat.agent.n >= 20
    assert csat.agent.value is not None
    assert csat.team.value is not None
    assert csat.team.n > csat.agent.n
    assert csat.previous.value is not None
    assert csat.change.value == pytest.approx(csat.agent.value - csat.previous.value)
    assert csat.goal == 0.8
    assert "first_response_time" in lines


def test_what_changed_since_the_last_session_is_split_into_regression_and_the_rest(workspace: Workspace, centre: Built) -> None:
    write_coaching_session(workspace, "chen", "Lead", TODAY - timedelta(days=40), notes="Diagnosis")
    since = coaching_page(workspace, "chen", SPAN).since_last
    assert since is not None
    assert since.before.value is not None
    assert since.after.value is not None
    assert since.expected is not None
    assert since.excess.value == pytest.approx(since.after.value - since.expected)
    assert since.before.value < since.expected  # a low score is expected to rise by itself


def test_who_is_clearly_below_the_goal_is_first_and_the_new_one_is_not_judged(workspace: Workspace, centre: Built) -> None:
    view = team_view(workspace, "Billing", SPAN)
    by_name = {line.agent.id: line for line in view.lines}
    assert view.lines[0].agent.id == "chen"
    assert by_name["chen"].need is Need.NOW
    assert by_name["eva"].need is not Need.NOW
    assert set(by_name) == {"aisyah", "bo", "chen", "dmitri", "eva"}
    assert view.goal == 80


def test_a_critical_error_counts_until_it_was_talked_over(workspace: Workspace, centre: Built) -> None:
    def counted() -> int:
        return next(line.critical_errors for line in team_view(workspace, None, SPAN).lines if line.agent.id == "aisyah")

    assert counted() == 0
    day = TODAY - timedelta(days=20)
    add_evaluation(workspace, centre.version, "aisyah", day, {**FULL, "verified": "no"}, method="targeted")
    assert counted() == 1
    write_coaching_session(workspace, "aisyah", "Lead", TODAY - timedelta(days=5), notes="Verification")
    assert counted() == 0
    add_evaluation(workspace, centre.version, "aisyah", TODAY - timedelta(days=2), {**FULL, "verified": "no"})
    assert counted() == 1


def test_few_comparable_agents_are_compared_with_everybody(workspace: Workspace, centre: Built) -> None:
    assert shrunken_scores(workspace, SPAN)[0].keys() == {key for key, (_, _, _, n) in AGENTS.items() if n}
    reading = read_scorecard_text(CARD.replace("key: voice", "key: chat"))
    assert reading.version is not None
    other = publish_scorecard(workspace, add_scorecard(workspace, reading.version)).id
    for back in range(12):
        add_evaluation(workspace, other, "idle", TODAY - timedelta(days=back), FULL)
    pulled = shrunken_scores(workspace, SPAN)[0]
    assert 90 < pulled["idle"].value < 100
    assert pulled["bo"].mu != pulled["idle"].mu


def test_only_a_new_version_of_the_same_scorecard_breaks_the_trend(workspace: Workspace, centre: Built) -> None:
    def breaks() -> list[str]:
        return [point.new_version for point in coaching_page(workspace, "bo", SPAN).trend if point.new_version]

    for key, title in (("chat", "Chat"), ("voice", "Voice support")):
        reading = read_scorecard_text(
            CARD.replace("key: voice", f"key: {key}").replace("title: Voice support", f"title: {title}") + "\ndecimals: 1\n"
        )
        assert reading.version is not None
        version = publish_scorecard(workspace, add_scorecard(workspace, reading.version)).id
        add_evaluation(workspace, version, "bo", TODAY, FULL)
        assert breaks() == ([] if key == "chat" else ["Voice support v2"])


def test_overdue_actions_and_sessions_are_counted_in_the_team_view(workspace: Workspace, centre: Built) -> None:
    session = write_coaching_session(
        workspace,
        "hana",
        "Lead",
        TODAY - timedelta(weeks=8),
        notes="n",
        actions=[NewAction("Say it", due_on=TODAY - timedelta(days=9))],
    )
    line = next(line for line in team_view(workspace, None, SPAN).lines if line.agent.id == "hana")
    assert (line.overdue, line.weeks_since) == (1, 8)
    assert {"1 action overdue", "not coached for 8 weeks"} <= set(line.reasons)
    complete_action(workspace, session.actions[0].id)
    line = next(line for line in team_view(workspace, None, SPAN).lines if line.agent.id == "hana")
    assert line.overdue == 0


def test_who_is_still_to_score_a_contact_blind_sees_nothing_of_its_score(workspace: Workspace, centre: Built) -> None:
    everything = coaching_page(workspace, "chen", SPAN)
    owed = everything.worst[0]
    second = ensure_evaluator(workspace, "Omar")
    workspace.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, is_second, created_at) "
        "VALUES ('a', ?, ?, ?, 'random', 1, 0)",
        [owed.interaction_id, second, centre.version],
    )
    page = coaching_page(workspace, "chen", SPAN, reader_id=second)
    assert page.left_out == team_view(workspace, None, SPAN, reader_id=second).left_out == 1
    assert owed.interaction_id in repr(everything)
    assert owed.interaction_id not in repr(page)
    assert page.quality.score.n == everything.quality.score.n - 1
    line = next(line for line in team_view(workspace, None, SPAN, reader_id=second).lines if line.agent.id == "chen")
    assert line.score == page.quality.score
    assert coaching_page(workspace, "chen", SPAN, reader_id=ensure_evaluator(workspace, "Lena")) == everything
    lines = evaluation_lines(workspace, ["chen"], SPAN, owed_blind(workspace, second))["chen"]
    assert owed.reference not in {entry.reference for entry in lines}
    assert count_unseen(workspace, second) == 1
    shown = {reader: records(workspace, "qa_score", Request(reader_id=reader)) for reader in (None, second)}
    everybodys, theirs = ({row[0] for row in found.rows} for found in shown.values())
    assert everybodys - theirs == {owed.evaluation_id}


def test_page_and_team_view_show_the_same_score(workspace: Workspace, centre: Built) -> None:
    view = {line.agent.id: line for line in team_view(workspace, None, SPAN).lines}
    for page in coaching_pages(workspace, list(AGENTS), SPAN):
        line = view[page.agent.id]
        assert (line.score, line.shrunken, line.change) == (page.quality.score, page.quality.shrunken, page.quality.change)


def test_a_workspace_without_anything_gives_an_empty_view(workspace: Workspace) -> None:
    view = team_view(workspace, None, Span(TODAY, TODAY))
    assert (view.lines, view.mean) == ((), None)


def test_an_unknown_agent_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="nobody"):
        coaching_page(workspace, "nobody", SPAN)


def test_pages_stop_when_cancelled(workspace: Workspace, centre: Built) -> None:
    class Impatient:
        def report(self, done: float, total: float, text: str = "") -> None: ...

        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        next(coaching_pages(workspace, list(AGENTS), SPAN, Impatient()))


@pytest.mark.parametrize("scope", [("all", None), ("team", "Billing"), ("agent", "eva")])
def test_the_goal_on_the_page_is_that_of_the_figures(workspace: Workspace, centre: Built, scope: tuple[str, str | None]) -> None:
    set_settings(workspace, {"goals": {"qa_score": {"target": 70}} if scope[0] != "all" else {}})
    workspace.connection.execute(
        "INSERT INTO goals (id, kpi, target, scope, scope_value, valid_from, valid_to) VALUES ('g', 'qa_score', 91, ?, ?, ?, ?)",
        [*scope, SPAN.first.isoformat(), SPAN.last.isoformat()],
    )
    (figure,) = figures(workspace, Request(("qa_score",), ("agent", "team"), where=(("agent", "eva"),), end=SPAN.last))
    assert coaching_page(workspace, "eva", SPAN).quality.goal == figure.goal == 91


def test_no_critical_error_in_a_few_is_not_called_none(workspace: Workspace, centre: Built) -> None:
    spotless = coaching_page(workspace, "eva", SPAN)
    assert not spotless.critical_errors
    assert spotless.critical_bound is not None
    assert spotless.critical_bound.n == 3
    assert spotless.critical_bound.high == pytest.approx(1 - 0.05 ** (1 / 3))
    assert critical_text(0, spotless.critical_bound) == "no critical error in 3: up to 63 % still possible"
    failed = coaching_page(workspace, "aisyah", SPAN)
    assert (failed.critical_bound is None) == bool(failed.critical_errors)
