"""`GitHub`: the hooks for a job of GitHub Actions: its summary, and annotations on lines.

Registered where the environment asks for either. Nothing here makes a run fail.
"""

import os
import secrets
from collections.abc import Generator
from functools import partial

import pytest

from pytest_verbatim import actions, render
from pytest_verbatim.plugin.controller import Controller
from pytest_verbatim.plugin.gathering import Gathering
from pytest_verbatim.run import Run


class GitHub:
    """What a job shows of a run."""

    def __init__(
        self, config: pytest.Config, run: Run, gathering: Gathering, controller: Controller
    ) -> None:
        """Take the state of the run, what it gathers, and what it says; nothing happens yet."""
        self._config = config
        self._run = run
        self._gathering = gathering
        self._controller = controller
        self._note = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self) -> Generator[None, object, object]:
        """Append the results to the summary of the job, after all else was written."""
        result = yield
        self._append_summary()
        return result

    def _append_summary(self) -> None:
        path = actions.summary_file(os.environ)
        if path is None:
            return
        rows = self._run.summary(self._controller.written, "")
        failures = self._gathering.failures
        if not rows and not failures:
            return
        others = sum(one.test not in self._run.expected for one in failures)
        headline = self._controller.headline() or render.results_headline(rows, others)
        corpus = "" if self._run.corpus is None else str(self._run.corpus)
        summary = partial(render.job_summary, headline, corpus, rows, failures)
        self._note = actions.append_summary(path, summary)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: "pytest.TerminalReporter"
    ) -> Generator[None, None, None]:
        """Let GitHub take nothing for a command until pytest has said all; then annotate.

        What failed is shown with upstream's text, and GitHub reads every line for commands, also
        behind white space and, in the older form, anywhere in the line.
        """
        annotates = actions.annotates(os.environ)
        token = secrets.token_hex(16)
        if annotates:
            terminalreporter.write_line(f"::stop-commands::{token}")
        yield
        if self._note:
            terminalreporter.write_line(self._note)
        if annotates:
            terminalreporter.write_line(f"::{token}::")
            folders = (self._run.project.root, self._config.invocation_params.dir)
            path_of = partial(actions.path_in_repository, folders=folders, env=os.environ)
            for command in render.annotations(self._gathering.failures, path_of):
                terminalreporter.write_line(command)
