"""Impls that are plainly the same under another path: generics, lifetimes or qualifiers changed.

`impl Service<Request> for Guard` and `impl tower::Service<Request<Body>> for Guard<S>` are one impl
when nothing else in either file could be meant.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pytest_verbatim.drift.fate import Fate, Kind, followed
from pytest_verbatim.drift.tree import File, Place, Tree
from pytest_verbatim.itempath import depths


def same_impls(
    old: Tree, new: Tree, gone: Sequence[Place], fresh: Sequence[Place]
) -> Iterator[Fate]:
    """Yield the fates of the gone impls that one fresh impl of the same file alone can be."""
    known: defaultdict[tuple[str, tuple[str, ...]], list[Place]] = defaultdict(list)
    for place in fresh:
        if place.piece.item.kind == "impl":
            known[place.file, _plain(place)].append(place)
    for place in gone:
        key = (place.file, _plain(place))
        if place.piece.item.kind == "impl" and len(known[key]) == 1:
            files = (old.files[place.file], new.files[place.file])
            if all(_plain_impls(file)[key[1]] == 1 for file in files):
                yield followed(place, known[key][0], Kind.EDITED)


def _plain_impls(file: File) -> Counter[tuple[str, ...]]:
    return Counter(_plain(place) for place in file.places if place.piece.item.kind == "impl")


def _plain(place: Place) -> tuple[str, ...]:
    shape = place.piece.item.shape
    return (*shape.head, *without_generics(shape.body))


def without_generics(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the tokens of a type without generic arguments, lifetimes and path qualifiers."""
    found: list[str] = []
    angles = 0
    for at, (token, depth) in enumerate(zip(tokens, depths(tokens), strict=True)):
        opens = token == "<" and at > 0 and tokens[at - 1] != "::"
        if angles:
            angles = 0 if depth < angles else angles
        elif token == "<" and (opens or tokens[at - 1 : at] == ("::",)):
            angles = depth
        elif token == "::":
            del found[-1:]
        elif not (token.startswith("'") and not token.endswith("'")):
            found.append(token)
    return tuple(found)
