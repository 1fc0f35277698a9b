"""Changes as a terminal shows them: a failing test, a page of `verbatim review`, a headline."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pytest_verbatim.change import Cause, Change, Doubt, ItemChange, Spot, advice_of
from pytest_verbatim.commands import update_command
from pytest_verbatim.controls import visible
from pytest_verbatim.counted import counted
from pytest_verbatim.drift import Kind
from pytest_verbatim.finding import Finding
from pytest_verbatim.render.fates import percent
from pytest_verbatim.render.terminal import findings_text

_COMMIT = re.compile("[0-9a-f]{40}")
_MOST_ROWS = 400
"""Of a longer diff the rest is left to the permalinks."""
_FATES = tuple(kind.value for kind in Kind)
_OF_PLACES = {"code.ambiguous-item": "ambiguous", "code.reordered": "reordered"}
"""What became of a case whose items are all unchanged."""
_REFUSED = "refused"
_EVIDENCE = "evidence"
_BY_AUTHOR = {
    Cause.PROSE: "prompt or think",
    Cause.CLAIMS: "claims",
    Cause.CHOICE: "the choice of items",
}


def drift_headline(changes: Sequence[Change], total: int, old: str, new: str) -> str:
    """Return how many cases drifted and how; `old` and `new` name revisions.

    A case counts once, under the worst of the fates of its items.
    """
    drifted = [one for one in changes if one.is_drift]
    update, old, new = update_command(new), short_revision(old), short_revision(new)
    if not total:
        return f"no case was held against {new}"
    cases = counted(total, "case")
    if not drifted:
        return f"no drift from {old} to {new} in {cases}"
    counts = Counter(worst_fate(one) for one in drifted)
    words = (*_FATES, *_OF_PLACES.values(), _REFUSED, _EVIDENCE)
    told = ", ".join(f"{counts[word]} {word}" for word in words if counts[word])
    carried = sum(one.carried for one in drifted)
    by_update = f"; `{update}` carries {carried} over" if carried else ""
    return f"{len(drifted)} of {cases} drifted from {old} to {new}: {told}{by_update}"


def changes_headline(changes: Sequence[Change], total: int) -> str:
    """Return how many of the examples that ran do not pass as they were accepted, and why.

    One that was never accepted is new, one that upstream had a part in drifted, any other changed.
    """
    if not total:
        return "no example was run"
    if not changes:
        all_of_them = f"all {total} examples pass as they were accepted"
        return "1 example passes" if total == 1 else all_of_them
    new = sum(Cause.NEW in one.causes for one in changes)
    drifted = sum(one.is_drift for one in changes)
    counts = {"new": new, "drifted": drifted, "changed": len(changes) - new - drifted}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return f"{len(changes)} of {counted(total, 'example')} to review: {told}"


def worst_fate(change: Change) -> str:
    """Return the worst fate of a case's items, or what else became of it.

    `reordered` where they stand in another order, `ambiguous` where what chose one fits several,
    `refused` where it may not be shown any more, `evidence` where the code is as it was.
    """
    codes = {finding.code for finding in change.findings}
    otherwise = _REFUSED if Cause.UPSTREAM in change.causes else _EVIDENCE
    told = (word for code, word in _OF_PLACES.items() if code in codes)
    return max(change.fates, key=_FATES.index, default=next(told, otherwise))


def told_causes(change: Change) -> list[str]:
    """Return why a case waits, in words: the fates where upstream changed its code."""
    fates = ", ".join(change.fates) or worst_fate(change)
    told = {
        Cause.UPSTREAM: f"upstream: {fates}",
        Cause.NEW: "never accepted",
        Cause.UNREADABLE: "its snapshot is damaged, or of another version",
    }
    return [told.get(cause, str(cause)) for cause in change.causes]


def failure_text(findings: Iterable[Finding], change: Change | None) -> str:
    """Return what a failing case shows: its findings, or its drift where upstream had a part.

    A change that upstream had no part in is told by its findings.
    """
    if change is not None and change.is_drift:
        return change_text(change)
    return findings_text(findings)


def change_text(change: Change) -> str:
    """Return a change that upstream had a part in: items, diffs, sentences, and what to do."""
    return visible("\n".join(_lines(change)))


def _lines(change: Change) -> Iterator[str]:
    old, new = short_revision(change.old_revision), short_revision(change.new_revision)
    code = "snapshot.upstream  " if Cause.UPSTREAM in change.causes else ""
    yield f"{change.where}  {code}accepted at {old}, held against {new}"
    yield from change_lines(change)
    if change.doubts:
        yield "  read again:"
        for doubt in change.doubts:
            yield from _doubt(doubt)
    if change.findings:
        yield textwrap.indent(findings_text(change.findings), "  ")
    changed = [told for cause, told in _BY_AUTHOR.items() if cause in change.causes]
    if changed:
        yield f"  not accepted yet either: {', '.join(changed)}"
    yield f"  {advice_of(change)}"


def change_lines(change: Change) -> Iterator[str]:
    """Yield what became of the items of a case, with places and diffs."""
    for item in change.items:
        yield from _item(item)
    if change.is_blind:
        old = short_revision(change.old_revision)
        yield f"  {old} is not at hand, so that what went elsewhere is told as deleted"


def short_revision(revision: str) -> str:
    """Return what people call a revision: a tag as it is, twelve digits of a commit id."""
    return revision[:12] if _COMMIT.fullmatch(revision) else revision


def _item(item: ItemChange) -> Iterator[str]:
    part = "" if item.part == "whole" else f" ({item.part})"
    yield f"  {item.fate}  {item.item}{part}{alike(item)}"
    if item.old is not None:
        yield f"    was  {_place(item.old)}"
    if item.new is not None:
        renamed = "" if item.new.item == item.item else f"  {item.new.item}"
        yield f"    is   {_place(item.new)}{renamed}"
    rows = item.diff.split("\n") if item.diff else []
    yield from (f"    {row}" for row in rows[:_MOST_ROWS])
    if len(rows) > _MOST_ROWS:
        yield f"    ... {len(rows) - _MOST_ROWS} lines more"


def alike(item: ItemChange) -> str:
    """Return how much of an item is left, where its tokens changed, and if its signature did."""
    if item.similarity is None or item.fate not in {Kind.EDITED, Kind.RENAMED}:
        return ""
    signature = "another signature" if item.signature else "same signature"
    return f"  ({percent(item.similarity)} % alike, {signature})"


def _place(spot: Spot) -> str:
    return f"{spot}  {spot.url}".rstrip()


def _doubt(doubt: Doubt) -> Iterator[str]:
    yield f'    {doubt.where}  {doubt.field}: "{doubt.sentence}"'
    yield from (f"      {reason}" for reason in doubt.reasons)
