"""The user's editor, opened at a line. Beside git the only program that is ever started."""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pytest_verbatim.errors import UsageError

_VARIABLES = ("VISUAL", "EDITOR")
_PLUS_LINE = frozenset("emacs emacsclient joe kak micro nano ne nvim vi vim".split())
_PATH_LINE = frozenset({"hx", "subl", "zed"})
_GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})
_FROM_KEYS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name))
"""What a terminal sends to the editor and to us, as we are in one group."""


def named_editor(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the variable that names an editor, and its value.

    Raises:
        UsageError: none does.
    """
    for name in _VARIABLES:
        if environment.get(name, "").strip():
            return name, environment[name]
    raise UsageError("neither $VISUAL nor $EDITOR is set; set one, or edit beside this")


def editor_command(name: str, value: str, path: Path, line: int) -> list[str]:
    """Return the command that opens a file at a 1-based line, as far as the editor is known.

    Args:
        name: the variable that the value is from, for the message.
        value: a program and its arguments, quoted as in a shell.
        path: the file.
        line: the line.

    Raises:
        UsageError: `value` has a quote that does not end, or names no program.
    """
    try:
        words = shlex.split(value)
    except ValueError as error:
        raise UsageError(f"${name} is {value!r}: {str(error).lower()}") from None
    if not words or not words[0]:
        raise UsageError(f"${name} is {value!r}: it names no program")
    program = Path(words[0]).name
    if program in _PLUS_LINE:
        return [*words, f"+{line}", os.fspath(path)]
    if program in _GOTO:
        return [*words, "--wait", "--goto", f"{path}:{line}"]
    return [*words, f"{path}:{line}" if program in _PATH_LINE else os.fspath(path)]


def edit(path: Path, line: int) -> None:
    """Open a file in $VISUAL or $EDITOR and wait until it is closed.

    Raises:
        UsageError: there is no file or no editor, it cannot be started, or it ended in failure.
    """
    name, value = named_editor(os.environ)
    command = editor_command(name, value, path, line)
    if not path.is_file():
        raise UsageError(f"{path} is not there any more")
    try:
        with _left_to_the_editor():
            status = subprocess.run(command, check=False).returncode
    except OSError as error:
        told = error.strerror or type(error).__name__
        raise UsageError(f"${name}: {command[0]} cannot be started: {told}") from error
    if status:
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        raise UsageError(f"${name}: {command[0]} {how}")


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Let signals from the keyboard pass us by; the editor has its own way with them.

    A handler that does nothing, and not "ignore", which the editor would inherit.
    """
    before = {one: signal.signal(one, lambda *_: None) for one in _FROM_KEYS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
