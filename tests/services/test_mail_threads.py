from __future__ import annotations

import pytest

from qa_desk.media.transcripts import Conversation, Utterance
from qa_desk.services.mail_threads import bare_subject, threads_of_mails


def a_mail(own: str | None, *answers: str, at: int | None = 0, subject: str = "S") -> Conversation:
    said = Utterance(own or "", at=at, message_id=own)
    return Conversation((said,), channel="email", subject=subject, answers=answers, addresses={own or "": "x"})


def together(*mails: Conversation) -> list[tuple[str, list[str]]]:
    found = threads_of_mails([(str(number), mail) for number, mail in enumerate(mails)])
    return [(name, [line.text for line in thread.utterances]) for name, thread in found]


def test_answers_find_their_thread_through_mails_that_are_not_there() -> None:
    mails = (a_mail("c", "b", "lost", at=3), a_mail("x"), a_mail("b", "a", at=2), a_mail("d", "lost", at=4))
    assert together(*mails) == [("2", ["b", "c", "d"]), ("1", ["x"])]


def test_chats_and_mails_without_ids_stay_alone() -> None:
    chat = Conversation((Utterance("hi"),), "C-1")
    assert together(chat, chat, a_mail(None), a_mail(None)) == [("0", ["hi"]), ("1", ["hi"]), ("2", [""]), ("3", [""])]


def test_a_mail_without_a_time_stands_last_and_a_copy_counts_once() -> None:
    assert together(a_mail("b", "a", at=None), a_mail("a", at=1), a_mail("a", at=1)) == [("1", ["a", "b"])]


def test_ten_thousand_answers_are_one_thread_in_no_time() -> None:
    mails = [a_mail("0"), *(a_mail(str(number), str(number - 1), at=number) for number in range(1, 10_000))]
    ((_, texts),) = together(*mails)
    assert texts == [str(number) for number in range(10_000)]


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: AW: Fwd: Router", "router"),
        ("RE[2]: Router", "router"),
        ("回复：路由器", "路由器"),
        ("Отв: роутер", "роутер"),
        ("Research: results", "research: results"),
        (None, ""),
    ],
)
def test_a_subject_is_the_same_with_and_without_its_answers_mark(subject: str | None, bare: str) -> None:
    assert bare_subject(subject) == bare
