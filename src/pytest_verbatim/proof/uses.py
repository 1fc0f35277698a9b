"""Uses of a function's name over the whole tree, each with whether that function is meant.

Calls, bare mentions that hand the function on, and what attributes name in strings. Sees no calls
that macros make.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pytest_verbatim.proof.lookup import Found
from pytest_verbatim.proof.meaning import Meaning
from pytest_verbatim.proof.scoping import values
from pytest_verbatim.rustfile import path_ending_at
from pytest_verbatim.tree.definitions import Definition
from pytest_verbatim.tree.index import Index
from pytest_verbatim.tree.owner import owner_of

COMMON = frozenset(
    "new get set insert from into call clone default next len push pop send recv lock read write "
    "iter map filter find all any one count first last take skip min max sum fold collect join "
    "split trim parse format to_string as_str as_ref as_bytes is_empty contains remove delete "
    "update create open close flush poll wait run start stop spawn sleep drop fmt eq cmp hash "
    "build add sub mul div not index deref borrow unwrap expect ok err then and or try_from "
    "try_into from_str to_owned as_mut iter_mut into_iter into_inner init load store swap replace "
    "extend append clear keys values entry apply validate serialize deserialize name key value id "
    "path body status error code data text json bytes url uri method version headers header layer "
    "service ready register connect execute query begin commit rollback save select exec limit "
    "offset order_by is_none is_some is_ok is_err elapsed timeout retain drain sort reverse rev "
    "timestamp ping ack nack finish shutdown merge with clamp abs pow".split()
)
"""Names that types of std and of common crates have for functions too."""

_FUNCTIONS = frozenset({"fn", "method"})
_PATH = r"((?:[\w:]*::)?{name})\b"
_IN_STRING = rf'"{_PATH}"'
_GIVEN = rf"=\s*{_PATH}(?!\s*[=:!])"
_METHOD = r"(\b\w+|\))\s*\.\s*{name}\s*\("


class Use(NamedTuple):
    """A place where the name is called or handed on; `ours` is None where it is not decided.

    `item` is the path of the innermost item around it; `line` is 1-based.
    """

    file: str
    item: str
    line: int
    ours: bool | None


@dataclass
class Uses:
    """The uses of one item's name."""

    found: Found

    @property
    def _index(self) -> Index:
        return self.found.scene.index

    @property
    def _name(self) -> str:
        return self.found.item.name

    @property
    def _is_macro(self) -> bool:
        return self.found.item.kind == "macro"

    @cached_property
    def _meaning(self) -> Meaning:
        return Meaning(self.found)

    @cached_property
    def _others(self) -> list[Definition]:
        """Return the other functions or macros of that name, but for impls of the item's trait."""
        own = (self.found.file, self.found.path)
        kinds = {"macro"} if self._is_macro else _FUNCTIONS
        every = self._index.definitions(self._name)
        found = [d for d in every if d.kind in kinds and (d.file, d.path) != own]
        return [d for d in found if not (self._meaning.is_declared and self._implements(d))]

    def _implements(self, definition: Definition) -> bool:
        entry = self._index.entry(definition.file, definition.path)
        return entry is not None and owner_of(entry.container)[0] == self._meaning.trait

    @cached_property
    def hidden(self) -> bool:
        """Return whether more may call it than any name in the tree tells."""
        return self._foreign_trait or self._is_procedural

    @cached_property
    def _foreign_trait(self) -> bool:
        ours = any(d.kind == "trait" for d in self._index.definitions(self._meaning.trait))
        return bool(self._meaning.trait) and not ours

    @cached_property
    def _is_procedural(self) -> bool:
        attributes = self._index.files[self.found.file].attributes
        return any(a.on == self.found.path and a.text.startswith("proc_macro") for a in attributes)

    @property
    def doubt(self) -> str | None:
        """Return why a name alone does not tell, None where it does."""
        if self._foreign_trait:
            return f"it belongs to `{self._meaning.trait}`, a trait from outside the tree"
        if self._is_procedural:
            return "it is a procedural macro, used by attributes and derives"
        if self._others:
            one, many = self._others[0], len(self._others)
            also = f"{many} other items are" if many > 1 else "another item is"
            return f"{also} called `{self._name}`, e.g. `{one.path}` ({one.file}:{one.line})"
        if self._name in COMMON and not self._is_macro:
            return f"`{self._name}` is a common name, of types from outside the tree too"
        return None

    # --- uses ------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Use]:
        """Yield every call and every mention of the name, by file."""
        for file, item, call in self._index.calls_of(self._name):
            if (call.form == "macro") != self._is_macro:
                continue
            ours: bool | None
            if self._is_macro:
                ours = None if self._others else True
            elif call.form == "method":
                ours = self._meaning.method(file, item, call.receiver)
            else:
                ours = self._meaning.path(file, item, call.path.split("::"), call.line)
            yield Use(file, item, call.line, ours)
        if not self._is_macro:
            yield from self._mentions()
            yield from self._in_attributes()

    def _mentions(self) -> Iterator[Use]:
        called = {(file, call.line) for file, _, call in self._index.calls_of(self._name)}
        for file in self._index.files_naming(self._name):
            named = self._index.files[file].names[self._name]
            lines = [line for line in named if (file, line) not in called]
            around = dict.fromkeys(self._index.item_at(file, line) for line in lines)
            for item in around:  # "" is a `use`, or nothing that calls
                tokens = self._meaning.tokens_of(file, item)
                for at in values(tokens, self._name):
                    line = tokens[at].line
                    if line in lines and self._index.item_at(file, line) == item:
                        path = path_ending_at(tokens, at).split("::")
                        yield Use(file, item, line, self._meaning.path(file, item, path, line))

    def _in_attributes(self) -> Iterator[Use]:
        """Yield what attributes name: `function = "f"`, `default = "T::f"`, `x = a.f()`."""
        naming = self._index.attributes_naming(self._name)
        if not naming:
            return
        name = re.escape(self._name)
        paths = [re.compile(one.format(name=name)) for one in (_IN_STRING, _GIVEN)]
        method = re.compile(_METHOD.format(name=name))
        for file, attribute in naming:
            line = attribute.line
            for pattern in paths:
                for match in pattern.finditer(attribute.text):
                    ours = self._meaning.path(file, attribute.on, match[1].split("::"), line)
                    yield Use(file, attribute.on, line, ours)
            for match in method.finditer(attribute.text):
                ours = self._meaning.method(file, attribute.on, match[1])
                yield Use(file, attribute.on, line, ours)
