"""What was accepted: how a case differs from it, who may accept, and that nothing gets lost.

Plain syrupy deletes live snapshots in four situations that are everyday ones here. Each has a
canary that shows it in the installed version, and a test that ours are not touched.
"""

import json
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from pairs import codes_in
from plugin_support import (
    ALL,
    ATTEMPTS,
    LEASE,
    POLICY,
    SETTLE,
    files_below,
    line_of,
    move_pin,
    move_upstream,
    printed,
    run_with_junit,
    spoil,
    upstream_lines,
)
from support import CORE, QUIET, Workspace

ACCEPT = "accept: pytest '{}' --snapshot-update"


def _snapshots(workspace: Workspace) -> dict[str, bytes]:
    return files_below(workspace.root / "snapshots")


def _place(workspace: Workspace, node_id: str) -> str:
    module, name = node_id.split("::")
    return f"{module}:{line_of(workspace.root / module, f'{name} = ')}"


def _snapshot_of(workspace: Workspace, node_id: str) -> Path:
    module, name = node_id.split("::")
    folder = module.removeprefix("cases/").removesuffix(".py")
    return workspace.root / "snapshots" / folder / f"{name}.json"


# --- what differs, and what does not ---------------------------------------------------------


def test_other_prose_is_a_change_that_shows_both(project: Workspace) -> None:
    """A prompt or a think that was accepted otherwise is told with the old and the new line."""
    module = project.root / "cases/relay/backlog.py"
    spoil(module, "A worker must be able to say that it is done.", "A worker is done.")
    spoil(module, "It stays in the queue's books", "It stays with us")
    outcomes = run_with_junit(project)
    prompt, think = outcomes[SETTLE].text, outcomes[LEASE].text
    assert prompt.split("\n") == [
        f"{_place(project, SETTLE)}  snapshot.changed",
        "  the prompt differs from what was accepted:",
        "    -A worker must be able to say that it is done.",
        "    +A worker is done.",
        "  read the difference, then " + ACCEPT.format(SETTLE),
    ]
    assert "  the think differs from what was accepted:" in think
    assert "    +It stays with us until it is settled." in think
    assert outcomes[POLICY].kind == outcomes[ATTEMPTS].kind == "passed"


def test_another_choice_of_items_is_a_change(project: Workspace) -> None:
    """An item more, one less, or other imports: the list of items differs, by full path."""
    module = project.root / "cases/relay/backlog.py"
    spoil(module, '"DeliveryQueue::len"', '"DeliveryQueue::is_empty"')
    spoil(module, '"DeliveryQueue::lease")', '"DeliveryQueue::lease", imports="used")')
    outcomes = run_with_junit(project)
    assert outcomes[SETTLE].text.split("\n") == [
        f"{_place(project, SETTLE)}  snapshot.changed",
        "  other items than were accepted:",
        f"    -{CORE}/queue.rs DeliveryQueue::len",
        f"    +{CORE}/queue.rs DeliveryQueue::is_empty",
        "  read the difference, then " + ACCEPT.format(SETTLE),
    ]
    assert f"    +{CORE}/queue.rs use\n" in outcomes[LEASE].text


def test_the_way_a_case_is_written_is_no_change(project: Workspace) -> None:
    """Wrapping, a shorter item path, comments and order of arguments are the author's own."""
    project.write(
        "cases/relay/policy.py",
        """
        # Now with a comment.
        from pytest_verbatim import Example, rust

        FILE = "relay-core/src/retry.rs"
        policy = Example(
            think=\"\"\"
                It has
                to be so.
            \"\"\",
            prompt="Please write it.\\n\\n\\n",
            code=(rust(FILE, "struct @ BackoffPolicy", imports="none"),),
        )
        """,
    )
    project.run().assert_outcomes(passed=len(ALL))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "is not what we write"),
        ('{"schema": 99}', "schema version 99, not 3"),
        ('{"schema": 1, "prompt": [], "think": [], "items": []}', "schema version 1, not 3"),
        ("\x00\udcff", "is not what we write"),
    ],
    ids=["conflict", "newer", "older", "bytes"],
)
def test_a_snapshot_that_nobody_can_read_is_told_as_such(
    project: Workspace, text: str, told: str
) -> None:
    """A damaged snapshot is neither new nor changed; the others do not mind, accepting mends it."""
    path = _snapshot_of(project, POLICY)
    whole = path.read_bytes()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    outcomes = run_with_junit(project)
    assert outcomes[POLICY].text.startswith(f"{_place(project, POLICY)}  snapshot.unreadable\n")
    assert "snapshots/relay/policy/policy.json" in outcomes[POLICY].text
    assert told in outcomes[POLICY].text
    restore = "restore the snapshot from version control, or read it, then accept: pytest "
    assert restore in outcomes[POLICY].text
    assert [one.kind for one in outcomes.values()].count("passed") == len(ALL) - 1
    project.run(POLICY, "--snapshot-update").assert_outcomes(passed=1)
    assert path.read_bytes() == whole


