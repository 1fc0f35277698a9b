"""`Contradicted`: which datasets of a project its source contradicts, each looked at once."""

from typing import Any

from pytest_verbatim.checks.contradictions import Contradiction, contradictions
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.errors import ConfigError
from pytest_verbatim.finding import Where
from pytest_verbatim.memory import key_of
from pytest_verbatim.plain import listed
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus


class Contradicted:
    """The datasets of a project beside the source that their rules are about."""

    def __init__(self, project: Project, corpus: Corpus | None) -> None:
        """Take the project and the corpus.

        Rules are about the pinned commit: at another revision, or without a corpus, nothing is
        contradicted.
        """
        self._project = project
        self._corpus = corpus if corpus is not None and corpus.is_pinned else None
        self._found: dict[str, tuple[Contradiction, ...]] = {}

    def of(self, name: str) -> tuple[Contradiction, ...]:
        """Return what no text could satisfy in the dataset of this name, in order of its file.

        Raises:
            ConfigError: its `dataset.toml` is missing or wrong.
        """
        if name not in self._found:
            dataset, corpus = self._project.dataset(name), self._corpus
            self._found[name] = () if corpus is None else self._remembered(dataset, corpus)
        return self._found[name]

    def told(self, *names: str) -> str:
        """Return what is said of these datasets, a line for each contradiction; "" for none.

        Each line begins with file and line, and ends with what mends it.

        Raises:
            ConfigError: a `dataset.toml` is missing or wrong.
        """
        return "\n".join(str(one) for name in names for one in self.of(name))

    def refuse(self, name: str) -> None:
        """Refuse the dataset of this name if its source contradicts it.

        Raises:
            ConfigError: it does, or the `dataset.toml` is missing or wrong.
        """
        told = self.told(name)
        if told:
            raise ConfigError(told)

    def _remembered(self, dataset: Dataset, corpus: Corpus) -> tuple[Contradiction, ...]:
        store = corpus.store
        if store is None:
            return contradictions(dataset, corpus)
        read = (self._project.digest(dataset.shown), corpus.tree_digest)
        key = f"rules-{key_of((dataset.name, *read))}"
        kept = store.get(key)
        try:
            return tuple(_from_row(row, dataset.shown) for row in listed(kept))
        except (TypeError, ValueError):
            pass  # nothing is kept, or nothing that can be read
        found = contradictions(dataset, corpus)
        store.put(key, [[one.where.line, one.seen, one.mend] for one in found])
        return found


def _from_row(row: Any, shown: str) -> Contradiction:
    line, seen, mend = row
    if not (isinstance(line, int | None) and isinstance(seen, str) and isinstance(mend, str)):
        raise TypeError(row)
    return Contradiction(Where(shown, line), seen, mend)
