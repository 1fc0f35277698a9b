"""`Subject`: what the checks of a case are given."""

from dataclasses import dataclass
from functools import cached_property

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks.quotes import Quoted, quoted_in
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.drift.fingerprint import digest_of_texts
from pytest_verbatim.excerpt import Excerpt
from pytest_verbatim.finding import Where
from pytest_verbatim.names.files import introduced_by
from pytest_verbatim.names.names import Names
from pytest_verbatim.names.scope import Scope, scope_of
from pytest_verbatim.names.view import Told
from pytest_verbatim.prose.mention import Mention
from pytest_verbatim.prose.reading import Reading, ReadSentence
from pytest_verbatim.prose.sentence import Sentence
from pytest_verbatim.record import Record
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.store import recalled

PROSE = ("prompt", "think")


@dataclass(frozen=True)
class Subject:
    """A case with what was made of it. `excerpts` lack the parts that could not be cut out."""

    case: Case
    dataset: Dataset
    excerpts: tuple[Excerpt, ...]
    record: Record
    corpus: Corpus

    @cached_property
    def read(self) -> dict[str, tuple[ReadSentence, ...]]:
        """Return what prompt and think say, sentence by sentence."""
        return {name: _read(getattr(self.case.example, name), self.corpus) for name in PROSE}

    @cached_property
    def sentences(self) -> dict[str, tuple[Sentence, ...]]:
        """Return the sentences of prompt and of think."""
        return {name: tuple(one.sentence for one in read) for name, read in self.read.items()}

    @cached_property
    def mentions(self) -> dict[tuple[str, Sentence], tuple[Mention, ...]]:
        """Return the code-shaped names of each sentence, by field and sentence."""
        return {
            (name, one.sentence): one.mentions for name, read in self.read.items() for one in read
        }

    def told(self, *fields: str) -> Told:
        """Return what a reader of these fields knows: the files and names that they mention."""
        each = [self._told[field] for field in fields]
        return Told(
            frozenset().union(*(one.files for one in each)),
            frozenset().union(*(one.names for one in each)),
        )

    @cached_property
    def _told(self) -> dict[str, Told]:
        found = {
            field: [m for s in sentences for m in self.mentions[field, s]]
            for field, sentences in self.sentences.items()
        }
        index = self.corpus.index
        return {
            field: Told(
                introduced_by(mentions, index),
                frozenset(name for m in mentions for name in m.names),
            )
            for field, mentions in found.items()
        }

    @cached_property
    def quoted(self) -> tuple[Quoted, ...]:
        """Return where the quotes of the claims stand."""
        return tuple(quoted_in(self.case.example, self.sentences))

    @cached_property
    def scope(self) -> Scope:
        """Return the names that the prose may use without saying where they come from."""
        return scope_of(self.excerpts, self.corpus)

    @cached_property
    def names(self) -> Names:
        """Return what tells right names in the prose from wrong ones."""
        return Names(self.scope, self.corpus.index, frozenset(self.dataset.rules.vocabulary))

    def where(self, name: str, sentence: Sentence, offset: int = 0) -> Where:
        """Return the place of a character of a sentence of `"prompt"` or `"think"`."""
        return self.case.where_of(name, sentence.line_at(offset))


def _read(text: str, corpus: Corpus) -> tuple[ReadSentence, ...]:
    """Return what a text says, as it was read before where neither it nor the crates changed."""
    crates = corpus.index.crates
    among = corpus.once(("digest of crates",), lambda: _digest(*sorted(crates)))
    key = f"reading-{_digest(among, text)}"
    return recalled(corpus.store, key, Reading, lambda: Reading.of(text, crates)).sentences


def _digest(*texts: str) -> str:
    return digest_of_texts(text.encode() for text in texts)
