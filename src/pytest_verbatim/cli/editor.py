"""The user's editor, opened at a line. Beside git the only program that is ever started."""

import os
import shlex
import subprocess
from pathlib import Path

from pytest_verbatim.errors import UsageError

_PLUS_LINE = frozenset("emacs emacsclient joe kak micro nano ne nvim vi vim".split())
_PATH_LINE = frozenset({"hx", "subl", "zed"})
_GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})


def editor_command(editor: str, path: Path, line: int) -> list[str]:
    """Return the command that opens a file at a 1-based line, as far as the editor is known.

    Raises:
        UsageError: `editor` is empty, or has a quote that does not end.
    """
    try:
        words = shlex.split(editor)
    except ValueError as error:
        raise UsageError(f"$EDITOR is {editor!r}: {error}") from None
    if not words:
        raise UsageError("neither $VISUAL nor $EDITOR is set; set one, or edit beside this")
    name = Path(words[0]).name
    if name in _PLUS_LINE:
        return [*words, f"+{line}", os.fspath(path)]
    if name in _GOTO:
        return [*words, "--wait", "--goto", f"{path}:{line}"]
    return [*words, f"{path}:{line}" if name in _PATH_LINE else os.fspath(path)]


def edit(path: Path, line: int) -> None:
    """Open a file in $VISUAL or $EDITOR and wait until it is closed.

    Raises:
        UsageError: there is no editor, or it cannot be started.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    command = editor_command(named, path, line)
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        raise UsageError(f"{command[0]} cannot be started: {error.strerror}") from error
