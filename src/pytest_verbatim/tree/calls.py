"""The calls of a tree by name, and the item around each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pytest_verbatim.rustfile import Call, Entry, Facts


class Site(NamedTuple):
    """A call and where it stands; `item` is the path of the innermost item around it."""

    file: str
    item: str
    call: Call


def calls_by_name(files: Mapping[str, Facts]) -> Mapping[str, tuple[Site, ...]]:
    """Return the last name of what is called -> its calls; macros, methods and paths alike."""
    found: defaultdict[str, list[Site]] = defaultdict(list)
    for file, facts in files.items():
        for site in _sites_in(file, facts):
            found[site.call.name].append(site)
    return {name: tuple(sites) for name, sites in found.items()}


def _sites_in(file: str, facts: Facts) -> Iterator[Site]:
    items = [e for e in facts.items if e.kind not in {"use", "mod"}]
    at, open_items = 0, list[Entry]()
    for call in facts.calls:
        while at < len(items) and items[at].first <= call.line:
            open_items.append(items[at])
            at += 1
        open_items = [e for e in open_items if e.last >= call.line]
        yield Site(file, open_items[-1].path if open_items else "", call)
