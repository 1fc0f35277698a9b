"""Processes for nested runs, forked from one that has imported pytest and the package already.

Each is a process of its own, as a fresh one is: its arguments, environment, folder and output are
those of its call, and nothing that it does reaches the next. What it saves is the start, which is
two thirds of a small run. What Python reads at its start alone has to be given to a fresh process.
"""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pytest

AT_START = ("PYTHON", "LC_", "LANG", "TZ")
"""How the variables begin that a forked process would be told of too late."""
NO_XDIST = ("-p", "no:xdist", "-p", "no:xdist.looponfail")
"""Options without which it is imported too early: it keeps the paths that it finds for workers."""


@dataclass(frozen=True, slots=True)
class Call:
    """One process to be."""

    arguments: tuple[str, ...]
    """What follows the interpreter: `-mpytest` or a script, and the arguments of that."""
    folder: str
    environment: dict[str, str]
    stdout: str
    """The path of the file that is written."""
    stderr: str


class Prefork:
    """The process that others are forked from; it starts with the first of them."""

    def __init__(self, *options: str) -> None:
        """Take the options with which pytest loads its plugins."""
        self._options = options
        self._server: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        if self._server is not None:
            self._server.communicate()

    def popen(
        self, command: Sequence[str], *, stdout: IO[str], stderr: IO[str], **_: object
    ) -> "Forked":
        """Start a command, `-mpytest` or a script, as `pytest.Pytester.popen` does.

        The standard input is empty.
        """
        paths = (os.getcwd(), os.environ.get("PYTHONPATH", ""))  # noqa: PTH109  (a string)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        arguments = command[1:] if command[0] == sys.executable else command
        call = Call(tuple(arguments), paths[0], environment, stdout.name, stderr.name)
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, __file__, *self._options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                cwd=os.sep,  # no conftest.py is its business
                env={**os.environ},  # and nothing that C code put beside it
            )
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(json.dumps(asdict(call)), file=self._server.stdin, flush=True)
        return Forked(self._server.stdout)


class Forked:
    """A process that was forked; as much of `subprocess.Popen` as pytester uses."""

    stdin = None

    def __init__(self, answers: IO[str]) -> None:
        """Take where its exit status will be told."""
        self._answers = answers

    def wait(self) -> int:
        """Return its exit status; negative where it died of a signal."""
        told = self._answers.readline()
        assert told, "nothing is left to fork from; what it said last went to stderr"
        return int(told)


class _Imports:
    """A plugin that imports the whole package where pytest would import a plugin."""

    def pytest_configure(self) -> None:
        import pytest_verbatim

        for module in pkgutil.walk_packages(pytest_verbatim.__path__, "pytest_verbatim."):
            importlib.import_module(module.name)


def _serve(options: Sequence[str]) -> Call:
    """Fork for each call on the standard input; return it, in the process that was forked.

    The exit status of each goes to the standard output, once it ended.
    """
    calls, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.dup(1)
    _redirect(0, os.devnull)
    _redirect(1, os.devnull)
    status = pytest.main([*options, "-c", os.devnull, "--help"], plugins=[_Imports()])
    if status:
        sys.exit(status)
    gc.freeze()
    for line in calls:
        child = os.fork()
        if not child:
            os.close(answers)
            return Call(**json.loads(line))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(answers, b"%d\n" % status)
    sys.exit(0)


def _redirect(handle: int, path: str) -> None:
    opened = os.open(path, os.O_WRONLY if handle else os.O_RDONLY)
    os.dup2(opened, handle)
    os.close(opened)


def _become(call: Call) -> None:
    """Do what a fresh interpreter does with such arguments."""
    os.chdir(call.folder)
    _redirect(1, call.stdout)
    _redirect(2, call.stderr)
    os.environ.clear()
    os.environ.update(call.environment)
    script, *arguments = call.arguments
    first = call.folder if script == "-mpytest" else str(Path(script).parent)
    sys.path[:1] = [first, call.folder]
    sys.argv = [script, *arguments]
    if script == "-mpytest":
        runpy.run_module("pytest", run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    _become(_serve(sys.argv[1:]))
