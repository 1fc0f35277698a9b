"""Where names are bound inside an item, read from tokens: patterns, `let`, parameters, `use`.

Heuristics of the syntax: no scope is resolved beyond the brackets around a name.
"""

import re
from collections.abc import Iterator, Sequence

from pytest_verbatim.rustfile import Token, text_at

_IDENTIFIER = re.compile(r"(?:r#)?[^\W\d]\w*")
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_OPENS = frozenset(_CLOSES.values())
_USE = frozenset({"::", "{", "}", ",", "*", "as", "self", "super", "crate"})
_DECLARING = frozenset(
    "fn let mut ref for mod use macro_rules struct enum trait type const".split()
)


def in_pattern(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the name at `at` stands in a pattern: a match arm, a `let`, a parameter."""
    inside, here, around = at, at + 1, ""
    if text_at(tokens, here) in {"(", "["}:
        here = closing(tokens, here) + 1
    while True:
        after = text_at(tokens, here)
        if after in {"=", "=>", ":"} or (after in {"|", "if", "in", "@"} and around != "{"):
            return True
        opened = opening(tokens, inside)
        if after not in {",", ")", "]", "}", "|"} or opened is None:
            return False
        around, before = tokens[opened].text, text_at(tokens, opened - 1)
        if around == "(" and before == "!" and text_at(tokens, opened - 2) == "matches":
            return True
        if around == "[" and (before in {")", "]", "?"} or _IDENTIFIER.fullmatch(before)):
            return False
        inside, here = opened, closing(tokens, opened) + 1


def closing(tokens: Sequence[Token], at: int) -> int:
    """Return where the bracket at `at` closes; the last token where it does not."""
    depth = 0
    for here in range(at, len(tokens)):
        depth += tokens[here].text in _CLOSES
        depth -= tokens[here].text in _OPENS
        if depth == 0:
            return here
    return len(tokens) - 1


def opening(tokens: Sequence[Token], at: int) -> int | None:
    """Return where the bracket opens that `at` stands in, None outside all of them."""
    depth = 0
    for here in range(at - 1, -1, -1):
        if tokens[here].text in _OPENS:
            depth += 1
        elif tokens[here].text in _CLOSES:
            if depth == 0:
                return here
            depth -= 1
    return None


def is_local(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the name at `at` is bound by the item itself, so far as brackets tell."""
    name = tokens[at].text
    return any(
        token.text == name and not token.attribute and at in _scope(tokens, here)
        for here, token in enumerate(tokens[:at])
        if token.kind == "name" and token.text == name and _is_binding(tokens, here)
    )


def _is_binding(tokens: Sequence[Token], at: int) -> bool:
    before, after = text_at(tokens, at - 1), text_at(tokens, at + 1)
    if before in {".", "::", "fn"} or after in {"::", "(", "!"}:
        return False
    if before in {"let", "mut", "ref"} or (before == "|" and after in {"|", ",", ":"}):
        return True
    if after == ":":
        return before in {"(", ",", "|"} and not in_fields(tokens, at)
    return before != "=" and after != "=" and in_pattern(tokens, at)


def _scope(tokens: Sequence[Token], at: int) -> range:
    """Return the tokens in which a binding holds: from the end of its `let` to the block's."""
    opened = opening(tokens, at)
    while opened is not None and tokens[opened].text != "{" and _is_in_let(tokens, opened):
        opened = opening(tokens, opened)
    end = len(tokens) if opened is None else closing(tokens, opened)
    if not _is_in_let(tokens, at):
        return range(at, end if opened is not None and tokens[opened].text == "{" else len(tokens))
    depth = 0
    for here in range(at, end):
        text = tokens[here].text
        if depth <= 0 and text == ";":
            return range(here, end)
        if depth <= 0 and text == "{" and _is_condition(tokens, at):
            return range(here, closing(tokens, here))
        depth += text in _CLOSES
        depth -= text in _OPENS
    return range(end, end)


def _is_in_let(tokens: Sequence[Token], at: int) -> bool:
    return _let_before(tokens, at) is not None


def _is_condition(tokens: Sequence[Token], at: int) -> bool:
    let = _let_before(tokens, at)
    return let is not None and text_at(tokens, let - 1) in {"if", "while", "&&", "else"}


def _let_before(tokens: Sequence[Token], at: int) -> int | None:
    """Return where the `let` stands whose pattern `at` is in, None for none."""
    for here in range(at - 1, -1, -1):
        text = tokens[here].text
        if text == "let":
            return here
        if text in {";", "=", "=>", "}", "fn", "|"} or (text == "{" and not _names(tokens, here)):
            return None
    return None


def _names(tokens: Sequence[Token], at: int) -> bool:
    return text_at(tokens, at - 1)[:1].isupper()


def in_fields(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a name stands among the fields in the braces of a struct."""
    opened = opening(tokens, at)
    return opened is not None and tokens[opened].text == "{" and _names(tokens, opened)


def values(tokens: Sequence[Token], name: str, *, called: bool = False) -> Iterator[int]:
    """Yield where a name stands as a value that is handed on; attributes aside.

    With `called`, where it is called too.
    """
    spelt = {name, f"r#{name}"}
    for at, token in enumerate(tokens):
        if token.text not in spelt or token.attribute or token.kind != "name":
            continue
        before, after = text_at(tokens, at - 1), text_at(tokens, at + 1)
        if before in _DECLARING | {".", "'"} or after in {":", "!", "="}:
            continue
        if after == "(":
            if called:
                yield at
            continue
        if after == "::" and text_at(tokens, at + 2) != "<":
            continue
        shorthand = before in {"{", ","} and after in {",", "}"} and in_fields(tokens, at)
        if not shorthand and not _in_use(tokens, at) and not in_pattern(tokens, at):
            yield at


def _in_use(tokens: Sequence[Token], at: int) -> bool:
    for here in range(at - 1, -1, -1):
        if tokens[here].text == "use":
            return True
        if tokens[here].kind != "name" and tokens[here].text not in _USE:
            return False
    return False
