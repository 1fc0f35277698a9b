"""`Source` and `Piece`: one file and one item of it, by what they hold and not by where they lie.

Made once for a blob, however many revisions have it. Nothing is lexed before it is asked for.
"""

import bisect
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from pytest_verbatim.drift.lexer import Lexeme, lexemes_of, plain_comment
from pytest_verbatim.drift.similarity import Bigrams, bigrams_of
from pytest_verbatim.itempath import depths
from pytest_verbatim.rustfile import Item, ModDeclaration, RustFile

FOLLOWED_BY_NAME = 20
"""Items of fewer tokens say too little by themselves: they are followed by path or name alone."""

_FAMILIES = {
    "method": "fn",
    "enum": "struct",
    "union": "struct",
    "static": "const",
    "assoc_const": "const",
    "assoc_type": "type",
}
_WORDS = frozenset({"as", "const", "dyn", "for", "impl", "mut"})
"""What can stand before a type and is no part of its path."""


class Source:
    """The items of a blob, `use` declarations left out, with their text; the tree is not kept."""

    def __init__(self, data: bytes) -> None:
        """Parse the bytes of a `.rs` file."""
        file = RustFile(data)
        self.data = data
        self.mod_declarations: tuple[ModDeclaration, ...] = file.mod_declarations
        self.pieces: tuple[Piece, ...] = tuple(
            Piece(self, item, file.start_of(item.lines.first), file.end_of(item.lines.last))
            for item in file.items
            if item.kind != "use"
        )

    def lexemes(self, start: int, end: int) -> tuple[Lexeme, ...]:
        """Return the tokens and comments that begin between two 0-based offsets."""
        first = bisect.bisect_left(self._starts, start)
        return self._lexemes[first : bisect.bisect_left(self._starts, end)]

    @cached_property
    def _lexemes(self) -> tuple[Lexeme, ...]:
        return tuple(lexemes_of(self.data))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(lexeme.start for lexeme in self._lexemes)


class Piece:
    """One item with its text; compared by identity."""

    def __init__(self, source: Source, item: Item, start: int, end: int) -> None:
        """Take the item and where its lines begin and end, as 0-based offsets, half-open."""
        self.item = item
        self._source = source
        self._span = (start, end)

    @property
    def data(self) -> bytes:
        """Return the bytes whose digest `verbatim items` prints."""
        return self._source.data[slice(*self._span)]

    @cached_property
    def tokens(self) -> tuple[bytes, ...]:
        """Return the tokens, attributes among them; comments and docs are none."""
        found = self._source.lexemes(*self._span)
        return tuple(lexeme.text for lexeme in found if not lexeme.comment)

    @cached_property
    def with_comments(self) -> tuple[bytes, ...]:
        """Return tokens and comments as they follow each other."""
        found = self._source.lexemes(*self._span)
        return tuple(plain_comment(one.text) if one.comment else one.text for one in found)

    @cached_property
    def bigrams(self) -> Bigrams:
        """Return the pairs of neighbouring tokens."""
        return bigrams_of(self.tokens)

    @property
    def is_small(self) -> bool:
        """Return whether the item is followed by path or name alone."""
        return len(self.tokens) < FOLLOWED_BY_NAME

    @property
    def family(self) -> str:
        """Return the kind that stands for all kinds an item can turn into: fn for a method."""
        return _FAMILIES.get(self.item.kind, self.item.kind)

    @cached_property
    def bare_path(self) -> tuple[str, ...]:
        """Return the path without `kind@` and `#n`, and the family that `kind@` would tell."""
        return (self.family, *self.item.shape.tokens)

    @cached_property
    def plain_path(self) -> tuple[str, ...]:
        """Return the path of an impl without generics, lifetimes and qualifiers."""
        shape = self.item.shape
        return (*shape.head, *without_generics(shape.body))

    @property
    def known_as(self) -> tuple[str, ...]:
        """Return the name; of an impl, which has none, trait and type."""
        return self.plain_path if self.item.kind == "impl" else (self.item.name,)


def without_generics(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the tokens of a type without generic arguments, lifetimes and path qualifiers."""
    found: list[str] = []
    inside = 0  # how deep in brackets the arguments stand that are being left out
    for at, (token, depth) in enumerate(zip(tokens, depths(tokens), strict=True)):
        if inside:
            inside = inside if depth >= inside else 0
        elif token == "<" and at:
            inside = depth
        elif token == "::":
            if tokens[at + 1 : at + 2] != ("<",) and found and found[-1].isidentifier():
                found = found if found[-1] in _WORDS else found[:-1]
        elif not (token.startswith("'") and not token.endswith("'")):
            found.append(token)
    return tuple(found)


def name_likeness(left: str, right: str) -> float:
    """Return how much two names share, from 0 to 1: 1 for equal ones, else Dice of letter pairs."""
    if left == right:
        return 1.0
    one, other = (Counter(pairwise(name)) for name in (left, right))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
