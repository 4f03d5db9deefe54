from __future__ import annotations

import pytest

from qa_desk.media.threads.form import Fault
from qa_desk.media.threads.plain import clean, clean_line, decode_references, without_tags


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("\n\n  indented \t\n\n\n\n\nend\n\n", "  indented\n\nend"),
        ("a\x00b\x07c\x1b[31md\x1b[0me\x7ff", "abcdef"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("non\u00a0breaking\u202fspaces", "non breaking spaces"),
        ("bill\u202egpj.exe \u202dx\u202c", "bill[RLO]gpj.exe [LRO]x"),
        ("\u2067שלום\u2069 \u202bمرحبا\u202c", "שלום مرحبا"),
        ("می\u200cروم 👨\u200d👩\u200d👧", "می\u200cروم 👨\u200d👩\u200d👧"),
        ("\u200c \u200c\u00a0\u034f\nSale", "Sale"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("e\u0301", "é"),
        ("z" + "\u0335" * 50 + "algo", "z" + "\u0335" * 6 + "algo"),
        ("a\tb", "a   b"),
    ],
)
def test_text_is_made_safe_to_show_and_to_search(text: str, kept: str) -> None:
    assert clean(text) == kept
    kept.encode()


def test_a_message_has_at_most_a_million_characters() -> None:
    with pytest.raises(Fault, match="has 1000001 characters"):
        clean("x" * 1_000_001)


def test_a_name_is_one_line_and_not_endless() -> None:
    assert clean_line(" Ana\r\n\tLim ") == "Ana Lim"
    assert len(clean_line("x" * 100_000)) == 1000


def test_references_are_decoded_once_whatever_number_they_claim() -> None:
    assert decode_references("&amp;lt; &#x1F600; &#39;") == "&lt; 😀 '"
    assert decode_references("&#" + "9" * 10_000 + "; &#x" + "f" * 10_000) == "\ufffd \ufffd"


def test_tags_of_subtitles_go_and_comparisons_stay() -> None:
    assert without_tags("<i>5 < 6</i> & <00:01.199><c.red>x</c> <3") == "5 < 6 & x <3"
