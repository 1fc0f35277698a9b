"""`Resolver`: what a path means in a file, as far as items, `use` and modules tell.

It follows `use` declarations and re-exports, globs of modules of the tree too. It expands no macro
and infers no type.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pytest_verbatim.rustfile import Facts
from pytest_verbatim.tree.definitions import Definition, Definitions
from pytest_verbatim.tree.modules import Modules

_RELATIVE = frozenset({"crate", "self", "super"})
_FOLLOWED = 5
"""So many re-exports are followed, one after the other."""


@dataclass(frozen=True)
class Resolver:
    """The meaning of paths in the files of a tree; each is worked out once."""

    files: Mapping[str, Facts]
    definitions: Definitions
    modules: Modules

    # --- items -----------------------------------------------------------------------------

    def resolve(self, file: str, path: str) -> tuple[Definition, ...]:
        """Return what a path means in a file.

        `path` is a name or segments joined by `::`, the first of them in scope in the file; of a
        type and a member (`T::m`) the member is returned. Empty where it leads out of the tree, or
        where nothing is known.
        """
        found = self._resolved.get((file, path))
        if found is None:
            found = self._resolve(file, tuple(path.split("::")), _FOLLOWED)
            self._resolved[file, path] = found
        return found

    @cached_property
    def _resolved(self) -> dict[tuple[str, str], tuple[Definition, ...]]:
        return {}

    def members_of(self, one: Definition) -> tuple[Definition, ...]:
        """Return the members of one type or trait, those of others with the same name left out."""
        if one not in self._own_members:
            members = self.definitions.members(one.name)
            self._own_members[one] = tuple(m for m in members if self._is_about(m.file, one))
        return self._own_members[one]

    @cached_property
    def _own_members(self) -> dict[Definition, tuple[Definition, ...]]:
        return {}

    def _is_about(self, file: str, one: Definition) -> bool:
        namesakes = [d for d in self.definitions.named(one.name) if not d.owner]
        return file == one.file or len(namesakes) < 2 or one in self.resolve(file, one.name)

    @cached_property
    def importers(self) -> Mapping[str, frozenset[str]]:
        """Return file -> the files that import something which is defined in it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for file, facts in self.files.items():
            for bound in facts.imports:
                for target in self.resolve(file, bound.path):
                    found[target.file].add(file)
        return {file: frozenset(users) for file, users in found.items()}

    def _resolve(self, file: str, path: tuple[str, ...], left: int) -> tuple[Definition, ...]:
        if not path or left < 0 or file not in self.files:
            return ()
        first, rest = path[0], path[1:]
        here = self.modules.paths[file]
        if first in _RELATIVE:
            return self._in_module(*_rooted(here, path), left)
        own = [
            d
            for d in self.definitions.named(first)
            if d.file == file and not d.owner and d.kind != "mod"
        ]
        if own:
            return self._descend(own, rest)
        imported = [path for path in self._bound(file, first) if path != (first,)]
        found = self._by_imports(file, imported, rest, left)
        if found or (imported and not rest):
            return found  # an import goes before a glob
        return (
            self._in_module((*here, first), rest, left)
            or (self._in_module((first,), rest, left) if first in self.modules.crates else ())
            or self._by_imports(file, self._bound(file, "*"), path, left)
        )

    def _by_imports(
        self, file: str, targets: Iterable[tuple[str, ...]], rest: tuple[str, ...], left: int
    ) -> tuple[Definition, ...]:
        for target in targets:
            found = self._resolve(file, (*target, *rest), left - 1)
            if found:
                return found
        return ()

    def _in_module(
        self, module: tuple[str, ...], path: tuple[str, ...], left: int
    ) -> tuple[Definition, ...]:
        while len(path) > 1 and self.modules.file_of((*module, path[0])):
            module, path = (*module, path[0]), path[1:]
        file = self.modules.file_of(module)
        if file is None or not path:
            return ()
        return self._resolve(file, path, left - 1)

    def _descend(
        self, found: Iterable[Definition], rest: tuple[str, ...]
    ) -> tuple[Definition, ...]:
        """Return what the names behind a type mean: members, and members of these."""
        for name in rest:
            members = (m for one in found for m in self.members_of(one) if m.name == name)
            found = list(dict.fromkeys(members))
        return tuple(found)

    # --- modules ---------------------------------------------------------------------------

    def module(self, file: str, path: str) -> str | None:
        """Return the file of the module that a path means in a file, None where it means none.

        `path` is as for `resolve`.
        """
        return self._module(file, tuple(path.split("::")), _FOLLOWED)

    def _module(self, file: str, path: tuple[str, ...], left: int) -> str | None:
        here = self.modules.paths.get(file)
        if here is None or left < 0:
            return None
        if path[0] in _RELATIVE:
            return self._module_below(*_rooted(here, path), left)
        for target in self._bound(file, path[0]):
            if target != path[:1]:
                found = self._module(file, (*target, *path[1:]), left - 1)
                if found is not None:
                    return found
        start = here if self.modules.file_of((*here, path[0])) is not None else ()
        return self._module_below(start, path, left)

    def _module_below(self, start: tuple[str, ...], path: tuple[str, ...], left: int) -> str | None:
        while path and self.modules.file_of((*start, path[0])) is not None:
            start, path = (*start, path[0]), path[1:]
        file = self.modules.file_of(start)
        if file is None or not path:
            return file
        return self._module(file, path, left - 1) if self._bound(file, path[0]) else None

    # --- imports ---------------------------------------------------------------------------

    def _bound(self, file: str, name: str) -> tuple[tuple[str, ...], ...]:
        """Return the paths that the imports of a file bind to a name, `*` for its globs."""
        if file not in self._bindings:
            bound: dict[str, tuple[tuple[str, ...], ...]] = {}
            for one in self.files[file].imports:
                bound[one.name] = (*bound.get(one.name, ()), tuple(one.path.split("::")))
            self._bindings[file] = bound
        return self._bindings[file].get(name, ())

    @cached_property
    def _bindings(self) -> dict[str, dict[str, tuple[tuple[str, ...], ...]]]:
        return {}


def _rooted(
    here: tuple[str, ...], path: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the module that `crate`, `self` and `super` in front of a path mean, and the rest."""
    start = here[:1] if path[0] == "crate" else here
    while path and path[0] in _RELATIVE:
        start = start[:-1] if path[0] == "super" else start
        path = path[1:]
    return start, path
