"""Whether an item reaches a name by what its code spells, and what it then cannot call."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pytest_verbatim.itempath import ItemPath
from pytest_verbatim.proof.lookup import Found
from pytest_verbatim.proof.names import call_name
from pytest_verbatim.proof.scoping import closing
from pytest_verbatim.proof.verdict import Verdict, fails, listed
from pytest_verbatim.prose.relation import Relation
from pytest_verbatim.rustfile import Token
from pytest_verbatim.tree.owner import owner_of

PATH = re.compile(r"[&*]*((?:\w+::)*\w+!?)(?:\(.*\))?", re.DOTALL)
"""A path as prose names an item: with the arguments of a call, which do not matter."""
HOLDERS = frozenset({"struct", "enum", "union"})
CALLABLE = frozenset({"fn", "method", "macro"})
"""The kinds of items that can be called."""
_NAMED = CALLABLE | {"const", "static", "assoc_const"}
_IMPLICIT = frozenset(
    "from into drop deref deref_mut fmt next into_iter poll eq ne cmp partial_cmp hash index add "
    "sub mul div rem neg not clone default into_future serialize deserialize try_from".split()
)
"""Functions that operators, loops, derives and macros call without naming them."""
_OPEN_SIGNATURE = frozenset({"Fn", "FnMut", "FnOnce", "Future", "Service", "dyn", "impl", "Box"})
_DEPTH = {"calls": 2, "uses": 3}
_HANDED_ON = 2


class Span(NamedTuple):
    """Lines of a file, 1-based and inclusive."""

    file: str
    first: int
    last: int


def no_call(found: Found, relation: Relation) -> Verdict | None:
    """Return that an item does not call or use a name; None where it does or may.

    What it calls may call it in turn, and what a caller hands over may be it.
    """
    asked = call_name(PATH.sub(r"\1", relation.object.strip()))
    if asked is None or not _is_callable(found, asked.last, relation.kind):
        return None
    spans = list(_spans(found))
    same = asked.last == found.item.name
    if not spans or same or _reaches(found, spans, asked.last, _DEPTH[relation.kind]):
        return None
    if _is_handed(found, asked.last):
        return None
    calls = [call.name for call in found.calls if not call.name[:1].isupper()]
    said = f"`{found.path}` does not call `{relation.object}`"
    mend = f"it calls {listed(calls)}" if calls else "it calls nothing"
    return fails(said, f"{mend}; name what it does call, or the item that calls it", [found.place])


def _is_callable(found: Found, name: str, kind: str) -> bool:
    if name in _IMPLICIT or (name[:1].isupper() and kind == "calls"):
        return False
    index = found.scene.index
    wanted = _NAMED if kind == "uses" else CALLABLE
    return any(d.kind in wanted for d in index.definitions(name)) or bool(index.calls_of(name))


def _spans(found: Found) -> Iterator[Span]:
    """Yield the lines of an item; of a type its impls; of a declared method what fills it."""
    index = found.scene.index
    if found.item.kind in CALLABLE:
        yield Span(found.file, found.item.lines.first, found.item.lines.last)
        for one in index.definitions(found.item.name):
            entry = index.entry(one.file, one.path)
            if entry is not None and found.owner and found.owner in owner_of(entry.container):
                yield Span(one.file, entry.first, entry.last)
    elif found.item.kind in {*HOLDERS, "trait"}:
        own = index.items_named(found.item.name)
        if any(entry.kind in {"impl", "trait"} for _, entry in own):
            yield from (Span(file, entry.first, entry.last) for file, entry in own)


def _reaches(found: Found, spans: Sequence[Span], name: str, depth: int) -> bool:
    """Return whether a name stands in these lines, or in those of what they name, and so on."""
    index = found.scene.index
    seen = set(spans)
    while not any(stands(found, span, name) for span in spans):
        depth -= 1
        if not depth:
            return False
        further: dict[Span, None] = {}
        for word in {word for span in spans for word in _words(found, span)}:
            for one in index.definitions(word):
                entry = index.entry(one.file, one.path) if one.kind in _NAMED else None
                if entry is not None:
                    further[Span(one.file, entry.first, entry.last)] = None
        spans = [span for span in further if span not in seen]
        seen.update(spans)
    return True


def stands(found: Found, span: Span, word: str) -> bool:
    """Return whether a word stands on some lines, as a name or in a string."""
    facts = found.scene.index.files[span.file]
    if any(span.first <= line <= span.last for line in facts.names.get(word, ())):
        return True
    return any(
        word in text and any(span.first <= line <= span.last for line in lines)
        for text, lines in facts.strings.items()
    )


def _words(found: Found, span: Span) -> Iterator[str]:
    for name, lines in found.scene.index.files[span.file].names.items():
        if any(span.first <= line <= span.last for line in lines):
            yield name


def _is_handed(found: Found, name: str, left: int = _HANDED_ON) -> bool:
    """Return whether an item takes something to be called, which a caller may make of that name.

    A caller may have been handed it in turn, `left` times over.
    """
    index = found.scene.index
    if not {token.text for token in found.tokens} & _OPEN_SIGNATURE:
        return False
    for file, item, call in index.calls_of(found.item.name):
        entry = index.entry(file, item)
        if entry is None or entry.kind not in CALLABLE:
            continue
        caller = Found(
            found.scene, file, found.scene.corpus.rust_file(file).item_at(ItemPath.parse(item))
        )
        given = _given(caller.tokens, call.name)
        if name in given or (left and _is_handed(caller, name, left - 1)):
            return True
    return False


def _given(tokens: Sequence[Token], name: str) -> set[str]:
    """Return the names in the arguments of the calls of a name, and in closures bound to these."""
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if token.text == name and at + 1 < len(tokens) and tokens[at + 1].text in {"(", "::"}:
            opened = next((n for n in range(at, len(tokens)) if tokens[n].text == "("), at)
            found |= {t.text for t in tokens[opened : closing(tokens, opened)]}
    for at, token in enumerate(tokens[:-1]):
        bound = tokens[at + 1 + (tokens[at + 1].text == "mut" and at + 2 < len(tokens))].text
        if token.text == "let" and bound in found:
            end = next((n for n in range(at, len(tokens)) if tokens[n].text == ";"), len(tokens))
            bound_to = {t.text for t in tokens[at:end]}
            found |= bound_to if bound_to & {"|", "||", "async"} else set()
    return found
