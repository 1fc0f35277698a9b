"""Where the items went that are no longer where they were.

Each fresh item, one that OLD has not at that place, succeeds one item at most. Impls, traits and
modules go first, so that what stood in them is looked for in their successor first.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from pytest_verbatim.drift.fate import Fate, followed
from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.piece import name_likeness
from pytest_verbatim.drift.similarity import RENAMED_FROM, can_be_similar, similarity
from pytest_verbatim.drift.tree import Place

_CONTAINERS = frozenset({"impl", "trait", "mod"})
_Rank = tuple[float, ...]
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(slots=True)
class Following:
    """The state of one search: who succeeded whom, what is free, between which files things went.

    `successors` has the container that an item stands in now, as far as it is known.
    """

    successors: dict[Place, Place]
    fresh: list[Place]
    files: Counter[tuple[str, str]] = field(default_factory=Counter)

    def follow(self, gone: Sequence[Place]) -> Iterator[Fate]:
        """Yield the fates moved and renamed of those that have a successor."""
        self.files = _ways(gone, self.fresh)
        outer = [place for place in gone if place.piece.item.kind in _CONTAINERS]
        inner = [place for place in gone if place.piece.item.kind not in _CONTAINERS]
        for places in (outer, inner):
            for kind, pairs in ((Kind.MOVED, self._equal), (Kind.RENAMED, self._similar)):
                left = [place for place in places if place not in self.successors]
                yield from self._taken(kind, pairs(left))

    def _taken(self, kind: Kind, pairs: Iterable[tuple[_Rank, Place, Place]]) -> Iterator[Fate]:
        """Yield fates for the best pairs, best first, each item in one pair at most."""
        free = set(self.fresh)
        for _, old, new in sorted(pairs, key=lambda pair: pair[0], reverse=True):
            if old not in self.successors and new in free:
                free.remove(new)
                self.successors[old] = new
                yield followed(old, new, kind)
        self.fresh = [place for place in self.fresh if place in free]

    def _equal(self, gone: Sequence[Place]) -> Iterator[tuple[_Rank, Place, Place]]:
        """Yield the pairs of equal tokens; test code succeeds where nothing else does."""
        there = _grouped(self.fresh, _tokens)
        for old in gone:
            for new in there.get(_tokens(old), ()):
                yield (not new.test, *self._nearness(old, new)), old, new

    def _similar(self, gone: Sequence[Place]) -> Iterator[tuple[_Rank, Place, Place]]:
        """Yield the pairs of one family that are similar enough; ties go to the nearer name."""
        there = _grouped((place for place in self.fresh if not place.test), _family)
        for old in gone:
            for new in there.get(_family(old), ()):
                found = _similarity(old, new)
                if found >= RENAMED_FROM:
                    inside, same, *rest = self._nearness(old, new)
                    yield (inside, round(found, 2), *rest, same, found), old, new

    def _nearness(self, old: Place, new: Place) -> _Rank:
        """Return in the container that took over, of equal path, of like name, on a known way."""
        inside = old.container is not None and self.successors.get(old.container) is new.container
        same = old.piece.bare_path == new.piece.bare_path
        likeness = name_likeness(old.piece.item.name, new.piece.item.name)
        return inside, same, likeness, self.files[old.file, new.file]


def elsewhere(gone: Iterable[Place], everything: Iterable[Place]) -> Iterator[Fate]:
    """Yield the fates of items that another item, which was there before, is equal to.

    Of two copies one is gone and the other stays. Impls and their members are not looked at: many
    types have an equal one each, and that of a type that is gone went with it. Neither are small
    items, unless the other file has them under the same path.
    """
    there = _grouped(everything, _family_and_name)
    for old in gone:
        if old.container is None and old.piece.item.kind != "impl":
            copies = (new for new in there.get(_family_and_name(old), ()) if _are_copies(old, new))
            for new in islice(copies, 1):
                yield followed(old, new, Kind.MOVED)


def _are_copies(old: Place, new: Place) -> bool:
    same = old.piece.bare_path == new.piece.bare_path
    return (same or not old.piece.is_small) and old.piece.tokens == new.piece.tokens


def _family_and_name(place: Place) -> tuple[str, str]:
    return place.piece.family, place.piece.item.name


def _similarity(old: Place, new: Place) -> float:
    """Return the similarity of two items, 0 where it is too low or one of them too small."""
    left, right = old.piece, new.piece
    if (left.is_small or right.is_small) and left.known_as != right.known_as:
        return 0.0
    if not can_be_similar(left.bigrams, right.bigrams):
        return 0.0
    return similarity(left.bigrams, right.bigrams)


def _ways(gone: Iterable[Place], fresh: Iterable[Place]) -> Counter[tuple[str, str]]:
    """Return from which file to which items went whose tokens leave no choice."""
    there = _grouped(fresh, _tokens)
    ways: Counter[tuple[str, str]] = Counter()
    for tokens, old in _grouped(gone, _tokens).items():
        new = there.get(tokens, [])
        if len(old) == len(new) == 1:
            ways[old[0].file, new[0].file] += 1
    return ways


def _tokens(place: Place) -> tuple[bytes, ...]:
    return place.piece.tokens


def _family(place: Place) -> str:
    return place.piece.family


def _grouped(places: Iterable[Place], key: Callable[[Place], _Key]) -> Mapping[_Key, list[Place]]:
    groups: defaultdict[_Key, list[Place]] = defaultdict(list)
    for place in places:
        groups[key(place)].append(place)
    return dict(groups)
