"""What a change of upstream does to a case beside its sentences: findings of the case as a whole.

All its code is gone, a file does not parse any more, a file is outside the scope now.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from pytest_verbatim.accepted import Accepted, AcceptedItem
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.value import ItemChange
from pytest_verbatim.commands import PRUNE
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.drift import Kind
from pytest_verbatim.excerpt import Part
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.source.corpus import Corpus

_NO_ANCHOR = "code.no-anchor"
_OUT_OF_SCOPE = "code.out-of-scope"
_Place = tuple[str, str, Part]
"""File and full path of a piece of the code, and which part of the item it is."""


def all_gone(where: Where, revision: str) -> Finding:
    """Return what there is to say where nothing is left of the code of a case."""
    seen = f"nothing of its code is left at {revision}"
    mend = f"show other code, or remove the case; `{PRUNE}` removes its snapshot"
    return Finding(where, "code.gone", seen, mend)


def unparsed(
    where: Where, accepted: Accepted, items: Iterable[ItemChange], old: Corpus | None, new: Corpus
) -> Iterator[Finding]:
    """Yield the files in which the parser meets an error, where a fate may rest on it.

    That is where an item is no longer in its place, or the error stands in its lines. Where `old`
    is at hand, not those in which it met one before.
    """
    changed = ((one, file) for one in items for file in _files_of(one, accepted))
    told: set[str] = set()
    for one, file in changed:
        line = _error_line(file, new)
        if line is None or file in told or not _may_rest_on(one, file, line):
            continue
        if old is None or _error_line(file, old) is None:
            told.add(file)
            place = f"at {new.short_revision} (near line {line})"
            seen = f"{file} has a syntax error, as our parser sees it, {place}"
            mend = "what it held may be told as gone or edited for that reason alone"
            yield Finding(where, "code.unparsed", seen, mend)


def _files_of(one: ItemChange, accepted: Accepted) -> Collection[str]:
    """Return the file in which an item was; where that is not known, those that it may be from."""
    if one.old is not None:
        return (one.old.file,)
    alike = (i for i in accepted.items if (i.item, i.part.value) == (one.item, one.part))
    return dict.fromkeys(item.file for item in alike)


def _may_rest_on(one: ItemChange, file: str, line: int) -> bool:
    """Return whether the fate of an item of a file may rest on an error near a line."""
    if one.new is None or one.fate != Kind.EDITED:
        return one.fate in {Kind.DELETED, Kind.RENAMED, Kind.MOVED}
    return one.new.file == file and one.new.first - 1 <= line <= one.new.last + 1


def reordered(
    where: Where,
    revision: str,
    then: Sequence[AcceptedItem],
    now: Sequence[AcceptedItem],
    between: Comparison | None,
) -> Iterator[Finding]:
    """Yield a finding where all items of the code are there, and stand in another order.

    `now` are the pieces as they are. With `between` they are looked for where they are now; `use`
    declarations that came along are told apart by their tokens. Where an impl begins or ends is
    told where no item went elsewhere: of one that did, its fate says so.
    """
    places = [item.place for item in then if not item.is_import]
    before = [_now(item, between) for item in then if not item.is_import]
    after = [item.place for item in now if not item.is_import]
    if _in_another_order(_items(before), _items(after)):
        order = f"{_listed(_items(after))}; before {_listed(_items(before))}"
        seen = f"its items stand in another order at {revision}: {order}"
        mend = "read what prompt and think say of their order"
        yield Finding(where, "code.reordered", seen, mend)
    elif before == places and _in_another_order(before, after):
        seen = f"its items are divided otherwise among their impls at {revision}"
        mend = "read what prompt and think say of where they stand"
        yield Finding(where, "code.reordered", seen, mend)
    elif _in_another_order(
        *([i.fingerprint.tokens for i in side if i.is_import] for side in (then, now))
    ):
        seen = f"its `use` declarations stand in another order at {revision}"
        mend = "read what prompt and think say of them"
        yield Finding(where, "code.reordered", seen, mend)


def _items(places: Sequence[_Place]) -> list[_Place]:
    return [one for one in places if one[2] is Part.WHOLE]


def _listed(places: Sequence[_Place]) -> str:
    return ", ".join(f"`{item}`" for _, item, _ in places)


def _in_another_order(before: Sequence[Hashable], after: Sequence[Hashable]) -> bool:
    return before != after and Counter(before) == Counter(after)


def _now(item: AcceptedItem, between: Comparison | None) -> _Place:
    if between is None:
        return item.place
    _, file, path = between.fate(item.file, item.item)
    return file, path, item.part


def _error_line(file: str, corpus: Corpus) -> int | None:
    return corpus.rust_file(file).error_line if file in corpus.rust_paths else None


def with_scope(
    faults: Sequence[Finding], dataset: Dataset, came_from: Mapping[str, str], new: Corpus
) -> Iterator[Finding]:
    """Yield faults; those about the scope say which entry of it let the code in, each file once.

    `came_from` maps the files in which the code is now to those in which it was.
    """
    moved = {now: was for now, was in came_from.items() if now and now != was}
    outside = {one.about for one in faults if one.code == _OUT_OF_SCOPE} & moved.keys()
    for fault in faults:
        now = fault.about if fault.code == _OUT_OF_SCOPE else ""
        if fault.code == _NO_ANCHOR:
            if any(dataset.covers(moved[one]) for one in outside):
                continue  # said of the file
            now = next((one for one, was in moved.items() if dataset.covers(was)), "")
        if now in moved:
            yield replace(fault, mend=_scope_mend(dataset, moved[now], now, new))
        else:
            yield fault


def _scope_mend(dataset: Dataset, was: str, now: str, new: Corpus) -> str:
    if dataset.covers(was):
        key, entry, at = "cover", was, dataset.cover.index(was)
    else:
        key = "also"
        at, entry = next(
            ((at, one) for at, one in enumerate(dataset.also) if fnmatchcase(was, one)), (0, was)
        )
    where = dataset.where("scope", key, at)
    if was in new.files or entry != was:
        became = f"has code that is in {now} now: add {now} beside it"
    else:
        became = f"is now {now}: write {now} there"
    return f"`[scope] {key}` names {entry}, which {became} ({where})"
