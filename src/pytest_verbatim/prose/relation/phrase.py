"""Noun phrases around terms: "the private helper `a`", "`X`'s `a`", "`a`, `b` and `c`"."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pytest_verbatim.prose.relation.token import Token

ARTICLES = frozenset(
    "the a an its our their this that these those one each both all every two three four such "
    "another some any".split()
)
ADJECTIVES = frozenset(
    "private public inner outer free small short tiny little typed raw own shared same local async "
    "asynchronous synchronous generic whole new given shown plain single very sole only same first "
    "second third last next usual actual mere internal external blocking inherent associated "
    "provided required default derived optional further additional separate common central main "
    "present existing following above handwritten standard crate's module's std's full entire "
    "derivable serializable".split()
)
NOUNS = frozenset(
    "function functions method methods macro macros helper helpers handler handlers routine "
    "constructor constructors future struct structs enum enums type types trait traits impl impls "
    "implementation implementations attribute attributes constant constants const item items "
    "middleware service extractor endpoint module modules file files wrapper newtype fn union "
    "predicate derive derives field fields variant variants member members value error errors "
    "model entity builder task worker loop query".split()
)
MODIFIERS = ARTICLES | ADJECTIVES | NOUNS
ADVERBS = frozenset(
    "also then first just simply directly itself themselves in turn still already thus therefore "
    "now later twice finally eventually immediately once again each time always only here there "
    "thereby hence indeed likewise too both even next afterwards straight plainly merely "
    "asynchronously repeatedly ultimately actually normally usually always all".split()
)
_BEHIND_LIST = frozenset(
    "in on for with when to by at from and but as so where while before after if because since "
    "then too once here there inside per twice of under over until till among within outside "
    "behind around through along alone again instead directly only each every both that which "
    "without rather unless whenever though although via between during upon or than first next "
    "last itself themselves".split()
)
"""Words that may follow a list; a verb may not, as what stands before it begins a new clause."""
_INSIDES = frozenset(
    "body loop code inside end start top line lines branch arm closure block heart middle bottom "
    "beginning match async outset rest run runs call calls pass invocation execution round "
    "iteration".split()
)
"""What is a part of a function and does what the function does."""
_MOST_MODIFIERS = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or more terms that are joined, and the tokens they take, half-open.

    `names` are the terms as an item path would write them: `X::a` for "`X`'s `a`", "`a` of `X`".
    `choice` says that an "or" joins them.
    """

    names: tuple[str, ...]
    first: int
    after: int
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads phrases of a sentence at, or before, an index of its tokens."""

    tokens: Sequence[Token]

    def at_words(self, words: Collection[str]) -> Iterator[int]:
        """Yield the indexes at which one of these words stands."""
        for at, token in enumerate(self.tokens):
            if token.kind == "word" and token.text in words:
                yield at

    def at_terms(self) -> Iterator[int]:
        """Yield the indexes at which a term stands."""
        return (at for at, token in enumerate(self.tokens) if token.kind == "term")

    def word(self, at: int) -> str:
        """Return the word at an index, "" where there is none."""
        inside = 0 <= at < len(self.tokens)
        return self.tokens[at].text if inside and self.tokens[at].kind == "word" else ""

    def mark(self, at: int) -> str:
        """Return the mark at an index, "" where there is none."""
        inside = 0 <= at < len(self.tokens)
        return self.tokens[at].text if inside and self.tokens[at].kind == "mark" else ""

    def term(self, at: int) -> str:
        """Return the term at an index, "" where there is none."""
        inside = 0 <= at < len(self.tokens)
        return self.tokens[at].text if inside and self.tokens[at].kind == "term" else ""

    def past(self, at: int, words: Collection[str], most: int = _MOST_MODIFIERS) -> int:
        """Return the first index from `at` on that holds none of these words."""
        end = at + most
        while at < end and self.word(at) in words:
            at += 1
        return at

    def back(self, after: int, words: Collection[str], most: int = _MOST_MODIFIERS) -> int:
        """Return where a run of these words that ends before `after` begins."""
        end = after - most
        while after > end and self.word(after - 1) in words:
            after -= 1
        return after

    # --- one -------------------------------------------------------------------------------

    def one(self, at: int, *, of: bool = True) -> Phrase | None:
        """Return the noun phrase of one term that begins at an index.

        With `of`, what "of `X`" behind it says belongs to it.
        """
        here = self.past(at, MODIFIERS)
        inside = self.past(here, _INSIDES)
        if inside > here and self.word(inside) in {"of", "in"}:
            here = self.past(inside + 1, MODIFIERS)
        if not self.term(here):
            return None
        name = self.term(here)
        while self.word(here + 1) == "'s":
            owned = self.past(here + 2, ADJECTIVES | NOUNS)
            if not self.term(owned):
                return None
            name, here = _joined(name, self.term(owned)), owned
        after = here + 1 + (self.word(here + 1) in NOUNS)
        owner = self.past(after + 1, MODIFIERS) if of and self.word(after) == "of" else 0
        if owner and self.term(owner) and self.word(owner + 1) != "'s":
            name, after = _joined(self.term(owner), name), owner + 1
        return Phrase((name,), at, after)

    def one_before(self, after: int) -> Phrase | None:
        """Return the noun phrase of one term that ends before an index."""
        here = after - 1 - (self.word(after - 1) in NOUNS)
        if not self.term(here):
            return None
        name = self.term(here)
        if self.word(here - 1) == "'s" and self.term(here - 2):
            name, here = _joined(self.term(here - 2), name), here - 2
        first = self.back(here, MODIFIERS)
        if self.word(first - 1) in {"of", "in"} and self.word(first - 2) in _INSIDES:
            first = self.back(first - 2, MODIFIERS | _INSIDES)
        elif self.word(first - 1) == "of":
            owned = first - 2 - (self.word(first - 2) in NOUNS)
            if not self.term(owned):
                return None
            name, first = _joined(name, self.term(owned)), self.back(owned, MODIFIERS)
        return Phrase((name,), first, after)

    # --- several ---------------------------------------------------------------------------

    def several(self, at: int, *, of: bool = True) -> Phrase | None:
        """Return the longest list of noun phrases that begins at an index.

        What a comma alone adds belongs to it where an "and" or "or" ends the list, and where no
        verb follows.
        """
        found = self.one(at, of=of)
        if found is None:
            return None
        whole, names, choice = found, list(found.names), False
        after = found.after
        while True:
            joint = self._joint(after)
            more = self.one(after + joint, of=of) if joint else None
            if more is None:
                return whole
            words = {self.word(n) for n in range(after, after + joint)}
            names += more.names
            choice = choice or "or" in words
            after = more.after
            ended = words - {"", "then"}
            if ended and (not self.word(after) or self.word(after) in _BEHIND_LIST):
                whole = Phrase(tuple(names), at, after, choice)

    def several_before(self, after: int) -> Phrase | None:
        """Return the longest list of noun phrases that ends before an index."""
        last = self.one_before(after)
        if last is None:
            return None
        names, first, choice, joined = list(last.names), last.first, False, False
        while True:
            joint = self._joint_before(first)
            words = {self.word(n) for n in range(first - joint, first)}
            more = self.one_before(first - joint) if joint and (joined or any(words)) else None
            if more is None:
                return Phrase(tuple(names), first, after, choice)
            names = [*more.names, *names]
            choice, joined, first = choice or "or" in words, True, more.first

    def _joint(self, at: int) -> int:
        """Return how many tokens at an index join two phrases of a list; 0 where none do."""
        comma = int(self.mark(at) == ",")
        here = at + comma
        if self.word(here) in {"and", "or", "plus", "then"}:
            more = self.word(here) == "and" and self.word(here + 1) in {"then", "also", "finally"}
            return comma + 1 + more
        if [self.word(here + n) for n in range(3)] == ["as", "well", "as"]:
            return comma + 3
        return comma

    def _joint_before(self, after: int) -> int:
        here = after - 1
        joining = int(self.word(here) in {"and", "or", "plus"})
        return joining + (self.mark(here - joining) == ",")


def _joined(owner: str, name: str) -> str:
    """Return a path to a member, the member alone where the owner is no plain name."""
    plain = owner.replace("::", "").replace("_", "")
    return f"{owner}::{name}" if plain.isalnum() and "::" not in name else name
