"""What has to be done before a change can be accepted, and the commands that accept it."""

import shlex
from collections.abc import Iterator

from pytest_verbatim.change import Change
from pytest_verbatim.drift import Kind
from pytest_verbatim.render.controls import is_hidden

_GONE = "code.gone"
_BYTES = range(0xDC80, 0xDD00)
"""How Python reads a byte of a path that is no UTF-8."""


def accept_command(case: str) -> str:
    """Return the command that accepts a case, safe to paste whatever its node id holds.

    A character that cannot be seen stands as an escape, in the quotes of bash and zsh.
    """
    return f"pytest {_quoted(case)} --snapshot-update"


def update_command(revision: str) -> str:
    """Return the command that moves the pin to a revision, likewise."""
    return f"verbatim update {_shell(revision)}"


def fetch_command(revision: str) -> str:
    """Return a command that fetches a revision into the cache, likewise."""
    return f"verbatim items --corpus-rev={_shell(revision)}"


def commands(change: Change) -> tuple[str, ...]:
    """Return the commands that accept a change, in their order; the first may move the pin.

    None accepts a case of whose code nothing is left.
    """
    update = update_command(change.new_revision)
    if change.carried:
        return (update,)
    move = () if change.at_pin else (update,)
    return move if is_gone(change) else (*move, accept_command(change.case))


def is_gone(change: Change) -> bool:
    """Return whether nothing is left of the code of a case."""
    return any(finding.code == _GONE for finding in change.findings)


def steps(change: Change) -> Iterator[str]:
    """Yield what a person does for that, a sentence each; the commands come behind them."""
    if is_gone(change):
        moved = "Move the pin first; then show" if not change.at_pin else "Show"
        yield f"{moved} other code, or remove the case."
        return
    if change.in_the_way and not change.carried:
        yield "Mend the findings: a case that has any is not accepted."
    if change.carried:
        yield "The update carries it over; nothing in the prose depends on what changed:"
        return
    if not change.at_pin:
        yield "Move the pin first: nothing is accepted at another revision."
    if Kind.RENAMED in change.fates or Kind.MOVED in change.fates:
        yield "Write the new path into the case."
    if Kind.DELETED in change.fates:
        yield "Show other code for what is gone, or remove the case."
    if change.is_drift:
        yield "Read prompt and think against the new code and mend them, then accept:"
    else:
        yield "Read it, then accept:"


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
