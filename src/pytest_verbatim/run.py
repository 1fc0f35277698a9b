"""`Run`: what one pytest process knows about the project, and the table of its results.

Holds state, takes plain data, imports no pytest: `plugin` feeds it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks.claims import count_claims
from pytest_verbatim.checks.flow import edge_lines
from pytest_verbatim.comparer import Comparer
from pytest_verbatim.config.dataset import FILE_NAME as DATASET_FILE
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.counted import counted
from pytest_verbatim.coverage import Coverage, coverage_of
from pytest_verbatim.emit import Emission, write
from pytest_verbatim.errors import EmissionRefused, UsageError
from pytest_verbatim.examiner import Examiner
from pytest_verbatim.ledger import Ledger, Outcome, Passed, Source
from pytest_verbatim.links.edges import edges_between
from pytest_verbatim.project import CASES, DATASET_ITEM, MODULE_ITEM, Project
from pytest_verbatim.render import SummaryRow, claims_line
from pytest_verbatim.source.corpus import Corpus


@dataclass
class Run:
    """One process's view: what its cases are held against, and what happened."""

    comparer: Comparer
    collection_ended: bool = False
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def examiner(self) -> Examiner:
        """Return what examines the cases."""
        return self.comparer.examiner

    @property
    def project(self) -> Project:
        """Return the project."""
        return self.examiner.project

    @property
    def corpus(self) -> Corpus | None:
        """Return what the cases are held against; None where there is none."""
        return self.examiner.corpus

    def passed(self, case: Case) -> Passed | None:
        """Return what a case that passed brings to an emission."""
        one = self.examiner.examination(case)
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
        return self.examiner.opened_corpus.read_all(self.examiner.opened_corpus.rust_paths)

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

    @property
    def ran(self) -> int:
        """Return how many cases ran to an end."""
        outcomes = [self.ledger.outcome(case_id) for case_id in self.expected]
        return sum(one in {Outcome.PASSED, Outcome.FAILED} for one in outcomes)

    @property
    def collected_all(self) -> bool:
        """Return whether this process collected every case, or handed all of them to workers."""
        ran = [self.ledger.outcome(i) for i in self.expected]
        return bool(ran) and Outcome.NOT_RUN not in ran and not self.project.import_errors

    def emit(self, folder: Path, *, partial_allowed: bool) -> dict[str, int]:
        """Write what passed and return file name -> number of examples.

        A narrowed run in which nothing passed writes nothing.

        Raises:
            EmissionRefused: the run was narrowed, or the folder is not ours.
            UsageError: a dataset is wrong, or there is no corpus.
        """
        not_run = self.ledger.not_run(self.expected)
        if not partial_allowed and (not_run or self.project.import_errors):
            raise EmissionRefused(narrowed(not_run or tuple(map(str, self.project.import_errors))))
        corpus = self.examiner.opened_corpus
        brought = ((case_id, self.ledger.passed(case_id)) for case_id in self.expected)
        lines = tuple((case_id, passed) for case_id, passed in brought if passed is not None)
        if not_run and not lines:
            return {}
        emission = Emission(
            datasets=tuple(self._datasets()),
            lines=lines,
            complete=len(lines) == len(self.expected)
            and not self.project.import_errors
            and not self._failed_datasets,
            partial=bool(not_run or self.project.import_errors),
        )
        return write(folder, self.project.root, emission, corpus)

    @property
    def _failed_datasets(self) -> tuple[str, ...]:
        ids = (f"{CASES}/{d.name}/{DATASET_FILE}::{DATASET_ITEM}" for d in self._datasets())
        bad = {Outcome.FAILED, Outcome.LOST}
        return tuple(one for one in ids if self.ledger.outcome(one) in bad)

    def _datasets(self) -> Iterator[Dataset]:
        """Yield the datasets that can be read; the others are among `Project.import_errors`."""
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
        survey = self.examiner.survey
        for dataset in self._datasets():
            cases = survey.of_dataset(dataset.name)
            ran = any(self.ledger.outcome(case.id) is not Outcome.NOT_RUN for case in cases)
            if ran and dataset.has_rules:
                lines.append(claims_line(dataset.name, len(cases), count_claims(cases)))
                lines += [f"{dataset.name}: {habit}" for habit in survey.habits(dataset)]
        return lines

    def flows(self) -> list[str]:
        """Return how the parts of each example hang together, where its dataset asks for it.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        lines: list[str] = []
        for case in self.examiner.survey.cases:
            if self.project.dataset(case.dataset).rules.connected:
                excerpts = self.examiner.examination(case).excerpts
                edges = edges_between(excerpts, self.examiner.opened_corpus)
                lines += [case.id, *(f"  {line}" for line in edge_lines(edges))]
        return lines

    def coverages(self) -> list[Coverage]:
        """Return the coverage of every dataset by all its cases, run or not.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        corpus = self.examiner.opened_corpus
        cases = self.project.cases()
        return [
            coverage_of(
                self.project.dataset(name),
                corpus,
                [self.examiner.examination(case) for case in cases if case.dataset == name],
            )
            for name in self.project.dataset_names()
        ]


def narrowed(left_out: tuple[str, ...]) -> str:
    """Return the message that refuses the emission of a narrowed run."""
    some = ", ".join(left_out[:3]) + (", ..." if len(left_out) > 3 else "")
    return (
        f"--emit-jsonl: this run leaves {counted(len(left_out), 'case')} out ({some}); "
        "nothing was written. "
        "Run all cases, or add --emit-jsonl-partial to write the ones that ran."
    )
