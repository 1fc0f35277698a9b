"""`Modules`: the module tree, told by the files' paths.

`src/a/b.rs` and `src/a/b/mod.rs` are `a::b`. Modules that are written out inside a file are not
known.
"""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_ROOTS = frozenset({"mod", "lib", "main"})


def module_of(file: str) -> tuple[str, ...]:
    """Return the module path of a file: the folder above `src` (`-` as `_`), then modules."""
    folder, name = posixpath.split(file)
    segments = [part for part in folder.split("/") if part]
    if "src" in segments:
        at = segments.index("src")
        crate = segments[at - 1].replace("-", "_") if at else "crate"
        segments = [crate, *segments[at + 1 :]]
    stem = name.removesuffix(".rs")
    return (*segments, *(() if stem in _ROOTS else (stem,)))


@dataclass(frozen=True)
class Modules:
    """The modules of a tree, given as the paths of its Rust files."""

    files: Iterable[str]

    @cached_property
    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """Return path of file -> its module path, the crate's name first."""
        return {file: module_of(file) for file in self.files}

    def file_of(self, module: tuple[str, ...]) -> str | None:
        """Return the file of a full module path, None where there is none."""
        return self._by_module.get(module)

    @cached_property
    def _by_module(self) -> Mapping[tuple[str, ...], str]:
        # src/lib.rs, src/main.rs and a stray src/mod.rs have one module path: the library is meant.
        ranked = sorted(self.paths, key=lambda file: not file.endswith("/lib.rs"))
        return {self.paths[file]: file for file in reversed(ranked)}

    def files_ending(self, *segments: str) -> tuple[str, ...]:
        """Return the files whose module path ends with these segments."""
        among = self._by_last.get(segments[-1], ())
        return tuple(f for f in among if self.paths[f][-len(segments) :] == segments)

    @cached_property
    def _by_last(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for file, path in self.paths.items():
            found[path[-1] if path else ""].append(file)
        return dict(found)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return every segment of a module path."""
        return frozenset(segment for path in self.paths.values() for segment in path)

    @cached_property
    def crates(self) -> frozenset[str]:
        """Return the names of the tree's own crates: the first segments."""
        return frozenset(path[0] for path in self.paths.values() if path)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return (module, module right below it) by their last names."""
        return frozenset(pair for path in self.paths.values() for pair in pairwise(path))
