"""How many examples a property is tried with: few where every change is judged, more for whoever looks for what is rare."""

from __future__ import annotations

import os

_TIMES = int(os.environ.get("QA_DESK_EXAMPLES", "1"))


def examples(count: int) -> int:
    """So many, times what `QA_DESK_EXAMPLES` says."""
    return count * _TIMES
