"""What the words around a number make of it: a limit, an estimate, a count of certain things.

All of it looks at a few words on either side and no further.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pytest_verbatim.prose.quantity.measure import STOPS, Reading
from pytest_verbatim.prose.quantity.numeral import numeral_at
from pytest_verbatim.prose.quantity.token import Token, past_hyphen, word_at

_FAR = 9
"""Tokens that are looked at before a number."""

_LIMITS = frozenset(
    "up to|up to and including|at most|at least|at the most|at the least|limit of|limits of"
    "|limited to|limit is|limit|capped at|cap of|cap is|maximum of|minimum of|maximum is"
    "|minimum is|maximum|minimum|max|as many as|exceed|exceeds|exceeding|no later than".split("|")
)
_WEAK_LIMITS = frozenset("within under over above below beyond past < > \u2264 \u2265".split())
_COMPARATIVES = frozenset(
    "more less fewer longer shorter later sooner earlier older younger greater higher larger bigger"
    " smaller lower".split()
)
_APPROXIMATE = frozenset(
    "about|around|roughly|approximately|approx|some|almost|nearly|circa|ca|close to|order of"
    "|just over|just under|little over|little under|bit over|bit under|slightly over"
    "|slightly under|little more than|little less than|bit more than|bit less than"
    "|slightly more than|slightly less than|just more than|~|\u2248".split("|")
)
_SIGNS = frozenset("~<>\u2248\u2264\u2265")
_LONGEST_PHRASE = 4
_ARTICLES = frozenset("the a an its those these just only".split())
_LIMITS_AFTER = frozenset(
    "at most|at least|at the most|at the least|at the latest|or less|or more|or fewer|or longer"
    "|max|maximum|limit|cap".split("|")
)
_APPROXIMATE_AFTER = frozenset("or so|or thereabouts|give or".split("|"))
_PASSED = frozenset("more other such further additional extra".split())


class Noun(NamedTuple):
    """What a number counts, as written, and the index of the token after it; perhaps empty."""

    text: str
    after: int

    @property
    def plural(self) -> bool:
        """Whether it looks like one."""
        return self.text.lower().endswith("s") and not self.text.lower().endswith("ss")


class Manner(NamedTuple):
    """How a number is qualified."""

    approximate: bool
    limit: bool
    counts: bool
    """Whether it is a limit that makes a small number word a figure: at most three times."""


def noun_after(tokens: Sequence[Token], at: int) -> Noun:
    """Return the noun behind a number as far as can be seen: a plural among the next three words.

    Without a plural it is the first of them.
    """
    at = past_hyphen(tokens, at)
    first = Noun("", at)
    for index in range(at, at + 3):
        word = word_at(tokens, index)
        if not word or word in STOPS or numeral_at(tokens, index):
            break
        noun = Noun(tokens[index].text, index + 1)
        if noun.plural:
            return noun
        if not first.text and word not in _PASSED:
            first = noun
    return first


def manner_of(tokens: Sequence[Token], reading: Reading, noun: Noun) -> Manner:
    """Return how the words before and after a reading, and after its noun, qualify it."""
    approximate, limit, counts = _before(tokens, reading)
    for at in {reading.after, noun.after if reading.unit is None else reading.after}:
        following = [word_at(tokens, at + step) for step in range(3)]
        for size in range(1, 4):
            phrase = " ".join(following[:size])
            if phrase in _LIMITS_AFTER:
                limit = True
                counts = counts or reading.value > 1 or phrase != "or more"
            approximate = approximate or phrase in _APPROXIMATE_AFTER
    return Manner(approximate, limit, counts)


def _before(tokens: Sequence[Token], reading: Reading) -> Manner:
    """Return what the words before a reading say; estimates and articles may stand between."""
    words = _words_before(tokens, reading.first)
    approximate = reading.unit is not None and reading.unit.approximate
    while words:
        phrases = [" ".join(words[-size:]) for size in range(_LONGEST_PHRASE, 0, -1)]
        guess = next((phrase for phrase in phrases if phrase in _APPROXIMATE), None)
        if guess:
            approximate = True
            del words[-len(guess.split()) :]
        elif _LIMITS.intersection(phrases):
            return Manner(approximate, limit=True, counts=True)
        elif words[-1] == "than" and _COMPARATIVES.intersection(words[-2:-1]):
            several = reading.value == 1 and words[-2] == "more"
            counts = not several or words[-3:-2] in (["no"], ["not"])
            return Manner(approximate, limit=True, counts=counts)
        elif words[-1] in _WEAK_LIMITS:
            return Manner(approximate, limit=True, counts=False)
        elif words[-1] in _ARTICLES:
            words.pop()
        else:
            break
    return Manner(approximate, limit=False, counts=False)


def _words_before(tokens: Sequence[Token], first: int) -> list[str]:
    """Return the words and signs of comparison right before a token, in small letters."""
    words: list[str] = []
    arrow = False
    for token in tokens[max(0, first - _FAR) : first]:
        if token.kind == "word" or (token.text in _SIGNS and not (arrow and token.glued)):
            words.append(token.text.lower())
        elif not (token.text == "=" and token.glued and words and words[-1] in "<>"):
            words.clear()
        arrow = token.text in {"-", "="}  # -> and => compare nothing
    return words
