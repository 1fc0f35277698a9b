"""What stands before a run: refusals, and opening the corpus."""

import os
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pytest_verbatim.comparer import Comparer
from pytest_verbatim.emit import check_folder
from pytest_verbatim.errors import CorpusUnavailable, UsageError
from pytest_verbatim.examiner import Examiner
from pytest_verbatim.project import CASES, Project
from pytest_verbatim.reportfile import KINDS, check_report
from pytest_verbatim.review import refusal
from pytest_verbatim.run import Run
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.git import Repository
from pytest_verbatim.source.opening import at_hand, kept, terminal_progress
from pytest_verbatim.source.release import open_held

_INFORMING = ("help", "version", "markers", "showfixtures", "show_fixtures_per_test", "collectonly")
"""Options of pytest with which no test runs."""
_HANDED = "verbatim"
"""Where a worker is told what the controller opened."""


def prepared_run(config: pytest.Config, project: Project) -> Run:
    """Return the state of a run with its corpus; refuse what cannot go well before anything runs.

    Raises:
        UsageError: options that do not go together, a wrong pin, or a corpus that has to be there.
    """
    _refuse_accepting(config)
    if hasattr(config, "workerinput"):
        opened = _taken(project, config.workerinput[_HANDED])
    else:
        opened = _prepared(config, project)
    find_commit = partial(at_hand, project.pin, config.getoption("corpus"))
    examiner = Examiner(project, opened.corpus, opened.error)
    return Run(Comparer(examiner, opened.earlier, find_commit))


class _Opened(NamedTuple):
    """What cases are held against, or why that could not be had; beside it the pinned commit."""

    corpus: Corpus | None = None
    error: str = ""
    earlier: Corpus | None = None


def _accepts(config: pytest.Config) -> bool:
    names = ("update_snapshots", "update_new_snapshots_only")
    return any(getattr(config.option, name, False) for name in names)


def _refuse_accepting(config: pytest.Config) -> None:
    if config.getoption("prune_snapshots") and config.getoption("corpus_rev"):
        raise UsageError("--prune-snapshots: nothing is removed with --corpus-rev")
    if not _accepts(config):
        return
    why = refusal(os.environ, config.getoption("corpus_rev"))
    if why:
        raise UsageError(f"--snapshot-update: {why}")


def _prepared(config: pytest.Config, project: Project) -> _Opened:
    if os.environ.get("VERBATIM_CORPUS", "") not in {"", "required"}:
        raise UsageError("VERBATIM_CORPUS can be `required` or unset, nothing else")
    pin = project.pin  # a wrong one stops every run, also one that could do without it
    emit_to = config.getoption("emit_jsonl")
    if emit_to is None and config.getoption("emit_jsonl_partial"):
        raise UsageError("--emit-jsonl-partial goes with --emit-jsonl")
    if emit_to is not None:
        if config.option.collectonly:
            raise UsageError("--emit-jsonl: --collect-only runs no case")
        folder = config.invocation_params.dir / emit_to
        check_folder(folder, project.root)
        if project.import_errors and not config.getoption("emit_jsonl_partial"):
            raise UsageError("\n".join(map(str, project.import_errors)))
    _check_reports(config)
    if not _wants_corpus(config, project):
        return _Opened(error="not needed by what was asked for")
    repo, rev = config.getoption("corpus"), config.getoption("corpus_rev")
    try:
        corpus, earlier = open_held(pin, repo, rev, terminal_progress)
        if emit_to is not None:
            corpus.licence()
    except CorpusUnavailable as error:
        if emit_to is not None or _insists(config):
            raise
        return _Opened(error=str(error))
    return _Opened(corpus, earlier=earlier)


def _check_reports(config: pytest.Config) -> None:
    reports = config.getoption("drift_report") or ()
    if reports and not config.getoption("corpus_rev"):
        raise UsageError("--drift-report goes with --corpus-rev")
    page = config.getoption("review_html")
    asked = [("--drift-report", name, tuple(KINDS)) for name in reports]
    asked += [("--review-html", page, (".html",))] if page is not None else []
    taken: dict[str, str] = {}
    for option, name, suffixes in asked:
        path = config.invocation_params.dir / name
        check_report(option, path, suffixes)
        other = taken.setdefault(os.path.realpath(path), option)
        if other != option:
            raise UsageError(f"{option}={path}: is the file of {other} too; give each its own")


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


# --- workers ---------------------------------------------------------------------------------


def hand_over(run: Run, workerinput: dict[str, Any]) -> None:
    """Tell a worker where the corpus is, so that there is one attempt per run."""
    workerinput[_HANDED] = {
        "error": run.examiner.corpus_error,
        "corpus": _as_object(run.corpus),
        "earlier": _as_object(run.comparer.earlier),
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


def _taken(project: Project, given: dict[str, Any]) -> _Opened:
    corpus, earlier = (_from_object(project, given[name]) for name in ("corpus", "earlier"))
    return _Opened(corpus, given["error"], earlier)
