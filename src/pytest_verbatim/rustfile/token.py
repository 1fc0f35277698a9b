"""Tokens of Rust code, and the calls among them.

In the arguments of a macro a syntax tree holds bare tokens, so that calls are read from tokens
everywhere: what is seen in `f(x)` is seen in `m!(f(x))` too. Comments are no tokens; a string is
one, whatever stands in it. Types are not known: `a.m()` is a call of some `m`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import repeat, takewhile
from typing import Literal, NamedTuple

import tree_sitter

from pytest_verbatim.rustfile.naming import KEYWORDS
from pytest_verbatim.rustfile.syntax import COMMENT_TYPES, text

TokenKind = Literal["name", "keyword", "number", "string", "char", "lifetime", "mark"]
Form = Literal["function", "method", "macro", "variant"]

_WHOLE: dict[str, TokenKind] = {
    "string_literal": "string",
    "raw_string_literal": "string",
    "char_literal": "char",
    "lifetime": "lifetime",
    "label": "lifetime",
}
_TREES = frozenset({"token_tree", "token_tree_pattern"})
_ATTRIBUTES = frozenset({"attribute_item", "inner_attribute_item"})
_WORD = re.compile(r"(?:r#)?[^\W\d]\w*")
_ROOTS = frozenset({"Self", "self", "super", "crate"})
_DEFINES = frozenset({"fn", "struct", "macro_rules!", "enum", "union"})
_FUNCTION_TRAITS = frozenset({"Fn", "FnMut", "FnOnce"})
_DEPTHS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_ANGLES = {"<": 1, "<<": 2, ">": -1, ">>": -2}


class Token(NamedTuple):
    """One token: its text, kind and 1-based line; whether it stands in an attribute."""

    text: str
    kind: TokenKind
    line: int
    attribute: bool = False


class Call(NamedTuple):
    """A call: `name` is its last identifier, `path` the whole path without generic arguments.

    `form` tells `f(x)` (function), `a.m(x)` (method), `m!(x)` (macro) and `V(x)` (variant: a name
    with a capital, which may as well be a pattern) apart. `receiver` is the identifier before the
    dot, "" where something else stands there. `at` is the index of the name among the tokens.
    """

    name: str
    path: str
    form: Form
    line: int
    receiver: str
    at: int


def tokens_below(node: tree_sitter.Node) -> Iterator[Token]:
    """Yield the tokens of a syntax tree in source order, comments left out."""
    pending: list[tuple[tree_sitter.Node, bool]] = [(node, False)]
    quote = ""  # in a macro's arguments a lifetime is two nodes
    while pending:
        here, attribute = pending.pop()
        shape = here.type
        if shape in COMMENT_TYPES:
            continue
        kind = _WHOLE.get(shape)
        if kind is None and (children := here.children):
            if shape in _ATTRIBUTES:
                attribute = True
            marked = _attributes_among(children) if shape in _TREES and not attribute else ()
            if marked:
                flags = [at in marked for at in range(len(children))]
                pending += zip(reversed(children), reversed(flags), strict=True)
            else:
                pending += zip(reversed(children), repeat(attribute))
            continue
        token = text(here)
        if token == "'":
            quote = token
        elif token:
            if quote or token[0] == "$":  # `$x` is a variable of a macro
                token = quote + (token.removeprefix("$") or token)
                quote = ""
            yield Token(token, kind or _kind_of(token), here.start_point.row + 1, attribute)


def _attributes_among(children: Sequence[tree_sitter.Node]) -> set[int]:
    """Return which of a macro's tokens make up an attribute: `#`, perhaps `!`, and `[...]`."""
    found: set[int] = set()
    for at, child in enumerate(children):
        if child.type.startswith("token_tree") and child.children[0].type == "[":
            first = at - 2 if at > 1 and children[at - 1].type == "!" else at - 1
            if first >= 0 and children[first].type == "#":
                found.update(range(first, at + 1))
    return found


@lru_cache(maxsize=1 << 14)
def _kind_of(token: str) -> TokenKind:
    if token[0] == "'":
        return "lifetime" if len(token) > 1 else "mark"
    if token[0].isdigit():
        return "number"
    if _WORD.fullmatch(token):
        return "keyword" if token in KEYWORDS else "name"
    return "mark"


def calls_in(tokens: Sequence[Token]) -> Iterator[Call]:
    """Yield the calls among tokens, in source order; attributes and definitions are none.

    An enum's variants are known as definitions where its `enum` is among the tokens.
    """
    defined = _defined_variants(tokens)
    for at, token in enumerate(tokens):
        if token.attribute or not (token.kind == "name" or token.text in _ROOTS):
            continue
        form = _form_of(tokens, at) if at not in defined else None
        if form is None:
            continue
        before = tokens[at - 1].text if at else ""
        receiver = ""
        path = token.text
        if form == "method":
            receiver = tokens[at - 2].text if at > 1 and is_segment(tokens[at - 2]) else ""
        elif before == "::":
            path = path_ending_at(tokens, at)
        yield Call(token.text.removeprefix("r#"), path, form, token.line, receiver, at)


