from __future__ import annotations

import time

import pytest

from qa_desk.media.threads.html_tokens import Tag, tokens_of


def test_tags_attributes_and_texts() -> None:
    assert list(tokens_of("a<A HREF=\"x>y\" b='1' c=2 hidden>t &amp;amp; u</a >")) == [
        "a",
        Tag("a", attributes={"href": "x>y", "b": "1", "c": "2", "hidden": ""}),
        "t &amp; u",
        Tag("a", is_closing=True),
    ]


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("5 < 6 <3 </ <>x", ["5 < 6 <3 </ <>x"]),
        ("a<!-- <b>no</b> -->b<!DOCTYPE x>c<?php y ?>d<![if !mso]>e<![endif]>", ["a", "b", "c", "d", "e"]),
        ("a<!-- never closed", ["a<!-- never closed"]),
        ("a<!-- never closed <b>", ["a"]),
        ("a<script>if (a<b) '</p>'</script >b<STYLE>p{}</Style>c", ["a", "b", "c"]),
        ("a<script>never closed", ["a"]),
        ("end <b", ["end <b"]),
        ('x<a title="never closed>y</a>z', ["x", "y", "z"]),
    ],
)
def test_what_nobody_sees_is_left_out_and_signs_stay(markup: str, texts: list[str]) -> None:
    assert [token for token in tokens_of(markup) if isinstance(token, str)] == texts


@pytest.mark.parametrize(
    "piece", ["<a", "<!--", "<", "</a", '<a b="', '<a ">" ', "<?", "<![CDATA[", "<script>", "<a b='>", "&#", "<!", "<a/", "=<x "]
)
def test_hostile_markup_takes_no_longer_than_its_length(piece: str) -> None:
    markup = piece * (400_000 // len(piece)) + ">"
    began = time.thread_time()
    for _ in tokens_of(markup):
        pass
    assert time.thread_time() - began < 5  # in one pass it is a tenth of it, in a quadratic one minutes
