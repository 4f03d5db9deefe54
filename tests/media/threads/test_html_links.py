from __future__ import annotations

import pytest

from qa_desk.media.threads.html_links import address_beside


@pytest.mark.parametrize(
    ("link", "said", "address"),
    [
        ("https://x.example/a", "here", "https://x.example/a"),
        ("HTTPS://x.example", "www.x.example", ""),
        ("https://x.example/a", "x.example", ""),
        ("https://x.example.evil.example/", "x.example", "https://x.example.evil.example/"),
        ("mailto:", "write", ""),
        ("tel:+4420", "call", "+4420"),
        ("ja\tvascript:alert(1)", "x", ""),
        ("file:///etc/passwd", "x", ""),
        ("http://[broken" + "x" * 200, "x", "http://[broken" + "x" * 105 + "…"),
    ],
)
def test_an_address_is_said_where_the_words_do_not_say_it(link: str, said: str, address: str) -> None:
    assert address_beside(link, said) == address
