"""`Fingerprint`: digests of some lines of Rust that tell what changed, without keeping the code.

Pure: bytes in, digests out. A snapshot keeps fingerprints; two of them are enough to tell a change
of white space from one of comments, and that from one of code.

Source: design, "Words"; Rust's tokens as in `lexer.py`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pytest_verbatim.drift.kind import Kind
from pytest_verbatim.drift.lexer import lexemes_of, plain_comment

_OPENING, _CLOSING = frozenset({b"(", b"["}), frozenset({b")", b"]"})
_ENDS = frozenset({b"{", b";"})
_NO_VALUE = frozenset({b"enum", b"fn", b"impl", b"struct", b"trait", b"type", b"union", b"use"})
"""Keywords of items in which `=` begins no value: it stands in a bound, or is the signature."""

_KEPT = 4096
"""Of so many runs of lines the fingerprint is kept: cases share items, and arguments cite them."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """SHA-256 digests in hex of one run of whole lines.

    Attributes:
        exact: of the bytes.
        tokens: of the tokens, whatever white space and comments stand between them; of the bytes
            where there is no token, as `Piece.tokens` has it.
        comments: of comments and docs, each with the number of tokens before it.
        signature: of the tokens up to the body, the fields or the value, attributes left out.
    """

    exact: str
    tokens: str
    comments: str
    signature: str

    def as_object(self) -> dict[str, str]:
        """Return the digests by name."""
        return {name: getattr(self, name) for name in self.__match_args__}

    @classmethod
    def from_object(cls, value: Mapping[str, str]) -> "Fingerprint":
        """Return the fingerprint that `as_object` gave.

        Raises:
            KeyError: a digest is missing.
            TypeError: one is no text.
        """
        digests = [value[name] for name in cls.__match_args__]
        if not all(isinstance(one, str) for one in digests):
            raise TypeError("a digest is a text")
        return cls(*digests)


@lru_cache(_KEPT)
def fingerprint_of(data: bytes) -> Fingerprint:
    """Return the fingerprint of the lines of an item, lexed by themselves."""
    tokens: list[bytes] = []
    comments: list[bytes] = []
    for lexeme in lexemes_of(data):
        if lexeme.comment:
            comments += [b"%d" % len(tokens), plain_comment(lexeme.text)]
        else:
            tokens.append(lexeme.text)
    return Fingerprint(
        hashlib.sha256(data).hexdigest(),
        digest_of_texts(tokens or [data]),
        digest_of_texts(comments),
        digest_of_texts(_signature(tokens)),
    )


def digest_of_texts(texts: Iterable[bytes]) -> str:
    """Return the digest of a sequence of texts, in hex; no two sequences look alike to it."""
    return hashlib.sha256(b"".join([b"%d:%b" % (len(text), text) for text in texts])).hexdigest()


def kind_of_change(old: Fingerprint, new: Fingerprint) -> Kind:
    """Return what became of an item that is where it was: unchanged, reformatted and so on."""
    if old.exact == new.exact:
        return Kind.UNCHANGED
    if old.tokens != new.tokens:
        return Kind.EDITED
    return Kind.REFORMATTED if old.comments == new.comments else Kind.COMMENTS


def _signature(tokens: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the tokens of an item up to its body, its fields or its value."""
    depth = 0
    valued = True  # whether `=` would begin a value: a const or a static, until told otherwise
    for token in _without_attributes(tokens):
        if depth == 0 and (token in _ENDS or (token == b"=" and valued)):
            return
        valued = valued and token not in _NO_VALUE
        depth += (token in _OPENING) - (token in _CLOSING)
        yield token


def _without_attributes(tokens: Sequence[bytes]) -> Sequence[bytes]:
    """Return the tokens behind the outer attributes."""
    at = 0
    while tokens[at : at + 2] == [b"#", b"["]:
        depth, at = 1, at + 2
        while depth and at < len(tokens):
            depth += (tokens[at] == b"[") - (tokens[at] == b"]")
            at += 1
    return tokens[at:]
