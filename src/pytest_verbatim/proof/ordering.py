"""Whether the shown code contradicts that one call stands before another."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pytest_verbatim.itempath import ItemPath
from pytest_verbatim.proof.lookup import Found, Scene
from pytest_verbatim.proof.names import call_name
from pytest_verbatim.proof.reaching import CALLABLE, PATH
from pytest_verbatim.proof.scoping import closing
from pytest_verbatim.proof.verdict import Verdict, fails
from pytest_verbatim.prose.relation import Relation
from pytest_verbatim.rustfile import Call, Lines

_TURNS_ROUND = frozenset({"loop", "while", "for"})
_AT_ONCE = re.compile(r"spawn|join|select")


def no_order(
    relation: Relation, scene: Scene, shown: Mapping[str, Sequence[Lines]]
) -> Verdict | None:
    """Return that the second call stands before the first wherever the shown code has both.

    None where it does not, and where that is not decided: no shown function calls both, one of the
    calls is made in the arguments of the other, or a loop or a task may turn the order round.
    """
    first, then = (_last(name) for name in (relation.subject, relation.object))
    if not first or not then or first == then:
        return None
    verdict = None
    for found in _functions(scene, shown):
        earlier = [call for call in found.calls if call.name == first]
        later = [call for call in found.calls if call.name == then]
        if not earlier or not later:
            continue
        if not _is_turned(found, earlier, later):
            return None
        said = (
            f"`{found.path}` calls `{relation.object}` on line {later[0].line}, and "
            f"`{relation.subject}` on line {earlier[0].line}"
        )
        verdict = verdict or fails(
            said, "turn the order round, or say of which code it is true", [found.place]
        )
    return verdict


def _last(name: str) -> str:
    asked = call_name(PATH.sub(r"\1", name.strip()))
    return asked.last if asked is not None else ""


def _functions(scene: Scene, shown: Mapping[str, Sequence[Lines]]) -> Iterator[Found]:
    for file, runs in shown.items():
        for entry in scene.index.files[file].items:
            inside = any(run.first <= entry.first and entry.last <= run.last for run in runs)
            if entry.kind in CALLABLE and inside:
                path = ItemPath.parse(entry.path)
                yield Found(scene, file, scene.corpus.rust_file(file).item_at(path))


def _is_turned(found: Found, earlier: Sequence[Call], later: Sequence[Call]) -> bool:
    """Return whether every call of `later` stands, and is over, before any of `earlier`."""
    tokens = found.tokens
    words = {token.text for token in tokens}
    if words & _TURNS_ROUND or any(_AT_ONCE.search(word) for word in words):
        return False
    last, start = later[-1].at, earlier[0].at
    opened = next((at for at in range(last, start) if tokens[at].text == "("), None)
    return last < start and opened is not None and closing(tokens, opened) < start