def test_revision_reason_and_line_ends_are_not_compared(project: Workspace) -> None:
    """Where and why it was accepted is for people; a checkout may have turned its line ends."""
    path = _snapshot_of(project, POLICY)
    value = json.loads(path.read_text(encoding="utf-8"))
    value["accepted"] = {"revision": "relay-v0.9.0", "reason": "It was high time."}
    path.write_text(json.dumps(value, indent=4), encoding="utf-8")
    other = _snapshot_of(project, LEASE)
    other.write_bytes(other.read_bytes().replace(b"\n", b"\r\n"))
    before = _snapshots(project)
    project.run("-W", "error").assert_outcomes(passed=len(ALL))
    project.run("--snapshot-update").assert_outcomes(passed=len(ALL))
    assert _snapshots(project) == before


def test_a_snapshot_holds_prose_and_digests_but_no_code(project: Workspace) -> None:
    """No line of upstream's code and no line number stands in what is committed."""
    texts = [data.decode() for data in _snapshots(project).values()]
    assert len(texts) == len(ALL)
    shown = (
        ("retry.rs", 69, 95),
        ("retry.rs", 11, 18),
        ("queue.rs", 3, 103),
        ("dispatcher.rs", 47, 86),
    )
    for file, first, last in shown:
        for line in upstream_lines(f"{CORE}/{file}", first, last).split("\n"):
            if len(line.strip()) > 8:
                assert not any(line.strip() in text for text in texts), line
    for text in texts:
        value = json.loads(text)
        assert list(value) == ["schema", "accepted", "prompt", "think", "claims", "code", "items"]
        assert value["schema"] == 3
        assert all(set(part) == {"file", "items", "imports"} for part in value["code"])
        for item in value["items"]:
            assert set(item) - {"part"} == {"file", "item", "digests"}
            assert all(len(digest) == 64 for digest in item["digests"].values())


# --- upstream moves --------------------------------------------------------------------------


@pytest.fixture
def moved(project: Workspace, tmp_path: Path) -> tuple[Path, str]:
    """Return a repository and its second commit.

    A line more at the top of retry.rs; another body of `settle`; `Dispatcher::attempt` renamed.
    """
    return move_upstream(
        project,
        tmp_path,
        ("retry.rs", "//! How often", "// One line more.\n//! How often"),
        ("queue.rs", "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),"),
        ("dispatcher.rs", "fn attempt(", "fn try_once("),
    )


def _check_moved(project: Workspace, *arguments: str) -> None:
    outcomes = run_with_junit(project, *arguments)
    assert outcomes[POLICY].kind == "passed", "a line at the top of the file is no change"
    assert outcomes[LEASE].kind == "passed", "nor is a change of another member"
    assert outcomes[SETTLE].kind == outcomes[ATTEMPTS].kind == "failure"
    assert "DeliveryQueue::settle" in outcomes[SETTLE].text
    assert "edited" in outcomes[SETTLE].text
    assert ACCEPT.format(SETTLE) in outcomes[SETTLE].text
    assert "snapshot.upstream" in outcomes[ATTEMPTS].text


