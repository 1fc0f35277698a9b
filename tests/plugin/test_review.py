"""`verbatim review` without a terminal: four states, one shown, accepting by name."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from plugin_support import (
    ALL,
    ATTEMPTS,
    BACKLOG,
    FRESH,
    LEASE,
    ORPHAN,
    SETTLE,
    changed,
    contradict,
    move_pin,
    move_upstream,
    printed,
    ruled_toml,
    snapshots,
    spoil,
)
from support import CORE, MINIATURE, Workspace, make_repository

from pytest_verbatim.render.width import columns

# --- without a terminal ------------------------------------------------------------------------


def test_the_four_states_are_told_apart(waiting: Workspace) -> None:
    """Accepted ones are counted; pending, new and orphaned ones are listed with their causes."""
    for arguments in ((), ("--list",)):
        result = waiting.verbatim("review", *arguments)
        assert result.ret == 1
        assert result.outlines == [
            "1 accepted, 2 pending, 1 new, 1 orphaned",
            f"  pending   {SETTLE}  (prose)",
            f"  pending   {LEASE}  (prose)",
            f"  new       {FRESH}  (never accepted)",
            f"  orphaned  {ORPHAN}",
            "pending: not as it was accepted; `verbatim review` shows and accepts it",
            "new: never accepted; `verbatim review` shows and accepts it",
            "orphaned: a snapshot without a case; `pytest --prune-snapshots` removes it",
        ]


def test_the_list_is_json_for_programs(waiting: Workspace) -> None:
    """An object a line for what waits, with what accepting it would write."""
    result = waiting.verbatim("review", "--list", "--json")
    rows = [json.loads(line) for line in result.outlines]
    assert [(one["name"], one["state"], one["acceptable"]) for one in rows] == [
        (SETTLE, "pending", True),
        (LEASE, "pending", True),
        (FRESH, "new", True),
        (ORPHAN, "orphaned", False),
    ]
    assert rows[0]["snapshot"] == "snapshots/relay/backlog/settle.json"
    assert rows[0]["causes"] == ["prose"]
    assert rows[0]["commands"] == [f"pytest '{SETTLE}' --snapshot-update"]
    assert rows[3]["commands"] == ["pytest --prune-snapshots"]


def test_nothing_waits_after_all_was_accepted(project: Workspace) -> None:
    """A clean project: one line, status 0."""
    result = project.verbatim("review")
    assert (result.ret, result.outlines) == (0, [f"{len(ALL)} accepted"])
    result = project.verbatim("review", "--list", "--json")
    assert (result.ret, result.outlines) == (0, [])


def test_one_is_shown_whole(waiting: Workspace) -> None:
    """By node id or by name: state, cause, and the words that went and came."""
    before = snapshots(waiting)
    for name in (SETTLE, "settle"):
        result = waiting.verbatim("review", "--show", name)
        assert result.ret == 1
        assert result.outlines[:3] == [
            SETTLE,
            "pending: prose",
            "accepted at relay-v1.0.0, now at relay-v1.0.0",
        ]
        assert "  A worker [-must-]{+should+} be able to say that it is done." in result.outlines
        assert "  An id that is not leased is an error." in result.outlines
    value = json.loads(waiting.verbatim("review", "--show", "settle", "--json").stdout.str())
    assert value["change"]["before"]["prompt"].startswith("A worker must")
    assert waiting.verbatim("review", "--show", "attempts").ret == 0
    assert snapshots(waiting) == before


def test_accepting_by_name_writes_that_snapshot_alone(waiting: Workspace) -> None:
    """With the revision and the reason; pytest then takes the case as accepted."""
    before = snapshots(waiting)
    result = waiting.verbatim("review", "--accept", "settle", FRESH, "--reason", "read  by\n two")
    assert result.ret == 0
    assert result.outlines == [
        f"{SETTLE}: wrote snapshots/relay/backlog/settle.json",
        f"{FRESH}: wrote snapshots/relay/fresh/fresh.json",
    ]
    after = snapshots(waiting)
    assert changed(before, after) == {"relay/backlog/settle.json", "relay/fresh/fresh.json"}
    accepted = json.loads(after["relay/backlog/settle.json"])["accepted"]
    assert accepted["revision"] == "relay-v1.0.0"
    assert accepted["reason"] == "read by two"
    waiting.run(SETTLE, FRESH).assert_outcomes(passed=2)
    again = waiting.verbatim("review", "--accept", "settle")
    assert again.outlines == [f"{SETTLE}: is accepted already"]
    assert snapshots(waiting) == after


def test_what_pytest_accepts_is_what_review_accepts(waiting: Workspace) -> None:
    """Byte for byte, so that the two roads can be mixed."""
    waiting.verbatim("review", "--accept", "settle", "lease", "fresh")
    by_review = snapshots(waiting)
    waiting.run("--snapshot-update").assert_outcomes(passed=4)
    assert snapshots(waiting) == by_review
    for path in ("relay/backlog/settle.json", "relay/fresh/fresh.json"):
        (waiting.root / "snapshots" / path).unlink()
    waiting.run("--snapshot-update")
    assert snapshots(waiting) == by_review


def test_a_case_with_a_finding_cannot_be_accepted(project: Workspace) -> None:
    """It is pending, its finding is shown, and nothing is written."""
    spoil(project.root / BACKLOG, 'prompt="Hand out', 'prompt="<think> Hand out')
    before = snapshots(project)
    shown = project.verbatim("review", "--show", "lease")
    assert "pending: prose, findings" in shown.outlines
    assert any(line.endswith("  prompt.forbidden-token") for line in shown.outlines)
    result = project.verbatim("review", "--accept", "lease")
    assert result.ret == 1
    assert result.outlines == [f"not accepted: {LEASE} has findings; mend them first"]
    assert snapshots(project) == before


PRUNE = "pytest --prune-snapshots"
CLAIMED = """
from pytest_verbatim import Example, argued, calls, rust

