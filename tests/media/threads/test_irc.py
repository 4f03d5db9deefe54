from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader

LOG = (
    "[23:58] <@ana> \x02hello\x0f \x0304,01red\x03\n=== bob_ is now known as bob\n[23:59] * bob waves\n"
    "[00:01] <bob> <b>what</b> is 5 < 6?\n[00:01] <bob> \n"
)


def test_a_log_takes_its_date_from_its_name_and_passes_midnight(read: Reader) -> None:
    log = only(read("support_2015-02-04_15.raw.txt", LOG))
    assert [(line.speaker, line.author, line.text, line.at) for line in log.utterances] == [
        ("unknown", "ana", "hello red", 1423094280),
        ("system", None, "bob_ is now known as bob", 1423094280),
        ("unknown", "bob", "waves", 1423094340),
        ("unknown", "bob", "<b>what</b> is 5 < 6?", 1423094460),
    ]


def test_without_a_date_a_log_has_no_times_and_says_so(read: Reader) -> None:
    found = read("support.log", LOG)
    assert {line.at for line in only(found).utterances} == {None}
    assert "neither its name nor its lines say the date" in found.notes[0]


def test_a_client_that_writes_the_days_is_followed(read: Reader) -> None:
    log = only(
        read(
            "a.log", "--- Log opened Wed Feb 04 14:05:01 2015\n14:05 < ana> hi\n--- Day changed Thu Feb 05 2015\n09:00 <bob> yo\n"
        )
    )
    assert [line.at for line in log.utterances] == [1423058700, 1423126800]


def test_whole_stamps_need_no_other_date(read: Reader) -> None:
    log = only(read("a.log", "2015-02-04T14:05:03  <ana> hi\n2015-02-05T14:05:04  <bob> yo\n"))
    assert [line.at for line in log.utterances] == [1423058703, 1423145104]


def test_other_text_is_no_log(read: Reader) -> None:
    with pytest.raises(Refusal, match="no known form"):
        read("a.txt", "Dear Ana,\n[14:05] <ana> hi\nthank you\nfor everything\n")
