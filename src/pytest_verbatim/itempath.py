"""Item paths: how an item inside one Rust file is named, parsed, printed and matched.

A path is kept as tokens, so that white space never matters. What an item is called in full is a
`Shape`: tokens that must be written (`head`, `tail`) around tokens of types (`body`), from which a
query may leave out generic arguments, lifetimes and path qualifiers. This module knows the
grammar of names only; which items exist is `rustfile.py`'s business.

Source: design, "Contract: item paths".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

KIND_WORDS: dict[str, frozenset[str]] = {
    "fn": frozenset({"fn", "method"}),
    "method": frozenset({"method"}),
    "struct": frozenset({"struct"}),
    "enum": frozenset({"enum"}),
    "union": frozenset({"union"}),
    "trait": frozenset({"trait"}),
    "const": frozenset({"const", "assoc_const"}),
    "static": frozenset({"static"}),
    "type": frozenset({"type", "assoc_type"}),
    "mod": frozenset({"mod"}),
}
"""What may stand before `@`, and the kinds of items it admits (`macro@x` is read as `x!`)."""

_TOKEN = re.compile(
    r"""
      (?P<skip>\s+|//[^\n]*|/\*.*?\*/)
    | (?P<lifetime>'(?:r\#)?[^\W\d]\w*(?!'))
    | (?P<string>b?"(?:[^"\\]|\\.)*"|b?'(?:[^'\\]|\\.)+')
    | (?P<word>(?:r\#)?[^\W\d]\w*|\d\w*)
    | (?P<mark>::|->|=>|\.\.\.|\.\.=|\.\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORDLIKE = re.compile(r"['\"\w]")
_IDENTIFIER = re.compile(r"^(?:r#)?[^\W\d]\w*$")
_SPACED = frozenset({"->", "=>", "+", "="})
_KEPT = 1 << 12
"""Of so many texts the paths are kept: examples name the same items, and are held side by side."""
_HUNGRY = frozenset({"impl", "as", "dyn", "mut", "const", "where", "for", "unsafe", "extern"})
_OPENERS = frozenset({"<", "&", "[", "(", "!", "*", "::", "?"})
_CLOSES = {"(": ")", "[": "]", "{": "}", "<": ">"}


class ItemPathError(ValueError):
    """The text is not an item path; the message says why, in words for an author."""


def tokens_of(text: str) -> tuple[str, ...]:
    """Return the Rust tokens of a path or type, without white space and comments."""
    return tuple(m.group() for m in _TOKEN.finditer(text) if m.lastgroup != "skip")


def text_of(tokens: tuple[str, ...]) -> str:
    """Return the tokens in our one spelling, `<A as B<'a, T>>::m` for instance."""
    out: list[str] = []
    for at, token in enumerate(tokens):
        if at and _apart(tokens[at - 1], token, tokens[at + 1] if at + 1 < len(tokens) else ""):
            out.append(" ")
        out.append(token)
    return "".join(out)


def _apart(left: str, right: str, after: str) -> bool:
    if {left, right} & _SPACED or left in {",", ";", ":"}:
        return True
    if left == "for" and right == "<" and after.startswith("'"):
        return False  # for<'a> Fn(&'a T)
    if _WORDLIKE.match(right):
        return bool(_WORDLIKE.match(left)) or left in {">", ")", "]"}
    return right in _OPENERS and (left in _HUNGRY or left.startswith("'"))


@dataclass(frozen=True)
class ItemPath:
    """One item path, as an author writes it or as we print it.

    `tokens` are the path without `kind@` and `#n`; `kind` is the word before `@` or None;
    `ordinal` is the number after `#`, 1-based, or None.
    """

    tokens: tuple[str, ...]
    kind: str | None = None
    ordinal: int | None = None

    @classmethod
    @lru_cache(maxsize=_KEPT)
    def parse(cls, text: str) -> Self:
        """Return the path that `text` writes.

        Raises:
            ItemPathError: empty, an unknown `kind@`, a `#` without a number from 1 on,
                brackets that do not close, or characters that no path has.
        """
        tokens = list(tokens_of(text))
        ordinal = _take_ordinal(tokens)
        kind = _take_kind(tokens)
        if not tokens:
            raise ItemPathError("an item path cannot be empty")
        _check(tokens)
        return cls(tuple(tokens), kind, ordinal)

    def __str__(self) -> str:
        """Return the path in our one spelling; `parse` reads it back to an equal value."""
        return self._spelled

    @cached_property
    def _spelled(self) -> str:
        tokens = self.tokens
        if self.kind is not None:
            at = _last_segment(tokens)
            tokens = (
                *tokens[:at],
                f"{self.kind}@{''.join(tokens[at : at + 1])}",
                *tokens[at + 1 :],
            )
        number = "" if self.ordinal is None else f"#{self.ordinal}"
        return text_of(tokens) + number

    @property
    def last_name(self) -> str:
        """Return the last identifier: the name to look for elsewhere; "" where there is none.

        Generic arguments have no say: `impl A for B<T>` is about `B`.
        """
        names, outer, angles = "", "", 0
        for token in self.tokens:
            angles += {"<": 1, ">": -1}.get(token, 0)
            if _IDENTIFIER.match(token):
                names = token
                outer = outer if angles else token
        return outer or names


def _take_ordinal(tokens: list[str]) -> int | None:
    if "#" not in tokens:
        return None
    at = tokens.index("#")
    digits = tokens[at + 1 :]
    if len(digits) != 1 or not re.fullmatch(r"[0-9]{1,9}", digits[0]) or int(digits[0]) < 1:
        raise ItemPathError("`#` stands at the end, before a number from 1 on, as in `use#2`")
    del tokens[at:]
    return int(digits[0])


def _take_kind(tokens: list[str]) -> str | None:
    if "@" not in tokens:
        return None
    at = tokens.index("@")
    word = tokens[at - 1] if at else ""
    if word != "macro" and word not in KIND_WORDS:
        known = ", ".join(f"{kind}@" for kind in (*KIND_WORDS, "macro"))
        raise ItemPathError(f"`{word}@` is no kind of item; there are {known}")
    del tokens[at - 1 : at + 1]
    if word != "macro":
        return word
    if tokens[-1:] != ["!"]:
        tokens.append("!")
    return None


def depths(tokens: Sequence[str]) -> Iterator[int]:
    """Yield how many brackets are open after each token; in braces `<` and `>` are operators."""
    open_marks: list[str] = []
    for token in tokens:
        if token not in {"<", ">"} or "{" not in open_marks:
            if token in _CLOSES:
                open_marks.append(token)
            elif token in _CLOSES.values() and open_marks:
                open_marks.pop()
        yield len(open_marks)


def _last_segment(tokens: Sequence[str]) -> int:
    """Return where the part behind the last `::` begins that stands in no brackets."""
    ends = [
        at for at, depth in enumerate(depths(tokens), 1) if not depth and tokens[at - 1] == "::"
    ]
    return ends[-1] if ends else 0


def _check(tokens: list[str]) -> None:
    open_marks: list[str] = []
    for token in tokens:
        if token in {"<", ">"} and "}" in open_marks:
            continue
        if token in _CLOSES:
            open_marks.append(_CLOSES[token])
        elif token in _CLOSES.values():
            if not open_marks or open_marks.pop() != token:
                raise ItemPathError(f"`{token}` closes nothing")
        elif token in {"#", "@", "`", "$", "\\", '"', "'"} or not token.isprintable():
            raise ItemPathError(f"`{token}` has no place in an item path")
    if open_marks:
        raise ItemPathError(f"a `{open_marks[-1]}` is missing")


@dataclass(frozen=True, slots=True)
class Shape:
    """What an item is called in full: `head` and `tail` are fixed, `body` may be shortened.

    For `inner::<A as B<T>>::m` the head is `inner::<`, the body `A as B<T>`, the tail `>::m`.
    """

    head: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the whole path as tokens."""
        return self.head + self.body + self.tail

    def fits(self, tokens: tuple[str, ...]) -> bool:
        """Return whether `tokens` name this item, in full or with permitted parts left out."""
        first, last = len(self.head), len(tokens) - len(self.tail)
        if first > last or tokens[:first] != self.head or tokens[last:] != self.tail:
            return False
        return _shortens(tokens[first:last], self.body)


def _shortens(query: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether `query` is `full` with generics, lifetimes or qualifiers left out."""
    pending, seen = [(0, 0)], {(0, 0)}
    while pending:
        used, at = pending.pop()
        if used == len(query) and at == len(full):
            return True
        steps = [(used, end) for end in _omissions(full, at)]
        if used < len(query) and at < len(full) and query[used] == full[at]:
            steps.append((used + 1, at + 1))
        pending.extend(step for step in steps if step not in seen)
        seen.update(steps)
    return False


def _omissions(full: tuple[str, ...], at: int) -> list[int]:
    """Return the positions at which reading may go on when a part from `at` on is left out."""
    here, after, second = (*full[at : at + 3], "", "", "")[:3]
    before = full[at - 1] if at else ""
    named = _is_name(before)
    if here == "<" and named:
        return [_close_of(full, at) + 1]
    if here == "for" and after == "<" and _is_lifetime(second):
        return [_close_of(full, at + 1) + 1]
    if here == "::":
        if named and after == "<":  # Foo::<T>
            return [_close_of(full, at + 1) + 1]
        return [] if named or before == ">" else [at + 1]  # ::std
    if _is_lifetime(here):
        return [at + 2 if after == "," else at + 1]
    if here in {"+", ","} and _is_lifetime(after):
        return [at + 2]
    if _is_name(here) and after == "::" and second != "<":
        return [at + 2]
    return []


def _is_name(token: str) -> bool:
    return bool(_IDENTIFIER.match(token)) and token not in _HUNGRY


def _is_lifetime(token: str) -> bool:
    """Return whether the token is a lifetime; `'x'` is a character."""
    return token.startswith("'") and not token.endswith("'")


def _close_of(tokens: tuple[str, ...], at: int) -> int:
    closed = (place for place, depth in enumerate(depths(tokens[at:]), at) if not depth)
    return next(closed, len(tokens) - 1)
