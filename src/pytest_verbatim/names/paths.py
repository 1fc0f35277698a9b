"""Paths in prose: each name of `a::b::c`, and whether each has the next.

Names of the standard library and of crates pass where the tree itself uses them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from pytest_verbatim.names.crates import crate_fault
from pytest_verbatim.names.fault import NameFault
from pytest_verbatim.names.files import file_has, without_roots
from pytest_verbatim.names.known import STD, is_known
from pytest_verbatim.names.plain import name_fault
from pytest_verbatim.names.suggesting import MOST, nearest, places_of, suggested
from pytest_verbatim.names.texts import is_set_apart
from pytest_verbatim.names.view import Said, View
from pytest_verbatim.rustfile.naming import KEYWORDS
from pytest_verbatim.tree.definitions import STD_PRELUDE, TYPE_KINDS, Definition
from pytest_verbatim.tree.index import Index

_TYPES = TYPE_KINDS | {"derived"}
_STD_WORD = re.compile(r"\bstd\b")
_ROOTS = frozenset({"Self", "self", "crate", "super"})


def path_fault(said: Said, view: View) -> NameFault | None:
    """Say what is wrong with a name or path: its first name that is nowhere, or not here."""
    names, index = said.mention.names, view.index
    if view.knows(names) and (len(names) > 1 or _is_free(said, index)):
        return None
    if len(names) == 1:
        return None if is_set_apart(said, index) else name_fault(said, names[0], view)
    if names[0] in index.crates and names[0] not in index.module_tree.crates:
        return _foreign_fault(said, view)
    if not _is_root(names[0], view):
        return _rootless_fault(said, view)
    for left, right in pairwise(names):
        fault = _pair_fault(said, left, right, view)
        if fault is not None:
            return fault
    if _says_where(names, index):
        return None
    told = (
        name_fault(said, name, view)
        for name in names
        if name not in index.module_names and name not in index.crates
    )
    return next((fault for fault in told if fault is not None), None)


def _is_root(name: str, view: View) -> bool:
    """Return whether a path can begin with a name: a module, a crate, a type, what is imported."""
    if name in _ROOTS or not name[:1].islower() or is_known((name,)):
        return True
    index = view.index
    if name in index.module_names or name in index.crates or name in index.outside.heads:
        return True
    return any(one.kind == "mod" for one in index.definitions(name))


def _rootless_fault(said: Said, view: View) -> NameFault:
    first = said.mention.names[0]
    seen = (
        f"`{first}`, which `{said.mention.text}` begins with, is no module and no crate of the tree"
    )
    others = places_of(first, view.index)
    mend = f"`{first}` is in {others}" if others else suggested(first, view)
    return NameFault("unknown-member", seen, mend)


def _is_free(said: Said, index: Index) -> bool:
    """Return whether a known name stands for that, and not for what the tree defines.

    Where types of the tree have methods of that name it does as a plain word, as a question
    (`is_empty` may be asked of anything), and where the sentence speaks of std or of a type of it.
    """
    name = said.mention.last
    defined = index.definitions(name)
    if not all(one.owner and one.kind == "method" for one in defined):
        return False
    return not defined or "_" not in name or name.startswith("is_") or _speaks_of_std(said)


def _speaks_of_std(said: Said) -> bool:
    types = (name for one in said.around for name in one.names if name[:1].isupper())
    return _STD_WORD.search(said.sentence) is not None or any(name in STD for name in types)


def _says_where(names: Sequence[str], index: Index) -> bool:
    """Return whether a path says itself where its last name stands: `queue::new_pair`."""
    plain = without_roots(names)
    if len(plain) < 2:
        return False
    return any(plain[-1] in index.files[file].names for file in index.module_files(*plain[:-1]))


def _foreign_fault(said: Said, view: View) -> NameFault | None:
    """Say what is wrong with a path into a crate: the crate, or what is used of it nowhere."""
    fault = crate_fault(said, view)
    if fault is not None:
        return fault
    for at, pair in enumerate(pairwise(said.mention.names)):
        if pair in view.scope.pairs or pair in view.index.outside.pairs:
            continue
        if at == 0 or pair[1] not in view.index.outside_names:
            return _unused(said.mention.text, pair[1], view)
    return None


# --- a name and the next ---------------------------------------------------------------------


def _pair_fault(said: Said, left: str, right: str, view: View) -> NameFault | None:
    """Say what is wrong with `left::right`: a type or module that has no such member."""
    index = view.index
    if left in _ROOTS or (left, right) in view.scope.pairs:
        return None
    types = _types(left, view)
    if types:
        return _member_fault(left, right, types, view)
    if left in index.module_names and left not in index.crates:
        return _module_fault(left, right, view)
    if right not in index.names and right not in STD_PRELUDE and right not in KEYWORDS:
        seen = f"`{said.mention.text}` is used nowhere here"
        return NameFault("unknown-name", seen, suggested(right, view))
    if left[:1].isupper() and left in index.outside_names and _is_type_of_ours(left, right, index):
        others = places_of(right, index)
        return NameFault("unknown-member", f"`{left}` has no `{right}`", f"it is in {others}")
    if left[:1].isupper() and left in index.outside_names and not _is_used_of(left, right, index):
        return _unused(f"{left}::{right}", right, view)
    return None


def _is_type_of_ours(left: str, right: str, index: Index) -> bool:
    """Return whether a name is a type of the tree, and stands behind no such owner anywhere."""
    if (left, right) in index.outside.pairs:
        return False
    return any(not one.owner and one.kind in TYPE_KINDS for one in index.definitions(right))


def _unused(path: str, last: str, view: View) -> NameFault:
    seen = f"`{path}` is used nowhere in the tree"
    return NameFault("unknown-name", seen, suggested(last, view))


def _types(name: str, view: View) -> list[Definition]:
    """Return the types of that name: those in scope, where there are any, else all."""
    found = [d for d in view.index.definitions(name) if not d.owner and d.kind in _TYPES]
    near = [d for d in found if d.file in view.scope.files]
    return near or found


def _member_fault(
    left: str, right: str, types: Sequence[Definition], view: View
) -> NameFault | None:
    if any(_has_member(one, right, view) for one in types):
        return None
    members = sorted({m.name for one in types for m in view.index.members_of(one)})
    near = nearest(right, members) or members[:MOST]
    there = ", ".join(f"`{left}::{name}`" for name in near)
    others = places_of(right, view.index)
    mend = f"there is {there}" if there else "name what it has"
    mend += f"; `{right}` is in {others}" if others else ""
    return NameFault("unknown-member", f"`{left}` has no `{right}`", mend)


def _has_member(one: Definition, name: str, view: View) -> bool:
    index = view.index
    if any(member.name == name for member in index.members_of(one)):
        return True
    if one.kind in {"derived", "type"}:
        return name in index.names
    if index.entry(one.file, one.path) is None or index.definitions(name):
        return (one.name, name) in view.scope.pairs
    # What a derive or a foreign trait brings: used somewhere as this very path, or at all.
    return bool(index.calls_of(name)) and name in index.outside_names


def _module_fault(left: str, right: str, view: View) -> NameFault | None:
    index = view.index
    if (left, right) in index.module_tree.pairs:
        return None
    meant = {index.module(file, left) for file in view.scope.shown} - {None}
    files = [file for file in index.module_files(left) if file in meant or not meant]
    if any(_stands_in(file, right, index) for file in files):
        return None
    others = places_of(right, index)
    mend = f"`{right}` is in {others}" if others else suggested(right, view)
    return NameFault("unknown-member", f"module `{left}` has no `{right}`", mend)


def _stands_in(file: str, name: str, index: Index) -> bool:
    """Return whether a module defines or imports a name; uses it, if nothing defines it."""
    if not index.definitions(name):
        return file_has(file, name, index)
    defined = any(one.file == file for one in index.definitions(name))
    return defined or any(bound.name == name for bound in index.files[file].imports)


def _is_used_of(left: str, right: str, index: Index) -> bool:
    """Return whether a name from outside is used like a member: in a path, or as a method."""
    sites = index.calls_of(right)
    return not sites or any(
        site.call.path.endswith(f"{left}::{right}") or site.call.form == "method" for site in sites
    )
