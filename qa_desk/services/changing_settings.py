"""Changes settings with what only the catalogue of key figures knows: which goals there can be, and how high."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.workspace.settings import check_setting, set_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.workspace.workspace import Workspace

_NOT_NEGATIVE = (0.0, math.inf, N_("zero or more"))
_RANGES = {
    "share": (0.0, 1.0, N_("a share from 0 to 1 (80 % is 0.8)")),
    "score": (0.0, 100.0, N_("from 0 to 100")),
    "points": (-100.0, 100.0, N_("from −100 to 100")),
    "s": (0.0, math.inf, N_("seconds, zero or more")),
}
"""The least and greatest value of a figure by its unit, and that in words; of other units zero or more."""


def change_settings(workspace: Workspace, values: dict[str, Any]) -> None:
    """Store several settings, all or none; refused when one of them is wrong."""
    for key, value in values.items():
        check_setting(key, value)
    if "goals" in values:
        check_goals(values["goals"])
    set_settings(workspace, values)


def check_goals(goals: Mapping[str, Any]) -> None:
    """Refused when a goal is of no KPI, or of a value that the KPI cannot have."""
    from qa_desk.kpis.catalogue import find_kpi
    from qa_desk.kpis.kpi import NONE

    for name, wanted in goals.items():
        kpi = find_kpi(name)
        target = wanted.get("target") if isinstance(wanted, dict) else wanted
        if kpi.direction == NONE:
            raise Refusal(tr("goals: {kpi} only describes: no value of it is good or bad, so it has no goal.", kpi=name))
        least, most, words = _RANGES.get(kpi.unit, _NOT_NEGATIVE)
        if isinstance(target, bool) or not isinstance(target, int | float):
            raise Refusal(tr("goals: the goal of {kpi} is no number; write {range}.", kpi=name, range=tr(words)))
        if not (math.isfinite(target) and least <= target <= most):
            raise Refusal(tr("goals: {kpi} cannot be {value}; write {range}.", kpi=name, value=target, range=tr(words)))