def test_what_upstream_changed_is_told_of_another_revision(
    project: Workspace, moved: tuple[Path, str]
) -> None:
    """Held against another revision, only what changed there fails, with advice of its own."""
    repository, commit = moved
    _check_moved(project, f"--corpus={repository}", f"--corpus-rev={commit}")
    _check_moved(project, f"--corpus={repository}", "--corpus-rev=main", "-n", "2")
    project.run(f"--corpus={repository}").assert_outcomes(passed=len(ALL))


def test_a_path_that_upstream_changed_is_upstreams_change(
    project: Workspace, tmp_path: Path
) -> None:
    """A generic parameter more is no other choice of the author, though the full path differs."""
    header = ("queue.rs", "impl DeliveryQueue {", "impl<const N: usize> DeliveryQueue<N> {")
    repository, commit = move_upstream(project, tmp_path, header)
    move_pin(project, repository, commit)
    text = run_with_junit(project)[LEASE].text.split("\n")
    assert text[0].startswith(f"{_place(project, LEASE)}  snapshot.upstream  ")
    assert "accepted at relay-v1.0.0, held against relay-v1.1.0" in text[0]
    assert "  deleted  impl DeliveryQueue (header)" in text
    assert text[-1].endswith(ACCEPT.format(LEASE))


def test_a_moved_pin_is_accepted_case_by_case(project: Workspace, moved: tuple[Path, str]) -> None:
    """When the pin moves, what changed is accepted anew and what did not keeps its snapshot."""
    repository, commit = moved
    move_pin(project, repository, commit)
    _check_moved(project)
    before = _snapshots(project)
    project.run("--snapshot-update").assert_outcomes(passed=3, failed=1)
    after = _snapshots(project)
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"relay/backlog/settle.json"}
    assert json.loads(after["relay/backlog/settle.json"])["accepted"]["revision"] == "relay-v1.1.0"
    project.run().assert_outcomes(passed=3, failed=1)


# --- who may accept --------------------------------------------------------------------------


def test_accepting_one_case_touches_its_snapshot_alone(project: Workspace) -> None:
    """`pytest ID --snapshot-update` accepts that case; another change stays unaccepted."""
    module = project.root / "cases/relay/backlog.py"
    spoil(module, "A worker must be able", "A worker should be able")
    spoil(module, "Hand out the oldest", "Hand out the first")
    before = _snapshots(project)
    for arguments in ((LEASE,), ("-k", "lease", "-n", "2")):
        result = project.run(*arguments, "--snapshot-update")
        assert result.ret == pytest.ExitCode.OK
        after = _snapshots(project)
        changed = {path for path in before if before[path] != after[path]}
        assert changed == {"relay/backlog/lease.json"}
        assert set(after) == set(before)
        _snapshot_of(project, LEASE).write_bytes(before["relay/backlog/lease.json"])
    outcomes = run_with_junit(project)
    assert "snapshot.changed" in outcomes[SETTLE].text


def test_a_case_with_a_finding_is_not_accepted(project: Workspace) -> None:
    """A finding comes before acceptance: the snapshot stays as it was, or is not made."""
    spoil(project.root / "cases/relay/policy.py")
    new = project.case("fresh", f'rust("{CORE}/retry.rs", "Exhausted")', think="```")
    before = _snapshots(project)
    outcomes = run_with_junit(project, "--snapshot-update")
    assert outcomes[POLICY].kind == outcomes[new].kind == "failure"
    assert _snapshots(project) == before


def test_new_only_accepts_no_change(project: Workspace) -> None:
    """`--snapshot-update-new-only` accepts what was never accepted and nothing else."""
    spoil(project.root / "cases/relay/policy.py", "Please write it.", "Write it.")
    new = project.case("fresh", f'rust("{CORE}/retry.rs", "Exhausted")')
    before = _snapshots(project)
    outcomes = run_with_junit(project, "--snapshot-update-new-only")
    assert "snapshot.changed" in outcomes[POLICY].text
    assert outcomes[new].kind == "passed"
    after = _snapshots(project)
    assert {**after, "relay/fresh/fresh.json": b""} == {**before, "relay/fresh/fresh.json": b""}


