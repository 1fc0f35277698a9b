"""How alike two runs of tokens are: the Dice coefficient of their multisets of bigrams."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

Bigrams = frozenset[tuple[bytes, bytes, int]]
"""A multiset of neighbouring tokens as a set: the third entry numbers equal pairs from 1."""

RENAMED_FROM = 0.6
"""From this similarity on an item is the successor of another."""


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


def can_be_similar(left: Bigrams, right: Bigrams) -> bool:
    """Return whether sizes alone leave `RENAMED_FROM` within reach."""
    smaller = min(len(left), len(right))
    return 2 * smaller >= RENAMED_FROM * (len(left) + len(right))
