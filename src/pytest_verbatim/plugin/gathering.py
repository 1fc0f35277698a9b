"""`Gathering`: the hooks that take in what the tests of ours bring, in the reporting process."""

import os

import pytest

from pytest_verbatim.change import Change
from pytest_verbatim.failure import Failure
from pytest_verbatim.finding import Where
from pytest_verbatim.ledger import Outcome, Passed
from pytest_verbatim.memory import from_rows
from pytest_verbatim.plugin.nodes import CHANGE, FINDINGS, PROPERTY
from pytest_verbatim.project import CASES
from pytest_verbatim.run import Run


class Gathering:
    """Outcomes by case, entered in the ledger of a run, and the tests that failed."""

    def __init__(self, run: Run) -> None:
        """Take the state of the run; nothing happens yet."""
        self._run = run
        self._failures: dict[str, Failure] = {}
        self._uncollected: dict[str, None] = {}
        self.stopped = False
        """Whether pytest itself ended the run early (`--sw`, `-x` with workers)."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Enter what a phase of a test of ours reported.

        First, so that what we are told is gone before junit and others repeat it.
        """
        told = {FINDINGS: None, CHANGE: None} | dict(report.user_properties)
        kept = [one for one in report.user_properties if one[0] not in {FINDINGS, CHANGE}]
        report.user_properties[:] = kept
        ours = report.nodeid.startswith(f"{CASES}/")
        if report.failed and (ours or told[FINDINGS] is not None):
            self._note_failure(report, told[FINDINGS], told[CHANGE])
        if not ours:
            return
        if report.failed:
            self._run.ledger.note(report.nodeid, Outcome.FAILED)
        elif report.skipped:
            self._run.ledger.note(report.nodeid, Outcome.SKIPPED)
        elif report.when == "call":
            brought = dict(report.user_properties).get(PROPERTY)
            passed = Passed.from_object(brought) if isinstance(brought, dict) else None
            self._run.ledger.note(report.nodeid, Outcome.PASSED, passed)

    def _note_failure(self, report: pytest.TestReport, rows: object, change: object) -> None:
        file, line0, _ = report.location
        self._failures.setdefault(
            report.nodeid,
            Failure(
                report.nodeid,
                Where(file.replace(os.sep, "/"), None if line0 is None else line0 + 1),
                from_rows(rows) if isinstance(rows, list) else (),
                Change.from_object(change) if isinstance(change, dict) else None,
                report.longreprtext,
            ),
        )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Enter a file of ours that could not be collected."""
        if report.failed and report.nodeid.startswith(f"{CASES}/"):
            where = Where(report.nodeid.partition("::")[0])
            self._uncollected[report.longreprtext] = None
            self._failures[report.nodeid] = Failure(report.nodeid, where, text=report.longreprtext)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Tell a stop of pytest's own from Ctrl-C.

        What did not run by then was left out, also where a worker died before.
        """
        kind = excinfo.type
        self.stopped = issubclass(kind, KeyboardInterrupt) and kind is not KeyboardInterrupt
        if self.stopped:
            self._run.ledger.workers_died = 0

    @property
    def failures(self) -> list[Failure]:
        """Return the tests of ours that failed: cases in order of emission, then the others."""
        if not self._failures:
            return []
        order = {one: at for at, one in enumerate(self._run.expected)}
        last = len(order)
        return sorted(
            self._failures.values(), key=lambda one: (order.get(one.test, last), one.test)
        )

    @property
    def uncollected(self) -> tuple[str, ...]:
        """Return why files of ours could not be collected, each reason once."""
        return tuple(self._uncollected)

    @property
    def changes(self) -> list[Change]:
        """Return how the cases that failed differ from what was accepted, in order of emission."""
        return [one.change for one in self.failures if one.change is not None]
