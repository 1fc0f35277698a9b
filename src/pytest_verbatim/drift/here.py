"""Items that are where they were: same file, same path.

Where a path repeats in its file, `#n` tells the items apart by order, and one that is put in before
another takes over its number. So those of equal tokens are paired first; what then has another
number is moved, as its path is another. What is left is the same item, edited.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pytest_verbatim.drift.fate import Fate, followed, stayed
from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.similarity import similarity
from pytest_verbatim.drift.tree import File, Place, Tree

_Groups = dict[tuple[str, ...], list[Place]]


def fates_here(old: Tree, new: Tree) -> Iterator[Fate]:
    """Yield the fates of all items, test code too, that NEW has in the same file and path."""
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
    """Yield the fates of items that are of another family now, under the very same path."""
    seen = {fate.old for fate in found} | {fate.new for fate in found}
    there = {place.path: place for place in new.places if place not in seen}
    for place in old.places:
        if place not in seen and place.path in there:
            yield followed(place, there[place.path], Kind.EDITED)


def _by_bare_path(places: Iterable[Place]) -> _Groups:
    groups: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
    for place in places:
        groups[place.piece.bare_path].append(place)
    return dict(groups)


def _in_group(old: list[Place], new: list[Place]) -> Iterator[Fate]:
    """Yield the fates of items whose paths differ by `kind@` and `#n` at most."""
    left, free = list(old), list(new)
    for place, other in [*_equal(left, free, same_path=True)]:
        yield stayed(place, other)
    for place, other in [*_equal(left, free, same_path=False)]:
        yield Fate(place, Kind.MOVED, other, 1.0)
    for place, other in [*_remaining(left, free)]:
        yield followed(place, other, Kind.EDITED)


def _equal(
    left: list[Place], free: list[Place], *, same_path: bool
) -> Iterator[tuple[Place, Place]]:
    """Yield pairs of equal tokens, and take them out of both lists."""
    for place in tuple(left):
        for other in free:
            alike = place.piece is other.piece or place.piece.tokens == other.piece.tokens
            if alike and (not same_path or place.path == other.path):
                left.remove(place)
                free.remove(other)
                yield place, other
                break


def _remaining(left: list[Place], free: list[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs of equal paths, then the most similar ones."""
    pairs = [(place, other) for place in left for other in free]
    pairs.sort(key=_rank, reverse=True)
    taken: set[Place] = set()
    for place, other in pairs:
        if place not in taken and other not in taken:
            taken |= {place, other}
            yield place, other


def _rank(pair: tuple[Place, Place]) -> tuple[bool, float]:
    old, new = pair
    return old.path == new.path, similarity(old.piece.bigrams, new.piece.bigrams)
