from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.scorecard import CriticalClass, Mode, Scope
from qa_desk.workspace.scorecard_files import (
    definition_in_text,
    definition_json,
    definition_text,
    definition_yaml,
    load_scorecard_file,
    read_scorecard_file,
    read_scorecard_text,
    read_stored_definition,
    scorecard_yaml,
    stored_definition,
    stored_tree,
)

if TYPE_CHECKING:
    from pathlib import Path

RICH = """\
key: voice
title: {en: Voice support, zh_CN: 语音支持}
channel: call
mode: section_weights
pass_threshold: 85
decimals: 1
root_causes:
  - {id: knowledge, title: {en: Knowledge, zh_CN: 知识}}
  - {id: system, title: System or tool}
scales:
  yes_no:
    - {id: Yes, credit: 1, title: {zh_CN: 是}}
    - {id: No, credit: 0, title: {zh_CN: 否}}
sections:
  - id: opening
    title: Opening
    weight: 40
    questions:
      - id: verified
        title: {en: Caller verified, zh_CN: 已核实来电者}
        guidance: |
          Two pieces of identification
          before any account data.
        weight: 1
        scale: yes_no
        critical: compliance
        autofail: {trigger: [No], scope: form}
        root_causes: all
        root_cause_required: true
  - id: resolution
    weight: 60
    questions:
      - {id: diagnosis, weight: 2.5, credits: {0: 0, 1: 1/4, 2: 1/2, 3: 3/4, 4: 1}, root_causes: [knowledge]}
  - id: extra
    questions:
      - {id: bonus, adjust: {Earned: 2.5, Not earned: 0}}
"""


def faults(text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in read_scorecard_text(text).errors]


def test_the_rich_form_reads_whole() -> None:
    version = read_scorecard_text(RICH).version
    assert version is not None
    assert version.mode is Mode.SECTION_WEIGHTS
    assert version.label("zh_CN") == "语音支持"
    assert version.label("ms") == "Voice support"
    verified = version.question("verified")
    assert verified is not None
    assert [option.label("zh_CN") for option in verified.options] == ["是", "否"]
    assert verified.critical is CriticalClass.COMPLIANCE
    assert verified.fail == {"No"}
    assert verified.autofail is not None
    assert verified.autofail.scope is Scope.FORM
    assert [cause.label() for cause in verified.root_causes] == ["Knowledge", "System or tool"]
    bonus = version.question("bonus")
    assert bonus is not None
    assert bonus.is_adjustment
    assert bonus.options[0].credit * 2 == 5


def test_what_is_written_reads_back_the_same() -> None:
    version = read_scorecard_text(RICH).version
    assert version is not None
    assert read_scorecard_text(scorecard_yaml(version)).version == version
    assert read_stored_definition(stored_definition(version)) == version


def test_every_card_of_the_oracle_reads_from_json_text(oracles: Path) -> None:
    cases = [c for c in json.loads((oracles / "12_scoring.json").read_text())["cases"] if "card" in c["inputs"]]
    for case in cases:
        for indent in (None, 2, "\t"):
            reading = read_scorecard_text(json.dumps(case["inputs"]["card"], indent=indent))
            assert reading.version is not None, (case["name"], reading.errors)
            assert read_scorecard_text(scorecard_yaml(reading.version)).version == reading.version


