"""Rust's lexical elements in bytes: tokens and comments, told apart without a parser.

A parser's leaves depend on what stands around them, and where it met an error some are missing; two
revisions are compared by what rustc's own lexer would see. White space inside a literal is part of
the token. CRLF counts as LF, as rustc reads it. Any bytes lex: what fits nowhere is a token of one
byte, and a literal or block comment that does not close reaches to the end of the file.

Source: The Rust Reference, "Lexical structure".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Offsets have to be those of the file, so that everything is matched in bytes; above ASCII, all
# that is no white space is taken for a part of an identifier.
_WORD = rb"(?:[A-Za-z_]|[\x80-\xff])(?:\w|[\x80-\xff])*"
_LEXEME = re.compile(
    rb"""
      (?P<space>(?:[\t-\r ]|\xc2\x85|\xe2\x80[\x8e\x8f\xa8\xa9]|\A\xef\xbb\xbf)+)
    | (?P<line>//[^\n]*)
    | (?P<block>/\*)
    | (?P<raw>(?:br|cr|r)(?P<hashes>\#*)")
    | [bc]?"(?:[^"\\]|\\.)*"?
    | b?'(?:[^'\\\n]|\\u\{[^}']*\}|\\.[^'\\\n]*)'
    | b?'[\x80-\xff]+'
    | '(?:r\#)?WORD
    | (?:r\#)?WORD
    | 0[xob]\w*
    | [0-9][0-9_]*(?:\.(?![._A-Za-z\x80-\xff])[0-9_]*)?(?:[eE][+-]?[0-9_]+)?\w*
    | <<=|>>=|\.\.\.|\.\.=|::|->|=>|==|!=|<=|>=|&&|\|\||\+=|-=|\*=|/=|%=|\^=|&=|\|=|<<|>>|\.\.
    | .
    """.replace(b"WORD", _WORD),
    re.VERBOSE | re.DOTALL,
)
_NESTING = re.compile(rb"/\*|\*/")


class Lexeme(NamedTuple):
    """A token or a comment: its bytes with LF for CRLF, and its 0-based offset in the file."""

    text: bytes
    start: int
    comment: bool


def lexemes_of(data: bytes) -> Iterator[Lexeme]:
    """Yield the tokens and comments of a file in order; about a second for ten megabytes."""
    at = 0
    while (found := _LEXEME.match(data, at)) is not None:
        kind = found.lastgroup
        end = found.end()
        if kind == "raw":
            end = _raw_end(data, end, found["hashes"])
        elif kind == "block":
            end = _block_end(data, end)
        if kind != "space":
            text = data[at:end].replace(b"\r\n", b"\n")
            yield Lexeme(text, at, kind in {"line", "block"})
        at = end


def _raw_end(data: bytes, start: int, hashes: bytes) -> int:
    closing = b'"' + hashes
    end = data.find(closing, start)
    return len(data) if end < 0 else end + len(closing)


def _block_end(data: bytes, start: int) -> int:
    depth = 1
    for mark in _NESTING.finditer(data, start):
        depth += 1 if mark[0] == b"/*" else -1
        if not depth:
            return mark.end()
    return len(data)


def plain_comment(text: bytes) -> bytes:
    """Return a comment without the white space at both ends of its lines.

    A block comment that was indented anew with its code is the same comment.
    """
    return b"\n".join(line.strip() for line in text.split(b"\n"))
