"""Claims and prose that speak of the same: quotes that say enough, evidence that names them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import STORE, subject_of

from pytest_verbatim.checks.coherence import short_quotes, unspoken_names
from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.config.rules import Rules
from pytest_verbatim.evidence import (
    Evidence,
    absent,
    argued,
    before,
    callers,
    calls,
    derives,
    field,
    literal,
)

Claims = dict[str, Evidence | list[Evidence]]
NOTES = calls("Shelf::put", "note_put")


def said(think: str, claims: Claims, prompt: str = "Please.") -> Subject:
    """Return a case that shows the shelf, with a think block and claims on it."""
    one = subject_of(Rules(), (STORE, "impl Shelf"), prompt=prompt, think=think)
    example = replace(one.case.example, claims=claims)
    return replace(one, case=replace(one.case, example=example))


def unspoken(think: str, claims: Claims) -> list[str]:
    """Return the names that evidence says nothing of."""
    found = list(unspoken_names(said(think, claims)))
    assert {one.code for one in found} <= {"claim.unspoken-name"}
    return [one.seen.split("names `")[1].split("`")[0] for one in found]


def left_out(think: str, claims: Claims) -> list[str]:
    """Return what stands outside the quotes, in the order of the sentences."""
    found = list(short_quotes(said(think, claims)))
    assert {one.code for one in found} <= {"claim.short-quote"}
    return [one.seen.rsplit("and not ", 1)[1] for one in found]


# --- names in quotes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "evidence", "names"),
    [
        ("`put` ends in `note_put`", NOTES, []),
        ("`Shelf::put` ends in `note_put`", NOTES, []),
        ("`put` ends in `tracer::note`", NOTES, ["tracer::note"]),
        ("`insert` comes first", NOTES, ["insert"]),
        ("`insert` comes first", before("Shelf::put", ".insert", ".note_put"), []),
        ("`insert` comes first", [NOTES, literal("Shelf::put", "insert")], []),
        ("`insert` comes first", argued("`insert` is what `put` begins with", "Shelf::put"), []),
        ("`insert` comes first", argued("it is what `put` begins with", "Shelf::put"), ["insert"]),
        ("`insert` and `insert` again", NOTES, ["insert"]),
        ("`put` alone calls it", callers("Shelf::note_put", ["Shelf::put"]), []),
        ("`ring_up` alone calls it", callers("Shelf::note_put", ["Shelf::put"]), ["ring_up"]),
        ("`Shelf` has a `cache`", field("Shelf", "cache", "Cache<String, Basket>"), []),
        ("`Shelf` derives `Clone`", derives("Shelf", "Debug"), ["Clone"]),
        ("`Basket` derives `Serialize`", derives("Basket", "Serialize"), []),
        ("an `Option<String>` of `self`", NOTES, []),  # says nothing of the source
        ("`None`, `T` and `x`", NOTES, []),
        ("serde, `serde` and moka::sync", absent(STORE, "sync"), []),  # crates
        ("the `put` of store.rs", NOTES, []),  # files
        ("the `id` and the `goods`", NOTES, []),  # a parameter, a field
        ("the `insert()` of `Value`", NOTES, ["insert", "Value"]),
        ("no name", NOTES, []),
    ],
)
def test_a_name_in_a_quote_is_spoken_of(
    quote: str, evidence: Evidence | list[Evidence], names: list[str]
) -> None:
    """Each name of code in a quote stands in some text of the claim's evidence."""
    assert unspoken(f"So {quote}.", {quote: evidence}) == names


def test_names_outside_the_quote_are_no_business_of_its_evidence() -> None:
    """Evidence answers for the words that are quoted, and for no other claim."""
    assert unspoken("`insert` first, `put` then.", {"`put` then": NOTES}) == []
    two: Claims = {"`insert` first": NOTES, "`put` then": calls("Shelf::put", ".insert")}
    assert unspoken("`insert` first, `put` then.", two) == ["insert"]


def test_quotes_of_the_prompt_are_held_to_it_too() -> None:
    """A claim on a sentence of the prompt says as much as one on the think block."""
    one = said("So be it.", {"`insert` it": NOTES}, prompt="Please `insert` it.")
    (finding,) = unspoken_names(one)
    assert finding.where.line == 11


# --- quotes of parts of sentences -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "quote", "out"),
    [
        ("It notes the key.", "notes", []),
        ("`put` notes the key.", "notes", ["`put`"]),
        ("`put` notes the key.", "`put` notes", []),
        ("`Shelf::put()` notes the key.", "notes the key", ["`Shelf::put`"]),
        ("It notes the key with `insert`.", "notes the key", ["`insert`"]),  # called in the tree
        ("It notes the key of the `Basket`.", "notes the key", []),  # a type
        ("It notes the key in `cache`.", "notes the key", []),  # a field
        ("It notes the key in `nowhere`.", "notes the key", []),  # nothing that is called
        ("It notes the key afterwards.", "notes the key", ['"afterwards"']),
        ("First the basket: it notes the key.", "notes the key", ['"First"']),
        ("It notes the `key_after`.", "notes", []),  # no word of order in backticks
    ],
)
def test_a_claimed_sentence_has_its_functions_and_its_order_quoted(
    sentence: str, quote: str, out: list[str]
) -> None:
    """Where a claim quotes a part of a sentence, no function and no word of order is left out."""
    assert left_out(sentence, {quote: NOTES}) == out


def test_a_sentence_without_a_claim_is_free() -> None:
    """What no claim quotes is not held to it; neither is the prompt."""
    assert left_out("`put` comes first. It notes the key.", {"notes": NOTES}) == []
    one = said("So be it.", {"notes": NOTES}, prompt="`put` comes first and notes it.")
    assert list(short_quotes(one)) == []


def test_several_quotes_share_a_sentence() -> None:
    """What one quote leaves out another may hold; a sentence is told once."""
    sentence = "`put` notes the key after `insert`."
    both: Claims = {"`put` notes": NOTES, "after `insert`": calls("Shelf::put", ".insert")}
    assert left_out(sentence, both) == []
    assert left_out(sentence, {"the key": NOTES}) == ['`put`, "after", `insert`']


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_quote_of_the_whole_leaves_out_nothing(start: int, end: int) -> None:
    """Of any part of a sentence, what the whole would quote is quoted or told, and no more."""
    sentence = "So `put` first, and after it `note_put`."
    part = sentence[min(start, end) : max(start, end)]
    claims: Claims = {part: NOTES, sentence: NOTES}
    assert left_out(sentence, claims) == []


def test_a_case_without_code_is_not_held() -> None:
    """Where nothing could be cut out, the names mean nothing yet."""
    one = replace(said("`put` notes.", {"notes": NOTES}), excerpts=())
    assert list(short_quotes(one)) == []
    assert list(unspoken_names(one)) == []
