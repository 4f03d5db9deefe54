from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media.transcripts import Utterance

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_rows_are_gathered_by_their_conversation(read: Reader) -> None:
    table = (
        "Ticket ID;Created at;Actor;Author;Text;Visibility;Channel\r\n"
        "T-1;2026-06-25 10:00:00;customer;Ana;Broken;public;email\r\n"
        "T-2;2026-06-25 10:00:01;customer;Li;5 < 6;public;fax\r\n"
        'T-1;2026-06-25 10:05:00;agent;Rui;"He said ""no"";\nreally";internal;email\r\n'
    )
    found = read("a.csv", table)
    assert found.forms == ("messages",)
    assert [(one.key, one.channel) for _, one in found.conversations] == [("T-1", "email"), ("T-2", "ticket")]
    assert found.conversations[0][1].utterances == (
        Utterance("Broken", "customer", "Ana", at=1782378000),
        Utterance('He said "no";\nreally', "agent", "Rui", at=1782378300, is_internal=True),
    )


def test_a_warehouse_says_public_and_a_tweet_inbound(read: Reader) -> None:
    comments = (
        "id,body,created,public,ticket_id,user_id\n1,<p>x</p>,2020-02-11 07:49:14,TRUE,7,4\n2,y,2020-02-11 07:49:15,FALSE,7,5\n"
    )
    lines = read("a.csv", comments).conversations[0][1].utterances
    assert [(line.text, line.author, line.is_internal) for line in lines] == [("x", "4", False), ("y", "5", True)]
    tweets = (
        "conversation_id,author_id,inbound,created_at,text\n1,a,True,2020-02-11T07:49:14Z,hi\n1,b,False,2020-02-11T07:50:14Z,yo\n"
    )
    assert [line.speaker for line in read("b.csv", tweets).conversations[0][1].utterances] == ["customer", "agent"]


def test_a_row_that_cannot_be_read_refuses_its_conversation_by_its_line(read: Reader) -> None:
    table = 'ticket_id,created_at,text\n1,2026-06-25T10:00:00Z,"a\nb"\n2,25/06/2026,x\n,2026-06-25T10:00:00Z,nobody\'s\n'
    found = read("a.csv", table)
    assert [one.key for _, one in found.conversations] == ["1"]
    assert [one.reason for one in found.refused] == ["line 4: “at” is no time: 25/06/2026", "line 5: names no conversation"]


def test_another_table_is_no_thread_and_an_endless_cell_is_refused(read: Reader) -> None:
    with pytest.raises(Refusal, match="no known form"):
        read("a.csv", "name,team\nAna,Billing\n")
    with pytest.raises(Refusal, match="line 2: field larger than field limit"):
        read("b.csv", 'ticket_id,at,text\n1,2026-06-25T10:00:00Z,"' + "open\n" * 300_000)


def test_old_encodings_are_read(read: Reader) -> None:
    table = "ticket_id,created_at,actor,text\n1,2026-06-25T10:00:00Z,客户,您好，我的路由器坏了，请帮我看一下\n"
    found = read("a.csv", table.encode("gb18030"))
    assert found.conversations[0][1].utterances[0].text == "您好，我的路由器坏了，请帮我看一下"
    assert found.notes == ("a.csv: read as gb18030.",)
