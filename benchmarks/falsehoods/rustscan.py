"""A small scanner for Rust text, the bench's own: blanking, calls, numbers, use trees.

It sees tokens, no types. Nothing in it comes from the package, so that a fault there cannot hide
the same fault here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPAQUE = re.compile(
    r"//[^\n]*"
    r"|/\*.*?\*/"
    r'|\bb?r(#*)".*?"\1'
    r'|b?"(?:[^"\\]|\\.)*"'
    r"|b?'(?:[^'\\\n]|\\[^\n']{1,10}|\\')'",
    re.DOTALL,
)
_CALL = re.compile(r"(?<![\w!])([a-z_][a-z0-9_]*)\s*(?:::<[^()]{0,80}>)?\(")
_DEFINES = re.compile(r"\bfn\s+$")
_NO_CALL = frozenset("if while match for return in fn let else loop move mut ref as where".split())
_NUMBER = re.compile(r"(?<![\w.])\d[\d_]*(?:\.\d+)?")
_PRODUCT = re.compile(r"(?<![\w.])\d[\d_]*(?:\s*\*\s*\d[\d_]*)+")
_MILLISECONDS = {
    "millis": 1, "ms": 1, "secs": 1000, "seconds": 1000, "mins": 60_000, "minutes": 60_000,
    "hours": 3_600_000, "days": 86_400_000, "weeks": 604_800_000,
}  # fmt: skip
_SPAN = re.compile(
    r"\b(?:from_|try_)?(?P<unit>" + "|".join(_MILLISECONDS) + r")\(\s*(?P<value>\d[\d_* \n]*)\s*\)"
)
_SPAN_CONST = re.compile(
    r"\b\w*_(?P<unit>" + "|".join(_MILLISECONDS) + r")\b[^=;{}()]*=\s*(?P<value>\d[\d_* ]*)",
    re.IGNORECASE,
)
_USE = re.compile(r"^[ \t]*(?:pub(?:\([a-z]+\))?\s+)?use\s+([^;]+);", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Call:
    """A call in a text: its name, where it starts, and the innermost bracket it stands in.

    `end` is behind its closing bracket. `group` is the offset of the round or square bracket
    around it, -1 where there is none.
    """

    name: str
    start: int
    end: int
    group: int


@dataclass(frozen=True, slots=True)
class Used:
    """What one leaf of a `use` brings in: the name it binds, and the whole path."""

    binds: str
    path: tuple[str, ...]


def blank(text: str) -> str:
    """Return the text with comments and literals of text made blank; no offset changes."""
    return _OPAQUE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def without_tests(code: str) -> str:
    """Return blanked code up to its last inline module behind `#[cfg(test)]`, which ends files."""
    found = re.search(r"#\[cfg\(test\)\]\s*(?:pub\s+)?mod\s+\w+\s*\{", code)
    return code[: found.start()] if found else code


def words(code: str) -> frozenset[str]:
    """Return the identifiers of blanked code."""
    return frozenset(_WORD.findall(code))


def calls(code: str) -> tuple[Call, ...]:
    """Return the calls in blanked code, by where they start; macros are not among them."""
    partner, group = _brackets(code)
    found = []
    for match in _CALL.finditer(code):
        name, opens = match.group(1), match.end() - 1
        if name in _NO_CALL or _DEFINES.search(code[: match.start()]):
            continue
        found.append(Call(name, match.start(1), partner.get(opens, len(code)), group[opens]))
    return tuple(found)


def _brackets(code: str) -> tuple[dict[int, int], dict[int, int]]:
    """Return for each opening `(` or `[` the offset behind its partner, and the one around it."""
    partner: dict[int, int] = {}
    group: dict[int, int] = {}
    stack: list[int] = []
    for at, char in enumerate(code):
        if char in "([":
            group[at] = stack[-1] if stack else -1
            stack.append(at)
        elif char in ")]" and stack:
            partner[stack.pop()] = at + 1
    return partner, group


def numbers(text: str) -> frozenset[float]:
    """Return the numbers in a text, and the values of products of literals."""
    found = {float(number.replace("_", "")) for number in _NUMBER.findall(text)}
    for product in _PRODUCT.findall(text):
        value = 1.0
        for factor in product.split("*"):
            value *= float(factor.strip().replace("_", ""))
        found.add(value)
    return frozenset(found)


def durations(code: str) -> frozenset[float]:
    """Return the spans of time in blanked code, in milliseconds.

    Seen are literal arguments of `from_secs` and its like, and constants whose name ends in a unit.
    """
    found = set()
    for pattern in (_SPAN, _SPAN_CONST):
        for match in pattern.finditer(code):
            value = max(numbers(match["value"]), default=0.0)
            found.add(value * _MILLISECONDS[match["unit"].lower()])
    return frozenset(found)


def uses(code: str) -> tuple[Used, ...]:
    """Return the leaves of all `use` declarations of blanked code; `self` is its module."""
    found: list[Used] = []
    for tree in _USE.findall(code):
        found.extend(_leaves(tree.strip().removeprefix("::"), ()))
    return tuple(found)


def _leaves(tree: str, above: tuple[str, ...]) -> Iterator[Used]:
    tree = tree.strip()
    before, brace, inside = tree.partition("{")
    if not brace:
        path, _, alias = tree.partition(" as ")
        parts = (*above, *(part.strip() for part in path.split("::") if part.strip()))
        if parts and parts[-1] == "self":
            parts = parts[:-1]
        if parts:
            yield Used(alias.strip() or parts[-1], parts)
        return
    inner = (*above, *(part.strip() for part in before.split("::") if part.strip()))
    for piece in _split(inside[: inside.rindex("}")]):
        yield from _leaves(piece, inner)


def _split(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if char == "," and not depth:
            yield text[start:at]
            start = at + 1
    if text[start:].strip():
        yield text[start:]
