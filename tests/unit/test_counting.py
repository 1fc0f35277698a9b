"""Small counts in prose: which are read, how source is counted, and which are findings."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import subject_of
from snippets import Snippets, tokens_of

from pytest_verbatim.checks.counts import counts
from pytest_verbatim.config.rules import Rules
from pytest_verbatim.evidence import (
    Evidence,
    argued,
    callers,
    calls,
    field,
    literal,
    value,
    variant,
)
from pytest_verbatim.prose.counting import CountKind, counts_in
from pytest_verbatim.tree.tally import tally

# --- prose ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It has three variants.", [(3, "variants")]),
        ("An enum of three variants, each short.", [(3, "variants")]),
        ("All six arguments are borrowed.", [(6, "arguments")]),
        ("It takes two parameters and has nine arms.", [(2, "arguments"), (9, "arms")]),
        ("It makes four attempts, with three pauses.", [(4, "tries"), (3, "elements")]),
        ("It has two public fields.", [(2, "fields")]),
        ("It has two different impls of it.", [(2, "impls")]),
        ("`X` has three fields, `a` and `b` among them.", [(3, "fields")]),
    ],
)
def test_a_small_count_is_read(sentence: str, expected: list[tuple[int, str]]) -> None:
    """A number word below ten before a noun that counts code."""
    assert [(one.number, one.kind) for one in counts_in(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "It has one variant.",
        "It has thirty variants.",
        "It takes ten seconds, twelve times.",
        "It has four reasons.",
        "It is ten less.",
        "It has 3 variants.",  # digits are another check's business
        "It has three reasons.",
        "At most three attempts are made.",
        "It has two or three fields.",
        "It has two optional fields.",
        "It has two deserialization variants.",
        "`X` has two fields, `a` and `b`.",
        "`a`, `b` and `c` are its three fields.",
        "config.default.toml lists seven retries.",
        "",
    ],
)
def test_counts_of_something_else_are_none(sentence: str) -> None:
    """A guess, a limit, what the sentence lists itself, other nouns, files that are no code."""
    assert counts_in(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The three variants are short.",  # those of which was spoken
        "The last three arguments are borrowed.",
        "These three methods agree.",
        "Three variants print the same.",
        "It has three fields that matter.",
        "It has three fields with a default.",
    ],
)
def test_a_count_that_may_be_of_a_part_says_so(sentence: str) -> None:
    """Behind an article, before a clause that picks some out, there may be more than said."""
    (one,) = counts_in(sentence)
    assert (one.number, one.partial) == (3, True)
    (whole,) = counts_in("It has three variants.")
    assert not whole.partial


def test_a_count_knows_its_place() -> None:
    """From the number to the noun."""
    (one,) = counts_in("It has three public fields.")
    assert "It has three public fields."[one.start : one.end] == "three public fields"


# --- source --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "kind", "number"),
    [
        ("const A: [u8; 3] = [1, 2, 3];", "elements", 3),
        ("const A: [u8; 3] = [1, 2, 3,];", "elements", 3),
        ("fn f() { g(&[h(1, 2), h(3, 4)]); }", "elements", 2),
        ("fn f(a: u8, b: u8) {}", "arguments", 2),
        ("fn f(a: HashMap<K, V>, b: u8) {}", "arguments", 2),
        ("impl A { fn f(&self, a: u8, b: u8) {} }", "arguments", 2),
        ("fn f() { g(a < b, c > d, 1); }", "arguments", 3),
        ("fn f() { m!(1, 2, 3, 4); }", "arguments", 4),
        ("fn f() { match a { 1 => 2, _ => match b { _ => 3 } } }", "arms", 2),
        ("fn f() { match g(|x| x) { A { b } => 1, B => 2, C => 3 } }", "arms", 3),
        ("fn f() { g(); g(); h(); }", "calls", 2),
        ("fn f() { a.await; b.await; c.await; }", "calls", 3),
        ("fn f() { r.layer(A).layer(b()).route_layer(C); }", "layers", 3),
    ],
)
def test_source_is_counted(source: str, kind: CountKind, number: int) -> None:
    """Elements, parameters with and without `self`, arguments, arms of one `match`, calls."""
    assert (kind, number) in set(tally(tokens_of(source)))


@given(st.lists(st.sampled_from(["1", "f(2, 3)", "[4, 5]", '"x, y"', "a::<b>()"]), min_size=1))
def test_elements_are_counted_whatever_they_are(elements: list[str]) -> None:
    """Commas inside of an element, and one behind the last, count for nothing."""
    for end in ("", ","):
        found = set(tally(tokens_of(f"const A: T = &[{', '.join(elements)}{end}];")))
        assert ("elements", len(elements)) in found


@given(st.text(alphabet="()[]{}<>,=match fn a!;", max_size=60))
def test_any_tokens_are_counted_without_failing(source: str) -> None:
    """Broken code, too, is counted as far as it goes."""
    assert all(number >= 0 for _, number in tally(tokens_of(source)))


# --- the check -----------------------------------------------------------------------------------

SHOWN = "desk/src/lib.rs"
TREE = Snippets(
    {
        SHOWN: """
        const PAUSES: &[u64] = &[10, 20, 40];

        #[derive(Clone, Debug)]
        pub enum Drawer {
            Upper,
            Middle { height: u8, depth: u8 },
            Lower(u8),
        }

        pub struct Frame {
            left: u8,
            right: u8,
            upper: u8,
            lower: u8,
        }

        pub fn open(drawer: &Drawer, key: &str, force: bool, times: u8, deep: u8) -> bool {
            for pause in PAUSES {
                knock(pause);
            }
            knock(key);
            match drawer {
                Drawer::Upper => true,
                _ => force,
            }
        }
        """,
    }
)


def told(think: str, claims: dict[str, Evidence | list[Evidence]] | None = None) -> list[str]:
    """Return what is said against the counts of a think block about `open`."""
    one = subject_of(Rules(), (SHOWN, "open"), think=think, corpus=TREE)
    example = replace(one.case.example, claims=claims or {})
    found = list(counts(replace(one, case=replace(one.case, example=example))))
    assert {finding.code for finding in found} <= {"think.unquoted-number"}
    return [finding.seen for finding in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "`Drawer` has three variants.",
        "`Middle` has two fields.",
        "`Drawer` has two derives.",
        "`open` takes five arguments.",
        "The match has two arms.",
        "Two calls of `knock` stand there.",
        "There are three pauses.",
        "It makes four attempts.",  # one more than the pauses
        "The two variants without fields are short.",
        "Two arguments are borrowed.",
        "`Frame` has four fields.",
        "The thing has four fields.",
        "`Frame` has four fields, a `Drawer` two fields.",
    ],
)
def test_a_count_that_the_code_in_scope_has_passes(sentence: str) -> None:
    """Held against the structure of what is shown and of what it names."""
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("`Drawer` has five variants.", "five variants"),
        ("`Middle` has seven fields.", "seven fields"),
        ("`Drawer` has four derives.", "four derives"),
        ("`open` takes nine arguments.", "nine arguments"),
        ("The match has six arms.", "six arms"),
        ("There are six pauses.", "six pauses"),
        ("It makes eight attempts.", "eight attempts"),
        ("The four variants are short.", "four variants"),  # of three
        ("A `Drawer` has four fields.", "four fields"),  # which `Frame` has
    ],
)
def test_a_count_that_nothing_has_asks_for_a_claim(sentence: str, said: str) -> None:
    """Where nothing in scope is so many, the sentence has to be mended or quoted."""
    assert told(sentence) == [f'"{said}" stands for nothing that the code in scope has so many of']
    number = said.split(maxsplit=1)[0]
    why = "counted by hand, one by one, in the generated code"
    assert told(sentence, {said: argued(f"{why}: {number}", "open")}) == []
    assert told(sentence, {said: argued(why, "open")})
    assert told(sentence, {number: argued(f"{why}: {number}", "open")})


@pytest.mark.parametrize(
    ("evidence", "faults"),
    [
        (variant("Drawer", "A", "B", "C", "D", "E"), 0),
        (variant("Drawer", "Upper"), 1),
        (calls("open", "knock", times=5), 0),
        (calls("open", "knock", times=2), 1),
        (calls("open", "knock"), 1),
        ([calls("open", "knock", times=2), calls("open", "tap", times=3)], 0),
        (callers("open", ["a", "b", "c", "d", "e"]), 0),
        (callers("open", ["a"]), 1),
        (literal("open", "5"), 0),
        (literal("open", "five"), 1),
        (value("FIVE", count=5), 0),
        (value("PAUSES", milliseconds=[1, 2, 3, 4, 5]), 0),
        (value("PAUSES", milliseconds=[1, 2]), 1),
        ([field("Drawer", name) for name in "abcde"], 0),
        ([field("Drawer", name) for name in "abc"], 1),
    ],
)
def test_a_claim_on_a_count_has_the_number(
    evidence: Evidence | list[Evidence], faults: int
) -> None:
    """Evidence settles a count that it gives: said, listed, or so many pieces of one kind."""
    found = told("`Drawer` has five variants.", {"has five variants": evidence})
    assert len(found) == faults


def test_the_message_says_what_there_is() -> None:
    """The numbers of such things in scope are named."""
    one = subject_of(Rules(), (SHOWN, "open"), think="It has five variants.", corpus=TREE)
    (finding,) = counts(one)
    assert finding.mend.startswith("there are 3; count again")
    assert not list(counts(replace(one, excerpts=())))
