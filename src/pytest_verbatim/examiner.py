"""`Examiner`: the cases of a project held against one revision, each examined once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from pytest_verbatim.accepted import Accepted, Revision, accept, parse
from pytest_verbatim.carry.way import Way, way_of
from pytest_verbatim.casefile import Case
from pytest_verbatim.change import Bases, Change, FindCommit, Held, change_of_case, without_texts
from pytest_verbatim.checks.contradictions import contradictions
from pytest_verbatim.checks.dataset import shared_code, shared_names
from pytest_verbatim.errors import ConfigError, CorpusUnavailable
from pytest_verbatim.examination import Examination, Prepared, examine, prepare
from pytest_verbatim.files import digest_of
from pytest_verbatim.finding import Finding, in_order
from pytest_verbatim.memory import Memory, key_of
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.survey import Survey

_Beside = tuple[str, str | None]
"""A case by its node id, beside the text of its snapshot."""


@dataclass
class Examiner:
    """A project, and the corpus that its cases are held against, or why there is none."""

    project: Project
    corpus: Corpus | None = None
    corpus_error: str = ""
    earlier: Corpus | None = None
    """The pinned commit, where the cases are held against another revision."""
    find_commit: FindCommit = lambda _commit, _called: None
    _cut: dict[str, Prepared] = field(default_factory=dict, init=False)
    _examinations: dict[str, Examination] = field(default_factory=dict, init=False)
    _contradictions: dict[str, str] = field(default_factory=dict, init=False)
    _differences: dict[_Beside, Change | None] = field(default_factory=dict, init=False)
    _ways: dict[_Beside, Way] = field(default_factory=dict, init=False)
    _bases: Bases | None = None

    def over(self, project: Project) -> "Examiner":
        """Return one that holds another state of the project against the same revisions."""
        return Examiner(
            project,
            self.corpus,
            earlier=self.earlier,
            find_commit=self.find_commit,
            _bases=self.bases,
        )

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
                self._examinations[case.id] = self._examine(self._prepared(case), digest)
        return self._examinations[case.id]

    def _examine(self, prepared: Prepared, module_digest: str) -> Examination:
        case, corpus = prepared.case, self.opened_corpus
        dataset = self.project.dataset(case.dataset)
        memory = Memory(corpus.store) if corpus.store is not None else None
        read = (module_digest, self.project.digest(dataset.shown))
        ours = prepared.subject is not None
        said = repr(case.example) if ours else ""  # a text may come from elsewhere
        key = key_of((case.id, said, *read, corpus.tree_digest))
        return examine(prepared, memory, key)

    def _prepared(self, case: Case) -> Prepared:
        if case.id not in self._cut:
            self._cut[case.id] = self._prepare(case)
        return self._cut[case.id]

    def _prepare(self, case: Case) -> Prepared:
        return prepare(case, self.project.dataset(case.dataset), self.opened_corpus)

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Return all findings of a case, those that it shares with others included."""
        shared = (*self._shared.get(case.id, ()), *self.survey.copied_by(case))
        return in_order((*self.examination(case).findings, *shared))

    def refuse_contradictions(self, name: str) -> None:
        """Refuse a dataset whose rules no true text could satisfy.

        Rules are about the pinned commit: at another revision, or without a corpus, nothing is
        refused.

        Raises:
            ConfigError: the source contradicts a rule; says which, where, and what mends it.
        """
        if self.corpus is None or not self.corpus.is_pinned:
            return
        if name not in self._contradictions:
            dataset = self.project.dataset(name)
            store = self.corpus.store
            read = (self.project.digest(dataset.shown), self.corpus.tree_digest)
            key = f"rules-{key_of((name, *read))}"
            found = store.get(key) if store is not None else None
            if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
                found = [str(one) for one in contradictions(dataset, self.corpus)]
                if store is not None:
                    store.put(key, found)
            self._contradictions[name] = "\n".join(found)
        if self._contradictions[name]:
            raise ConfigError(self._contradictions[name])

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
            if (one := self._prepared(case)).excerpts  # else `code` may have no length
            and len(one.excerpts) == len(case.example.code)
        ]
        found: dict[str, tuple[Finding, ...]] = {}
        for part in (shared_names(self.survey.cases), shared_code(shown)):
            for case_id, findings in part.items():
                found[case_id] = (*found.get(case_id, ()), *findings)
        return found

    def change(self, case: Case, stored: str | None) -> Change | None:
        """Return how a case differs from what was accepted of it; None where it passes.

        Where an argument of its example is of a wrong type there is nothing to compare, and its
        findings are all. `stored` is the text of its snapshot.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        found = self._difference(case, stored)
        way = self.way(case, stored)
        return found if found is None else replace(found, carried=way is not None and not way.why)

    def way(self, case: Case, stored: str | None) -> Way | None:
        """Return how a case would go along in an update; None where that is for a person to say."""
        found = self._difference(case, stored)
        if found is None or not found.carried or stored is None:
            return None
        if (case.id, stored) not in self._ways:
            accepted = parse(stored)
            between = self.bases.of(accepted)
            assert between is not None  # noqa: S101  (nothing is carried without a comparison)
            followed = between.followed(case.example)
            way = way_of(case, followed, accepted, self.project, self._examine_followed)
            self._ways[case.id, stored] = way
        return self._ways[case.id, stored]

    def _difference(self, case: Case, stored: str | None) -> Change | None:
        """Return how a case differs, before it is asked whether an update could write it."""
        if (case.id, stored) not in self._differences:
            self._differences[case.id, stored] = self._compare(case, stored)
        return self._differences[case.id, stored]

    def _compare(self, case: Case, stored: str | None) -> Change | None:
        corpus, findings = self.opened_corpus, self.findings(case)
        if self._prepared(case).subject is None:
            return without_texts(case, findings, stored, corpus)
        dataset = self.project.dataset(case.dataset)
        held = Held(case, dataset, self.examination(case), findings, corpus)
        return change_of_case(held, stored, self.bases.of)

    def _examine_followed(self, case: Case, source: bytes) -> Examination:
        return self._examine(self._prepare(case), digest_of(source))

    @property
    def bases(self) -> Bases:
        """Return the revisions at which cases were accepted, beside the one in use.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        if self._bases is None:
            self._bases = Bases(self.opened_corpus, self.earlier, self.find_commit)
        return self._bases

    def to_accept(self, case: Case) -> Accepted | None:
        """Return what there is to accept of a case; None where a finding stands in the way."""
        if self.findings(case):
            return None
        corpus = self.opened_corpus
        return accept(self.examination(case), Revision(corpus.revision, corpus.commit))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let no cyclic garbage be looked for where much is made and almost all of it stays.

    Nor later among what was made: hundreds of thousands of objects, which each pass would visit.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()
