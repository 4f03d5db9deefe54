"""Runs the benchmarks and prints ratios against baselines measured in the same run: `sh .ci/do bench [NAME…]`.

Seconds of one machine say little; a ratio to a bare library call, a peer or the physical limit says what the program adds.
"""

from __future__ import annotations

import platform
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.measuring import Ratio

BENCHMARKS = ("answers", "imports", "kpis", "media", "start", "threads", "waveform")


def run(names: list[str]) -> Iterator[Ratio]:
    """The ratios of the named benchmarks, or of all."""
    for name in names or BENCHMARKS:
        yield from import_module(f"tests.benchmarks.{name}").ratios()


def main() -> None:
    """Print a table as it grows."""
    sys.stdout.write(f"{platform.machine()}, Python {platform.python_version()}\n\n")
    sys.stdout.write("| what | ours | baseline | ratio | aim |\n|---|---|---|---|---|\n")
    for ratio in run(sys.argv[1:]):
        baseline = f"{ratio.baseline}: {ratio.baseline_s:.4g} s"
        sys.stdout.write(f"| {ratio.what} | {ratio.ours_s:.4g} s | {baseline} | {ratio.value:.2f}× | {ratio.aim} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
