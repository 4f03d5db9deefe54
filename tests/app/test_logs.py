from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.logs import describe, log_folder, start_log, stop_log

if TYPE_CHECKING:
    from pathlib import Path

LOG = logging.getLogger("qa_desk.tests")


def written(folder: Path) -> str:
    return (folder / "qa-desk.log").read_text(encoding="utf-8")


def test_the_log_holds_templates_types_and_places_but_no_values(tmp_path: Path) -> None:
    handler = start_log(tmp_path / "log")
    try:
        LOG.info("imported %s rows of %s", 12, "Aisyah's tickets.csv")
        try:
            int("my card is 1234")
        except ValueError:
            LOG.exception("not read")
    finally:
        stop_log(handler)
    text = written(tmp_path / "log")
    assert "imported %s rows of %s" in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert "Aisyah" not in text
    assert "1234" not in text


def test_nothing_is_logged_after_the_end(tmp_path: Path) -> None:
    stop_log(start_log(tmp_path))
    LOG.warning("later")
    assert "later" not in written(tmp_path)


def test_a_folder_that_cannot_be_written_means_no_log_and_no_error(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    assert start_log(taken) is None
    stop_log(None)


def fail_because_of_another() -> None:
    try:
        int("secret")
    except ValueError as error:
        raise RuntimeError("also secret") from error


def test_a_cause_is_described_without_its_text() -> None:
    with pytest.raises(RuntimeError) as caught:
        fail_because_of_another()
    lines = describe(caught.type, caught.value, caught.tb)
    assert lines[0] == "RuntimeError"
    assert "caused by:" in lines
    assert "ValueError" in lines
    assert not any("secret" in line for line in lines)


def test_logs_are_kept_where_the_system_keeps_logs() -> None:
    assert "qa-desk" in str(log_folder())
