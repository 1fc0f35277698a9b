"""Claims and choice of a snapshot as an author writes them, for people to read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pytest_verbatim.evidence import (
    Absent,
    Argued,
    Attribute,
    Before,
    Bound,
    Callers,
    Calls,
    Derives,
    Evidence,
    Field,
    Implements,
    Literal,
    Returns,
    Value,
    Variant,
)

Outline = tuple[tuple[str, ...], ...]
"""Entries in the order of their declaration: of each its head, then the lines below it."""

_CLASSES: tuple[type[Evidence], ...] = (
    *(Calls, Callers, Before, Absent, Value, Literal, Derives, Implements),
    *(Attribute, Returns, Field, Variant, Bound, Argued),
)
_KINDS = {kind.__name__.lower(): kind for kind in _CLASSES}
_KEYWORDS = frozenset({"times", "closed"})
_SPREAD = frozenset({"names", "items"})


def written_claims(claims: Iterable[tuple[str, str]]) -> Outline:
    """Return an entry for each claim: its quote, then a line for each piece of evidence.

    Takes quote and evidence as a snapshot keeps them. Evidence that is none we know is JSON.
    """
    return tuple(
        (_text(quote), *(_written(piece) for piece in json.loads(evidence)))
        for quote, evidence in claims
    )


def written_choice(choice: str) -> Outline:
    """Return an entry for each `rust()`: its file and imports, then a line for each item."""
    return tuple(map(_part, json.loads(choice)))


def _part(part: object) -> tuple[str, ...]:
    match part:
        case {"file": file, "imports": imports, "items": [*items]}:
            return f"{file}, imports={_text(imports)}", *map(str, items)
    return (_text(part),)


def _written(piece: object) -> str:
    match piece:
        case {"kind": str(kind), **given} if kind in _KINDS:
            return f"{kind}({', '.join(_arguments(given, _KINDS[kind]))})"
    return _text(piece)


def _arguments(piece: Mapping[Any, Any], kind: type[Evidence]) -> Iterator[str]:
    for name in kind.field_names():
        value = piece.get(name)
        if value is None or value is False:
            continue
        if name in _SPREAD and isinstance(value, list):
            yield from map(_text, value)
        elif name == "units" and isinstance(value, list):
            yield from map(_amount, value)
        elif name in _KEYWORDS:
            yield f"{name}={value}"
        else:
            yield _text(value)


def _amount(given: object) -> str:
    match given:
        case [str(unit), amount]:
            return f"{unit}={_text(amount)}"
    return _text(given)


_text = json.JSONEncoder(ensure_ascii=False).encode