CARD = """\
mode: points
pass_threshold: 85
sections:
  - id: S1
    questions:
      - id: Q1
        weight: 10
        credits: {Yes: 1, No: 0}
      - id: Q2
        weight: 20
        credits: {Yes: 1, No: 0}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("mode: points", "mode: pionts", 1, "points, section_weights"),
        ("pass_threshold: 85", "pass_threshold: high", 2, "not a number"),
        ("pass_threshold: 85", "pass_threshold: 850", 2, "pass_threshold"),
        ("weight: 10", "weight: -10", 7, "negative"),
        ("weight: 10", "weight: 1/0", 7, "not a number"),
        ("weight: 10", "weight: .inf", 7, "not a number"),
        ("        weight: 10\n", "", 6, "no weight"),
        ("        credits: {Yes: 1, No: 0}\n      - id: Q2", "        credits: {Yes: 2, No: 0}\n      - id: Q2", 8, "between"),
        ("        credits: {Yes: 1, No: 0}\n      - id: Q2", "        credits: {Yes: 1}\n      - id: Q2", 8, "two answers"),
        ("        credits: {Yes: 1, No: 0}\n      - id: Q2", "        credits: {Yes: 1, N/A: 0}\n      - id: Q2", 8, "N/A"),
        ("        credits: {Yes: 1, No: 0}\n      - id: Q2", "        scale: stars\n      - id: Q2", 8, "stars"),
        ("weight: 20", "weight: 20\n        critical: legal", 11, "compliance"),
        ("weight: 20", "weight: 20\n        fail: [Never]", 11, "Never"),
        ("weight: 20", "weight: 20\n        autofail: {trigger: [Never], scope: form}", 11, "Never"),
        ("weight: 20", "weight: 20\n        autofail: {scope: form}", 11, "trigger"),
        ("weight: 20", "weight: 20\n        root_causes: [tools]", 11, "tools"),
        ("weight: 20", "weight: 20\n        weight: 30", 11, "twice"),
        ("id: Q2", "id: Q1", 9, "twice"),
        ("- id: Q2", "- title: Without one", 9, "no id"),
        ("mode: points", "mode: section_weights", 1, "weight on the sections"),
        ("mode: points", "mode: [points", 2, "YAML"),
        ("mode: points", "channel: fax", 1, "call, chat"),
        ("mode: points", "decimals: 9", 1, "whole number"),
    ],
)
def test_each_fault_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in CARD
    found = faults(CARD.replace(old, new, 1))
    assert [where for where, message in found if said in message] == [line], found


def test_all_faults_are_told_at_once() -> None:
    found = faults(CARD.replace("weight: 10", "weight: ten").replace("weight: 20", "weight: twenty").replace("points", "point"))
    assert [line for line, _ in found] == [1, 7, 10]


def test_a_section_that_weighs_something_needs_a_question_that_does() -> None:
    text = CARD.replace("mode: points", "mode: section_weights").replace("  - id: S1", "  - id: S1\n    weight: 5")
    assert faults(text) == []
    light = text.replace("weight: 10", "weight: 0").replace("weight: 20", "weight: 0")
    assert (5, "Section “S1” has a weight, but none of its questions has one.") in faults(light)


def test_a_critical_scale_must_list_its_failing_answers() -> None:
    scale = "credits: {0: 0, 1: 1/2, 2: 1}\n        critical: customer\n      - id"
    text = CARD.replace("credits: {Yes: 1, No: 0}\n      - id", scale)
    assert [line for line, _ in faults(text)] == [9]
    assert faults(text.replace("critical: customer", "critical: customer\n        fail: 0")) == []


def test_an_unknown_name_is_a_warning_with_its_line() -> None:
    reading = read_scorecard_text(CARD.replace("weight: 20", "weight: 20\n        wieght: 30"))
    assert reading.version is not None
    assert [(fault.line, "wieght" in fault.message) for fault in reading.warnings] == [(11, True)]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b\n",
        "just words",
        "null",
        "{}",
        "sections: []",
        "sections:\n  - x\n",
        "a: &a [*a]",
        "[" * 3000,
        "x: \x07",
        '{"a": 1,}',
    ],
)
def test_what_is_no_scorecard_is_a_fault_and_no_crash(text: str) -> None:
    reading = read_scorecard_text(text)
    assert reading.version is None
    assert reading.errors


def test_emoji_written_as_json_escapes_stay_whole() -> None:
    card: dict[str, Any] = {
        "title": "😀 Ж 語",
        "sections": [{"id": "S", "questions": [{"id": "Q", "weight": 1, "credits": {"Yes": 1, "No": 0}}]}],
    }
    version = read_scorecard_text(json.dumps(card)).version
    assert version is not None
    assert version.label() == "😀 Ж 語"


def test_files_that_cannot_be_read_are_refused_in_one_line(tmp_path: Path) -> None:
    empty, binary, huge = tmp_path / "empty.yaml", tmp_path / "binary.yaml", tmp_path / "huge.yaml"
    empty.write_text("\n \n")
    binary.write_bytes(b"key: ok\ntitle: caf\xe9\n")
    huge.write_bytes(b" " * 2_000_001)
    missing = tmp_path / "no"
    cases = ((empty, "empty"), (binary, "line 2"), (huge, "too large"), (tmp_path, "folder"), (missing, "no such"))
    for path, said in cases:
        with pytest.raises(Refusal, match=said) as refusal:
            read_scorecard_file(path)
        assert "\n" not in refusal.value.message


def test_loading_a_faulty_file_names_the_first_fault_and_counts_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "card.yaml"
    path.write_text(CARD.replace("weight: 10", "weight: ten").replace("weight: 20", "weight: twenty"))
    with pytest.raises(Refusal, match=r"line 7: .*ten.*1 more fault"):
        load_scorecard_file(path)


def test_what_a_file_says_is_kept_as_it_is_written() -> None:
    text = "key: k\npass_threshold: 85.50\nscales: {s: {Yes: 1, No: 0}}\nsections:\n  - {id: 007, weight: 1/4, questions: []}\n"
    definition = definition_in_text(text)
    assert definition == {
        "key": "k",
        "pass_threshold": "85.50",
        "scales": {"s": {"Yes": 1, "No": 0}},
        "sections": [{"id": "007", "weight": "1/4", "questions": []}],
    }
    assert definition_in_text("- a list") == {}
    assert definition_in_text("key: [") == {}
    assert definition_in_text(definition_yaml(definition)) == definition
    assert definition_in_text(definition_json(definition)) == definition
    assert stored_tree(definition_text(definition)) == definition
    assert stored_tree("[]") == {}
