"""The parts of the review page: what can be seen, what differs, where a sentence stands."""

import sys
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pages
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_verbatim.change import Doubt
from pytest_verbatim.controls import is_hidden, visible
from pytest_verbatim.finding import Where
from pytest_verbatim.render.changes import alike
from pytest_verbatim.render.page.hunks import HEADER, rows_of
from pytest_verbatim.render.page.intraline import Spans, line_changes, prose_changes
from pytest_verbatim.render.page.layers import pieces
from pytest_verbatim.render.page.markup import message, text
from pytest_verbatim.render.page.placing import placed, sentence_marks

WORDS = st.lists(
    st.sampled_from(["a", "bb", ",", "ccc", "(", "d1", "\u00e4\u00f6"]), max_size=12
).map(" ".join)


def cut(value: str, spans: Spans) -> list[str]:
    """Return the characters of spans."""
    return [value[start:end] for start, end in spans]


def without(value: str, spans: Spans) -> str:
    """Return a text without the characters of spans, and without blanks."""
    kept = [0, *(edge for span in spans for edge in span), len(value)]
    return "".join("".join(value[a:b].split()) for a, b in zip(kept[::2], kept[1::2], strict=True))


# --- what can be seen ------------------------------------------------------------------------


def test_whatever_cannot_be_seen_is_shown() -> None:
    """Controls, formats, surrogates, private use and odd spaces are hidden; letters are not."""
    hidden = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs"}
    for point in range(sys.maxunicode + 1):
        character = chr(point)
        if unicodedata.category(character) in hidden:
            assert is_hidden(character) or character in " \n\t"
    assert not any(map(is_hidden, "az09<&\u00e4\u4e2d\u05d0\u0301\ufffd\U0001f600"))
    assert all(map(is_hidden, "\u3164\u2800\ufe0f\U000e0100\u115f\u034f"))


def test_a_hidden_character_is_named() -> None:
    """In text it has an element of its own with its name, in attributes its number."""
    shown = text("a\u202eb<\x1b")
    assert 'title="right-to-left override">U+202E</span>b&lt;' in shown
    assert 'title="a control character">U+001B</span>' in shown
    assert visible("a\u202eb\udc80") == "a<U+202E>b<U+DC80>"


def test_what_a_tool_says_has_its_code_in_backticks() -> None:
    """A pair of backticks in one line makes code; a single one is itself."""
    assert message("`a<b` left") == "<code>a&lt;b</code> left"
    assert message("a ` b") == "a ` b"
    assert message("`a\nb`") == "`a\nb`"


# --- what differs ----------------------------------------------------------------------------


def test_words_that_differ_are_found() -> None:
    """Whole words, without the blanks behind them; a mere comma between two does not part them."""
    old, new = "It waits 5 s, then stops.", "It sleeps 5 s, or fails."
    went, came = prose_changes(old, new)
    assert cut(old, went) == ["waits", "then stops"]
    assert cut(new, came) == ["sleeps", "or fails"]
    assert prose_changes("a, b c", "x, y c") == (((0, 4),), ((0, 4),))


def test_lines_of_code_differ_by_token_and_blank() -> None:
    """Indentation alone is a difference of blanks; lines that share too little have no marks."""
    assert line_changes("    x;", "        x;") == ((), ((4, 8),))
    assert line_changes("min(31)", "min(16)") == (((4, 6),), ((4, 6),))
    assert line_changes("return None;", "let pause = first;") == ((), ())
    assert line_changes("", "x") == ((), ())


