"""What a message about a name advises: names that are like it, and places where it is."""

import difflib
from collections.abc import Collection, Sequence

from pytest_verbatim.names.view import View
from pytest_verbatim.tree.definitions import Definition
from pytest_verbatim.tree.index import Index

MOST = 3
"""So many names or places a message lists."""
VOUCH = "a name that you vouch for goes into [vocabulary]"


def suggested(name: str, view: View, first: Collection[str] = ()) -> str:
    """Return advice for a name that does not exist: those most like it of `first`, or of the tree.

    Without `first`, the names in scope are looked through before those of the tree.
    """
    near = nearest(name, first or view.scope.names) or nearest(name, tuple(view.index.names))
    vouch = f"{VOUCH} of dataset.toml"
    return f"did you mean {', '.join(f'`{one}`' for one in near)}? {vouch}" if near else vouch


def nearest(name: str, among: Collection[str]) -> list[str]:
    """Return the names that are most like one, in any case of letters, that of its own first."""
    by_lower: dict[str, str] = {}
    for one in sorted(among, key=lambda one: (one[:1].isupper() != name[:1].isupper(), one)):
        by_lower.setdefault(one.lower(), one)
    close = difflib.get_close_matches(name.lower(), by_lower, n=MOST, cutoff=0.7)
    return [by_lower[one] for one in close]


def places_of(name: str, index: Index) -> str:
    """Return where the tree defines a name, with the item each time; "" where it does not."""
    return listed([f"{d.file}:{d.line} (`{_shown_as(d)}`)" for d in index.definitions(name)])


def _shown_as(one: Definition) -> str:
    return f"{one.owner}::{one.name}" if one.owner else one.path


def listed(places: Sequence[str]) -> str:
    """Return the first of some places, and how many more there are."""
    more = f" and {len(places) - MOST} more" if len(places) > MOST else ""
    return ", ".join(places[:MOST]) + more
