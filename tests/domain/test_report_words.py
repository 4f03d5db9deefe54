from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.report_words import (
    ALPHA,
    MOST_SENTENCES,
    Counted,
    Evidence,
    Gap,
    GoalLook,
    Look,
    Seen,
    kind_of,
    summarise,
)

BEFORE = "May"


def a_look(kpi: str = "csat", *, group: str = "", adjusted: float = 0.01, strength: float = 2.0, better: bool | None = False,
           moved: str = "down") -> Look:  # fmt: skip
    where = (("team", group),) if group else ()
    label = f"{kpi}, team {group}" if group else kpi
    evidence = Evidence(kpi, label, where, f"team {group}" if group else "")
    return Look(evidence, moved, better, strength, adjusted, "3 points", "1 to 5", "−3 (−5 to −1)", "80 %", 400, 380)


looks = st.builds(
    a_look,
    st.sampled_from(["csat", "nps", "aht", "frt", "sla", "fcr"]),
    group=st.sampled_from(["", "A", "B", "C"]),
    adjusted=st.floats(0, 1),
    strength=st.floats(0, 9),
    better=st.sampled_from([True, False, None]),
    moved=st.sampled_from(["up", "down"]),
)


def spread(found: list[Look]) -> tuple[tuple[Look, ...], tuple[Look, ...]]:
    whole = {look.evidence.kpi: look for look in found if not look.evidence.group}
    groups = {look.evidence: look for look in found if look.evidence.group}
    return tuple(whole.values()), tuple(groups.values())


@given(st.lists(looks, max_size=40), st.integers(0, 3), st.integers(0, 2))
def test_a_summary_is_short_and_each_change_that_stands_is_said_once(found: list[Look], goals: int, counted: int) -> None:
    whole, groups = spread(found)
    seen = Seen(
        whole,
        groups,
        tuple(GoalLook(Evidence(f"g{n}", f"g{n}"), n == 0, n < 2, f"g{n} 1 against 2") for n in range(goals)),
        tuple(Counted(Evidence(f"c{n}", f"c{n}"), "5", "4") for n in range(counted)),
    )
    words = summarise(seen, BEFORE)
    assert len(words.sentences) <= MOST_SENTENCES
    changes = [sentence for sentence in words.sentences if sentence.kind in ("worse", "better", "changed", "more")]
    said = [evidence for sentence in changes for evidence in sentence.evidence]
    assert sorted(said, key=repr) == sorted((look.evidence for look in (*whole, *groups) if look.stands), key=repr)


@given(st.lists(looks, max_size=40))
def test_what_does_not_stand_is_in_no_sentence_and_what_stands_alone_is_named(found: list[Look]) -> None:
    whole, groups = spread(found)
    words = summarise(Seen(whole, groups), BEFORE)
    said = {evidence for sentence in words.sentences for evidence in sentence.evidence}
    shaky = {look.evidence for look in (*whole, *groups) if look.stands_alone and not look.stands}
    assert not said & {look.evidence for look in (*whole, *groups) if not look.stands}
    assert shaky == {evidence for sentence in words.unjudged for evidence in sentence.evidence}


@given(st.lists(looks, max_size=40))
def test_the_whole_comes_before_groups_and_worse_before_better(found: list[Look]) -> None:
    whole, groups = spread(found)
    by_evidence = {look.evidence: look for look in (*whole, *groups)}
    singles = [s for s in summarise(Seen(whole, groups), BEFORE).sentences if s.kind in ("worse", "better", "changed")]
    firsts = [by_evidence[sentence.evidence[0]] for sentence in singles]
    order = [(bool(look.evidence.group), ("worse", "better", "changed").index(kind_of(look)), -look.strength) for look in firsts]
    assert order == sorted(order)


def test_a_change_is_said_with_its_interval_n_and_direction() -> None:
    words = summarise(Seen((a_look(),)), BEFORE)
    assert [sentence.text for sentence in words.sentences] == [
        "Compared with May, 1 of 1 figure moved beyond noise.",
        "csat: down by 3 points (95 %: 1 to 5), for the worse; now 80 %; n = 400, before 380.",
    ]


def test_a_figure_without_a_good_side_is_called_neither_better_nor_worse() -> None:
    text = summarise(Seen((a_look(better=None),)), BEFORE).sentences[1].text
    assert "for the" not in text


