"""`Controller`: the hooks of the process that gathers results and writes.

Registered once per run: in the only process, or in the one that has workers.
"""

import os
import secrets
import shutil
import warnings
from collections.abc import Generator
from functools import partial
from pathlib import Path

import pytest

from pytest_verbatim import actions, render
from pytest_verbatim.change import Change
from pytest_verbatim.errors import UsageError
from pytest_verbatim.failure import Failure
from pytest_verbatim.finding import Where
from pytest_verbatim.ledger import Outcome, Passed
from pytest_verbatim.memory import from_rows
from pytest_verbatim.nodes import CHANGE, FINDINGS, PROPERTY
from pytest_verbatim.project import CASES
from pytest_verbatim.render.report import About
from pytest_verbatim.reports import KINDS, changes_page, write_report
from pytest_verbatim.run import Run


class Controller:
    """What one run gathers: outcomes by case, then the emission and the summary."""

    def __init__(self, config: pytest.Config, run: Run) -> None:
        """Take the state of the run; nothing happens yet."""
        self._config = config
        self._run = run
        self._written: dict[str, int] | None = None
        self._stopped = False
        self._notes: list[str] = []
        self._failures: dict[str, Failure] = {}

    def pytest_report_header(self) -> str:
        """Name the corpus, or why there is none."""
        if self._run.corpus is not None:
            return f"verbatim: {self._run.corpus}"
        return f"verbatim: {self._run.project.pin.name} not opened: {self._run.corpus_error}"

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
            self._failures[report.nodeid] = Failure(report.nodeid, where, text=report.longreprtext)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Tell a stop of pytest's own (`--sw`, `-x` with workers) from Ctrl-C.

        What did not run by then was left out, also where a worker died before.
        """
        kind = excinfo.type
        self._stopped = issubclass(kind, KeyboardInterrupt) and kind is not KeyboardInterrupt
        if self._stopped:
            self._run.ledger.workers_died = 0

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(
        self, session: pytest.Session, exitstatus: int
    ) -> Generator[None, object, object]:
        """Write the emission and prune snapshots, after every other plugin.

        syrupy warns of workers that died or never ran; as an error, which `-W error` makes of it,
        that would cost the emission, and the summary says it anyway. trylast, as pytest's own
        wrapper resets the filters and this one has to stand inside it.
        """
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="syrupy: received")
            result = yield
        try:
            self._emit(exitstatus)
            self._report()
            if self._config.getoption("prune_snapshots"):
                self._prune()
        except UsageError as error:
            self._notes.append(str(error))
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
        self._append_summary()
        return result

    def _emit(self, exitstatus: int) -> None:
        folder = self._config.getoption("emit_jsonl")
        if folder is None or exitstatus == pytest.ExitCode.USAGE_ERROR:
            return
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            self._notes.append("--emit-jsonl: no case ran; nothing was written")
            return
        ended = exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        if not ended and not self._stopped:
            self._notes.append("--emit-jsonl: the run did not end; nothing was written")
            return
        allowed = self._config.getoption("emit_jsonl_partial")
        place = self._config.invocation_params.dir / folder
        self._written = self._run.emit(place, partial_allowed=allowed)
        if not self._written:
            self._notes.append("--emit-jsonl: no case passed; nothing was written")

    def _report(self) -> None:
        about, folder = self._about(), self._config.invocation_params.dir
        for name in self._config.getoption("drift_report") or ():
            if about is not None:
                write_report(folder / name, KINDS[Path(name).suffix](self.changes, about))
                self._notes.append(f"wrote {name}")
        page = self._config.getoption("review_html")
        if page is not None and self._run.corpus is not None:
            write_report(folder / page, changes_page(self.changes, self._run.ran))
            self._notes.append(f"wrote {page}")

    def _prune(self) -> None:
        for path in self._run.orphans():
            (self._run.project.root / path).unlink()
            self._notes.append(f"removed {path}: no case has this snapshot")

    def _append_summary(self) -> None:
        """Append the results to the summary of a CI job, where there is one; never fail for it."""
        path = actions.summary_file(os.environ)
        if path is None:
            return
        rows, failures = self._run.summary(self._written, ""), self.failures
        if not rows and not failures:
            return
        others = sum(one.test not in self._run.expected for one in failures)
        headline = self._headline() or render.results_headline(rows, others)
        corpus = "" if self._run.corpus is None else str(self._run.corpus)
        note = actions.append_summary(
            path, partial(render.job_summary, headline, corpus, rows, failures)
        )
        self._notes += [note] if note else []

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
    def changes(self) -> list[Change]:
        """Return how the cases that failed differ from what was accepted, in order of emission."""
        return [one.change for one in self.failures if one.change is not None]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: "pytest.TerminalReporter"
    ) -> Generator[None, None, None]:
        """Say first how many cases drifted, before pytest shows them; the rest comes after."""
        token = self._stop_commands(terminalreporter)
        headline = self._headline()
        if headline:
            terminalreporter.section("drift")
            terminalreporter.write_line(headline)
        yield
        self._summarize(terminalreporter)
        if token:
            terminalreporter.write_line(f"::{token}::")
            self._annotate(terminalreporter)

    def _stop_commands(self, terminalreporter: "pytest.TerminalReporter") -> str:
        """Let GitHub take nothing for a command until the token comes; return the token.

        What failed is shown with upstream's text, and GitHub reads every line for commands, also
        behind white space and, in the older form, anywhere in the line.
        """
        if not actions.annotates(os.environ):
            return ""
        token = secrets.token_hex(16)
        terminalreporter.write_line(f"::stop-commands::{token}")
        return token

    def _annotate(self, terminalreporter: "pytest.TerminalReporter") -> None:
        folders = (self._run.project.root, self._config.invocation_params.dir)
        path_of = partial(actions.path_in_repository, folders=folders, env=os.environ)
        for command in render.annotations(self.failures, path_of):
            terminalreporter.write_line(command)

    def _headline(self) -> str:
        about = self._about()
        return about.headline(self.changes) if about is not None and about.cases else ""

    def _about(self) -> About | None:
        """Return what a drift report is about; None where nothing is held against anything."""
        corpus, pin = self._run.corpus, self._run.project.pin
        if corpus is None or not self._config.getoption("corpus_rev"):
            return None
        name = corpus.tag or corpus.commit
        return About(pin.repository, pin.tag, pin.commit, name, corpus.commit, self._run.ran)

    def _summarize(self, terminalreporter: "pytest.TerminalReporter") -> None:
        """Show the table, what was written, coverage and orphans."""
        lines = [*self._table(), *self._notes, *self._coverage(), *self._orphans()]
        if lines:
            terminalreporter.section("verbatim")
            for line in lines:
                terminalreporter.write_line(line)

    def _table(self) -> list[str]:
        folder = self._config.getoption("emit_jsonl")
        if folder is None and self._config.get_verbosity() < 0:
            return []
        rows = self._run.summary(self._written, str(folder))
        width = shutil.get_terminal_size().columns
        return [*render.summary_lines(rows, width), *self._run.notes()] if rows else []

    def _coverage(self) -> list[str]:
        if not self._config.getoption("corpus_coverage"):
            return []
        try:
            return [*render.coverage_lines(self._run.coverages()), *self._run.flows()]
        except UsageError as error:
            return [f"--corpus-coverage: {error}"]

    def _orphans(self) -> list[str]:
        if not self._run.collected_all:
            return []
        return [
            f"{path}: no case has this snapshot; --prune-snapshots removes it"
            for path in self._run.orphans()
        ]
