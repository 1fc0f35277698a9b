"""Drift: what became of each item of one revision in another.

Two trees in, fates out; reading a corpus into a tree is all that touches git. Bytes decide what is
unchanged, tokens all else.
"""

from pytest_verbatim.drift.fate import Fate, deleted
from pytest_verbatim.drift.following import Following
from pytest_verbatim.drift.here import fates_here
from pytest_verbatim.drift.impls import same_impls
from pytest_verbatim.drift.kind import ALARMING, Kind
from pytest_verbatim.drift.tree import File, Place, Sources, Tree

__all__ = ["ALARMING", "Fate", "File", "Kind", "Place", "Sources", "Tree", "fates_of"]


def fates_of(old: Tree, new: Tree) -> tuple[Fate, ...]:
    """Return the fate of every item of OLD that is no test code, file by file, in source order."""
    found = {fate.old: fate for fate in fates_here(old, new)}
    taken = {fate.new for fate in found.values()}
    gone = [place for place in old.places() if place not in found and not place.test]
    fresh = [place for place in new.places() if place not in taken]
    impls = {fate.old: fate for fate in same_impls(old, new, gone, fresh)}
    found |= impls
    taken |= {fate.new for fate in impls.values()}
    successors = {fate.old: fate.new for fate in found.values() if fate.new is not None}
    search = Following(successors, [place for place in fresh if place not in taken])
    found |= {fate.old: fate for fate in search.follow([p for p in gone if p not in found])}
    left = [place for place in gone if place not in found]
    found |= {fate.old: fate for fate in search.elsewhere(left, new.places() if left else ())}
    return tuple(found.get(place) or deleted(place) for place in old.places() if not place.test)
