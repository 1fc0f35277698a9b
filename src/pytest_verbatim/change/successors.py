"""What is called otherwise now: the mend of a finding that says only that there is no such name.

Where drift knows it nothing has to be guessed, and no name is to be vouched for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.drift import Fate
from pytest_verbatim.finding import Finding
from pytest_verbatim.itempath import ItemPath, ItemPathError
from pytest_verbatim.proof.lookup import split_file
from pytest_verbatim.selection import fits
from pytest_verbatim.tree.definitions import TYPE_KINDS

_OF_ITEMS = frozenset({"claim.unknown-item", "code.unknown-item"})
_OF_NAMES = frozenset({
    f"{of}.{fault}"
    for of, faults in (
        ("claim", ("unknown-name",)),
        ("prompt", ("unknown-name", "unknown-member")),
        ("think", ("unknown-name", "unknown-member")),
    )
    for fault in faults
})  # fmt: skip


def with_successors(findings: Iterable[Finding], between: Comparison | None) -> Iterator[Finding]:
    """Yield findings; what is gone of `between.old` and has one successor is named in the mend."""
    for one in findings:
        told = ""
        if between is not None and one.about and one.code in _OF_ITEMS | _OF_NAMES:
            told = _told(one.about, between, by_name=one.code in _OF_NAMES)
        yield replace(one, mend=told) if told else one


def _told(text: str, between: Comparison, *, by_name: bool) -> str:
    """Return what the items that a text names are called now, "" where they differ in that."""
    file, path = split_file(text)
    try:
        wanted = ItemPath.parse(path)
    except ItemPathError:
        return ""
    by_name = by_name and path == wanted.last_name
    found = {
        _now(fate, file, by_name=by_name)
        for fate in between.fates
        if _is_in(file, fate.old.file) and _is_meant(wanted, fate, by_name=by_name)
    }
    now = found.pop() if len(found) == 1 else ""
    return f"`{path}` is {now} now" if now and not now.startswith(f"`{path}`") else ""


def _is_in(file: str, path: str) -> bool:
    return not file or f"/{path}".endswith(f"/{file}")


def _is_meant(wanted: ItemPath, fate: Fate, *, by_name: bool) -> bool:
    if not by_name:
        return fits(wanted, fate.old.piece.item)
    return fate.old.piece.item.name == wanted.last_name and not _says_nothing(fate)


def _says_nothing(fate: Fate) -> bool:
    """Return whether nothing of a type's name follows: an impl of it ended, or it is too small.

    What became of such a type its impls say.
    """
    piece = fate.old.piece
    is_type = piece.item.kind in TYPE_KINDS
    return fate.new is None and (piece.item.kind == "impl" or (is_type and piece.is_small))


def _now(fate: Fate, file: str, *, by_name: bool) -> str:
    """Return name or path of the successor, and its file where that is asked for and another."""
    new = fate.new
    if new is None:
        return ""
    if by_name:
        return f"`{new.piece.item.name}`"
    return f"`{new.path}`" + (f" in {new.file}" if file and new.file != fate.old.file else "")
