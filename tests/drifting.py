"""Trees of Rust files for tests of drift, and fates as short text."""

import hashlib
from collections.abc import Mapping

from pytest_verbatim.drift import Fate, File, Tree, fates_of
from pytest_verbatim.drift.piece import Source
from pytest_verbatim.drift.tree import places_of

Texts = Mapping[str, str]

LONG = """\
pub fn {name}(jobs: &[Job], limit: usize) -> Option<usize> {{
    let mut open = 0;
    for job in jobs {{
        if job.is_open() && open < limit {{
            open += {step};
        }}
    }}
    (open > 0).then_some(open)
}}
"""
"""A function of far more than 20 tokens."""


def long(name: str, step: int = 1) -> str:
    """Return a function of more than 20 tokens; two that differ by `step` are very alike."""
    return LONG.format(name=name, step=step)


def tree_of(files: Texts, tests: tuple[str, ...] = ()) -> Tree:
    """Return the tree of some files (path -> text); those named in `tests` are test code."""
    return Tree({path: _file(path, text.encode(), path in tests) for path, text in files.items()})


def _file(path: str, data: bytes, test: bool) -> File:  # noqa: FBT001
    digest = hashlib.sha256(data).hexdigest()
    return File(path, digest, places_of(path, Source(data), test))


def fates(old: Texts | str, new: Texts | str) -> dict[str, str]:
    """Return `file item` -> `fate new_file new_item`; of a text alone, the file is left out.

    Where the item is, is left out too where it did not change.
    """
    before, after = ({"": one} if isinstance(one, str) else one for one in (old, new))
    return {place(one.old.file, one.old.path): told(one) for one in all_fates(before, after)}


def all_fates(old: Texts, new: Texts) -> tuple[Fate, ...]:
    """Return the fates from one set of files to another."""
    return fates_of(tree_of(old), tree_of(new))


def told(fate: Fate) -> str:
    """Return a fate in words."""
    if fate.new is None or (fate.new.file, fate.new.path) == (fate.old.file, fate.old.path):
        return str(fate.kind)
    return f"{fate.kind} {place(fate.new.file, fate.new.path)}"


def place(file: str, path: str) -> str:
    """Return file and item, a file without a name left out."""
    return f"{file} {path}".strip()
