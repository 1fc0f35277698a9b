"""Where the items went that are no longer where they were.

Each fresh item, one that OLD has not at that place, succeeds one item at most. Impls, traits and
modules go first, the outermost before what they hold, so that what stood in one that is elsewhere
now is looked for there first.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import TypeVar

from pytest_verbatim.drift.fate import Fate, followed
from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.piece import name_likeness
from pytest_verbatim.drift.similarity import similar_pairs
from pytest_verbatim.drift.tree import Place

_CONTAINERS = frozenset({"impl", "trait", "mod"})
_Nearness = tuple[float, ...]
_Choice = tuple[float, Sequence[Place], Sequence[Place]]
"""A rank, and old and fresh items of which each could go with each, by order.

What is inside the successor of its container ranks above all that is not.
"""
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
        for places in _outermost_first(gone):
            for inside in (True, False):
                for kind, pairs in ((Kind.MOVED, self._equal), (Kind.RENAMED, self._similar)):
                    left = [place for place in places if place not in self.successors]
                    yield from self._taken(kind, pairs(left, inside=inside))

    def _taken(self, kind: Kind, choices: Iterable[_Choice]) -> Iterator[Fate]:
        """Yield fates for the best pairs, best first, each item in one pair at most."""
        free = set(self.fresh)
        ranked = sorted(choices, key=itemgetter(0), reverse=True)
        for _, tied in groupby(ranked, key=itemgetter(0)):
            for _, places, others in self._nearest_first(tied, free):
                left = [old for old in places if old not in self.successors]
                for old, new in zip(left, [*filter(free.__contains__, others)], strict=False):
                    free.remove(new)
                    self.successors[old] = new
                    yield followed(old, new, kind)
        self.fresh = [place for place in self.fresh if place in free]

    def _nearest_first(self, tied: Iterable[_Choice], free: Collection[Place]) -> list[_Choice]:
        """Return the choices of one rank that are still open, by nearness, which is dear."""
        left = [one for one in tied if any(new in free for new in one[2])]
        left = [one for one in left if any(old not in self.successors for old in one[1])]
        if len(left) > 1:
            left.sort(key=lambda one: self._nearness(one[1][0], one[2][0]), reverse=True)
        return left

    def _equal(self, gone: Sequence[Place], *, inside: bool) -> Iterator[_Choice]:
        """Yield those of equal tokens; test code succeeds where nothing else does."""
        for places, others in self._together(gone, self.fresh, _tokens, inside=inside):
            for old in _grouped(places, _whereabouts).values():
                for new in _grouped(others, _whereabouts).values():
                    yield 2.0 * (not new[0].test) + self._is_inside(old[0], new[0]), old, new

    def _similar(self, gone: Sequence[Place], *, inside: bool) -> Iterator[_Choice]:
        """Yield the pairs of one family that are similar enough; small ones of one name alone."""
        fresh = [place for place in self.fresh if not place.test]
        for places, others in chain(
            self._together(_large(gone), _large(fresh), _family, inside=inside),
            self._together(gone, fresh, _family_and_name, inside=inside),
        ):
            bigrams = ([place.piece.bigrams for place in one] for one in (places, others))
            old, new = ([(place,) for place in one] for one in (places, others))
            for found, left, right in similar_pairs(*bigrams):
                yield found + self._is_inside(places[left], others[right]), old[left], new[right]

    def _together(
        self,
        gone: Iterable[Place],
        fresh: Iterable[Place],
        key: Callable[[Place], Hashable],
        *,
        inside: bool,
    ) -> Iterator[tuple[list[Place], list[Place]]]:
        """Yield the old and the fresh items that have a key in common.

        With `inside`, those alone that stood in a container which is elsewhere now, each with what
        stands in it there.
        """
        if inside:
            gone = (place for place in gone if self._container_moved(place))
        here = _grouped(gone, lambda old: (key(old), inside and self._new_container(old)))
        there = _grouped(fresh, lambda new: (key(new), inside and new.container))
        for common, places in here.items():
            if common in there:
                yield places, there[common]

    def _new_container(self, old: Place) -> Place | None:
        """Return what became of the container; None where there was none or nothing did."""
        return None if old.container is None else self.successors.get(old.container)

    def _container_moved(self, old: Place) -> bool:
        was, now = old.container, self._new_container(old)
        return was is not None and now is not None and (was.file, was.path) != (now.file, now.path)

    def _is_inside(self, old: Place, new: Place) -> bool:
        """Return whether the new item stands in what became of the old one's container."""
        return new.container is not None and self._new_container(old) is new.container

    def _nearness(self, old: Place, new: Place) -> _Nearness:
        """Return of equal path, of like name, on a way that others went."""
        same = old.piece.bare_path == new.piece.bare_path
        return same, name_likeness(old.piece, new.piece), self.files[old.file, new.file]

    def elsewhere(self, gone: Iterable[Place], everything: Iterable[Place]) -> Iterator[Fate]:
        """Yield the fates of items that have a copy, which was there before or has a successor.

        Of two copies one is gone and the other stays. Of several the nearest is taken, test code
        where there is no other.
        """
        there = _grouped(everything, _name)
        for old in gone:
            copies = [new for new in there.get(_name(old), ()) if _are_copies(old, new)]
            if copies:
                yield followed(old, max(copies, key=self._ranked_to(old)), Kind.MOVED)

    def _ranked_to(self, old: Place) -> Callable[[Place], _Nearness]:
        return lambda new: (not new.test, *self._nearness(old, new))


