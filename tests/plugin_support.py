"""What the tests of the plugin share: a project of two datasets, and results read back."""

import os
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import CORE, DATASET, MINIATURE, Workspace

ATTEMPTS = "cases/flow/attempts.py::attempts"
POLICY = "cases/relay/policy.py::policy"
SETTLE = "cases/relay/backlog.py::settle"
LEASE = "cases/relay/backlog.py::lease"
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
        module = case.attrib["classname"].replace(".", "/") + ".py"
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
