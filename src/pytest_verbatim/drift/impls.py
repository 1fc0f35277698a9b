"""Impls that are plainly the same under another path: generics, lifetimes or qualifiers changed.

`impl Service<Request> for Guard` and `impl tower::Service<Request<Body>> for Guard<S>` are one impl
when nothing else in either file could be meant.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pytest_verbatim.drift.fate import Fate, followed
from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.tree import File, Place, Tree


def same_impls(
    old: Tree, new: Tree, gone: Sequence[Place], fresh: Sequence[Place]
) -> Iterator[Fate]:
    """Yield the fates of the gone impls that one fresh impl of the same file alone can be."""
    known: defaultdict[tuple[str, tuple[str, ...]], list[Place]] = defaultdict(list)
    for place in fresh:
        if place.piece.item.kind == "impl":
            known[place.file, place.piece.plain_path].append(place)
    for place in gone:
        key = (place.file, place.piece.plain_path)
        if place.piece.item.kind == "impl" and len(known[key]) == 1:
            files = (old.files[place.file], new.files[place.file])
            if all(_plain_impls(file)[key[1]] == 1 for file in files):
                yield followed(place, known[key][0], Kind.EDITED)


def _plain_impls(file: File) -> Counter[tuple[str, ...]]:
    return Counter(
        place.piece.plain_path for place in file.places if place.piece.item.kind == "impl"
    )
