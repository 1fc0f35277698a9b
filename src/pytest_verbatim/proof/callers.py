"""`callers`: which items call an item or hand it on by name, over the whole tree."""

from collections.abc import Mapping, Sequence

from pytest_verbatim.evidence import Callers
from pytest_verbatim.itempath import ItemPath, ItemPathError
from pytest_verbatim.proof.lookup import Found, Scene, find_item, split_file
from pytest_verbatim.proof.uses import Use, Uses
from pytest_verbatim.proof.verdict import Place, Verdict, fails, holds, undecided
from pytest_verbatim.selection import fits

_CALLED = frozenset({"fn", "method", "macro"})
_Key = tuple[str, str]


def hold_callers(evidence: Callers, scene: Scene) -> Verdict:
    """Return whether exactly these items call an item or hand it on by name."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, "name an item that exists")
    if found.item.kind not in _CALLED:
        said = f"`{found.path}` is a {found.item.kind}, which nothing calls"
        return fails(said, "name a function or a macro", [found.place])
    uses = Uses(found)
    every = list(uses)
    doubtful = [use for use in every if use.ours is None]
    if uses.doubt is not None and (doubtful or uses.hidden):
        return _cannot_decide(found, uses.doubt, doubtful)
    callers: dict[_Key, Use] = {}
    for use in every:
        if use.ours is not False:
            callers.setdefault((use.file, use.item), use)
    return _compare(found, evidence.callers, callers)


def _cannot_decide(found: Found, doubt: str, doubtful: Sequence[Use]) -> Verdict:
    places = [Place(use.file, use.line, use.line) for use in doubtful]
    several = f"{len(doubtful)} places may be calls of it" if doubtful[1:] else "one may call it"
    eg = f"; {several}, e.g. in `{doubtful[0].item}` ({places[0]})" if doubtful else ""
    return undecided(
        f"cannot decide who calls `{found.path}`: {doubt}{eg}",
        "claim calls(item, name) of one caller, or argue it: argued(...)",
        places,
    )


def _compare(found: Found, expected: Sequence[str], callers: Mapping[_Key, Use]) -> Verdict:
    left = dict(callers)
    faults = []
    for text in expected:
        key = _key_of(text, found.scene, callers)
        if isinstance(key, str):
            faults.append(key)
        elif key in callers:
            left.pop(key, None)
        else:
            faults.append(f"`{key[1]}` ({key[0]}) does not call it")
    faults += (f"`{u.item or 'a file'}` ({u.file}:{u.line}) calls it too" for u in left.values())
    places = [Place(use.file, use.line, use.line) for use in callers.values()] or [found.place]
    shown = ", ".join(f"`{u.item or 'a file'}` ({u.file}:{u.line})" for u in callers.values())
    if not faults:
        return holds(f"`{found.path}` is called by {shown or 'nothing'}", places)
    mend = f"its callers are {shown}" if callers else "mend the sentence; nothing calls it"
    return fails(f"callers of `{found.path}`: {'; '.join(faults)}", mend, places)


def _key_of(text: str, scene: Scene, callers: Mapping[_Key, Use]) -> _Key | str:
    """Return (file, path) of a caller that an author names; the callers make it unique too."""
    item = find_item(text, scene.corpus, scene.files)
    if not isinstance(item, str):
        return item[0], str(item[1].path)
    file, path = split_file(text)
    try:
        wanted = ItemPath.parse(path)
    except ItemPathError:
        return item
    fitting = [
        key
        for key in callers
        if key[1]
        and (not file or key[0] == file or key[0].endswith(f"/{file}"))
        and fits(wanted, scene.corpus.rust_file(key[0]).item_at(ItemPath.parse(key[1])))
    ]
    return fitting[0] if len(fitting) == 1 else item
