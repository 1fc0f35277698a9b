"""What flows through the bench: a sample to mutate, and a mutant. Plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from falsehoods.source import Source
from falsehoods.text import Edit, Span, apply, sentence_at
from pytest_verbatim.casefile import Case
from pytest_verbatim.config.dataset import Dataset

FIELDS = ("prompt", "think")


@dataclass(frozen=True, slots=True)
class Sample:
    """An example to mutate.

    `texts` are prompt and think, unwrapped. `code` is what the example shows, `files` are the
    files it stands in and `items` the names of the chosen items, beside their files.
    """

    case: Case
    dataset: Dataset
    source: Source
    texts: Mapping[str, str]
    code: str
    files: tuple[str, ...]
    items: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """Return the node id of the case."""
        return self.case.id

    @property
    def prose(self) -> str:
        """Return prompt and think as one text."""
        return "\n\n".join(self.texts[field] for field in FIELDS)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One falsehood: the edits that turn a true text into one that is not.

    `variant` tells forms of a kind apart. `reason` says why the result is false, for people.
    `inserted` is true where a whole sentence is added and nothing is replaced.
    """

    kind: str
    variant: str
    sample: Sample
    field: str
    edits: tuple[Edit, ...]
    reason: str
    inserted: bool = False

    @property
    def original(self) -> str:
        """Return the text before the edits."""
        return self.sample.texts[self.field]

    @property
    def text(self) -> str:
        """Return the text after the edits."""
        return apply(self.original, self.edits)

    @property
    def sentence(self) -> Span:
        """Return the sentence of the original that is changed, or that an added one follows."""
        place = self.edits[0].start
        return sentence_at(self.original, place - 1 if self.inserted else place)

    @property
    def shown(self) -> str:
        """Return the false sentence as it stands in the text after the edits."""
        if self.inserted:
            return self.edits[0].new.strip()
        return sentence_at(self.text, self.edits[0].start).text


def alternate(*streams: Iterator[Mutant]) -> Iterator[Mutant]:
    """Yield from each stream in turn until all have ended."""
    going = list(streams)
    while going:
        for stream in tuple(going):
            mutant = next(stream, None)
            if mutant is None:
                going.remove(stream)
            else:
                yield mutant
