"""Reading a small TOML file with keys that are known: the pin and `dataset.toml`.

Errors name the file and, as far as it can be told, the line.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pytest_verbatim.config.toml_lines import KeyPath, toml_lines
from pytest_verbatim.errors import ConfigError
from pytest_verbatim.files import Read


class TomlFile:
    """A TOML file that was read: its table, and the places of its keys for messages."""

    def __init__(self, path: Path, shown: str, read: Read = Path.read_bytes) -> None:
        """Read `path`; `shown` is how messages name it, relative to the project.

        Raises:
            ConfigError: unreadable, not UTF-8, or not TOML.
        """
        self.shown = shown
        try:
            self._text = read(path).decode("utf-8")
        except OSError as error:
            raise ConfigError(f"{shown}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise ConfigError(f"{shown}: is not UTF-8 (byte {error.start})") from error
        try:
            self.table: dict[str, Any] = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{shown}{_at(error)}: is not TOML: {error}") from error

    def fail(self, key: str, problem: str) -> ConfigError:
        """Return the error that says what is wrong with a key, and on which line."""
        found = re.search(rf"^[ \t]*\[?{re.escape(key)}[ \t]*[\]=.]", self._text, re.MULTILINE)
        line = f":{self._text.count(chr(10), 0, found.start()) + 1}" if found else ""
        return ConfigError(f"{self.shown}{line}: {problem}")

    @cached_property
    def lines(self) -> Mapping[KeyPath, int]:
        """Return the 1-based line of every key, table and list element of the file."""
        return toml_lines(self._text)

    def fail_at(self, path: KeyPath, problem: str) -> ConfigError:
        """Return the error that says what is wrong at a place, with the nearest line around it."""
        line = nearest_line(self.lines, path)
        return ConfigError(f"{self.shown}{f':{line}' if line else ''}: {problem}")

    def require_known(self, known: Collection[str], table: str = "") -> None:
        """Refuse keys that are not in `known`, in the file or in one of its tables.

        Raises:
            ConfigError: names the first unknown key and lists the known ones.
        """
        there = self.table[table] if table else self.table
        for key in there:
            if key not in known:
                place = f" in [{table}]" if table else ""
                listed = ", ".join(sorted(known))
                raise self.fail(key, f"unknown key `{key}`{place}; there are {listed}")

    def string(self, key: str, default: str | None = None) -> str:
        """Return a string that is not blank.

        Raises:
            ConfigError: missing (without a default), not a string, or blank.
        """
        value = self.table.get(key, default)
        if value is None:
            raise self.fail(key, f"`{key}` is missing")
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.fail(key, f"`{key}` must be a string with text in it")
        return value

    def subtable(self, key: str) -> dict[str, Any]:
        """Return a table, empty where the file has none.

        Raises:
            ConfigError: the key is there and no table.
        """
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(key, f"`{key}` must be a table: [{key}]")
        return value


def nearest_line(lines: Mapping[KeyPath, int], path: KeyPath) -> int | None:
    """Return the line of a place in a file or of the innermost known one around it, else None."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), None)


def _at(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    return f":{found[1]}:{found[2]}" if found else ""
