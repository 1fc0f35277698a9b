"""`Clause`: a crate in a sentence, with the words of its clause on either side."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pytest_verbatim.prose.denial.words import OPEN
from pytest_verbatim.prose.relation.token import Token

_IF = frozenset("if unless were had".split())
_BREAKS = frozenset(
    "but while whereas because since although though so which who if when where whose".split()
)
_BREAKING_MARKS = frozenset(";:.()!?\u2014\u2013")
_MOST_INSERTED = 7
_FINITE = frozenset("is are does do has have plays stays goes can will takes never".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A crate among the tokens of a sentence, and the words of its clause on either side."""

    tokens: Sequence[Token]
    at: int
    crates: Collection[str]

    def word(self, at: int) -> str:
        """Return a word, `*` for a term, a mark, or "" outside of the sentence."""
        if not 0 <= at < len(self.tokens):
            return ""
        return "*" if self.tokens[at].kind == "term" else self.tokens[at].text

    def _is_name(self, at: int) -> bool:
        return self.word(at) == "*" or self.word(at).replace("-", "_") in self.crates

    @property
    def first(self) -> int:
        """Return where the list of names begins that the crate is in."""
        here = self.at
        while True:
            joint = here - 1
            joint -= self.word(joint) in {"and", "or", "nor", "the"}
            joint -= self.word(joint) == ","
            if joint == here - 1 or not self._is_name(joint):
                return here
            here = joint

    @property
    def after(self) -> int:
        """Return what is behind the list of names that the crate is in, and behind "crate"."""
        here = self.at + 1
        while True:
            here += self.word(here) in {"crate", "crates", "itself"}
            joint = here + (self.word(here) == ",")
            joint += self.word(joint) in {"and", "or", "nor"}
            if joint == here or not self._is_name(joint):
                return here
            here = joint + 1

    def _breaks(self, at: int) -> bool:
        word = self.word(at)
        return not word or word in _BREAKS or word in _BREAKING_MARKS

    @property
    def left(self) -> list[str]:
        """Return the words of the clause before it; commas are among them."""
        here = self.first
        while not self._breaks(here - 1):
            here -= 1
        return [self.word(n) for n in range(here, self.first)]

    @property
    def right(self) -> list[str]:
        """Return the words of the clause behind it up to a comma."""
        start = here = self._past_insertion
        while not self._breaks(here) and self.word(here) != ",":
            here += 1
        return [self.word(n) for n in range(start, here)]

    @property
    def _past_insertion(self) -> int:
        """Return what is behind the list of names, and behind a few words between commas."""
        closes = self.after + 1
        if self.word(self.after) != ",":
            return self.after
        if self.word(closes) in _FINITE:
            return closes
        while closes < self.after + _MOST_INSERTED and self.word(closes) not in {",", "*", ""}:
            closes += 1
        finite = self.word(closes + 1) in _FINITE
        return closes + 1 if self.word(closes) == "," and finite else self.after

    @property
    def behind(self) -> str:
        """Return what ends the words behind it: a mark, or the word of a new clause."""
        return self.word(self._past_insertion + len(self.right))

    @property
    def next(self) -> str:
        """Return the word behind that mark."""
        return self.word(self._past_insertion + len(self.right) + 1)

    @property
    def opens(self) -> bool:
        """Return whether nothing of the sentence stands before its clause."""
        return self.first == len(self.left)

    def is_open(self) -> bool:
        """Return whether the clause says what would be, asks, or speaks of a thing of the crate."""
        words = {*self.left, *self.right}
        if self.word(self.at + 1) == "'s" or words & OPEN:
            return True
        before = {self.word(n) for n in range(self.first)}
        question = bool(self.tokens) and self.tokens[-1].text == "?"
        return question or bool(before & _IF) or self.behind in {"but", "if", "unless"}
