"""How alike two runs of tokens are: the Dice coefficient of their multisets of bigrams."""

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

Bigrams = frozenset[tuple[bytes, bytes, int]]
"""A multiset of neighbouring tokens as a set: the third entry numbers equal pairs from 1."""

RENAMED_FROM = 0.6
"""From this similarity on an item is the successor of another."""

_SMALLEST = RENAMED_FROM / (2 - RENAMED_FROM)
"""How much smaller of two similar multisets one can be: all of it is in the other then."""


def bigrams_of(tokens: Sequence[bytes]) -> Bigrams:
    """Return the bigrams of tokens; none for fewer than two."""
    seen: Counter[tuple[bytes, bytes]] = Counter()
    found = []
    for pair in pairwise(tokens):
        seen[pair] += 1
        found.append((*pair, seen[pair]))
    return frozenset(found)


def similarity(left: Bigrams, right: Bigrams) -> float:
    """Return twice what both have over all that they have, from 0 to 1; 1 for two empty ones."""
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 1.0


def similar_pairs(
    old: Sequence[Bigrams], new: Sequence[Bigrams]
) -> Iterator[tuple[float, int, int]]:
    """Yield the similarity and the 0-based positions of every pair that has `RENAMED_FROM`.

    Empty ones are in no pair. Quick, as far as squares can be: a million pairs take a second.
    """
    bits: dict[tuple[bytes, bytes, int], int] = {}
    others = sorted((len(one), at, _mask(one, bits)) for at, one in enumerate(new) if one)
    sizes = [size for size, _, _ in others]
    for place, one in enumerate(old):
        size, mask = len(one), _mask(one, bits)
        first = bisect.bisect_left(sizes, size * _SMALLEST - 1)
        last = bisect.bisect_right(sizes, size / _SMALLEST + 1)
        for other_size, at, other in others[first:last]:
            found = 2 * (mask & other).bit_count() / (size + other_size)
            if found >= RENAMED_FROM:
                yield found, place, at


def _mask(bigrams: Bigrams, bits: dict[tuple[bytes, bytes, int], int]) -> int:
    """Return a set as the bits of one number; `bits` says which bit is whose, and learns."""
    places = [bits.setdefault(one, len(bits)) for one in bigrams]
    mask = bytearray(len(bits) // 8 + 1)
    for place in places:
        mask[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(mask, "little")
