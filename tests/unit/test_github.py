"""GitHub Actions: what its environment asks for, paths in a repository, and the summary's file."""

import os
from pathlib import Path

import pytest

from pytest_verbatim.actions import (
    annotates,
    append_summary,
    path_in_repository,
    summary_file,
    wants_findings,
)

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("env", "commands", "wanted"),
    [
        ({}, False, False),
        ({"CI": "true"}, False, False),
        ({"GITHUB_ACTIONS": "false"}, False, False),
        ({"GITHUB_ACTIONS": "true"}, True, True),
        ({"GITHUB_STEP_SUMMARY": "/tmp/summary"}, False, True),  # noqa: S108  (never opened)
        ({"GITHUB_STEP_SUMMARY": ""}, False, False),
    ],
)
def test_only_what_asks_is_told(env: dict[str, str], commands: bool, wanted: bool) -> None:  # noqa: FBT001
    """Commands are for GitHub alone; findings for whoever shows them."""
    assert annotates(env) is commands
    assert wants_findings(env) is wanted
    assert (summary_file(env) is not None) is bool(env.get("GITHUB_STEP_SUMMARY"))


def test_a_path_is_that_of_the_repository(tmp_path: Path) -> None:
    """A project may lie in a folder of its repository, and the way there be a symbolic link."""
    project = tmp_path / "repository" / "data"
    (project / "cases").mkdir(parents=True)
    (project / "cases" / "a.py").touch()
    (tmp_path / "link").symlink_to(tmp_path / "repository")
    env = {"GITHUB_WORKSPACE": str(tmp_path / "link")}
    folders = (tmp_path / "link" / "data", project / "cases")
    assert path_in_repository("cases/a.py", folders, env) == "data/cases/a.py"
    assert path_in_repository("a.py", folders, env) == "data/cases/a.py"
    assert path_in_repository("cases/a.py", folders, {}) == "cases/a.py"
    assert path_in_repository("gone.py", folders, env) == "gone.py"
    elsewhere = {"GITHUB_WORKSPACE": str(tmp_path / "other")}
    assert path_in_repository("cases/a.py", folders, elsewhere) == "cases/a.py"


def test_a_summary_is_appended(tmp_path: Path) -> None:
    """What other tools wrote stays, and a heading begins on a line of its own."""
    path = tmp_path / "summary"
    assert append_summary(path, lambda _: "## ä\n") == ""
    assert append_summary(path, lambda _: "## b\n") == ""
    assert path.read_bytes().decode() == "## ä\n\n## b\n"


@pytest.mark.parametrize("there", [0, MEBIBYTE - 300_000, MEBIBYTE - 5_000, MEBIBYTE, MEBIBYTE * 2])
def test_a_step_never_has_more_than_github_takes(tmp_path: Path, there: int) -> None:
    """Where much is there already, less is added, or nothing; GitHub would drop all of it."""
    path = tmp_path / "summary"
    path.write_bytes(b"x" * there)
    note = append_summary(path, lambda limit: "y" * max(limit, 0))
    added = path.stat().st_size - there
    assert there >= MEBIBYTE or there + added <= MEBIBYTE
    assert added <= 256 * 1024 + 1
    assert bool(note) == (added == 0) == (there >= MEBIBYTE)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder, or a folder that is not there, is a note and no error."""
    assert append_summary(tmp_path, lambda _: "x").startswith(f"the job summary {tmp_path} cannot")
    gone = tmp_path / "gone" / "summary"
    assert append_summary(gone, lambda _: "x") == (
        f"the job summary {gone} cannot be written: {os.strerror(2)}"
    )
