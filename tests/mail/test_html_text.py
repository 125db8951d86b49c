"""HTML becomes the text that its reader sees: rows on one line, quotes marked, nothing hidden, no script."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.mail.html_text import TEXT_LIMIT
from courtesy.mail.html_text import to_text as text
from courtesy.mail.links import links


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Dear Ada,</p><p>we would<br>like to</p>", "Dear Ada,\n\nwe would\nlike to"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<div>Tues<b>day</b> &nbsp; 10&nbsp;am</div>", "Tuesday 10 am"),
        ("<ul><li>Monday</li><li><p>Tuesday</p></li></ul>", "- Monday\n- Tuesday"),
        ("<pre>a\nb</pre>", "a\nb"),
        ("x<!-- a --><![if !mso]>y<![endif]><!--[if mso]>z<![endif]-->", "xy"),
        ("<style>p{}</style><script>alert(1)</script><title>t</title><p>x</p>", "x"),
        ("<p>a</p><hr><p>b</p>", "a\n\nb"),
        ("no tags & all", "no tags & all"),
        ("", ""),
    ],
)
def test_text(html: str, expected: str) -> None:
    assert text(html) == expected


def test_cells_of_a_row_share_a_line_even_when_each_holds_a_paragraph() -> None:
    row = "<tr><td><p>Tuesday 14 October</p></td><td></td><td><div>10:00</div></td></tr>"
    assert text(f"<table>{row}{row}</table>") == "Tuesday 14 October | 10:00\nTuesday 14 October | 10:00"


def test_tables_that_only_lay_out_the_page_leave_no_marks() -> None:
    inner = "<table><tr><th>When</th><td>Tuesday</td></tr><tr><th>Where</th><td>Room 5</td></tr></table>"
    html = f"<table><tr><td>Dear Ada,</td></tr><tr><td>{inner}</td></tr><tr><td><p>Bye</p></td></tr></table>"
    assert text(html) == "Dear Ada,\n\nWhen | Tuesday\nWhere | Room 5\n\nBye"


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">no</div>',
        '<span style="Display : None !important">no</span>',
        '<div style="font-size:0px">no</div>',
        '<div style="max-height:0;overflow:hidden">no</div>',
        '<p style="visibility:hidden">no</p>',
        '<p style="color:red;opacity:0">no</p>',
        "<p hidden>no</p>",
        '<table><tr><td class="preheader">no</td></tr></table>',
    ],
)
def test_what_is_hidden_is_not_read(hidden: str) -> None:
    assert text(f"<body>{hidden}<p>yes</p></body>") == "yes"


def test_what_only_looks_hidden_is_read() -> None:
    # Frameworks set the type size of the scaffold to nothing and that of the words inside it back to normal.
    assert text('<td style="font-size:0px"><div style="font-size:13px">yes</div></td>') == "yes"
    # Outlook is told to leave out a button, because it gets one of its own.
    assert text('<a href="https://x.example" style="mso-hide:all">Choose a time</a>') == "Choose a time"
    assert text('<p style="opacity:0.8;max-height:0.5em">yes</p>') == "yes"


def test_quotes_are_marked_and_indented_text_is_not() -> None:
    assert text("<p>New</p><blockquote type='cite'><p>Old</p><p>words</p></blockquote>") == "New\n\n> Old\n>\n> words"
    assert text("<blockquote class='gmail_quote'>a<blockquote class='gmail_quote'>b</blockquote></blockquote>") == (
        "> a\n>\n> > b"
    )
    assert text("<blockquote><p>Monday</p></blockquote>") == "Monday"


def test_links_of_text_and_html_carry_the_words_they_stand_on() -> None:
    found = links(
        "Join: https://y.example, or https://z.example/a_(b).",
        '<p><a href="https://x.example/a?b=1&amp;c=2"><span>Choose</span> a <b>time</b></a>'
        '<a href="https://y.example"><img alt="Join" src="https://track.example/1.gif"></a>'
        '<a name="top">x</a><a href=/rel>y</a></p>',
    )
    assert [(link.url, link.text) for link in found] == [
        ("https://y.example", "Join"),
        ("https://z.example/a_(b)", "https://z.example/a_(b)"),
        ("https://x.example/a?b=1&c=2", "Choose a time"),
    ]


@given(
    st.lists(
        st.sampled_from(
            "<p> </p> <td> <tr> <table> </table> <b> </b> <blockquote type=cite> </blockquote> <li> <a href=x> </a> "
            "<br> text &nbsp; &#1; <!-- --> <div style=display:none> </div> <pre> </pre> <svg> <select> < > \" '".split(
                " "
            )
        ),
        max_size=60,
    )
)
@settings(max_examples=300, deadline=None)
def test_any_tags_in_any_order_are_read(pieces: list[str]) -> None:
    assert not any(ord(c) < 32 and c != "\n" for c in text(" ".join(pieces)))


ENDLESS = ("<div>", "<b>", "<p><b>", "<table><tr><td>", "<blockquote type=cite>x", "<li>", "<p>", "</", "<!--", "<a ")


@pytest.mark.parametrize("piece", [*ENDLESS, "<![", "&amp", "<div></x>"])
def test_endless_markup_ends(piece: str) -> None:
    html = "<p>hello</p>" + piece * (250_000 // len(piece))
    found = text(html)
    assert found.startswith("hello")
    assert len(links(found, html)) <= 200
    assert len(found) <= TEXT_LIMIT


def test_thousands_of_attributes_are_dropped_with_their_tag() -> None:
    assert text("<p>hello</p><a " + " ".join(f"a{n}=1" for n in range(30_000)) + ">x</a>") == "hello\n\nx"
