from __future__ import annotations

import json
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.media.threads import reading
from qa_desk.media.transcripts import read_threads

if TYPE_CHECKING:
    from pathlib import Path

    from tests.media.threads.conftest import Reader

THREAD = {"messages": [{"text": "hi", "speaker": "agent"}]}


def zipped(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", '{"messages": [{"text": "hi"},\n{"text": ', "a.json, line 2: is not JSON (Expecting value)."),
        ("a.json", '{"a": 1}', "a.json: is no known form of transcript or thread"),
        ("a.json", "[]", "a.json: is no known form of transcript or thread"),
        ("a.json", "null", "a.json: is no known form of transcript or thread"),
        ("a.json", "words", "a.json, line 1: is not JSON (Expecting value)."),
        ("a.json", '{"messages": []}', "a.json: holds no line of text."),
        ("a.json", '{"messages": [{"text": "  "}]}', "a.json: holds no line of text."),
        ("a.json", '{"messages": ' + "[" * 100_000, "a.json: is nested too deeply"),
        ("a.json", '{"messages": [{"text": "x", "at": ' + "9" * 5000 + "}]}", "a.json: is not JSON (a number is too long)."),
        ("a.json", '{"messages": [{"text": "' + "x" * 1_000_001 + '"}]}', "a.json: message 1: the text has 1000001 characters"),
        ("a.json", b'{"messages": [{"text":\n "\xff"}]}', "a.json, line 2: is not UTF-8 text"),
        ("a.json", b"\xff\xfe\x00", "a.json, line 1: is not UTF-8 text"),
        ("a.json", b" \r\n\x00", "a.json: is empty."),
        ("a.pdf", b"%PDF-1.7 \xff\x00", "a.pdf: is no known form of transcript or thread"),
        ("a.zip", "no zip", "a.zip: is no ZIP archive, or is damaged."),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_with_its_place(
    read: Reader, name: str, content: str | bytes, reason: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read(name, content)
    assert refused.value.message.startswith(reason)
    assert "\n" not in refused.value.message


def test_a_hundred_megabytes_on_one_line_are_refused_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{"messages": [{"text": "' + b"x" * 100_000_000)
    began = time.thread_time()
    with pytest.raises(Refusal, match=r"a\.json, line 1: is not JSON"):
        read_threads(path)
    (tmp_path / "a.vtt").write_bytes(b"x" * 100_000_000)
    with pytest.raises(Refusal, match=r"a\.vtt, line 1: is longer than a million characters"):
        read_threads(tmp_path / "a.vtt")
    assert time.thread_time() - began < 10


def test_json_in_wide_characters_is_read(read: Reader) -> None:
    assert read("a.json", json.dumps(THREAD).encode("utf-16")).conversations[0][1].utterances[0].text == "hi"


def test_a_form_can_be_named_and_an_unknown_one_is_refused(read: Reader) -> None:
    assert read("a.json", THREAD, form="canonical").forms == ("own",)
    with pytest.raises(Refusal, match=r"is not built as IRC log is|holds no line"):
        read("a.json", THREAD, form="irc")
    with pytest.raises(Refusal, match="fax is no form of transcript or thread; the known ones: own, azure"):
        read("a.json", THREAD, form="fax")


def test_the_files_of_an_archive_are_read_without_unpacking(tmp_path: Path) -> None:
    members = {
        "../../evil.json": json.dumps(THREAD),
        "mails/1.eml": "From: a@b.example\n\nhi\n",
        "__MACOSX/mails/._1.eml": "junk",
        "readme.pdf": "none",
        "bad.json": "{",
    }
    found = read_threads(zipped(tmp_path / "a.zip", members))
    assert found.forms == ("own", "eml")
    assert [name for name, _ in found.conversations] == ["a.zip/../../evil.json", "a.zip/mails/1.eml"]
    assert [(one.what, one.reason.split(":")[0]) for one in found.refused] == [("a.zip/bad.json", "a.zip/bad.json, line 1")]
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "holds no file of a known form"),
        ({"a.txt.zip": b"x", "b.png": b"x"}, "holds no file"),
        ({"a.json": "{"}, "is not JSON"),
    ],
)
def test_an_archive_without_threads_is_refused(tmp_path: Path, members: dict[str, bytes | str], reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        read_threads(zipped(tmp_path / "a.zip", members))


def test_an_archive_that_unpacks_without_end_is_refused_whatever_it_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_BYTES", 2_000_000)
    path = zipped(tmp_path / "bomb.zip", {f"{n}.txt": b"\0" * 600_000 for n in range(4)})
    assert path.stat().st_size < 10_000
    whole = path.read_bytes()
    path.write_bytes(whole.replace((600_000).to_bytes(4, "little"), (9).to_bytes(4, "little")))
    with pytest.raises(Refusal, match=r"bomb\.zip: (unpacks to more than 2 MB|is no ZIP archive)"):
        read_threads(path)
    path.write_bytes(whole)
    with pytest.raises(Refusal, match=r"bomb\.zip: unpacks to more than 2 MB"):
        read_threads(path)


def test_a_damaged_or_locked_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.json": json.dumps([THREAD] * 500)})
    whole = path.read_bytes()
    path.write_bytes(whole[:60] + bytes(byte ^ 0x55 for byte in whole[60:90]) + whole[90:])
    with pytest.raises(Refusal, match="is no ZIP archive, or is damaged"):
        read_threads(path)
    place = whole.index(b"PK\x01\x02") + 8
    path.write_bytes(whole[:6] + b"\x01" + whole[7:place] + b"\x01" + whole[place + 1 :])
    with pytest.raises(Refusal, match="is locked with a passphrase"):
        read_threads(path)


def test_reading_can_be_stopped(read: Reader, tmp_path: Path) -> None:
    def check() -> None:
        raise Cancelled

    read("a.json", [THREAD] * 200)
    with pytest.raises(Cancelled):
        read_threads(tmp_path / "a.json", check=check)
