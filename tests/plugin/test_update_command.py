"""`verbatim update`: what it writes and what it leaves, what it refuses, and that it is whole."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from gitrepos import git
from plugin_support import (
    ATTEMPTS,
    LEASE,
    POLICY,
    SETTLE,
    change_upstream,
    contradict,
    files_below,
    printed,
    run_with_junit,
    spoil,
)
from support import CORE, Workspace

from pytest_verbatim import cli
from pytest_verbatim.accepted import Accepted
from pytest_verbatim.casefile import Case
from pytest_verbatim.comparer import Comparer
from pytest_verbatim.update.carrying import Candidate, Carrying
from pytest_verbatim.update.value import Left

SNAPSHOT_OF = {
    POLICY: "snapshots/relay/policy/policy.json",
    LEASE: "snapshots/relay/backlog/lease.json",
    SETTLE: "snapshots/relay/backlog/settle.json",
    ATTEMPTS: "snapshots/flow/attempts/attempts.json",
}
PIN = "corpus/relay.toml"
JOURNAL = "corpus/.verbatim-update.json"
NO_TAGS = (
    "",
    "HEAD",
    "refs/heads/main",
    "a..b",
    "a b",
    "a*",
    "a.lock",
    "a~1",
    "/a",
    "@{",
    "0" * 40,
)
POLICY_ITEM = "/// Exponential backoff with a ceiling"


def _move_policy(core: Path) -> None:
    """Move `struct BackoffPolicy` from retry.rs into a file of its own."""
    retry = core / "retry.rs"
    text = retry.read_text()
    start = text.index(POLICY_ITEM)
    end = text.index("}\n", start) + 2
    retry.write_text(text[:start] + "use crate::policy::BackoffPolicy;\n" + text[end:])
    (core / "policy.rs").write_text(f"use std::time::Duration;\n\n{text[start:end]}")


def _mixed(core: Path) -> None:
    """Move an item, reformat another, edit a third."""
    _move_policy(core)
    spoil(core / "queue.rs", "lease(&self, now: Instant)", "lease( &self, now: Instant )")
    spoil(core / "queue.rs", "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),")


@dataclass(frozen=True)
class Moved:
    """A project, and a repository in which upstream has moved on."""

    project: Workspace
    repository: Path
    commit: str

    @property
    def files(self) -> dict[str, bytes]:
        """Return path -> bytes of all that an update may write, stray files too."""
        return {
            f"{folder}/{path}": data
            for folder in ("corpus", "cases", "snapshots")
            for path, data in files_below(self.project.root / folder).items()
            if "__pycache__" not in path
        }

    def update(self, *arguments: str) -> int:
        """Run the command inside the project; return its exit status."""
        try:
            return cli.main(["update", *arguments, "--corpus", str(self.repository)])
        except SystemExit as stop:
            return int(stop.code or 0)

    def changed_since(self, before: dict[str, bytes]) -> set[str]:
        """Return the paths whose bytes are others now."""
        after = self.files
        return {
            path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
        }


Make = Callable[[Callable[[Path], None]], Moved]


@pytest.fixture
def make(project: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a function that lets upstream move on and enters the project."""
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("VERBATIM_CACHE_DIR", project.environment["VERBATIM_CACHE_DIR"])
    return lambda change: Moved(project, *change_upstream(project, tmp_path, change))


@pytest.fixture
def mixed(make: Make) -> Moved:
    """Return a project of which one case moved, one was reformatted, one edited, one left alone."""
    return make(_mixed)


# --- what it writes ----------------------------------------------------------------------------


