"""`Survey`: what is to be said of a dataset as a whole, and of texts beside other texts.

Looks at every case of the project, run or not, so that a narrowed run says the same as a full one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks.claims import argued_share
from pytest_verbatim.checks.originality import Texts, copied, habits
from pytest_verbatim.checks.rules import dataset_rules
from pytest_verbatim.config.dataset import FILE_NAME, Dataset
from pytest_verbatim.errors import UsageError
from pytest_verbatim.examination import Examination
from pytest_verbatim.finding import Finding, in_order
from pytest_verbatim.memory import as_rows, from_rows, key_of
from pytest_verbatim.project import CASES, Project
from pytest_verbatim.source.store import Store, recalled


class Survey:
    """The cases of a project side by side."""

    def __init__(
        self, project: Project, examine: Callable[[Case], Examination], store: Store | None = None
    ) -> None:
        """Take the project, how a case is examined, and where to remember what texts share."""
        self._project = project
        self._examine = examine
        self._store = store

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Return every case of every module that can be imported."""
        return tuple(self._cases())

    def _cases(self) -> Iterator[Case]:
        for path in self._project.case_files:
            try:
                yield from self._project.module(path).cases
            except UsageError:
                continue  # said where the module is collected

    def of_dataset(self, name: str) -> tuple[Case, ...]:
        """Return the cases of one dataset."""
        return tuple(case for case in self.cases if case.dataset == name)

    # --- texts beside texts ------------------------------------------------------------------

    @cached_property
    def _held_to_rules(self) -> tuple[Case, ...]:
        """Return the cases of datasets with rules; the texts of others are held to nothing."""
        return tuple(c for c in self.cases if self._project.dataset(c.dataset).has_rules)

    @cached_property
    def _key(self) -> str:
        modules = dict.fromkeys(case.module for case in self._held_to_rules)
        datasets = dict.fromkeys(case.dataset for case in self._held_to_rules)
        paths = [*modules, *(f"{CASES}/{name}/{FILE_NAME}" for name in datasets)]
        files = (part for path in paths for part in (path, self._project.digest(path)))
        said = (  # a text may come from a module that a case imports
            repr((case.id, case.example.prompt, case.example.think)) for case in self._held_to_rules
        )
        return key_of([*files, *said])

    @cached_property
    def _shared(self) -> "_Shared":
        """Return what texts share, remembered from the last run where no text has changed."""
        return recalled(self._store, f"texts-{self._key}", _Shared, self._compare)

    def _compare(self) -> "_Shared":
        texts = Texts.of(self._held_to_rules)
        names = dict.fromkeys(case.dataset for case in self._held_to_rules)
        datasets = [self._project.dataset(name) for name in names]
        samples = [sample for one in datasets for sample in one.rules.samples]
        return _Shared(
            dict(copied(texts, samples)), {one.name: habits(texts, one) for one in datasets}
        )

    def copied_by(self, case: Case) -> tuple[Finding, ...]:
        """Return the findings for texts of a case that repeat another, or the commission."""
        return self._shared.copied.get(case.id, ())

    def habits(self, dataset: Dataset) -> tuple[str, ...]:
        """Return what recurs in the texts of a dataset, a line each."""
        return self._shared.habits.get(dataset.name, ((), ()))[0]

    # --- a dataset as a whole ------------------------------------------------------------------

    def findings(self, dataset: Dataset) -> tuple[Finding, ...]:
        """Return what is to be said of a dataset as a whole.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        cases = self.of_dataset(dataset.name)
        named = [frozenset(self._examine(case).crates) for case in cases]
        return in_order(
            (
                *dataset_rules(dataset, named),
                *self._shared.habits.get(dataset.name, ((), ()))[1],
                *argued_share(dataset, cases),
            )
        )


@dataclass(frozen=True, slots=True)
class _Shared:
    """What texts share: findings by node id, and per dataset what recurs and what is too much."""

    copied: Mapping[str, tuple[Finding, ...]]
    habits: Mapping[str, tuple[tuple[str, ...], tuple[Finding, ...]]]

    def as_object(self) -> dict[str, Any]:
        return {
            "copied": {case_id: as_rows(found) for case_id, found in self.copied.items()},
            "habits": {name: [lines, as_rows(f)] for name, (lines, f) in self.habits.items()},
        }

    @classmethod
    def from_object(cls, value: Any) -> "_Shared":
        copied, habits = _table(value["copied"]), _table(value["habits"])
        return cls(
            {case_id: from_rows(rows) for case_id, rows in copied.items()},
            {name: (tuple(lines), from_rows(rows)) for name, (lines, rows) in habits.items()},
        )


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a table is wanted")
    return value
