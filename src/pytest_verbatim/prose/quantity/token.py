"""Prose cut into words, numbers, marks and code.

What only looks like a number stays whole and opaque: an identifier, a path, a version, a date, a
time of day, digits that run into letters.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from pytest_verbatim.prose.quantity.unit import unit_of
from pytest_verbatim.prose.sentence import code_spans

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:_[0-9]+)*)(?:\.[0-9]+)?"
"""A literal number: digits, `,` or `_` between groups of them, a fraction behind a point."""
MOST_DIGITS = 30
"""A longer number is not read: it is no quantity, and to compute with it takes ever longer."""

_CHUNK = re.compile(r"[^\s\u2014\u2026]+|[\u2014\u2026]")
_LEADING = "([{<>\"'*_~\u2248\u2264\u2265=\u201c\u2018\u00ab"
_TRAILING = ".,;:!?)]}>\"'*_\u201d\u2019\u00bb"
_PART = re.compile(
    rf"(?P<N>{NUMBER})|(?P<W>[^\W\d_]+(?:['\u2019][^\W\d_]+)?)|(?P<M>[-\u2212](?=[0-9]))"
    r"|(?P<H>[-\u2013])|(?P<S>[*\u00d7])|(?P<P>%)|(?P<C>,)|(?P<D>/)|(?P<X>[\s\S])"
)
# What is cut into its parts: words, a signed number, a number with a unit, ranges, products, lists.
_SHAPE = re.compile("H?W(?:HW)*H?|M?NP?|P|NW|N[MH]N[PW]?|NH(?:W(?:HW)*)?|N(?:SN)+|N(?:CN)+")
_RATE = re.compile("N?[WP]D")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}[-\u2013][01][0-9]")
_ORDINAL = frozenset(["st", "nd", "rd", "th"])


class Token(NamedTuple):
    """A piece of prose. Its kind is `word`, `number`, `ordinal`, `mark`, `code` or `other`."""

    kind: str
    text: str
    """As written; of an ordinal its digits alone."""
    start: int
    """Characters of the prose before it."""
    end: int
    """Half-open."""
    glued: bool = False
    """No white space stands between it and the token before."""


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of prose, in order; what is in backticks is one token, `code`."""
    found: list[Token] = []
    at = 0
    for start, end in (*code_spans(text), (len(text), len(text))):
        for chunk in _CHUNK.finditer(text, at, start):
            beside_code = chunk.start() == at > 0
            found += _of_chunk(chunk.group(), chunk.start(), glued=beside_code)
        if end > start:
            glued = start > at and not text[start - 1].isspace()
            found.append(Token("code", text[start:end], start, end, glued))
        at = end
    return tuple(found)


def value_of(digits: str) -> Fraction | None:
    """Return the value of a literal number, or None where it has too many digits to be read."""
    bare = digits.replace(",", "").replace("_", "").replace("\u2212", "-")
    return Fraction(bare) if len(bare) <= MOST_DIGITS else None


def word_at(tokens: Sequence[Token], index: int) -> str:
    """Return the word at an index, in small letters; empty where there is none."""
    if 0 <= index < len(tokens) and tokens[index].kind == "word":
        return tokens[index].text.lower()
    return ""


def past_hyphen(tokens: Sequence[Token], index: int) -> int:
    """Return the index, or the next where a hyphen there joins what is on its sides."""
    joined = index + 1 < len(tokens) and tokens[index].glued and tokens[index + 1].glued
    return index + 1 if joined and tokens[index].text == "-" else index


def _of_chunk(chunk: str, at: int, *, glued: bool) -> Iterator[Token]:
    """Yield the tokens of a run without white space that begins `at` characters into the prose."""
    if chunk.isalpha():  # most are
        yield Token("word", chunk, at, at + len(chunk), glued)
        return
    core = chunk.lstrip(_LEADING)
    lead = len(chunk) - len(core)
    core = core.rstrip(_TRAILING)
    for index in range(lead):
        yield Token("mark", chunk[index], at + index, at + index + 1, glued or index > 0)
    if core:
        yield from _of_core(core, at + lead, glued=glued or lead > 0)
    for index in range(lead + len(core), len(chunk)):
        yield Token("mark", chunk[index], at + index, at + index + 1, glued or index > 0)


def _of_core(core: str, at: int, *, glued: bool) -> Iterator[Token]:
    """Yield the tokens of a run without the marks around it: its parts, or one opaque token."""
    if core.isalpha():
        yield Token("word", core, at, at + len(core), glued)
        return
    parts = [(match.lastgroup or "X", match) for match in _PART.finditer(core)]
    shape = "".join(name for name, _ in parts)
    whole = Token("other", core, at, at + len(core), glued)
    if rate := _RATE.match(shape):  # 100 MB/s: what it is per is no part of the amount
        cut = parts[rate.end() - 1][1].start()
        if unit_of(parts[rate.end() - 2][1].group()):
            yield from _of_core(core[:cut], at, glued=glued)
            whole = Token("other", core[cut:], at + cut, at + len(core), glued=True)
        yield whole
        return
    if not _SHAPE.fullmatch(shape) or _MONTH.fullmatch(core):
        yield whole
        return
    if shape == "NW" and parts[1][1].group() in _ORDINAL:
        yield whole._replace(kind="ordinal", text=parts[0][1].group())
        return
    stuck = shape.find("NW")
    if stuck >= 0 and unit_of(parts[stuck + 1][1].group()) is None:
        yield whole
        return
    sign = 1 if shape[0] == "M" else 0
    for index, (name, match) in enumerate(parts[sign:]):
        kind = {"N": "number", "W": "word", "P": "word"}.get(name, "mark")
        start = match.start() if index else 0
        yield Token(
            kind, core[start : match.end()], at + start, at + match.end(), glued or index > 0
        )
