"""`Tokens`: the tokens of one file, by the lines on which they begin. Plain data, for a cache."""

import bisect
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from pytest_verbatim.rustfile.item import Lines
from pytest_verbatim.rustfile.token import Token, TokenKind

_KINDS: dict[str, TokenKind] = {str(at): kind for at, kind in enumerate(get_args(TokenKind))}
_DIGITS = {kind: digit for digit, kind in _KINDS.items()}


@dataclass(frozen=True)
class Tokens:
    """The tokens of a file in source order, comments left out."""

    every: tuple[Token, ...]

    def on(self, lines: Lines) -> tuple[Token, ...]:
        """Return the tokens that begin on these lines."""
        first = bisect.bisect_left(self._lines, lines.first)
        return self.every[first : bisect.bisect_right(self._lines, lines.last)]

    @cached_property
    def _lines(self) -> list[int]:
        return [token.line for token in self.every]

    def as_object(self) -> dict[str, Any]:
        """Return the tokens as JSON can hold them: a column for each of their parts."""
        return {
            "texts": [token.text for token in self.every],
            "kinds": "".join(_DIGITS[token.kind] for token in self.every),
            "lines": self._lines,
            "attributes": "".join("-#"[token.attribute] for token in self.every),
        }

    @classmethod
    def from_object(cls, value: Any) -> "Tokens":
        """Return the tokens that `as_object` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        texts, lines = value["texts"], value["lines"]
        if not set(map(type, texts)) <= {str} or not set(map(type, lines)) <= {int}:
            raise TypeError("texts and numbers of lines are wanted")
        kinds = map(_KINDS.__getitem__, value["kinds"])
        attributes = map("#".__eq__, value["attributes"])
        rows = zip(texts, kinds, lines, attributes, strict=True)
        return cls(tuple(map(Token._make, rows)))
