"""Findings are remembered from run to run, and worked out again when what they rest on changes.

Whether something is remembered is told by a mark: a finding that no check can have, put into every
value that is kept. Where it comes back, the value was taken; where it does not, it was made anew.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from plugin_support import (
    ALL,
    ATTEMPTS,
    LEASE,
    POLICY,
    SETTLE,
    move_upstream,
    printed,
    ruled_toml,
    run_with_junit,
    spoil,
)
from support import CORE, DATASET, QUIET, Workspace

import pytest_verbatim

MARK = "worked out in another life"
WITHOUT_OVERRIDE = """
import ctypes, os, sys
for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) != 0:
        sys.exit(77)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Starts Python as one to whom permissions apply, root too; status 77 where that cannot be."""


def _store(project: Workspace) -> Path:
    """Return the folder of what is remembered."""
    return Path(project.environment["VERBATIM_CACHE_DIR"]) / "worked-out"


def _kept(project: Workspace, kind: str = "findings") -> dict[Path, Any]:
    """Return path -> value of what is kept of a kind."""
    found = _store(project).rglob(f"{kind}-*.json")
    return {path: json.loads(path.read_bytes()) for path in found}


def _mark(project: Workspace) -> None:
    """Put the mark into everything that is remembered of a case."""
    kept = _kept(project)
    assert kept
    for path, value in kept.items():
        value["findings"] = [["cases/nowhere.py", 7, None, "code.empty", MARK, "none", ""]]
        path.write_text(json.dumps(value), encoding="utf-8")


def _marked(project: Workspace, *arguments: str, env: dict[str, str] | None = None) -> set[str]:
    """Run, and return the cases that show the mark; each of the others has to pass."""
    outcomes = run_with_junit(project, *arguments, env=env)
    assert set(outcomes) == set(ALL)
    marked = {node_id for node_id, one in outcomes.items() if MARK in one.text}
    assert all(outcomes[node_id].kind == "passed" for node_id in set(ALL) - marked), outcomes
    return marked


# --- taken -----------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_what_was_found_is_taken_from_the_store(
    project: Workspace, workers: tuple[str, ...]
) -> None:
    """Each case has one value; the next run takes it, whole or narrowed, and adds none."""
    kept = set(_kept(project))
    assert len(kept) == len(ALL)
    _mark(project)
    assert _marked(project, *workers) == set(ALL)
    outcomes = run_with_junit(project, LEASE, *workers)
    assert MARK in outcomes[LEASE].text
    assert set(_kept(project)) == kept


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_all_processes_share_one_store(project: Workspace, workers: tuple[str, ...]) -> None:
    """What workers worked out is kept once, and what one process kept serves all."""
    for path in _kept(project, "*"):
        path.unlink()
    assert _marked(project, *workers) == set()
    assert len(_kept(project)) == len(ALL)
    files = subprocess.run(
        ["git", "-C", project.repository, "ls-tree", "-r", "--name-only", "main", "relay/"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert 0 < len(_kept(project, "facts")) <= len([f for f in files if f.endswith(".rs")])
    _mark(project)
    other = () if workers else ("-n", "2")
    assert _marked(project, *other) == set(ALL)


def test_a_finding_reads_the_same_when_it_is_remembered(project: Workspace) -> None:
    """Text, place and order of findings are those of the run that worked them out."""
    spoil(
        project.root / "cases/relay/policy.py", "It has to be so.", "`no_such` and `Route`:\\n1. b"
    )
    first = run_with_junit(project)
    assert "think.unknown-name" in first[POLICY].text
    kept = set(_kept(project))
    assert run_with_junit(project) == first
    assert run_with_junit(project, "-n", "2") == first
    assert set(_kept(project)) == kept


# --- worked out again ------------------------------------------------------------------------


def test_a_changed_module_is_examined_again(project: Workspace) -> None:
    """A comment more is another module: its cases alone are examined, all of them."""
    _mark(project)
    with (project.root / "cases/relay/backlog.py").open("a", encoding="utf-8") as file:
        file.write("# One line more.\n")
    assert _marked(project) == {ATTEMPTS, POLICY}
    assert len(_kept(project)) == len(ALL) + 2


def test_a_text_from_another_module_is_examined_again(project: Workspace) -> None:
    """A case may take its text from a module beside; when that changes, so does the case."""
    text = 'WHY = "It has to be so."\n'
    (project.root / "shared_words.py").write_text(text, encoding="utf-8")
    module = project.root / "cases/relay/policy.py"
    spoil(module, "from pytest_verbatim", "from shared_words import WHY\nfrom pytest_verbatim")
    spoil(module, '"""It has to be so."""', "WHY")
    project.write("conftest.py", "import sys\nsys.dont_write_bytecode = True\n")
    assert _marked(project) == set()
    _mark(project)
    assert _marked(project) == set(ALL)
    changed = text.replace("It has", "`no_such` has")
    (project.root / "shared_words.py").write_text(changed, encoding="utf-8")
    outcome = run_with_junit(project)[POLICY]
    assert MARK not in outcome.text
    assert "think.unknown-name" in outcome.text


def test_a_changed_dataset_is_examined_again(project: Workspace) -> None:
    """A comment more in a `dataset.toml` is another dataset: its cases are, the others are not."""
    _mark(project)
    project.dataset("relay", DATASET + "\n# One line more.\n")
    assert _marked(project) == {ATTEMPTS}


def test_what_texts_share_is_compared_again(project: Workspace) -> None:
    """Its twin gone or out of the rules, a case that did not change has no finding any more."""
    project.dataset("relay", ruled_toml())
    project.dataset("other", ruled_toml())
    project.case("twin", f'rust("{CORE}/retry.rs", "Attempt")', dataset="other", prompt="It.")
    for _ in range(2):
        assert "case.twin" in run_with_junit(project)[POLICY].text
    module = project.root / "cases/other/twin.py"
    spoil(module, "It has to be so.", "It was to be so.")
    assert run_with_junit(project)[POLICY].kind == "passed"
    spoil(module, "It was to be so.", "It has to be so.")
    assert "case.twin" in run_with_junit(project)[POLICY].text
    project.dataset("other", DATASET)
    assert run_with_junit(project)[POLICY].kind == "passed"


def test_another_tree_is_examined_again(project: Workspace, tmp_path: Path) -> None:
    """Any file of the subtree counts, also one that no case shows; both trees are remembered."""
    _mark(project)
    more = ("config.rs", "//! Settings", "//! All settings")
    repository, commit = move_upstream(project, tmp_path, more)
    at = (f"--corpus={repository}", f"--corpus-rev={commit}")
    assert _marked(project, *at) == set()
    assert _marked(project, f"--corpus={repository}") == set(ALL)
    assert len(_kept(project)) == 2 * len(ALL)


def test_the_same_tree_at_another_commit_is_remembered(project: Workspace, tmp_path: Path) -> None:
    """Another revision that changes nothing of the subtree is no reason to examine anything."""
    _mark(project)
    repository, commit = move_upstream(project, tmp_path)
    assert _marked(project, f"--corpus={repository}", f"--corpus-rev={commit}") == set(ALL)


def _other_code(folder: Path, file: str) -> dict[str, str]:
    """Copy our package with an empty line more in one file; return what makes Python take it."""
    package = folder / "pytest_verbatim"
    shutil.copytree(Path(pytest_verbatim.__file__).parent, package)
    with (package / file).open("a", encoding="utf-8") as opened:
        opened.write("\n")
    return {"PYTHONPATH": os.fspath(folder)}


@pytest.mark.parametrize("file", ["checks/prose.py", "chatml.schema.json"])
def test_other_code_of_ours_examines_again(project: Workspace, tmp_path: Path, file: str) -> None:
    """What other code worked out is not taken, nor taken away: two checkouts may share a cache."""
    _mark(project)
    before = {path.parent for path in _kept(project)}
    assert _marked(project, env=_other_code(tmp_path, file)) == set()
    after = {path.parent for path in _kept(project)}
    assert (len(before), len(after)) == (1, 2)
    assert before < after
    assert _marked(project) == set(ALL)


@pytest.mark.parametrize("touched", ["cases/relay/policy.py", "cases/relay/dataset.toml"])
def test_what_changes_nothing_is_no_reason(project: Workspace, touched: str) -> None:
    """A file that is newer and the same, and a file that no case rests on, change nothing."""
    _mark(project)
    path = project.root / touched
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(0, 0))
    project.write("cases/relay/notes.txt", "mine")
    assert _marked(project) == set(ALL)


# --- no harm ---------------------------------------------------------------------------------

DAMAGE: Mapping[str, bytes] = {
    "nothing": b"",
    "half": b'{"findings": [["cases',
    "binary": bytes(range(256)),
    "null": b"null",
    "number": b"3",
    "list": b"[3]",
    "empty": b"{}",
    "other": b'{"findings": 3, "ties": {}, "crates": null, "names": 3, "items": [[]]}',
    "lists": b'{"findings": [], "copied": [], "habits": []}',
    "endless": b'{"findings": [["a", 1e999, 1, "x", "b", "c", ""]]}',
    "rows": b'{"findings": [[1, 2]], "ties": [[1]], "crates": [3], "copied": {"a": 3}}',
    "code": b'{"findings": [["a", 1, 1, "no.such", "b", "c"]], "ties": [], "crates": []}',
}


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "workers"])
def test_a_damaged_store_does_no_harm(project: Workspace, workers: tuple[str, ...]) -> None:
    """Whatever stands in its files, everything is worked out again, and kept as it should be."""
    rules = DATASET.replace("max = 3", "max = 9") + "\n[rules]\n"
    project.dataset("relay", rules)
    shutil.rmtree(_store(project))
    project.run().assert_outcomes(passed=len(ALL) + 1)
    kept = _kept(project, "*")
    kinds = {path.name.partition("-")[0] for path in kept}
    assert {"findings", "facts", "reading", "rules", "texts", "tokens"} <= kinds
    for name in ("half", "rows") if workers else DAMAGE:
        for path in kept:
            path.write_bytes(DAMAGE[name])
        result = project.run(*workers)
        assert result.parseoutcomes() == {"passed": len(ALL) + 1}, name
        assert "Traceback" not in printed(result), name
        assert _kept(project, "*") == kept, name


def _run_without_override(project: Workspace) -> subprocess.CompletedProcess[str]:
    """Run in the project as one to whom permissions apply; skip where that cannot be."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_OVERRIDE, "-m", "pytest", *QUIET, "-p", "no:cacheprovider"],
        cwd=project.root,
        env={**os.environ, **project.environment},
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode == 77:
        pytest.skip("permissions cannot be made to apply here")
    return done


