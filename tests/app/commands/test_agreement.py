"""`qa-desk agreement` and `qa-desk verify` from outside: one JSON document on stdout, one line for a refusal."""

import io
import json
from pathlib import Path

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main


def run(*arguments: object) -> tuple[int, str, str]:
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main([str(argument) for argument in arguments], console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    path = tmp_path / "ratings.csv"
    path.write_text("9,2,5,8\n6,1,3,2\n8,4,6,8\n7,1,2,6\n10,5,6,9\n6,2,4,7\n", encoding="utf-8")
    return path


def test_json_has_every_statistic_with_its_interval_and_n(ratings: Path) -> None:
    status, out, _ = run("agreement", ratings, "--measure", "interval", "--raw", "--json")
    found = json.loads(out)
    assert status == 0
    assert {"alpha", "ac2", "fleiss_kappa", "percent", "icc"} <= set(found)
    assert found["icc"]["icc2"] == {
        "value": pytest.approx(0.28976378),
        "low": pytest.approx(0.01878651),
        "high": pytest.approx(0.76108437),
        "n": 6,
        "method": "mcgraw_wong",
        "note": None,
    }


def test_limits_of_n_apply_unless_raw_is_asked_for(ratings: Path) -> None:
    _, out, _ = run("agreement", ratings, "--measure", "nominal", "--scale", ",".join(map(str, range(1, 11))), "--json")
    assert json.loads(out)["ac1"]["value"] is None
    assert "too few" in json.loads(out)["ac1"]["note"]


def test_people_get_a_table(ratings: Path) -> None:
    status, out, _ = run("agreement", ratings, "--measure", "interval")
    assert status == 0
    assert "Krippendorff's α" in out


def test_a_refusal_is_one_line_on_stderr(tmp_path: Path) -> None:
    status, out, err = run("agreement", tmp_path / "absent.csv", "--measure", "nominal")
    assert (status, out, err.count("\n")) == (1, "", 1)


def test_verify_prints_computed_values_in_the_shape_of_the_expected(tmp_path: Path) -> None:
    good = {
        "name": "g",
        "kind": "median_ci",
        "inputs": {"data": [3, 8, 2, 15, 7, 4, 22, 6, 5, 9, 3, 11], "confidence": 0.95},
        "expected": {"median": 6.5, "low": 3, "high": 11},
        "tolerance": {"abs": 1e-12},
    }
    strange = {"name": "s", "kind": "horoscope", "inputs": {}, "expected": {}}
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": [good, strange]}), encoding="utf-8")
    status, out, err = run("verify", path, "--json")
    first, second = json.loads(out)["cases"]
    assert (first["computed"], first["ok"]) == ({"median": 6.5, "low": 3, "high": 11}, True)
    assert (second["computed"], second["ok"]) == (None, False)
    assert (status, err) == (1, "1 case differs from its file.\n")


def test_verify_of_a_good_file_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    case = {"name": "m", "kind": "mdc", "inputs": {"sd": 10, "n": 4}, "expected": {"sem": 5.0}, "tolerance": {}}
    path.write_text(json.dumps({"cases": [case]}), encoding="utf-8")
    status, out, _ = run("verify", path)
    assert status == 0
    assert "1 case recomputed" in out