def test_nothing_is_accepted_in_ci_or_of_another_revision(
    project: Workspace, moved: tuple[Path, str]
) -> None:
    """CI and `--corpus-rev` refuse acceptance before anything runs; CI=false is no CI."""
    spoil(project.root / "cases/relay/policy.py", "Please write it.", "Write it.")
    before = _snapshots(project)
    rev = (f"--corpus={moved[0]}", "--corpus-rev=relay-v1.1.0")
    refused: tuple[tuple[tuple[str, ...], dict[str, str], str], ...] = (
        (("--snapshot-update",), {"CI": "true"}, "while CI is set"),
        (("--snapshot-update-new-only",), {"CI": "1"}, "while CI is set"),
        (("--snapshot-update", *rev), {}, "with --corpus-rev"),
    )
    for arguments, environment, told in refused:
        result = project.run(*arguments, env=environment)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert told in printed(result)
        assert _snapshots(project) == before
    project.run(env={"CI": "true"}).assert_outcomes(passed=3, failed=1)
    project.run("--snapshot-update", env={"CI": "false"}).assert_outcomes(passed=len(ALL))
    assert _snapshots(project) != before


def test_acceptance_is_the_same_with_workers_and_warnings_as_errors(project: Workspace) -> None:
    """Two workers write the same snapshots as one process, and nothing beside them."""
    before = _snapshots(project)
    shutil.rmtree(project.root / "snapshots")
    result = project.run("--snapshot-update", "-n", "2", "-W", "error")
    result.assert_outcomes(passed=len(ALL))
    assert result.ret == pytest.ExitCode.OK
    assert _snapshots(project) == before


# --- orphans ---------------------------------------------------------------------------------

ORPHANS = ("snapshots/relay/gone/gone.json", "snapshots/relay/backlog/old.json")


def _add_orphans(project: Workspace) -> dict[str, bytes]:
    """Add snapshots without a case and a file that is none; return what is live."""
    live = _snapshots(project)
    for path in ORPHANS:
        project.write(path, "{}")
    project.write("snapshots/README.txt", "mine")
    return {**live, "README.txt": b"mine"}


def test_orphans_are_reported_and_kept(project: Workspace) -> None:
    """A full run names snapshots without a case; only that, also when it accepts; -k is silent."""
    _add_orphans(project)
    before = _snapshots(project)
    for arguments in ((), ("-n", "2", "--snapshot-update")):
        result = project.run(*arguments)
        assert result.ret == pytest.ExitCode.OK
        for path in ORPHANS:
            told = f"{path}: no case has this snapshot; --prune-snapshots removes it"
            assert told in result.outlines
        assert _snapshots(project) == before
    assert "--prune-snapshots" not in printed(project.run("-k", "lease"))
    assert "--prune-snapshots" not in printed(project.run("--co"))


@pytest.mark.parametrize(
    "arguments", [(), ("-n", "2"), ("-k", "lease"), (POLICY,)], ids=["full", "workers", "k", "id"]
)
def test_only_orphans_are_pruned(project: Workspace, arguments: tuple[str, ...]) -> None:
    """`--prune-snapshots` removes them, names them, and keeps what is live, run or not."""
    live = _add_orphans(project)
    result = project.run("--prune-snapshots", *arguments)
    assert result.ret == pytest.ExitCode.OK
    assert _snapshots(project) == live
    for path in ORPHANS:
        assert f"removed {path}: no case has this snapshot" in result.outlines


