"""`Ledger`: what became of each case in a run, and whether the run was whole.

Fed with plain data, so that one process and several workers take the same road. No pytest.

Source: design, "Emission".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(Enum):
    """What became of a case. LOST: it was to run, but the worker that had it died."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    LOST = "lost"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Source:
    """Where some lines of a record come from, as the manifest lists it."""

    path: str
    item: str
    lines: tuple[int, int]
    sha256: str
    shell: bool

    def as_object(self) -> dict[str, Any]:
        """Return the entry of the manifest; `shell` stands there only where it is true."""
        entry: dict[str, Any] = {
            "path": self.path,
            "item": self.item,
            "lines": list(self.lines),
            "sha256": self.sha256,
        }
        return entry | ({"shell": True} if self.shell else {})

    @classmethod
    def from_object(cls, entry: dict[str, Any]) -> "Source":
        """Return the source that `as_object` wrote."""
        first, last = entry["lines"]
        shell = entry.get("shell", False)
        return cls(entry["path"], entry["item"], (first, last), entry["sha256"], shell)


@dataclass(frozen=True, slots=True)
class Passed:
    """A case that passed: its line without the newline, and where its code comes from."""

    line: str
    sources: tuple[Source, ...]

    def as_object(self) -> dict[str, Any]:
        """Return plain data that can travel between processes."""
        return {"line": self.line, "sources": [source.as_object() for source in self.sources]}

    @classmethod
    def from_object(cls, value: dict[str, Any]) -> "Passed":
        """Return what `as_object` wrote."""
        return cls(value["line"], tuple(map(Source.from_object, value["sources"])))


class Ledger:
    """Outcomes by node id. A case that ran twice keeps its worst outcome."""

    def __init__(self) -> None:
        """Begin with nothing run."""
        self._outcomes: dict[str, Outcome] = {}
        self._passed: dict[str, Passed] = {}
        self.workers_died = 0

    def note(self, case_id: str, outcome: Outcome, passed: Passed | None = None) -> None:
        """Enter what a phase of a case reported."""
        known = self._outcomes.get(case_id, Outcome.NOT_RUN)
        ranks = (Outcome.NOT_RUN, Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILED)
        self._outcomes[case_id] = max(known, outcome, key=ranks.index)
        if passed is not None:
            self._passed[case_id] = passed

    def outcome(self, case_id: str) -> Outcome:
        """Return what became of a case; LOST rather than NOT_RUN when a worker died."""
        outcome = self._outcomes.get(case_id, Outcome.NOT_RUN)
        if outcome is Outcome.NOT_RUN and self.workers_died:
            return Outcome.LOST
        return outcome

    def passed(self, case_id: str) -> Passed | None:
        """Return what a case brought, None unless it passed in every phase."""
        if self.outcome(case_id) is not Outcome.PASSED:
            return None
        return self._passed.get(case_id)

    def not_run(self, case_ids: Iterable[str]) -> tuple[str, ...]:
        """Return those cases that did not run to their end though no worker died."""
        return tuple(one for one in case_ids if self.outcome(one) is Outcome.NOT_RUN)
