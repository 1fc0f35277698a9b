"""Sentences of prose: where one ends, and the lines and characters each takes."""

import inspect
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.prose.form import unwrap
from pytest_verbatim.prose.sentence import Sentence, code_spans, sentences_of

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
ANY_TEXT = st.text(st.sampled_from('aB1 \n\t-*.!?`"():;…\u00a0'), max_size=60)
WORDS = st.sampled_from(
    "a Redis cache the `lock` `a. b` lib.rs 1.5 v1.100.0 e.g. etc. so... ends. ends! ends?"
    ' (it) (it. "so." ... ? `x`. 500! what: this; 200 no. 5'.split(" ")
)
MARKERS = st.sampled_from(["- ", "* ", "1. ", "12. "])


def folded(text: str) -> str:
    """Return prose with all white space folded to single blanks."""
    return " ".join(inspect.cleandoc(text).split())


def texts(prose: str) -> list[str]:
    """Return the texts of its sentences."""
    return [sentence.text for sentence in sentences_of(prose)]


@st.composite
def wrapped(draw: st.DrawFn) -> tuple[str, str]:
    """Return prose as declared, in wrapped lines with lists, and folded without list markers."""
    lines: list[str] = []
    bare: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        for marker in draw(st.lists(st.one_of(st.just(""), MARKERS), min_size=1, max_size=3)):
            words = draw(st.lists(WORDS, min_size=1, max_size=12))
            cuts = draw(st.sets(st.integers(1, 12)))
            text = words[0]
            for index, word in enumerate(words[1:], 1):
                text += (" \n  " if index in cuts else " ") + word
            lines.append(marker + text)
            bare += words
        lines.append("")
    return "\n".join(lines), " ".join(bare)


# --- where a sentence ends -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It waits.", "Then it reads."),
        ("Does it wait?", "It does."),
        ("Wait!", "It is taken."),
        ("It stands in lib.rs.", "The layer is added there."),
        ("It ends in `?`.", "`cache.set` does not."),
        ("It lives in `mod.rs`.", "lib.rs holds the rest."),
        ("It waits.", "tokio has a timer for that."),
        ("It waits for 5 s.", "Then it reads."),
        ("It answers with a 500.", "Nothing is stored."),
        ("It grew to 1.5.", "That is much."),
        ("It runs on v1.100.0.", "Older ones do not."),
        ("(It waits.)", "Then it reads."),
        ("It waits (so does Redis).", "Then it reads."),
        ('It said "wait."', "Then it went on."),
        ("It said \u201cwait.\u201d", "Then it went on."),
        ("*It waits.*", "Then it reads."),
        ("Keys, markers, answers, etc.", "All of them expire."),
        ("It may wait...", "Or it may not."),
        ("It may wait\u2026", "Or it may not."),
        ("The answer is no.", "It waits."),
        ("That is the max.", "It waits."),
        ("Is it `a. b`?", "It is."),
        ("What is it?!", "A lock."),
        ("It returns `Err(..)`.", "The caller logs it."),
        ("It takes 200 ms.", "Then it reads."),
        ("It waits 5 min.", "20 s later it reads."),
        ("It starts at 5 a.m.", "Redis does too."),
        ("How many? 25.", "That is the bound."),
    ],
)
def test_a_mark_before_white_space_ends_a_sentence(first: str, second: str) -> None:
    """A full stop, an exclamation or a question mark ends one, with closing marks behind it."""
    assert texts(f"{first} {second}")[-1] == second
    assert " ".join(texts(f"{first} {second}")[:-1]) == first
    assert [(s.text, s.line) for s in sentences_of(f"{first}\n{second}")][-1] == (second, 2)


