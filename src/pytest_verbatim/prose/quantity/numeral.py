"""The numbers that tokens make: in digits, as products of digits, and in words."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from pytest_verbatim.prose.quantity.token import Token, past_hyphen, value_of, word_at

MOST_FACTORS = 8
"""A product of more literal numbers is not read as one."""

ONES = {
    word: value
    for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split(),
        1,
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_TIMES = {"hundred": 100, "dozen": 12}
_BIG = frozenset({*_TIMES, *_SCALES})
STARTS = frozenset({"zero", "a", "an", *ONES, *TENS})
"""The words with which a number in words begins."""
TELLING = frozenset({"zero", *ONES, *TENS, *_BIG})
"""The words of which every number in words has one."""


class Numeral(NamedTuple):
    """A number: its value, the index of the token after it, and whether words make it."""

    value: Fraction
    after: int
    worded: bool


def numeral_at(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Return the number that begins at a token, or None."""
    return _in_digits(tokens, at) if tokens[at].kind == "number" else _in_words(tokens, at)


def _in_digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Return a number in digits, its factors and a scale such as thousand included."""
    value = value_of(tokens[at].text)
    if value is None:
        return None
    after = at + 1
    for _ in range(MOST_FACTORS - 1):
        factor = _factor(tokens, after)
        if factor is None:
            break
        value, after = value * factor, after + 2
    if scale := _SCALES.get(word_at(tokens, after)):
        value, after = value * scale, after + 1
    return Numeral(value, after, worded=False)


def _factor(tokens: Sequence[Token], at: int) -> Fraction | None:
    """Return the number behind a sign of multiplication at a token, or None."""
    if at + 1 >= len(tokens) or tokens[at].text not in {"*", "\u00d7", "x", "times"}:
        return None
    return value_of(tokens[at + 1].text) if tokens[at + 1].kind == "number" else None


class _Sum(NamedTuple):
    """A number in words as far as it has come: `total` above the last scale, `current` below."""

    total: int
    current: int
    scale: int  # the next must be below it

    def with_word(self, word: str) -> "_Sum | None":
        """Return it with one more word, or None where the word begins another number."""
        rest = self.current % 100
        if word in ONES:
            fits = rest == 0 or (rest >= 20 and rest % 10 == 0 and ONES[word] < 10)
            return self._replace(current=self.current + ONES[word]) if fits else None
        if word in TENS:
            return None if rest else self._replace(current=self.current + TENS[word])
        if word in _TIMES and 0 < self.current < 100:
            return self._replace(current=self.current * _TIMES[word])
        if 0 < _SCALES.get(word, 0) < self.scale and self.current:
            return _Sum(self.total + self.current * _SCALES[word], 0, _SCALES[word])
        return None


def _in_words(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Return a number in words: twenty-five, a dozen, two hundred, five thousand and six.

    An article counts as one before dozen, hundred and their like alone.
    """
    word = word_at(tokens, at)
    if word == "zero":
        return Numeral(Fraction(0), at + 1, worded=True)
    article = word in {"a", "an"}
    if article and word_at(tokens, at + 1) not in _BIG:
        return None
    after = at = at + article
    reached = _Sum(0, int(article), 10**12)
    while more := reached.with_word(word_at(tokens, at)):
        reached, after = more, at + 1
        at = _next_word(tokens, at)
    value = reached.total + reached.current
    return Numeral(Fraction(value), after, worded=True) if value else None


def _next_word(tokens: Sequence[Token], at: int) -> int:
    """Return where a number in words may go on behind a word of it.

    A hyphen joins tens and ones alone: five-six is no number. What follows "and" belongs to one
    hundred and five; neither to five and six, nor to two hundred and three hundred.
    """
    after = past_hyphen(tokens, at + 1)
    if after > at + 1:
        joined = word_at(tokens, at) in TENS and ONES.get(word_at(tokens, after), 10) < 10
        return after if joined else len(tokens)
    if word_at(tokens, after) == "and" and word_at(tokens, at) in _BIG:
        return after + 1 if _adds(tokens, after + 1, word_at(tokens, at)) else after
    return after


def _adds(tokens: Sequence[Token], at: int, above: str) -> bool:
    """Tell whether what begins behind "and" is a lesser part of the number that ends in `above`."""
    behind = at + 1
    if word_at(tokens, at) in TENS:
        ones = past_hyphen(tokens, behind)
        behind = ones + 1 if ONES.get(word_at(tokens, ones), 10) < 10 else behind
    elif word_at(tokens, at) not in ONES:
        return False
    scale = word_at(tokens, behind)
    if scale in _TIMES:
        return False
    return scale not in _SCALES or _SCALES[scale] < _SCALES.get(above, 10**12)