claimed = Example(
    code=[rust("relay-core/src/retry.rs", "run_attempts")],
    prompt="Please write it.",
    think="The pause is asked of `pause_after`.",
    claims={
        "The pause is asked of `pause_after`": calls("run_attempts", ".pause_after", times=1),
    },
)
"""


@pytest.fixture
def claimed(project: Workspace) -> Workspace:
    """Return the project with an accepted case that has a claim."""
    project.write("cases/relay/claimed.py", CLAIMED)
    assert project.verbatim("review", "--accept", "claimed").ret == 0
    return project


def test_claims_that_changed_are_shown(claimed: Workspace) -> None:
    """As they are written, under the quote that stayed; a reviewer accepts them too."""
    spoil(claimed.root / "cases/relay/claimed.py", ", times=1)", ")")
    shown = claimed.verbatim("review", "--show", "claimed").outlines
    assert "pending: claims" in shown
    at = shown.index("claims")
    assert shown[at + 1 : at + 4] == [
        '    "The pause is asked of `pause_after`"',
        '  -   calls("run_attempts", ".pause_after", times=1)',
        '  +   calls("run_attempts", ".pause_after")',
    ]
    value = json.loads(claimed.verbatim("review", "--show", "claimed", "--json").stdout.str())
    assert value["change"]["after"]["claims"] == [
        ['"The pause is asked of `pause_after`"', 'calls("run_attempts", ".pause_after")']
    ]
    assert "choice" not in shown


def test_items_that_are_chosen_otherwise_are_shown(claimed: Workspace) -> None:
    """Which came and went, under the file that stayed."""
    spoil(
        claimed.root / "cases/relay/claimed.py", '"run_attempts")]', '"run_attempts", "Exhausted")]'
    )
    shown = claimed.verbatim("review", "--show", "claimed").outlines
    assert "pending: choice" in shown
    at = shown.index("choice")
    assert shown[at + 1 : at + 4] == [
        '    relay-core/src/retry.rs, imports="none"',
        "      run_attempts",
        "  +   Exhausted",
    ]
    claimed.run("--review-html=page.html")
    page = (claimed.root / "page.html").read_text(encoding="utf-8")
    assert '<tr class="came"><td>+<td>Exhausted' in page


def test_a_new_one_is_shown_with_all_that_it_declares(claimed: Workspace) -> None:
    """Nothing of it was ever accepted, so that all of it has to be read."""
    (claimed.root / "snapshots/relay/claimed/claimed.json").unlink()
    shown = claimed.verbatim("review", "--show", "claimed").outlines
    assert "new: never accepted" in shown
    assert '      calls("run_attempts", ".pause_after", times=1)' in shown
    assert "      run_attempts" in shown


def test_all_names_are_known_before_anything_is_written(waiting: Workspace) -> None:
    """One that is not writes nothing, however many are known; what is like it is named."""
    before = snapshots(waiting)
    result = waiting.verbatim("review", "--accept", "settle", "laese", FRESH, "nobody")
    assert result.ret == 2
    assert result.errlines == [
        "verbatim: there is no case laese; did you mean lease?",
        "there is no case nobody; `verbatim review --list` shows those that wait",
    ]
    assert snapshots(waiting) == before


def test_what_can_be_accepted_is_though_another_cannot(waiting: Workspace) -> None:
    """Each is told of, in the order asked for and once; status 1 where one is left."""
    spoil(waiting.root / BACKLOG, 'prompt="Hand out', 'prompt="<think> Hand out')
    result = waiting.verbatim("review", "--accept", "lease", ORPHAN, "attempts", "settle", SETTLE)
    assert result.ret == 1
    assert result.outlines == [
        f"not accepted: {LEASE} has findings; mend them first",
        f"not accepted: {ORPHAN} is a snapshot without a case; `{PRUNE}` removes it",
        f"{ATTEMPTS}: is accepted already",
        f"{SETTLE}: wrote snapshots/relay/backlog/settle.json",
    ]


def test_an_orphan_is_shown_as_what_it_is(waiting: Workspace) -> None:
    """By the path that the list has: what it is, and what removes it."""
    result = waiting.verbatim("review", "--show", ORPHAN)
    assert result.ret == 1
    assert result.outlines == [
        ORPHAN,
        "orphaned: a snapshot that has no case any more",
        "",
        "Remove the snapshots that have no case:",
        "  pytest --prune-snapshots",
    ]


def test_a_case_of_wrong_types_is_not_taken_for_an_accepted_one(project: Workspace) -> None:
    """There is nothing to compare; it is pending all the same, with its finding."""
    spoil(project.root / BACKLOG, 'prompt="Hand out the oldest delivery."', "prompt=5")
    listed = project.verbatim("review", "--list")
    assert listed.ret == 1
    assert f"  pending   {LEASE}  (findings)" in listed.outlines
    shown = project.verbatim("review", "--show", "lease").outlines
    assert any("prompt is" in line for line in shown)
    project.run("--review-html=page.html")
    page = (project.root / "page.html").read_text(encoding="utf-8")
    assert "1 of 4 examples to review: 1 changed" in page


@pytest.mark.parametrize("is_dangling", [False, True])
def test_a_snapshot_that_is_a_link_stays_one(
    waiting: Workspace,
    is_dangling: bool,  # noqa: FBT001
) -> None:
    """What it leads to is written, there or not."""
    place = waiting.root / "snapshots/relay/backlog/settle.json"
    elsewhere = waiting.root / "elsewhere/settle.json"
    elsewhere.parent.mkdir()
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    if is_dangling:
        elsewhere.unlink()
    assert waiting.verbatim("review", "--accept", "settle").ret == 0
    assert place.is_symlink()
    assert "A worker should" in elsewhere.read_text(encoding="utf-8")
    assert [one.name for one in elsewhere.parent.iterdir()] == ["settle.json"]


def test_closed_ends_are_no_terminal(waiting: Workspace) -> None:
    """Without standard input, or output, it lists; nobody's traceback is shown."""
    command = Path(sys.executable).with_name("verbatim")
    for closed in ("<&-", ">&-", "<&- >&- 2>&-"):
        run = subprocess.run(
            ["/bin/sh", "-c", f"'{command}' review {closed}"],
            cwd=waiting.root,
            env=os.environ | waiting.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 1
        assert run.stderr == ""


def test_colour_can_be_had_and_be_kept_out(waiting: Workspace) -> None:
    """FORCE_COLOR paints for a pager, NO_COLOR is stronger; by itself a pipe gets none."""
    shown = ("review", "--show", "settle")
    assert "\x1b" not in waiting.verbatim(*shown).stdout.str()
    assert "\x1b[32m" in waiting.verbatim(*shown, env={"FORCE_COLOR": "1"}).stdout.str()
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b" not in waiting.verbatim(*shown, env=both).stdout.str()


def test_another_revision_is_shown_from_a_repository_without_the_pinned_commit(
    waiting: Workspace, tmp_path: Path
) -> None:
    """As pytest does: what was accepted is told from fingerprints where it is not at hand."""
    shutil.copytree(MINIATURE / "upstream", tmp_path / "tree")
    spoil(
        tmp_path / "tree/relay" / CORE / "queue.rs", "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),"
    )
    make_repository(tmp_path / "other.git", tmp_path / "tree", "relay-v1.1.0")
    given = (f"--corpus={tmp_path / 'other.git'}", "--corpus-rev=relay-v1.1.0")
    result = waiting.verbatim("review", "--list", *given)
    assert result.ret == 1
    assert f"pending   {SETTLE}  (prose, upstream: edited)" in printed(result)


def test_narrow_terminals_get_narrow_lines(waiting: Workspace) -> None:
    """Heads, prose and findings are wrapped by columns; a name that may be copied is whole."""
    spoil(waiting.root / BACKLOG, "should be able", "\u6f22" * 30 + " e\u0301t\u00e9 " + "x" * 50)
    spoil(waiting.root / BACKLOG, 'prompt="Hand out', 'prompt="<think> Hand out')
    for case in ("settle", "lease"):
        lines = waiting.verbatim("review", "--show", case, env={"COLUMNS": "40"}).outlines
        too_wide = [line for line in lines if columns(line) > 40]
        assert all("/" in line for line in too_wide)


@pytest.mark.parametrize(
    ("arguments", "env", "told"),
    [
        (("--accept", "settle"), {"CI": "true"}, "nothing is accepted while CI is set"),
        (("--accept", "settle", "--corpus-rev=relay-v1.0.0"), {}, "nothing is accepted with"),
        (("--accept", "nobody"), {}, "there is no case nobody"),
        (("--show", "nobody"), {}, "there is no case nobody"),
        (("--accept", "settle", "nobody", "leas"), {}, "there is no case leas; did you mean lease"),
        (("--show", ""), {}, "there is no case ;"),
        (("--list", "--accept", "settle"), {}, "do not go together"),
        (("--list", "--show", ""), {}, "do not go together"),
        (("--json", "--accept", "settle"), {}, "--json goes with --list or --show"),
        (("--reason", "x"), {}, "--reason goes with --accept"),
        (("--corpus-rev=nowhere",), {}, "nowhere"),
    ],
)
def test_a_wrong_call_writes_nothing(
    waiting: Workspace, arguments: tuple[str, ...], env: dict[str, str], told: str
) -> None:
    """Status 2, one line that says why."""
    before = snapshots(waiting)
    result = waiting.verbatim("review", *arguments, env=env)
    assert result.ret == 2
    assert told in printed(result)
    assert "Traceback" not in printed(result)
    assert snapshots(waiting) == before


def test_a_module_that_cannot_be_imported_stops_it(waiting: Workspace) -> None:
    """Nobody can tell what is orphaned then; file and line are named."""
    waiting.write("cases/relay/broken.py", "x = (")
    result = waiting.verbatim("review", "--list")
    assert result.ret == 2
    assert "cases/relay/broken.py:1" in printed(result)


@pytest.fixture
def contradicted(waiting: Workspace) -> tuple[Workspace, str]:
    """Return the project, its case of `flow` rewritten, and what contradicts that dataset."""
    spoil(waiting.root / "cases/flow/attempts.py", "Grüße aus der Zentrale", "Grüße aus Bern")
    return waiting, contradict(waiting)


@pytest.mark.parametrize("arguments", [("--list",), ("--list", "--json"), ()])
def test_a_dataset_that_its_source_contradicts_is_told_with_the_list(
    contradicted: tuple[Workspace, str], arguments: tuple[str, ...]
) -> None:
    """As pytest tells it, status 2; what waits in other datasets is listed, as they are usable."""
    project, told = contradicted
    result = project.verbatim("review", *arguments)
    assert result.ret == 2
    assert result.errlines == [f"verbatim: {told}"]
    assert told in project.run("cases/flow").outlines
    assert all(one in result.stdout.str() for one in (SETTLE, LEASE, FRESH, ORPHAN))
    assert ATTEMPTS not in result.stdout.str()
    spoil(project.root / "cases/flow/dataset.toml", f'    "{CORE}/gone.rs",\n', "")
    near_miss = project.verbatim("review", *arguments)
    assert (near_miss.ret, near_miss.errlines) == (1, [])
    assert ATTEMPTS in near_miss.stdout.str()


def test_where_all_datasets_are_contradicted_that_alone_is_told(project: Workspace) -> None:
    """A line each, and no word of examples that nobody looked at."""
    told = contradict(project)
    project.dataset("relay", ruled_toml("min_files = 99\n"))
    result = project.verbatim("review", "--list")
    assert (result.ret, result.outlines) == (2, [])
    assert result.errlines[0] == f"verbatim: {told}"
    assert result.errlines[1].startswith("cases/relay/dataset.toml:12: `min_files` is 99")


@pytest.mark.parametrize("option", ["--show", "--accept"])
def test_no_case_of_a_contradicted_dataset_is_shown_or_accepted(
    contradicted: tuple[Workspace, str], option: str
) -> None:
    """Its fault is told once, status 2, and nothing is written, also for others named beside it."""
    project, told = contradicted
    before = snapshots(project)
    others = ("settle", ATTEMPTS) if option == "--accept" else ()
    result = project.verbatim("review", option, "attempts", *others)
    assert (result.ret, result.outlines) == (2, [])
    assert result.errlines == [f"verbatim: {told}"]
    assert snapshots(project) == before


def test_cases_beside_a_contradicted_dataset_are_accepted(
    contradicted: tuple[Workspace, str],
) -> None:
    """As pytest runs them by name; their snapshots are written, and no other."""
    project, _ = contradicted
    before = snapshots(project)
    assert project.verbatim("review", "--show", "settle").ret == 1
    assert project.verbatim("review", "--accept", "settle").ret == 0
    assert changed(before, snapshots(project)) == {"relay/backlog/settle.json"}


def test_upstream_s_change_is_shown_with_its_diff(project: Workspace, tmp_path: Path) -> None:
    """Held against another revision: fate, places, diff, and the sentences in doubt."""
    edit = ("queue.rs", "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),")
    repository, _ = move_upstream(project, tmp_path, edit)
    at = (f"--corpus={repository}", "--corpus-rev=relay-v1.1.0")
    listed = project.verbatim("review", "--list", *at)
    assert f"  pending   {SETTLE}  (upstream: edited)" in listed.outlines
    assert listed.outlines[-2:] == [
        "pending: not as it was accepted; `verbatim review` shows it",
        "nothing is accepted with --corpus-rev; first verbatim update relay-v1.1.0",
    ]
    shown = project.verbatim("review", "--show", "settle", *at).outlines
    assert "  edited  DeliveryQueue::settle  (96 % alike, same signature)" in shown
    assert "    +            Some((_, _)) => Ok(())," in shown


def test_a_finding_of_a_sentence_is_counted_and_keeps_it_from_being_accepted(
    project: Workspace, tmp_path: Path
) -> None:
    """List, count, advice and refusal agree, where upstream made a number of the prose false."""
    spoil(project.root / BACKLOG, "It stays in the queue's books until", "It stays for 30 s until")
    assert project.verbatim("review", "--accept", "lease").ret == 0
    edit = ("queue.rs", "Duration::from_secs(30)", "Duration::from_secs(60)")
    move_pin(project, *move_upstream(project, tmp_path, edit))
    listed = project.verbatim("review", "--list", "--json").outlines
    (row,) = (one for one in map(json.loads, listed) if one["name"] == LEASE)
    assert (row["causes"], row["findings"]) == (["evidence", "findings"], 1)
    assert not row["acceptable"]
    shown = printed(project.verbatim("review", "--show", "lease"))
    assert "Mend the 1 finding in the sentences to read again: a case that has any is not" in shown
    told = project.verbatim("review", "--accept", "lease").outlines
    assert told == [f"not accepted: {LEASE} has findings; mend them first"]


def test_what_is_only_told_keeps_nothing_from_being_accepted(
    project: Workspace, tmp_path: Path
) -> None:
    """Items in another order are shown and counted as no finding, and can be accepted."""
    method = "    pub fn len(&self) -> usize {\n        self.lock().waiting.len()\n    }\n\n"
    push = "    pub fn push("
    edits = ("queue.rs", method, ""), ("queue.rs", push, f"{method}{push}")
    move_pin(project, *move_upstream(project, tmp_path, *edits))
    listed = project.verbatim("review", "--list", "--json").outlines
    (row,) = (one for one in map(json.loads, listed) if one["name"] == SETTLE)
    assert (row["causes"], row["findings"], row["acceptable"]) == (["upstream"], 0, True)
    assert project.verbatim("review", "--accept", "settle").ret == 0


def test_text_cannot_steer_the_terminal(project: Workspace) -> None:
    """Escape sequences and bidirectional controls in prose are shown as what they are."""
    spoil(project.root / BACKLOG, "A worker must", "A \\x1b[2Jworker \\u202emust")
    shown = project.verbatim("review", "--show", "settle").stdout.str()
    assert "\x1b" not in shown
    assert "<U+001B>[2J" in shown
    assert "<U+202E>" in shown


def test_a_folder_in_the_place_of_a_snapshot_is_told(project: Workspace) -> None:
    """It is no snapshot: pytest and review say so, and nobody's traceback is shown."""
    place = project.root / "snapshots/relay/backlog/settle.json"
    place.unlink()
    place.mkdir()
    shown = printed(project.verbatim("review", "--show", "settle"))
    assert "pending: its snapshot is damaged, or of another version" in shown
    assert "Traceback" not in shown + printed(project.run(SETTLE))