def _outermost_first(gone: Sequence[Place]) -> Iterator[list[Place]]:
    """Yield the containers by depth, then all else."""
    levels: defaultdict[int, list[Place]] = defaultdict(list)
    others = []
    for place in gone:
        if place.piece.item.kind in _CONTAINERS:
            levels[_depth(place)].append(place)
        else:
            others.append(place)
    yield from (places for _, places in sorted(levels.items()))
    yield others


def _depth(place: Place) -> int:
    return 0 if place.container is None else 1 + _depth(place.container)


def _are_copies(old: Place, new: Place) -> bool:
    """Return whether two items are equal, and not by nature.

    Many types have an equal impl or member, and many files an equal small item; what is said of
    one is not said of another, unless it has the very same path.
    """
    piece = old.piece
    by_nature = piece.is_small or piece.item.kind == "impl" or piece.item.is_member
    if by_nature and piece.bare_path != new.piece.bare_path:
        return False
    return piece.is_equal_to(new.piece)


def _large(places: Iterable[Place]) -> Iterator[Place]:
    return (place for place in places if not place.piece.is_small)


def _ways(gone: Iterable[Place], fresh: Iterable[Place]) -> Counter[tuple[str, str]]:
    """Return from which file to which items went whose tokens leave no choice."""
    there = _grouped(fresh, _tokens)
    ways: Counter[tuple[str, str]] = Counter()
    for tokens, old in _grouped(gone, _tokens).items():
        new = there.get(tokens, [])
        if len(old) == len(new) == 1:
            ways[old[0].file, new[0].file] += 1
    return ways


def _whereabouts(place: Place) -> tuple[Hashable, ...]:
    """Return what nearness depends on."""
    return place.file, place.container, place.piece.bare_path, place.test


def _tokens(place: Place) -> tuple[bytes, ...]:
    return place.piece.tokens


def _family(place: Place) -> str:
    return place.piece.family


def _family_and_name(place: Place) -> tuple[str, tuple[str, ...]]:
    return place.piece.family, place.piece.known_as


def _name(place: Place) -> str:
    return place.piece.item.name


def _grouped(places: Iterable[Place], key: Callable[[Place], _Key]) -> Mapping[_Key, list[Place]]:
    groups: defaultdict[_Key, list[Place]] = defaultdict(list)
    for place in places:
        groups[key(place)].append(place)
    return dict(groups)
