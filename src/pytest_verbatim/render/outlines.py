"""What an author declared beside the prose, claims and choice of items: rows of what differs.

Knows neither terminal nor markup.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Outline = tuple[str, ...]
"""A head, and the lines below it."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One line: `sign` is `-`, `+` or a blank; a head stands above lines that belong to it."""

    sign: str
    text: str
    is_head: bool = False


def outline_rows(outlines: Iterable[Outline]) -> Iterator[OutlineRow]:
    """Yield outlines as they stand."""
    for outline in outlines:
        yield from _whole(" ", outline)


def outline_changes(before: Sequence[Outline], after: Sequence[Outline]) -> Iterator[OutlineRow]:
    """Yield what went and came, under the heads that stayed; nothing of outlines that are equal."""
    heads = [[outline[0] for outline in side] for side in (before, after)]
    for tag, a, b, c, d in _opcodes(*heads):
        if tag != "equal":
            for outline in before[a:b]:
                yield from _whole("-", outline)
            for outline in after[c:d]:
                yield from _whole("+", outline)
            continue
        for was, now in zip(before[a:b], after[c:d], strict=True):
            if was != now:
                yield OutlineRow(" ", now[0], is_head=True)
                yield from _lines(was[1:], now[1:])


def _whole(sign: str, outline: Outline) -> Iterator[OutlineRow]:
    head, *lines = outline
    yield OutlineRow(sign, head, is_head=True)
    yield from (OutlineRow(sign, line) for line in lines)


def _lines(was: Outline, now: Outline) -> Iterator[OutlineRow]:
    for tag, a, b, c, d in _opcodes(was, now):
        if tag == "equal":
            yield from (OutlineRow(" ", line) for line in now[c:d])
        else:
            yield from (OutlineRow("-", line) for line in was[a:b])
            yield from (OutlineRow("+", line) for line in now[c:d])


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    yield from difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
