from __future__ import annotations

import email

from qa_desk.media.threads.mail_body import body_of, undeclared
from qa_desk.media.threads.mail_words import Letters


def test_inline_files_are_attachments_and_the_texts_around_them_are_read() -> None:
    mail = email.message_from_string(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbefore\n"
        "--b\nContent-Type: image/png; name=a.png\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\nAAAA\nAAA=\n"
        "--b\nContent-Type: text/plain; name=notes.txt\n\nnotes\n"
        "--b\nContent-Type: application/octet-stream\n\nraw\n--b\n\nafter\n--b--\n"
    )
    body = body_of(mail, Letters(b""))
    assert body.text == "before\n\nafter"
    assert [(one.name, one.size) for one in body.attachments] == [("a.png", 5), ("notes.txt", 5), ("application/octet-stream", 3)]


def test_the_related_parts_of_a_page_are_read_as_its_text() -> None:
    mail = email.message_from_string(
        "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: multipart/related; boundary=r\n\n"
        "--r\nContent-Type: text/html\n\n<p>page</p>\n--r\nContent-Type: image/gif\nContent-ID: <x>\n\nR0lG\n--r--\n--a--\n"
    )
    body = body_of(mail, Letters(b""))
    assert (body.text, [one.name for one in body.attachments]) == ("page", ["image/gif"])


def test_the_sample_for_letters_is_what_declares_none() -> None:
    mail = email.message_from_bytes(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\xf4\xe5\n"
        b"--b\nContent-Type: text/plain; charset=utf-8\n\nx\n--b--\n"
    )
    assert undeclared(mail) == b"\xf4\xe5"


def test_attachments_without_end_are_cut() -> None:
    parts = "--b\nContent-Type: image/png\n\nx\n" * 1000
    mail = email.message_from_string(f"Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n")
    assert len(body_of(mail, Letters(b"")).attachments) == 200
