"""Claims from run to run: what is accepted of them, how they go stale, and how they are counted."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from plugin_support import (
    Outcome,
    line_of,
    move_pin,
    move_upstream,
    printed,
    run_with_junit,
    spoil,
)
from support import CORE, DATASET, Workspace

LOOP = "cases/relay/loop.py::loop"
MODULE = LOOP.split("::", maxsplit=1)[0]
SNAPSHOT = "snapshots/relay/loop/loop.json"
WHY = "Nothing but `pause_after` gives a pause, and after the last attempt it gives None."
CASE = f"""
from pytest_verbatim import Example, argued, calls, rust, value

loop = Example(
    code=[rust("{CORE}/retry.rs", "run_attempts")],
    prompt="Try it again, please.",
    think=\"\"\"
        The loop asks the policy for a
        pause. Behind the last attempt it never sleeps; no pause
        is longer than 90 seconds.
    \"\"\",
    claims={{
        "asks the policy": calls("run_attempts", "pause_after", times=1),
        "it never sleeps": argued(
            "{WHY}",
            "BackoffPolicy::pause_after",
            "dispatcher.rs::Dispatcher::run",
        ),
        "longer than 90 seconds": [
            value("LONGEST_PAUSE", seconds=90),
            calls("BackoffPolicy::pause_after", "min"),
        ],
    }},
)
"""
PAUSE = ("retry.rs", ".min(31)", ".min(30)")
ACCEPT = f"accept: pytest '{LOOP}' --snapshot-update"


@pytest.fixture
def claimed(workspace: Workspace) -> Workspace:
    """Return a project with one accepted case that makes three claims."""
    workspace.write(MODULE, CASE)
    workspace.run("--snapshot-update").assert_outcomes(passed=1)
    return workspace


def _place(project: Workspace, text: str) -> str:
    """Return file and line of the first line of the case that begins with a text, indented."""
    for indent in ("", " " * 8):
        with suppress(StopIteration):
            return f"{MODULE}:{line_of(project.root / MODULE, indent + text)}"
    raise AssertionError(text)


def _held(project: Workspace, folder: Path, *changes: tuple[str, str, str]) -> Outcome:
    """Return what becomes of the case at a second commit with these changes."""
    repository, _ = move_upstream(project, folder, *changes)
    at = (f"--corpus={repository}", "--corpus-rev=relay-v1.1.0")
    return run_with_junit(project, *at)[LOOP]


# --- what is accepted ------------------------------------------------------------------------


def test_a_snapshot_holds_claims_with_what_arguments_are_tied_to(claimed: Workspace) -> None:
    """Quote and evidence of each claim in order; of an argument the digests of its items."""
    claims = json.loads((claimed.root / SNAPSHOT).read_text(encoding="utf-8"))["claims"]
    assert [one["quote"] for one in claims] == [
        "asks the policy",
        "it never sleeps",
        "longer than 90 seconds",
    ]
    assert claims[0]["evidence"] == [
        {"kind": "calls", "item": "run_attempts", "name": "pause_after", "times": 1}
    ]
    items = ["BackoffPolicy::pause_after", "dispatcher.rs::Dispatcher::run"]
    assert claims[1]["evidence"] == [{"kind": "argued", "why": WHY, "items": items}]
    assert [one["kind"] for one in claims[2]["evidence"]] == ["value", "calls"]
    assert [one["ties"] for one in (claims[0], claims[2])] == [[], []]
    shown = claimed.verbatim("items", "--json", f"{CORE}/retry.rs").outlines
    digest = next(
        row["sha256"]
        for row in map(json.loads, shown)
        if row["item"] == "BackoffPolicy::pause_after"
    )
    first, second = claims[1]["ties"]
    assert (first["file"], first["item"]) == (f"{CORE}/retry.rs", "BackoffPolicy::pause_after")
    assert first["digests"]["exact"] == digest
    assert [len(one["facts"]) for one in claims] == [1, 0, 2]
    assert (second["file"], second["item"]) == (f"{CORE}/dispatcher.rs", "Dispatcher<T>::run")


def test_other_evidence_is_a_change_that_shows_both(claimed: Workspace) -> None:
    """Another quote, reason or number of calls differs from what was accepted until it is."""
    module = claimed.root / MODULE
    spoil(module, ", times=1", "")
    spoil(module, "and after the last attempt it gives None", "and it gives None after the last")
    text = run_with_junit(claimed)[LOOP].text
    head, *rows, advice = text.split("\n")
    assert head == f"{_place(claimed, 'loop = ')}  snapshot.changed"
    assert rows[0] == "  the claims differ from what was accepted:"
    assert [row.split(": ")[0] for row in rows[1:]] == [
        f"    {sign}{quote}" for sign in "-+" for quote in ("asks the policy", "it never sleeps")
    ]
    assert advice == f"  read the difference, then {ACCEPT}"
    claimed.run(LOOP, "--snapshot-update").assert_outcomes(passed=1)
    claimed.run().assert_outcomes(passed=1)


def test_the_way_claims_are_written_is_no_change(claimed: Workspace) -> None:
    """White space in a quote, a list of one piece and the place of an argument are the author's."""
    module = claimed.root / MODULE
    spoil(module, '"asks the policy": calls(', '"asks\\n  the policy ": [calls(')
    spoil(module, "times=1)", "times=1)]")
    claimed.run().assert_outcomes(passed=1)


