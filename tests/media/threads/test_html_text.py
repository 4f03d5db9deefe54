from __future__ import annotations

import pytest

from qa_desk.media.threads.form import Fault
from qa_desk.media.threads.html_text import text_of_html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Dear <b>Ana</b>,<br>thanks\n  for   it.</p><p>Bye</p>", "Dear Ana,\nthanks for it.\n\nBye"),
        ("<div>one</div><div><div>two</div></div>three", "one\ntwo\nthree"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("&amp;lt;b&amp;gt; &lt;i&gt; &nbsp;x&#8364;", "&lt;b&gt; <i>  x€"),
        ("<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul><p>d</p>", "• a\n• b\n  • c\n\nd"),
        ("<ol><li>a<li>b<ol><li>c</ol></ol>", "1. a\n2. b\n  1. c"),
        ("<table><tr><th>Item<th>Price<tr><td>Router<td>69 €</table>", "Item | Price\nRouter | 69 €"),
        ("<table><tr><td>a</td><td></td><td>c</td></tr></table>", "a |  | c"),
        ("<table><tr><td><p>one</p><p>two</p></td><td>three</td></tr></table>", "one\n\ntwo\nthree"),
        ("<table><tr><td><table><tr><td>in</td><td>side</td></tr></table></td></tr></table>x", "in | side\n\nx"),
        ("<table>stray<tr>text<td>cell</table>", "stray\ntext | cell"),
        ("</td></tr></table></blockquote>still here", "still here"),
        ("<pre>  a\n    b</pre>", "  a\n    b"),
        ("<blockquote>old<blockquote>older</blockquote></blockquote>new", "> old\n>\n> > older\n\nnew"),
        ("a<hr>b", "a\n———\nb"),
        ("<img src='http://t.example/p.gif' width=1 alt='Track me'><img alt='😊'>", "😊"),
        ("<script>alert('<p>x</p>')</script><style>p{color:red}</style><title>T</title>seen", "seen"),
        ('<div style="display: NONE">pre<div>header</div></div><span hidden>x</span>seen', "seen"),
        ('<span style="font-size:0px;color:red">x</span><span style="font-size:0.9em">seen</span>', "seen"),
        ('<div>Rui</div><div class="gmail_signature">Rui Costa<br>Lantern</div>', "Rui\n--\nRui Costa\nLantern"),
        ("<span>-- <br></span><div class='gmail_signature'>Rui</div>", "--\nRui"),
        ("<p>never <b>closed", "never closed"),
        ("<ﬀ>", "<ﬀ>"),
        ("", ""),
    ],
)
def test_pages_read_as_text(markup: str, text: str) -> None:
    assert text_of_html(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<a href="https://x.example/a">here</a>', "here (https://x.example/a)"),
        ('<a href="https://www.x.example/">x.example</a>', "x.example"),
        ('<a href="https://x.example/a?b=1">https://x.example/a</a>', "https://x.example/a (https://x.example/a?b=1)"),
        ('<a href="http://evil.example/">www.bank.example</a>', "www.bank.example (http://evil.example/)"),
        ('<a href="mailto:a@b.example?subject=x">a@b.example</a>', "a@b.example"),
        ('<a href="mailto:a@b.example">write</a>', "write (a@b.example)"),
        ('<a href="javascript:alert(1)">x</a> <a href="data:text/html,x">y</a> <a href="#top">z</a> <a>w</a>', "x y z w"),
        ('<a href="JAVA\nSCRIPT:alert(1)">x</a>', "x"),
        ('<a href="https://x.example/"><img src="logo.png"></a>', "https://x.example/"),
        (f'<a href="https://x.example/a?{"k=v&amp;" * 60}">x</a>', "x (https://x.example/a?…)"),
        (f'<a href="https://x.example/{"p" * 300}">x</a>', f"x (https://x.example/{'p' * 101}…)"),
        (
            '<a href="https://x.example/1">one<a href="https://x.example/2">two',
            "one (https://x.example/1)two (https://x.example/2)",
        ),
    ],
)
def test_links_say_where_they_lead(markup: str, text: str) -> None:
    assert text_of_html(markup) == text


def test_deep_nesting_is_read_to_its_ground() -> None:
    assert text_of_html("<div>" * 50_000 + "deep") == "deep"
    assert text_of_html("<table><tr><td>" * 20_000 + "deep").endswith("deep")
    assert text_of_html("<blockquote>" * 20_000 + "deep").endswith("> deep")


def test_a_page_that_is_no_message_is_refused() -> None:
    with pytest.raises(Fault, match="more than 100000 tags"):
        text_of_html("<b>x</b>" * 80_000)
    with pytest.raises(Fault, match="has 20 MB"):
        text_of_html("x" * 20_000_001)
