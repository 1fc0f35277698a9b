"""`Bases`: the revisions at which cases were accepted, each beside the one in use."""

from collections.abc import Callable

from pytest_verbatim.accepted import Accepted
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.drift import Sources
from pytest_verbatim.source.corpus import Corpus

FindCommit = Callable[[str, str], Corpus | None]
"""Gives the corpus at a commit, by its id and what people call it, if that is at hand."""


class Bases:
    """Finds the comparison that tells what became of a case since it was accepted."""

    def __init__(self, new: Corpus, pinned: Corpus | None, find_commit: FindCommit) -> None:
        """Take the revision that cases are held against; nothing is read yet.

        Args:
            new: that revision.
            pinned: the pinned one, where it is another; None where it is not, or not to be had.
            find_commit: where any other comes from.
        """
        self._new = new
        self._pinned = pinned
        self._find_commit = find_commit
        self._sources = Sources()
        self._comparisons: dict[str, Comparison] = {}

    def of(self, accepted: Accepted) -> Comparison | None:
        """Return the revision at which a case was accepted beside the new one, if at hand.

        That is the pinned one where it has the code byte for byte, else the commit that the
        snapshot names.
        """
        if self._pinned is not None:
            pinned = self._beside(self._pinned)
            if pinned.is_base_of(accepted):
                return pinned
        old = self._find_commit(accepted.commit, accepted.revision)
        return None if old is None else self._beside(old)

    def _beside(self, old: Corpus) -> Comparison:
        if old.commit not in self._comparisons:
            self._comparisons[old.commit] = Comparison(old, self._new, self._sources)
        return self._comparisons[old.commit]
