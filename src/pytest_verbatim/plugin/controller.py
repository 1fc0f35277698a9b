"""`Controller`: the hooks of the process that writes and reports.

Registered once per run: in the only process, or in the one that has workers.
"""

import shutil
import warnings
from collections.abc import Generator
from functools import partial
from pathlib import Path

import pytest

from pytest_verbatim import render
from pytest_verbatim.errors import UsageError
from pytest_verbatim.plugin.gathering import Gathering
from pytest_verbatim.render.report import About
from pytest_verbatim.reportfile import KINDS, changes_page, write_report
from pytest_verbatim.run import Run
from pytest_verbatim.snapshotfile import orphans, remove_snapshot

_NO_TERMINAL = (120, 24)
"""The columns and lines where nobody says how many there are: in a log there is room."""


class Controller:
    """What one run leaves: the emission, reports, and what the terminal says in the end."""

    def __init__(self, config: pytest.Config, run: Run, gathering: Gathering) -> None:
        """Take the state of the run and what it gathers; nothing happens yet."""
        self._config = config
        self._run = run
        self._gathering = gathering
        self.written: dict[str, int] | None = None
        """Name of each file of the emission -> number of its examples; None without one."""
        self._notes: list[str] = []

    def pytest_report_header(self) -> str:
        """Name the corpus, or why there is none."""
        if self._run.corpus is not None:
            return f"verbatim: {self._run.corpus}"
        why = self._run.examiner.corpus_error
        return f"verbatim: {self._run.project.pin.name} not opened: {why}"

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
        for write in (partial(self._emit, exitstatus), self._prune, self._report):
            try:
                write()
            except UsageError as error:  # the others are written all the same
                self._notes.append(str(error))
                session.exitstatus = pytest.ExitCode.USAGE_ERROR
        return result

    def _emit(self, exitstatus: int) -> None:
        folder = self._config.getoption("emit_jsonl")
        if folder is None or exitstatus == pytest.ExitCode.USAGE_ERROR:
            return
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            self._notes.append("--emit-jsonl: no case ran; nothing was written")
            return
        ended = exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        if not ended and not self._gathering.stopped:
            self._notes.append("--emit-jsonl: the run did not end; nothing was written")
            return
        allowed = self._config.getoption("emit_jsonl_partial")
        place = self._config.invocation_params.dir / folder
        self.written = self._run.emit(place, partial_allowed=allowed)
        if not self.written:
            self._notes.append("--emit-jsonl: no case passed; nothing was written")

    def _report(self) -> None:
        about, folder = self._about(), self._config.invocation_params.dir
        for name in self._config.getoption("drift_report") or ():
            if about is not None:
                write_report(
                    folder / name, KINDS[Path(name).suffix](self._gathering.changes, about)
                )
                self._notes.append(f"wrote {name}")
        page = self._config.getoption("review_html")
        if page is not None and self._run.corpus is not None:
            left = () if self._run.project.import_errors else orphans(self._run.project)
            changes, faults = self._gathering.changes, self._gathering.uncollected
            write_report(folder / page, changes_page(changes, self._run.ran, left, faults))
            self._notes.append(f"wrote {page}")

    def _prune(self) -> None:
        if not self._config.getoption("prune_snapshots"):
            return
        left = []
        for path in orphans(self._run.project):
            try:
                remove_snapshot(self._run.project.root, path)
            except OSError as error:
                left.append(f"{path}: cannot be removed: {error.strerror}")
            else:
                self._notes.append(f"removed {path}: no case has this snapshot")
        if left:
            raise UsageError("\n".join(left))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: "pytest.TerminalReporter"
    ) -> Generator[None, None, None]:
        """Say first how many cases drifted, before pytest shows them; the rest comes after."""
        headline = self.headline()
        if headline:
            terminalreporter.section("drift")
            terminalreporter.write_line(headline)
        yield
        self._summarize(terminalreporter)

    def headline(self) -> str:
        """Return how many cases drifted, "" where none was held against another revision."""
        about = self._about()
        return about.headline(self._gathering.changes) if about is not None and about.cases else ""

    def _about(self) -> About | None:
        """Return what a drift report is about; None where nothing is held against anything."""
        corpus, pin = self._run.corpus, self._run.project.pin
        if corpus is None or not self._config.getoption("corpus_rev"):
            return None
        new = (corpus.revision, corpus.commit)
        return About(pin.stated, pin.tag, pin.commit, *new, self._run.ran)

    def _summarize(self, terminalreporter: "pytest.TerminalReporter") -> None:
        """Show the table, what was written, coverage and orphans."""
        lines = [*self._table(), *self._notes, *self._coverage(), *self._orphans()]
        if lines:
            terminalreporter.section("verbatim")
            for line in lines:
                terminalreporter.write_line(line)

    def _table(self) -> list[str]:
        folder = self._config.getoption("emit_jsonl")
        rows = self._run.summary(self.written, str(folder))
        if folder is None and self._config.get_verbosity() < 0:
            skipped = rows and self._run.corpus is None  # and no header has said why
            return [self.pytest_report_header()] if skipped else []
        width = shutil.get_terminal_size(fallback=_NO_TERMINAL).columns
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
            for path in orphans(self._run.project)
        ]
