from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.thread_facts import Message, Reply, thread_facts


def thread(*messages: tuple[str, int | None]) -> list[Message]:
    return [Message(position, speaker, at) for position, (speaker, at) in enumerate(messages)]


def test_a_wait_runs_from_the_first_unanswered_message() -> None:
    facts = thread_facts(thread(("customer", 0), ("customer", 50), ("agent", 100), ("customer", 200), ("agent", 500)))
    assert facts.first_reply == Reply(2, 100)
    assert facts.slowest_reply == Reply(4, 300)
    assert not facts.is_waiting


def test_a_bot_does_not_end_a_wait() -> None:
    facts = thread_facts(thread(("customer", 0), ("bot", 1), ("system", 2), ("agent", 90)))
    assert facts.first_reply == Reply(3, 90)


def test_an_unanswered_thread_has_no_reply_and_waits() -> None:
    facts = thread_facts(thread(("agent", 0), ("customer", 5)))
    assert (facts.first_reply, facts.slowest_reply, facts.is_waiting) == (None, None, True)


def test_messages_without_a_time_give_no_reply_time() -> None:
    facts = thread_facts(thread(("customer", None), ("agent", 10), ("customer", 20), ("agent", None)))
    assert facts.slowest_reply is None
    assert (facts.agent_messages, facts.customer_messages) == (2, 2)


def test_an_empty_thread_has_nothing() -> None:
    assert thread_facts([]).messages == 0
    assert not thread_facts([]).is_waiting


@given(st.lists(st.tuples(st.sampled_from(["agent", "customer", "bot"]), st.integers(0, 10_000)), max_size=20))
def test_the_slowest_reply_is_never_faster_than_the_first(messages: list[tuple[str, int]]) -> None:
    facts = thread_facts(thread(*sorted(messages, key=lambda message: message[1])))
    if facts.first_reply is not None:
        assert facts.slowest_reply is not None
        assert facts.slowest_reply.waited_s >= facts.first_reply.waited_s
