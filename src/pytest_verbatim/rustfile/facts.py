"""`Facts`: what one file says that prose can be held against. Plain data, fit for a cache.

Test code is left out throughout. Lines are 1-based. Syntax and names only: no type is inferred, no
macro expanded, no `cfg` but that of tests decided. Of what is declared in a function's body, names,
calls and imports alone are known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

import tree_sitter

from pytest_verbatim.rustfile.declared import Attribute, Declarations, Import, Part
from pytest_verbatim.rustfile.item import Item
from pytest_verbatim.rustfile.token import Call, Token, calls_in, is_segment


class Entry(NamedTuple):
    """An item: its full path, kind, name and lines; `container` is "" where it is no member."""

    path: str
    kind: str
    name: str
    first: int
    last: int
    container: str


_Row = TypeVar("_Row", Entry, Import, Attribute, Part, Call)


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in one file, test code aside.

    `names` maps each identifier to the lines on which it occurs, comments and strings aside;
    `roots` those that stand at the head of a path; `strings` maps the contents of string literals
    to lines. `calls` are in source order.
    `returns` maps the path of a function to the text of its return type.
    """

    items: tuple[Entry, ...] = ()
    imports: tuple[Import, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    fields: tuple[Part, ...] = ()
    variants: tuple[Part, ...] = ()
    bounds: tuple[Part, ...] = ()
    returns: tuple[tuple[str, str], ...] = ()
    calls: tuple[Call, ...] = ()
    names: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    roots: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    strings: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def as_object(self) -> dict[str, Any]:
        """Return the facts as JSON can hold them."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_object(cls, value: Any) -> "Facts":
        """Return the facts that `as_object` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        return cls(
            items=_rows(value["items"], Entry),
            imports=_rows(value["imports"], Import),
            attributes=_rows(value["attributes"], Attribute),
            fields=_rows(value["fields"], Part),
            variants=_rows(value["variants"], Part),
            bounds=_rows(value["bounds"], Part),
            returns=tuple((path, kind) for path, kind in value["returns"]),
            calls=_rows(value["calls"], Call),
            names=_table(value["names"]),
            roots=_table(value["roots"]),
            strings=_table(value["strings"]),
        )


def _rows(value: Any, kind: type[_Row]) -> tuple[_Row, ...]:
    return tuple(kind(*row) for row in value)


def _table(value: Any) -> dict[str, tuple[int, ...]]:
    if not isinstance(value, dict):
        raise TypeError(f"a table is wanted, not {type(value).__name__}")
    return {word: tuple(lines) for word, lines in value.items()}


def facts_of(root: tree_sitter.Node, tokens: Sequence[Token], items: Sequence[Item]) -> Facts:
    """Return the facts of a file from its tree, tokens and items."""
    declared = Declarations(root, items)
    kept = [token for token in tokens if token.line not in declared.tested]
    outside = _outside_uses(kept)
    names = (t for t in kept if t.kind == "name")
    roots = (t for at, t in enumerate(outside) if t.kind == "name" and _is_root(outside, at))
    strings = (t._replace(text=contents_of(t.text)) for t in kept if t.kind == "string")
    return Facts(
        items=tuple(
            Entry(
                str(item.path),
                item.kind,
                item.name,
                item.lines.first,
                item.lines.last,
                str(item.container or ""),
            )
            for item in items
            if not item.test
        ),
        imports=tuple(declared.imports),
        attributes=tuple(declared.attributes),
        fields=tuple(declared.fields),
        variants=tuple(declared.variants),
        bounds=tuple(declared.bounds),
        returns=tuple(declared.returns),
        calls=tuple(calls_in(kept)),
        names=_lines_of(names),
        roots=_lines_of(roots),
        strings=_lines_of(strings),
    )


def _outside_uses(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens that stand in no `use` declaration; `use<'a>` in a type is none."""
    found: list[Token] = []
    inside = False
    for token, behind in zip_longest(tokens, tokens[1:]):
        inside = inside or (token.text == "use" and (behind is None or behind.text != "<"))
        if not inside:
            found.append(token)
        inside = inside and token.text != ";"
    return found


def _is_root(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a path begins at a token; the `::` before it may be the path's own."""
    if at + 1 == len(tokens) or tokens[at + 1].text != "::":
        return False
    if at == 0 or tokens[at - 1].text != "::":
        return True
    return at == 1 or not (is_segment(tokens[at - 2]) or tokens[at - 2].text in {">", ">>"})


def _lines_of(tokens: Iterable[Token]) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for token in tokens:
        found.setdefault(token.text.removeprefix("r#"), {})[token.line] = None
    return {name: tuple(lines) for name, lines in found.items()}


def contents_of(literal: str) -> str:
    """Return what stands between the quotes of a string literal, escapes as written."""
    return literal.lstrip("brc").strip("#")[1:-1] if '"' in literal else literal
