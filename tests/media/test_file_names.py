from __future__ import annotations

from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media.file_names import NamedRecording, detect_pattern, pattern_of, read_name

KUALA_LUMPUR = ZoneInfo("Asia/Kuala_Lumpur")


def read(name: str, pattern: str) -> NamedRecording | str:
    return read_name(PurePosixPath(name), pattern_of(pattern), KUALA_LUMPUR)


def test_freepbx_names_tell_agent_customer_time_and_the_id_of_the_call() -> None:
    assert read("in-60123456789-2001-20240115-103045-1705285845.1234.wav", "freepbx") == NamedRecording(
        "1705285845.1234", "2001", "60123456789", started_at=1705285845
    )


def test_nice_names_are_in_utc_and_agents_have_spaces_and_hyphens() -> None:
    assert read("CXone recording_Nur-Ain Binti Ali_2024-01-15 02.30.45[UTC]_4711.mp4", "nice") == NamedRecording(
        "4711", "Nur-Ain Binti Ali", started_at=1705285845
    )


def test_genesys_paths_tell_the_conversation() -> None:
    path = "org/year=2024/month=01/day=15/hour=02/conversation_id=abc-1/rec-9.opus"
    assert read(path, "genesys") == NamedRecording("abc-1", started_at=1705284000)


def test_vicidial_names_have_no_id_so_the_name_is_it() -> None:
    assert read("sub/20240115-103045_60123456789-all.mp3", "vicidial-all") == NamedRecording(
        "sub/20240115-103045_60123456789-all", customer="60123456789", started_at=1705285845
    )


def test_a_pattern_of_ones_own() -> None:
    assert read("Billing__4711__Ana.wav", "{queue}__{id}__{agent}") == NamedRecording("4711", "Ana", queue="Billing")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("nonsense", "no known recorder"), ("{colour}", "no such field colour"), ("{id}-{id}", "stands in it twice")],
)
def test_a_pattern_that_is_none_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        pattern_of(pattern)


def test_a_name_that_does_not_follow_says_so_and_so_does_a_date_that_is_none() -> None:
    assert read("holiday.wav", "freepbx") == (
        "the name does not follow the pattern {type}-{customer}-{agent}-{YYYY}{MM}{DD}-{hh}{mm}{ss}-{id}"
    )
    assert read("20241315-103045_1.wav", "vicidial") == "the name holds no date and time that exists"


@pytest.mark.parametrize(
    ("names", "preset"),
    [
        (["in-1-2-20240115-103045-1.2.wav", "out-3-4-20240116-103045-3.4.wav", "readme.wav"], "freepbx"),
        (["20240115-103045_1.wav"], "vicidial"),
        (["20240115-103045_1-all.wav"], "vicidial-all"),
        (["20240115-103045_A13_Billing_C-1.wav"], "any"),
        (["call40.wav", "other.mp3"], "any"),
        ([], "any"),
    ],
)
def test_the_recorder_is_known_by_what_most_names_follow(names: list[str], preset: str) -> None:
    assert detect_pattern([PurePosixPath(name) for name in names]).name == preset
