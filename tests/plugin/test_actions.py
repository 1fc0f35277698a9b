"""In GitHub Actions: a run annotates what failed and writes a summary, and nothing else does."""

import re
from pathlib import Path

import pytest
from plugin_support import (
    ATTEMPTS,
    LEASE,
    POLICY,
    line_of,
    move_upstream,
    printed,
    read_junit,
    ruled_toml,
    spoil,
)
from support import Workspace

GITHUB = {"GITHUB_ACTIONS": "true"}
BOTH = pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])


@pytest.fixture
def summary(project: Workspace) -> Path:
    """Return where the summary of the job goes; the project tells its runs."""
    path = project.root / "summary.md"
    project.environment |= {"GITHUB_STEP_SUMMARY": str(path)}
    return path


def commands(result: pytest.RunResult) -> list[str]:
    """Return the commands that GitHub takes from an output; fails where they stay stopped.

    Source: actions/runner, ActionCommand.cs: a line is one if it begins with `::name` behind white
    space, or holds `##[name]` anywhere.
    """
    found, stopped = [], ""
    for line in (*result.outlines, *result.errlines):
        if stopped:
            stopped = "" if line.strip() == f"::{stopped}::" else stopped
        elif line.lstrip().startswith("::stop-commands::"):
            stopped = line.strip().removeprefix("::stop-commands::")
        elif re.match(r"\s*::(error|warning|notice|set-output|add-mask)\b.*::|.*##\[\w", line):
            found.append(line)
    assert not stopped
    return found


@BOTH
def test_each_finding_is_annotated_once_at_its_line(
    project: Workspace, workers: tuple[str, ...]
) -> None:
    """The first finding of each case, then the others; only the process that reports prints."""
    policy, attempts = "cases/relay/policy.py", "cases/flow/attempts.py"
    spoil(project.root / policy)
    spoil(project.root / policy, 'think="', 'think="<think> ')
    (project.root / "snapshots/flow/attempts/attempts.json").unlink()
    result = project.run(*workers, env=GITHUB)
    result.assert_outcomes(failed=2, passed=2)
    told = commands(result)
    at = [re.fullmatch(r"::error file=(.*),line=(\d+),title=([a-z.-]+)::.*", one) for one in told]
    assert [one.groups() for one in at if one] == [
        (attempts, str(line_of(project.root / attempts, "attempts =")), "snapshot.new"),
        (policy, str(line_of(project.root / policy, "    prompt=")), "prompt.forbidden-token"),
        (policy, str(line_of(project.root / policy, "    think=")), "think.forbidden-token"),
    ]
    assert f"%0Aread it, then accept: pytest '{ATTEMPTS}' --snapshot-update" in told[0]


@pytest.mark.parametrize("env", [{}, {"CI": "true"}, {"GITHUB_ACTIONS": "false"}])
def test_elsewhere_nothing_is_annotated(project: Workspace, env: dict[str, str]) -> None:
    """Under another CI, or none, no line looks like a command."""
    spoil(project.root / "cases/relay/policy.py")
    result = project.run(env=env)
    result.assert_outcomes(failed=1, passed=3)
    assert not re.search(r"^\s*::", printed(result), re.MULTILINE)


def test_a_project_in_a_folder_is_annotated_from_the_repository_s_root(project: Workspace) -> None:
    """GITHUB_WORKSPACE says where the repository is checked out; paths are relative to that."""
    spoil(project.root / "cases/relay/policy.py")
    result = project.run(env={**GITHUB, "GITHUB_WORKSPACE": str(project.root.parent)})
    (told,) = commands(result)
    assert told.startswith(f"::error file={project.root.name}/cases/relay/policy.py,line=")


@BOTH
def test_nothing_that_a_failure_shows_is_taken_for_a_command(
    project: Workspace, tmp_path: Path, workers: tuple[str, ...]
) -> None:
    """Upstream's text and captured output are shown to the letter, with commands stopped."""
    change = (
        "retry.rs",
        "/// All attempts, the first one included.",
        "/// ##[error]a%0Ab, c:d ::e",
    )
    repository, _ = move_upstream(project, tmp_path, change)
    project.write(
        "conftest.py",
        """
        import pytest

        @pytest.fixture(autouse=True)
        def _printing():
            print("  ::error file=x::taken")
        """,
    )
    options = (f"--corpus={repository}", "--corpus-rev=relay-v1.1.0", *workers)
    result = project.run(*options, env=GITHUB)
    text = printed(result)
    assert "##[error]a%0Ab, c:d ::e" in text
    assert "\n  ::error file=x::taken" in text
    told = commands(result)
    assert told
    assert all(one.startswith("::error file=cases/relay/") for one in told)
    tokens = re.findall(r"^::stop-commands::(.*)", text, re.MULTILINE)
    again = printed(project.run(*options, env=GITHUB))
    assert len(tokens) == 1
    assert f"::stop-commands::{tokens[0]}" not in again


