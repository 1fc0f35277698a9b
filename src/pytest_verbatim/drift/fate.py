"""`Fate`: what became of one item from one revision to another. A value, no text."""

from dataclasses import dataclass

from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.similarity import similarity
from pytest_verbatim.drift.tree import Place


@dataclass(frozen=True, slots=True)
class Fate:
    """The fate of `old`; `new` and `similarity` are None for a deleted item only."""

    old: Place
    kind: Kind
    new: Place | None
    similarity: float | None

    @property
    def is_drift(self) -> bool:
        """Return whether anything changed."""
        return self.kind is not Kind.UNCHANGED


def stayed(old: Place, new: Place) -> Fate:
    """Return the fate of an item that is where it was, of equal tokens; bytes decide first."""
    if old.piece is new.piece or old.piece.data == new.piece.data:
        return Fate(old, Kind.UNCHANGED, new, 1.0)
    same = old.piece.with_comments == new.piece.with_comments
    return Fate(old, Kind.REFORMATTED if same else Kind.COMMENTS, new, 1.0)


def followed(old: Place, new: Place, kind: Kind) -> Fate:
    """Return a fate with the similarity of both items."""
    return Fate(old, kind, new, similarity(old.piece.bigrams, new.piece.bigrams))


def deleted(old: Place) -> Fate:
    """Return the fate of an item without a successor."""
    return Fate(old, Kind.DELETED, None, None)
