"""Text in columns of a terminal: nothing is wider than asked for, and nothing is lost."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_verbatim.render.width import columns, wrapped

PAINT = re.compile("\x1b\\[[0-9]*m")
WIDE = "\u6f22"
ACCENT = "e\u0301"
EMOJI = "\U0001f600"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", 0), ("abc", 3), (WIDE, 2), (ACCENT, 1), (EMOJI, 2), ("\uff41", 2), ("\u00e9", 1)],
)
def test_columns_are_those_of_a_terminal(text: str, wanted: int) -> None:
    """Wide characters take two, combining marks none."""
    assert columns(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("one two three", ["one two", "three"]),
        ("one two  three", ["one two", "three"]),
        ("twelveletter", ["twelvele", "tter"]),
        ("no twelveletter", ["no", "twelvele", "tter"]),
        ("a\n\nb", ["a", "", "b"]),
        ("", [""]),
        (5 * WIDE, [4 * WIDE, WIDE]),
        (f"a{4 * WIDE}", [f"a{3 * WIDE}", WIDE]),
        (9 * ACCENT, [8 * ACCENT, ACCENT]),
        (5 * EMOJI, [4 * EMOJI, EMOJI]),
    ],
)
def test_lines_break_where_they_may(text: str, wanted: list[str]) -> None:
    """At blanks and between wide characters, inside a word only where there is no other way."""
    assert list(wrapped([(text, "")], 8)) == wanted


def test_indents_are_part_of_the_width() -> None:
    """The first line has its own."""
    assert list(wrapped([("one two three", "")], 10, "? ", "  ")) == ["? one two", "  three"]


def test_a_word_can_be_left_whole() -> None:
    """What will be copied is not broken, however narrow the terminal is."""
    assert list(wrapped([("see cases/a.py::b", "")], 8, breaks=False)) == [
        "see",
        "cases/a.py::b",
    ]


def test_paint_does_not_run_over_the_end_of_a_line() -> None:
    """A run that is broken is painted on both lines, and its escape takes no column."""
    lines = list(wrapped([("a ", ""), ("bbbb cccc", "\x1b[31m"), (" d", "")], 8))
    assert lines == ["a \x1b[31mbbbb\x1b[0m", "\x1b[31mcccc\x1b[0m d"]


@given(st.text(st.sampled_from(["a", " ", WIDE, "\u0301", EMOJI, "-"])), st.integers(8, 30))
def test_no_line_is_too_wide_and_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    """Whatever the text; and a mark stays with what it combines with."""
    lines = list(wrapped([(text, "\x1b[1m")], width))
    bare = [PAINT.sub("", line) for line in lines]
    assert all(columns(line) <= width for line in bare)
    assert "".join(bare).replace(" ", "") == text.replace(" ", "")
    at = [line[:1] for line in bare[1:] if line]
    assert not any(unicodedata.combining(one) for one in at if text[:1] != "\u0301")
