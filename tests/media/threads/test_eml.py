from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media.transcripts import Attachment
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from qa_desk.media.transcripts import Conversation
    from tests.media.threads.conftest import Reader

HEAD = (
    "From: Ana Lim <Ana@b.example>\nTo: Help <help@lantern.example>, x@y.example\nCc: Boss <boss@b.example>\n"
    "Date: Thu, 25 Jun 2026 10:00:00 +0100\n"
)


def mail(read: Reader, content: str | bytes) -> Conversation:
    return only(read("m.eml", content))


def test_the_head_says_who_to_whom_when_and_what_is_answered(read: Reader) -> None:
    ids = "Message-ID: <2@b.example>\nIn-Reply-To: <1@b.example>\nReferences: <0@b.example>\n <1@b.example>\n"
    found = mail(read, f"{HEAD}Subject: Router\n{ids}\nHello\n")
    (said,) = found.utterances
    assert (found.channel, found.subject, found.answers) == ("email", "Router", ("1@b.example", "0@b.example"))
    assert found.addresses == {"Ana Lim": "ana@b.example"}
    assert (said.author, said.at, said.text, said.message_id) == ("Ana Lim", 1782378000, "Hello", "2@b.example")
    assert (said.recipients, said.speaker) == ("Help, x@y.example; Cc: Boss", "unknown")


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("=?utf-8?B?0J/RgNC40LI=?= =?utf-8?B?0LXRgg==?=", "Привет"),
        ("=?utf-8?B?0J/RgNC40LLQ?=\n =?utf-8?B?tdGC?= ok", "Привет ok"),
        ("=?iso-8859-1?Q?te?=\n =?ISO-8859-1?Q?st_=E9?=", "test é"),
        ("=?gb2312?B?suLK1A===?=", "测试"),
        ("=?utf-8*en?Q?caf=C3=A9?=!", "café!"),
        ("=?x-unknown?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("plain =?broken", "plain =?broken"),
        ("a\n\tb", "a b"),
    ],
)
def test_encoded_words_are_put_together(read: Reader, header: str, subject: str) -> None:
    assert mail(read, f"{HEAD}Subject: {header}\n\nx\n").subject == subject


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("koi8-r", "Здравствуйте, мой роутер не работает уже третий день"),
        ("cp1251", "Здравствуйте, мой роутер не работает уже третий день"),
        ("gb18030", "您好，我的路由器已经三天不能用了，请尽快处理"),
        ("big5", "您好，我的路由器已經三天不能用了，請儘快處理"),
        ("utf-8", "您好，мой роутер"),
        ("cp1252", "Mon routeur est cassé – « merci » d’avance"),
    ],
)
def test_letters_without_a_declared_set_are_found_from_the_whole_mail(read: Reader, encoding: str, text: str) -> None:
    found = mail(read, HEAD.encode() + b"Subject: " + text[:8].encode(encoding) + b"\n\n" + text.encode(encoding))
    assert (found.subject, found.utterances[0].text) == (text[:8].strip(), text)


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("gb2312", "gb18030", "朱镕基"),
        ("iso-8859-1", "cp1252", "“quoted” – 5 €"),
        ("us-ascii", "utf-8", "Привет"),
        ("nonsense-9", "utf-8", "Привет"),
        ("utf-8", "cp1251", "Здравствуйте, мой роутер не работает"),
        ("punycode", "utf-8", "Привет"),
        ("zlib", "utf-8", "Привет"),
    ],
)
def test_a_wrongly_declared_set_is_seen_through(read: Reader, declared: str, encoding: str, text: str) -> None:
    head = f"{HEAD}Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit\n\n"
    assert mail(read, head.encode() + text.encode(encoding)).utterances[0].text == text


def test_nested_parts_give_one_text_and_attachments_are_named_and_measured_only(read: Reader) -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "ana@b.example", "Файлы"
    made.set_content("The same text, plain\n")
    made.add_alternative("<p>The <b>same</b> text, set</p>", subtype="html")
    made.add_attachment(b"x" * 1000, maintype="application", subtype="pdf", filename="счёт.pdf")
    made.add_attachment("inner text", filename="log.txt")
    inner = EmailMessage()
    inner["Subject"] = "Complaint"
    inner.set_content("secret")
    made.add_attachment(inner)
    (said,) = mail(read, made.as_bytes()).utterances
    assert said.text == "The same text, plain"
    assert [one.name for one in said.attachments] == ["счёт.pdf", "log.txt", "mail “Complaint”"]
    assert said.attachments[0] == Attachment("счёт.pdf", 1000)


