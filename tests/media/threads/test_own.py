from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media.transcripts import Attachment, Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


T = 1_782_896_400


def test_a_chat_with_everything_a_message_may_have(read: Reader) -> None:
    messages = [
        {"at": "2026-06-25T10:41:03+01:00", "speaker": "customer", "author": "Ana", "text": "hi,\n  <b>there</b> "},
        {"at": 1782380500, "speaker": "agent", "internal": True, "html": "<p>angry&nbsp;&amp;amp; loud</p>"},
        {
            "at": "2026-06-25T09:42:00Z",
            "speaker": "agent",
            "text": "see the file",
            "subject": "Your\nrefund",
            "to": "ana@example.com",
            "attachments": [{"name": "bill.pdf", "size": 2048}, {"name": "x\u202efdp.exe"}],
        },
    ]
    chat = only(read("a.json", {"interaction": "C-1", "channel": "chat", "subject": "Router", "messages": messages}))
    assert (chat.key, chat.channel, chat.subject) == ("C-1", "chat", "Router")
    assert chat.utterances == (
        Utterance("hi,\n  <b>there</b>", "customer", "Ana", at=1782380463),
        Utterance("angry &amp; loud", "agent", at=1782380500, is_internal=True),
        Utterance(
            "see the file",
            "agent",
            at=1782380520,
            subject="Your refund",
            recipients="ana@example.com",
            attachments=(Attachment("bill.pdf", 2048), Attachment("x[RLO]fdp.exe")),
        ),
    )


def test_a_call_has_seconds(read: Reader) -> None:
    call = only(read("a.json", {"messages": [{"start": 1.0004, "end": "2.5", "speaker": "AGENT", "text": "Hello"}]}))
    assert call.utterances == (Utterance("Hello", "agent", None, 1.0, 2.5),)


def test_bare_lines_and_lists_of_threads_and_json_lines_are_read(read: Reader) -> None:
    assert only(read("a.json", [{"text": "hello", "speaker": "usr"}])).utterances[0].speaker == "customer"
    threads = [{"id": 7, "messages": [{"text": "a"}]}, {"id": "8", "messages": [{"text": "b"}]}]
    assert [one.key for _, one in read("b.json", threads).conversations] == ["7", "8"]
    lines = '{"id": 7, "messages": [{"text": "a"}]}\n\n{"id": 8, "messages": [{"text": "b"}]}\n'
    assert [one.key for _, one in read("c.jsonl", lines).conversations] == ["7", "8"]


def test_one_broken_conversation_is_refused_with_its_place_and_the_others_are_taken(read: Reader) -> None:
    threads = [
        {"id": "a", "messages": [{"text": "fine"}]},
        {"id": "b", "messages": [{"text": "fine"}, {"text": "when?", "at": "soon"}]},
        {"id": "c", "messages": [{"speaker": "agent"}]},
        {"id": "d", "messages": "none"},
    ]
    found = read("a.json", threads)
    assert [one.key for _, one in found.conversations] == ["a"]
    assert [(one.what, one.reason) for one in found.refused] == [
        ("a.json, conversation 2", "message 2: “at” is no time: soon"),
        ("a.json, conversation 3", "message 1: “text” is missing"),
        ("a.json, conversation 4", "“messages” is no list"),
    ]


@pytest.mark.parametrize("at", ["soon", 1e300, float("nan"), True, [1], "1e9", "-5", "2026", "9999-12-31T23:59:59+00:00", 17])
def test_what_is_no_time_is_refused(read: Reader, at: object) -> None:
    with pytest.raises(Refusal, match="message 1: “at” is no time"):
        read("a.json", {"messages": [{"text": "x", "at": at}]})


def test_times_without_an_offset_need_a_zone_and_are_told(read: Reader) -> None:
    thread = {"messages": [{"text": "x", "at": "2026-07-01T10:00:00"}]}
    with pytest.raises(Refusal, match="has no offset"):
        read("a.json", thread, zone=None)
    found = read("a.json", thread)
    assert only(found).utterances[0].at == 1782896400
    assert found.notes == ("a.json: times without an offset were taken as Europe/London.",)


def test_milliseconds_are_told_from_seconds(read: Reader) -> None:
    assert only(read("a.json", {"messages": [{"text": "x", "at": 1782896400123}]})).utterances[0].at == 1782896400


def test_threads_are_in_the_order_of_time_and_equal_times_keep_the_files(read: Reader) -> None:
    newest_first = [{"text": text, "at": at} for text, at in (("d", 30 + T), ("c", 20 + T), ("b", 20 + T), ("a", 10 + T))]
    assert [line.text for line in only(read("a.json", newest_first)).utterances] == ["a", "b", "c", "d"]
    mixed = [{"text": text, "at": at} for text, at in (("a", 10 + T), ("d", 30 + T), ("b", 20 + T), ("c", 20 + T))]
    assert [line.text for line in only(read("b.json", mixed)).utterances] == ["a", "b", "c", "d"]
    untimed = [{"text": "a", "at": 30 + T}, {"text": "b"}, {"text": "c", "at": 10 + T}]
    assert [line.text for line in only(read("c.json", untimed)).utterances] == ["a", "b", "c"]
