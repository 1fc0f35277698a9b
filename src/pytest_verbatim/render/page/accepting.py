"""What has to be done before a change can be accepted, and the command that accepts it."""

import shlex
from collections.abc import Iterator

from pytest_verbatim.change import Change
from pytest_verbatim.render.page.markup import is_hidden

_BYTES = range(0xDC80, 0xDD00)
"""How Python reads a byte of a path that is no UTF-8."""


def accept_command(case: str) -> str:
    """Return the command that accepts a case, safe to paste whatever its node id holds.

    A character that cannot be seen stands as an escape, in the quotes of bash and zsh.
    """
    return f"pytest {_quoted(case)} --snapshot-update"


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


def steps(change: Change) -> Iterator[str]:
    """Yield what comes before the command, a sentence each."""
    if change.findings:
        yield "Mend the findings: a case that has any is not accepted."
    if change.carried and not change.at_pin:
        yield (
            f"`verbatim update {change.new_revision}` carries it over; nothing in the prose "
            "depends on what changed."
        )
        return
    if not change.at_pin:
        yield f"Move the pin with `verbatim update {change.new_revision}`."
    if change.is_drift:
        yield "Read prompt and think against the new code and mend them, then accept:"
    else:
        yield "Read it, then accept:"
