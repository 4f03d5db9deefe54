"""The frozen frame and its hash."""

import subprocess

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.sample_frame import Contact, check_frame, frame_hash, group_of, read_frame, stratum_of, written_frame
from qa_desk.domain.sampling import Design

CALL = Contact("C-1", "ann", "2026-06-10", "call", driver="Refund", length="long", reasons=("low_csat",))
CHAT = Contact("Ж-2", "bo", "", "chat")


def test_a_frame_comes_back_as_it_was() -> None:
    assert read_frame(written_frame([CHAT, CALL])) == [CALL, CHAT]


def test_the_order_of_the_contacts_does_not_matter() -> None:
    assert written_frame([CHAT, CALL]) == written_frame([CALL, CHAT])
    assert frame_hash([CHAT, CALL]) == frame_hash([CALL, CHAT])


def test_the_hash_can_be_checked_with_two_common_tools() -> None:
    done = subprocess.run(
        ["sh", "-c", "LC_ALL=C sort | sha256sum"], input="Ж-2\nC-1\nC-10\n".encode(), capture_output=True, check=True
    )
    ids = [Contact(name, "ann", "", "call") for name in ("C-10", "Ж-2", "C-1")]
    assert frame_hash(ids) == done.stdout.decode().split()[0]


def test_a_frame_of_a_later_version_is_read_with_what_is_known() -> None:
    text = '{"format":2,"columns":["id","mood","agent","day","channel"],"contacts":[["C-1","good","ann","","call"]]}'
    assert read_frame(text) == [Contact("C-1", "ann", "", "call")]


def test_equal_ids_are_refused() -> None:
    with pytest.raises(Refusal, match="C-1"):
        check_frame([CALL, CHAT, CALL])


def test_strata_begin_with_the_week() -> None:
    assert stratum_of(CALL, ("channel", "week")) == ("2026-06-08", "call")
    assert stratum_of(CHAT, ("channel", "week")) == ("", "chat")
    assert stratum_of(CALL, ("length", "driver", "csat", "tenure")) == ("Refund", "unknown", "none", "long")
    assert stratum_of(CALL, ()) == ()


@pytest.mark.parametrize(("per", "part"), [("span", ""), ("week", "2026-06-08"), ("month", "2026-06-01")])
def test_a_quota_counts_by_agent_and_part_of_the_period(per: str, part: str) -> None:
    assert group_of(CALL, Design(per=per)) == ("ann", part)
