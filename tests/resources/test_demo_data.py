"""The shipped demonstration data are what their script makes, and stay small."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qa_desk.resource_files import resource, shipped_scorecards

if TYPE_CHECKING:
    from pathlib import Path

MADE = ("*.csv.gz", "*.json.gz", "interactions.json", "threads/*/*.json")


def text_of(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


@pytest.mark.slow
def test_the_script_makes_the_same_text_again(tmp_path: Path) -> None:
    shipped, again = resource("demo"), tmp_path / "resources" / "demo"
    shutil.copytree(shipped, again, ignore=shutil.ignore_patterns("*.gz", "threads", "interactions.json", "__pycache__"))
    shutil.copytree(shipped_scorecards(), tmp_path / "scorecards")

    subprocess.run([sys.executable, "-W", "error", str(again / "make.py")], check=True, capture_output=True)

    names = sorted(path.relative_to(shipped) for pattern in MADE for path in shipped.glob(pattern))
    assert len(names) > 12
    assert [name for name in names if text_of(shipped / name) != text_of(again / name)] == []


def test_the_demonstration_stays_small() -> None:
    sizes = [path.stat().st_size for path in resource("demo").rglob("*") if path.is_file() and "__pycache__" not in path.parts]

    assert sum(sizes) < 5_000_000
