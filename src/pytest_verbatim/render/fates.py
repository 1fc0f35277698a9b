"""Fates as text for people and as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pytest_verbatim.counted import counted
from pytest_verbatim.drift.fate import Fate
from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.tree import Place


def fate_json(fate: Fate) -> str:
    """Return a fate as one JSON object; lines are those of OLD, 1-based and inclusive."""
    old, new = fate.old, fate.new
    lines = old.piece.item.lines
    return json.dumps(
        {
            "file": old.file,
            "item": old.path,
            "kind": old.piece.item.kind,
            "first_line": lines.first,
            "last_line": lines.last,
            "fate": fate.kind.value,
            "new_file": new.file if new is not None else None,
            "new_item": new.path if new is not None else None,
            "similarity": None if fate.similarity is None else round(fate.similarity, 4),
        },
        ensure_ascii=False,
    )


def drift_lines(
    fates: Sequence[Fate], old: str, new: str, broken: Mapping[str, int] | None = None
) -> Iterator[str]:
    """Yield the count, then what changed, file by file of OLD; `old` and `new` name revisions.

    `broken` maps files to the line of NEW, 1-based, on which the parser meets its first error.
    """
    yield headline(fates, old, new)
    changed = (fate for fate in fates if fate.is_drift)
    for file, of_file in groupby(changed, key=lambda fate: fate.old.file):
        line = (broken or {}).get(file)
        yield (
            file
            if line is None
            else f"{file}  (a syntax error for our parser in {new}, near line {line})"
        )
        yield from map(_row, of_file)


def headline(fates: Sequence[Fate], old: str, new: str) -> str:
    """Return how many items changed, and how many of each fate there are."""
    counts = Counter(fate.kind for fate in fates)
    total = len(fates)
    items = counted(total, "item")
    changed = total - counts[Kind.UNCHANGED]
    if not changed:
        return f"no drift from {old} to {new}: {items} unchanged"
    told = ", ".join(f"{counts[kind]} {kind}" for kind in Kind if counts[kind])
    return f"{changed} of {items} changed from {old} to {new}: {told}"


def _row(fate: Fate) -> str:
    item = fate.old.piece.item
    span = f"{item.lines.first}-{item.lines.last}"
    return f"  {span:>11}  {fate.kind:<11}  {item.kind:<11}  {fate.old.path}{_successor(fate)}"


def _successor(fate: Fate) -> str:
    """Return where the item is now if that is another place, and how much of it is left."""
    new = fate.new
    if new is None:
        return ""
    share = "" if fate.similarity in {None, 1.0} else f"  ({percent(fate.similarity)} % alike)"
    return f"{_place(fate.old, new)}{share}"


def _place(old: Place, new: Place) -> str:
    if old.file == new.file and old.path == new.path:
        return ""
    at = f"{new.file}:{new.piece.item.lines.first}" if old.file != new.file else ""
    path = new.path if old.path != new.path else ""
    return f" -> {'  '.join(filter(None, (at, path)))}"


def percent(similarity: float | None) -> int:
    """Return a similarity in percent, rounded down, so that 100 means that nothing differs.

    The tiny sum makes up for what floats lose: 0.29 is 29 %.
    """
    return int(100 * (similarity or 0.0) + 1e-9)
