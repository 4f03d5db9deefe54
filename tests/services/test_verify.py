"""The self-check: recomputes, compares within the case's own tolerance, and admits what it does not know."""

import json
from pathlib import Path

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.verify import verify_case, verify_file

WILSON = {
    "name": "w",
    "kind": "wilson",
    "inputs": {"x": 81, "n": 263, "confidence": 0.95},
    "expected": {"low": 0.2552885198782743, "high": 0.3662095769828001, "published": [0.2553, 0.3662]},
    "tolerance": {"abs": 1e-9},
}


@pytest.mark.parametrize("number", [f"{n:02}" for n in range(1, 20)])
def test_every_case_of_the_oracle_files_is_reproduced(oracles: Path, number: str) -> None:
    (path,) = oracles.glob(f"{number}_*.json")
    checked = verify_file(path)
    assert checked
    assert [c for c in checked if not c.ok] == []


def test_a_wrong_expectation_is_not_ok_and_says_where() -> None:
    checked = verify_case({**WILSON, "expected": {"low": 0.3, "high": 0.3662095769828001}})
    assert not checked.ok
    assert checked.computed == {"low": pytest.approx(0.2552885), "high": pytest.approx(0.3662096)}
    assert len(checked.differences) == 1
    assert checked.differences[0].startswith("low: computed 0.255")


def test_a_changed_input_is_noticed() -> None:
    assert not verify_case({**WILSON, "inputs": {"x": 82, "n": 263, "confidence": 0.95}}).ok


def test_published_values_are_compared_as_printed() -> None:
    assert verify_case(WILSON).computed["published"] == [0.2553, 0.3662]  # type: ignore[index]
    assert not verify_case({**WILSON, "expected": {"published": [0.2554, 0.3662]}}).ok


def test_an_expected_key_that_is_not_computed_is_a_difference() -> None:
    checked = verify_case({**WILSON, "expected": {"median": 3}})
    assert (checked.ok, checked.computed) == (False, {})


def test_undefined_is_neither_zero_nor_one() -> None:
    case = {"name": "u", "kind": "krippendorff_alpha_status", "inputs": {"units": [[1, 1], [1, 1]], "level": "nominal"}}
    assert verify_case({**case, "expected": {"value": None, "status": "no_variation"}}).ok
    assert not verify_case({**case, "expected": {"value": 1.0, "status": "ok"}}).ok


def test_an_unknown_kind_is_null_and_not_ok() -> None:
    checked = verify_case({"name": "x", "kind": "horoscope", "inputs": {}, "expected": {}})
    assert (checked.computed, checked.ok) == (None, False)


def test_inputs_that_lack_something_are_null_and_not_ok() -> None:
    checked = verify_case({**WILSON, "inputs": {"x": 3}})
    assert (checked.computed, checked.ok) == (None, False)
    assert "n" in checked.differences[0]


@pytest.mark.parametrize("content", ["", "not json", "[1]", '{"cases": [{}]}', '{"topic": 1}'])
def test_other_files_are_refused_in_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refusal, match=r"x\.json"):
        verify_file(path)


def test_folders_absent_and_binary_files_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "b.json"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    for path in (tmp_path, tmp_path / "absent.json", binary):
        with pytest.raises(Refusal):
            verify_file(path)


def test_no_cases_are_no_cases(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"cases": []}), encoding="utf-8")
    assert verify_file(path) == []
