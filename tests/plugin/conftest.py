"""A project that is accepted, made once by a real run and copied for each test; a wider corpus."""

import shutil
from pathlib import Path

import pytest
from pairs.tree import tree_with_more
from plugin_support import ALL, BACKLOG, fill, ruled_toml, spoil
from prefork import Prefork
from support import CORE, Workspace, make_repository


@pytest.fixture(scope="session")
def accepted_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that holds the accepted project, once a test has made it."""
    return tmp_path_factory.mktemp("accepted") / "project"


@pytest.fixture
def project(workspace: Workspace, accepted_copy: Path) -> Workspace:
    """Return the project of `plugin_support.fill`: corpus cached, every case accepted.

    The folder `reference/` in it holds a full emission.
    """
    if not accepted_copy.exists():
        fill(workspace)
        arguments = ("--snapshot-update", "--emit-jsonl=reference", "-p", "no:cacheprovider")
        workspace.run(*arguments).assert_outcomes(passed=len(ALL))
        leave_out = shutil.ignore_patterns("runpytest-*")
        shutil.copytree(workspace.root, accepted_copy, ignore=leave_out)
    shutil.copytree(accepted_copy, workspace.root, dirs_exist_ok=True)
    return workspace


@pytest.fixture
def waiting(project: Workspace) -> Workspace:
    """Return the project with two cases rewritten, one new, and one snapshot without a case."""
    spoil(project.root / BACKLOG, "A worker must be able", "A worker should be able")
    spoil(project.root / BACKLOG, "It stays in the queue's books", "It stays with us")
    project.case("fresh", f'rust("{CORE}/retry.rs", "Exhausted")')
    (project.root / "cases/relay/policy.py").unlink()
    return project


@pytest.fixture(scope="session")
def wide_repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a repository with a corpus that is larger than the miniature, and its commit."""
    folder = tmp_path_factory.mktemp("wide")
    repository = folder / "relay.git"
    return repository, make_repository(repository, tree_with_more(folder / "tree"))


@pytest.fixture
def wide_workspace(
    pytester: pytest.Pytester, prefork: Prefork, wide_repository: tuple[Path, str]
) -> Workspace:
    """Return an empty project on that corpus."""
    return Workspace(pytester, prefork, *wide_repository)


@pytest.fixture
def ruled(project: Workspace) -> Workspace:
    """Return the accepted project, its dataset `relay` with rules that it meets."""
    project.dataset("relay", ruled_toml(most="3"))
    return project