def test_the_html_is_read_where_the_plain_text_says_nothing(read: Reader) -> None:
    made = EmailMessage()
    made["From"] = "ana@b.example"
    made.set_content("See HTML\n")
    made.add_alternative("<p>" + "A long and careful answer. " * 10 + "</p><img src='https://t.example/p.gif'>", subtype="html")
    (said,) = mail(read, made.as_bytes()).utterances
    assert said.text.startswith("A long and careful answer.")
    assert "t.example" not in said.text


def test_a_plain_text_that_says_something_else_is_no_mail(read: Reader) -> None:
    made = EmailMessage()
    made["From"] = "ana@b.example"
    made.set_content("(no plain text)\n")
    made.add_alternative("<p>Thank you, Rui!</p>", subtype="html")
    assert mail(read, made.as_bytes()).utterances[0].text == "Thank you, Rui!"


def test_html_declares_its_set_in_the_page(read: Reader) -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Да</p>'
    head = HEAD + "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n"
    assert mail(read, head.encode() + page.encode("cp1251")).utterances[0].text == "Да"


def test_broken_lines_of_a_flowed_text_are_whole_again(read: Reader) -> None:
    head = HEAD + "Content-Type: text/plain; format=flowed\n\n"
    text = "One long \nline.\n> quoted \n> line\nown\n-- \nAna\n"
    assert mail(read, head + text).utterances[0].text == "One long line.\n> quoted line\nown\n--\nAna"


def test_a_report_is_the_systems_and_an_automatic_answer_the_bots(read: Reader) -> None:
    report = (
        "From: MAILER-DAEMON@x.example\nSubject: Returned\nContent-Type: multipart/report; boundary=b\n\n"
        "--b\n\nNot delivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n"
        "--b\nContent-Type: message/rfc822\n\nSubject: Thank you\n\nhello\n--b--\n"
    )
    (said,) = mail(read, report).utterances
    assert (said.speaker, said.text) == ("system", "Not delivered.\n\nReporting-MTA: dns; x\n\nAction: failed")
    assert [one.name for one in said.attachments] == ["mail “Thank you”"]
    away = mail(read, HEAD + "Auto-Submitted: auto-replied\n\nI am away\n")
    assert away.utterances[0].speaker == "bot"


@pytest.mark.parametrize(
    ("head", "at"),
    [
        ("Date: Thu, 25 Jun 2026 10:00:00 +0100 (BST)\n", 1782378000),
        ("Date: Thu, 25 Jun 2026 09:00:00 -0000\n", 1782378000),
        ("Date: 25 Jun 2026 10:00\n", 1782378000),  # the zone of the import: London
        ("Received: from a by b; Thu, 25 Jun 2026 09:00:00 GMT\nDate: yesterday\n", 1782378000),
        ("Date: Fri, 99 Jun 2026 10:00:00 +0100\n", None),
        ("Date: Thu, 25 Jun 1926 10:00:00 +0100\n", None),
        ("", None),
    ],
)
def test_the_time_is_the_dates_or_the_first_servers(read: Reader, head: str, at: int | None) -> None:
    assert mail(read, f"From: a@b.example\n{head}\nx\n").utterances[0].at == at


def test_a_mail_without_words_is_kept_for_its_subject(read: Reader) -> None:
    found = mail(read, HEAD + "Subject: CALL ME NOW\n\n\n")
    assert (found.subject, found.utterances[0].text) == ("CALL ME NOW", "")


def test_what_is_no_mail_is_refused(read: Reader) -> None:
    with pytest.raises(Refusal, match="has no head of a mail"):
        read("m.eml", "just words\nand more\n")


def test_a_mail_is_known_by_its_head_whatever_its_ending(read: Reader) -> None:
    assert read("m.txt", HEAD + "\nHello\n").forms == ("eml",)


def test_parts_nested_without_end_are_refused_or_read_in_time(read: Reader) -> None:
    nested = HEAD + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1500)) + "\nhi\n"
    with pytest.raises(Refusal, match="is not built as Mail"):
        read("m.eml", nested)
