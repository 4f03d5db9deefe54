"""The page that computes figures by hand is true: SQL, commands and printed numbers agree, to the digits it prints."""

from __future__ import annotations

import io
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "resources" / "demo"
PAGE = (ROOT / "resources" / "help" / "figures_by_hand.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"<!-- (file|figure): (\S+) -->\n```sql\n(.*?)```", re.DOTALL)
_COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_LINE = re.compile(r"^\| (\w+) \| ([\d.]+) \| ([\d.]+) \| (\d+) \|$", re.MULTILINE)


@dataclass
class Part:
    """A section of the page: the files it reads, its SQL, its commands, its table."""

    files: list[str]
    setup: list[str]
    by_hand: dict[str, str]
    commands: list[str]
    printed: dict[str, tuple[str, str, int]]


def part(title: str) -> Part:
    text = PAGE.split(f"## {title}")[1].split("\n## ")[0]
    blocks = _BLOCK.findall(text)
    return Part(
        [name for what, name, _ in blocks if what == "file"],
        [sql for what, _, sql in blocks if what == "file"],
        {name: sql for what, name, sql in blocks if what == "figure"},
        [line for block in _COMMANDS.findall(text) for line in block.splitlines() if line],
        {name: (hand, desk, int(of)) for name, hand, desk, of in _LINE.findall(text)},
    )


def computed_by_hand(told: Part, folder: Path) -> dict[str, tuple[float, int]]:
    import duckdb

    with duckdb.connect(":memory:") as connection:
        for sql in told.setup:
            for name in told.files:
                sql = sql.replace(f"'{name}'", f"'{(folder / name).as_posix()}'")
            connection.execute(sql)
        rows = {name: connection.execute(sql).fetchone() for name, sql in told.by_hand.items()}
    return {name: (float(row[0]), int(row[1])) for name, row in rows.items()}


def computed_by_the_program(told: Part, folder: Path, tmp_path: Path) -> dict[str, tuple[float, int]]:
    out = io.StringIO()
    for command in told.commands:
        words = [place(word, folder, tmp_path) for word in shlex.split(command)[1:]]
        out = io.StringIO()
        assert main([*words, *(["--json"] if "show" in words else [])], Console(out=out, err=io.StringIO())) == 0, command
    return {row["kpi"]: (row["value"], row["n"]) for row in json.loads(out.getvalue())["rows"]}


def place(word: str, folder: Path, tmp_path: Path) -> str:
    """A file of the page where it is on this machine."""
    if word.endswith(".qadesk"):
        return str(tmp_path / word)
    return str(folder / word) if (folder / word).is_file() else word


def agree(told: Part, folder: Path, tmp_path: Path) -> None:
    by_hand, by_program = computed_by_hand(told, folder), computed_by_the_program(told, folder, tmp_path)
    assert told.printed.keys() == by_hand.keys() == by_program.keys()
    assert len(told.printed) == 5
    for name, (hand, desk, of) in told.printed.items():
        assert by_program[name][0] == pytest.approx(by_hand[name][0], rel=1e-12), name
        assert by_hand[name][1] == by_program[name][1] == of, name
        assert (hand, desk) == (shown(by_hand[name][0], hand), shown(by_program[name][0], desk)), name


def shown(value: float, like: str) -> str:
    """The value with as many decimals as the page prints."""
    return f"{value:.{len(like.partition('.')[2])}f}"


def test_the_demonstration_centre_by_hand_and_by_the_program(tmp_path: Path) -> None:
    agree(part("The demonstration centre"), DEMO, tmp_path)


@pytest.mark.real_data
def test_a_public_file_by_hand_and_by_the_program(shared_data: Path, tmp_path: Path) -> None:
    agree(part("A public file: an incident log"), shared_data / "A_tickets", tmp_path)


def test_a_number_that_went_stale_is_seen(tmp_path: Path) -> None:
    told = part("The demonstration centre")
    stale: Sequence[str] = ("0.840832", "0.840832")
    told.printed["csat"] = ("0.840833", stale[1], 2356)
    with pytest.raises(AssertionError, match="csat"):
        agree(told, DEMO, tmp_path)