@given(WORDS, WORDS)
def test_what_does_not_differ_is_the_same(old: str, new: str) -> None:
    """Without the words that went and came both texts are one, blanks aside; spans ascend."""
    went, came = prose_changes(old, new)
    assert without(old, went) == without(new, came)
    for spans in (went, came):
        assert all(start < end for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_texts_too_long_to_compare_differ_between_their_equal_ends() -> None:
    """The cost is bounded: beyond it the whole middle is different."""
    old, new = (" ".join(f"{kind}{at}" for at in range(1500)) for kind in "ab")
    went, came = prose_changes(f"Same {old} end.", f"Same {new} end.")
    assert went == ((5, 5 + len(old)),)
    assert came == ((5, 5 + len(new)),)


def test_rows_have_the_numbers_of_their_lines() -> None:
    """Numbers go on from the header on each side; what is no row of a diff counts for nothing."""
    rows = rows_of("@@ -3,2 +9,2 @@\n a\n-b\n+c\n@@ -20,1 +30,0 @@\n-d\nodd\n")
    assert [(row.sign, row.old, row.new, row.text) for row in rows] == [
        (HEADER, None, None, "@@ -3,2 +9,2 @@"),
        (" ", 3, 9, "a"),
        ("-", 4, None, "b"),
        ("+", None, 10, "c"),
        (HEADER, None, None, "@@ -20,1 +30,0 @@"),
        ("-", 20, None, "d"),
        (HEADER, None, None, "odd"),
        (HEADER, None, None, ""),
    ]
    assert rows_of("") == ()


def test_a_line_pairs_with_the_likest_not_with_the_next() -> None:
    """Lines that came before the one that changed do not take its place."""
    rows = rows_of("@@ -1,1 +1,3 @@\n-let a = f(1);\n+use x;\n+use y;\n+let a = f(2);")
    marked = [(row.text, cut(row.text, row.marks)) for row in rows if row.marks]
    assert marked == [("let a = f(1);", ["1"]), ("let a = f(2);", ["2"])]


def test_pairs_of_lines_do_not_cross() -> None:
    """Lines that changed places are not both compared: one pair would cross the other."""
    rows = rows_of(
        "@@ -1,2 +1,2 @@\n-let a = f(1);\n-let b = g(1);\n+let b = g(2);\n+let a = f(2);"
    )
    assert sum(bool(row.marks) for row in rows) == 2


def test_a_block_too_long_to_pair_by_likeness_pairs_by_order() -> None:
    """The cost is bounded here too."""
    old = [f"-call({at}, one);" for at in range(120)]
    new = [f"+call({at}, two);" for at in range(120)]
    rows = rows_of("\n".join(["@@ -1,120 +1,120 @@", *old, *new]))
    assert {tuple(cut(row.text, row.marks)) for row in rows[1:]} == {("one",), ("two",)}


# --- where a sentence stands -----------------------------------------------------------------


def doubted(sentence: str, *marks: tuple[int, int]) -> Doubt:
    """Return a doubt about a sentence."""
    return Doubt("think", Where("c.py", 1), sentence, ("r",), marks)


def test_a_sentence_is_found_across_white_space() -> None:
    """White space is folded on both sides, and marks fall on the same characters."""
    value = "One.\n\n- It  is\n`so`. Two."
    found = placed(value, [doubted("It is `so`.", (6, 10))])
    assert [value[one.start : one.end] for one in found] == ["It  is\n`so`."]
    assert cut(value, found[0].marks) == ["`so`"]


def test_a_sentence_is_looked_for_by_itself_first() -> None:
    """A place inside other words is taken only where there is no better one."""
    value = "But It is.more It is. End"
    assert placed(value, [doubted("It is.")])[0].start == 15
    assert placed("xIt is.", [doubted("It is.")])[0].start == 1


def test_the_same_sentence_twice_is_two_places() -> None:
    """Doubts come in order, and no two of them share a place."""
    found = placed("It is. No. It is.", [doubted("It is."), doubted("It is."), doubted("It is.")])
    assert [(one.number, one.start) for one in found] == [(0, 0), (1, 11)]


def test_what_is_not_there_is_not_placed() -> None:
    """An empty text, an empty sentence and one from elsewhere are found nowhere."""
    assert placed("", [doubted("It is.")]) == ()
    assert placed("It is.", [doubted(""), doubted("It was.")]) == ()


def test_marks_outside_of_their_sentence_are_cut_off() -> None:
    """Marks that overlap, run over or are turned round do no harm."""
    found = placed("It is so.", [doubted("It is so.", (-3, 2), (1, 5), (6, 99), (7, 6))])
    assert cut("It is so.", found[0].marks) == ["It", " is", "so."]
    assert sentence_marks(doubted("It is.", (3, 99))) == ((3, 6),)


@given(
    st.lists(st.integers(0, 20), max_size=8, unique=True).map(sorted),
    st.lists(st.integers(0, 20), max_size=8, unique=True).map(sorted),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_pieces_make_up_the_range(one: list[int], other: list[int], start: int, end: int) -> None:
    """Pieces follow each other, and each is wholly inside or outside of every layer's spans."""
    layers = [tuple(zip(edges[::2], edges[1::2], strict=False)) for edges in (one, other)]
    found = list(pieces(start, max(start, end), layers))
    assert [at for here, there, _ in found for at in range(here, there)] == list(range(start, end))
    for here, there, inside in found:
        for spans, is_inside in zip(layers, inside, strict=True):
            assert {any(a <= at < b for a, b in spans) for at in range(here, there)} == {is_inside}


# --- items -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("similarity", "told"), [(0.29, 29), (0.9999, 99), (0.6, 60), (1.0, 100)])
def test_what_is_left_of_an_item_is_said_as_drift_says_it(similarity: float, told: int) -> None:
    """In whole percent, rounded down; nothing is lost to how floats are kept."""
    item = replace(pages.DRIFT.items[0], similarity=similarity)
    assert alike(item).startswith(f"  ({told} % alike")
