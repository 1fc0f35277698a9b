"""The hooks: each a few lines that call something else. Inert where the project is none of ours."""

import os
from collections.abc import Generator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pytest_verbatim import actions
from pytest_verbatim.config.pin import Pin
from pytest_verbatim.controller import Controller
from pytest_verbatim.emit import check_folder
from pytest_verbatim.errors import CorpusUnavailable, UsageError
from pytest_verbatim.gathering import Gathering
from pytest_verbatim.github import GitHub
from pytest_verbatim.memory import as_rows
from pytest_verbatim.nodes import (
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
from pytest_verbatim.project import CASES, Project
from pytest_verbatim.reports import KINDS, check_report
from pytest_verbatim.run import Run, narrowed
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.git import Repository
from pytest_verbatim.source.opening import at_hand, kept, open_corpus, terminal_progress
from pytest_verbatim.source.release import open_revision

_INFORMING = ("help", "version", "markers", "showfixtures", "show_fixtures_per_test", "collectonly")
"""Options of pytest with which no test runs."""
_SHOWING_CHANGES = ("corpus_rev", "drift_report", "review_html")
"""Options with which the controller is told how cases differ."""
_OURS = (
    "emit_jsonl",
    "emit_jsonl_partial",
    "corpus",
    "corpus_rev",
    "corpus_coverage",
    "prune_snapshots",
    "drift_report",
    "review_html",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("verbatim", "examples held against their source")
    group.addoption(
        "--emit-jsonl",
        nargs="?",
        const="dist",
        metavar="DIR",
        help="write passing cases as JSONL into DIR (default: dist)",
    )
    group.addoption(
        "--emit-jsonl-partial",
        action="store_true",
        help="allow an emission of less than all cases",
    )
    group.addoption("--corpus", metavar="REPO", help="take the commit from this git repository")
    group.addoption("--corpus-rev", metavar="REV", help="hold the cases against another revision")
    group.addoption(
        "--corpus-coverage",
        action="store_true",
        help="report which items in scope no example shows",
    )
    group.addoption(
        "--drift-report",
        action="append",
        metavar="FILE",
        help="write how cases drifted into FILE: .json, .md or .html; may be given again",
    )
    group.addoption(
        "--review-html", metavar="FILE", help="write a page of all changed examples into FILE"
    )
    group.addoption(
        "--prune-snapshots", action="store_true", help="remove snapshots that have no case"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Find the project and its corpus; refuse what cannot go well before anything runs."""
    project = Project.at(config.rootpath)
    if project is None and any(str(argument).endswith(".jsonl") for argument in config.args):
        project = Project.at(config.invocation_params.dir)  # the file lies elsewhere
    if project is None:
        given = [name for name in _OURS if config.getoption(name)]
        if given:
            option = "--" + given[0].replace("_", "-")
            near = Project.at(config.invocation_params.dir)  # its own root, but for an argument
            mend = f", which pytest took for the root: write {option}=..., with `=`" if near else ""
            raise pytest.UsageError(
                f"{option}: no project in {config.rootpath}: it holds no corpus/*.toml and no "
                f"cases/*/dataset.toml{mend}"
            )
        return
    try:
        run = Run(project)
        run.find_commit = partial(_at_hand, config, project)
        _refuse_accepting(config)
        if hasattr(config, "workerinput"):
            _take_corpus(run, config.workerinput["verbatim"])
        else:
            _prepare(config, run)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[RUN] = run
    if not hasattr(config, "workerinput"):
        _register_controller(config, run)


def _register_controller(config: pytest.Config, run: Run) -> None:
    gathering = Gathering(run)
    controller = Controller(config, run, gathering)
    plugins: dict[str, object] = {"gathering": gathering, "controller": controller}
    if actions.wants_findings(os.environ):  # the last one stands around the others
        plugins["github"] = GitHub(config, run, gathering, controller)
    for name, plugin in plugins.items():
        config.pluginmanager.register(plugin, f"verbatim-{name}")


def _at_hand(config: pytest.Config, project: Project, commit: str, called: str) -> Corpus | None:
    return at_hand(project.pin, config.getoption("corpus"), commit, called)


def _accepts(config: pytest.Config) -> bool:
    names = ("update_snapshots", "update_new_snapshots_only")
    return any(getattr(config.option, name, False) for name in names)


def _refuse_accepting(config: pytest.Config) -> None:
    if config.getoption("prune_snapshots") and config.getoption("corpus_rev"):
        raise UsageError("--prune-snapshots: nothing is removed with --corpus-rev")
    if not _accepts(config):
        return
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        raise UsageError("--snapshot-update: nothing is accepted while CI is set")
    if config.getoption("corpus_rev"):
        raise UsageError("--snapshot-update: nothing is accepted with --corpus-rev")


def _prepare(config: pytest.Config, run: Run) -> None:
    if os.environ.get("VERBATIM_CORPUS", "") not in {"", "required"}:
        raise UsageError("VERBATIM_CORPUS can be `required` or unset, nothing else")
    pin = run.project.pin  # a wrong one stops every run, also one that could do without it
    emit_to = config.getoption("emit_jsonl")
    if emit_to is None and config.getoption("emit_jsonl_partial"):
        raise UsageError("--emit-jsonl-partial goes with --emit-jsonl")
    if emit_to is not None:
        if config.option.collectonly:
            raise UsageError("--emit-jsonl: --collect-only runs no case")
        folder = config.invocation_params.dir / emit_to
        check_folder(folder, run.project.root)
        if run.import_errors and not config.getoption("emit_jsonl_partial"):
            raise UsageError("\n".join(map(str, run.import_errors)))
    _check_reports(config)
    if not _wants_corpus(config, run.project):
        run.corpus_error = "not needed by what was asked for"
        return
    try:
        _open(config, run, pin)
        if emit_to is not None and run.corpus is not None:
            run.corpus.licence()
    except CorpusUnavailable as error:
        if emit_to is not None or _insists(config):
            raise
        run.corpus_error = str(error)


def _check_reports(config: pytest.Config) -> None:
    for name in config.getoption("drift_report") or ():
        if not config.getoption("corpus_rev"):
            raise UsageError("--drift-report goes with --corpus-rev")
        check_report("--drift-report", config.invocation_params.dir / name, tuple(KINDS))
    page = config.getoption("review_html")
    if page is not None:
        check_report("--review-html", config.invocation_params.dir / page, (".html",))


def _open(config: pytest.Config, run: Run, pin: Pin) -> None:
    """Open the corpus; beside another revision the pinned one, which the cases are about."""
    repo, rev = config.getoption("corpus"), config.getoption("corpus_rev")
    if rev is None:
        run.corpus = open_corpus(pin, repo, None, terminal_progress)
        return
    run.corpus = open_revision(pin, repo, rev, "--corpus-rev", terminal_progress)
    with suppress(UsageError):  # then what was accepted is looked for as it is needed
        run.earlier = open_corpus(pin, repo, None, terminal_progress)


def _insists(config: pytest.Config) -> bool:
    asked = map(config.getoption, ("corpus", "corpus_rev", "corpus_coverage", "review_html"))
    accepting = _accepts(config)
    return accepting or any(asked) or os.environ.get("VERBATIM_CORPUS") == "required"


def _wants_corpus(config: pytest.Config, project: Project) -> bool:
    """Return whether the arguments can lead to a case, so that nothing is fetched in vain."""
    if any(getattr(config.option, name, None) for name in _INFORMING):
        return False
    if config.getoption("emit_jsonl") is not None or _insists(config):
        return True
    cases = project.root / CASES
    for argument in config.args:
        place = (config.invocation_params.dir / str(argument).split("::")[0]).resolve()
        if (
            place.suffix == ".jsonl"
            or place == cases
            or place in cases.parents
            or cases in place.parents
        ):
            return True
    return False


# --- collection ------------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[Any], list[Any]]:
    """Collect case modules as such; a wrapper, as pytest's own collector would take them too."""
    collected = yield
    run = parent.config.stash.get(RUN, None)
    if run is None:
        return collected
    if file_path.suffix == ".jsonl" and parent.session.isinitpath(file_path):
        return [RecordFile.from_parent(parent, path=file_path)]
    if run.project.is_dataset_test(file_path):
        return [DatasetFile.from_parent(parent, path=file_path)]
    if not run.project.is_case_file(file_path):
        return collected
    return [CaseFile.from_parent(parent, path=file_path)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Remember all collected cases before any is deselected: they are checked for twins."""
    run = config.stash.get(RUN, None)
    if run is not None:
        cases = (item.case for item in items if isinstance(item, CaseItem))
        run.collected = tuple(sorted(cases, key=lambda case: (case.module, case.order)))
        run.collection_ended = True


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse the emission of a narrowed run before it runs.

    pytest calls this after a wrong argument too, on the way out with an error of its own.
    """
    run = session.config.stash.get(RUN, None)
    if run is not None and run.collection_ended and not hasattr(session.config, "workerinput"):
        _refuse_narrowed(session.config, [item.nodeid for item in session.items])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """Refuse the emission of a narrowed run as soon as the first worker has collected."""
    _refuse_narrowed(node.config, ids)


def _refuse_narrowed(config: pytest.Config, ids: list[str]) -> None:
    run = config.stash.get(RUN, None)
    if run is None or config.getoption("emit_jsonl") is None:
        return
    if not config.getoption("emit_jsonl_partial"):
        chosen = set(ids)
        left_out = tuple(case_id for case_id in run.expected if case_id not in chosen)
        if left_out:
            raise pytest.UsageError(narrowed(left_out))


# --- workers ---------------------------------------------------------------------------------


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the corpus is, so that there is one attempt per run."""
    run = node.config.stash.get(RUN, None)
    if run is not None:
        node.workerinput["verbatim"] = {
            "error": run.corpus_error,
            "corpus": _as_object(run.corpus),
            "earlier": _as_object(run.earlier),
        }


def _as_object(corpus: Corpus | None) -> list[str | None] | None:
    if corpus is None:
        return None
    return [str(corpus.repository.directory), corpus.commit, corpus.tag, corpus.origin]


def _from_object(project: Project, given: list[Any] | None) -> Corpus | None:
    if given is None:
        return None
    directory, commit, tag, origin = given
    return Corpus(project.pin, Repository(Path(directory)), commit, tag, origin, kept())


def _take_corpus(run: Run, given: dict[str, Any]) -> None:
    run.corpus_error = given["error"]
    run.corpus = _from_object(run.project, given["corpus"])
    run.earlier = _from_object(run.project, given["earlier"])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Remember that a worker died; its cases are lost, not left out."""
    run = node.config.stash.get(RUN, None)
    if run is not None and error:
        run.ledger.workers_died += 1


# --- results ---------------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the report of a test of ours carry what it brings, or what is wrong, as plain data."""
    report = yield
    if report.when == "call" and item.config.stash.get(RUN, None) is not None:
        report.user_properties += _told(item, call) if report.failed else _brought(item, report)
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
