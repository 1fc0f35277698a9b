"""What the tests of the plugin share: a project of two datasets, and results read back."""

import os
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import CORE, DATASET, MINIATURE, Workspace, make_repository

ATTEMPTS = "cases/flow/attempts.py::attempts"
POLICY = "cases/relay/policy.py::policy"
SETTLE = "cases/relay/backlog.py::settle"
LEASE = "cases/relay/backlog.py::lease"
BACKLOG = "cases/relay/backlog.py"
FRESH = "cases/relay/fresh.py::fresh"
ORPHAN = "snapshots/relay/policy/policy.json"
"""What the fixture `waiting` adds to a project, and what it leaves behind."""

ALL = (ATTEMPTS, SETTLE, LEASE, POLICY)
"""Every case of the project that `fill` makes, in the order in which they are emitted."""

FLOW = f"""
corpus = "relay"
system = "You follow a delivery — from file to file."

[scope]
cover = ["{CORE}/retry.rs"]
also = ["{CORE}/dispatcher.rs"]

[target]
min = 2
max = 4
"""

BACKLOG_CASES = f"""
from pytest_verbatim import Example, rust

settle = Example(
    code=[
        rust("{CORE}/queue.rs", "DeliveryQueue::settle", "LEASE", "DeliveryQueue::len",
             imports="used"),
    ],
    prompt="A worker must be able to say that it is done.",
    think="An id that is not leased is an error.",
)

lease = Example(
    code=[rust("{CORE}/queue.rs", "DeliveryQueue::lease")],
    prompt="Hand out the oldest delivery.",
    think="It stays in the queue's books until it is settled.",
)
"""

ATTEMPT_CASES = f'''
from pytest_verbatim import Example, rust

attempts = Example(
    code=[
        rust("{CORE}/retry.rs", "run_attempts"),
        rust("{CORE}/dispatcher.rs", "Dispatcher::attempt"),
    ],
    prompt="""
        Grüße aus der Zentrale: deliveries get lost when an endpoint
        is slow. ✓

        - try again
          later
        - give up in the end
    """,
    think="""
        The loop does not sleep itself,
        its caller says how.
    """,
)
'''


def fill(workspace: Workspace) -> None:
    """Write two datasets: one case of two files; a module with one case, another with two."""
    workspace.dataset("relay", DATASET)
    workspace.dataset("flow", FLOW)
    workspace.case("policy")
    workspace.write("cases/relay/backlog.py", BACKLOG_CASES)
    workspace.write("cases/flow/attempts.py", ATTEMPT_CASES)


def upstream_lines(file: str, first: int, last: int) -> str:
    """Return lines of a file of the miniature as they stand on disk, without the last newline."""
    text = (MINIATURE / "upstream" / "relay" / file).read_bytes().decode()
    return "\n".join(text.split("\n")[first - 1 : last])


def line_of(path: Path, start: str) -> int:
    """Return the number, from 1, of the first line of a file that begins with `start`."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(at for at, line in enumerate(lines, 1) if line.startswith(start))


def spoil(path: Path, old: str = 'prompt="', new: str = 'prompt="<think> ') -> None:
    """Replace something that stands in a file once; by default, so that a case gets a finding."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def files_below(folder: Path) -> dict[str, bytes]:
    """Return relative path -> bytes of every file below a folder; nothing where there is none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def snapshots(workspace: Workspace) -> dict[str, bytes]:
    """Return the snapshot files of a project."""
    return files_below(workspace.root / "snapshots")


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the paths of the files that differ, came or went."""
    return {path for path in before | after if before.get(path) != after.get(path)}


def ruled_toml(rules: str = "", least: str = "1", most: str = "9") -> str:
    """Return a `dataset.toml` with rules and the numbers of its target."""
    target = f"\n[target]\nmin = {least}\nmax = {most}\n"
    return DATASET.partition("\n[target]")[0] + target + f"\n[rules]\n{rules}"


def contradict(project: Workspace, file: str = "gone.rs") -> str:
    """Let the dataset `flow` be about one more file, in a line of its own.

    Return what is said where there is no such file.
    """
    gone = f'    "{CORE}/{file}",'
    cover = f'cover = ["{CORE}/retry.rs"]'
    project.dataset("flow", FLOW.replace(cover, f'cover = [\n    "{CORE}/retry.rs",\n{gone}\n]'))
    line = line_of(project.root / "cases/flow/dataset.toml", gone)
    return (
        f"cases/flow/dataset.toml:{line}: `cover` names {CORE}/{file}; the corpus has no such "
        "Rust file, test code aside; write where it is now, or leave it out"
    )


def move_upstream(
    project: Workspace, folder: Path, *changes: tuple[str, str, str]
) -> tuple[Path, str]:
    """Make a repository with a second commit, tagged relay-v1.1.0; return it and the commit's id.

    `changes` are (file, what stands there, what stands there afterwards).
    """

    def change(core: Path) -> None:
        for file, old, new in changes:
            spoil(core / file, old, new)

    return change_upstream(project, folder, change)


def change_upstream(
    project: Workspace, folder: Path, change: Callable[[Path], None]
) -> tuple[Path, str]:
    """Make a repository as `move_upstream` does; `change` is given the folder of the sources."""
    repository, tree = folder / "moved.git", folder / "tree"
    shutil.copytree(project.repository, repository)
    shutil.copytree(MINIATURE / "upstream", tree)
    change(tree / "relay" / CORE)
    return repository, make_repository(repository, tree, "relay-v1.1.0")


def move_pin(project: Workspace, repository: Path, commit: str) -> None:
    """Pin the second commit of `move_upstream`."""
    pin = project.root / "corpus/relay.toml"
    spoil(pin, project.repository.as_uri(), repository.as_uri())
    spoil(pin, 'tag = "relay-v1.0.0"', 'tag = "relay-v1.1.0"')
    old = next(row for row in pin.read_text().split("\n") if row.startswith("commit"))
    spoil(pin, old, f'commit = "{commit}"')


def printed(result: pytest.RunResult) -> str:
    """Return what a run wrote, to stdout and to stderr."""
    return "\n".join((*result.outlines, *result.errlines))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What junit says of a test: `passed`, `failure`, `error` or `skipped`, and with what text."""

    kind: str
    text: str
    message: str


def read_junit(path: Path) -> dict[str, Outcome]:
    """Return node id -> outcome from a junit file."""
    found = {}
    for case in ET.parse(path).iter("testcase"):  # noqa: S314  (written by the run itself)
        folders, mark, _ = case.attrib["classname"].partition(".dataset.toml")
        module = folders.replace(".", "/") + ("/dataset.toml" if mark else ".py")
        told = next((child for child in case if child.tag != "properties"), None)
        found[f"{module}::{case.attrib['name']}"] = (
            Outcome("passed", "", "")
            if told is None
            else Outcome(told.tag, told.text or "", told.attrib.get("message", ""))
        )
    return found


def run_with_junit(
    workspace: Workspace, *arguments: str, env: dict[str, str] | None = None
) -> dict[str, Outcome]:
    """Run pytest and return node id -> outcome."""
    report = workspace.root.parent / f"{workspace.root.name}-junit.xml"
    workspace.run(f"--junit-xml={os.fspath(report)}", *arguments, env=env)
    return read_junit(report)
