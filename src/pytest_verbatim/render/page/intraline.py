"""What differs inside two texts that replaced each other, as spans of characters.

A span is half-open. Knows no markup.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

Spans = tuple[tuple[int, int], ...]

_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_CODE = re.compile(r"\w+|\s|[^\w\s]")
_WORD = re.compile(r"\w")
_MOST = 1_000_000
"""Pairs of pieces that are compared at most; beyond, all between the equal ends is different."""
_ALIKE = 0.4
"""Of two lines, the part of the longer that has to be equal for marks to help; blanks aside."""

_Block = tuple[int, int, int, int]


def prose_changes(old: str, new: str) -> tuple[Spans, Spans]:
    """Return the words of `old` that went and those of `new` that came."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    return _spans(before, after, _changed(before, after))


def line_changes(old: str, new: str) -> tuple[Spans, Spans]:
    """Return what differs in two lines of code; nothing where they have too little in common."""
    before, after = _CODE.findall(old), _CODE.findall(new)
    blocks = list(_changed(before, after))
    left, right = _spans(before, after, blocks)
    longer = max(_size(before), _size(after))
    differs = max(
        _size([one for a, b, _, _ in blocks for one in before[a:b]]),
        _size([one for _, _, a, b in blocks for one in after[a:b]]),
    )
    return (left, right) if longer - differs >= _ALIKE * longer else ((), ())


def _size(pieces: Sequence[str]) -> int:
    return sum(len(one) for one in pieces if not one.isspace())


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    """Yield the blocks that differ, as ranges of both; those a mere comma apart come as one."""
    held: _Block | None = None
    for block in _blocks(old, new):
        if held is not None and not _WORD.search("".join(old[held[1] : block[0]])):
            held = (held[0], block[1], held[2], block[3])
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = range(1, shorter - head + 1)
    tail = next((at - 1 for at in rest if old[-at] != new[-at]), shorter - head)
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(left) * len(right) > _MOST:
        yield head, head + len(left), head, head + len(right)
        return
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, right, False).get_opcodes():  # noqa: FBT003
        if kind != "equal":
            yield head + a, head + b, head + c, head + d


def _spans(
    old: Sequence[str], new: Sequence[str], blocks: Iterator[_Block] | Sequence[_Block]
) -> tuple[Spans, Spans]:
    """Return the characters of blocks of pieces, without the blanks that end a word."""
    left, right = _offsets(old), _offsets(new)
    sides: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for a, b, c, d in blocks:
        for side, at, end, offsets, pieces in (
            (sides[0], a, b, left, old),
            (sides[1], c, d, right, new),
        ):
            if at < end:
                last = pieces[end - 1]
                blanks = len(last) - len(last.rstrip()) if last.strip() else 0
                side.append((offsets[at], offsets[end] - blanks))
    return tuple(sides[0]), tuple(sides[1])


def _offsets(pieces: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, pieces))]
