"""The self-check of a sceptical analyst: recompute the cases of oracle files with the program's own functions.

A file is `{topic, cases: [{name, kind, inputs, expected, tolerance}]}`. Each kind has one function in `KINDS` that takes the
inputs and returns what the program computes; only then is it compared with what the file expects. What is computed is given in
the shape of what is expected: the same keys, printed values rounded as they are printed.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.services import verify_agreement, verify_calibration, verify_kpis, verify_scoring, verify_statistics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Values = dict[str, Any]

KINDS: Mapping[str, Callable[[Values], Values]] = {
    **verify_agreement.KINDS,
    **verify_statistics.KINDS,
    **verify_scoring.KINDS,
    **verify_calibration.KINDS,
    **verify_kpis.KINDS,
}
"""What is known to be recomputed: kind → function of the inputs."""

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """One case recomputed. `computed` is None when the kind is unknown or the function refused its inputs."""

    name: str
    kind: str
    computed: Values | None
    ok: bool
    differences: tuple[str, ...] = ()


def verify_file(path: Path) -> list[CheckedCase]:
    """Recompute every case of a file; refused when it is no oracle file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        cases = document["cases"]
        return [verify_case(case) for case in cases]
    except IsADirectoryError as error:
        raise Refusal(tr("{file}: this is a folder; name the oracle files in it.", file=path)) from error
    except FileNotFoundError as error:
        raise Refusal(tr("{file}: there is no such file.", file=path)) from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        if isinstance(error, OSError):
            raise EnvironmentFailure(tr("{file}: cannot be read.", file=path)) from error
        raise Refusal(tr("{file}: this is not a JSON file: {reason}", file=path, reason=error)) from error
    except (KeyError, TypeError) as error:
        raise Refusal(tr("{file}: not an oracle file: every case needs name, kind, inputs and expected.", file=path)) from error


def verify_case(case: Mapping[str, Any]) -> CheckedCase:
    """Recompute one case and compare it within its own tolerance."""
    name, kind, inputs, expected = case["name"], case["kind"], case["inputs"], case["expected"]
    compute = KINDS.get(kind)
    if compute is None:
        return CheckedCase(name, kind, None, ok=False, differences=(tr("unknown kind: {kind}", kind=kind),))
    try:
        raw = compute(inputs)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, Refusal) as error:
        reason = tr("the inputs cannot be computed with: {reason}", reason=f"{type(error).__name__} {error}")
        return CheckedCase(name, kind, None, ok=False, differences=(reason,))
    computed = _shaped(raw, expected)
    differences = tuple(_differences(computed, expected, case.get("tolerance") or {}, ()))
    return CheckedCase(name, kind, computed, ok=not differences, differences=differences)


def _shaped(computed: Any, expected: Any, printed: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """The computed values under the expected keys; what is marked as published is rounded to the printed decimals."""
    if isinstance(expected, dict) and isinstance(computed, dict):
        keys = [key for key in expected if key in computed]
        return {key: _shaped(computed[key], expected[key], printed or "published" in key) for key in keys}
    if isinstance(expected, list) and isinstance(computed, (list, tuple)):
        if len(expected) != len(computed):
            return [_plain(value) for value in computed]
        return [_shaped(value, other, printed) for value, other in zip(computed, expected, strict=True)]
    if printed and computed is not None:
        return _as_printed(float(computed), expected)
    if isinstance(expected, str) and isinstance(computed, Fraction):
        return str(computed)
    return _plain(computed)


def _plain(value: Any) -> Any:  # noqa: ANN401
    return float(value) if isinstance(value, Fraction) else value


def _as_printed(value: float, printed: Any) -> Any:  # noqa: ANN401
    """A value with as many decimals as the printed one, in the same form (".743", 0.4102, 24)."""
    text = str(printed)
    decimals = len(text.partition(".")[2])
    rounded = f"{math.floor(abs(value) * 10**decimals + 0.5) / 10**decimals:.{decimals}f}"
    if isinstance(printed, int):
        return int(math.copysign(int(rounded), value))
    if isinstance(printed, float):
        return math.copysign(float(rounded), value)
    return ("-" if value < 0 else "") + (rounded.removeprefix("0") if text.lstrip("-").startswith(".") else rounded)


def _differences(computed: Any, expected: Any, tolerance: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401
    if isinstance(expected, dict):
        for key, value in expected.items():
            found = computed.get(key, _ABSENT) if isinstance(computed, dict) else _ABSENT
            yield from _differences(found, value, tolerance, (*path, key))
    elif isinstance(expected, list):
        if not isinstance(computed, (list, tuple)) or len(computed) != len(expected):
            yield _difference(path, computed, expected)
            return
        for i, value in enumerate(expected):
            yield from _differences(computed[i], value, tolerance, (*path, str(i)))
    elif not _is_equal(computed, expected, tolerance, path):
        yield _difference(path, computed, expected)


def _difference(path: tuple[str, ...], computed: Any, expected: Any) -> str:  # noqa: ANN401
    found = tr("nothing") if computed is _ABSENT else computed
    return tr("{where}: computed {found}, expected {wanted}", where=".".join(path), found=found, wanted=expected)


def _is_equal(computed: Any, expected: Any, tolerance: Mapping[str, Any], path: tuple[str, ...]) -> bool:  # noqa: ANN401
    if expected is None or isinstance(expected, (bool, str)):
        return type(computed) is type(expected) and bool(computed == expected)
    if isinstance(computed, bool) or not isinstance(computed, (int, float)):
        return False
    allowed = max(_allowed(tolerance, path), float(tolerance.get("rel", 0.0)) * abs(expected))
    return bool(abs(computed - expected) <= allowed)


def _allowed(tolerance: Mapping[str, Any], path: tuple[str, ...]) -> float:
    """The tolerance that is meant for this value: by its own name, else the general one, else for rounding errors only."""
    if tolerance.get("exact"):
        return 0.0
    if any("published" in key for key in path):
        return float(tolerance.get("abs_published", 1e-12))
    named = [f"abs_{_KEYS.get(key, key)}" for key in reversed(path)]
    chosen = next((tolerance[name] for name in named if name in tolerance), None)
    if chosen is None and "bca" in path:
        chosen = tolerance.get("bca_abs", {}).get(f"B_{verify_statistics.REPLICATES}")
    if chosen is None and path[-1] in ("low", "high", "bootstrap_se"):
        chosen = tolerance.get("percentile_abs", {}).get(f"B_{verify_statistics.REPLICATES}")
    return float(tolerance.get("abs", 1e-9) if chosen is None else chosen)


_KEYS = {"ci95": "ci"}