@pytest.mark.parametrize(
    "text",
    [
        "It waits: a lock is a lock.",
        "It waits; a lock is a lock.",
        "Some crates, e.g. tokio, do.",
        "Some crates, e.g. Tokio, do.",
        "One crate (i.e. `tokio`) does.",
        "Keys, markers, etc. all expire.",
        "Keys, markers, etc., all expire.",
        "Locks vs. Channels is the question.",
        "It is quick, cf. Redis.",
        "It takes approx. 5 s.",
        "It is quick w.r.t. Redis.",
        "It starts at 5 a.m. and ends.",
        "See no. 5 of the list.",
        "It allows max. 5 retries.",
        "See fig. 2 and p. 7.",
        "Look into lib.rs and mod.rs for it.",
        "It grew by 1.5 or 2.5 since v1.100.0 of it.",
        "Run `cargo test. Then wait` for it.",
        "Run ``a `b. C` d`` for it.",
        "The call `a.b(). C` is long.",
        "It waits ... and reads.",
        "It waits... and reads.",
        "It waits\u2026 and reads.",
        "The impl ... For is elided.",
        'It says "wait." and goes on.',
        "It asks (why?) and goes on.",
        "The macro vec! is fine.",
        "The operator ? is fine.",
        "In two steps: 1. claim it, and wait.",
        "Range 0.. is open.",
        "By Smith et al. at the time.",
        "A marker, a.k.a. Start, is a lock.",
        "It reads .5 of it.",
        "no stop at all",
    ],
)
def test_what_only_looks_like_an_end_is_none(text: str) -> None:
    """Abbreviations, file names, numbers, code, ellipses, colons and semicolons end nothing."""
    assert texts(text) == [text]
    assert texts(text.replace(" ", "\n")) == [text]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("a\n\nb", [("a", 1, 0), ("b", 3, 1)]),
        ("a\n\n\n \t\nb", [("a", 1, 0), ("b", 5, 1)]),
        ("a:\n- b\n  c\n- d", [("a:", 1, 0), ("b c", 2, 0), ("d", 4, 0)]),
        ("* a\n* b", [("a", 1, 0), ("b", 2, 0)]),
        ("1. a. B\n2. c", [("a.", 1, 0), ("B", 1, 0), ("c", 2, 0)]),
        ("10. a", [("a", 1, 0)]),
        ("a\n-b", [("a -b", 1, 0)]),
        ("a - b\n1.5 c", [("a - b 1.5 c", 1, 0)]),
        ("a\nb\n  - c", [("a b - c", 1, 0)]),
        ("a:\n  - b", [("a:", 1, 0), ("b", 2, 0)]),
        ("- \nb", [("b", 2, 0)]),
        ("- a\n\n  - b", [("a", 1, 0), ("b", 3, 1)]),
        ("\n    a.\n    B\n    ", [("a.", 1, 0), ("B", 2, 0)]),
        ("A `b\n- c` d", [("A `b", 1, 0), ("c` d", 2, 0)]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_blank_lines_and_list_items_end_sentences(
    prose: str, expected: list[tuple[str, int, int]]
) -> None:
    """Markers are left out, lines count after `cleandoc`, and items stay in their paragraph."""
    found = [(one.text, one.line, one.paragraph) for one in sentences_of(prose)]
    assert found == expected


def test_a_finding_about_one_word_can_point_to_its_line() -> None:
    """Each character of a sentence that spans lines is on the line where it was written."""
    prose = "\n    First. It waits\n    for two\n    replies. Last.\n"
    waiting = sentences_of(prose)[1]
    assert waiting == Sentence("It waits for two replies.", 1, 3, 0, 7, 32, line_starts=(9, 17))
    places = {word: waiting.line_at(waiting.text.index(word)) for word in ("It", "for", "replies")}
    assert places == {"It": 1, "for": 2, "replies": 3}
    assert waiting.line_at(8) == 1
    assert waiting.line_at(len(waiting.text) - 1) == 3


@pytest.mark.parametrize("offset", [-1, 3, 99])
def test_a_place_outside_a_sentence_has_no_line(offset: int) -> None:
    """An offset that is no character's is an error; none is counted from the end."""
    with pytest.raises(IndexError, match=rf"{offset} is outside 'ab\.'"):
        sentences_of("ab.")[0].line_at(offset)


# --- laws ------------------------------------------------------------------------------------


@PROPERTY
@given(wrapped())
def test_sentences_keep_every_word(prose: tuple[str, str]) -> None:
    """The sentences, joined, are the folded prose without list markers."""
    declared, bare = prose
    assert " ".join(texts(declared)) == bare


@PROPERTY
@given(st.one_of(ANY_TEXT, wrapped().map(lambda prose: prose[0])))
def test_sentences_stand_where_they_say(prose: str) -> None:
    """Their offsets cut them out of the folded prose, in order, and lines never go back."""
    whole = folded(prose)
    end, line, paragraph = 0, 1, 0
    for sentence in sentences_of(prose):
        assert whole[sentence.start : sentence.end] == sentence.text != ""
        assert re.fullmatch(r"(?: ?(?:[-*]|[0-9]+\.))*[ ]?", whole[end : sentence.start])
        assert line <= sentence.line <= sentence.last_line
        assert paragraph <= sentence.paragraph
        end, line, paragraph = sentence.end, sentence.last_line, sentence.paragraph
    assert re.fullmatch(r"(?: ?(?:[-*]|[0-9]+\.))*", whole[end:])


@PROPERTY
@given(st.one_of(ANY_TEXT, wrapped().map(lambda prose: prose[0])))
def test_a_line_holds_the_characters_that_it_is_said_to_hold(prose: str) -> None:
    """What `line_at` puts on a line is, in order, what stands there, and no line is left out."""
    lines = inspect.cleandoc(prose).split("\n")
    placed: dict[int, str] = {}
    for sentence in sentences_of(prose):
        for offset, character in enumerate(sentence.text):
            line = sentence.line_at(offset)
            assert sentence.line <= line <= sentence.last_line
            placed[line] = placed.get(line, "") + character.strip()
    for number, written in enumerate(lines, 1):
        seen = "".join(written.split())
        assert seen.endswith(placed.get(number, ""))
        marker = seen.removesuffix(placed.get(number, ""))
        assert re.fullmatch(r"(?:[-*]|[0-9]+\.)?", marker)


@PROPERTY
@given(wrapped().map(lambda prose: prose[0]))
def test_each_line_that_is_emitted_is_cut_by_itself(prose: str) -> None:
    """Sentences of the whole are those of its paragraphs and items, as `unwrap` tells them."""
    apart = [text for line in unwrap(prose).split("\n") for text in texts(line)]
    assert texts(prose) == apart


@PROPERTY
@given(ANY_TEXT)
def test_a_sentence_is_not_cut_again(prose: str) -> None:
    """A sentence by itself is one sentence, unless it begins like a list item."""
    for sentence in sentences_of(prose):
        if not re.match(r"(?:[-*]|[0-9]+\.) ", sentence.text):
            assert texts(sentence.text) == [sentence.text]


# --- code ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a `b` c", ["`b`"]),
        ("`a``b`", ["`a``b`"]),
        ("``a `b` c``", ["``a `b` c``"]),
        ("`a` `b", ["`a`"]),
        ("a ` b", []),
        ("``a` b`` `c`", ["``a` b``", "`c`"]),
        ("```a`` b", []),
        ("", []),
    ],
)
def test_backticks_close_as_in_commonmark(text: str, spans: list[str]) -> None:
    """A run of backticks is closed by the next of its length; an open one is text."""
    assert [text[start:end] for start, end in code_spans(text)] == spans
