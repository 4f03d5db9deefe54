"""Files of threads and transcripts, damaged at random: read or refused in one line, never a crash, never a long wait.

`QA_DESK_FUZZ=5000` tries so many damaged files a form.
"""

from __future__ import annotations

import copy
import json
import os
import random
import time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_desk.domain.errors import Refusal
from qa_desk.domain.mail_parts import parts_of
from qa_desk.media.threads.form import Fault
from qa_desk.media.threads.html_text import text_of_html
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.registry import FORMS
from qa_desk.media.transcripts import read_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TRIES = int(os.environ.get("QA_DESK_FUZZ", "60"))
LONGEST_S = 10.0
AT = "2026-06-25T09:00:00Z"

JSON: dict[str, Any] = {
    "own": {
        "interaction": "C-1",
        "channel": "chat",
        "messages": [
            {"at": AT, "speaker": "agent", "author": "Rui", "text": "Hi", "attachments": [{"name": "a", "size": 1}]},
            {
                "at": 1782378000,
                "speaker": "customer",
                "html": "<p>Hello <a href='https://x.example'>you</a></p>",
                "internal": True,
            },
        ],
    },
    "azure": {
        "analysisInput": {
            "conversations": [
                {
                    "id": "c",
                    "modality": "text",
                    "conversationItems": [
                        {"participantId": "Agent", "text": "Hi", "audioTimings": [{"offset": 1, "duration": 2}]}
                    ],
                }
            ]
        }
    },
    "amazon_transcribe": {
        "jobName": "j",
        "results": {
            "transcripts": [],
            "speaker_labels": {"segments": [{"speaker_label": "spk_0", "items": [{"start_time": "0.5"}]}]},
            "items": [
                {"start_time": "0.5", "end_time": "0.8", "alternatives": [{"content": "Hi"}]},
                {"alternatives": [{"content": "."}]},
            ],
        },
    },
    "contact_lens": {
        "JobName": "j",
        "Participants": [{"ParticipantId": "1", "ParticipantRole": "AGENT"}],
        "Transcript": [{"ParticipantId": "1", "Content": "Hi", "BeginOffsetMillis": 1, "EndOffsetMillis": 2, "AbsoluteTime": AT}],
    },
    "speechmatics": {
        "job": {"id": 1, "lang": "en"},
        "speakers": [{"name": "F", "time": "0.1"}],
        "words": [{"name": "Hi", "time": "0.5", "duration": "0.2"}, {"name": ".", "time": "0.7", "duration": "0"}],
    },
    "whisper": {"language": "en", "segments": [{"start": 0.0, "end": 1.0, "text": " Hi", "speaker": "A"}]},
    "abcd": [{"convo_id": 1, "original": [["agent", "Hi"], ["customer", "Hello"]]}],
    "crosswoz": {"1": {"goal": [], "messages": [{"role": "usr", "content": "你好"}]}},
    "intercom": {
        "conversations": [
            {
                "id": "1",
                "created_at": 1782378000,
                "source": {"body": "<p>Hi</p>", "author": {"type": "user"}},
                "conversation_parts": {
                    "conversation_parts": [
                        {"part_type": "note", "body": "x", "created_at": 1782378000, "author": {"type": "admin"}}
                    ]
                },
            }
        ]
    },
    "help_scout": {
        "number": 1,
        "subject": "s",
        "_embedded": {
            "threads": [
                {
                    "type": "customer",
                    "body": "Hi",
                    "createdAt": AT,
                    "createdBy": {"type": "customer", "first": "A"},
                    "_embedded": {"attachments": [{"filename": "a", "size": 1}]},
                    "to": ["a@b"],
                }
            ]
        },
    },
    "zendesk": {
        "ticket": {"id": 1, "requester_id": 2, "via": {"channel": "email"}},
        "users": [{"id": 2, "role": "end-user", "name": "A"}],
        "comments": [{"type": "Comment", "author_id": 2, "body": "Hi", "html_body": "<p>Hi", "public": True, "created_at": AT}],
    },
    "zendesk_chat": {
        "chats": [
            {
                "id": "1",
                "visitor": {},
                "history": [
                    {"type": "chat.msg", "timestamp": AT, "name": "A", "nick": "visitor", "msg": "Hi"},
                    {"type": "chat.file", "timestamp": AT, "attachment": {"name": "a", "size": 1}},
                ],
            }
        ]
    },
    "freshdesk": [
        {
            "id": 1,
            "subject": "s",
            "description_text": "Hi",
            "created_at": AT,
            "conversations": [{"body": "<p>x</p>", "incoming": False, "private": True, "created_at": AT, "to_emails": ["a@b"]}],
        }
    ],
}
TEXT: dict[str, tuple[str, bytes]] = {
    "vtt": (
        "a.vtt",
        b"WEBVTT\nKind: captions\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ana>Hi <00:01.500><c> there</c>\n\nNOTE x\n",
    ),
    "srt": (
        "a.srt",
        "1\n00:00:01,000 --> 00:00:02,000\n- Да\n- {\\an8}Нет\n\n2\n00:00:02,000 --> 00:00:03,000\nx\n".encode("cp1251"),
    ),
    "irc": ("a-2015-02-04.log", b"[14:05] <ana> \x02hi\n[14:06] * bob waves\n=== bob is now known as b\n[00:01] <b> yo\n" * 3),
    "eml": (
        "a.eml",
        (
            b'From: =?utf-8?B?0J/RgA==?= <a@b.example>\nTo: x, "y" <z@w>\nDate: Thu, 25 Jun 2026 10:00:00 +0100\n'
            b"Subject: =?gb2312?B?suLK1A==?=\nMessage-ID: <1@x>\nReferences: <0@x>\n"
            b'Content-Type: multipart/mixed; boundary="b"\n\n'
            b"--b\nContent-Type: multipart/alternative; boundary=c\n\n"
            b"--c\nContent-Type: text/plain; charset=koi8-r; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\n"
            b"=F4=E5 \nx\n--c\nContent-Type: text/html\n\n<p>Hi<table><tr><td>a</table>\n--c--\n"
            b"--b\nContent-Type: message/rfc822\n\nSubject: in\n\nhi\n"
            b"--b\nContent-Type: application/pdf; name*=utf-8''%D0%B0.pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n"
        ),
    ),
    "mbox": ("a.mbox", b"From a@b Thu\nFrom: a@b\nSubject: x\n\nhi\n\nFrom c@d Fri\nFrom: c@d\n\n>From yo\n"),
    "messages": (
        "a.csv",
        'ticket_id;created_at;actor;text;public\n1;2026-06-25 10:00:00;客户;"您好;\n<p>好</p>";true\n'.encode("gb18030"),
    ),
}
ODD: tuple[Any, ...] = (
    None,
    True,
    [],
    {},
    "",
    "x",
    "\x00\ud800\u202e",
    "<p>" * 50,
    -1,
    0,
    2**70,
    1e308,
    float("nan"),
    float("inf"),
    [[]],
    {"a": []},
    "2026-13-45",
    "9999-12-31T23:59:59",
    "&#" + "9" * 5000,
    ["x", None],
    "a" * 10_000,
    10**4000,
)
PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b'"',
    b"\n",
    b"\r",
    b"{",
    b"[",
    b"-->",
    b"=?utf-8?B?",
    b"--b\n",
    b"Content-Type: ",
    b"9" * 400,
    b"\\ud800",
)


