"""Rust's lexical elements in bytes: tokens and comments, told apart without a parser.

A parser's leaves depend on what stands around them, and where it met an error some are missing. A
token is what the Reference calls one, the longest that fits: `>>` is one, `> >` are two. White
space inside a literal is part of the token. CRLF counts as LF, as rustc reads it. Any bytes lex:
what fits nowhere is a token of one byte, and a literal or block comment that does not close reaches
to the end of what is lexed.

Source: The Rust Reference, "Lexical structure".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Code is bytes throughout, so that everything is matched in bytes; above ASCII, all that is no
# white space is taken for a part of an identifier.
_HIGH = rb"(?!\xc2\x85|\xe2\x80[\x8e\x8f\xa8\xa9])[\x80-\xff]"
_WORD = rb"(?:[A-Za-z_]|HIGH)(?:\w|HIGH)*".replace(b"HIGH", _HIGH)
_LEXEME = re.compile(
    rb"""
      (?P<space>(?:[\t-\r ]|\xc2\x85|\xe2\x80[\x8e\x8f\xa8\xa9]|\A\xef\xbb\xbf)+)
    | (?P<line>//[^\n]*)
    | (?P<block>/\*)
    | (?P<raw>(?:br|cr|r)(?P<hashes>\#*)")
    | [bc]?"(?:[^"\\]|\\.)*"?
    | b?'(?:[^'\\\n]|\\.[^'\\\n]*)'
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
_DOCS = (b"///", b"//!", b"/**", b"/*!")
_MARKS = b" \t/*!"
"""What a line of a doc comment without words consists of."""
_NESTING = re.compile(rb"/\*|\*/")


class Lexeme(NamedTuple):
    """A token or a comment: its bytes, with LF for CRLF."""

    text: bytes
    comment: bool


def lexemes_of(data: bytes) -> Iterator[Lexeme]:
    """Yield tokens and comments in order; a few seconds for ten megabytes."""
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
            yield Lexeme(text, kind in {"line", "block"})
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

    A block comment that was indented anew with its code is the same comment. In a doc comment two
    spaces or more behind a line's words stay, as two: to Markdown they break the line.
    """
    is_doc = text.startswith(_DOCS)
    return b"\n".join(_plain_line(line, is_doc=is_doc) for line in text.split(b"\n"))


def _plain_line(line: bytes, *, is_doc: bool) -> bytes:
    breaks = is_doc and line.endswith(b"  ") and line.strip(_MARKS)
    return line.strip() + (b"  " if breaks else b"")
