"""Prose: how it is unwrapped, which forms are faults, and which tokens may not occur."""

import inspect
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.prose.form import FORBIDDEN_TOKENS, forbidden_tokens, form_faults, unwrap

WORDS = st.text("abz.,`é漢—", min_size=1, max_size=6).filter(lambda word: word.strip("`"))
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
MARKERS = st.sampled_from(["- ", "* ", "1. ", "12. "])


@st.composite
def blocks(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Return a paragraph, perhaps with a list after it: as it is wrapped, and as it is emitted."""
    wrapped = draw(st.lists(LINES, min_size=1, max_size=3))
    emitted = [" ".join(wrapped)]
    for marker in draw(st.lists(MARKERS, max_size=3)):
        lines = draw(st.lists(LINES, min_size=1, max_size=3))
        wrapped += [marker + lines[0], *("  " + line for line in lines[1:])]
        emitted.append(marker + " ".join(lines))
    return wrapped, emitted


TEXTS = st.lists(blocks(), min_size=1, max_size=3)
SHARDS = ["a", " ", "\n", "  \n", "<think>", "<", "think>", "|>", "<|im_end", "</"]
ANY_TEXT = st.text(st.sampled_from("ab \n\t-*1.`~é\u00a0"), max_size=40)
PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)


# --- unwrapping ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "emitted"),
    [
        ("a\nb", "a b"),
        ("a\n\nb", "a\n\nb"),
        ("a:\n- x\n  y\n- z", "a:\n- x y\n- z"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\n \t \nb", "a\n\nb"),
        ("- x\n- y", "- x\n- y"),
        ("* x\ny\n* z", "* x y\n* z"),
        ("1. x\n   y\n2. z\n10. w", "1. x y\n2. z\n10. w"),
        ("a\nb\n  - c", "a b - c"),
        ("a:\n  - b", "a:\n- b"),
        ("a\n-b", "a -b"),
        ("a\n1.5 of it", "a 1.5 of it"),
        ("a\n+ b", "a + b"),
        ("a - b\nc", "a - b c"),
        ("- x\n\n  y", "- x\n\ny"),
        ("a   \n   b", "a b"),
        ("two  spaces   stay", "two  spaces   stay"),
        ("", ""),
        (" \n \n", ""),
    ],
)
def test_unwrapping_follows_the_table(declared: str, emitted: str) -> None:
    """Lines of a paragraph or list item become one; blank lines and list items stay."""
    assert unwrap(declared) == emitted


def test_the_indentation_of_a_declaration_does_not_matter() -> None:
    """Text that stands indented in a case module is unwrapped as if it stood at column 0."""
    text = "first line\nsecond line\n\nthen:\n- x\n  y\n- z"
    indented = "\n" + textwrap.indent(text, " " * 8) + "\n    "
    assert unwrap(indented) == unwrap(text) == "first line second line\n\nthen:\n- x y\n- z"


@PROPERTY
@given(TEXTS)
def test_where_the_author_broke_a_line_does_not_show(
    text: list[tuple[list[str], list[str]]],
) -> None:
    """However paragraphs and items were wrapped, what is emitted has a line for each."""
    declared = "\n\n".join("\n".join(wrapped) for wrapped, _ in text)
    emitted = "\n\n".join("\n".join(lines) for _, lines in text)
    assert unwrap(declared) == emitted


@PROPERTY
@given(TEXTS)
def test_emitted_prose_is_unwrapped_already(text: list[tuple[list[str], list[str]]]) -> None:
    """Unwrapping what was emitted changes nothing, where paragraphs and items have text."""
    emitted = "\n\n".join("\n".join(lines) for _, lines in text)
    assert unwrap(emitted) == emitted


@PROPERTY
@given(ANY_TEXT)
def test_unwrapping_keeps_every_word(text: str) -> None:
    """White space is all that unwrapping touches: the words are the same, in the same order."""
    assert unwrap(text).split() == text.split()


@PROPERTY
@given(ANY_TEXT)
def test_what_is_emitted_has_no_loose_ends(text: str) -> None:
    """No line of emitted prose begins or ends in white space, and no two blank lines meet."""
    emitted = unwrap(text)
    assert emitted == emitted.strip()
    assert all(line == line.strip() for line in emitted.split("\n"))
    assert "\n\n\n" not in emitted


# --- forms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a\n```\ncode\n```", [("fence", 2, "```"), ("fence", 4, "```")]),
        ("a\n~~~ rust\nb", [("fence", 2, "~~~ rust")]),
        ("a\n  ```rust\nb", [("fence", 2, "```rust")]),
        ("a\n- ```rust\n  x", [("fence", 2, "- ```rust")]),
        ("a\n1. ~~~\n   x", [("fence", 2, "1. ~~~")]),
        ("a\n    b\nc", [("indented", 2, "b")]),
        ("a\n\n    b\n\nc", [("indented", 3, "b")]),
        ("a\n\tb\nc", [("indented", 2, "b")]),
        ("- x\n\n    y\n\nz", [("indented", 3, "y")]),
        ("\n\n  a\n      b\n  c", [("indented", 2, "b")]),
        ("it takes\n500. That is", [("numbered", 2, "500. That is")]),
        ("1. a\n2. b\n4. c", [("numbered", 3, "4. c")]),
        ("1. a\n\n2. b", [("numbered", 3, "2. b")]),
        ("0. a", [("numbered", 1, "0. a")]),
        ("a\n# b\nc", [("heading", 2, "# b")]),
        ("###### a", [("heading", 1, "###### a")]),
        ("- a\n  - b\n- c", [("nested", 2, "- b")]),
        ("- a\n      1. b\n- c", [("nested", 2, "1. b")]),
    ],
)
def test_faults_of_form_are_found(text: str, faults: list[tuple[str, int, str]]) -> None:
    """Fences, headings, lists in lists, deep lines, numbers out of turn: each at its line."""
    assert list(form_faults(text)) == faults


@pytest.mark.parametrize(
    "text",
    [
        "a\n   b\nc",
        "- x\n    y\n      z\n- w",
        "1. x\n    y",
        "a `b` and ``c``",
        "a ``` in the middle",
        "a ~~~ b",
        "``two backticks``",
        "~ about ~~ it",
        "    all of it\n    is indented",
        "1. a\n2. b\n   c\n3. d\n\n1. e",
        "1. a\n1. b",
        "it takes\n500.5 of them",
        "a\n#1234 and #b\n#",
        "a\n  - b is joined\n  to it",
        "- a\n  -b",
        "",
    ],
)
def test_ordinary_forms_are_no_faults(text: str) -> None:
    """Three spaces, lists that count, backticks and an indentation of the whole are no faults."""
    assert list(form_faults(text)) == []


@PROPERTY
@given(ANY_TEXT)
def test_faults_name_lines_of_the_cleaned_text(text: str) -> None:
    """A fault's line is a line of the text after `inspect.cleandoc`, and its text is that line."""
    lines = inspect.cleandoc(text).split("\n")
    for _, number, seen in form_faults(text):
        assert lines[number - 1].strip() == seen


# --- tokens ----------------------------------------------------------------------------------


@pytest.mark.parametrize("token", FORBIDDEN_TOKENS)
def test_template_tokens_are_found_at_their_line(token: str) -> None:
    """Each token that a chat template gives a meaning is found, wherever it stands."""
    assert list(forbidden_tokens(f"a\nb{token}c\n{token}")) == [(2, token), (3, token)]


def test_the_tokens_are_those_of_the_contract() -> None:
    """The five tokens of the ChatML and think forms are all there."""
    named = {"<think>", "</think>", "<|im_start|>", "<|im_end|>", "<|endoftext|>"}
    assert set(FORBIDDEN_TOKENS) == named


@pytest.mark.parametrize(
    "code_point", [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
def test_bidirectional_controls_are_found(code_point: int) -> None:
    """Each control that makes text read in another order than it is stored is named."""
    assert list(forbidden_tokens(f"a\nb{chr(code_point)}")) == [(2, f"U+{code_point:04X}")]


@pytest.mark.parametrize(
    "text",
    [
        "think", "< think >", "<thinking>", "<think", "think>", "im_start", "<|im_start", "<THINK>",
        "<|im_sep|>", "a\u2029b", "\u200b", "\u2065", "\u206a", "עברית", "\U0001f600", "",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_token_is_let_through(text: str) -> None:
    """Words, incomplete tokens, other marks and right-to-left letters are no tokens."""
    assert list(forbidden_tokens(text)) == []


@PROPERTY
@given(st.lists(st.sampled_from(SHARDS), max_size=8).map("".join))
def test_unwrapping_makes_no_token(text: str) -> None:
    """Joining lines never puts together what stood apart."""
    before = {token for _, token in forbidden_tokens(text)}
    assert {token for _, token in forbidden_tokens(unwrap(text))} <= before
