"""What a text says, read once: as the functions of `prose` have it, and back from JSON."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.prose.counting import counts_in
from pytest_verbatim.prose.mention import mentions_in
from pytest_verbatim.prose.quantity import stated_quantities
from pytest_verbatim.prose.reading import Reading
from pytest_verbatim.prose.relation import relations_in
from pytest_verbatim.prose.sentence import sentences_of

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
CRATES = frozenset({"serde_json", "tokio"})
TEXT = """
    `Relay::send` calls `lease` before `settle`, up to five times within 2.5 seconds. It
    derives `Clone` with the two fields of `Lease<T>`, and answers 503.

    - tokio waits for 30 to 45 s, serde_json does not: see src/relay.rs and `#[must_use]`.
    - About 1/3 of them: "half a second", 4 KiB, 99 %.
"""
WORDS = (
    "`lease` `Relay::send` `a.b()` src/relay.rs calls derives before five two fields variants 30 s "
    "2.5 seconds tokio serde_json . , ; : - 1. and not up to at most about 503 half #[a]"
)
PIECES = [*WORDS.split(" "), "\n", "\n\n", "\n    - "]


def through_json(reading: Reading) -> Reading:
    """Return a reading that was written as JSON and read back."""
    return Reading.from_object(json.loads(json.dumps(reading.as_object())))


@PROPERTY
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=60))
def test_a_reading_is_what_each_function_finds_and_comes_back_from_json(text: str) -> None:
    """Whatever the text: each sentence beside its names, amounts, counts and relations."""
    reading = Reading.of(text, CRATES)
    assert tuple(one.sentence for one in reading.sentences) == sentences_of(text)
    for one in reading.sentences:
        said = one.sentence.text
        assert one.mentions == mentions_in(said, CRATES)
        assert one.quantities == stated_quantities(said)
        assert one.counts == counts_in(said)
        assert one.relations == relations_in(said, CRATES)
    assert through_json(reading) == reading


def test_every_kind_of_thing_comes_back() -> None:
    """A text that says all of them: as it was, amounts as fractions, rows as tuples."""
    reading = Reading.of(TEXT, CRATES)
    back = through_json(reading)
    assert back == reading
    assert hash(back) == hash(reading)
    for name in ("mentions", "quantities", "counts", "relations"):
        assert any(getattr(one, name) for one in back.sentences), name
    amounts = {stated.quantity.amount for one in back.sentences for stated in one.quantities}
    assert Fraction(5, 2) in amounts
    assert {type(amount) for amount in amounts} == {Fraction}
    assert any(one.sentence.line_starts for one in back.sentences)


def test_which_words_are_crates_is_part_of_it() -> None:
    """The same text reads otherwise where no crate of that name is known."""
    assert Reading.of("tokio waits.", CRATES) != Reading.of("tokio waits.", frozenset())


WHOLE = Reading.of(TEXT, CRATES).as_object()["sentences"]


def _damaged() -> list[Any]:
    first, *others = WHOLE
    bads: tuple[Any, ...] = (None, 7, [[]], [7], {}, "")
    rows = [[*first[:at], bad, *first[at + 1 :]] for at in range(5) for bad in bads]
    stated = next(row for sentence in WHOLE for row in sentence[2])
    by_nothing = [first[0], [], [[stated[0], 0, *stated[2:]]], [], []]
    damaged: tuple[Any, ...] = (
        *([row, *others] for row in rows),
        [by_nothing],
        [first[:4]],
        [[*first, []]],
        *(None, 7, "text", {}),
    )
    return [*({"sentences": one} for one in damaged), *(None, 7, "text", {}, [], WHOLE)]


@pytest.mark.parametrize("damaged", _damaged())
def test_what_is_no_reading_is_refused(damaged: object) -> None:
    """A value that is something else raises what a reader of the cache expects, nothing worse."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        Reading.from_object(damaged)
