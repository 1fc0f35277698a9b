"""Words that make a claim: which are seen, and which near misses are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.prose.lint import triggers_in
from pytest_verbatim.prose.mention import mentions_in

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)


def told(sentence: str) -> list[str]:
    """Return the triggers in a sentence as `kind text`."""
    return [f"{trigger.kind} {trigger.text}" for trigger in triggers_in(sentence)]


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("It never waits.", "never"),
        ("Never does it wait.", "Never"),
        ("It always waits.", "always"),
        ("It cannot wait.", "cannot"),
        ("It can't wait.", "can't"),
        ("It can\u2019t wait.", "can\u2019t"),
        ("It can not wait.", "can not"),
        ("That is impossible.", "impossible"),
        ("The lock guarantees it.", "guarantees"),
        ("That is guaranteed.", "guaranteed"),
        ("It is independent of time.", "independent of"),
        ("It runs independently of time.", "independently of"),
        ("It waits regardless of time.", "regardless of"),
        ("It must not wait.", "must not"),
        ("It may end at any point.", "at any point"),
        ("It waits in any case.", "in any case"),
        ("It no longer waits.", "no longer"),
        ("It waits not at all.", "at all"),
        ("There is no lock needed.", "no lock needed"),
        ("No further lock is needed.", "No further lock is needed"),
        ("Here no locks of any kind are needed.", "no locks of any kind are needed"),
        ("It waits only when asked.", "only"),
        ("It waits only if asked.", "only"),
        ("Only upon a request it waits.", "Only"),
        ("The task only reads.", "only"),
        ("It only ever is. The map is only read.", "is only"),
        ("It reads only one key.", "reads only"),
        ("It must only wait.", "must only"),
    ],
)
def test_an_absolute_is_seen(sentence: str, trigger: str) -> None:
    """Each word of the list is a trigger in any case of its letters."""
    assert f"absolute {trigger}" in told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It looks at all the others, at all of them.",
        "All of it, every key, nothing and none without exactly one.",
        "The only lock waits.",
        "It is the only one.",
        "Not only that, the onlyness of it.",
        "Nevertheless it waits, sideways.",
        "It can wait, and the canned one knots.",
        "He is an independent of the town, the dependent oft.",
        "It must wait, not so long.",
        "A lock is needed.",
        "No lock was ever here, so none of the five long words that stand here is needed.",
        "Longer waits, nothing allowed.",
        "`never` and `always` are names, `only when` too.",
    ],
)
def test_what_claims_no_absolute_is_let_pass(sentence: str) -> None:
    """Quantifiers, parts of words, `only` before a noun, and text in backticks are let pass."""
    triggers = [one for one in told(sentence) if one != "absolute independent of"]
    assert triggers == []


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("That avoids a lock.", "avoids"),
        ("An avoidable lock.", "avoidable"),
        ("It saves a call.", "saves"),
        ("Saving a call, it waits.", "Saving"),
        ("It is cheap.", "cheap"),
        ("The cheapest way.", "cheapest"),
        ("It is faster.", "faster"),
        ("It is purely local.", "purely"),
        ("A pure function.", "pure"),
        ("It fails at compile time.", "compile time"),
        ("A compile-time check.", "compile-time"),
        ("It comes at no cost.", "at no cost"),
        ("It is for free.", "for free"),
        ("It costs one call.", "costs one"),
        ("They cost 12 calls.", "cost 12"),
        ("It costs nothing.", "costs nothing"),
        ("A round trip.", "round trip"),
        ("Two round-trips.", "round-trips"),
        ("No clone is made.", "No clone"),
        ("Without copying.", "Without copying"),
        ("It runs without a second query.", "without a second query"),
        ("It runs without any further allocation.", "without any further allocation"),
        ("One extra look-up.", "One extra look-up"),
        ("Two reads and a write.", "Two reads"),
        ("No additional copies.", "No additional copies"),
    ],
)
def test_a_cost_is_seen(sentence: str, trigger: str) -> None:
    """Each word and phrase of the list is a trigger, with what stands between its ends."""
    assert told(sentence) == [f"cost {trigger}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It copies the key and reads the row.",
        "A clone, a query, the look-up.",
        "Three reads.",
        "It reads once, without reading ahead.",
        "Fast, impure, freely.",
        "Time to compile it.",
        "It costs money.",
        "A trip round the lake.",
        "One readable name, no rewrite.",
        "`no clone`, `cheap()` and `avoid`.",
    ],
)
def test_what_claims_no_cost_is_let_pass(sentence: str) -> None:
    """Operations without a count, parts of words, and text in backticks are let pass."""
    assert told(sentence) == []


ORDERS = (
    "before beforehand after afterwards then first until precedes preceding follows followed "
    "subsequently finally last".split()
)


@pytest.mark.parametrize("word", [*ORDERS, "ahead of", "prior to", "First"])
def test_an_order_of_two_calls_is_seen(word: str) -> None:
    """An order word is a trigger in a sentence that names two calls of the shown code."""
    sentence = f"`lock()` {word} `Cache::load`, and `now` too."
    calls = frozenset({"lock", "load", "store"})
    found = list(triggers_in(sentence, mentions_in(sentence), calls))
    assert [(one.kind, one.text) for one in found] == [("order", word)]
    assert sentence[found[0].start : found[0].end] == word


@pytest.mark.parametrize(
    "sentence",
    [
        "`lock` and `load`, in whatever order.",
        "`lock` before anything else.",
        "`lock` before `lock` again.",
        "`lock` before `now`.",
        "Lock it before you load it.",
        "`lock` and `load`, as `before` says.",
        "`lock` and `load` thence, firstly, at lasting.",
        "The first `lock` and its last `load`, each first one.",
        "`lock` may last as long as `load`.",
    ],
)
def test_an_order_of_anything_else_is_let_pass(sentence: str) -> None:
    """One call, calls that are not shown, plain words, and no order word are let pass."""
    calls = frozenset({"lock", "load", "store"})
    assert list(triggers_in(sentence, mentions_in(sentence), calls)) == []


WORDS = st.sampled_from(
    "never always only when no lock needed is `x` ` costs one read before after no extra clone "
    "at all . , cannot pure compile-time é".split()
)


@PROPERTY
@given(st.lists(WORDS, max_size=20).map(" ".join))
def test_a_trigger_stands_where_it_says(sentence: str) -> None:
    """The offsets of a trigger slice its text out of the sentence, never out of backticks."""
    mentions = mentions_in(sentence)
    for one in triggers_in(sentence, mentions, frozenset({"x", "y"})):
        assert sentence[one.start : one.end] == one.text
        assert "`" not in one.text


@pytest.mark.parametrize(
    "filler", [" the", " no", " not", ",", " a b", "'s", " only", " without a"]
)
def test_a_long_sentence_is_read_to_its_end(filler: str) -> None:
    """However often words that may stand in a trigger are repeated, an answer comes."""
    assert isinstance(told("no" + filler * 5000 + " y"), list)