def damaged_bytes(data: bytes, chance: random.Random) -> bytes:
    """A few bytes flipped, cut, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0 if place < len(made):
                made[place] = chance.randrange(256)
            case 1:
                del made[place : place + chance.randint(1, 40)]
            case 2:
                made[place:place] = made[place : place + chance.randint(1, 200)] * chance.randint(1, 4)
            case 3:
                made[place:place] = chance.choice(PIECES) * chance.randint(1, 5)
            case _:
                del made[place:]
    return bytes(made)


def damaged_document(document: object, chance: random.Random) -> bytes:
    """Some value of a JSON document is another one than it should be, or lacks."""
    made = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        places = list(_places(made))
        if not places:
            break
        holder, key = chance.choice(places)
        if chance.random() < 0.2:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(chance.choice(ODD))
    try:
        return json.dumps(made).encode()
    except ValueError:  # a number longer than this Python writes
        return json.dumps(str(made)[:100]).encode()


def _places(value: object) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        inside = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        for key, one in inside:
            yield value, key
            yield from _places(one)


def held_against(path: Path, data: bytes, form: str) -> None:
    """Read it, found out and by name; what comes must be storable."""
    path.write_bytes(data)
    for name in ("auto", form):
        began = time.thread_time()
        try:
            found = read_threads(path, form=name, zone=ZoneInfo("Europe/London"))
        except Refusal as refusal:
            told = refusal.message
        else:
            told = ""
            assert all("\n" not in one.reason for one in found.refused)
            for _, conversation in found.conversations:
                repr(conversation).encode()
        assert "\n" not in told
        assert len(told) < 1500
        assert time.thread_time() - began < LONGEST_S


def test_every_form_is_tried() -> None:
    assert {form.name for form in FORMS} == JSON.keys() | TEXT.keys()


@pytest.mark.parametrize("form", JSON)
def test_damaged_documents_are_read_or_refused(form: str, tmp_path: Path) -> None:
    whole = json.dumps(JSON[form]).encode()
    (tmp_path / "whole.json").write_bytes(whole)
    assert read_threads(tmp_path / "whole.json", zone=ZoneInfo("UTC")).forms == (form,)
    for number in range(TRIES):
        chance = random.Random(number)
        data = damaged_document(JSON[form], chance) if number % 2 else damaged_bytes(whole, chance)
        held_against(tmp_path / "a.json", data, form)


@pytest.mark.parametrize("form", TEXT)
def test_damaged_texts_and_mails_are_read_or_refused(form: str, tmp_path: Path) -> None:
    name, whole = TEXT[form]
    (tmp_path / name).write_bytes(whole)
    assert read_threads(tmp_path / name, zone=ZoneInfo("UTC")).forms == (form,)
    for number in range(TRIES):
        held_against(tmp_path / name, damaged_bytes(whole, random.Random(number)), form)


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<ul>",
            "<li>",
            "</ul>",
            "<blockquote>",
            "</blockquote>",
            "<a href='x:",
            "'>",
            "<pre>",
            "</pre>",
            "<br>",
            "<hr>",
            "<!--",
            "-->",
            "<div hidden>",
            "</div>",
            "&amp;",
            "&#0;",
            "<",
            ">",
            '"',
            "text ",
            "\n",
            "<script>",
            "</script>",
            "<img alt=😊>",
            "<div id=signature>",
        ]
    )
    | st.text(max_size=8),
    max_size=60,
).map("".join)


@given(MARKUP)
@settings(max_examples=max(200, TRIES), deadline=None)
def test_any_markup_becomes_clean_text(markup: str) -> None:
    text = text_of_html(markup)
    assert text == clean(text)


@given(st.text(max_size=300))
@settings(max_examples=max(200, TRIES), deadline=None)
def test_cleaning_is_done_at_once_and_parting_loses_no_word(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    kept.encode()
    said = "".join(part.text for part in parts_of(kept))
    assert "".join(said.split()) == "".join(kept.split())


def test_what_is_too_large_is_a_fault_for_every_reader() -> None:
    readers: tuple[Callable[[str], str], ...] = (clean, text_of_html)
    for reader in readers:
        with pytest.raises(Fault):
            reader("x" * 20_000_002)
