"""Quotes: where the claims of an example stand in its prose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pytest_verbatim.evidence import Evidence
from pytest_verbatim.example import Example
from pytest_verbatim.prose.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote where it stands: in which field, sentence and, in characters, from where to where.

    `claim` is the index of its claim, from 0, in the order of declaration.
    """

    claim: int
    field: str
    sentence: Sentence
    start: int
    end: int
    evidence: tuple[Evidence, ...]

    @property
    def text(self) -> str:
        """Return the words that are quoted, as they stand there."""
        return self.sentence.text[self.start : self.end]

    def holds(self, start: int, end: int) -> bool:
        """Return whether the quote takes in these characters of its sentence."""
        return self.start <= start and end <= self.end

    def covers(self, field: str, sentence: Sentence, start: int, end: int) -> bool:
        """Return whether the quote takes in these characters of that sentence."""
        return (self.field, self.sentence) == (field, sentence) and self.holds(start, end)


def quoted_in(example: Example, sentences: Mapping[str, Sequence[Sentence]]) -> Iterator[Quoted]:
    """Yield every place of every quote, by claim, then by field as `sentences` has them."""
    for at, (quote, evidence) in enumerate(example.evidence()):
        wanted = fold(quote)
        for field, among in sentences.items():
            for sentence in among:
                start = sentence.text.find(wanted) if wanted else -1
                while start >= 0:
                    yield Quoted(at, field, sentence, start, start + len(wanted), evidence)
                    start = sentence.text.find(wanted, start + 1)


def fold(text: str) -> str:
    """Return a text with its white space folded."""
    return " ".join(text.split())


def short(text: str) -> str:
    """Return a text in quotes, cut where it is long."""
    return f'"{text}"' if len(text) <= 70 else f'"{text[:67]}..."'
