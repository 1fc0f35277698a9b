"""Where the corpus comes from, what happens without it, and what is told about it."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from plugin_support import (
    ALL,
    ATTEMPTS,
    LEASE,
    POLICY,
    files_below,
    printed,
    read_junit,
    spoil,
    upstream_lines,
)
from support import CORE, MINIATURE, Workspace, make_repository

HINT = "ask the librarian"
WAYS_OUT = ("--corpus=REPO", "insteadOf", HINT)


@pytest.fixture
def cold(project: Workspace) -> Workspace:
    """Return the project with an empty cache, and a test of its own that is no case."""
    project.environment["VERBATIM_CACHE_DIR"] = str(project.root / "cold-cache")
    project.write("other_tests/test_own.py", "def test_plain():\n    pass\n")
    return project


@pytest.fixture
def cut_off(cold: Workspace) -> Workspace:
    """Return the project with an empty cache and a pin that leads nowhere."""
    pin = cold.root / "corpus/relay.toml"
    spoil(pin, cold.repository.as_uri(), "file:///no/such/place/relay.git")
    with pin.open("a", encoding="utf-8") as file:
        file.write(f'offline_hint = "{HINT}"\n')
    return cold


def _commit(workspace: Workspace) -> str:
    found = re.search(r'commit = "(.*)"', (workspace.root / "corpus/relay.toml").read_text())
    assert found is not None
    return found[1]


def _header(result: pytest.RunResult) -> str:
    return next(line for line in result.outlines if line.startswith("verbatim: "))


def _cache(workspace: Workspace) -> list[str]:
    """Return the commits that were fetched into the cache folder, by the names they have there."""
    folder = Path(workspace.environment["VERBATIM_CACHE_DIR"])
    return sorted(path.name for path in folder.glob("*.git*"))


# --- had, and how ----------------------------------------------------------------------------


def test_the_header_names_the_corpus_and_where_it_is_read(cold: Workspace) -> None:
    """Corpus, tag, short commit, and whether it was fetched, cached or given by --corpus."""
    told = f"verbatim: relay relay-v1.0.0 ({_commit(cold)[:12]}) from "
    first = _header(cold.run())
    (kept,) = _cache(cold)
    place = os.fspath(Path(cold.environment["VERBATIM_CACHE_DIR"]) / kept)
    assert first == f"{told}{cold.repository.as_uri()} (now in the cache {place})"
    assert _header(cold.run("-n", "2")) == f"{told}the cache {place}"
    given = cold.run(f"--corpus={cold.repository}")
    assert _header(given) == f"{told}{cold.repository}"
    assert _cache(cold) == [kept]


def test_later_runs_need_no_network(cold: Workspace) -> None:
    """Once fetched, the corpus comes from the cache, whatever became of its repository."""
    away = cold.root / "relay.git"
    shutil.copytree(cold.repository, away)
    spoil(cold.root / "corpus/relay.toml", cold.repository.as_uri(), away.as_uri())
    cold.run("cases").assert_outcomes(passed=len(ALL))
    shutil.rmtree(away)
    cold.run("cases", "-n", "2").assert_outcomes(passed=len(ALL))


def _count_fetches(workspace: Workspace, *arguments: str) -> int:
    """Run with an empty cache and return how often git was asked to fetch."""
    folder, log = workspace.root / "bin", workspace.root / "asked.txt"
    folder.mkdir(exist_ok=True)
    log.write_text("")
    real = shutil.which("git")
    (folder / "git").write_text(f'#!/bin/sh\necho "$@" >> "{log}"\nexec "{real}" "$@"\n')
    (folder / "git").chmod(0o755)
    shutil.rmtree(workspace.environment["VERBATIM_CACHE_DIR"], ignore_errors=True)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    workspace.run(*arguments, env={"PATH": path})
    return sum(" fetch " in line for line in log.read_text().splitlines())


def test_workers_fetch_nothing_of_their_own(cut_off: Workspace) -> None:
    """There is one attempt per run: with two workers git is asked as often as without."""
    without = _count_fetches(cut_off, "cases")
    assert without > 0
    assert _count_fetches(cut_off, "cases", "-n", "2") == without


def test_nothing_is_fetched_where_no_case_can_be_collected(
    cold: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arguments that lead away from `cases/` cost no fetch; a single case does."""
    for arguments in (("other_tests",), ("other_tests/test_own.py::test_plain", "-n", "1")):
        result = cold.run(*arguments)
        result.assert_outcomes(passed=1)
        assert _header(result) == "verbatim: relay not opened: not needed by what was asked for"
        assert _cache(cold) == []
    monkeypatch.chdir(cold.root / "other_tests")
    cold.run().assert_outcomes(passed=1)
    assert _cache(cold) == []
    cold.run(f"../{POLICY}").assert_outcomes(passed=1)
    assert len(_cache(cold)) == 1


