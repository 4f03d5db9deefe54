from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader

BOX = (
    "From ana@b.example Thu Jun 25 10:00:00 2026\nFrom: ana@b.example\nMessage-ID: <1@b.example>\nSubject: One\n\n"
    "Hello\n>From here on\n\nFrom here it is only text\n\n"
    "From rui@l.example Thu Jun 25 11:00:00 2026\nFrom: rui@l.example\nSubject: Two\n\nHi\n"
)


def test_a_mailbox_is_its_mails(read: Reader) -> None:
    found = read("box.mbox", BOX)
    assert [(one.key, one.subject, one.utterances[0].text) for _, one in found.conversations] == [
        ("1@b.example", "One", "Hello\nFrom here on\n\nFrom here it is only text"),
        ("box-2", "Two", "Hi"),
    ]
