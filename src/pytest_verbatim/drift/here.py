"""Items that are where they were: same file, same path.

Where a path repeats in its file, `#n` tells the items apart by order, and one that is put in before
another takes over its number. So those of equal tokens are paired first; what then has another
number is moved, as its path is another. Of what is left, an equal path makes the same item, edited;
under another number or `kind@` it is so where it is similar.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from pytest_verbatim.drift.fate import Fate, followed, stayed
from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.similarity import similar_pairs
from pytest_verbatim.drift.tree import File, Place, Tree

_Pairs = Iterator[tuple[Place, Place]]
_Step = tuple[Callable[[Sequence[Place], Sequence[Place]], _Pairs], Callable[[Place, Place], Fate]]


def fates_here(old: Tree, new: Tree) -> Iterator[Fate]:
    """Yield the fates of the items, test code too, that are still in their file.

    Under the same path, or under one that differs by `kind@` and `#n` alone.
    """
    for path, file in old.files.items():
        other = new.files.get(path)
        if other is not None:
            yield from _in_file(file, other)


def _in_file(old: File, new: File) -> Iterator[Fate]:
    if old.blob == new.blob:
        for place, other in zip(old.places, new.places, strict=True):
            yield stayed(place, other)
        return
    there = _by_bare_path(new.places)
    found: list[Fate] = []
    for key, places in _by_bare_path(old.places).items():
        found += _in_group(places, there.get(key, []))
    yield from found
    yield from _of_another_kind(old, new, found)


def _of_another_kind(old: File, new: File, found: Sequence[Fate]) -> Iterator[Fate]:
    """Yield the fates of items that are of another family now, under the very same path.

    A path without `kind@` had one family in OLD, so that nothing else can have become it.
    """
    seen = {fate.old for fate in found}
    for pair in _of_same_path([place for place in old.places if place not in seen], new.places):
        yield followed(*pair, Kind.EDITED)


def _by_bare_path(places: Iterable[Place]) -> dict[tuple[str, ...], list[Place]]:
    groups: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
    for place in places:
        groups[place.piece.bare_path].append(place)
    return dict(groups)


def _in_group(old: Sequence[Place], new: Sequence[Place]) -> Iterator[Fate]:
    """Yield the fates of items whose paths differ by `kind@` and `#n` at most."""
    for pairs_of, fate_of in _STEPS:
        pairs = [*pairs_of(old, new)]
        yield from (fate_of(*pair) for pair in pairs)
        taken = {place for pair in pairs for place in pair}
        old = [place for place in old if place not in taken]
        new = [place for place in new if place not in taken]


def _of_same_path(old: Sequence[Place], new: Sequence[Place]) -> _Pairs:
    there = {place.path: place for place in new}
    for place in old:
        if place.path in there:
            yield place, there[place.path]


def _equal_in_place(old: Sequence[Place], new: Sequence[Place]) -> _Pairs:
    return (pair for pair in _of_same_path(old, new) if pair[0].piece.is_equal_to(pair[1].piece))


def _equal(old: Sequence[Place], new: Sequence[Place]) -> _Pairs:
    """Yield pairs of equal tokens, in their order."""
    there: defaultdict[tuple[bytes, ...], list[Place]] = defaultdict(list)
    for place in reversed(new):
        there[place.piece.tokens].append(place)
    for place in old:
        if there[place.piece.tokens]:
            yield place, there[place.piece.tokens].pop()


def _similar(old: Sequence[Place], new: Sequence[Place]) -> _Pairs:
    """Yield the most similar pairs."""
    bigrams = ([place.piece.bigrams for place in places] for places in (old, new))
    taken: set[Place] = set()
    for _, left, right in sorted(similar_pairs(*bigrams), key=lambda pair: -pair[0]):
        pair = old[left], new[right]
        if taken.isdisjoint(pair):
            taken |= {*pair}
            yield pair


_STEPS: tuple[_Step, ...] = (
    (_equal_in_place, stayed),
    (_equal, partial(followed, kind=Kind.MOVED)),
    (_of_same_path, partial(followed, kind=Kind.EDITED)),
    (_similar, partial(followed, kind=Kind.EDITED)),
)
