"""Checks between cases: names and code that two of them share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pytest_verbatim.casefile import Case
from pytest_verbatim.finding import Finding

Items = frozenset[tuple[str, str]]
"""The items an example shows: (file, full item path), imports and shells aside."""


def shared_names(cases: Sequence[Case]) -> Mapping[str, tuple[Finding, ...]]:
    """Return node id -> findings for cases of one dataset that bear the same name.

    Findings: case.duplicate-name.
    """
    groups: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.dataset, case.name].append(case)
    mend = "name each example after what it alone teaches"
    return _twins(groups.values(), "case.duplicate-name", "bears the same name", mend)


def shared_code(shown: Iterable[tuple[Case, Items]]) -> Mapping[str, tuple[Finding, ...]]:
    """Return node id -> findings for cases, of any dataset, that show the same items.

    Findings: case.duplicate-code.
    """
    groups: defaultdict[Items, list[Case]] = defaultdict(list)
    for case, items in shown:
        if items:
            groups[items].append(case)
    mend = "show other items, or withdraw one of the two"
    return _twins(groups.values(), "case.duplicate-code", "shows the same items", mend)


def _twins(
    groups: Iterable[list[Case]], code: str, what: str, mend: str
) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for group in groups:
        for case in group:
            others = [other for other in group if other.id != case.id]
            if others:
                places = ", ".join(f"{other.module}:{other.line}" for other in others)
                found[case.id] = (Finding(case.where, code, f"{places} {what}", mend),)
    return found
