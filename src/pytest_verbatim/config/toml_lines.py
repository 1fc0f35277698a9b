"""The lines on which the keys, tables and list elements of a TOML document stand.

`tomllib` keeps no places. This reads a document that `tomllib` has accepted, for its layout alone;
of one that it refuses the answer means nothing.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""The keys from the top to a value; list elements and `[[tables]]` are counted from 0."""

_TOKEN = re.compile(
    r"""
      (?P<text>
          \"{3}(?:[^\\]|\\.)*?\"{3,5}
        | '{3}.*?'{3,5}
        | "(?:[^"\\\n]|\\.)*"
        | '[^'\n]*'
      )
    | (?P<mark>[\[\]{},=.])
    | (?P<end>\n)
    | (?P<blank>[ \t\r]+|\#[^\n]*)
    | (?P<bare>[^\s\[\]{},=.\#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def toml_lines(text: str) -> Mapping[KeyPath, int]:
    """Return path -> the 1-based line on which that key, table or element begins.

    A table that several headers or dotted keys make begins where it is first named.
    """
    reader = _Reader(tuple(_tokens(text)))
    reader.read()
    return reader.found


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "blank":
            yield _Token(match.lastgroup or "", match[0], line)
        line += match[0].count("\n")
    yield _Token("end", "\n", line)


class _Reader:
    """One pass over the tokens; `found` grows."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        self._lists: defaultdict[KeyPath, int] = defaultdict(int)  # how many [[tables]] so far
        self.found: dict[KeyPath, int] = {}

    def read(self) -> None:
        here: KeyPath = ()
        while self._at < len(self._tokens):
            if self._skip("\n"):
                continue
            if self._skip("["):
                many = self._skip("[")
                line, keys = self._keys()
                here = self._table(keys, line, many=many)
                self._skip("]")
                self._skip("]")
            else:
                self._pair(here)

    def _table(self, keys: list[str], line: int, *, many: bool) -> KeyPath:
        here: KeyPath = ()
        for at, key in enumerate(keys):
            here = (*here, key)
            self.found.setdefault(here, line)
            if many and at == len(keys) - 1:
                self._lists[here] += 1
            if here in self._lists:
                here = (*here, self._lists[here] - 1)
                self.found.setdefault(here, line)
        return here

    def _pair(self, here: KeyPath) -> None:
        line, keys = self._keys()
        for key in keys:
            here = (*here, key)
            self.found.setdefault(here, line)
        self._skip("=")
        self._value(here)

    def _keys(self) -> tuple[int, list[str]]:
        line = self._tokens[self._at].line
        keys = [self._key()]
        while self._skip("."):
            keys.append(self._key())
        return line, keys

    def _key(self) -> str:
        token = self._take()
        return (
            next(iter(tomllib.loads(f"{token.text} = 0"))) if token.kind == "text" else token.text
        )

    def _value(self, here: KeyPath) -> None:
        if self._skip("["):
            count = 0
            while not self._closed("]"):
                self.found[(*here, count)] = self._tokens[self._at].line
                self._value((*here, count))
                count += 1
        elif self._skip("{"):
            while not self._closed("}"):
                self._pair(here)
        else:  # a date, a time and a number may be several tokens
            while self._tokens[self._at].text not in {",", "]", "}", "\n"}:
                self._at += 1

    def _closed(self, mark: str) -> bool:
        """Pass over line ends, commas and the closing bracket; return whether that was there."""
        while self._skip("\n") or self._skip(","):
            pass
        return self._skip(mark) or self._at >= len(self._tokens)

    def _skip(self, mark: str) -> bool:
        there = self._at < len(self._tokens) and self._tokens[self._at].text == mark
        self._at += there
        return there

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]
