from __future__ import annotations

import pytest

from qa_desk.media.threads.mail_words import Letters


@pytest.mark.parametrize(
    "charset", [None, "", "utf-8", "us-ascii", "x-user-defined", "hex", "\x00", "a" * 200, "idna", "undefined"]
)
def test_no_declared_set_makes_reading_fail(charset: str | None) -> None:
    assert Letters(b"").decode("caf\u00e9 \u6d4b".encode(), charset) == "café 测"


def test_a_few_damaged_bytes_spoil_no_text() -> None:
    text = "你好，这是一封很长的信件，内容完整。".encode("gb18030") * 4
    damaged = text[:50] + b"\xff" + text[50:]
    read = Letters(b"").decode(damaged, "gb18030")
    assert read.count("你好") == 4
    assert "\ufffd" in read