def test_folders_that_pruning_leaves_empty_go_too(workspace: Workspace) -> None:
    """A folder with a live snapshot, with a file of somebody's, and `snapshots/` itself stay."""
    workspace.case("policy")
    workspace.accept()
    for path in ("gone/module/one.json", "relay/old/old.json", "mine/kept/a.json"):
        workspace.write(f"snapshots/{path}", "{}")
    workspace.write("snapshots/mine/kept/notes.txt", "x")
    assert workspace.run("--prune-snapshots").ret == pytest.ExitCode.OK
    snapshots = workspace.root / "snapshots"
    folders = (path for path in snapshots.rglob("*") if path.is_dir())
    assert {path.relative_to(snapshots).as_posix() for path in folders} == {
        *("relay", "relay/policy", "mine", "mine/kept")
    }
    for path in ("relay/policy/policy.json", "mine/kept/notes.txt"):
        (snapshots / path).unlink()
    (workspace.root / "cases/relay/policy.py").unlink()
    workspace.write("snapshots/relay/policy/policy.json", "{}")
    workspace.write("snapshots/mine/kept/b.json", "{}")
    assert workspace.run("--prune-snapshots").ret in {0, 5}
    assert list(snapshots.iterdir()) == []


def test_nothing_is_pruned_while_a_module_cannot_be_imported(project: Workspace) -> None:
    """Where nobody can tell which cases there are, every snapshot stays and that is said."""
    _add_orphans(project)
    before = _snapshots(project)
    project.write("cases/relay/policy.py", "raise ValueError('boom')\n")
    result = project.run("--prune-snapshots", "--continue-on-collection-errors")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "cases/relay/policy.py:1: ValueError: boom" in printed(result)
    assert _snapshots(project) == before


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("snapshots/relay/policy/policy.json/notes.txt", "Is a directory"),
        ("snapshots", "Not a directory"),
    ],
)
def test_a_snapshot_that_cannot_be_written_is_a_finding(
    workspace: Workspace, inside: str, why: str
) -> None:
    """The case fails with the reason, without a trace of ours, and what stood there stands."""
    node_id = workspace.case("policy")
    stands = workspace.write(inside, "mine")
    outcome = run_with_junit(workspace, "--snapshot-update")[node_id]
    assert codes_in(outcome.text) == [("cases/relay/policy.py:3", "snapshot.unwritable")]
    assert f"snapshots/relay/policy/policy.json cannot be written: {why}" in outcome.text
    assert "Traceback" not in outcome.text
    assert "nodes.py" not in outcome.text
    assert stands.read_text() == "mine"


def test_a_folder_that_is_called_like_a_snapshot_is_none(project: Workspace) -> None:
    """It is neither listed nor removed, and what is in it stays."""
    kept = project.write("snapshots/relay/kept.json/notes.txt", "x")
    result = project.run("--prune-snapshots")
    assert result.ret == pytest.ExitCode.OK
    assert "kept.json" not in printed(result)
    assert kept.exists()


UNREMOVABLE = """
import errno, os, pathlib

plain = pathlib.Path.unlink

def unlink(self, *args, **kwargs):
    if "snapshots" in self.parts:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
    plain(self, *args, **kwargs)

pathlib.Path.unlink = unlink
"""


def test_orphans_that_cannot_be_removed_are_named(project: Workspace) -> None:
    """As a fault of the call, with the reason; the page is written all the same."""
    _add_orphans(project)
    project.write("conftest.py", UNREMOVABLE)
    result = project.run("--prune-snapshots", "--review-html=page.html")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    for orphan in ORPHANS:
        assert f"{orphan}: cannot be removed: Permission denied" in printed(result)
        assert orphan in (project.root / "page.html").read_text(encoding="utf-8")
    assert "INTERNALERROR" not in printed(result)


# --- what plain syrupy deletes ---------------------------------------------------------------

EXTENSION = """
from pathlib import Path

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

class OnTop(SingleFileSnapshotExtension):
    file_extension = "txt"
    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location):
        path = Path(test_location.filepath)
        return str(path.parent.parent / "snapshots" / path.stem)

@pytest.fixture
def kept(snapshot):
    return snapshot.use_extension(OnTop)
"""

ITEMS = """
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.amber import AmberSnapshotExtension
from syrupy.location import PyTestLocation

class Line(pytest.Item):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.obj = type(self.name, (), {"__module__": "alpha"})

    def runtest(self):
        assert self.name == SnapshotAssertion(
            session=self.config._syrupy,
            extension_class=AmberSnapshotExtension,
            test_location=PyTestLocation(self),
            update_snapshots=self.config.option.update_snapshots,
            update_new_snapshots_only=False,
        )

class Lines(pytest.File):
    def collect(self):
        for name in self.path.read_text().split():
            yield Line.from_parent(self, name=name)

def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".lines":
        return Lines.from_parent(parent, path=file_path)
"""

