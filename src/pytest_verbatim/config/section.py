"""`Section`: a table of a TOML file, its values typed, its faults told with file and line."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_verbatim.config.file import TomlFile
from pytest_verbatim.config.toml_lines import KeyPath
from pytest_verbatim.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Section:
    """A table at a path of a file. Each method that reads a key says what `None` stands for."""

    toml: TomlFile
    path: KeyPath
    table: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Return its header as one would write it."""
        if not self.path:
            return self.toml.shown
        name = ".".join(key for key in self.path if isinstance(key, str))
        many = isinstance(self.path[-1], int)
        return f"[[{name}]]" if many else f"[{name}]"

    def fail(self, problem: str, *below: str | int) -> ConfigError:
        """Return the error about this table, or about what is `below` it."""
        return self.toml.fail_at((*self.path, *below), problem)

    def require_known(self, known: Collection[str]) -> None:
        """Refuse keys that are not in `known`.

        Raises:
            ConfigError: names the first one and lists the known ones.
        """
        for key in self.table:
            if key not in known:
                listed = ", ".join(sorted(known))
                problem = f"unknown key `{key}` in {self.title}; there are {listed}"
                raise self.fail(problem, key)

    def section(self, key: str) -> "Section | None":
        """Return a table inside this one, None where there is none.

        Raises:
            ConfigError: the key is there and no table.
        """
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fail(f"`{key}` in {self.title} must be a table", key)
        return Section(self.toml, (*self.path, key), value)

    def sections(self, key: str) -> "Iterator[Section]":
        """Yield the tables of a list of tables.

        Raises:
            ConfigError: the key is there and something else.
        """
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            name = ".".join(key for key in (*self.path, key) if isinstance(key, str))
            raise self.fail(f"`{key}` in {self.title} must be tables: [[{name}]]", key)
        for at, table in enumerate(value):
            yield Section(self.toml, (*self.path, key, at), table)

    def text(self, key: str) -> str:
        """Return a string that is not blank.

        Raises:
            ConfigError: missing, not a string, or blank.
        """
        value = self.table.get(key)
        if value is None:
            raise self.fail(f"{self.title} needs `{key}`")
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"`{key}` in {self.title} must be a string with text in it", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings that are not blank; none where the key is missing.

        Raises:
            ConfigError: something else.
        """
        value = self.table.get(key, [])
        if not isinstance(value, list):
            raise self.fail(f"`{key}` in {self.title} must be a list of strings", key)
        for at, one in enumerate(value):
            if not isinstance(one, str) or not one.strip():
                problem = f"`{key}` in {self.title} holds {one!r}, which is no string with text"
                raise self.fail(problem, key, at)
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is missing.

        Raises:
            ConfigError: something else.
        """
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"`{key}` in {self.title} must be true or false", key)
        return value

    def count(self, key: str, least: int = 0) -> int | None:
        """Return a whole number from `least` on, None where the key is missing.

        Raises:
            ConfigError: something else.
        """
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.fail(f"`{key}` in {self.title} must be a whole number from {least} on", key)
        return value
