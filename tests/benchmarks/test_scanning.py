"""What the benches read for themselves: sentences and names in prose, calls and crates in Rust."""

import ast

import pytest
from falsehoods import rustscan
from falsehoods.source import Source, attributes
from falsehoods.text import Edit, apply, ends, find_quote, moved, names, sentence_at, sentences
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from pytest_verbatim.source.corpus import Corpus

# --- prose ---------------------------------------------------------------------------------


def test_sentences_end_where_code_does_not() -> None:
    """Full stops in backticks, in short forms and in front of list items end no sentence."""
    text = "It calls `a { .. }. b` once, e.g. here. Then `c`? Yes.\n\n1. One. Two"
    assert [span.text for span in sentences(text)] == [
        "It calls `a { .. }. b` once, e.g. here.",
        "Then `c`?",
        "Yes.",
        "1. One.",
        "Two",
    ]


@given(st.text(alphabet="aB.`\n ?1", max_size=40))
def test_sentences_are_pieces_of_the_text_in_order(text: str) -> None:
    """Each stands where it says, behind the one before."""
    end = 0
    for span in sentences(text):
        assert text[span.start : span.end] == span.text
        assert span.start >= end
        end = span.end


def test_the_sentence_at_a_place_is_the_one_around_it() -> None:
    """The first and the last letter of a sentence belong to it."""
    text = "One here. Two there."
    assert sentence_at(text, 0).text == sentence_at(text, 8).text == "One here."
    assert sentence_at(text, 10).text == sentence_at(text, 19).text == "Two there."


def test_names_are_words_of_code() -> None:
    """Identifiers in backticks, snake case and inner capitals outside; no Rust words, no paths."""
    text = 'Then `async fn run_it(key: &str)` and `"quoted_word"` in `a/b.rs`, a plain LockLoop.'
    assert [name.text for name in names(text)] == ["run_it", "key", "LockLoop"]


@given(
    st.text(alphabet="abc \n", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text("xyz", max_size=4))),
    st.integers(0, 30),
)
def test_what_no_edit_covers_is_found_again(
    text: str, drawn: list[tuple[int, int, str]], place: int
) -> None:
    """After the edits, a letter outside of them stands where `moved` says."""
    edits, end = [], 0
    for start, length, new in sorted(drawn):
        if start > end and start + length <= len(text):
            edits.append(Edit(start, start + length, new))
            end = start + length
    covered = any(edit.start <= place < max(edit.end, edit.start + 1) for edit in edits)
    if place < len(text) and not covered:
        assert apply(text, edits)[moved(place, edits)] == text[place]


def test_a_quote_is_found_across_line_ends() -> None:
    """White space in a quote stands for any; a quote that is not there is None."""
    found = find_quote("It waits  a while.", "waits\na")
    assert found
    assert (found.start, found.text) == (3, "waits  a")
    assert find_quote("It waits.", "waited") is None


def test_nothing_is_added_to_a_list() -> None:
    """A sentence can follow those of paragraphs only."""
    text = "One.\n\n- Two.\n- Three\n\nFour."
    assert [text[:end].rsplit(maxsplit=1)[-1] for end in ends(text)] == ["One.", "Four."]


# --- Rust ----------------------------------------------------------------------------------


@given(st.text(alphabet="a/*\"'\\\nr#{}", max_size=60))
def test_blanking_moves_nothing(text: str) -> None:
    """Length and line ends stay."""
    blanked = rustscan.blank(text)
    assert len(blanked) == len(text)
    assert [at for at, c in enumerate(blanked) if c == "\n"] == [
        at for at, c in enumerate(text) if c == "\n"
    ]


def test_comments_and_literals_are_blanked() -> None:
    """Calls in them are none; a lifetime is no literal."""
    text = """f(); // g()\n/* h() */ i("j()", r#"k("l")"#, '(', &'a str);"""
    assert [call.name for call in rustscan.calls(rustscan.blank(text))] == ["f", "i"]


