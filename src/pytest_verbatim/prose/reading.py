"""`Reading`: what a text says, sentence by sentence, before any of it is held against source.

Pure: it hangs on the text, and on which words are names of crates. Plain data, fit for a cache.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pytest_verbatim.plain import listed
from pytest_verbatim.prose.counting import Count, counts_in
from pytest_verbatim.prose.mention import Mention, mentions_in
from pytest_verbatim.prose.quantity import Quantity, Stated, stated_quantities
from pytest_verbatim.prose.relation import Relation, relations_in
from pytest_verbatim.prose.sentence import Sentence, sentences_of


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence, and what it says: names, amounts, small counts, relations between two names.

    Each is in order of place, as the function that finds it returns it.
    """

    sentence: Sentence
    mentions: tuple[Mention, ...]
    quantities: tuple[Stated, ...]
    counts: tuple[Count, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, in the order of its sentences."""

    sentences: tuple[ReadSentence, ...]

    @classmethod
    def of(cls, text: str, crates: frozenset[str]) -> "Reading":
        """Read a text as an author wrote it; `crates` are written with `_`."""
        return cls(tuple(_read(sentence, crates) for sentence in sentences_of(text)))

    def as_object(self) -> dict[str, Any]:
        """Return the reading as JSON can hold it."""
        rows = [
            [
                _row(one.sentence),
                [_row(mention) for mention in one.mentions],
                [[*_amount(stated.quantity), *_row(stated)[1:]] for stated in one.quantities],
                [_row(count) for count in one.counts],
                [_row(relation) for relation in one.relations],
            ]
            for one in self.sentences
        ]
        return {"sentences": rows}

    @classmethod
    def from_object(cls, value: Any) -> "Reading":
        """Return the reading that `as_object` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        return cls(
            tuple(
                ReadSentence(
                    _sentence(*sentence),
                    tuple(_mention(*row) for row in listed(mentions)),
                    tuple(_stated(*row) for row in listed(quantities)),
                    tuple(Count(*row) for row in listed(counts)),
                    tuple(Relation(*row) for row in listed(relations)),
                )
                for sentence, mentions, quantities, counts, relations in listed(value["sentences"])
            )
        )


def _read(sentence: Sentence, crates: frozenset[str]) -> ReadSentence:
    text = sentence.text
    return ReadSentence(
        sentence,
        mentions_in(text, crates),
        stated_quantities(text),
        counts_in(text),
        relations_in(text, crates),
    )


def _row(one: Sentence | Mention | Stated | Count | Relation) -> list[Any]:
    return [getattr(one, name) for name in one.__match_args__]


def _amount(quantity: Quantity) -> tuple[int, int, str]:
    return (*quantity.amount.as_integer_ratio(), quantity.dimension)


def _sentence(  # noqa: PLR0913, PLR0917  (its fields)
    text: str,
    line: int,
    last_line: int,
    paragraph: int,
    start: int,
    end: int,
    starts: Iterable[int],
) -> Sentence:
    return Sentence(text, line, last_line, paragraph, start, end, tuple(starts))


def _mention(
    text: str, kind: Any, start: int, end: int, names: Iterable[str], *flags: bool
) -> Mention:
    return Mention(text, kind, start, end, tuple(names), *flags)


def _stated(numerator: int, denominator: int, dimension: str, *row: Any) -> Stated:
    if not denominator:
        raise ValueError("an amount is a fraction")
    return Stated(Quantity(Fraction(numerator, denominator), dimension), *row)
