"""`Kind`: the words for what can become of an item."""

from enum import StrEnum


class Kind(StrEnum):
    """What can become of an item, from nothing at all to the worst."""

    UNCHANGED = "unchanged"
    REFORMATTED = "reformatted"
    COMMENTS = "comments"
    EDITED = "edited"
    MOVED = "moved"
    RENAMED = "renamed"
    DELETED = "deleted"


ALARMING = frozenset({Kind.EDITED, Kind.MOVED, Kind.RENAMED, Kind.DELETED})
"""After these, a text about the item has to be read again."""