@BOTH
def test_files_that_cannot_be_collected_are_annotated(
    project: Workspace, summary: Path, workers: tuple[str, ...]
) -> None:
    """A module that does not import is told at the line that its error names, and summed up."""
    project.write("cases/relay/broken.py", "import os\n\nno_such_name\n")
    told = commands(project.run(*workers, env=GITHUB))
    assert told[0].startswith(
        "::error file=cases/relay/broken.py,line=3,title=cases/relay/broken.py::"
    )
    assert "<code>cases/relay/broken.py</code></summary>" in summary.read_text()


@BOTH
def test_the_summary_has_table_and_failures(
    project: Workspace, summary: Path, workers: tuple[str, ...]
) -> None:
    """Headline, corpus, a row a dataset, and each failure with its findings; written once."""
    project.dataset("relay", ruled_toml(least="9"))
    spoil(project.root / "cases/relay/policy.py")
    (project.root / "snapshots/relay/backlog/lease.json").unlink()
    project.run(*workers).assert_outcomes(failed=3, passed=2)
    text = summary.read_text()
    assert text.startswith("## 2 of 4 cases failed; 1 other failure\n\nHeld against relay relay-v1")
    assert "\n| flow | 1 | 0 | 0 | 2-4 (1 short) |\n| relay | 1 | 2 | 0 | 9-9 (8 short) |\n" in text
    assert re.findall(r"<summary><code>(.*?)</code> (.*?)</summary>", text) == [
        (LEASE, "snapshot.new"),
        (POLICY, "prompt.forbidden-token"),
        ("cases/relay/dataset.toml::rules", "dataset.too-few"),
    ]
    assert f"\n  read it, then accept: pytest '{LEASE}' --snapshot-update\n```\n" in text


def test_a_run_that_passes_is_summed_up_too(project: Workspace, summary: Path) -> None:
    """The table is there; a run without a case of ours writes nothing."""
    project.write("other_tests/test_own.py", "def test_plain():\n    assert False\n")
    project.run("other_tests").assert_outcomes(failed=1)
    assert not summary.exists()
    project.run("cases").assert_outcomes(passed=4)
    assert summary.read_text().startswith("## 4 cases passed\n")
    assert "<details>" not in summary.read_text()


@BOTH
def test_drift_is_summed_up_with_its_headline(
    project: Workspace, summary: Path, tmp_path: Path, workers: tuple[str, ...]
) -> None:
    """With --corpus-rev the headline counts what drifted, and each case shows what upstream did."""
    change = ("retry.rs", "pub first_pause: Duration", "pub initial: Duration")
    repository, _ = move_upstream(project, tmp_path, change)
    result = project.run(
        f"--corpus={repository}", "--corpus-rev=relay-v1.1.0", "--junit-xml=junit.xml", *workers
    )
    text = summary.read_text()
    assert text.startswith("## 1 of 4 cases drifted from relay-v1.0.0 to relay-v1.1.0: 1 edited\n")
    assert f"<code>{POLICY}</code> edited</summary>" in text
    assert "accepted at relay-v1.0.0, held against relay-v1.1.0" in text
    assert "pub initial: Duration" in text
    result.assert_outcomes(failed=1, passed=3)
    assert "verbatim-" not in (project.root / "junit.xml").read_text()
    assert read_junit(project.root / "junit.xml")[POLICY].kind == "failure"


def test_a_summary_that_cannot_be_written_fails_no_run(project: Workspace, tmp_path: Path) -> None:
    """The terminal says so; the exit status is that of the cases."""
    result = project.run(env={"GITHUB_STEP_SUMMARY": str(tmp_path / "gone" / "summary")})
    assert result.ret == pytest.ExitCode.OK
    assert f"the job summary {tmp_path}/gone/summary cannot be written: " in printed(result)


def test_lines_of_records_are_annotated(project: Workspace) -> None:
    """A line of a JSONL file has its own place too."""
    record = project.write("out/lines.jsonl", "{}\n")
    (told, *_) = commands(project.run(str(record), env=GITHUB))
    assert told.startswith("::error file=out/lines.jsonl,line=1,title=verify.form::")
