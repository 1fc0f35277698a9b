"""`Hooks`: pytest's hooks in a project of ours, in every process; each calls something else."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from pytest_verbatim import actions
from pytest_verbatim.memory import as_rows
from pytest_verbatim.plugin.controller import Controller
from pytest_verbatim.plugin.gathering import Gathering
from pytest_verbatim.plugin.github import GitHub
from pytest_verbatim.plugin.nodes import (
    CHANGE,
    FINDINGS,
    PROPERTY,
    RUN,
    CaseFailure,
    CaseFile,
    CaseItem,
    DatasetFile,
    RecordFile,
)
from pytest_verbatim.plugin.preparing import hand_over, prepared_run
from pytest_verbatim.project import Project
from pytest_verbatim.run import Run, narrowed

_SHOWING_CHANGES = ("corpus_rev", "drift_report", "review_html")
"""Options with which the controller is told how cases differ."""


def register(config: pytest.Config, project: Project) -> None:
    """Open the corpus and register the hooks of this process.

    Raises:
        UsageError: nothing can run; says why.
    """
    run = prepared_run(config, project)
    config.stash[RUN] = run
    plugins: dict[str, object] = {"hooks": Hooks(config, run)}
    if not hasattr(config, "workerinput"):
        gathering = Gathering(run)
        controller = Controller(config, run, gathering)
        plugins |= {"gathering": gathering, "controller": controller}
        if actions.wants_findings(os.environ):  # the last one stands around the others
            plugins["github"] = GitHub(config, run, gathering, controller)
    for name, plugin in plugins.items():
        config.pluginmanager.register(plugin, f"verbatim-{name}")


class Hooks:
    """Collection, workers, and what a report carries."""

    def __init__(self, config: pytest.Config, run: Run) -> None:
        """Take the state of the run."""
        self._config = config
        self._run = run

    # --- collection --------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[Any], list[Any]]:
        """Collect what is ours; a wrapper, as pytest's own collector would take modules too."""
        collected = yield
        if file_path.suffix == ".jsonl" and parent.session.isinitpath(file_path):
            return [RecordFile.from_parent(parent, path=file_path)]
        if self._run.project.is_dataset_file(file_path):
            return [DatasetFile.from_parent(parent, path=file_path)]
        if not self._run.project.is_case_file(file_path):
            return collected
        return [CaseFile.from_parent(parent, path=file_path)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self) -> None:
        """Remember that all was collected that was asked for."""
        self._run.collection_ended = True

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Refuse the emission of a narrowed run before it runs.

        pytest calls this after a wrong argument too, on the way out with an error of its own.
        """
        if self._run.collection_ended and not hasattr(session.config, "workerinput"):
            self._refuse_narrowed([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """Refuse the emission of a narrowed run as soon as the first worker has collected."""
        self._refuse_narrowed(ids)

    def _refuse_narrowed(self, ids: list[str]) -> None:
        emits = self._config.getoption("emit_jsonl") is not None
        if emits and not self._config.getoption("emit_jsonl_partial"):
            chosen = set(ids)
            left_out = tuple(case_id for case_id in self._run.expected if case_id not in chosen)
            if left_out:
                raise pytest.UsageError(narrowed(left_out))

    # --- workers -----------------------------------------------------------------------------

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker where the corpus is."""
        hand_over(self._run, node.workerinput)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, error: object) -> None:
        """Remember that a worker died; its cases are lost, not left out."""
        if error:
            self._run.ledger.workers_died += 1

    # --- results -----------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let the report of a test of ours carry what it brings or what is wrong, as data."""
        report = yield
        if report.when == "call":
            told = _told(item, call) if report.failed else _brought(item, report)
            report.user_properties += told
        return report


def _told(item: pytest.Item, call: pytest.CallInfo[None]) -> list[tuple[str, object]]:
    """Return the findings of a test that failed, and how a case differs, where anybody asks."""
    told: list[tuple[str, object]] = []
    error = call.excinfo.value if call.excinfo is not None else None
    if isinstance(error, CaseFailure) and actions.wants_findings(os.environ):
        told.append((FINDINGS, as_rows(error.findings)))
    if isinstance(item, CaseItem) and item.change is not None and _wants_changes(item.config):
        told.append((CHANGE, item.change.as_object()))
    return told


def _wants_changes(config: pytest.Config) -> bool:
    asked = any(config.getoption(name) for name in _SHOWING_CHANGES)
    return asked or actions.summary_file(os.environ) is not None


def _brought(item: pytest.Item, report: pytest.TestReport) -> list[tuple[str, object]]:
    """Return what a case that passed brings to an emission."""
    emits = item.config.getoption("emit_jsonl") is not None
    if not (isinstance(item, CaseItem) and report.passed and emits):
        return []
    passed = item.config.stash[RUN].passed(item.case)
    return [] if passed is None else [(PROPERTY, passed.as_object())]
