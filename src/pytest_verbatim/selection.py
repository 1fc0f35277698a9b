"""From item paths to items: what a path fits, and what to say where it fits none or several.

Returns findings, raises nothing. Looks elsewhere in the tree for a lost name, but only on failure.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.itempath import KIND_WORDS, ItemPath, ItemPathError
from pytest_verbatim.rustfile import Item, RustFile

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What a finding about a selection needs to know: where it was asked for, and in which file.

    `elsewhere` maps path -> parsed file of the whole tree and is read on failure only.
    """

    where: Where
    file: str
    elsewhere: Mapping[str, RustFile]


def select(rust_file: RustFile, text: str, place: Place) -> tuple[Item, ...] | Finding:
    """Return the items that an item path chooses: one, or all for a bare `use`.

    Findings: code.bad-item-path, code.unknown-item, code.ambiguous-item.
    """
    try:
        wanted = ItemPath.parse(text)
    except ItemPathError as error:
        return Finding(
            place.where,
            "code.bad-item-path",
            f"`{text}` is no item path: {error}",
            f"see `verbatim items {place.file}` for the paths there are",
        )
    fitting = [item for item in rust_file.items_with(wanted.last_name) if fits(wanted, item)]
    exact = [item for item in fitting if item.path.tokens == wanted.tokens]
    if wanted.tokens[-1] == "use" and wanted.ordinal is None:
        return tuple(item for item in fitting if not item.test) or _unknown(rust_file, text, place)
    if wanted.ordinal is not None:
        among = exact if len(exact) > 1 else fitting
        if wanted.ordinal <= len(among):
            return (among[wanted.ordinal - 1],)
        if among:
            return _out_of_range(wanted, among, place)
    elif len(exact) == 1:
        return (exact[0],)
    elif len(fitting) == 1:
        return (fitting[0],)
    elif fitting:
        return _ambiguous(text, fitting, place)
    return _unknown(rust_file, text, place)


def fits(wanted: ItemPath, item: Item) -> bool:
    """Return whether a path, its `#n` aside, names an item, in full or with permitted omissions."""
    if wanted.kind is not None:
        if item.kind not in KIND_WORDS[wanted.kind]:
            return False
    elif item.kind == "mod":
        return False
    return item.shape.fits(wanted.tokens)


def _out_of_range(wanted: ItemPath, among: Sequence[Item], place: Place) -> Finding:
    paths = ", ".join(f"`{item.path}`" for item in among)
    return Finding(
        place.where,
        "code.unknown-item",
        f"`{wanted}` asks for number {wanted.ordinal} of {len(among)} in {place.file}",
        f"write one of: {paths}",
    )


def _ambiguous(text: str, fitting: Sequence[Item], place: Place) -> Finding:
    lines = ", ".join(str(item.lines.first) for item in fitting)
    paths = ", ".join(f"`{item.path}`" for item in fitting)
    return Finding(
        place.where,
        "code.ambiguous-item",
        f"`{text}` fits {len(fitting)} items in {place.file} (lines {lines})",
        f"write one of: {paths}",
    )


def _unknown(rust_file: RustFile, text: str, place: Place) -> Finding:
    wanted = ItemPath.parse(text)
    name = wanted.last_name
    inside = [item for item in rust_file.items if name and item.name == name]
    bare = text.strip() == name
    if bare and len([item for item in inside if item.is_member]) > 1:
        return _ambiguous(text, [item for item in inside if item.is_member], place)
    advice = []
    if rust_file.error_line is not None:
        advice.append(f"our parser meets an error in the file (near line {rust_file.error_line})")
    near = inside or _nearest(rust_file.items, text, name)
    if near:
        listed = ", ".join(f"`{i.path}` (line {i.lines.first})" for i in near[:_NEAREST])
        advice.append(f"nearest in this file: {listed}")
    others = list(_elsewhere(name, place, impls="impl" in wanted.tokens)) if name else []
    if others:
        more = f" and {len(others) - _NEAREST} more" if len(others) > _NEAREST else ""
        advice.append(f"`{name}` is in: {', '.join(others[:_NEAREST])}{more}")
    advice.append(f"`verbatim items {place.file}` lists all")
    return Finding(
        place.where,
        "code.unknown-item",
        f"{place.file} has no item `{text}`",
        "; ".join(advice),
        f"{place.file}::{text}",
    )


def _nearest(items: Sequence[Item], text: str, name: str) -> list[Item]:
    by_path = {str(item.path): item for item in items if item.kind != "use"}
    close = difflib.get_close_matches(text, by_path, n=_NEAREST, cutoff=0.6)
    by_name: dict[str, Item] = {}
    for item in items:
        by_name.setdefault(item.name, item)
    close_names = difflib.get_close_matches(name, by_name, n=_NEAREST, cutoff=0.6)
    found = [by_path[path] for path in close] + [by_name[word] for word in close_names]
    return list(dict.fromkeys(found))


def _elsewhere(name: str, place: Place, *, impls: bool) -> Iterator[str]:
    """Yield where else an item bears the name; implementations of it only if one is looked for."""
    passed_over = {"use"} if impls else {"use", "impl"}
    for path, rust_file in place.elsewhere.items():
        if path == place.file:
            continue
        for item in rust_file.items:
            if item.name == name and item.kind not in passed_over:
                yield f"{path} (`{item.path}`, line {item.lines.first})"
