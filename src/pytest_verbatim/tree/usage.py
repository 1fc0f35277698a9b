"""Which names and crates some lines of the source use: what rules depend on.

By syntax and names. A crate counts as used where its own name stands, or a name that the file
imports from it; what a glob or `as _` brings in is not seen, nor a method of a crate's trait.
"""

from collections.abc import Collection, Iterable

from pytest_verbatim.excerpt import Excerpt
from pytest_verbatim.tree.index import Index

Shown = dict[str, set[int]]
"""File -> the 1-based lines of it that are shown."""


def shown_lines(excerpts: Iterable[Excerpt], *, imports: bool = False) -> Shown:
    """Return the lines that excerpts show, shells included, `use` declarations if `imports`."""
    shown: Shown = {}
    for excerpt in excerpts:
        lines = shown.setdefault(excerpt.file, set())
        for piece in excerpt.pieces:
            if imports or piece.item.rpartition("::")[2].partition("#")[0] != "use":
                lines.update(range(piece.lines.first, piece.lines.last + 1))
    return shown


def names_any(names: Iterable[str], shown: Shown, index: Index) -> bool:
    """Return whether one of these identifiers stands on shown lines, comments and strings aside."""
    wanted = tuple(names)
    return any(
        not lines.isdisjoint(index.files[file].names.get(name, ()))
        for file, lines in shown.items()
        if file in index.files
        for name in wanted
    )


def crate_names(crate: str, file: str, index: Index) -> frozenset[str]:
    """Return the identifiers by which a file can use a crate (`_` for `-`); none if it does not.

    That is the crate's own name, unless the file means a module or another import by it, and what
    the file imports from the crate.
    """
    facts = index.files[file]
    named = {i.name for i in facts.imports if i.path.split("::")[0] == crate and i.name != "*"}
    own = (
        any(i.name == crate and i.path.split("::")[0] != crate for i in facts.imports)
        or any(entry.kind == "mod" and entry.name == crate for entry in facts.items)
        or index.module_files(*index.modules[file], crate)
    )
    if crate in facts.names and not own:
        named.add(crate)
    return frozenset(named)


def uses_crate(crate: str, shown: Shown, index: Index) -> bool:
    """Return whether shown lines use a crate (`_` for `-`)."""
    return any(
        names_any(crate_names(crate, file, index), {file: lines}, index)
        for file, lines in shown.items()
        if file in index.files
    )


def files_using(crate: str, files: Collection[str], index: Index) -> tuple[str, ...]:
    """Return those of the files that use a crate (`_` for `-`) anywhere, an import included."""
    return tuple(file for file in files if file in index.files and crate_names(crate, file, index))
