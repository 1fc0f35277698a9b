"""`Relation`: what a sentence says of two names, and whether it says so without reserve."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pytest_verbatim.prose.relation.phrase import Phrase, Reader
from pytest_verbatim.prose.relation.token import Token

RelationKind = Literal[
    "calls",
    "uses",
    "derives",
    "implements",
    "attribute",
    "returns",
    "field",
    "variant",
    "method",
    "before",
]

Pair = tuple[RelationKind, Phrase, Phrase]
"""The kind of a relation, what has it, and what it has it to."""

_OPEN = frozenset(
    "would could might 'd wouldn't couldn't mightn't suppose supposing imagine imagined imagining "
    "whether pretend wish were weren't alternative alternatively alternatives hypothetical "
    "hypothetically tempting tempted temptation unless otherwise should shouldn't ought may "
    "proposed proposal proposes suggested suggests suggestion".split()
)
"""Anywhere in a sentence, they leave open whether it is so."""
_CONDITION = frozenset({"if", "unless", "provided", "assuming", "lest"})
"""Before a relation, they make a condition of it."""
_DENYING = frozenset(
    "no not never nor neither nothing nobody none nowhere without hardly scarcely rarely seldom "
    "barely cannot can't don't doesn't isn't aren't won't didn't wasn't hasn't haven't needn't "
    "mustn't false wrong untrue mistaken doubt doubts deny denies denied unlikely instead formerly "
    "previously historically originally believed believe believes think thinks thought assume "
    "assumes assumed claim claims claimed stop stops stopped lacks lack lacking avoid avoids "
    "avoided ceased longer past old older earlier ago few little forgets forgot forget misses "
    "missing except but refuses fails".split()
)
"""In the clause of a relation, they turn it round, move it into another time or leave it open."""
_CLAUSE_WORDS = frozenset(
    "but while whereas because since so which where although though hence therefore".split()
)
_CLAUSE_MARKS = frozenset(";:,.()?!\u2014\u2013-")
_MAY_PRECEDE = frozenset(
    "and but since because as so while whereas when where whenever then here there that once after "
    "before until also today now thus hence therefore indeed still first next finally afterwards "
    "although though whereupon however inside meanwhile again later only both either yet and/or "
    "whereby why how or".split()
)
_MARKS_BEFORE = frozenset(',;:(.\u2014\u2013-"\u201c!?')


@dataclass(frozen=True, slots=True)
class Relation:
    """What a sentence says of two names: `subject` calls, derives, comes before ... `object`.

    Names are as the sentence has them, without backticks. `start` and `end` are offsets in
    characters, half-open, from the first of the two names to the last.
    """

    kind: RelationKind
    subject: str
    object: str
    start: int
    end: int


def begins_clause(reader: Reader, first: int) -> bool:
    """Return whether what begins at an index may be the subject of a clause.

    Behind a noun and a preposition it is not: "the caller of `a` calls `b`".
    """
    if first == 0:
        return True
    if reader.word(first - 1) in _MAY_PRECEDE or reader.mark(first - 1) in _MARKS_BEFORE:
        return True
    start = first
    while start > first - _MOST_BEFORE and reader.word(start - 1):
        start -= 1
    opens = start == 0 or reader.mark(start - 1) in _MARKS_BEFORE
    words = {reader.word(at) for at in range(start, first)}
    adverbial = reader.word(start) in _PREPOSITIONS and not words & _RELATIVE
    return opens and adverbial and reader.word(first - 1) not in _PREPOSITIONS


_PREPOSITIONS = frozenset(
    "in at on for to after before under with by from during upon once as here there now then of "
    "within over like about into through until since via behind beyond around past per".split()
)
_RELATIVE = frozenset("what which who that whose whom when where if is are does do has".split())
_MOST_BEFORE = 7


def is_plain(tokens: Sequence[Token], first: int, after: int) -> bool:
    """Return whether what stands in these tokens is said without reserve.

    Not in a question, under a condition, as a wish or a possibility, nor denied in its clause.
    """
    words = [token.text if token.kind == "word" else "" for token in tokens]
    if _OPEN.intersection(words) or (tokens and tokens[-1].text == "?"):
        return False
    if _CONDITION.intersection(words[:after]):
        return False
    start, end = clause_around(tokens, first, after)
    return not _DENYING.intersection(words[start:end])


def clause_around(tokens: Sequence[Token], first: int, after: int) -> tuple[int, int]:
    """Return where the clause begins and ends, half-open, in which these tokens stand."""
    while first > 0 and not _parts(tokens[first - 1]):
        first -= 1
    while after < len(tokens) and not _parts(tokens[after]):
        after += 1
    return first, after


def _parts(token: Token) -> bool:
    if token.kind == "mark":
        return token.text in _CLAUSE_MARKS
    return token.kind == "word" and token.text in _CLAUSE_WORDS