def test_only_the_pin_moves_where_no_case_is_touched(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 0; two values of the pin change, nothing else of it, and no snapshot or case."""
    moved = make(lambda core: spoil(core / "retry.rs", "//! How", "// More.\n//! How"))
    pin = moved.project.root / PIN
    text = "# Mine.\r\ntag = 'relay-v1.0.0'  # \"relay-v1.0.0\"\r\n"
    kept = [row for row in pin.read_text().splitlines() if not row.startswith("tag")]
    pin.write_bytes((text + "\r\n".join(kept) + "\r\n").encode())
    before, old = moved.files, next(row for row in kept if row.startswith("commit"))
    assert moved.update("relay-v1.1.0") == 0
    assert moved.changed_since(before) == {PIN}
    after = before[PIN].replace(b"tag = 'relay-v1.0.0'", b"tag = 'relay-v1.1.0'")
    assert pin.read_bytes() == after.replace(old.encode(), f'commit = "{moved.commit}"'.encode())
    headline, *rows = capsys.readouterr().out.splitlines()
    assert headline == (
        f"moved the pin from relay-v1.0.0 to relay-v1.1.0 ({moved.commit[:12]}): "
        "4 unchanged, 0 carried over, 0 left"
    )
    assert rows == ["next: pytest cases, then commit"]
    moved.project.run(f"--corpus={moved.repository}").assert_outcomes(passed=4)


def test_a_mixed_update_carries_what_it_can_and_lists_the_rest(
    mixed: Moved, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1: moved and reformatted go along, one literal is written, the edited one is left."""
    before = mixed.files
    assert mixed.update("relay-v1.1.0") == 1
    module = "cases/relay/policy.py"
    assert mixed.changed_since(before) == {PIN, module, SNAPSHOT_OF[POLICY], SNAPSHOT_OF[LEASE]}
    old, new = f'"{CORE}/retry.rs"', f'"{CORE}/policy.rs"'
    assert mixed.files[module] == before[module].replace(old.encode(), new.encode())
    out, err = capsys.readouterr()
    assert err == ""
    headline, *rows = out.splitlines()
    assert headline.endswith(": 1 unchanged, 2 carried over, 1 left")
    assert rows[:5] == [
        "carried over:",
        f"  {LEASE}  reformatted",
        f"  {POLICY}  moved",
        f"    {module}:4  {old} -> {new}",
        "left for a person:",
    ]
    assert rows[5].split()[1:] == ["settle", "edited"]
    assert rows[-1].startswith("next: pytest cases")
    outcomes = run_with_junit(mixed.project, f"--corpus={mixed.repository}")
    assert {one for one in outcomes if outcomes[one].kind == "passed"} == {ATTEMPTS, LEASE, POLICY}
    told = "accepted at relay-v1.0.0, held against relay-v1.1.0"
    assert outcomes[SETTLE].text.split("\n")[0].endswith(told)


def test_a_carried_snapshot_is_what_accepting_would_write(mixed: Moved) -> None:
    """The same bytes as `--snapshot-update` writes, but that a reason which was given stays."""
    path = mixed.project.root / SNAPSHOT_OF[LEASE]
    value = json.loads(path.read_text())
    value["accepted"]["reason"] = "It was high time."
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    mixed.update("relay-v1.1.0")
    carried = {case: mixed.files[SNAPSHOT_OF[case]] for case in (POLICY, LEASE)}
    assert json.loads(carried[LEASE])["accepted"] == {
        "revision": "relay-v1.1.0",
        "commit": mixed.commit,
        "reason": "It was high time.",
    }
    for case in carried:
        (mixed.project.root / SNAPSHOT_OF[case]).unlink()
    mixed.project.run(POLICY, LEASE, "--snapshot-update", f"--corpus={mixed.repository}")
    assert mixed.files[SNAPSHOT_OF[POLICY]] == carried[POLICY]
    accepted = json.loads(mixed.files[SNAPSHOT_OF[LEASE]])
    assert accepted | {"accepted": None} == json.loads(carried[LEASE]) | {"accepted": None}


def test_an_update_in_ci_is_the_same(mixed: Moved, monkeypatch: pytest.MonkeyPatch) -> None:
    """Carrying over accepts nothing that nobody accepted, so that a CI job may do it."""
    monkeypatch.setenv("CI", "true")
    before = mixed.files
    assert mixed.update("relay-v1.1.0") == 1
    assert {SNAPSHOT_OF[POLICY], SNAPSHOT_OF[LEASE]} < mixed.changed_since(before)
    changed = {POLICY, LEASE}
    for case in changed:
        was, now = (json.loads(files[SNAPSHOT_OF[case]]) for files in (before, mixed.files))
        for key in ("prompt", "think", "claims"):
            assert was[key] == now[key]
        tokens = [[i["digests"]["tokens"] for i in side["items"]] for side in (was, now)]
        assert tokens[0] == tokens[1]


def test_a_dry_run_writes_nothing_and_says_the_same(
    mixed: Moved, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan of a dry run is that of the update, which then is carried out; JSON has it all."""
    before = mixed.files
    assert mixed.update("relay-v1.1.0", "--dry-run") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("would move the pin from relay-v1.0.0 to relay-v1.1.0")
    assert lines[-1] == "nothing was written"
    assert mixed.update("relay-v1.1.0", "--dry-run", "--json") == 1
    assert mixed.changed_since(before) == set()
    planned = json.loads(capsys.readouterr().out)
    assert mixed.update("relay-v1.1.0", "--json") == 1
    done = json.loads(capsys.readouterr().out)
    assert (planned.pop("written"), done.pop("written")) == (False, True)
    assert planned == done
    assert done["from"]["name"] == "relay-v1.0.0"
    assert done["to"] == {"name": "relay-v1.1.0", "commit": mixed.commit}
    assert done["unchanged"] == [ATTEMPTS]
    assert [one["case"] for one in done["carried"]] == [LEASE, POLICY]
    assert done["carried"][1]["selectors"] == [
        {"line": 4, "old": f"{CORE}/retry.rs", "new": f"{CORE}/policy.rs"}
    ]
    assert [(one["case"], one["fates"]) for one in done["left"]] == [(SETTLE, ["edited"])]
    assert {one["path"] for one in done["files"]} == mixed.changed_since(before)


def test_updating_again_finds_nothing_to_write(
    mixed: Moved, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the revision of the pin the same cases are left, and no file is written."""
    mixed.update("relay-v1.1.0")
    before = mixed.files
    capsys.readouterr()
    assert mixed.update("relay-v1.1.0") == 1
    assert mixed.changed_since(before) == set()
    headline = capsys.readouterr().out.splitlines()[0]
    assert headline.endswith("already: 3 unchanged, 0 carried over, 1 left")


def test_what_moved_by_hand_can_be_carried_afterwards(mixed: Moved) -> None:
    """Where somebody moved the pin already, updating to it still takes the cases along."""
    pin = mixed.project.root / PIN
    old = next(row for row in pin.read_text().splitlines() if row.startswith("commit"))
    spoil(pin, old, f'commit = "{mixed.commit}"')
    spoil(pin, 'tag = "relay-v1.0.0"', 'tag = "relay-v1.1.0"')
    assert mixed.update("relay-v1.1.0") == 1
    outcomes = run_with_junit(mixed.project, f"--corpus={mixed.repository}")
    assert [one for one in outcomes if outcomes[one].kind != "passed"] == [SETTLE]


def test_an_address_is_fetched_and_latest_is_found(
    mixed: Moved, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the pin's own address the newest release is taken; then there is nothing to do."""
    spoil(mixed.project.root / PIN, mixed.project.repository.as_uri(), mixed.repository.as_uri())
    git(mixed.repository, "tag", "client-v9.0.0", mixed.commit)
    git(mixed.repository, "tag", "relay-v2.0.0-rc.1", mixed.commit)
    git(mixed.repository, "tag", "v3.0.0", mixed.commit)
    assert cli.main(["update", "--latest"]) == 1
    assert 'tag = "relay-v1.1.0"' in mixed.files[PIN].decode()
    before = mixed.files
    capsys.readouterr()
    assert cli.main(["update", "--latest"]) == 0
    assert capsys.readouterr().out == "nothing to do: relay-v1.1.0 is the newest release\n"
    assert mixed.changed_since(before) == set()


def test_latest_tells_what_it_passes_over(mixed: Moved, capsys: pytest.CaptureFixture[str]) -> None:
    """Newer bare tags that the manifests deny, the newest three; and that the pin's tag is made up.

    A repository that has the tag is the near miss.
    """
    spoil(mixed.project.root / PIN, '"relay-v1.0.0"', '"v1.0.0"')
    pinned = git(mixed.repository, "rev-parse", "relay-v1.0.0")
    git(mixed.repository, "tag", "-d", "relay-v1.0.0", "relay-v1.1.0")
    for minor in range(6, 11):
        git(mixed.repository, "tag", f"v7.{minor}.0", mixed.commit)
    assert mixed.update("--latest") == 0
    out, err = capsys.readouterr()
    assert out == (
        f"nothing to do: {mixed.repository} has no release newer than v1.0.0, "
        "and no tag of that name\n"
    )
    assert err == (
        "verbatim: --latest passes over v7.10.0, v7.9.0, v7.8.0 and 2 more: no release of ours by "
        "the manifests in relay/; `verbatim update v7.10.0` says more\n"
    )
    git(mixed.repository, "tag", "v1.0.0", pinned)
    assert mixed.update("--latest", "--dry-run") == 0
    assert capsys.readouterr().out == "nothing to do: v1.0.0 is the newest release\n"


# --- what others promise of it ------------------------------------------------------------------


def _promised(moved: Moved) -> tuple[set[str], str]:
    """Return the cases that `pytest --corpus-rev` calls carried, and what it prints."""
    given = ("--corpus-rev=relay-v1.1.0", f"--corpus={moved.repository}")
    result = moved.project.run("cases", *given, "--drift-report=drift.json")
    report = json.loads((moved.project.root / "drift.json").read_text())
    return {one["case"] for one in report["changes"] if one["carried"]}, printed(result)


def _swapped(core: Path) -> None:
    """Move two items into a file of their own, the second before the first."""
    _move_policy(core)
    text = (core / "retry.rs").read_text()
    start = text.index("/// The error of the last attempt")
    end = text.index("}\n", start) + 2
    (core / "retry.rs").write_text(text[:start] + "use crate::policy::Exhausted;\n" + text[end:])
    policy = (core / "policy.rs").read_text()
    (core / "policy.rs").write_text(text[start:end] + "\n" + policy)


@pytest.mark.parametrize("change", [_mixed, _move_policy, _swapped])
def test_what_is_promised_is_what_goes_along(
    make: Make, capsys: pytest.CaptureFixture[str], change: Callable[[Path], None]
) -> None:
    """`pytest --corpus-rev` and its reports call those carried that an update carries over."""
    moved = make(change)
    both = f'rust("{CORE}/retry.rs", "BackoffPolicy", "Exhausted")'
    moved.project.case("both", both, think="It is kept.")
    moved.project.run("cases/relay/both.py", "--snapshot-update").assert_outcomes(passed=1)
    promised, text = _promised(moved)
    moved.update("relay-v1.1.0", "--dry-run", "--json")
    plan = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {one["case"] for one in plan["carried"]} == promised
    assert POLICY in promised
    assert f"`verbatim update relay-v1.1.0` carries {len(promised)} over" in text
    assert not any(one["change"]["carried"] for one in plan["left"])


# --- what it leaves ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f'rust("{CORE}/retry.rs"', f'rust(f"{CORE}/retry.rs"', "is not written as a plain string"),
        (f'rust("{CORE}/retry.rs"', 'rust("relay-core/src" "/retry.rs"', "as one plain string"),
        (
            f'[rust("{CORE}/retry.rs", "BackoffPolicy")]',
            f'[rust(*("{CORE}/retry.rs", "BackoffPolicy"))]',
            "does not show its items one by one",
        ),
        (
            f'policy = Example(\n    code=[rust("{CORE}/retry.rs", "BackoffPolicy")]',
            f'part = rust("{CORE}/retry.rs", "BackoffPolicy")\npolicy = Example(\n    code=[part]',
            "is no list of rust() calls",
        ),
        ("from pytest", "# coding: latin-1\nfrom pytest", "is written in iso-8859-1"),
    ],
    ids=["f-string", "concatenated", "star", "variable", "coding"],
)
def test_a_selector_that_is_no_plain_literal_is_left(
    make: Make, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    """What cannot be edited in its place is left with the reason, and its module untouched."""
    moved = make(_move_policy)
    module = moved.project.root / "cases/relay/policy.py"
    spoil(module, old, new)
    before = moved.files
    promised, printed_text = _promised(moved)
    assert promised == set()
    assert "carries" not in printed_text
    assert "write the new path into the case" in printed_text
    assert moved.update("relay-v1.1.0") == 1
    assert moved.changed_since(before) == {PIN}
    out = capsys.readouterr().out
    assert "3 unchanged, 0 carried over, 1 left" in out
    assert told in out
    assert "write them by hand" in out


def test_items_that_went_to_several_files_are_left(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """One `rust()` is one file: where its items parted, a person decides."""
    moved = make(_move_policy)
    both = f'rust("{CORE}/retry.rs", "BackoffPolicy", "Exhausted")'
    moved.project.case("policy", both)
    moved.project.run(POLICY, "--snapshot-update").assert_outcomes(passed=1)
    before = moved.files
    assert moved.update("relay-v1.1.0") == 1
    assert moved.changed_since(before) == {PIN}
    assert "the items of one rust() are in several files now" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("think", "told"),
    [
        ("The pauses are in retry.rs.", "the shown code has left retry.rs"),
        ("`BackoffPolicy` of retry.rs says so.", "retry.rs"),
    ],
)
def test_prose_that_names_the_old_file_is_in_doubt(
    make: Make, capsys: pytest.CaptureFixture[str], think: str, told: str
) -> None:
    """An item moved to another file; a sentence that says where it is has to be read again."""
    moved = make(_move_policy)
    moved.project.case("policy", think=think)
    moved.project.run(POLICY, "--snapshot-update").assert_outcomes(passed=1)
    before = moved.files
    assert moved.update("relay-v1.1.0") == 1
    assert moved.changed_since(before) == {PIN}
    out = capsys.readouterr().out
    assert think in out
    assert told in out


@pytest.mark.parametrize(
    ("think", "left"),
    [
        ("It has to be so.", 0),
        ("Its comment says why.", 1),
        ("It has a `ceiling`.", 1),
        ("It has `attempts`.", 0),
    ],
    ids=["silent", "speaks-of-comments", "name-in-comment", "name-in-code"],
)
def test_other_comments_leave_what_speaks_of_them(make: Make, think: str, left: int) -> None:
    """A comment that changed is no change for prose that takes nothing from comments."""
    moved = make(lambda core: spoil(core / "retry.rs", "with a ceiling and", "with a limit and"))
    toml = moved.project.root / "cases/relay/dataset.toml"
    toml.write_text(toml.read_text() + '\n[vocabulary]\nceiling = "of ours"\n')
    moved.project.case("policy", think=think)
    moved.project.run(POLICY, "--snapshot-update").assert_outcomes(passed=1)
    assert moved.update("relay-v1.1.0") == left


def test_an_item_that_came_twice_is_left(make: Make) -> None:
    """Where two items of equal tokens are new, nobody can tell which is meant."""

    def two(core: Path) -> None:
        _move_policy(core)
        shutil.copy(core / "policy.rs", core / "twin.rs")

    moved = make(two)
    before = moved.files
    assert moved.update("relay-v1.1.0") == 1
    assert moved.changed_since(before) == {PIN}


def test_what_fails_for_another_reason_is_listed(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never accepted, prose changed, snapshot damaged, a finding: each is left and untouched."""
    moved = make(_move_policy)
    new = moved.project.case("fresh", f'rust("{CORE}/retry.rs", "Exhausted")')
    spoil(moved.project.root / "cases/relay/policy.py", "Please write it.", "Write it.")
    (moved.project.root / SNAPSHOT_OF[LEASE]).write_text("{}")
    spoil(moved.project.root / "cases/flow/attempts.py", "Grüße aus der Zentrale", "<think>")
    before = moved.files
    assert moved.update("relay-v1.1.0", "--json") == 1
    assert moved.changed_since(before) == {PIN}
    plan = json.loads(capsys.readouterr().out)
    assert plan["unchanged"] == [SETTLE]
    causes = {one["case"]: one["change"]["causes"] for one in plan["left"]}
    assert set(causes) == {ATTEMPTS, LEASE, POLICY, new}
    assert causes[new] == ["new"]
    assert causes[LEASE] == ["unreadable"]
    assert "prose" in causes[POLICY]
    assert "findings" in causes[ATTEMPTS]


def test_a_dataset_that_its_new_source_contradicts_is_listed(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """With file, line and what mends it, as pytest and review say it afterwards; the pin moves."""

    def move(core: Path) -> None:
        (core / "dedup.rs").rename(core / "seen.rs")

    moved = make(move)
    told = contradict(moved.project, "dedup.rs")
    before = moved.files
    assert moved.update("relay-v1.1.0") == 1
    assert moved.changed_since(before) == {PIN}
    place = told.partition(": ")[0]
    rows = capsys.readouterr().out.split("\n")
    assert rows[0].endswith("4 unchanged, 0 carried over, 1 left")
    at = rows.index("left for a person:")
    assert rows[at + 1 : at + 3] == [f"  {place}  the dataset", f"    {told}"]
    then = "pytest cases tells the rest then, and verbatim review goes through it"
    assert rows[at + 3] == f"next: mend {place}; {then}"
    at_hand = f"--corpus={moved.repository}"
    assert told in moved.project.run(at_hand).outlines
    assert f"verbatim: {told}" in moved.project.verbatim("review", "--list", at_hand).errlines


# --- wrong usage -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "update: give one of REV, --latest and --resume"),
        (("relay-v1.1.0", "--latest"), "update: give one of REV"),
        (("relay-v1.1.0", "--corpus-rev=main"), "update: give one of REV"),
        (("--resume", "--dry-run"), "--resume stands alone"),
        (("--latest", "--tag=x"), "--tag is for a REV that is no tag"),
        (("nowhere",), "REV: 'nowhere' is no revision"),
        (("",), "REV: '' cannot be a revision"),
        (("--corpus-rev=--all",), "REV: '--all' cannot be a revision"),
        (("both",), "REV: 'both' is ambiguous; write refs/heads/both or refs/tags/both"),
        (("client-v1.1.0",), "REV: client-v1.1.0 is a tag of another product"),
        (("refs/tags/client-v1.1.0",), "client-v1.1.0 is a tag of another product"),
        (("empty",), "has no folder `relay`"),
        (("main",), "REV: 'main' is no tag, and the pin names one beside its commit"),
        (("main", "--tag=client-v1.1.0"), "client-v1.1.0 is a tag of another product: ours"),
        (("main", "--tag=relay-v1.0.0"), "--tag: relay-v1.0.0 is the tag of"),
        (("relay-v1.1.0", "--tag=relay-v1.0.0"), "--tag: relay-v1.0.0 is the tag of"),
        (("main", "--tag=-x"), "--tag: '-x' cannot be a tag"),
        (("main", "--tag=main"), "--tag: main is a branch of upstream"),
        (("relay-v1.1.0", "--tag=main"), "--tag: main is a branch of upstream"),
        *((("main", f"--tag={name}"), f"{name!r} cannot be a tag") for name in NO_TAGS),
        (("--corpus-rev=--",), "REV: '--' cannot be a revision"),
        (("main", "--tag=--"), "--tag: '--' cannot be a tag"),
    ],
)
def test_wrong_usage_writes_nothing(
    mixed: Moved, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    """Status 2, one message that names the argument at fault, and every file as it was."""
    git(mixed.repository, "tag", "client-v1.1.0", mixed.commit)
    git(mixed.repository, "tag", "both", "relay-v1.0.0")
    git(mixed.repository, "branch", "both", mixed.commit)
    tree = git(mixed.repository, "mktree", given=b"")
    who = ("-c", "user.name=Relay", "-c", "user.email=relay@example.invalid")
    git(
        mixed.repository, "tag", "empty", git(mixed.repository, *who, "commit-tree", "-m", "", tree)
    )
    before = mixed.files
    assert mixed.update(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert "Traceback" not in err
    assert mixed.changed_since(before) == set()


def test_a_repository_that_cannot_be_looked_at(
    mixed: Moved, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the system does not even say whether it is there, it is named with the reason."""
    name = "a" * 300
    assert cli.main(["update", "relay-v1.1.0", "--corpus", f"./{name}"]) == 2
    assert capsys.readouterr().err.endswith(f"--corpus: {name}: File name too long\n")
    assert mixed.update("relay-v1.1.0", "--dry-run") == 1


def test_a_commit_needs_a_name_for_the_pin(mixed: Moved) -> None:
    """With `--tag` a commit or a branch can be pinned, under a name that no other commit has."""
    assert mixed.update(mixed.commit[:12], "--tag", "relay-main-2026", "--dry-run") == 1
    assert mixed.update("main", "--tag", "relay-v1.1.0") == 1
    assert f'tag = "relay-v1.1.0"\ncommit = "{mixed.commit}"' in mixed.files[PIN].decode()


@pytest.mark.parametrize("annotated", [False, True])
@pytest.mark.parametrize("address", [False, True])
def test_a_tag_that_manifests_deny_is_taken_by_its_commit(
    mixed: Moved,
    capsys: pytest.CaptureFixture[str],
    annotated: bool,  # noqa: FBT001
    address: bool,  # noqa: FBT001
) -> None:
    """Each message names what to give instead, and the last one's command moves the pin."""
    git(mixed.repository, "tag", "-d", "relay-v1.1.0")
    kind = ("-a", "-m", "seven") if annotated else ()
    who = ("-c", "user.name=Relay", "-c", "user.email=relay@example.invalid")
    for tag in ("v7.0.0", "aside", "client-v7.0.0"):
        git(mixed.repository, *who, "tag", *kind, tag, mixed.commit)
    at = f"--corpus={mixed.repository.as_uri()}" if address else f"--corpus={mixed.repository}"
    assert cli.main(["update", "v7.0.0", at]) == 2
    assert f"; give the commit, {mixed.commit[:12]}, if you" in capsys.readouterr().err
    asked = mixed.commit if address else mixed.commit[:12]
    assert cli.main(["update", asked, at]) == 2
    told = capsys.readouterr().err
    assert told.endswith(f"; it is tagged v7.0.0: verbatim update {asked} --tag v7.0.0\n")
    assert cli.main([*told.split()[-4:], at]) == 1
    assert f'tag = "v7.0.0"\ncommit = "{mixed.commit}"' in mixed.files[PIN].decode()


def test_a_pin_under_a_name_of_its_own_is_still_a_revision(mixed: Moved) -> None:
    """What messages call the pinned revision can be given where they say so."""
    assert mixed.update("main", "--tag", "relay-v1.1.0-ours") == 1
    assert mixed.update("relay-v1.1.0-ours", "--dry-run") == 1
    assert mixed.update("relay-v1.1.0-theirs", "--dry-run") == 2


def test_a_tag_in_full_and_corpus_rev_name_the_revision(mixed: Moved) -> None:
    """`refs/tags/NAME` is NAME, and `--corpus-rev` stands for REV as it does elsewhere."""
    assert mixed.update("refs/tags/relay-v1.1.0", "--dry-run") == 1
    assert mixed.update("--corpus-rev=relay-v1.1.0") == 1
    assert 'tag = "relay-v1.1.0"' in mixed.files[PIN].decode()


def test_a_module_that_cannot_be_imported_stops_it(
    mixed: Moved, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody can tell which cases there are, nothing is written."""
    mixed.project.write("cases/relay/broken.py", "raise ValueError('boom')\n")
    before = mixed.files
    assert mixed.update("relay-v1.1.0") == 2
    assert "cases/relay/broken.py:1: ValueError: boom" in capsys.readouterr().err
    assert mixed.changed_since(before) == set()


# --- all or nothing ----------------------------------------------------------------------------

DRIVER = """
import os, signal, sys
from pytest_verbatim import cli

left = int(sys.argv[1])
plain = os.replace

def replace(source, target, **kwargs):
    global left
    ours = str(source).endswith(".verbatim-update")
    if ours and left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= ours
    plain(source, target, **kwargs)

os.replace = replace
status = cli.main(sys.argv[2:])
os.kill(os.getpid(), signal.SIGKILL)
"""
"""Lets some renames of an update happen and is killed before the next one."""


def test_a_killed_update_happened_or_did_not(
    mixed: Moved, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed at any rename: before the journal nothing changed, after it `--resume` finishes.

    In between every command and pytest refuse and name the way out.
    """
    driver = mixed.project.root.parent / "driver.py"
    driver.write_text(DRIVER)
    before = mixed.files
    assert mixed.update("relay-v1.1.0") == 1
    whole = mixed.files
    renames = len({path for path in whole if whole[path] != before[path]}) + 1
    assert renames == 5
    arguments = ("update", "relay-v1.1.0", f"--corpus={mixed.repository}")
    for done in range(renames + 1):
        _restore(mixed, before)
        killed = subprocess.run(
            [sys.executable, str(driver), str(done), *arguments], check=False, capture_output=True
        )
        assert killed.returncode == -signal.SIGKILL
        if done == 0:
            left = {path for path in mixed.files if path.endswith(".verbatim-update")}
            assert {path: mixed.files[path] for path in mixed.files if path not in left} == before
            assert mixed.update("relay-v1.1.0") == 1
        elif done < renames:
            _check_refusal(mixed, capsys, with_pytest=done == 3)
            assert cli.main(["update", "--resume"]) == 0
        assert mixed.files == whole, done


def _when_deciding(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen once, when all was read and most of it decided."""
    plain, left = Carrying.settled, [happens]

    def settled(
        self: Carrying, candidate: Candidate, case: Case, comparer: Comparer
    ) -> Accepted | Left:
        if left:
            left.pop()()
        return plain(self, candidate, case, comparer)

    monkeypatch.setattr(Carrying, "settled", settled)


@pytest.mark.parametrize(
    "path",
    [
        PIN,
        SNAPSHOT_OF[LEASE],
        SNAPSHOT_OF[SETTLE],
        SNAPSHOT_OF[ATTEMPTS],
        "cases/relay/policy.py",
        "cases/relay/backlog.py",
        "cases/flow/attempts.py",
        "cases/relay/dataset.toml",
    ],
)
@pytest.mark.parametrize("gone", [False, True], ids=["edited", "gone"])
def test_what_changes_while_it_decides_is_kept(
    mixed: Moved,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    path: str,
    gone: bool,  # noqa: FBT001
) -> None:
    """A case that is accepted or edited meanwhile, or removed: refused, nothing written."""
    place = mixed.project.root / path
    edited = place.read_bytes() + b"\n"
    before = mixed.files
    _when_deciding(monkeypatch, place.unlink if gone else lambda: place.write_bytes(edited))
    assert mixed.update("relay-v1.1.0") == 2
    assert mixed.changed_since(before) == {path}
    assert f"{path}: changed while the update was planned; nothing was" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["cases/relay/new.py", "cases/new/dataset.toml", "corpus/x.toml"])
def test_what_comes_while_it_decides_stops_it(
    mixed: Moved, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Nobody has looked at a case module, a dataset or a pin that was not there when it began."""
    place = mixed.project.root / path
    place.parent.mkdir(exist_ok=True)
    before = mixed.files
    _when_deciding(monkeypatch, lambda: place.write_bytes(b""))
    assert mixed.update("relay-v1.1.0") == 2
    assert mixed.changed_since(before) == {path}


def test_an_acceptance_while_it_is_written_is_kept(
    mixed: Moved, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are looked at again when the new ones wait beside them, as late as can be."""
    place, plain = mixed.project.root / SNAPSHOT_OF[LEASE], os.fsync

    def fsync(handle: int) -> None:
        place.write_bytes(b"accepted meanwhile")
        plain(handle)

    before = mixed.files
    monkeypatch.setattr(os, "fsync", fsync)
    assert mixed.update("relay-v1.1.0") == 2
    assert mixed.changed_since(before) == {SNAPSHOT_OF[LEASE]}


WAITING = """
import sys
from pytest_verbatim import cli
from pytest_verbatim.change import Comparison

plain, left = Comparison.is_base_of, [None]

def is_base_of(self, accepted):
    if left:
        left.pop()
        print("deciding", flush=True)
        sys.stdin.readline()
    return plain(self, accepted)

Comparison.is_base_of = is_base_of
sys.exit(cli.main(sys.argv[1:]))
"""
"""Says when it decides, and waits for a line before it goes on."""


def test_a_second_update_is_refused_while_one_decides(
    mixed: Moved, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two processes: the second reads nothing and writes nothing, a dry run neither."""
    driver = mixed.project.root.parent / "waiting.py"
    driver.write_text(WAITING)
    arguments = ("update", "relay-v1.1.0", f"--corpus={mixed.repository}")
    before = mixed.files
    with subprocess.Popen(
        [sys.executable, str(driver), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert first.stdout.readline() == b"deciding\n"
        for others in (("relay-v1.1.0",), ("relay-v1.1.0", "--dry-run"), ("--latest",)):
            assert mixed.update(*others) == 2
            assert "another update of this project is at work" in capsys.readouterr().err
        assert cli.main(["update", "--resume"]) == 2
        assert mixed.changed_since(before) == set()
        first.communicate(b"\n")
    assert first.returncode == 1
    assert {PIN, SNAPSHOT_OF[LEASE]} < mixed.changed_since(before)
    assert mixed.update("relay-v1.1.0") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--resume",), "an update was interrupted before it was decided; what it left is removed"),
        (("--latest",), "nothing to do: relay-v1.1.0 is the newest release"),
        (("relay-v1.1.0",), "the pin is at relay-v1.1.0"),
    ],
    ids=["resume", "latest", "again"],
)
def test_what_a_killed_update_left_goes(
    mixed: Moved, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    """Files that wait beside others are removed by the next one, also if it has nothing to do."""
    assert mixed.update("relay-v1.1.0") == 1
    before = mixed.files
    stale = mixed.project.root / "snapshots/relay/policy/.policy.json.verbatim-update"
    stale.write_bytes(b"stale")
    mixed.update(*arguments, "--dry-run")
    assert stale.exists()
    capsys.readouterr()
    mixed.update(*arguments)
    assert capsys.readouterr().out.startswith(told)
    assert mixed.changed_since(before) == set()


def _check_refusal(mixed: Moved, capsys: pytest.CaptureFixture[str], *, with_pytest: bool) -> None:
    capsys.readouterr()
    assert cli.main(["items"]) == 2
    assert mixed.update("relay-v1.1.0") == 2
    assert capsys.readouterr().err.count("`verbatim update --resume`") == 2
    if with_pytest:
        result = mixed.project.run(f"--corpus={mixed.repository}")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert "`verbatim update --resume`" in printed(result)


def _restore(moved: Moved, files: dict[str, bytes]) -> None:
    for path in moved.files:
        (moved.project.root / path).unlink()
    for path, data in files.items():
        (moved.project.root / path).write_bytes(data)


def _interrupted(plain: Callable[[str, str], None], at: int) -> Callable[[str, str], None]:
    """Return `os.replace` that is interrupted at the n-th rename of ours."""
    count = itertools.count(1)

    def replace(source: str, target: str) -> None:
        if str(source).endswith(".verbatim-update") and next(count) == at:
            raise KeyboardInterrupt
        plain(source, target)

    return replace


def test_an_interrupt_names_the_way_on(
    mixed: Moved, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C before it was decided leaves nothing behind; afterwards `--resume` is named."""
    plain, before = os.replace, mixed.files
    for at, decided in ((1, False), (3, True)):
        monkeypatch.setattr(os, "replace", _interrupted(plain, at))
        assert mixed.update("relay-v1.1.0") == 130
        monkeypatch.setattr(os, "replace", plain)
        assert ("verbatim update --resume" in capsys.readouterr().err) is decided
        assert (JOURNAL in mixed.files) is decided
        if not decided:
            assert mixed.changed_since(before) == set()
    assert cli.main(["update", "--resume"]) == 0
    assert capsys.readouterr().out.startswith("finished the update to relay-v1.1.0")
    assert cli.main(["update", "--resume"]) == 0
    assert capsys.readouterr().out == "nothing to do: no update was interrupted\n"
