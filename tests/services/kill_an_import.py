"""Run by a test in a process of its own: imports a pack, and dies without a word at the given look at "cancelled?"."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qa_desk.domain.progress import Quiet
from qa_desk.services.calibration_packs import import_pack
from qa_desk.workspace.workspace import open_workspace


class DiesAt(Quiet):
    """Counts the looks."""

    def __init__(self, look: int) -> None:
        self._left = look

    def raise_if_cancelled(self) -> None:
        self._left -= 1
        if not self._left:
            os._exit(9)


def main() -> None:
    file, pack, look = sys.argv[1:]
    import_pack(open_workspace(Path(file)), Path(pack), DiesAt(int(look)))


main()
