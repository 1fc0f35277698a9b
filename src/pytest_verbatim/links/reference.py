"""`Reference`: a name that lines of Rust use, with the path and the form in which it stands.

Read from tokens, so that the arguments of macros count too. Comments are no tokens. A name that is
being defined, a field in a literal or a pattern, and a word that a `let`, a parameter or a closure
binds on the same lines refer to nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pytest_verbatim.rustfile import Token, path_ending_at, text_at
from pytest_verbatim.rustfile.facts import contents_of

Form = Literal["call", "method", "macro", "name", "text", "derive"]

_DEFINES = frozenset({"fn", "struct", "enum", "union", "trait", "type", "const", "static", "mod"})
_LONGEST_TYPE = 30
_OPENING = frozenset({"(", "[", "{"})
_CALLABLE = frozenset({"impl", "fn", "&", "Box", "mut"})
"""What the type of a parameter that can be called begins with, a type parameter aside."""
_PATH = re.compile(r"[^\W\d]\w*(?:::[^\W\d]\w*)*")
_NAMED_BY_TEXT = frozenset(
    "default function with path custom schema deserialize_with serialize_with skip_serializing_if "
    "from try_from into remote bound".split()
)
"""Keys of attributes whose text is Rust, `#[serde(default = "f")]`; a path with `::` always is."""


class Reference(NamedTuple):
    """A name in use: `path` is what stands before it and itself, generic arguments left out.

    `form` tells `f(x)` (call, patterns of tuples too), `a.m(x)` (method), `m!(x)` (macro), a
    `#[derive(...)]` (derive), a path in the text of an attribute (text) and any other place (name)
    apart. `receiver` is the identifier before the dot of a method, "" where something else stands
    there. `line` is 1-based.
    """

    path: tuple[str, ...]
    form: Form
    line: int
    receiver: str = ""

    @property
    def name(self) -> str:
        """Return the last identifier."""
        return self.path[-1]

    def __str__(self) -> str:
        """Return the reference as it is written."""
        text = "::".join(self.path)
        return {"method": f".{text}()", "macro": f"{text}!", "text": f'"{text}"'}.get(
            self.form, text
        )


def references_in(tokens: Sequence[Token]) -> Iterator[Reference]:
    """Yield the names in use among the tokens of an item, in source order.

    Of `a::b::c` three are yielded: `a`, `a::b` and `a::b::c`.
    """
    bound = frozenset(_bound_in(tokens))
    callable_ = frozenset(_closures_in(tokens))
    derive = False
    for at, token in enumerate(tokens):
        if token.attribute:
            derive = token.text != ")" and (derive or _is_derive(tokens, at))
            if token.kind == "string":
                yield from _in_text(tokens, at)
            elif token.text == "derive":
                continue
            elif token.kind == "name" and (derive or _is_read_in_attribute(tokens, at)):
                found = _named(tokens, at)
                yield found._replace(form="derive") if derive else found
        elif token.kind == "name" or token.text == "Self":
            found = _named(tokens, at)
            if not (_is_defined(tokens, at) or _is_local(tokens, at, found, bound, callable_)):
                yield found


def _named(tokens: Sequence[Token], at: int) -> Reference:
    token = tokens[at]
    name = token.text.removeprefix("r#")
    before, after = text_at(tokens, at - 1), text_at(tokens, at + 1)
    called = after == "(" or (
        after == "::" and text_at(tokens, at + 2) == "<" and _turbo(tokens, at)
    )
    if before == ".":
        receiver = text_at(tokens, at - 2)
        return Reference((name,), "method", token.line, receiver if receiver.isidentifier() else "")
    path: tuple[str, ...] = (name,)
    if before == "::":
        path = tuple(path_ending_at(tokens, at).replace("r#", "").split("::"))
    if after == "!" and text_at(tokens, at + 2) in _OPENING:
        return Reference(path, "macro", token.line)
    return Reference(path, "call" if called else "name", token.line)


def _is_derive(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text == "derive" and text_at(tokens, at + 1) == "("


def _is_read_in_attribute(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word of an attribute is a name and no key: its head, a type, a value."""
    before = text_at(tokens, at - 1)
    head = before == "[" and text_at(tokens, at - 2) == "#"
    return head or before in {"=", "::"} or tokens[at].text[0].isupper()


