"""Which of two calls is first: what sentences say of it, and where the shown code contradicts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop import subject_of
from snippets import Snippets

from pytest_verbatim.checks.relations import relations
from pytest_verbatim.config.rules import Rules
from pytest_verbatim.evidence import Evidence, argued, before
from pytest_verbatim.prose.relation import relations_in

# --- what a sentence says ------------------------------------------------------------------------


def orders(sentence: str) -> list[tuple[str, str]]:
    """Return the (first, then) pairs that a sentence states."""
    return [(r.subject, r.object) for r in relations_in(sentence) if r.kind == "before"]


@pytest.mark.parametrize(
    "sentence",
    [
        "`a` runs before `b`.",
        "`a` comes before `b` in `f`.",
        "In `f`, `a` is called right before `b`.",
        "`a` stands ahead of `b`.",
        "`a` goes prior to `b`.",
        "`a` precedes `b`.",
        "`a` is followed by `b`.",
        "`b` comes after `a`.",
        "`b` is awaited directly after `a`.",
        "`b` follows `a` in `f`.",
        "`b` is preceded by `a`.",
        "`b` stands behind `a`.",
        "First `a`, then `b`.",
        "First `a` and then `b`: that is all.",
        "It calls `a` first and `b` after it.",
        "It asks `a` first, then `b`.",
        "It calls `b` once `a` is done.",
        "It begins with `a` and goes on to `b`.",
        "It starts with `a`, then continues with `b`.",
        "So it is, since `a` runs before `b`.",
    ],
)
def test_an_order_is_read_however_it_is_put(sentence: str) -> None:
    """Which is first and which is second, by verbs, by "first" and "then", by "once"."""
    assert orders(sentence) == [("a", "b")]


@pytest.mark.parametrize(
    "sentence",
    [
        "`a` does not run before `b`.",
        "`a` would run before `b`.",
        "If `a` runs before `b`, it ends.",
        "Does `a` run before `b`?",
        "`a` is read before `b` does anything.",
        "What `a` gives before `b` is lost.",
        "`a` runs before the end.",
        "It runs before `b`.",
        "`a`, `b`.",
        "`a` then waits for `b`.",
        "`a` once called `b`.",
        "First `a` is asked for a key, then the end is near.",
        "`a` and `b` follow.",
    ],
)
def test_what_is_open_or_of_something_else_is_no_order(sentence: str) -> None:
    """What is denied or supposed, clauses behind "before", and one call alone state none."""
    assert orders(sentence) == []


@given(st.lists(st.sampled_from("`a` `b` first then before after once is done , . it".split())))
def test_any_run_of_words_is_read_without_failing(words: list[str]) -> None:
    """Broken sentences, too, are read as far as they go, and nothing comes before itself alone."""
    assert all({one, other} <= {"a", "b"} for one, other in orders(" ".join(words)))


# --- what the source has -------------------------------------------------------------------------

LIFT = "lift/src/lib.rs"
TREE = Snippets(
    {
        LIFT: """
        pub fn ride(key: &str) -> bool {
            let door = open_door(key);
            close_door(door);
            sound(ring_bell());
            start().stop()
        }

        pub fn climb(key: &str) -> bool {
            close_door(key);
            loop {
                open_door(key);
                rest();
            }
        }

        pub fn descend(key: &str) -> bool {
            rest();
            tokio::spawn(open_door(key));
            close_door(key)
        }

        pub fn back(key: &str) -> bool {
            close_door(key);
            open_door(key)
        }
        """,
    }
)


def told(think: str, *items: str, claims: dict[str, Evidence] | None = None) -> list[str]:
    """Return what is said against the orders of a think block about shown functions."""
    shown = [(LIFT, item) for item in items or ("ride",)]
    one = subject_of(Rules(), *shown, think=think, corpus=TREE)
    example = replace(one.case.example, claims=claims or {})
    found = relations(replace(one, case=replace(one.case, example=example)))
    return [finding.seen for finding in found]


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        (
            "`close_door` runs before `open_door`.",
            "`ride` calls `open_door` on line 2, and `close_door` on line 3",
        ),
        (
            "`open_door()` comes after `close_door()`.",
            "`ride` calls `open_door()` on line 2, and `close_door()` on line 3",
        ),
        (
            "First `stop`, then `open_door`.",
            "`ride` calls `open_door` on line 2, and `stop` on line 5",
        ),
        ("`stop` precedes `start`.", "`ride` calls `start` on line 5, and `stop` on line 5"),
    ],
)
def test_an_order_that_the_shown_code_turns_round_is_a_finding(sentence: str, seen: str) -> None:
    """Where a shown function calls both, the one that is said to be later stands first."""
    assert told(sentence) == [seen]


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("`open_door` runs before `close_door`.", ["ride"]),
        ("`sound` runs before `ring_bell`.", ["ride"]),  # in its arguments: run first
        ("`ring_bell` runs before `sound`.", ["ride"]),
        ("`open_door` runs before `close_door`.", ["climb"]),  # a loop turns round
        ("`close_door` runs before `open_door`.", ["descend"]),  # a task
        ("`close_door` runs before `open_door`.", ["ride", "back"]),  # true of one of them
        ("`rest` runs before `open_door`.", ["ride"]),  # does not call both
        ("`ride` runs before `ride`.", ["ride"]),
        ("`Door` comes before `Bell`.", ["ride"]),
        ('`"a"` comes before `1 + 1`.', ["ride"]),
    ],
)
def test_an_order_that_holds_or_is_not_decided_is_none(sentence: str, items: list[str]) -> None:
    """True ones, arguments, loops, tasks, and what another shown function does."""
    assert told(sentence, *items) == []


def test_evidence_for_another_order_does_not_settle_it() -> None:
    """`before` proves the order of the calls that it names, an argument that of the quote."""
    sentence = "`close_door` runs before `open_door`"
    proof = before("ride", "open_door", "close_door")
    assert len(told(f"{sentence}.", claims={sentence: proof})) == 1
    reason = argued("`close_door` runs once ahead of `ride`, for the doors of the floors", "ride")
    assert told(f"{sentence}.", claims={sentence: reason}) == []