def test_corpus_and_pin_give_the_same_emission(project: Workspace) -> None:
    """With `--corpus` the commit is the same, and so is every byte, also without a cache."""
    project.environment["VERBATIM_CACHE_DIR"] = str(project.root / "cold-cache")
    clone = project.root / "clone.git"
    shutil.copytree(project.repository, clone)
    for at, repository in enumerate((clone.as_uri(), "clone.git")):
        result = project.run(f"--emit-jsonl=out{at}", f"--corpus={repository}")
        assert result.ret == pytest.ExitCode.OK
        assert files_below(project.root / f"out{at}") == files_below(project.root / "reference")


def test_another_revision_is_named_in_what_is_emitted(project: Workspace, tmp_path: Path) -> None:
    """With `--corpus-rev` header and manifest name that commit, its tag where it is one."""
    repository, tree = tmp_path / "moved.git", tmp_path / "tree"
    shutil.copytree(project.repository, repository)
    shutil.copytree(MINIATURE / "upstream", tree)
    spoil(tree / "relay" / CORE / "queue.rs", "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),")
    commit = make_repository(repository, tree, "relay-v1.1.0")
    for rev, tag in (("relay-v1.1.0", "relay-v1.1.0"), (commit, None)):
        result = project.run("--emit-jsonl", f"--corpus={repository}", f"--corpus-rev={rev}")
        result.assert_outcomes(passed=3, failed=1)
        shown = f"relay {tag} " if tag else "relay "
        assert _header(result) == f"verbatim: {shown}({commit[:12]}) from {repository}"
        manifest = json.loads((project.root / "dist/manifest.json").read_bytes())
        assert manifest["corpus"]["commit"] == commit
        assert manifest["corpus"]["tag"] == tag
        assert manifest["complete"] is False
        assert len(manifest["examples"]) == 3


# --- not had ---------------------------------------------------------------------------------


def test_without_the_corpus_cases_skip_with_the_reason(cut_off: Workspace) -> None:
    """A plain run skips every case and says why; tests that are no cases run."""
    for workers in ((), ("-n", "2")):
        result = cut_off.run("--junit-xml=junit.xml", "-rs", *workers)
        result.assert_outcomes(passed=1, skipped=len(ALL))
        assert result.ret == pytest.ExitCode.OK
        outcomes = read_junit(cut_off.root / "junit.xml")
        for node_id in ALL:
            assert outcomes[node_id].kind == "skipped"
            assert "the corpus relay cannot be had" in outcomes[node_id].message
        said = printed(result)
        assert "relay not opened: the corpus relay cannot be had" in said
        assert "file:///no/such/place/relay.git" in said
        assert "snapshot.new" not in said
    assert all(name in said for name in WAYS_OUT)


