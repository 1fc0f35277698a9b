"""`Outside`: what a tree takes from beyond it: crates, and the names it uses of them and of std."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pytest_verbatim.rustfile import Facts
from pytest_verbatim.tree.texts import Texts

_LOCK_NAME = re.compile(r'^name = "([^"]+)"\r?$', re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
STD = frozenset({"std", "core", "alloc"})
"""The crates of the standard library, which no `Cargo.lock` lists."""


@dataclass(frozen=True)
class Outside:
    """What the files of a tree use and do not define, with `Cargo.lock` to tell crates by."""

    files: Mapping[str, Facts]
    texts: Texts

    @cached_property
    def crates(self) -> frozenset[str]:
        """Return the crates of the `Cargo.lock` files, as Rust writes them (`_` for `-`)."""
        locks = (path for path in self.texts.others if posixpath.basename(path) == "Cargo.lock")
        return frozenset(
            name.replace("-", "_")
            for path in locks
            for name in _LOCK_NAME.findall(self.texts.of(path))
        )

    def crates_in(self, file: str) -> frozenset[str]:
        """Return the crates of `Cargo.lock` that a file names, in `use` or at the head of paths."""
        return self._by_file[file]

    def users_of(self, crate: str) -> tuple[str, ...]:
        """Return the files that name a crate (`_` for `-`), in `use` or at the head of paths."""
        return tuple(file for file, crates in self._by_file.items() if crate in crates)

    @cached_property
    def _by_file(self) -> Mapping[str, frozenset[str]]:
        return {
            file: self.crates.intersection(
                (*facts.roots, *(bound.path.split("::", 1)[0] for bound in facts.imports))
            )
            for file, facts in self.files.items()
        }

    def crates_of(self, name: str) -> Collection[str]:
        """Return the crates, those of std too, that the tree takes a name from."""
        return self._crates_of.get(name, ())

    @cached_property
    def _crates_of(self) -> Mapping[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for path in self._paths:
            if path[0] in self.crates or path[0] in STD:
                for name in path[1:]:
                    found[name].add(path[0])
        return dict(found)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the names that stand next to each other in a path that is imported or called."""
        return frozenset(pair for path in self._paths for pair in pairwise(path))

    @cached_property
    def heads(self) -> frozenset[str]:
        """Return the names that stand before another one in a path."""
        roots = (root for facts in self.files.values() for root in facts.roots)
        return frozenset((*roots, *(left for left, _ in self.pairs)))

    @cached_property
    def _paths(self) -> tuple[list[str], ...]:
        return tuple(
            path.split("::")
            for facts in self.files.values()
            for path in (*(one.path for one in facts.imports), *(one.path for one in facts.calls))
            if "::" in path
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the names that may be of std and of crates; those of the tree are among them.

        Those that stand in a path, in the type of a field, a bound, a return type or an attribute,
        or that are called.
        """
        return frozenset(word for facts in self.files.values() for word in _words_in(facts))


def _words_in(facts: Facts) -> Iterator[str]:
    for bound in facts.imports:
        yield from bound.path.split("::")
    for call in facts.calls:
        yield call.name
        yield from call.path.split("::")
    yield from facts.roots
    for part in (*facts.fields, *facts.bounds):
        yield from re.findall(r"\w+", part.text)
    for _, kind in facts.returns:
        yield from re.findall(r"\w+", kind)
    for one in facts.attributes:
        yield from _WORD.findall(one.text)
