from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.media.transcripts import Utterance, read_conversations, speaker_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_vtt_voices_times_and_entities(a_file: Callable[[str, str], Path]) -> None:
    path = a_file(
        "a.vtt",
        "\ufeffWEBVTT\n\nNOTE nobody reads this\n\n"
        "1\n00:01.050 --> 00:03.956 align:start\n<v Agent>Hello &amp; <i>welcome</i>\nto us\n\n"
        "01:00:04.000 --> 01:00:05.000\n<v.loud Customer Ana>Hi</v>\n",
    )
    assert read_conversations(path)[0].utterances == (
        Utterance("Hello & welcome to us", "agent", "Agent", 1.05, 3.956),
        Utterance("Hi", "customer", "Customer Ana", 3604.0, 3605.0),
    )


def test_a_cue_with_two_voices_is_two_lines(a_file: Callable[[str, str], Path]) -> None:
    path = a_file("a.vtt", "WEBVTT\n\n00:01.0 --> 00:02.0\n<v Agent>Yes?\n<v Customer>No.\n")
    found = [(line.speaker, line.text) for line in read_conversations(path)[0].utterances]
    assert found == [("agent", "Yes?"), ("customer", "No.")]


def test_srt_with_commas_and_names_before_the_text(a_file: Callable[[str, str], Path]) -> None:
    content = "1\n00:00:01,000 --> 00:00:02,500\nAgent: Hello\n\n2\n00:00:03,000 --> 00:00:04,000\nNote: no name\n"
    path = a_file("a.srt", content)
    assert read_conversations(path)[0].utterances == (
        Utterance("Hello", "agent", "Agent", 1.0, 2.5),
        Utterance("Note: no name", "unknown", None, 3.0, 4.0),
    )


def test_times_that_are_none_are_refused_with_their_line(a_file: Callable[[str, str], Path]) -> None:
    with pytest.raises(Refusal, match="line 3: “soon --> later” is no pair of times"):
        read_conversations(a_file("a.vtt", "WEBVTT\n\nsoon --> later\nhello\n"))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.vtt", "", "is empty"),
        ("a.vtt", "only words", "holds no timed lines"),
        ("a.json", "{", "line 1: is not JSON"),
        ("a.json", '{"a": 1}', "no known form"),
        ("a.json", "[]", "no known form"),
        ("a.json", '{"messages": []}', "holds no line"),
        ("a.json", '{"messages": [{"speaker": "agent"}]}', "not as expected"),
        ("a.json", '{"messages": [{"text": "x", "at": "2026-01-01T00:00:00"}]}', "has no offset"),
        ("a.zip", "no zip", "no ZIP archive"),
    ],
)
def test_what_is_no_transcript_is_refused(a_file: Callable[[str, str], Path], name: str, content: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        read_conversations(a_file(name, content))


def test_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nПривет\n".encode("cp1251"))
    with pytest.raises(Refusal, match="line 3: is not UTF-8"):
        read_conversations(path)


def test_an_absent_file_was_moved(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="was it moved"):
        read_conversations(tmp_path / "gone.vtt")


def test_the_own_form_of_a_chat(a_file: Callable[[str, str], Path]) -> None:
    document = {
        "interaction": "C-1",
        "channel": "chat",
        "messages": [{"at": "2026-06-25T10:41:03+01:00", "speaker": "customer", "author": "Ana", "text": "hi,\n  <b>there</b>"}],
    }
    (one,) = read_conversations(a_file("a.json", json.dumps(document)))
    assert (one.key, one.channel) == ("C-1", "chat")
    assert one.utterances == (Utterance("hi,\n<b>there</b>", "customer", "Ana", at=1782380463),)


def test_a_zipped_file_is_read_without_unpacking(tmp_path: Path) -> None:
    path = tmp_path / "a.json.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evil.json", json.dumps([{"text": "hello", "speaker": "usr"}]))
    assert read_conversations(path)[0].utterances[0].speaker == "customer"
    assert [one.name for one in tmp_path.iterdir()] == ["a.json.zip"]


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("AGENT", "agent"),
        ("Agent 2", "agent"),
        ("agent_1", "agent"),
        ("客服", "agent"),
        ("Клиент", "customer"),
        ("Ana", "unknown"),
        (None, "unknown"),
    ],
)
def test_labels_tell_who_speaks(label: str | None, speaker: str) -> None:
    assert speaker_of(label) == speaker


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "conversations", "lines", "speakers"),
    [
        ("netflix_es.vtt", 1, 865, {"unknown"}),
        ("youtube_dl.vtt", 1, 4, {"unknown"}),
        ("azure_conversation_customer_support.json", 1, 17, {"agent", "customer"}),
        ("abcd_sample_chats.json", 3, 72, {"agent", "customer", "system"}),
        ("crosswoz_zh_test.json.zip", 500, 8476, {"agent", "customer"}),
    ],
)
def test_real_transcripts_are_read(shared_data: Path, name: str, conversations: int, lines: int, speakers: set[str]) -> None:
    found = read_conversations(shared_data / "E_transcripts" / name)
    everything = [line for one in found for line in one.utterances]
    assert len(found) == conversations
    assert {line.speaker for line in everything} == speakers
    assert len(everything) == lines
    assert all(line.text and "<" not in line.text for line in everything)
    timed = [line for line in everything if line.start_s is not None]
    assert all(line.start_s <= line.end_s for line in timed)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "words", "people"), [("amazon_transcribe_diarised.json", 725, 2), ("speechmatics.json", 1791, 3)]
)
def test_no_word_of_a_machine_transcript_is_lost(shared_data: Path, name: str, words: int, people: int) -> None:
    lines = read_conversations(shared_data / "E_transcripts" / name)[0].utterances
    assert sum(len(line.text.split()) for line in lines) == words
    assert len({line.author for line in lines}) == people
    assert max(len(line.text) for line in lines) < 400


def test_the_guidelines_of_a_data_set_are_no_transcript(shared_data: Path) -> None:
    with pytest.raises(Refusal, match="no known form"):
        read_conversations(shared_data / "E_transcripts" / "abcd_agent_guidelines.json")