KEPT = (
    "def test_one(kept):\n    assert kept == '1'\n\ndef test_two(kept):\n    assert kept == '2'\n"
)
ON_TOP = {
    "conftest.py": EXTENSION,
    "area/test_alpha.py": KEPT,
    "area/test_beta.py": KEPT.replace("_one", "_three").replace("_two", "_four"),
}
HAZARDS: dict[str, tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]] = {
    "one node id, snapshots in a folder at the top": (
        ON_TOP,
        ("area/test_alpha.py::test_one",),
        (LEASE,),
    ),
    "--ignore": (
        ON_TOP,
        ("--ignore", "area/test_beta.py"),
        ("--ignore", "cases/relay/policy.py"),
    ),
    "-k over items that are no functions": (
        {"conftest.py": ITEMS, "alpha.lines": "one two three"},
        ("-k", "one"),
        ("-k", "lease"),
    ),
    "--collect-only": (
        {"test_alpha.py": KEPT.replace("kept", "snapshot")},
        ("--collect-only",),
        ("--collect-only",),
    ),
}
"""What to do -> files of a project on plain syrupy, arguments there, arguments to ours."""


@pytest.mark.parametrize("hazard", HAZARDS)
def test_plain_syrupy_still_deletes_live_snapshots(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, hazard: str
) -> None:
    """The hazard exists in the installed syrupy; where it does not, our guard may be too much."""
    files, arguments, _ = HAZARDS[hazard]
    for name in ("CI", "PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    for path, text in {**files, "pytest.ini": "[pytest]\n"}.items():
        (pytester.path / path).parent.mkdir(exist_ok=True)
        (pytester.path / path).write_text(text, encoding="utf-8")
    plain = (*QUIET, "-p", "no:verbatim", "--snapshot-update")

    def stored() -> dict[str, bytes]:
        kinds = {".txt", ".ambr"}
        found = files_below(pytester.path)
        return {path: data for path, data in found.items() if Path(path).suffix in kinds}

    pytester.runpytest_subprocess(*plain)
    before = stored()
    assert before
    pytester.runpytest_subprocess(*plain, *arguments)
    assert stored() != before, (
        f"syrupy {version('syrupy')} no longer deletes live snapshots with {hazard}: "
        "AcceptedExtension.discover_snapshots may not be needed for that any more"
    )


@pytest.mark.parametrize("hazard", HAZARDS)
def test_ours_survive_what_plain_syrupy_deletes(project: Workspace, hazard: str) -> None:
    """In the same situation ours are neither deleted nor called unused, with workers neither."""
    _, _, arguments = HAZARDS[hazard]
    before = _snapshots(project)
    runs: list[tuple[str, ...]] = [("--snapshot-update",)]
    if hazard == "--collect-only":
        runs.append(())
    if hazard == "--ignore":
        runs.append(("--snapshot-update", "-n", "2"))
    for more in runs:
        result = project.run(*arguments, *more, "-W", "error")
        assert result.ret == pytest.ExitCode.OK
        assert "unused" not in printed(result).replace("--snapshot-disable-unused", "")
        assert "deleted" not in printed(result)
        assert _snapshots(project) == before


def test_ours_survive_ordinary_tests_that_accept(project: Workspace) -> None:
    """Tests of the project with snapshots of their own can accept and clean up; ours stay."""
    project.write("other_tests/test_own.py", "def test_a(snapshot):\n    assert snapshot == 1\n")
    before = _snapshots(project)
    project.run("other_tests", "--snapshot-update").assert_outcomes(passed=1)
    project.write("other_tests/test_own.py", "def test_b(snapshot):\n    assert snapshot == 1\n")
    for arguments in (("other_tests",), ()):
        project.run("--snapshot-update", *arguments)
        assert _snapshots(project) == before
    assert (project.root / "other_tests/__snapshots__/test_own.ambr").exists()
