"""Text in columns of a terminal: how wide it is, and lines that are no wider than asked for."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

Run = tuple[str, str]
"""A text, and the escape sequence that paints it, "" for none."""

_PLAIN = "\x1b[0m"
_Cell = tuple[str, str]
_NARROWEST = 8
"""Of fewer columns no line is made, however deep it is indented."""


def columns(text: str) -> int:
    """Return how many columns a text without controls takes.

    Wide characters of East Asia and emoji take two, marks that combine with the one before none.
    """
    return sum(map(_width, text))


def wrapped(
    runs: Iterable[Run], width: int, first: str = "", rest: str = "", *, breaks: bool = True
) -> Iterator[str]:
    """Yield text as lines of at most `width` columns, each run painted where it stands.

    `first` and `rest` indent the first line and the others. Lines break at blanks and between wide
    characters. A word that is longer than a line is broken, and left whole without `breaks`.
    """
    cells = [(character, paint) for text, paint in runs for character in text]
    indent = first
    while True:
        room = max(width - columns(indent), _NARROWEST)
        end, after = _line(cells, room, breaks=breaks)
        yield f"{indent}{_painted(_without_blanks(cells[:end]))}".rstrip(" ")
        cells, indent = cells[after:], rest
        if not cells:
            return


def _line(cells: Sequence[_Cell], room: int, *, breaks: bool) -> tuple[int, int]:
    """Return where the first line ends and where the next one starts, as indices."""
    used = end = after = 0
    for at, (character, _) in enumerate(cells):
        size = _width(character)
        if character == "\n":
            return at, at + 1
        is_blank = character == " " and not _is_base(cells, at)
        if is_blank:  # may hang over the edge
            end, after = (end if at and at == after else at), at + 1
        elif size == 2:
            end, after = (end, after) if at == after else (at, at)
        if used + size > room and not is_blank:
            if end:
                return end, after
            if at and breaks:
                return at, at
        used += size
    return len(cells), len(cells)


def _is_base(cells: Sequence[_Cell], at: int) -> bool:
    """Return whether a mark combines with the character at an index."""
    return at + 1 < len(cells) and _width(cells[at + 1][0]) == 0 and cells[at + 1][0] != "\n"


def _without_blanks(cells: Sequence[_Cell]) -> Sequence[_Cell]:
    """Return a line without the blanks at its end, which may hang over the edge."""
    end = next((at for at in range(len(cells), 0, -1) if cells[at - 1][0] != " "), 0)
    return cells[:end]


def _painted(cells: Sequence[_Cell]) -> str:
    runs = ((paint, "".join(one for one, _ in same)) for paint, same in groupby(cells, _paint_of))
    return "".join(f"{paint}{text}{_PLAIN}" if paint else text for paint, text in runs)


def _paint_of(cell: _Cell) -> str:
    return cell[1]


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