# --- upstream moves --------------------------------------------------------------------------


def test_a_claim_goes_stale_when_what_it_is_tied_to_changes(
    claimed: Workspace, tmp_path: Path
) -> None:
    """The shown code is the same, an item of an argument is not: that claim, and nothing else."""
    repository, commit = move_upstream(claimed, tmp_path, PAUSE)
    sentence = "Behind the last attempt it never sleeps; no pause is longer than 90 seconds."
    doubtful = [
        f'    {_place(claimed, "pause. Behind")}  think: "{sentence}"',
        "      its argument is tied to `BackoffPolicy::pause_after`, which changed (claim.stale)",
    ]
    for rev in (commit, "relay-v1.1.0"):
        for workers in ((), ("-n", "2")):
            arguments = (f"--corpus={repository}", f"--corpus-rev={rev}", *workers)
            rows = run_with_junit(claimed, *arguments)[LOOP].text.split("\n")
            assert rows[1:4] == ["  read again:", *doubtful]
    claimed.run(f"--corpus={repository}").assert_outcomes(passed=1)
    move_pin(claimed, repository, commit)
    rows = run_with_junit(claimed)[LOOP].text.split("\n")
    assert rows[1:4] == ["  read again:", *doubtful]
    assert rows[-1].endswith(f"mend them, then {ACCEPT}")
    claimed.run("--snapshot-update").assert_outcomes(passed=1)
    claimed.run().assert_outcomes(passed=1)
    accepted = json.loads((claimed.root / SNAPSHOT).read_text(encoding="utf-8"))["accepted"]
    assert accepted["revision"] == "relay-v1.1.0"


def test_what_stands_around_an_item_makes_no_claim_stale(
    claimed: Workspace, tmp_path: Path
) -> None:
    """Lines before it, another member of its impl and another item are no change of it."""
    changes = (
        ("retry.rs", "//! How often", "// One line more.\n//! How often"),
        ("retry.rs", "Self::new(6)", "Self::new(7)"),
        ("dispatcher.rs", "fn attempt(", "fn try_once("),
        ("queue.rs", "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),"),
    )
    outcome = _held(claimed, tmp_path, *changes)
    assert outcome.kind == "passed", outcome.text


def test_an_item_of_an_argument_that_is_gone_is_told(claimed: Workspace, tmp_path: Path) -> None:
    """Renamed upstream, it is not to be found: with the sentence's line, and its name now."""
    outcome = _held(claimed, tmp_path, ("dispatcher.rs", "pub fn run(", "pub fn turn("))
    _, again, sentence, *reasons = outcome.text.split("\n")
    assert again == "  read again:"
    assert sentence.startswith(f"    {_place(claimed, 'pause. Behind')}  think: ")
    assert any(
        reason.startswith(
            '      "it never sleeps": argued() cites an item that is not to be found; '
            "`Dispatcher::run` is `Dispatcher<T>::turn` now"
        )
        for reason in reasons
    )


def test_evidence_that_upstream_made_false_is_refuted(claimed: Workspace, tmp_path: Path) -> None:
    """A constant that changed refutes the claim about it, and leaves the number without a place."""
    outcome = _held(claimed, tmp_path, ("retry.rs", "from_secs(90)", "from_secs(120)"))
    _, again, sentence, *reasons, _ = outcome.text.split("\n")
    assert again == "  read again:"
    assert sentence.startswith(f"    {_place(claimed, 'pause. Behind')}  think: ")
    assert (
        '      "longer than 90 seconds": `LONGEST_PAUSE` is 120 s, not 90 seconds; '
        "write what it is, in the sentence too (claim.refuted)"
    ) in reasons


# --- how many --------------------------------------------------------------------------------


def test_the_summary_counts_claims_where_there_are_rules(claimed: Workspace) -> None:
    """Per dataset with rules: claims, how many an example, mechanical and argued."""
    assert " claims (" not in printed(claimed.run())
    claimed.dataset("relay", DATASET + "\n[rules]\n")
    for arguments in ((), ("-n", "2"), (LOOP,)):
        assert (
            "relay: 3 claims (3.0 an example), 2 mechanical, 1 argued "
            "(0 of them with mechanical evidence beside)"
        ) in claimed.run(*arguments).outlines
