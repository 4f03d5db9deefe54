"""Damaged tables of every form: taken or refused in one line, never a crash, a long wait, or a batch stored in part.

Each file is imported in a child process with limits of memory and of processor time, so that even what ends a process without
a word (an allocation that fails in a library) is a failed test. What was stored is compared before and after, and undone.

`QA_DESK_FUZZ_TABLES=10000` tries so many files; `python -m tests.fuzz.table_child N N+1` tries the one of number N.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pytest

from tests.fuzz.table_files import OLD_WORKBOOKS

if TYPE_CHECKING:
    from typing import IO

pytest.importorskip("resource")

ROOT = Path(__file__).parents[2]
FILES = int(os.environ.get("QA_DESK_FUZZ_TABLES", "63"))
FIRST = int(os.environ.get("QA_DESK_FUZZ_FIRST", "0"))
STUCK_S = 120.0
"""Of the clock on the wall: a child that waits for something for ever takes no processor time."""
MOST_FAILURES = 40


@dataclass
class Tried:
    """What came of a range of files."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, -1)
    failures: list[str] = field(default_factory=list)


def follow(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def one_child(first: int, end: int, tried: Tried) -> int:
    """Run a child until it is through or ends early; the number of the file to go on with."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz.table_child", str(first), str(end)]
    with (
        TemporaryFile("w+") as said,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=said, text=True, env=surroundings()) as child,
    ):
        assert child.stdout is not None
        lines: queue.Queue[str | None] = queue.Queue()
        reader = threading.Thread(target=follow, args=(child.stdout, lines), daemon=True)
        reader.start()
        at = first
        try:
            while (line := lines.get(timeout=STUCK_S)) is not None:
                number, seconds, outcome = line.strip().split(" ", 2)
                tried.outcomes[outcome] += 1
                tried.slowest = max(tried.slowest, (float(seconds), int(number)))
                at = int(number) + 1
        except queue.Empty:
            child.kill()
        status = child.wait()
        reader.join()
        if status == 0 and at == end:
            return end
        said.seek(0)
        tried.failures.append(f"file {at}: status {status}\n" + "".join(said.readlines()[-14:]))
        return at + 1


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))}


@pytest.mark.parametrize(("first", "files"), [(0, FILES), (OLD_WORKBOOKS, FILES // 5)], ids=["tables", "old workbooks"])
def test_damaged_files_are_taken_or_refused_as_a_whole(first: int, files: int) -> None:
    tried, at, end = Tried(), first + FIRST, first + FIRST + files
    while at < end and len(tried.failures) < MOST_FAILURES:
        at = one_child(at, end, tried)
    sys.stdout.write(f"{files} files: {dict(tried.outcomes)}; the slowest took {tried.slowest[0]} s (file {tried.slowest[1]})\n")
    assert tried.failures == [], "\n\n".join(tried.failures)
