"""`Source` and `Piece`: one file and one item of it, by what they hold and not by where they lie.

Nothing is lexed before it is asked for.
"""

from functools import cached_property

from pytest_verbatim.drift.lexer import lexemes_of, plain_comment
from pytest_verbatim.drift.naming import without_generics
from pytest_verbatim.drift.similarity import Bigrams, bigrams_of, similarity
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
        """Return the tokens, attributes among them; comments and docs are none.

        The lines are lexed by themselves, so that a quote left open above them has no say. Where a
        broken file leaves no token in them, all of them are one.
        """
        found = tuple(one.text for one in lexemes_of(self.data) if not one.comment)
        return found or (self.data,)

    def is_equal_to(self, other: "Piece") -> bool:
        """Return whether the tokens are the same; of equal bytes they are, and nothing is lexed."""
        return self.data == other.data or self.tokens == other.tokens

    @cached_property
    def with_comments(self) -> tuple[bytes, ...]:
        """Return tokens and comments as they follow each other."""
        found = lexemes_of(self.data)
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
        """Return the path of an impl without generics, lifetimes and qualifiers of its types."""
        shape = self.item.shape
        return (*shape.head, *without_generics(shape.body))

    @property
    def known_as(self) -> tuple[str, ...]:
        """Return the name without what stands around the item.

        Of an impl, which has none, trait and type; of a macro call macro and argument.
        """
        if self.item.kind == "impl":
            return without_generics(self.item.shape.body)
        if self.item.kind == "macro_call":
            tokens = self.item.shape.tokens
            return tokens[len(tokens) - 2 - tokens[::-1].index("!") :]
        return (self.item.name,)

    @cached_property
    def letters(self) -> Bigrams:
        """Return the pairs of neighbouring letters of the name."""
        return bigrams_of([letter.encode() for letter in self.item.name])


def name_likeness(left: Piece, right: Piece) -> float:
    """Return how much two names share, from 0 to 1: 1 for equal ones, else Dice of letter pairs."""
    if left.item.name == right.item.name:
        return 1.0
    return similarity(left.letters, right.letters) if left.letters or right.letters else 0.0
