"""Whether a relation that a sentence states plainly does not hold.

Says so where the source decides it by syntax and names, and nothing where a macro, a trait, a
closure that is handed over, or another item of the name may make it true.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from pytest_verbatim.itempath import ItemPath
from pytest_verbatim.proof.declaring import (
    no_attribute,
    no_derive,
    no_field,
    no_impl,
    no_method,
    no_return,
    no_variant,
)
from pytest_verbatim.proof.lookup import Found, Scene
from pytest_verbatim.proof.ordering import no_order
from pytest_verbatim.proof.reaching import CALLABLE, HOLDERS, PATH, no_call
from pytest_verbatim.proof.uses import COMMON
from pytest_verbatim.proof.verdict import Verdict
from pytest_verbatim.prose.relation import Relation, RelationKind
from pytest_verbatim.rustfile import Lines

_TRAIT = re.compile(r"<.* as (?:\w+::)*(\w+)")
_JUDGES: Mapping[RelationKind, Callable[[Found, Relation], Verdict | None]] = MappingProxyType(
    {
        "calls": no_call,
        "uses": no_call,
        "derives": no_derive,
        "implements": no_impl,
        "attribute": no_attribute,
        "returns": no_return,
        "field": no_field,
        "variant": no_variant,
        "method": no_method,
    }
)


def refuted(
    relation: Relation, scene: Scene, shown: Mapping[str, Sequence[Lines]]
) -> Verdict | None:
    """Return why a relation does not hold; None where it does, and where that is not decided.

    `shown` maps the files of the example to the lines that are shown.
    """
    if relation.kind == "before":
        return no_order(relation, scene, shown)
    subjects = _subjects(relation, scene, shown)
    verdicts = [_JUDGES[relation.kind](found, relation) for found in subjects]
    for verdict in verdicts:
        if verdict is None or verdict.holds or not verdict.decided:
            return None
    return verdicts[0] if verdicts else None


def _subjects(
    relation: Relation, scene: Scene, shown: Mapping[str, Sequence[Lines]]
) -> list[Found]:
    """Return the items that a name in prose can mean; none where it may mean something else.

    Where several of them are shown, or none, it does not matter which is meant if it holds for
    none. Types from outside may have a common name too; they call nothing that is ours by name.
    """
    matched = PATH.fullmatch(relation.subject.strip())
    path = matched[1].removesuffix("!") if matched is not None else ""
    if not path or path.split("::")[0] in {"Self", "self"}:
        return []
    found = scene.find(path)
    if not isinstance(found, str) and (
        "::" in path or (_is_near(found, path, scene, shown) and _is_meant(found, path, shown))
    ):
        return [found]
    kinds = CALLABLE if relation.kind in {"calls", "uses", "attribute", "returns"} else HOLDERS
    every = [
        Found(scene, file, scene.corpus.rust_file(file).item_at(ItemPath.parse(entry.path)))
        for file, entry in scene.index.items_named(path)
        if entry.kind in kinds
    ]
    near = [found for found in every if _is_shown(found, shown)]
    if near:
        return near
    if kinds is HOLDERS:
        return every if len(every) == 1 and every[0].file in shown else []
    return every if path not in COMMON or _is_ours(relation.object, scene) else []


def _is_ours(called: str, scene: Scene) -> bool:
    """Return whether a name is that of functions of the tree which fill no trait from outside."""
    matched = PATH.fullmatch(called.strip())
    name = matched[1].split("::")[-1] if matched is not None else ""
    ours = [one for one in scene.index.definitions(name) if one.kind in CALLABLE]
    filled = {_TRAIT.match(one.path) for one in ours} - {None}
    traits = {found[1] for found in filled if found is not None}
    own = {t for t in traits for d in scene.index.definitions(t) if d.kind == "trait"}
    return bool(ours) and traits == own


def _is_near(found: Found, name: str, scene: Scene, shown: Mapping[str, Sequence[Lines]]) -> bool:
    """Return whether the shown files mean an item by a name, or do not have the name at all."""
    if found.file in shown:
        return True
    if not any(name in scene.index.files[file].names for file in shown):
        return True
    meant = (one for file in shown for one in scene.index.resolve(file, name))
    return any((one.file, one.path) == (found.file, found.path) for one in meant)


def _is_meant(found: Found, name: str, shown: Mapping[str, Sequence[Lines]]) -> bool:
    """Return whether a name that many types have is that of a shown item."""
    return name not in COMMON or _is_shown(found, shown)


def _is_shown(found: Found, shown: Mapping[str, Sequence[Lines]]) -> bool:
    own = found.item.lines
    return any(run.first <= own.last and own.first <= run.last for run in shown.get(found.file, ()))
