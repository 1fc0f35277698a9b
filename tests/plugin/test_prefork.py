"""What the tests run forked is what a fresh process would be."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from prefork import Prefork
from support import Workspace

FRESH = {"PYTHON_IS": "started anew"}
"""An environment with which nothing is forked; the variable itself says nothing to Python."""

TELLING = """
import json, os, signal, sys, warnings
from pathlib import Path
from pytest_verbatim import Example

handles = [at for at in range(3, 64) if Path(f"/dev/fd/{at}").exists()]
environment = {**os.environ}
for name in ("PYTHON_IS", "PYTEST_XDIST_TESTRUNUID"):
    environment.pop(name, "")
text = json.dumps({
    "arguments": [one for one in sys.argv if not one.startswith("--basetemp=")],
    "path": [sys.executable, *sys.path],
    "start": [str(sys.flags), str(sys.pycache_prefix), str(warnings.filters)],
    "folder": os.getcwd(),
    "environment": environment,
    "streams": [one.encoding for one in (sys.__stdin__, sys.__stdout__, sys.__stderr__)],
    "input": os.read(0, 9).decode(),
    "passed on": [at for at in handles if os.get_inheritable(at)],
    "signals": [str(signal.getsignal(at)) for at in (signal.SIGINT, signal.SIGTERM)],
    "blocked": [*signal.pthread_sigmask(signal.SIG_BLOCK, ())],
    "loaders": {
        name: type(sys.modules[name].__loader__).__name__
        for name in ("syrupy", "xdist", "execnet", "pytest_verbatim.plugin.hooks")
        if "pytest" in Path(sys.argv[0]).parts
    },
})
with open("told.jsonl", "a") as file:
    print(text, file=file)

told = Example(code=[], prompt="", think="")
"""


@pytest.fixture
def forked(prefork: Prefork, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the exit status of each process that was forked, one after the other."""
    seen: list[int] = []
    popen = prefork.popen

    class Watched:
        stdin = None

        def __init__(self, command: Any, **options: Any) -> None:
            self._forked = popen(command, **options)

        def wait(self) -> int:
            seen.append(self._forked.wait())
            return seen[-1]

    monkeypatch.setattr(prefork, "popen", Watched)
    return seen


def test_a_forked_process_is_what_a_fresh_one_is(workspace: Workspace, forked: list[int]) -> None:
    """Arguments, paths, folder, environment, streams, signals and plugins are the same."""
    workspace.write("cases/relay/told.py", TELLING)
    for env in ({}, FRESH):
        workspace.run("-q", "cases", env=env)
        workspace.run("-q", "cases", "-n", "1", env=env)
        workspace.verbatim("review", "--list", env=env)
        assert len(forked) == 3
    rows = (workspace.root / "told.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(row) for row in rows]
    assert [Path(one["arguments"][0]).name for one in told] == 2 * [
        *("__main__.py", "-c", "__main__.py", "verbatim")
    ]
    for one, fresh in zip(told[:4], told[4:], strict=True):
        assert one == fresh


def test_how_a_forked_process_ended_is_told(workspace: Workspace, forked: list[int]) -> None:
    """Its exit status, or the signal of which it died; nothing of it is left for the next."""
    workspace.case("policy")
    assert workspace.run("--no-such-option").ret == pytest.ExitCode.USAGE_ERROR
    dying = "import os, sys\nsys.left = True\nos.kill(os.getpid(), 9)\n"
    workspace.write("conftest.py", dying)
    assert workspace.run().ret == -signal.SIGKILL
    workspace.write("conftest.py", "import sys\nassert not hasattr(sys, 'left')\n")
    assert workspace.run("--collect-only").ret == pytest.ExitCode.OK
    assert len(forked) == 3
