"""Writing other selectors into a case module: its string literals change, nothing else of it.

Pure: bytes in, edits and bytes out. Edits only what it can see to be a plain literal in a `rust()`
of the case itself; of all else it says why not.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_verbatim.example import Example

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LITERAL = re.compile(rb"""(?P<prefix>[rRuU]?)(?P<quote>"{3}|'{3}|"|').*(?P=quote)""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edit:
    """A string literal of a case module to be written anew.

    `start` and `end` are 0-based offsets into the bytes of the module, half-open, of the literal
    with its quotes; `line` is its 1-based line; `old` and `new` are what it says; `literal` is the
    new literal.
    """

    start: int
    end: int
    line: int
    old: str
    new: str
    literal: bytes


class NotEditable(Exception):
    """The module cannot be edited for a case; the message says why, as the end of a sentence."""


def selector_edits(source: bytes, name: str, now: Example, then: Example) -> tuple[Edit, ...]:
    """Return the edits after which a case says `then` and not `now`; they differ in `code` alone.

    `name` is that of the case, `source` the text of its module. In order of the source.

    Raises:
        NotEditable: what would have to be changed is no plain literal, or no literal would do.
    """
    if [len(part.items) for part in now.code] != [len(part.items) for part in then.code]:
        raise NotEditable("the items of one rust() are in several files now")
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(source).readline)[0]
    except SyntaxError as error:
        raise NotEditable(f"the module is no text in its encoding: {error}") from error
    if encoding not in {"utf-8", "utf-8-sig"}:
        raise NotEditable(f"the module is written in {encoding}")
    calls = _parts(source, name)
    if len(calls) != len(now.code):
        raise NotEditable("its `code` is no list of rust() calls in the Example itself")
    edits: list[Edit] = []
    for call, was, becomes in zip(calls, now.code, then.code, strict=True):
        texts = zip((was.file, *was.items), (becomes.file, *becomes.items), strict=True)
        changed = [(at, old, new) for at, (old, new) in enumerate(texts) if old != new]
        for at, old, new in changed:
            if len(call.args) != 1 + len(was.items):
                raise NotEditable("a rust() does not show its items one by one")
            edits.append(_edit(source, call.args[at], old, new))
    return tuple(sorted(edits, key=lambda edit: edit.start))


def applied(source: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the source with edits that do not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        source = source[: edit.start] + edit.literal + source[edit.end :]
    return source


def _parts(source: bytes, name: str) -> list[ast.Call]:
    """Return the `rust()` calls in the `code` of the one Example that is bound to a name."""
    values = [value for target, value in _assigned(ast.parse(source)) if target == name]
    if len(values) != 1 or not isinstance(values[0], ast.Call):
        raise NotEditable(f"`{name}` is not bound once, to an Example of its own")
    for keyword in values[0].keywords:
        if keyword.arg == "code" and isinstance(keyword.value, ast.List | ast.Tuple):
            return [one for one in keyword.value.elts if isinstance(one, ast.Call)]
    return []


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value


def _edit(source: bytes, node: ast.expr, old: str, new: str) -> Edit:
    """Return the edit that makes the literal at a node say something else."""
    if not isinstance(node, ast.Constant) or node.value != old:
        raise NotEditable(f"`{old}` is not written as a plain string")
    start = _offset(source, node.lineno, node.col_offset)
    end = _offset(source, node.end_lineno or node.lineno, node.end_col_offset or 0)
    found = _LITERAL.fullmatch(source, start, end)
    if found is None or not _is_one_literal(source[start:end]):
        raise NotEditable(f"`{old}` is not written as one plain string")
    quote = found["quote"].decode()
    text = new
    if found["prefix"].lower() != b"r":
        text = new.replace("\\", "\\\\").replace(quote[0], f"\\{quote[0]}")
    literal = f"{found['prefix'].decode()}{quote}{text}{quote}"
    if not new.isprintable() or _value(literal) != new:
        raise NotEditable(f"`{new}` cannot be written in the quotes of `{old}`")
    return Edit(start, end, node.lineno, old, new, literal.encode())


def _offset(source: bytes, line: int, column: int) -> int:
    """Return the offset of a place as `ast` gives it: 1-based line, 0-based column in bytes."""
    bom = len(_BOM) if source.startswith(_BOM) else 0
    starts = [bom, *(found.end() for found in _LINE_END.finditer(source))]
    return starts[line - 1] + column


def _is_one_literal(text: bytes) -> bool:
    """Return whether a string expression is one literal, and not several side by side."""
    tokens = tokenize.tokenize(io.BytesIO(text).readline)
    return sum(token.type == tokenize.STRING for token in tokens) == 1


def _value(literal: str) -> object:
    try:
        return ast.literal_eval(literal)
    except (SyntaxError, ValueError):
        return None
