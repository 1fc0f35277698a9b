"""The plugin's door: its options, and whether the project is one of ours.

Where it is none, nothing else of the package is loaded.
"""

import pytest

from pytest_verbatim.arguments import restore_dashes
from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import Project

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
_TEXTS = ("corpus", "corpus_rev", "drift_report", "review_html")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("verbatim", "verbatim, examples held against their source")
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
    """Find the project, and register the hooks for it; refuse our options where there is none."""
    restore_dashes(config.option, _TEXTS)
    project = Project.at(config.rootpath)
    if project is None and any(str(argument).endswith(".jsonl") for argument in config.args):
        project = Project.at(config.invocation_params.dir)  # the file lies elsewhere
    if project is None:
        _refuse_options(config)
        return
    from pytest_verbatim.plugin.hooks import register  # noqa: PLC0415  (all projects but ours go without)

    try:
        register(config, project)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None


def _refuse_options(config: pytest.Config) -> None:
    given = [name for name in _OURS if config.getoption(name)]
    if given:
        option = "--" + given[0].replace("_", "-")
        near = Project.at(config.invocation_params.dir)  # its own root, but for an argument
        mend = f", which pytest took for the root: write {option}=..., with `=`" if near else ""
        raise pytest.UsageError(
            f"{option}: no project in {config.rootpath}: it holds no corpus/*.toml and no "
            f"cases/*/dataset.toml{mend}"
        )
