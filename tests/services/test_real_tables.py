"""Every real table beside the project is taken in whole: as many rows as were counted apart; what is refused has a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.services.imports import preview
from qa_desk.workspace.workspace import create_workspace
from tests.services.real_tables import FILES, NO_KIND, Real, counted, imported, rows_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real_data


def test_every_file_of_the_folders_is_in_the_table(shared_data: Path) -> None:
    folders = (shared_data / name for name in ("A_tickets", "B_call_centre", "C_surveys"))
    found = {str(path.relative_to(shared_data)) for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert found == {real.name for real in FILES} | NO_KIND.keys()


@pytest.mark.parametrize("real", FILES, ids=lambda real: real.name.rpartition("/")[2])
def test_all_rows_are_taken_or_refused_with_a_reason(real: Real, shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "centre.qadesk"
    create_workspace(path).close()
    report = imported(path, real, shared_data, tmp_path)
    assert report["source"] == real.source
    assert report["rows_read"] == real.rows == counted(shared_data / real.name, real.name)
    assert (report["rows_new"], report["rows_refused"], report["rows_folded"]) == (real.stored, real.refused, real.folded)
    assert real.stored + real.refused + real.folded == real.rows
    assert {item["row"] for item in report["refusals"]} == {item["row"] for item in report["refusals"] if item["reason"]}
    assert len({item["row"] for item in report["refusals"]}) == real.refused


@pytest.mark.parametrize("real", [real for real in FILES if real.identity], ids=lambda real: real.source)
def test_folded_rows_are_as_many_records_as_there_are_ids(real: Real, shared_data: Path) -> None:
    header, *rows = rows_of(shared_data / real.name)
    assert len({row[header.index(real.identity)] for row in rows}) == real.stored


@pytest.mark.parametrize("name", NO_KIND, ids=lambda name: name.rpartition("/")[2])
def test_a_table_that_is_none_of_the_kinds_is_asked_about(name: str, shared_data: Path) -> None:
    seen = preview(shared_data / name)
    assert seen.is_unsure
    assert seen.problem is not None
    assert seen.rows == NO_KIND[name] == counted(shared_data / name, name)


def test_every_file_that_is_of_a_kind_is_seen_with_as_many_rows(shared_data: Path) -> None:
    for real in FILES:
        assert preview(shared_data / real.name, real.kind, mapping=real.mapping).rows == real.rows, real.name
