"""`Examiner`: the cases of a project held against one revision, each examined once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks.dataset import shared_code, shared_names
from pytest_verbatim.contradicted import Contradicted
from pytest_verbatim.errors import CorpusUnavailable
from pytest_verbatim.examination import Examination, Prepared, examine, prepare
from pytest_verbatim.files import digest_of
from pytest_verbatim.finding import Finding, in_order
from pytest_verbatim.memory import Memory, key_of
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.survey import Survey


@dataclass
class Examiner:
    """A project, and the corpus that its cases are held against, or why there is none."""

    project: Project
    corpus: Corpus | None = None
    corpus_error: str = ""
    _cut: dict[str, Prepared] = field(default_factory=dict, init=False)
    _examinations: dict[str, Examination] = field(default_factory=dict, init=False)

    @property
    def opened_corpus(self) -> Corpus:
        """Return the corpus.

        Raises:
            CorpusUnavailable: there is none.
        """
        if self.corpus is None:
            raise CorpusUnavailable(self.corpus_error)
        return self.corpus

    # --- one case --------------------------------------------------------------------------

    def examination(self, case: Case) -> Examination:
        """Return what examining a case brings; done once.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        if case.id not in self._examinations:
            digest = self.project.digest(case.module)
            with _without_collecting():
                self._examinations[case.id] = self._examine(self.prepared(case), digest)
        return self._examinations[case.id]

    def examination_with(self, case: Case, source: bytes) -> Examination:
        """Return what examining a case would bring if its module had this source; done each time.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        return self._examine(self._prepare(case), digest_of(source))

    def _examine(self, prepared: Prepared, module_digest: str) -> Examination:
        case, corpus = prepared.case, self.opened_corpus
        dataset = self.project.dataset(case.dataset)
        memory = Memory(corpus.store) if corpus.store is not None else None
        read = (module_digest, self.project.digest(dataset.shown))
        ours = prepared.subject is not None
        said = repr(case.example) if ours else ""  # a text may come from elsewhere
        key = key_of((case.id, said, *read, corpus.tree_digest))
        return examine(prepared, memory, key)

    def prepared(self, case: Case) -> Prepared:
        """Return a case with its code cut out, as the checks are given it; done once.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        if case.id not in self._cut:
            self._cut[case.id] = self._prepare(case)
        return self._cut[case.id]

    def _prepare(self, case: Case) -> Prepared:
        return prepare(case, self.project.dataset(case.dataset), self.opened_corpus)

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Return all findings of a case, those that it shares with others included."""
        shared = (*self._shared.get(case.id, ()), *self.survey.copied_by(case))
        return in_order((*self.examination(case).findings, *shared))

    @cached_property
    def contradicted(self) -> Contradicted:
        """Return what tells the datasets that the source contradicts."""
        return Contradicted(self.project, self.corpus)

    @cached_property
    def survey(self) -> Survey:
        """Return the cases of the project side by side."""
        store = self.corpus.store if self.corpus is not None else None
        return Survey(self.project, self.examination, store)

    def dataset_findings(self, name: str) -> tuple[Finding, ...]:
        """Return what is to be said of a dataset as a whole.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        return self.survey.findings(self.project.dataset(name))

    @cached_property
    def _shared(self) -> dict[str, tuple[Finding, ...]]:
        shown = [
            (case, frozenset((e.file, str(i.path)) for e in one.excerpts for i in e.items))
            for case in self.survey.cases
            if (one := self.prepared(case)).excerpts  # else `code` may have no length
            and len(one.excerpts) == len(case.example.code)
        ]
        found: dict[str, tuple[Finding, ...]] = {}
        for part in (shared_names(self.survey.cases), shared_code(shown)):
            for case_id, findings in part.items():
                found[case_id] = (*found.get(case_id, ()), *findings)
        return found


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let no cyclic garbage be looked for where much is made and almost all of it stays.

    It stays as long as the examiner; whoever knows how long that is may spare it later passes too.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
