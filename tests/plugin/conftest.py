"""A project that is accepted, made once by a real run and copied for each test."""

import shutil
from pathlib import Path

import pytest
from plugin_support import ALL, fill
from support import Workspace


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
