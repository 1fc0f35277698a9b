"""Impls that are plainly the same under another path: generics, lifetimes or qualifiers changed.

`impl Service<Request> for Guard` and `impl tower::Service<Request<Body>> for Guard<S>` are one impl
when nothing else in either file could be meant. Where an argument or a qualifier was replaced, it
may be another impl, as Rust allows both; then its tokens have to be similar too.
"""

from collections.abc import Collection, Iterator

from pytest_verbatim.drift.fate import Fate, followed
from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.naming import is_same_but_shorter
from pytest_verbatim.drift.similarity import RENAMED_FROM, similarity
from pytest_verbatim.drift.tree import File, Place, Tree

_Only = dict[tuple[str, ...], Place]


def same_impls(
    old: Tree, new: Tree, gone: Collection[Place], fresh: Collection[Place]
) -> Iterator[Fate]:
    """Yield the fates of the gone impls that one fresh impl of the same file alone can be."""
    impls = [place for place in gone if place.piece.item.kind == "impl"]
    for file in dict.fromkeys(place.file for place in impls if place.file in new.files):
        before, after = _only_impls(old.files[file]), _only_impls(new.files[file])
        for key, place in before.items():
            other = after.get(key)
            if place in impls and other in fresh and other is not None and _is_same(place, other):
                yield followed(place, other, Kind.EDITED)


def _only_impls(file: File) -> _Only:
    """Return the impls that no other one of the file is like but for generics and qualifiers.

    Test code is not looked at.
    """
    found: _Only = {}
    twice = set()
    for place in file.places:
        if place.piece.item.kind == "impl" and not place.test:
            key = place.piece.plain_path
            twice |= {key} & found.keys()
            found[key] = place
    return {key: place for key, place in found.items() if key not in twice}


def _is_same(old: Place, new: Place) -> bool:
    if is_same_but_shorter(old.piece.item.shape, new.piece.item.shape):
        return True
    return similarity(old.piece.bigrams, new.piece.bigrams) >= RENAMED_FROM
