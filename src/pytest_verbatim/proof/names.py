"""Names of calls as authors write them, and whether a call in the source is one of that name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pytest_verbatim.itempath import tokens_of
from pytest_verbatim.proof.lookup import Found
from pytest_verbatim.rustfile import Call, Facts

_IDENTIFIER = re.compile(r"(?:r#)?[^\W\d]\w*")
_ARGUMENTS = re.compile(r"\((?:\s|\.\.|\u2026)*\)$")
Answer = Literal["yes", "no", "maybe"]


@dataclass(frozen=True, slots=True)
class CallName:
    """What a call is asked by: `f` and `T::f`, `m!`, or `.f`."""

    path: tuple[str, ...]
    form: Literal["any", "macro", "method"]

    @property
    def last(self) -> str:
        """Return the last identifier."""
        return self.path[-1]

    def __str__(self) -> str:
        """Return the name as an author writes it."""
        dot, mark = "." * (self.form == "method"), "!" * (self.form == "macro")
        return f"{dot}{'::'.join(self.path)}{mark}"


def bare(text: str) -> str:
    """Return a name without the backticks around it and the `()` behind it."""
    return _ARGUMENTS.sub("", text.strip().strip("`").strip())


def call_name(text: str) -> CallName | None:
    """Return the name that `f`, `T::f`, `.f` or `m!` writes, None where it is none of them."""
    tokens = _without_generics(tokens_of(bare(text)))
    form: Literal["any", "macro", "method"] = "any"
    if tokens[:1] == [
        ".",
    ]:
        form, tokens = "method", tokens[1:]
    elif tokens[-1:] == ["!"]:
        form, tokens = "macro", tokens[:-1]
    names, marks = tokens[::2], set(tokens[1::2])
    if len(tokens) % 2 == 0 or marks - {"::"} or not all(map(_IDENTIFIER.fullmatch, names)):
        return None
    if form == "method" and len(names) > 1:
        return None
    return CallName(tuple(name.removeprefix("r#") for name in names), form)


def _without_generics(tokens: Sequence[str]) -> list[str]:
    kept: list[str] = []
    depth = 0
    for token in tokens:
        if token == "<":
            depth += 1
            if depth == 1 and kept[-1:] == ["::"]:
                kept.pop()
        elif token == ">":
            depth -= 1
        elif depth == 0:
            kept.append(token)
    return kept


def spelled(call: Call) -> str:
    """Return a call as an author would name it."""
    if call.form == "macro":
        return f"{call.path}!"
    return f".{call.name}" if call.form == "method" else call.path


def ends_with(path: Sequence[str], end: Sequence[str]) -> bool:
    """Return whether a path ends with these segments."""
    return len(end) <= len(path) and tuple(path[len(path) - len(end) :]) == tuple(end)


def imported(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Return name -> whole path of what the `use` declarations of a file bind, globs aside."""
    return {i.name: tuple(i.path.split("::")) for i in facts.imports if i.name != "*"}


def answers(call: Call, name: CallName, found: Found) -> Answer:
    """Return whether a call in an item is one of that name; "maybe" where its type decides."""
    if call.name != name.last or (call.form == "macro") != (name.form == "macro"):
        return "no"
    if name.form == "method":
        return "yes" if call.form == "method" else "no"
    if len(name.path) == 1:
        return "yes"
    if call.form == "method":
        return _method_answers(call, name, found)
    path = call.path.split("::")
    spelt = [path, _of_owner(path, found.owner)]
    head = imported(found.scene.index.files[found.file]).get(path[0])
    if head is not None:
        spelt.append([*head, *path[1:]])
    wanted = _of_owner(name.path, found.owner)
    if any(ends_with(one, end) for one in spelt for end in (name.path, wanted)):
        return "yes"
    return "maybe" if path[-2:-1] == ["Self"] and found.in_trait else "no"


def _method_answers(call: Call, name: CallName, found: Found) -> Answer:
    if len(name.path) != 2:
        return "maybe"
    owner = _of_owner(name.path, found.owner)[0]
    if call.receiver == "self" and found.owner:
        members = {member.name for member in found.scene.index.members(found.owner)}
        if call.name in members:
            other: Answer = "maybe" if found.in_trait else "no"
            return "yes" if found.owner == owner else other
    return "maybe"


def _of_owner(path: Sequence[str], owner: str) -> list[str]:
    return [owner if name == "Self" and owner else name for name in path]
