"""`Definitions`: where the names of a tree are defined, and what belongs to what by name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pytest_verbatim.rustfile import Facts
from pytest_verbatim.tree.owner import bare, trait_and_type, type_of

TYPE_KINDS = frozenset({"struct", "enum", "union", "trait", "type"})
STD_PRELUDE = frozenset(
    "Option Some None Result Ok Err Box String Vec ToString ToOwned Copy Send Sized Sync Drop Fn "
    "FnMut FnOnce AsRef AsMut Into From Default Iterator Extend IntoIterator DoubleEndedIterator "
    "ExactSizeIterator Clone Debug PartialEq Eq PartialOrd Ord Hash TryFrom TryInto FromIterator "
    "Future IntoFuture Self drop bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize "
    "f32 f64".split()
)
"""Names that a Rust program of edition 2021 or 2024 has without importing them."""


class Definition(NamedTuple):
    """Where a name is defined: an item, a member, a field or a variant; without `r#`.

    `path` is the full path of the item; for a field or variant that of the type it is part of.
    `owner` is the name of the type, trait or enum that it belongs to, "" for an item at file level.
    `line` is 1-based.
    """

    name: str
    kind: str
    file: str
    path: str
    line: int
    owner: str


@dataclass(frozen=True)
class Definitions:
    """The definitions of a tree, given as path -> facts of its files."""

    files: Mapping[str, Facts]

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Definition, ...]]:
        """Return name, without `r#` -> its definitions."""
        found: defaultdict[str, list[Definition]] = defaultdict(list)
        for file, facts in self.files.items():
            for one in _definitions_in(file, facts):
                found[one.name].append(one)
        return {name: tuple(definitions) for name, definitions in found.items()}

    def named(self, name: str) -> tuple[Definition, ...]:
        """Return where a name is defined: items, members, fields and variants."""
        return self.by_name.get(bare(name), ())

    def members(self, owner: str) -> tuple[Definition, ...]:
        """Return fields, variants and members of every type or trait of a name."""
        return self._members.get(owner, ())

    @cached_property
    def _members(self) -> Mapping[str, tuple[Definition, ...]]:
        found: defaultdict[str, list[Definition]] = defaultdict(list)
        for definitions in self.by_name.values():
            for one in definitions:
                if one.owner:
                    found[one.owner].append(one)
        for _, trait, owner in self._impls:  # members of a trait belong to what implements it too
            if trait != owner:
                found[owner] += [m for m in found.get(trait, ()) if m.owner == trait]
        return {owner: tuple(dict.fromkeys(members)) for owner, members in found.items()}

    def traits_of(self, owner: str) -> tuple[str, ...]:
        """Return the names of the traits that an `impl` gives to a type of that name."""
        return self._traits.get(owner, ())

    @cached_property
    def _traits(self) -> Mapping[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path, trait, owner in self._impls:
            if "impl !" not in path:
                found[owner].append(trait)
        return {owner: tuple(traits) for owner, traits in found.items()}

    @cached_property
    def _impls(self) -> tuple[tuple[str, str, str], ...]:
        """Return (path, trait, type) of every `impl` of a trait."""
        paths = (e.path for facts in self.files.values() for e in facts.items if e.kind == "impl")
        return tuple((path, *parts) for path in paths if (parts := trait_and_type(path)))


def _definitions_in(file: str, facts: Facts) -> Iterator[Definition]:
    for entry in facts.items:
        if entry.kind not in {"use", "impl"}:
            name, owner = bare(entry.name), type_of(entry.container)
            yield Definition(name, entry.kind, file, entry.path, entry.first, owner)
    yield from _derived_in(file, facts)
    for part in facts.fields:
        name = bare(part.name.rsplit(".", 1)[-1])
        if not name.isdigit():
            yield Definition(name, "field", file, part.owner, part.line, type_of(part.owner))
    for part in facts.variants:
        owner = type_of(part.owner)
        yield Definition(bare(part.name), "variant", file, part.owner, part.line, owner)


def _derived_in(file: str, facts: Facts) -> Iterable[Definition]:
    """Yield the types that a file gives members to but neither defines nor imports.

    A derive or another macro must have made them there.
    """
    known = {e.name for e in facts.items if e.kind != "impl"} | {i.name for i in facts.imports}
    for entry in facts.items:
        if entry.kind == "impl":
            name = type_of(entry.path)
            if name and name not in known | STD_PRELUDE and f"::{name}" not in entry.path:
                known.add(name)
                yield Definition(name, "derived", file, entry.path, entry.first, "")
