"""The text of a pin with another tag and commit: the two values change, nothing else of it.

Pure: bytes in, bytes out.
"""

import re
import tomllib

from pytest_verbatim.accepted import Revision
from pytest_verbatim.config.toml_lines import toml_lines
from pytest_verbatim.errors import ConfigError

_STRING = r"""(?P<value>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""


def moved_pin(text: bytes, shown: str, to: Revision) -> bytes:
    """Return the bytes of a pin that names a revision; `shown` is how messages name the file.

    `text` is a pin that was read before. Comments, order, line ends and quotes stay.

    Raises:
        ConfigError: a value is written in a way that cannot be changed in its place.
    """
    moved = text.decode("utf-8")
    wanted = {"tag": to.name, "commit": to.commit}
    for key, value in wanted.items():
        moved = _with(moved, shown, key, value)
    before, after = (tomllib.loads(one) for one in (text.decode("utf-8"), moved))
    if after != before | wanted:
        raise ConfigError(f"{shown}: {to.name!r} cannot be written as `tag` in its place")
    return moved.encode("utf-8")


def _with(text: str, shown: str, key: str, value: str) -> str:
    line = toml_lines(text)[key,]
    lines = text.split("\n")
    found = re.match(rf"""\s*["']?{key}["']?\s*=\s*{_STRING}""", lines[line - 1])
    if found is None:
        raise ConfigError(f'{shown}:{line}: write `{key} = "..."` on one line, to have it moved')
    start, end = found.span("value")
    quote = found["value"][0]
    if quote == '"':
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    row = lines[line - 1]
    lines[line - 1] = f"{row[:start]}{quote}{value}{quote}{row[end:]}"
    return "\n".join(lines)
