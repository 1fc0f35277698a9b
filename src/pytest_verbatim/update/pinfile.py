"""The text of a pin with another tag and commit: the two values change, nothing else of it.

Pure: bytes in, bytes out.
"""

import re

from pytest_verbatim.accepted import Revision
from pytest_verbatim.config.toml_lines import toml_lines
from pytest_verbatim.errors import ConfigError

_STRING = r"""(?P<value>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')\s*(?:\#.*)?"""
"""A string on one line, and what may stand behind it there."""


def moved_pin(text: bytes, shown: str, to: Revision) -> bytes:
    """Return the bytes of a pin that names a revision; `shown` is how messages name the file.

    `text` is a pin that was read before. Comments, order, line ends and quotes stay.

    Raises:
        ConfigError: a value is written in a way that cannot be changed in its place.
    """
    moved = text.decode("utf-8")
    for key, value in (("tag", to.name), ("commit", to.commit)):
        moved = _with(moved, shown, key, value)
    return moved.encode("utf-8")


def _with(text: str, shown: str, key: str, value: str) -> str:
    line = toml_lines(text)[key,]
    lines = text.split("\n")
    row = lines[line - 1]
    found = re.fullmatch(rf"""\s*["']?{key}["']?\s*=\s*{_STRING}""", row)
    if found is None:
        raise ConfigError(f'{shown}:{line}: write `{key} = "..."` on one line, to have it moved')
    start, end = found.span("value")
    quote = found["value"][0]
    said = value.replace("\\", "\\\\").replace('"', '\\"') if quote == '"' else value
    if quote == "'" and "'" in value:
        raise ConfigError(f"{shown}:{line}: {value!r} cannot be written there; use double quotes")
    lines[line - 1] = f"{row[:start]}{quote}{said}{quote}{row[end:]}"
    return "\n".join(lines)
