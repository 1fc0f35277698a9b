"""What a run shows: the summary table, narrow and quiet, with and without colour."""

import re

import pytest
from plugin_support import ALL, LEASE, POLICY, printed, spoil
from support import CORE, DATASET, Workspace

ESCAPE = "\x1b["


def _section(result: pytest.RunResult) -> list[str]:
    """Return the lines of our section of the summary."""
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in result.outlines]
    heads = [at for at, line in enumerate(plain) if re.fullmatch(r"=+ verbatim =+", line)]
    if not heads:
        return []
    rest = plain[heads[0] + 1 :]
    ends = [at for at, line in enumerate(rest) if re.match(r"[=-]{4,}|\d+ passed", line)]
    return [line for line in rest[: ends[0]] if line]


def test_the_table_counts_against_the_target(project: Workspace) -> None:
    """A row a dataset: passed, failed, how far off its target; `-` where nothing was written."""
    spoil(project.root / "cases/relay/policy.py")
    assert _section(project.run()) == [
        "dataset  passed  failed  target         file",
        "flow          1       0  2-4 (1 short)  -",
        "relay         2       1  1-3            -",
    ]
    project.dataset("relay", DATASET.replace("max = 3", "max = 1"))
    rows = _section(project.run("--emit-jsonl=out/of/here"))
    assert [re.split(r" {2,}", row.strip()) for row in rows] == [
        ["dataset", "passed", "failed", "target", "file"],
        ["flow", "1", "0", "2-4 (1 short)", "out/of/here/flow.jsonl"],
        ["relay", "2", "1", "1-1 (1 over)", "out/of/here/relay.jsonl"],
    ]


def test_skipped_cases_have_a_column_where_there_are_some(project: Workspace) -> None:
    """The column of skipped cases is there only when it has something to say."""
    project.write(
        "conftest.py",
        """
        import pytest

        def pytest_collection_modifyitems(items):
            items[0].add_marker(pytest.mark.skip(reason="not today"))
        """,
    )
    assert _section(project.run()) == [
        "dataset  passed  failed  skipped  target         file",
        "flow          0       0        1  2-4 (2 short)  -",
        "relay         3       0        0  1-3            -",
    ]


def test_only_datasets_that_ran_have_a_row(project: Workspace) -> None:
    """A run of one case shows the row of its dataset; a run without cases shows no section."""
    rows = _section(project.run(POLICY))
    assert [row.split()[0] for row in rows] == ["dataset", "relay"]
    project.write("other_tests/test_own.py", "def test_plain():\n    pass\n")
    assert _section(project.run("other_tests")) == []
    assert _section(project.run("--co")) == []


@pytest.mark.parametrize("columns", [40, 80])
def test_a_narrow_terminal_gets_a_list(project: Workspace, columns: int) -> None:
    """Where the table is wider than the terminal, each cell has a line, and none is cut."""
    rows = _section(project.run(env={"COLUMNS": str(columns)}))
    assert max(map(len, rows)) <= columns
    if columns < 80:
        assert rows == [
            *("flow", "  passed 1", "  failed 0", "  target 2-4 (1 short)", "  file -"),
            *("relay", "  passed 3", "  failed 0", "  target 1-3", "  file -"),
        ]
    else:
        assert rows[0].split() == ["dataset", "passed", "failed", "target", "file"]


def test_where_no_terminal_says_how_wide_it_is_a_log_has_room(project: Workspace) -> None:
    """The table stays one with folders of usual length: as in the README, on CI as well."""
    rows = _section(project.run(f"--emit-jsonl={'d' * 40}"))
    assert rows[0].split() == ["dataset", "passed", "failed", "target", "file"]
    assert 80 < max(map(len, rows[:3])) < 120


def test_quiet_runs_show_the_table_only_when_something_is_written(project: Workspace) -> None:
    """`-q` drops the table, except in an emission; `-qq` shows failures still."""
    assert _section(project.run("-q")) == []
    assert len(_section(project.run("-q", "--emit-jsonl"))) == 3
    (project.root / "snapshots/relay/backlog/lease.json").unlink()
    quiet = printed(project.run("-qq"))
    assert f"  read it, then accept: pytest '{LEASE}' --snapshot-update" in quiet


def test_colour_is_shown_or_not_as_the_environment_says(project: Workspace) -> None:
    """NO_COLOR wins over FORCE_COLOR, for our lines as for pytest's; the text is the same."""
    (project.root / "snapshots/relay/backlog/lease.json").unlink()
    forced = {"PY_COLORS": "", "FORCE_COLOR": "1"}
    coloured = project.run(env=forced)
    plain = project.run(env={**forced, "NO_COLOR": "1"})
    assert ESCAPE in printed(coloured)
    assert ESCAPE not in printed(plain)
    assert _section(coloured) == _section(plain)
    assert len(_section(plain)) == 3


def test_what_cannot_be_printed_does_not_stop_a_run(project: Workspace) -> None:
    """Findings with other scripts reach a terminal that knows ASCII only, somehow."""
    spoil(project.root / "cases/flow/attempts.py", "is slow. ✓", "is <think> slow. ✓")
    spoil(project.root / "cases/relay/policy.py", "Please write it.", "Schreib es, Jürgen ✓.")
    ascii_only = {"PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C", "PYTHONUTF8": "0"}
    for arguments in ((), ("-n", "2")):
        result = project.run(*arguments, env={**ascii_only, "PYTHONCOERCECLOCALE": "0"})
        result.assert_outcomes(passed=2, failed=2)
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        assert "INTERNALERROR" not in printed(result)
        assert f"{POLICY}" in printed(result)
        assert "Schreib es, J" in printed(result)


def test_the_summary_is_the_same_with_workers(project: Workspace) -> None:
    """Counts, files and notes of a run with two workers are those of a single process."""
    project.write("snapshots/relay/gone/gone.json", "{}")
    project.case("extra", f'rust("{CORE}/retry.rs", "Exhausted")')
    options = ("--emit-jsonl", "--corpus-coverage")
    alone = project.run(*options)
    alone.assert_outcomes(passed=len(ALL), failed=1)
    assert _section(alone) == _section(project.run(*options, "-n", "2"))
    for told in ("dist/flow.jsonl", "items covered", "no case has this snapshot"):
        assert any(told in line for line in _section(alone))
