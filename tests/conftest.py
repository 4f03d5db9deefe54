"""Fixtures that every room's tests share."""

from __future__ import annotations

import itertools
import os
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from qa_desk.domain.clock import Clock
from qa_desk.workspace.changelog import Author
from qa_desk.workspace.workspace import create_workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.workspace.workspace import Workspace

# a machine that is busy is no failure; where a change is judged, the same examples are tried each time
settings.register_profile("person", deadline=None)
settings.register_profile("judge", deadline=None, derandomize=True)
settings.load_profile("judge" if os.environ.get("CI") else "person")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
START_MS = 1_717_200_000_000
"""2024-06-01 00:00 UTC: where the tests' clock starts."""
AUTHOR = Author("tester", "desk")


def a_clock() -> Clock:
    """Time that passes by one second a look; ids that are the same in every run."""
    ticks = itertools.count(START_MS, 1000)
    return Clock(now_ms=lambda: next(ticks), random_bits=random.Random(7).getrandbits)


@pytest.fixture
def clock() -> Clock:
    return a_clock()


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace's file with nothing in it: thousands of tests begin with one, and a copy costs little beside making it."""
    path = tmp_path_factory.mktemp("empty") / "centre.qadesk"
    create_workspace(path, clock=a_clock(), author=AUTHOR).close()
    return path


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock, empty_workspace: Path) -> Iterator[Workspace]:
    shutil.copyfile(empty_workspace, tmp_path / "centre.qadesk")
    opened = open_workspace(tmp_path / "centre.qadesk", clock=clock, author=AUTHOR)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def module_workspace(tmp_path_factory: pytest.TempPathFactory, empty_workspace: Path) -> Iterator[Workspace]:
    """For a file of tests that fill a workspace alike and then only read it."""
    path = tmp_path_factory.mktemp("module") / "centre.qadesk"
    shutil.copyfile(empty_workspace, path)
    opened = open_workspace(path, clock=a_clock(), author=AUTHOR)
    yield opened
    opened.close()


@pytest.fixture
def shared_data() -> Path:
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real files is not beside the project")
    return folder


@pytest.fixture
def oracles() -> Path:
    folder = SHARED / "oracles"
    if not folder.is_dir():
        pytest.skip("the folder of oracles is not beside the project")
    return folder
