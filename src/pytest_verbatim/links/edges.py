"""`Edge`: a real reference from the shown lines of one part of an example to what another shows.

Names decide, not words: a name is followed through imports, re-exports, globs, modules, aliases
and impls of the tree to where it is defined, and there is an edge where that place is shown. Two
parts that both name a third thing have none, nor have two parts of one file for standing in it.

What it can see, by `kind`:

- `call`, `value`: a function that is called or handed over, a constant, a static; `Type::f`,
  `Self::f`, `T::f` of a bounded `T`; a path in the text of an attribute;
- `type`, `variant`, `macro`: a type, trait or alias; a variant of an enum; a macro;
- `shell`: a type or trait of which the other part shows an impl, or a member with its shell;
- `method`: `.m(`, where the part names the type that has `m`, or another with a field of that type
  and of the receiver's name; where the trait of `m` is in scope; or where nothing else in the tree
  has an `m`, and std has none;
- `derived`: a name that a macro must have made in a module, and what carries the macro: a macro
  call with that name in it, a derive, or the attribute of a function `f` for a name `f_...`;
- `table`: raw SQL that names a table, and what declares it (`table_name = "..."`).

What it cannot see: types of expressions, so that `.into()`, `?` and fields tie nothing, and a
`.m()` may in truth be of another type than the trait's implementors; what a macro expands to, and
so which of several derives made a name; strings that are put together. `super::` in a module that
is written out inside a file is taken to leave the file. std's prelude and traits from outside the
tree tie nothing, imports do so only through code that uses them, and comments are not read.

Source: design, "Rules".
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_verbatim.links.meaning import Meaning
from pytest_verbatim.links.reader import Kind, Reader
from pytest_verbatim.links.shown import Part, Shown
from pytest_verbatim.links.tables import table_names, tables_in_sql
from pytest_verbatim.source.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Edge:
    """A reference from part `source` to part `target`, both counted from 0.

    `kind` is one of the words above, `name` what is written in `from_file` on `from_line`;
    `to_item` is the full path of the item, or of the shell, that begins on `to_line` of `to_file`.
    The line of a variant is its own. Lines are 1-based. The edge connects both ways.
    """

    source: int
    target: int
    kind: Kind
    name: str
    from_file: str
    from_line: int
    to_file: str
    to_item: str
    to_line: int


def edges_between(parts: Sequence[Part], corpus: Corpus) -> tuple[Edge, ...]:
    """Return the references between the parts of an example, by part and line.

    Of several from one part to one item by the same kind, the first is returned. A part of a file
    that the corpus's index does not have, for instance of test code, has no edge.
    """
    meaning = corpus.once(("meaning of names",), lambda: Meaning(corpus))
    shown = Shown(parts, corpus, meaning)
    found: dict[tuple[object, ...], Edge] = {}
    for edge in _all_edges(parts, corpus, meaning, shown):
        key = (edge.source, edge.target, edge.kind, edge.to_file, edge.to_item)
        found.setdefault(key, edge)
    return tuple(
        sorted(found.values(), key=lambda e: (e.source, e.from_line, e.target, e.to_line, e.kind))
    )


def _all_edges(
    parts: Sequence[Part], corpus: Corpus, meaning: Meaning, shown: Shown
) -> Iterator[Edge]:
    tables = [
        (name, number, piece)
        for number, part in enumerate(parts)
        for piece in shown.pieces(part)
        for name in table_names(piece.tokens)
    ]
    for number, part in enumerate(parts):
        reader = Reader(part.file, list(shown.pieces(part)), corpus, meaning, shown)
        for reference, kind, target in reader.found():
            if target.part != number:
                yield Edge(
                    number, target.part, kind, str(reference), part.file, reference.line,
                    target.file, target.entry.path, target.line,
                )  # fmt: skip
        for piece in reader.pieces:
            for used, line in tables_in_sql(piece.tokens):
                for name, other, declared in tables:
                    if name == used and other != number:
                        to = corpus.index.entry(parts[other].file, declared.item)
                        if to is not None:
                            yield Edge(
                                number, other, "table", name, part.file, line,
                                parts[other].file, to.path, to.first,
                            )  # fmt: skip


def connected(count: int, edges: Sequence[Edge]) -> bool:
    """Return whether edges tie so many parts into one."""
    return not loose_parts(count, edges)


def loose_parts(count: int, edges: Sequence[Edge]) -> tuple[tuple[int, ...], ...]:
    """Return the groups of parts that hang loose: what no edge ties to the largest group.

    Empty where everything hangs together; of groups of one size that of the first part is the
    largest. Direction plays no role.
    """
    group = list(range(count))
    for edge in edges:
        one, other = sorted((group[edge.source], group[edge.target]))
        group = [one if number == other else number for number in group]
    found = defaultdict(list)
    for part, number in enumerate(group):
        found[number].append(part)
    groups = sorted(map(tuple, found.values()), key=lambda parts: (-len(parts), parts))
    return tuple(groups[1:])