def _is_defined(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word is being defined, or a field: it refers to nothing."""
    before, after = text_at(tokens, at - 1), text_at(tokens, at + 1)
    if before == ".":
        called = after == "(" or (after == "::" and text_at(tokens, at + 2) == "<")
        return not called
    return before in _DEFINES or (tokens[at].text == "macro_rules" and after == "!")


def _is_local(
    tokens: Sequence[Token],
    at: int,
    found: Reference,
    bound: frozenset[str],
    callable_: frozenset[str],
) -> bool:
    """Return whether a lone word is bound on these lines, or stands where no item is meant."""
    after = text_at(tokens, at + 1)
    lone = len(found.path) == 1 and found.form in {"call", "name"} and after != "::"
    if not lone or not found.name[0].islower():
        return False
    if found.form == "call":
        return found.name in callable_
    return found.name in bound or not _is_argument(text_at(tokens, at - 1), after)


def _turbo(tokens: Sequence[Token], at: int) -> bool:
    """Return whether `f::<...>` at a token is called."""
    depth = 0
    for here in range(at + 2, len(tokens)):
        depth += {"<": 1, ">": -1, ">>": -2}.get(tokens[here].text, 0)
        if depth <= 0:
            return text_at(tokens, here + 1) == "("
    return False


def _is_argument(before: str, after: str) -> bool:
    """Return whether a lone word stands where a function is handed over or assigned."""
    return before in {"(", "[", ",", "=", "&", "=>"} and after in {")", "]", ",", ";"}


def _bound_in(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the words that the lines bind themselves, as far as tokens tell."""
    for at, token in enumerate(tokens):
        if token.kind != "name" or token.attribute:
            continue
        before, after = text_at(tokens, at - 1), text_at(tokens, at + 1)
        if before in {"let", "mut", "ref", "|", "for"} or after in {":", "@", "|", "in"}:
            yield token.text
        elif before == "(" and after == ")" and text_at(tokens, at + 2) in {"=", "=>", "in"}:
            yield token.text  # Some(name) =


def _closures_in(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the words bound to something that can be called: closures, parameters that may be.

    `let wait = wait(1)` calls another `wait` than it binds.
    """
    for at, token in enumerate(tokens):
        if token.kind != "name":
            continue
        after, second = text_at(tokens, at + 1), text_at(tokens, at + 2)
        closure = after == "=" and second in {"|", "||", "move", "async"}
        typed = after == ":" and (second in _CALLABLE or len(second) == 1)
        if closure or typed:
            yield token.text


def declared_type(tokens: Sequence[Token], word: str) -> str:
    """Return the text of the type that a parameter or a `let` gives a word; "" where none does."""
    for at, token in enumerate(tokens):
        if token.text == word and text_at(tokens, at + 1) == ":":
            depth, found = 0, ""
            for inside in tokens[at + 2 : at + 2 + _LONGEST_TYPE]:
                depth += {"<": 1, "(": 1, "[": 1, ">": -1, ")": -1, "]": -1}.get(inside.text, 0)
                if depth < 0 or (depth == 0 and inside.text in {",", "=", ";"}):
                    break
                found += inside.text
            return found
    return ""


def _in_text(tokens: Sequence[Token], at: int) -> Iterator[Reference]:
    text = contents_of(tokens[at].text)
    if _PATH.fullmatch(text) is None:
        return
    path = tuple(text.split("::"))
    if len(path) > 1 or (
        text_at(tokens, at - 1) == "=" and text_at(tokens, at - 2) in _NAMED_BY_TEXT
    ):
        for end in range(1, len(path) + 1):
            yield Reference(path[:end], "text", tokens[at].line)