def is_segment(token: Token) -> bool:
    """Return whether a token can be a segment of a path."""
    return token.kind == "name" or token.text in _ROOTS


def _defined_variants(tokens: Sequence[Token]) -> frozenset[int]:
    """Return where among tokens the names of an enum's variants stand in its definition."""
    found: set[int] = set()
    depth, fresh = 0, False  # of the brackets of the definition; whether a variant may begin
    for at, token in enumerate(tokens):
        if depth == 0:
            fresh = token.text == "enum" or (fresh and token.text != ";")
            depth = int(fresh and token.text == "{")
        elif not token.attribute:
            if depth == 1 and fresh and token.kind == "name":
                found.add(at)
            fresh = depth == 1 and token.text == ","
            depth += _DEPTHS.get(token.text, 0)
    return frozenset(found)


def _form_of(tokens: Sequence[Token], at: int) -> Form | None:
    before = tokens[at - 1].text if at else ""
    after = at + 1
    if before in _DEFINES or (before != "::" and tokens[at].text in _FUNCTION_TRAITS):
        return None
    if _text(tokens, after) == "!" and _text(tokens, after + 1) in {"(", "[", "{"}:
        return "macro"
    if _text(tokens, after) == "::" and _text(tokens, after + 1) == "<":
        after = _close_of(tokens, after + 1) + 1
    if _text(tokens, after) != "(":
        return None
    if before == ".":
        return "method"
    return "variant" if tokens[at].text[0].isupper() else "function"


def path_ending_at(tokens: Sequence[Token], at: int) -> str:
    """Return the path whose last identifier is token `at`, without generic arguments.

    `<T as A>::f` is given as `A::f`, `<T>::f` as `T::f`, `Vec::<u8>::new` as `Vec::new`; a `::` at
    the head is left out, and so is a type that has no name, as in `<[u8]>::len`.
    """
    names = [tokens[at].text]
    here = at - 1
    while here > 0 and tokens[here].text == "::":
        here -= 1
        if tokens[here].text in {">", ">>"}:
            opened = _open_of(tokens, here)
            before = opened - 1
            if before < 0 or not (tokens[before].text == "::" or is_segment(tokens[before])):
                names += filter(None, [_qualifier(tokens[opened + 1 : here])])
                break
            here = before - (tokens[before].text == "::")
        if here < 0 or not is_segment(tokens[here]):
            break
        names.append(tokens[here].text)
        here -= 1
    return "::".join(reversed(names))


def _qualifier(tokens: Sequence[Token]) -> str:
    """Return the path of `A` in the `T as A`, or of `T` in the `T`, between angle brackets."""
    depth, first = 0, 0
    for at, token in enumerate(tokens):
        depth += _ANGLES.get(token.text, 0)
        if depth == 0 and token.text == "as":
            first = at + 1
    names = takewhile(lambda t: t.text == "::" or is_segment(t), tokens[first:])
    return "".join(token.text for token in names).strip(":")


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""


def _close_of(tokens: Sequence[Token], at: int) -> int:
    """Return where the angle bracket at `at` closes; the last token where it does not."""
    depth = 0
    for here in range(at, len(tokens)):
        depth += _ANGLES.get(tokens[here].text, 0)
        if depth <= 0 or tokens[here].text == ";":
            return here
    return len(tokens) - 1


def _open_of(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for here in range(at, -1, -1):
        depth -= _ANGLES.get(tokens[here].text, 0)
        if depth <= 0 or tokens[here].text == ";":
            return here
    return 0


def body_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what stands behind the signature of an item: from its first `{` or `=` on.

    Neither counts in an attribute before it, nor in brackets, `Iterator<Item = u8>` among them. For
    an item without either, nothing.
    """
    depth = angles = 0
    for at, token in enumerate(tokens):
        if token.attribute:
            continue
        if depth == angles == 0 and token.text in {"{", "="}:
            return tokens[at + 1 :]
        depth += _DEPTHS.get(token.text, 0)
        angles += _ANGLES.get(token.text, 0) if depth == 0 else 0  # `[u8; 1 << 4]` opens none
    return ()


def text_at(tokens: Sequence[Token], at: int) -> str:
    """Return the text of the token at a 0-based index, "" where there is none."""
    return tokens[at].text if 0 <= at < len(tokens) else ""
