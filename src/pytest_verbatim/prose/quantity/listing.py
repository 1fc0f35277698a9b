"""The readings of a text, and what they share where they stand in one list or range."""

from collections.abc import Sequence

from pytest_verbatim.prose.quantity.measure import Reading, readings_at
from pytest_verbatim.prose.quantity.token import Token, word_at

_SEPARATORS = frozenset(
    ", | and | or | to | - | \u2013 | \u2026 | / | then | till | vs | , and | , or | , then"
    " | and then | or even | , not | rather than | instead of | , rather than | , instead of | - to"
    " | - and | - or".split(" | ")
)
_LONGEST_SEPARATOR = 3


def readings_of(tokens: Sequence[Token]) -> tuple[Reading, ...]:
    """Return every number of a text, in order; a unit at the end of a list is that of all."""
    found: list[Reading] = []
    at = 0
    while at < len(tokens):
        new = tuple(readings_at(tokens, at))
        found += new
        at = new[-1].after if new else at + 1
    for index in range(len(found) - 2, -1, -1):
        one, other = found[index], found[index + 1]
        if _shares(tokens, one, other):
            found[index] = one._replace(unit=other.unit, unit_text=other.unit_text)
    return tuple(found)


def in_one_list(tokens: Sequence[Token], one: Reading, other: Reading) -> bool:
    """Tell whether two readings are neighbours in a list or the ends of a range."""
    if not one.after < other.first <= one.after + _LONGEST_SEPARATOR:
        return False
    between = tokens[one.after : other.first]
    return " ".join(token.text.lower() for token in between) in _SEPARATORS


def _shares(tokens: Sequence[Token], one: Reading, other: Reading) -> bool:
    """Tell whether the unit of a reading is also that of the one before it."""
    if one.unit or one.kind in {"ordinal", "status"} or other.unit is None:
        return False
    if one.kind == "words" and one.value == 1 and word_at(tokens, one.after) not in {"or", "to"}:
        return False  # the pronoun: reads one, and five seconds later
    if (
        one.value.denominator == 1
        and one.value >= 100
        and (one.kind == "words") != (other.kind == "words")
    ):
        return False  # got a 202, and two days later
    return in_one_list(tokens, one, other)
