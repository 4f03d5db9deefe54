"""Tables stay readable whatever the names are; JSON is never cut."""

from __future__ import annotations

import io
import json

from qa_desk.app.console import Console


def test_a_long_cell_is_cut_in_a_table_and_whole_in_json() -> None:
    out = io.StringIO()
    console = Console(out, io.StringIO())
    console.table(["name", "n"], [["x" * 10_000, 1], ["张" * 100, 2], ["two\nlines", 3]])
    lines = out.getvalue().splitlines()
    assert len(lines) == 5
    assert max(len(line) for line in lines) <= 70
    assert lines[2].endswith("…  1")
    out = io.StringIO()
    console = Console(out, io.StringIO())
    console.document({"name": "x" * 10_000})
    assert json.loads(out.getvalue())["name"] == "x" * 10_000
