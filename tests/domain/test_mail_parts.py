from __future__ import annotations

import time

import pytest

from qa_desk.domain.mail_parts import own_words, parts_of


def told(text: str) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in parts_of(text)]


def test_a_plain_message_is_its_authors_words() -> None:
    assert told("Hello\n\nall well: here") == [("words", "Hello\n\nall well: here")]
    assert told("  \n") == []


def test_a_reply_above_its_quote_and_signature() -> None:
    quote = "On Thu, 25 Jun 2026 at 10:00, Ana Lim <ana@b.example>\nwrote:\n\n> Broken\n>\n> > again\n\n> and again"
    text = f"Hi Ana,\ndone.\n\n--\nRui\nLantern\n\n{quote}"
    assert told(text) == [
        ("words", "Hi Ana,\ndone."),
        ("signature", "--\nRui\nLantern"),
        ("quote", quote),
    ]


def test_answers_between_the_lines_stay_apart_from_them() -> None:
    assert told("> Is it on?\nYes.\n> Is it green?\nNo: red.") == [
        ("quote", "> Is it on?"), ("words", "Yes."), ("quote", "> Is it green?"), ("words", "No: red.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nwhatever",
        "-------- Исходное сообщение --------",
        "------------------ 原始邮件 ------------------",
        "---------- Forwarded message ---------",
        "From: Ana <a@b.example>\nSent: Thursday\nTo: Help\nSubject: Router",
        "*From:* Ana\n*Date:* Thursday\n*To:* Help",
        "Von: Ana\nGesendet: Donnerstag\nAn: Help\nBetreff: Router",
        "От: Анна\nОтправлено: четверг\nКому: Help\nТема: Роутер",
        "发件人：安娜\n发送时间：星期四\n收件人：帮助\n主题：路由器",
        "Daripada: Ana\nTarikh: Khamis\nKepada: Help\nSubjek: Penghala",
        "On Thu, 25 Jun 2026 at 10:00, Ana <a@b.example> wrote:\nunquoted words",
        "25.06.2026 10:00, Анна Лим пишет:\nбез знаков",
        "在 2026年6月25日，安娜 写道：\n没有符号",
    ],
)
def test_the_rest_below_a_replys_head_is_quoted_in_any_language(head: str) -> None:
    assert [kind for kind, _ in told(f"Done.\n\n{head}\n\nOld text\nmore")] == ["words", "quote"]


@pytest.mark.parametrize(
    "text",
    [
        "From: the beginning it was broken\nand nobody came",
        "To: do\nDate: never",
        "He said on Monday what he wrote: nothing",
        "Steps:\n- one\n- two",
        "My address is a@b.example:\nplease write",
    ],
)
def test_words_that_only_look_like_a_head_stay_words(text: str) -> None:
    assert told(text) == [("words", text)]


def test_the_phones_last_line_is_a_signature() -> None:
    assert told("Done\n\nSent from my iPhone") == [("words", "Done"), ("signature", "Sent from my iPhone")]
    assert told("好的\n\n发自我的 iPhone")[-1][0] == "signature"
    assert told("Sent from my desk is what he said\nand left") == [("words", "Sent from my desk is what he said\nand left")]


def test_own_words_are_all_of_them_where_there_is_nothing_else() -> None:
    assert own_words("Yes\n> Is it on?") == "Yes"
    assert own_words("> Is it on?") == "> Is it on?"


@pytest.mark.parametrize("line", [">", "a:", "", "--", "From: x", "on " + "a " * 190 + ":", "-" * 300, "пишет" * 60])
def test_a_long_message_is_parted_in_time(line: str) -> None:
    text = "\n".join([line] * 20_000)[:1_000_000]
    began = time.thread_time()
    parts_of(text)
    assert time.thread_time() - began < 5
