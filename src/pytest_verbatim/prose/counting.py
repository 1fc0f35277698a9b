"""Small counts in prose: "three variants", "two fields", "four attempts".

A number word up to twenty before a noun for something that code has so many of. Those behind a
limit ("at most three tries") and those that the sentence lists itself are none. Those that may be
of a part ("the two that", "the last two arguments") are marked as such: there may be more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pytest_verbatim.prose.quantity.numeral import ONES, TENS
from pytest_verbatim.prose.relation.token import Token, tokens_of

CountKind = Literal[
    "variants",
    "fields",
    "arms",
    "arguments",
    "members",
    "bounds",
    "derives",
    "attributes",
    "calls",
    "tries",
    "elements",
    "layers",
    "impls",
    "constants",
    "things",
]

_NUMBERS = {word: value for word, value in {**ONES, **TENS}.items() if 2 <= value <= 20}
_NOUNS: dict[str, CountKind] = {
    "variants": "variants",
    "fields": "fields",
    "arms": "arms",
    "arguments": "arguments",
    "parameters": "arguments",
    "methods": "members",
    "members": "members",
    "bounds": "bounds",
    "derives": "derives",
    "attributes": "attributes",
    "calls": "calls",
    "invocations": "calls",
    "tries": "tries",
    "attempts": "tries",
    "retries": "tries",
    "pauses": "elements",
    "delays": "elements",
    "entries": "elements",
    "elements": "elements",
    "layers": "layers",
    "impls": "impls",
    "constants": "constants",
    "consts": "constants",
}
_MANY = 5
"""From here on a number of anything is a count of things: fewer there are of nearly everything."""
_UNITS = frozenset(
    "nanoseconds microseconds milliseconds seconds minutes hours days weeks months years bytes "
    "bits kilobytes megabytes times percents".split()
)
_NEUTRAL = frozenset("different distinct separate public private named plain".split())
_PART_BEFORE = frozenset(
    "the these those both other last first next any same or to than about nearly almost roughly "
    "some remaining further every outer inner most least another such only our".split()
)
_GUESSING = frozenset("or to than about nearly almost roughly some most least".split())
_PART_BEHIND = frozenset(
    "that which whose with without for on where to beyond behind more apart left later earlier in "
    "from at who per away deep instead or by".split()
)
_DATA_FILE = re.compile(r"\.(?:toml|json|md|lock|ya?ml|sql|env|html)$")
_JOINING = frozenset({"and", "or", ","})


@dataclass(frozen=True, slots=True)
class Count:
    """So many things of a kind, and where the number and its noun stand, half-open."""

    number: int
    kind: CountKind
    start: int
    end: int
    partial: bool = False
    """Whether it may be of a part, so that there may be more."""


def counts_in(sentence: str) -> tuple[Count, ...]:
    """Return the small counts that a sentence states, by place."""
    plain = sentence.lower()
    if not any(word in plain for word in _NUMBERS):
        return ()
    tokens = tokens_of(sentence)
    if any(token.kind == "term" and _DATA_FILE.search(token.text) for token in tokens):
        return ()  # what the file says is not known
    found = []
    for at, token in enumerate(tokens):
        number = _NUMBERS.get(token.text) if token.kind == "word" else None
        noun = at + 1 + (_word(tokens, at + 1) in _NEUTRAL)
        kind = _NOUNS.get(_word(tokens, noun))
        if kind is None and number is not None and number >= _MANY:
            noun = _plural(tokens, at + 1)
            kind = "things" if noun else None
        before, behind = _word(tokens, at - 1), _word(tokens, noun + 1)
        if number is None or kind is None or before in _GUESSING or number in _lists(tokens):
            continue
        some = at == 0 and behind != ""  # "Two variants print the same"
        part = some or before in _PART_BEFORE or behind in _PART_BEHIND
        found.append(Count(number, kind, token.start, tokens[noun].end, partial=part))
    return tuple(found)


def _plural(tokens: Sequence[Token], at: int) -> int:
    """Return where the plural that a number counts stands, or a word further on; 0 for none."""
    for noun in (at, at + 1):
        word = _word(tokens, noun)
        if not word or word in _UNITS:
            return 0
        if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
            return noun
    return 0


def _word(tokens: Sequence[Token], at: int) -> str:
    inside = 0 <= at < len(tokens)
    return tokens[at].text if inside and tokens[at].kind == "word" else ""


def _lists(tokens: Sequence[Token]) -> set[int]:
    """Return the lengths of the lists of terms in a sentence."""
    lengths, run, fresh = set(), 0, True
    for token in tokens:
        if token.kind == "term" and fresh:
            run, fresh = run + 1, False
            lengths.add(run)
        elif token.text in _JOINING:
            fresh = True
        elif token.text not in {"a", "the", "an"}:
            run, fresh = int(token.kind == "term"), token.kind != "term"
    return lengths