def test_a_quiet_run_says_too_why_its_cases_skip(cut_off: Workspace) -> None:
    """It has no header that would; where no case was to run there is no need."""
    said = printed(cut_off.run("-q"))
    assert said.count("verbatim: relay not opened: the corpus relay cannot be had") == 1
    assert "not opened" not in printed(cut_off.run("-q", "--collect-only"))


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        ((), {"VERBATIM_CORPUS": "required"}),
        (("-n", "2"), {"VERBATIM_CORPUS": "required"}),
        (("--emit-jsonl",), {}),
        (("--emit-jsonl", "--emit-jsonl-partial", POLICY), {}),
        (("--corpus-rev=relay-v1.0.0",), {}),
        (("--corpus=file:///not/here/either.git",), {}),
        (("--corpus-coverage",), {}),
    ],
    ids=["required", "required-workers", "emit", "partial", "rev", "corpus", "coverage"],
)
def test_what_cannot_do_without_the_corpus_stops_and_names_the_ways_out(
    cut_off: Workspace, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    """It is a usage error before any test runs, and nothing is written."""
    result = cut_off.run(*arguments, env=environment)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    said = printed(result)
    assert "the corpus relay cannot be had" in said
    assert all(name in said for name in WAYS_OUT)
    assert " passed" not in said
    assert "Traceback" not in said
    assert not (cut_off.root / "dist").exists()
    assert _cache(cut_off) == []


def test_a_repository_or_revision_that_cannot_be_is_a_usage_error(
    project: Workspace, tmp_path: Path
) -> None:
    """A wrong --corpus or --corpus-rev is told for what it is and never reaches git's options."""
    other = tmp_path / "other.git"
    make_repository(other, _small_tree(tmp_path / "small"))
    for argument, told in {
        f"--corpus={tmp_path}/nowhere": f"there is no {tmp_path}/nowhere",
        f"--corpus={other}": "does not have the pinned commit",
        "--corpus=ext::sh -c true": "--corpus: the repository ",
        "--corpus-rev=--all": "--corpus-rev: '--all' cannot be a revision",
        "--corpus-rev=relay-v9": "has no tag or branch 'relay-v9'",
    }.items():
        result = project.run(argument)
        assert result.ret == pytest.ExitCode.USAGE_ERROR, argument
        assert told in printed(result), argument
        assert "Traceback" not in printed(result), argument


def _small_tree(folder: Path) -> Path:
    (folder / "relay").mkdir(parents=True)
    (folder / "relay" / "LICENSE").write_text("none")
    return folder


def test_a_wrong_pin_stops_every_run_with_its_line(project: Workspace) -> None:
    """A fault in the pin is a usage error with file and line, wherever the run was to go."""
    project.write("other_tests/test_own.py", "def test_plain():\n    pass\n")
    spoil(project.root / "corpus/relay.toml", f'commit = "{_commit(project)}"', 'commit = "main"')
    for arguments in ((), ("other_tests",), ("--emit-jsonl", "-n", "2")):
        result = project.run(*arguments)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert "corpus/relay.toml:3: `commit` must be a full commit id" in printed(result)
        assert "Traceback" not in printed(result)
        assert "INTERNALERROR" not in printed(result)


# --- coverage --------------------------------------------------------------------------------

RETRY_ITEMS = (
    (5, "FIRST_PAUSE"),
    (8, "LONGEST_PAUSE"),
    (11, "BackoffPolicy"),
    (20, "impl BackoffPolicy"),
    (21, "BackoffPolicy::new"),
    (29, "BackoffPolicy::pause_after"),
    (40, "impl Default for BackoffPolicy"),
    (41, "<BackoffPolicy as Default>::default"),
    (46, "Attempt"),
    (56, "Exhausted"),
    (63, "impl fmt::Display for Exhausted<E>"),
    (64, "<Exhausted<E> as fmt::Display>::fmt"),
    (69, "run_attempts"),
)
"""The items of retry.rs with their first lines."""


def _coverage(result: pytest.RunResult) -> list[str]:
    lines = result.outlines
    start = next((at for at, row in enumerate(lines) if re.match(r"flow: \d", row)), len(lines))
    return [row for row in lines[start:] if row.startswith(("flow: ", "  ", "relay: "))]


def test_coverage_lists_what_no_example_shows(project: Workspace) -> None:
    """Per dataset: items in scope, how many are covered, the others by file and line."""
    for line, item in RETRY_ITEMS:
        assert item.split("::")[-1].split(" ")[-1].split("<")[0].strip(">") in upstream_lines(
            f"{CORE}/retry.rs", line, line + 6
        )
    missing = [
        f"  {CORE}/retry.rs:{line}  {item}" for line, item in RETRY_ITEMS if item != "run_attempts"
    ]
    expected = [
        "flow: 1 of 13 items covered (7 %)",
        *missing,
        "relay: is about no file in particular",
    ]
    for arguments in ((), ("-n", "2", "-q", "-k", "lease")):
        result = project.run("--corpus-coverage", *arguments)
        assert result.ret == pytest.ExitCode.OK
        assert _coverage(result) == expected, arguments


def test_coverage_counts_examples_without_findings_only(project: Workspace) -> None:
    """An example with a finding covers nothing; a file that is not there is told."""
    spoil(project.root / "cases/flow/dataset.toml", "/retry.rs", f'/retry.rs", "{CORE}/gone.rs')
    project.case("whole", f'rust("{CORE}/retry.rs", "impl BackoffPolicy")', dataset="flow")
    first = _coverage(project.run("--corpus-coverage"))
    assert first[:2] == [
        "flow: 4 of 13 items covered (30 %)",
        f"  the corpus has no file {CORE}/gone.rs",
    ]
    spoil(project.root / "cases/flow/whole.py", 'think="""', 'think="""<think> ')
    second = _coverage(project.run("--corpus-coverage"))
    assert second[0] == "flow: 1 of 13 items covered (7 %)"
    assert {*second} - {*first} >= {f"  {CORE}/retry.rs:20  impl BackoffPolicy"}


def test_the_options_are_in_the_help(project: Workspace) -> None:
    """`pytest --help` lists each of our options under a heading of ours."""
    said = printed(project.run("--help"))
    group = said[said.index("verbatim, examples held against their source:") :]
    for option in (
        *("--emit-jsonl", "--emit-jsonl-partial", "--corpus=REPO", "--corpus-rev=REV"),
        *("--corpus-coverage", "--prune-snapshots"),
    ):
        assert f"  {option}" in group
    assert LEASE not in said
    assert ATTEMPTS not in said