def test_definitions_macros_and_words_of_rust_are_no_calls() -> None:
    """A turbofish is seen through."""
    text = "fn f() { if (a) { vec!(b); collect::<Vec<u8>>(); } return (c) }"
    assert [call.name for call in rustscan.calls(text)] == ["collect"]


def test_use_trees_are_taken_apart() -> None:
    """Groups, aliases, `self` and globs each have their path."""
    code = "use a::{b::{self, C as D}, e::*};\npub(crate) use f as _;\n"
    assert {used.binds: "::".join(used.path) for used in rustscan.uses(code)} == {
        "b": "a::b",
        "D": "a::b::C",
        "*": "a::e::*",
        "_": "f",
    }


@pytest.mark.parametrize(
    ("code", "milliseconds"),
    [
        ("Duration::from_secs(60 * 60 * 12)", {43_200_000.0}),
        ("Duration::from_millis(1_500)", {1500.0}),
        ("const WAIT_SECS: u64 = 5;", {5000.0}),
        ("Duration::from_secs(n)", set()),
        ("let bits = 12;", set()),
    ],
)
def test_durations_are_those_of_literals(code: str, milliseconds: set[float]) -> None:
    """Products are multiplied out; what is no literal is not guessed."""
    assert rustscan.durations(code) == milliseconds


def test_numbers_include_products() -> None:
    """Factors and their product count, parts of names do not."""
    assert rustscan.numbers("60 * 5, u64, 0.5") == {60.0, 5.0, 300.0, 0.5}


def test_attributes_are_those_in_front() -> None:
    """The ones of fields further down are not among them."""
    code = "#[derive(A)]\n#[b(c = [1])]\nstruct X {\n    #[d]\n    e: u8,\n}"
    assert attributes(code) == "#[derive(A)]\n#[b(c = [1])]"


# --- the tree ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def source(courier_revisions: tuple[Corpus, Corpus]) -> Source:
    """Return what the benches know of the courier's tree."""
    return Source(courier_revisions[0])


def test_crates_are_those_that_are_used(source: Source) -> None:
    """Imports whose names occur count; of a part of a file, the names in that part."""
    assert source.crates_in("src/post.rs") == {"serde", "tokio"}
    assert source.crates_in("src/post.rs", "sleep(PAUSE).await") == {"tokio"}
    assert source.crates_in("src/ledger.rs") == frozenset()


def test_tests_are_no_production_code(source: Source) -> None:
    """A name of a test module is known as a word and not as a name."""
    assert "borrowed_in_a_test" in source.every_word
    assert "borrowed_in_a_test" not in source.names


def test_reach_goes_one_definition_far(source: Source) -> None:
    """The fields of an imported type are near, the names of an unrelated file are not."""
    reach = source.reach(("src/post.rs",))
    assert {"send_parcel", "Ledger", "lines"} <= reach
    assert "levy_duty" not in reach


LOADING = frozenset(
    "casefile config.dataset errors examination example project prose.form source.corpus "
    "source.opening".split()
)


def imported(text: str) -> set[str]:
    """Return the modules of the package that a script imports."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    names = [node.module or "" for node in nodes]
    ours = "pytest_verbatim."
    return {name.removeprefix(ours) for name in names if name.startswith(ours)}


def test_the_benches_share_nothing_with_the_checks() -> None:
    """They import what loads and examines, and no check, no rule and no list of words."""
    bench = ROOT / "benchmarks"
    scripts = [*(bench / "falsehoods").glob("*.py"), bench / "injection.py"]
    assert len(scripts) > 10
    assert {name for script in scripts for name in imported(script.read_text("utf-8"))} <= LOADING


def test_an_import_of_a_check_would_be_seen() -> None:
    """The near miss: the same form, of a module that is not for loading."""
    assert imported("from pytest_verbatim.checks.names import x") == {"checks.names"}
