"""`Run`: what one pytest process knows about the project, and the table of its results.

Holds state, takes plain data, imports no pytest: `plugin` feeds it.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pytest_verbatim.accepted import Accepted, Revision, accept, parse
from pytest_verbatim.casefile import Case
from pytest_verbatim.change import Bases, Change, Held, change_of_case, without_texts
from pytest_verbatim.checks.claims import count_claims
from pytest_verbatim.checks.contradictions import contradictions
from pytest_verbatim.checks.dataset import shared_code, shared_names
from pytest_verbatim.checks.flow import edge_lines
from pytest_verbatim.config.dataset import FILE_NAME as DATASET_FILE
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.coverage import Coverage, coverage_of
from pytest_verbatim.emit import Emission, write
from pytest_verbatim.errors import ConfigError, CorpusUnavailable, EmissionRefused, UsageError
from pytest_verbatim.examination import Examination, Prepared, examine, prepare
from pytest_verbatim.example import type_faults
from pytest_verbatim.files import digest_of
from pytest_verbatim.finding import Finding, in_order
from pytest_verbatim.ledger import Ledger, Outcome, Passed, Source
from pytest_verbatim.links.edges import edges_between
from pytest_verbatim.memory import Memory, key_of
from pytest_verbatim.project import CASES, SNAPSHOTS, Project
from pytest_verbatim.record import Record
from pytest_verbatim.render import SummaryRow, claims_line
from pytest_verbatim.snapshotfile import snapshot_path
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.survey import Survey
from pytest_verbatim.update.following import Way, way_of

DATASET_ITEM = "rules"
"""The name of the test that holds a dataset as a whole against its rules."""

MODULE_ITEM = "module-findings"
"""The name of the test that fails for findings that belong to no case of a module."""


@dataclass
class Run:
    """One process's view: the project, its corpus or why there is none, and what happened."""

    project: Project
    corpus: Corpus | None = None
    corpus_error: str = ""
    earlier: Corpus | None = None
    """The pinned commit, where the cases are held against another revision."""
    find_commit: Callable[[str, str], Corpus | None] = lambda _commit, _called: None
    """Gives the corpus at a commit, by its id and what people call it, if that is at hand."""
    collected: tuple[Case, ...] = ()
    collection_ended: bool = False
    ledger: Ledger = field(default_factory=Ledger)
    _cut: dict[str, Prepared] = field(default_factory=dict)
    _examinations: dict[str, Examination] = field(default_factory=dict)
    _contradictions: dict[str, str] = field(default_factory=dict)
    _bases: Bases | None = None
    _ways: dict[str, Way] = field(default_factory=dict)

    def over(self, project: Project) -> "Run":
        """Return a run that holds another state of the project against the same revisions."""
        return Run(
            project,
            self.corpus,
            earlier=self.earlier,
            find_commit=self.find_commit,
            collected=project.cases(),
            _bases=self.bases,
        )

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
        assert self.corpus is not None  # noqa: S101  (code was cut from it)
        case = prepared.case
        dataset = self.project.dataset(case.dataset)
        memory = Memory(self.corpus.store) if self.corpus.store is not None else None
        read = (module_digest, self.project.digest(dataset.shown))
        wrong = next(type_faults(case.example), None)
        said = repr(case.example) if wrong is None else ""  # a text may come from elsewhere
        key = key_of((case.id, said, *read, self.corpus.tree_digest))
        return examine(prepared, memory, key)

    def _prepared(self, case: Case) -> Prepared:
        if self.corpus is None:
            raise CorpusUnavailable(self.corpus_error)
        if case.id not in self._cut:
            self._cut[case.id] = prepare(case, self.project.dataset(case.dataset), self.corpus)
        return self._cut[case.id]

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
        if self.corpus is None or self.corpus.commit != self.project.pin.commit:
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
        if self.corpus is None:
            raise CorpusUnavailable(self.corpus_error)
        return self.survey.findings(self.project.dataset(name))

    @cached_property
    def _shared(self) -> dict[str, tuple[Finding, ...]]:
        shown = [
            (case, frozenset((e.file, str(i.path)) for e in one.excerpts for i in e.items))
            for case in self.collected
            if (one := self._prepared(case)).excerpts  # else `code` may have no length
            and len(one.excerpts) == len(case.example.code)
        ]
        found: dict[str, tuple[Finding, ...]] = {}
        for part in (shared_names(self.collected), shared_code(shown)):
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
        one = self.examination(case)
        if self.corpus is None:
            return None
        if next(type_faults(case.example), None) is not None:
            return without_texts(case, self.findings(case), stored, self.corpus)
        dataset = self.project.dataset(case.dataset)
        held = Held(case, dataset, one, self.findings(case), self.corpus)
        found = change_of_case(held, stored, self.bases.of)
        if found is None or not found.carried or stored is None:
            return found
        way = self._way(case, parse(stored))
        return replace(found, carried=way is not None and not way.why)

    def way(self, case: Case) -> Way | None:
        """Return how a case would go along in an update; None where its change is for a person.

        Known of those of which `change` was asked.
        """
        return self._ways.get(case.id)

    def _way(self, case: Case, accepted: Accepted) -> Way | None:
        between = self.bases.of(accepted)
        if between is not None and case.id not in self._ways:
            self._ways[case.id] = way_of(
                case,
                between.followed(case.example),
                accepted,
                self.project,
                self._examine_followed,
            )
        return self._ways.get(case.id)

    def _examine_followed(self, case: Case, source: bytes) -> Examination:
        assert self.corpus is not None  # noqa: S101  (there is a change of the case)
        prepared = prepare(case, self.project.dataset(case.dataset), self.corpus)
        return self._examine(prepared, digest_of(source))

    @property
    def bases(self) -> Bases:
        """Return the revisions at which cases were accepted, beside the one in use.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        if self.corpus is None:
            raise CorpusUnavailable(self.corpus_error)
        if self._bases is None:
            self._bases = Bases(self.corpus, self.earlier, self.find_commit)
        return self._bases

    def to_accept(self, case: Case, record: Record) -> Accepted:
        """Return what there is to accept of a case without findings."""
        assert self.corpus is not None  # noqa: S101  (a record was made from it)
        at = Revision(self.corpus.tag or self.corpus.commit, self.corpus.commit)
        return accept(record, self.examination(case), at)

    def passed(self, case: Case) -> Passed | None:
        """Return what a case that passed brings to an emission."""
        one = self.examination(case)
        if one.record is None:
            return None
        sources = tuple(
            Source(p.file, p.item, (p.lines.first, p.lines.last), p.sha256, p.shell)
            for excerpt in one.excerpts
            for p in excerpt.pieces
        )
        return Passed(one.record.line(), sources)

    @cached_property
    def sources(self) -> dict[str, bytes]:
        """Return path -> bytes of every Rust file of the corpus.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        if self.corpus is None:
            raise CorpusUnavailable(self.corpus_error)
        return {path: self.corpus.read(path) for path in self.corpus.rust_paths}

    # --- the whole run ---------------------------------------------------------------------

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """Return the node ids that a full run runs, in the order in which they are emitted."""
        ids: list[str] = []
        for path in self.project.case_files:
            try:
                module = self.project.module(path)
            except UsageError:
                continue
            ids += [case.id for case in module.cases]
            ids += [f"{path}::{MODULE_ITEM}"] if module.findings else []
        return tuple(ids)

    @cached_property
    def import_errors(self) -> tuple[UsageError, ...]:
        """Return why modules cannot be imported and datasets cannot be read, each fault once."""
        found: dict[str, UsageError] = {}
        for path in self.project.case_files:
            try:
                self.project.module(path)
            except UsageError as error:
                found.setdefault(str(error), error)
        for name in self.project.dataset_names():  # those without a module too
            try:
                self.project.dataset(name)
            except UsageError as error:
                found.setdefault(str(error), error)
        return tuple(found.values())

    @property
    def ran(self) -> int:
        """Return how many cases ran to an end."""
        outcomes = [self.ledger.outcome(case_id) for case_id in self.expected]
        return sum(one in {Outcome.PASSED, Outcome.FAILED} for one in outcomes)

    @property
    def collected_all(self) -> bool:
        """Return whether this process collected every case, or handed all of them to workers."""
        ran = [self.ledger.outcome(i) for i in self.expected]
        return bool(ran) and Outcome.NOT_RUN not in ran and not self.import_errors

    def emit(self, folder: Path, *, partial_allowed: bool) -> dict[str, int]:
        """Write what passed and return file name -> number of examples.

        A narrowed run in which nothing passed writes nothing.

        Raises:
            EmissionRefused: the run was narrowed, or the folder is not ours.
            UsageError: a dataset is wrong, or there is no corpus.
        """
        not_run = self.ledger.not_run(self.expected)
        if not partial_allowed and (not_run or self.import_errors):
            raise EmissionRefused(narrowed(not_run or tuple(map(str, self.import_errors))))
        if self.corpus is None:
            raise CorpusUnavailable(self.corpus_error)
        brought = ((case_id, self.ledger.passed(case_id)) for case_id in self.expected)
        lines = tuple((case_id, passed) for case_id, passed in brought if passed is not None)
        if not_run and not lines:
            return {}
        emission = Emission(
            datasets=tuple(self._datasets()),
            lines=lines,
            complete=len(lines) == len(self.expected)
            and not self.import_errors
            and not self._failed_datasets,
            partial=bool(not_run or self.import_errors),
        )
        return write(folder, self.project.root, emission, self.corpus)

    @property
    def _failed_datasets(self) -> tuple[str, ...]:
        ids = (f"{CASES}/{d.name}/{DATASET_FILE}::{DATASET_ITEM}" for d in self._datasets())
        bad = {Outcome.FAILED, Outcome.LOST}
        return tuple(one for one in ids if self.ledger.outcome(one) in bad)

    def _datasets(self) -> Iterator[Dataset]:
        """Yield the datasets that can be read; the others are among `import_errors`."""
        for name in self.project.dataset_names():
            with suppress(UsageError):
                yield self.project.dataset(name)

    def summary(self, written: dict[str, int] | None, folder: str) -> list[SummaryRow]:
        """Return a row for each dataset of which something ran, or should have."""
        rows = []
        for dataset in self._datasets():
            name = dataset.name
            expected = [i for i in self.expected if i.startswith(f"{CASES}/{name}/")]
            outcomes = [self.ledger.outcome(case_id) for case_id in expected]
            if written is None and all(one is Outcome.NOT_RUN for one in outcomes):
                continue
            failed = outcomes.count(Outcome.FAILED) + outcomes.count(Outcome.LOST)
            file = f"{folder}/{dataset.file_name}" if dataset.file_name in (written or {}) else ""
            rows.append(
                SummaryRow(
                    name,
                    outcomes.count(Outcome.PASSED),
                    failed,
                    outcomes.count(Outcome.SKIPPED),
                    dataset.smallest,
                    dataset.largest,
                    file,
                )
            )
        return rows

    def notes(self) -> list[str]:
        """Return what the summary says of each dataset beside the table: claims, and habits."""
        lines: list[str] = []
        for dataset in self._datasets():
            cases = self.survey.of_dataset(dataset.name)
            ran = any(self.ledger.outcome(case.id) is not Outcome.NOT_RUN for case in cases)
            if ran and dataset.has_rules:
                lines.append(claims_line(dataset.name, len(cases), count_claims(cases)))
                lines += [f"{dataset.name}: {habit}" for habit in self.survey.habits(dataset)]
        return lines

    def flows(self) -> list[str]:
        """Return how the parts of each example hang together, where its dataset asks for it.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        lines: list[str] = []
        for case in self.survey.cases:
            if self.project.dataset(case.dataset).rules.connected:
                excerpts = self.examination(case).excerpts
                if self.corpus is not None:
                    edges = edges_between(excerpts, self.corpus)
                    lines += [case.id, *(f"  {line}" for line in edge_lines(edges))]
        return lines

    def coverages(self) -> list[Coverage]:
        """Return the coverage of every dataset by all its cases, run or not.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        if self.corpus is None:
            raise CorpusUnavailable(self.corpus_error)
        cases = self.project.cases()
        return [
            coverage_of(
                self.project.dataset(name),
                self.corpus,
                [self.examination(case) for case in cases if case.dataset == name],
            )
            for name in self.project.dataset_names()
        ]

    def orphans(self) -> tuple[str, ...]:
        """Return the snapshot files without a case, relative to the project, sorted.

        Raises:
            UsageError: a case module cannot be imported, so that nobody can tell.
        """
        root = self.project.root
        kept = {snapshot_path(case) for case in self.project.cases()}
        found = (self.project.shown(path) for path in (root / SNAPSHOTS).rglob("*.json"))
        return tuple(sorted(path for path in found if path not in kept))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let no cyclic garbage be looked for where much is made and almost all of it stays."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def narrowed(left_out: tuple[str, ...]) -> str:
    """Return the message that refuses the emission of a narrowed run."""
    some = ", ".join(left_out[:3]) + (", ..." if len(left_out) > 3 else "")
    return (
        f"--emit-jsonl: this run leaves {len(left_out)} cases out ({some}); nothing was written. "
        "Run all cases, or add --emit-jsonl-partial to write the ones that ran."
    )
