"""Who can score: terms, load, who they are and whom they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.sampling import Population
from qa_desk.services.sampling import draw_sample
from qa_desk.services.sampling_raters import Terms, list_terms, met_in, raters, set_terms
from tests.sampling_centre import FIRST, JUST_MAY, LAST, a_request, build_centre, evaluate, instant

if TYPE_CHECKING:
    from qa_desk.domain.sample_spread import Rater
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


def known(workspace: Workspace, population: Population = JUST_MAY) -> dict[str, Rater]:
    return {rater.id: rater for rater in raters(workspace, population)}


def test_whoever_has_no_terms_takes_on_anything(centre: Workspace) -> None:
    assert list_terms(centre) == [Terms("two", "Lead Two"), Terms("quill", "Mara Quill"), Terms("ek", "Tomas Ek")]


def test_terms_are_kept_and_changed(centre: Workspace) -> None:
    set_terms(centre, Terms("ek", "Tomas Ek", 8, ("call",), ("en-GB", "en_US", "ms")))
    assert known(centre)["ek"].languages == {"en", "ms"}
    set_terms(centre, Terms("ek", "Tomas Ek", 9))
    assert list_terms(centre)[2] == Terms("ek", "Tomas Ek", 9)
    with pytest.raises(Refusal, match="fewer than no"):
        set_terms(centre, Terms("ek", "Tomas Ek", -1))


def test_who_is_not_active_any_more_gets_nothing(centre: Workspace) -> None:
    centre.connection.execute("UPDATE evaluators SET is_active = 0 WHERE id = 'ek'")
    assert set(known(centre)) == {"quill", "two"}
    assert [rater.id for rater in raters(centre, JUST_MAY, ["ek", "two"])] == ["two"]


def test_leads_are_told_by_their_name_in_the_period(centre: Workspace) -> None:
    assert known(centre)["two"].leads == {"dee", "eli"}
    centre.connection.execute("UPDATE memberships SET valid_to = '2024-05-01' WHERE agent_id = 'dee'")
    assert known(centre)["two"].leads == {"eli"}
    assert known(centre, Population())["two"].leads == {"dee", "eli"}


def test_evaluators_who_are_agents_too_are_told_by_name_or_mail(centre: Workspace) -> None:
    centre.connection.execute("UPDATE evaluators SET email = 'ANN@example.org' WHERE id = 'ek'")
    centre.connection.execute("UPDATE evaluators SET name = 'Bo' WHERE id = 'quill'")
    assert (known(centre)["ek"].is_agent, known(centre)["quill"].is_agent) == ({"ann"}, {"bo"})


def test_what_is_open_is_load_and_what_is_done_is_not(centre: Workspace) -> None:
    draw_sample(centre, a_request(evaluator_ids=("ek",)))
    assert (known(centre)["ek"].load, known(centre)["quill"].load) == (10, 0)
    (first, *_) = centre.connection.execute("SELECT interaction_id FROM assignments").fetchall()
    evaluate(centre, first[0], "ek")
    assert known(centre)["ek"].load == 9


def test_who_met_whom_counts_each_contact_once(centre: Workspace) -> None:
    draw_sample(centre, a_request(evaluator_ids=("ek",)))
    row = centre.connection.execute(
        "SELECT a.interaction_id FROM assignments a JOIN interactions i ON i.id = a.interaction_id WHERE i.agent_id = 'ann'"
    ).fetchone()
    evaluate(centre, row[0], "ek")
    met = met_in(centre, instant(FIRST), instant(LAST))
    assert met == {("ek", agent): 2 for agent in ("ann", "bo", "chi", "dee", "eli")}
    assert met_in(centre, 0, instant(FIRST)) == {}
