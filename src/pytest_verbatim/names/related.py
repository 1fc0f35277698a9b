"""Which files have to do with the code that an example shows."""

from collections.abc import Iterator

from pytest_verbatim.names.scope import Scope
from pytest_verbatim.tree.definitions import Definition
from pytest_verbatim.tree.index import Index


def related_files(scope: Scope, index: Index) -> frozenset[str]:
    """Return the files in scope, and those tied to what is shown.

    That are those that name what is shown and nothing else bears the name of, that define a
    namesake of it, and that import from the files shown or are imported there.
    """
    found = set(scope.files)
    for file in scope.shown:
        found.update(index.importers.get(file, ()))
        for bound in index.files[file].imports:
            found.update(one.file for one in index.resolve(file, bound.path))
        for one in _shown_in(file, scope, index):
            defined = index.definitions(one.name)
            if len(defined) == 1:
                found.update(index.files_naming(one.name))
            found.update(other.file for other in defined if _are_namesakes(one, other))
    return frozenset(found)


def _are_namesakes(one: Definition, other: Definition) -> bool:
    return other.kind == one.kind != "field" and other.owner == one.owner


def _shown_in(file: str, scope: Scope, index: Index) -> Iterator[Definition]:
    """Yield the definitions of a file that begin on shown lines."""
    lines = scope.shown[file]
    for entry in index.files[file].items:
        if any(run.first <= entry.first <= run.last for run in lines):
            yield from (d for d in index.definitions(entry.name) if d.file == file)
