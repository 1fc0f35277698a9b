"""Commands that a person is told to type, quoted so that a shell reads what was meant.

The one place that writes them: wherever one is shown, it can be pasted.
"""

import re
import shlex

from pytest_verbatim.controls import is_hidden

PRUNE = "pytest --prune-snapshots"
"""Removes the snapshots that have no case."""
_COMMIT = re.compile(r"[0-9a-f]{40}")
_BYTES = range(0xDC80, 0xDD00)
"""How Python reads a byte of a path that is no UTF-8."""


def accept_command(case: str) -> str:
    """Return the command that accepts a case, safe to paste whatever its node id holds.

    A character that cannot be seen stands as an escape, in the quotes of bash and zsh.
    """
    return f"pytest {_quoted(case)} --snapshot-update"


def update_command(revision: str, tag: str = "") -> str:
    """Return the command that moves the pin to a revision, likewise.

    `tag` is what the pin is to call it, "" where the revision is a tag itself; a person who moves
    it to the id of a commit has to find a `NAME`.
    """
    tag = tag or ("NAME" if _COMMIT.fullmatch(revision) else "")
    named = f" --tag {_shell(tag)}" if tag else ""
    return f"verbatim update {_shell(revision)}{named}"


def fetch_command(commit: str) -> str:
    """Return a command that fetches a commit into the cache, likewise."""
    return f"verbatim items --corpus-rev={_shell(commit)}"


def _shell(value: str) -> str:
    return value if shlex.quote(value) == value else _quoted(value)


def _quoted(value: str) -> str:
    if any(is_hidden(one) or one in "\n\t" for one in value):
        return f"$'{''.join(map(_escaped, value))}'"
    return shlex.quote(value) if "'" in value else f"'{value}'"


def _escaped(character: str) -> str:
    if character in "'\\":
        return f"\\{character}"
    if not is_hidden(character) and character not in "\n\t":
        return character
    point = ord(character)
    if point in _BYTES:
        point -= _BYTES[0] - 0x80
    elif point > 0x7F:
        return f"\\U{point:08x}"
    return f"\\x{point:02x}"
