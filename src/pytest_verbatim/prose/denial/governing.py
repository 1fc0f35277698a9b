"""Denials before the crate: a negation that governs it, or a verb of doing without."""

from collections.abc import Callable, Sequence

from pytest_verbatim.prose.denial.clause import Clause
from pytest_verbatim.prose.denial.tail import ends
from pytest_verbatim.prose.denial.words import (
    ADVERBS,
    ANY_NEGATION,
    AVOIDING,
    AWAY,
    BEFORE_SUBJECT,
    CLEAR_OF,
    EXCEPTING,
    GLUE,
    LEAVING,
    NO,
    NOT,
    OPEN,
    USING,
)

_MOST_GLUE = 9
_OF_NOTHING = frozenset("of from in for to about here is left remains there".split())
_BEGINNING = frozenset(
    "the a an it this that we all everything each its our these one * both".split()
)
_FAILING = frozenset(
    "must fail fails break breaks only have has cannot stop stops be refuse".split()
)
_BEFORE_USE = frozenset(
    "to even have reach want need does do it we one this so much as is are once code file".split()
)


_BETWEEN = frozenset("itself me you everybody with completely".split())


def _negated_before(clause: Clause) -> bool:
    """Return whether a word of negation stands before the crate: "no", "without a trace of"."""
    left = clause.left
    at = len(left) - 1
    while at >= 0 and at > len(left) - _MOST_GLUE and left[at] in GLUE | {"here", "is", "left"}:
        at -= 1
    if at < 0:
        return False
    word, between = left[at], left[at + 1 :]
    counted = word == "not" and between[:1] in (["a"], ["one"], ["any"], ["even"], ["the"])
    nothing = word == "nothing" and bool(between) and between[0] in _OF_NOTHING
    none = word == "none" and between[:1] == ["of"]
    if word not in NO and not counted and not nothing and not none:
        return False
    if word in {"free", "devoid"} and between[:1] not in (["of"], ["from"]):
        return False
    if word == "without" and not _is_plain_without(clause, left, at):
        return False
    if _negation_in(left[:at]) and word not in {"nor", "neither"}:
        return False
    if between[-1:] == ["for"] and clause.right[:1] == ["to"]:
        return True
    new = word == "without" and at == 0 and clause.opens and clause.right[:1] != []
    return (new and clause.right[0] in _BEGINNING) or ends(clause)


def _negation_in(words: Sequence[str]) -> bool:
    """Return whether another negation stands in the last words before one."""
    last = words[-4:]
    for at in range(len(last) - 1, -1, -1):
        if last[at] in {",", "and"}:
            return False
        if last[at] in ANY_NEGATION:
            return True
    return False


def _is_plain_without(clause: Clause, left: Sequence[str], at: int) -> bool:
    """Return whether "without" denies: "even without" and "any type without" do not."""
    before = left[at - 1] if at else ""
    if before in {"or", "also", "even", "but", "just"}:
        return False
    if at == 0 and clause.opens:
        rest = {clause.word(n) for n in range(clause.after, len(clause.tokens))}
        return not rest & (ANY_NEGATION | OPEN | _FAILING)
    return not {"any", "every", "each", "another", "some", "those"}.intersection(
        left[max(0, at - 3) : at]
    )


def _nobody_uses(clause: Clause) -> bool:
    """Return whether nothing, or no such thing, uses it: "not a line has to do with serde"."""
    left = clause.left
    verb = len(left) - 1
    while verb >= 0 and left[verb] not in USING and left[verb] in GLUE:
        verb -= 1
    if verb < 0 or left[verb] not in USING:
        return False
    for at in range(verb - 1, -1, -1):
        two = left[at : at + 2]
        alone = left[at] in {"nothing", "none", "nobody", "neither", "nowhere"}
        counted = two in (["not", "a"], ["not", "one"], ["not", "even"], ["no", "one"])
        if alone or counted or (left[at] == "no" and at < verb - 1):
            after = left[at + 1 : at + 2]
            other = bool(after) and after[0] in EXCEPTING | {"more", "less", "longer"}
            return not other and not _negation_in(left[:at]) and ends(clause)
    return False


def _not_used(clause: Clause) -> bool:
    """Return whether something does not use it: "does not go through serde"."""
    left = clause.left
    verb = len(left) - 1
    while verb >= 0 and left[verb] not in USING and left[verb] in GLUE:
        verb -= 1
    if verb < 1 or left[verb] not in USING:
        return False
    not_at = verb - 1
    while not_at > 0 and left[not_at] in ADVERBS | _BEFORE_USE:
        not_at -= 1
    if left[not_at] not in NOT or _negation_in(left[:not_at]):
        return False
    return ends(clause)


def _avoided(clause: Clause) -> bool:
    """Return whether something keeps clear of it: "spares us serde", "leaves serde aside"."""
    left, right = clause.left, clause.right
    at = len(left) - 1
    while at >= 0 and left[at] in GLUE | _BETWEEN - CLEAR_OF:
        at -= 1
    if at < 0 or _negation_in(left[:at]):
        return False
    between = left[at + 1 :]
    if left[at] in LEAVING and right[:1] != [] and right[0] in AWAY:
        return not set(between) - {"the", "a"} and not EXCEPTING.intersection(right)
    if left[at] in AVOIDING:
        return ends(clause)
    clear = between[:1] != [] and between[0] in {"of", "from", "to", "about"}
    return left[at] in CLEAR_OF and clear and left[at] != "free" and ends(clause)


def _of_it_nothing(clause: Clause) -> bool:
    """Return whether of the crate there is nothing: "of serde there is no trace", "serde: none"."""
    left, right = clause.left, clause.right
    if not right and clause.behind == ":":
        return clause.next in {"not", "no", "none", "nothing", "unused", "absent", "never"}
    if left[-1:] not in (["of"], ["from"]) or set(left[:-1]) - BEFORE_SUBJECT:
        return False
    there = right[2:] if right[:2] in (["there", "is"], ["we", "see"]) else right
    return there[:1] in (["nothing"], ["no"], ["none"]) and not EXCEPTING.intersection(right)


BEFORE: tuple[Callable[[Clause], bool], ...] = (
    _negated_before,
    _nobody_uses,
    _not_used,
    _avoided,
    _of_it_nothing,
)