def test_groups_that_went_along_are_said_with_the_whole_others_by_themselves() -> None:
    groups = (a_look(group="Billing"), a_look("nps", group="Billing"), a_look(group="Sales", moved="up", better=True))
    sentences = summarise(Seen((a_look(),), groups), BEFORE).sentences
    assert "likewise team Billing −3 (−5 to −1)" in sentences[1].text
    assert [sentence.text.split(":")[0] for sentence in sentences[2:]] == ["nps, team Billing", "csat, team Sales"]


def test_nothing_that_moved_is_said_so() -> None:
    words = summarise(Seen((a_look(adjusted=0.06, strength=0.5), a_look("nps", adjusted=1, strength=0.1))), BEFORE)
    assert words.sentences[0].text == "Compared with May, none of 2 figures moved beyond noise."
    assert not words.unjudged


def test_a_look_at_the_limit_of_the_correction_stands() -> None:
    assert a_look(adjusted=ALPHA).stands
    assert not a_look(adjusted=ALPHA + 1e-9).stands


def test_goals_are_told_only_where_the_correction_lets_them() -> None:
    goals = (
        GoalLook(Evidence("a", "A"), None, True, "A 70 % (95 %: 69–71 %) against 72 %"),
        GoalLook(Evidence("b", "B"), True, True, "B"),
        GoalLook(Evidence("c", "C"), False, True, "C 1 % against 2 %"),
        GoalLook(Evidence("d", "D"), None, False, "D"),
    )
    words = summarise(Seen(goals=goals), BEFORE)
    assert words.sentences[1].text == "Goals not met: C 1 % against 2 %. Goals met: B. 2 figures cannot be told from their goals."
    assert words.sentences[1].kind == "missed"
    assert [sentence.text for sentence in words.unjudged] == [
        "Apart from the goal if looked at alone, but not among so many looks: A 70 % (95 %: 69–71 %) against 72 %."
    ]


def test_what_could_not_be_judged_says_why() -> None:
    gaps = (
        Gap(Evidence("csat", "CSAT"), "few", "3 of 5 needed"),
        Gap(Evidence("qa", "QA score"), "absent", "needs: evaluations"),
        Gap(Evidence("nps", "NPS"), "no_before"),
        Gap(Evidence("max", "Slowest"), "no_interval"),
    )
    words = summarise(Seen((a_look("aht"),), gaps=gaps, few_groups=2), BEFORE)
    assert [sentence.text for sentence in words.unjudged] == [
        "Too few records to judge: CSAT (3 of 5 needed).",
        "Not to be had, for want of data: QA score (needs: evaluations).",
        "Nothing to compare with in the period before: NPS.",
        "No interval of the change can be computed: Slowest.",
        "2 figures of groups rest on too few records to be looked at.",
    ]


def test_counts_are_given_without_a_judgement() -> None:
    counted = (Counted(Evidence("v", "Tickets"), "12", "9"), Counted(Evidence("b", "Open"), "3", None))
    sentence = summarise(Seen(counted=counted), BEFORE).sentences[-1]
    assert sentence.text == "Counted, without noise to judge by: Tickets 12, before 9; Open 3."


def test_the_method_says_how_many_looks_were_corrected_for() -> None:
    method = summarise(Seen((a_look(),), (a_look(group="A"), a_look(group="B"))), BEFORE).method
    assert method.startswith("Looked at: 1 figure of the whole, 2 figures of groups.")
    assert "Holm" in method


def test_without_anything_to_compare_there_is_one_plain_sentence() -> None:
    words = summarise(Seen(gaps=(Gap(Evidence("nps", "NPS"), "no_before"),)), BEFORE)
    assert [sentence.text for sentence in words.sentences] == ["There is nothing to compare this period with."]
    assert (words.unjudged, words.method) == ((), "")


def test_what_finds_no_room_shares_the_last_sentence() -> None:
    many = tuple(replace(a_look(f"k{n}"), strength=20.0 - n) for n in range(15))
    sentences = summarise(Seen(many), BEFORE).sentences
    assert len(sentences) == MOST_SENTENCES
    assert sentences[-1].text.startswith("Also beyond noise: k5 −3 (−5 to −1); ")
    assert sentences[-1].text.endswith("and 4 more.")
    assert len(sentences[-1].evidence) == 10
