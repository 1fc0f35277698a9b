"""Unified hunks as rows: lines with their numbers, and what differs inside those that pair up.

Knows no markup.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_verbatim.render.page.intraline import Spans, line_changes

HEADER = "@"
_HEADER = re.compile(r"@@ -(\d+),\d+ \+(\d+),\d+ @@", re.ASCII)
_WORD = re.compile(r"\w+|[^\w\s]")
_ALIKE = 0.5
"""How much two lines share, of 1, before one is taken for what became of the other."""
_MOST_PAIRS = 2_500
"""Of a larger block that was replaced, lines pair up by their order."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a diff.

    Attributes:
        sign: `-`, `+`, a blank, or `HEADER`.
        old, new: its line on either side, 1-based, None where it has none.
        text: the line without the sign.
        marks: what differs from the line it is paired with, in characters, half-open.
    """

    sign: str
    old: int | None
    new: int | None
    text: str
    marks: Spans = ()


def rows_of(diff: str) -> tuple[Row, ...]:
    """Return the rows of unified hunks; a line that is none of theirs comes as a header."""
    return tuple(marked(list(_numbered(diff)))) if diff else ()


def _numbered(diff: str) -> Iterator[Row]:
    old = new = 0
    for line in diff.split("\n"):
        header = _HEADER.fullmatch(line)
        sign = line[:1]
        if header:
            old, new = int(header[1]), int(header[2])
        if sign == "-":
            yield Row(sign, old, None, line[1:])
        elif sign == "+":
            yield Row(sign, None, new, line[1:])
        elif sign == " ":
            yield Row(sign, old, new, line[1:])
        else:
            yield Row(HEADER, None, None, line)
        old += sign in {"-", " "}
        new += sign in {"+", " "}


def marked(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows in their order, those of a block that was replaced with their marks."""
    at = 0
    while at < len(rows):
        middle = _end_of(rows, at, "-")
        end = _end_of(rows, middle, "+")
        if at < middle < end:
            yield from _replaced(rows[at:middle], rows[middle:end])
        else:
            end = max(end, at + 1)
            yield from rows[at:end]
        at = end


def _end_of(rows: Sequence[Row], at: int, sign: str) -> int:
    while at < len(rows) and rows[at].sign == sign:
        at += 1
    return at


def _replaced(old: Sequence[Row], new: Sequence[Row]) -> Iterator[Row]:
    marks = {pair: line_changes(old[pair[0]].text, new[pair[1]].text) for pair in _pairs(old, new)}
    left = {pair[0]: spans[0] for pair, spans in marks.items()}
    right = {pair[1]: spans[1] for pair, spans in marks.items()}
    for rows, spans in ((old, left), (new, right)):
        for at, row in enumerate(rows):
            yield Row(row.sign, row.old, row.new, row.text, spans.get(at, ()))


def _pairs(old: Sequence[Row], new: Sequence[Row]) -> Sequence[tuple[int, int]]:
    """Return which line became which, the likest first; no two pairs cross."""
    if len(old) * len(new) > _MOST_PAIRS:
        return list(zip(range(len(old)), range(len(new)), strict=False))
    before, after = ([frozenset(_WORD.findall(row.text)) for row in rows] for rows in (old, new))
    likeness = (
        (_shared(one, other), at, to)
        for at, one in enumerate(before)
        for to, other in enumerate(after)
    )
    ranked = sorted((-likes, at, to) for likes, at, to in likeness if likes >= _ALIKE)
    kept: list[tuple[int, int]] = []
    for _, at, to in ranked:
        if all((at < one and to < other) or (at > one and to > other) for one, other in kept):
            kept.append((at, to))
    return kept


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Dice coefficient of two sets of words; 1 for two that are empty."""
    size = len(one) + len(other)
    return 2 * len(one & other) / size if size else 1.0
