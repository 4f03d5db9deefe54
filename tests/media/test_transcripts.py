from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.media.transcripts import read_threads, transcript_suffixes

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.media.transcripts import ReadThreads


def test_every_known_ending_is_named_once() -> None:
    assert len(set(transcript_suffixes())) == len(transcript_suffixes())
    assert {".vtt", ".srt", ".json", ".eml", ".mbox", ".csv", ".zip"} <= set(transcript_suffixes())


def test_an_absent_file_was_moved(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="was it moved"):
        read_threads(tmp_path / "gone.vtt")


# name → form, conversations, messages, and how many of them are of the agent, the customer, the system
REAL = {
    "abcd_sample_chats.json": ("abcd", 3, 72, 32, 31, 9),
    "amazon_transcribe_diarised.json": ("amazon_transcribe", 1, 38, 0, 0, 0),
    "azure_conversation_customer_support.json": ("azure", 1, 17, 10, 7, 0),
    "crosswoz_zh_test.json.zip": ("crosswoz", 500, 8476, 4238, 4238, 0),
    "emails_rt/multipart-alternative-with-umlaut.eml": ("eml", 1, 1, 0, 0, 0),
    "emails_rt/multipart-report.eml": ("eml", 1, 1, 0, 0, 1),
    "emails_rt/new-ticket-from-gb18030.eml": ("eml", 1, 1, 0, 0, 0),
    "emails_rt/new-ticket-from-iso-8859-1.eml": ("eml", 1, 1, 0, 0, 0),
    "emails_rt/russian-subject-no-content-type.eml": ("eml", 1, 1, 0, 0, 0),
    "emails_rt/subject-with-folding-ws.eml": ("eml", 1, 1, 0, 0, 0),
    "emails_rt/very-long-subject.eml": ("eml", 1, 1, 0, 0, 0),
    "irc_ubuntu_2008-04-27.train-a.raw.txt": ("irc", 1, 1979, 0, 0, 21),
    "irc_ubuntu_2015-02-04_15.raw.txt": ("irc", 1, 200, 0, 0, 11),
    "irc_ubuntu_2016-06-06_18.raw.txt": ("irc", 1, 169, 0, 0, 7),
    "netflix_es.vtt": ("vtt", 1, 943, 0, 0, 0),
    "speechmatics.json": ("speechmatics", 1, 80, 0, 0, 0),
    "youtube_dl.vtt": ("vtt", 1, 3, 0, 0, 0),
}


def real(folder: Path, name: str) -> ReadThreads:
    return read_threads(folder / "E_transcripts" / name, zone=ZoneInfo("UTC"))


@pytest.mark.real_data
@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read_whole(shared_data: Path, name: str) -> None:
    form, conversations, messages, *by_side = REAL[name]
    found = real(shared_data, name)
    lines = [line for _, conversation in found.conversations for line in conversation.utterances]
    assert (found.forms, found.refused) == ((form,), ())
    assert (len(found.conversations), len(lines)) == (conversations, messages)
    assert [sum(line.speaker == side for line in lines) for side in ("agent", "customer", "system")] == by_side
    assert all(line.text for line in lines)
    assert all((line.start_s or 0) <= (line.end_s or 0) for line in lines)


@pytest.mark.real_data
def test_the_table_of_real_files_is_complete(shared_data: Path) -> None:
    folder = shared_data / "E_transcripts"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files - set(REAL) == {"abcd_agent_guidelines.json"}
    with pytest.raises(Refusal, match="no known form of transcript or thread"):
        real(shared_data, "abcd_agent_guidelines.json")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "words", "people"), [("amazon_transcribe_diarised.json", 725, 2), ("speechmatics.json", 1791, 3)]
)
def test_no_word_of_a_machine_transcript_is_lost(shared_data: Path, name: str, words: int, people: int) -> None:
    lines = real(shared_data, name).conversations[0][1].utterances
    assert sum(len(line.text.split()) for line in lines) == words
    assert len({line.author for line in lines}) == people
    assert max(len(line.text) for line in lines) < 400


@pytest.mark.real_data
def test_real_captions_name_speakers_but_no_sounds(shared_data: Path) -> None:
    lines = real(shared_data, "netflix_es.vtt").conversations[0][1].utterances
    assert lines[0].author == "Alba"
    assert {"Alba", "Pedro", "Sara"} <= {line.author for line in lines}
    assert not any(line.author and line.author[0].islower() for line in lines)
    assert [line.text for line in lines if line.text.startswith("[ríen")] == ["[ríen emocionadas]"]
    assert any(line.text == "Tú no te metas. ¡No te metas!" for line in lines)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "subject", "author", "text"),
    [
        ("new-ticket-from-gb18030", "测试", "root@localhost", "测试"),
        ("new-ticket-from-iso-8859-1", "Re: rt-3.0.3pre1", "Wilhelmsen Håvard", "Håvard"),
        ("russian-subject-no-content-type", "тест тест", "Dmitry S. Sivachenko", "ТЕСТ"),
        ("subject-with-folding-ws", "test", "foo@example.com", "test"),
    ],
)
def test_real_mails_are_read_in_their_letters(shared_data: Path, name: str, subject: str, author: str, text: str) -> None:
    mail = real(shared_data, f"emails_rt/{name}.eml").conversations[0][1]
    assert (mail.subject, mail.utterances[0].author, mail.utterances[0].text) == (subject, author, text)


@pytest.mark.real_data
def test_a_real_report_of_a_mail_server_is_read_and_what_it_returns_is_listed(shared_data: Path) -> None:
    (said,) = real(shared_data, "emails_rt/multipart-report.eml").conversations[0][1].utterances
    assert "Diagnostic-Code: SMTP; 550 5.1.1 <jesmund>... User unknown" in said.text
    assert [one.name for one in said.attachments] == ["mail “Thank you!”"]
