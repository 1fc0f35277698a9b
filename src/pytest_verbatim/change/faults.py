"""What a change of upstream does to a case beside its sentences: findings of the case as a whole.

All its code is gone, a file does not parse any more, a file is outside the scope now.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from pytest_verbatim.accepted import Accepted, AcceptedItem
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.value import ItemChange
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.excerpt import Part
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.source.corpus import Corpus

_USE = "use"
_OUT_OF_SCOPE = "code.out-of-scope"


def all_gone(where: Where, revision: str) -> Finding:
    """Return what there is to say where nothing is left of the code of a case."""
    seen = f"nothing of its code is left at {revision}"
    mend = "show other code, or remove the case; `pytest --prune-snapshots` removes its snapshot"
    return Finding(where, "code.gone", seen, mend)


def unparsed(
    where: Where, accepted: Accepted, items: Iterable[ItemChange], old: Corpus | None, new: Corpus
) -> Iterator[Finding]:
    """Yield the files of items that changed in which the parser meets an error, and met none.

    Where `old` is not at hand, whether it met one before is not asked.
    """
    changed = {one.item for one in items}
    for file in dict.fromkeys(item.file for item in accepted.items if item.item in changed):
        line = _error_line(file, new)
        if line is not None and (old is None or _error_line(file, old) is None):
            seen = f"{file} does not parse at {new.tag or new.commit[:12]} (near line {line})"
            mend = "what it held may be told as edited or deleted for that reason alone"
            yield Finding(where, "code.unparsed", seen, mend)


def reordered(
    where: Where,
    revision: str,
    accepted: Accepted,
    now: Sequence[AcceptedItem],
    between: Comparison,
) -> Iterator[Finding]:
    """Yield a finding where all pieces of the code are there, and stand in another order.

    `now` are the pieces as they are, with selectors followed.
    """
    before = [_now(item, between) for item in accepted.items if item.item != _USE]
    after = [item.place for item in now if item.item != _USE]
    if before != after and Counter(before) == Counter(after):
        order = ", ".join(f"`{item}`" for _, item, part in after if part is Part.WHOLE)
        seen = f"its items stand in another order at {revision}: {order}"
        mend = "read what prompt and think say of their order"
        yield Finding(where, "code.reordered", seen, mend)


def _now(item: AcceptedItem, between: Comparison) -> tuple[str, str, Part]:
    _, file, path = between.fate(item.file, item.item)
    return file, path, item.part


def _error_line(file: str, corpus: Corpus) -> int | None:
    return corpus.rust_file(file).error_line if file in corpus.rust_paths else None


def with_scope(
    faults: Iterable[Finding], dataset: Dataset, came_from: Mapping[str, str], new: Corpus
) -> Iterator[Finding]:
    """Yield faults; one about a file outside the scope says which entry of it let the code in.

    `came_from` maps the files in which the code is now to those in which it was.
    """
    for fault in faults:
        outside = [now for now in came_from if fault.seen.startswith(f"{now} ")]
        outside = [now for now in outside if now != came_from[now]]
        if fault.code == _OUT_OF_SCOPE and outside:
            mend = _scope_mend(dataset, came_from[outside[0]], outside[0], new)
            yield Finding(fault.where, fault.code, fault.seen, mend)
        else:
            yield fault


def _scope_mend(dataset: Dataset, was: str, now: str, new: Corpus) -> str:
    if dataset.covers(was):
        key, entry, where = "cover", was, dataset.where("scope", "cover")
    else:
        key, where = "also", dataset.where("scope", "also")
        entry = next((one for one in dataset.also if fnmatchcase(was, one)), was)
    stays = was in new.files
    became = f"has code that is in {now} now" if stays or entry != was else f"is now {now}"
    return f"`[scope] {key}` names {entry}, which {became}: write {now} there ({where})"
