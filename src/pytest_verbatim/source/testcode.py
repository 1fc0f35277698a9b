"""Which files of a tree hold test code and nothing else.

A file can be test code without a word of it inside: it lies under `tests/` or `benches/`, or a
`#[cfg(test)] mod name;` in another file declares it. Looks at trees, not at disks.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from pytest_verbatim.rustfile import ModDeclaration

_DECLARES = re.compile(rb"\bmod\s+(?:r#)?\w+\s*;")
_CRATE_ROOTS = frozenset({"mod", "lib", "main"})


class Declaring(Protocol):
    """A parsed file, as far as it declares others."""

    @property
    def mod_declarations(self) -> tuple[ModDeclaration, ...]:
        """Return its `mod name;`."""
        ...


def test_files(sources: Mapping[str, bytes], parse: Callable[[str], Declaring]) -> frozenset[str]:
    """Return the paths of the test-only files among `sources` (path -> bytes).

    `parse` is called for the few files that declare others under a test attribute, and for files
    that a test file declares in turn.
    """
    found = {path for path in sources if _is_in_test_folder(path)}
    pending = [
        target
        for path, data in sources.items()
        if b"test" in data and _DECLARES.search(data)
        for mod in parse(path).mod_declarations
        if mod.test
        for target in _targets(path, mod, sources)
    ]
    while pending:
        path = pending.pop()
        if path not in found:
            found.add(path)
            if _DECLARES.search(sources[path]):
                for mod in parse(path).mod_declarations:
                    pending.extend(_targets(path, mod, sources))
    return frozenset(found)


test_files.__test__ = False  # type: ignore[attr-defined]  # its name, seen by pytest in a test module


def _is_in_test_folder(path: str) -> bool:
    return not {"tests", "benches"}.isdisjoint(path.split("/")[:-1])


def _targets(path: str, mod: ModDeclaration, sources: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the file that a `mod name;` in `path` stands for, where the tree has it."""
    folder, name = posixpath.split(path)
    stem = name.removesuffix(".rs")
    own = folder if stem in _CRATE_ROOTS else posixpath.join(folder, stem)
    inside = posixpath.join(own, *mod.modules)
    if mod.path is not None:
        base = inside if mod.modules else folder
        candidates = [posixpath.normpath(posixpath.join(base, mod.path))]
    else:
        bare = mod.name.removeprefix("r#")
        candidates = [posixpath.join(inside, bare + ".rs"), posixpath.join(inside, bare, "mod.rs")]
    yield from (candidate for candidate in candidates if candidate in sources)
