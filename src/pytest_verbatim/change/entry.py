"""`Entry`: one example beside its snapshot, as somebody looks at it to accept or leave it."""

from dataclasses import dataclass
from enum import StrEnum

from pytest_verbatim.accepted import Accepted
from pytest_verbatim.change.value import Change


class State(StrEnum):
    """What an example is to its snapshot; four different things."""

    ACCEPTED = "accepted"
    """It passes."""
    PENDING = "pending"
    """It was accepted, and differs from that or breaks a rule."""
    NEW = "new"
    """It was never accepted."""
    ORPHANED = "orphaned"
    """A snapshot without a case."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One example beside its snapshot.

    Attributes:
        state: what it is.
        name: the node id; of an orphan the snapshot's path.
        snapshot: the path of its snapshot, relative to the project.
        change: how it differs; None for one that is accepted, and for an orphan.
        would_accept: what accepting it would write, without a reason; None where a finding stands
            in the way.
        stands: the text of its snapshot as it was looked at, None where there is none.
    """

    state: State
    name: str
    snapshot: str
    change: Change | None = None
    would_accept: Accepted | None = None
    stands: str | None = None
