"""Prose as words, marks and terms; a term is a name of code, whole as it is written."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from pytest_verbatim.prose.mention import mentions_in
from pytest_verbatim.prose.sentence import code_spans

_ATTRIBUTE = re.compile(r"#!?\[[^\]]*\]")
_PIECE = re.compile(r"['\u2019]s\b|[^\W_]+(?:['\u2019-][^\W_]+)*|\S")
_NAMES = frozenset({"path", "macro", "file"})
_KEPT = 512
"""Of so many sentences the tokens are kept: several checks ask for those of one example."""


class Token(NamedTuple):
    """A piece of a sentence; `start` and `end` are offsets in characters, half-open.

    A term is given without its backticks, which its offsets take in; a word in small letters.
    """

    kind: Literal["term", "word", "mark"]
    text: str
    start: int
    end: int


@lru_cache(maxsize=_KEPT)
def tokens_of(sentence: str, crates: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """Return the tokens of a sentence, in order.

    Terms are what stands in backticks, attributes written with `#[...]`, and plain words whose
    shape makes them names: paths, words with an underscore, CamelCase, macros and files.
    """
    return with_terms(sentence, terms_of(sentence, crates))


def with_terms(sentence: str, terms: Iterable[Token]) -> tuple[Token, ...]:
    """Return the tokens of a sentence of which the terms are known, as `terms_of` returns them."""
    found: list[Token] = []
    at = 0
    for term in (*terms, Token("term", "", len(sentence), len(sentence))):
        for piece in _PIECE.finditer(sentence, at, term.start):
            text = piece[0].lower().replace("\u2019", "'")
            is_word = text[0].isalnum() or text == "'s"
            found.append(Token("word" if is_word else "mark", text, *piece.span()))
        if term.text:
            found.append(term)
        at = term.end
    return tuple(found)


def terms_of(sentence: str, crates: frozenset[str] = frozenset()) -> list[Token]:
    """Return the terms of a sentence alone, by place; those of empty backticks have no text."""
    spans = code_spans(sentence)
    terms = [
        Token("term", sentence[start:end].strip("`").strip(), start, end) for start, end in spans
    ]
    taken = list(spans)
    for found in (*_attributes(sentence), *_plain_names(sentence, crates)):
        if not any(found.start < end and start < found.end for start, end in taken):
            terms.append(found)
            taken.append((found.start, found.end))
    return sorted(terms, key=lambda term: term.start)


def _attributes(sentence: str) -> Iterator[Token]:
    for found in _ATTRIBUTE.finditer(sentence):
        yield Token("term", found[0], *found.span())


def _plain_names(sentence: str, crates: frozenset[str]) -> Iterator[Token]:
    for mention in mentions_in(sentence, crates):
        if not mention.ticked and mention.kind in _NAMES:
            yield Token("term", mention.text, mention.start, mention.end)