@pytest.fixture
def read_only(project: Workspace) -> Iterator[Workspace]:
    """Return the project with a cache folder that nobody may write to."""
    folder = Path(project.environment["VERBATIM_CACHE_DIR"])
    everything = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in everything}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    yield project
    for path, mode in modes.items():
        path.chmod(mode)


def test_a_cache_that_cannot_be_written_does_no_harm(read_only: Workspace) -> None:
    """What it holds is taken, and what it lacks is worked out and let go."""
    folder = Path(read_only.environment["VERBATIM_CACHE_DIR"])
    before = sorted(folder.rglob("*"))
    assert "4 passed" in _run_without_override(read_only).stdout
    with (read_only.root / "cases/relay/policy.py").open("a", encoding="utf-8") as file:
        file.write("# One line more.\n")
    done = _run_without_override(read_only)
    assert "4 passed" in done.stdout, done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_store_that_cannot_be_made_does_no_harm(project: Workspace) -> None:
    """Where a file stands in the place of its folder, every run works out everything."""
    folder = _store(project)
    shutil.rmtree(folder)
    folder.write_text("in the way", encoding="utf-8")
    for workers in ((), ("-n", "2")):
        assert _marked(project, *workers) == set()
    assert folder.read_text(encoding="utf-8") == "in the way"


def test_a_store_that_is_gone_is_made_again(project: Workspace) -> None:
    """Removing the folder costs one run; the corpus beside it stays where it is."""
    shutil.rmtree(_store(project))
    assert _marked(project) == set()
    assert len(_kept(project)) == len(ALL)


def test_the_cases_of_a_project_do_not_meet(project: Workspace) -> None:
    """Of two modules with the same bytes each has its findings at its own place."""
    project.dataset("other", DATASET)
    shutil.copy(project.root / "cases/relay/policy.py", project.root / "cases/other/policy.py")
    spoil(project.root / "cases/other/policy.py", "It has", "`no_such` has")
    shutil.copy(project.root / "cases/other/policy.py", project.root / "cases/relay/policy.py")
    outcomes = run_with_junit(project)
    for node_id in (POLICY, POLICY.replace("relay", "other")):
        path = node_id.split("::", maxsplit=1)[0]
        assert f"{path}:6  think.unknown-name" in outcomes[node_id].text
    assert outcomes[SETTLE].kind == "passed"
