"""`Dataset`: what one `dataset.toml` says about a folder of cases.

Knows no example. Source: design, "Rules" and "Layout".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pytest_verbatim.config.file import TomlFile, nearest_line
from pytest_verbatim.config.pin import is_plain_path
from pytest_verbatim.config.rules import Rules, read_rules
from pytest_verbatim.config.toml_lines import KeyPath
from pytest_verbatim.files import Read
from pytest_verbatim.finding import Where
from pytest_verbatim.prose.form import forbidden_tokens

FILE_NAME = "dataset.toml"
_KEYS = frozenset({"corpus", "system", "title", "scope", "target", "rules", "vocabulary"})


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: `name` is its folder's, `shown` the path of its `dataset.toml` for messages.

    `cover` are the files it is about: every example shows at least one item of theirs, and
    coverage counts their items; empty where it is about no file in particular. `also` are
    patterns (`*` within a folder's name or across folders) of further files that may be shown.
    `smallest` and `largest` are how many examples it aims for. `lines` are those of the keys of its
    `dataset.toml`; `where` looks them up.
    """

    name: str
    shown: str
    corpus: str
    system: str
    title: str
    cover: tuple[str, ...]
    also: tuple[str, ...]
    smallest: int
    largest: int
    rules: Rules = field(default_factory=Rules)
    lines: Mapping[KeyPath, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def file_name(self) -> str:
        """Return the name of the JSONL file it becomes."""
        return f"{self.name}.jsonl"

    @property
    def target(self) -> str:
        """Return the number of examples aimed for, as people write it."""
        return f"{self.smallest}-{self.largest}"

    @property
    def has_rules(self) -> bool:
        """Return whether its `dataset.toml` has a table [rules]; without, it is not held to any."""
        return ("rules",) in self.lines

    def where(self, *path: str | int) -> Where:
        """Return the place of a key of its `dataset.toml`, or of what is nearest around it."""
        return Where(self.shown, nearest_line(self.lines, path))

    def covers(self, file: str) -> bool:
        """Return whether the dataset is about this file of the corpus."""
        return file in self.cover

    def admits(self, file: str) -> bool:
        """Return whether this file of the corpus may be shown."""
        return self.covers(file) or any(fnmatchcase(file, pattern) for pattern in self.also)


def read_dataset(folder: Path, shown: str, read: Read = Path.read_bytes) -> Dataset:
    """Return the dataset in a folder; `shown` is how messages name its `dataset.toml`.

    Raises:
        ConfigError: there is no such file, it is not TOML, or a key is missing, unknown or wrong.
    """
    toml = TomlFile(folder / FILE_NAME, shown, read)
    toml.require_known(_KEYS)
    scope = toml.subtable("scope")
    target = toml.subtable("target")
    toml.require_known({"cover", "also"}, "scope") if scope else None
    toml.require_known({"min", "max"}, "target") if target else None
    system = toml.string("system")
    for line, token in forbidden_tokens(system):
        raise toml.fail("system", f"`system` holds {token} (line {line} of it)")
    smallest, largest = _count(toml, target, "min"), _count(toml, target, "max")
    if smallest > largest:
        raise toml.fail("max", "`max` is smaller than `min`")
    return Dataset(
        name=folder.name,
        shown=shown,
        corpus=toml.string("corpus"),
        system=system,
        title=toml.string("title", folder.name.replace("_", " ")),
        cover=_paths(toml, scope, "cover"),
        also=_paths(toml, scope, "also"),
        smallest=smallest,
        largest=largest,
        rules=read_rules(toml),
        lines=toml.lines,
    )


def _count(toml: TomlFile, target: dict[str, Any], key: str) -> int:
    if not target:
        raise toml.fail("target", "[target] is missing, with `min` and `max`: how many examples")
    value = target.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise toml.fail(key, f"`{key}` in [target] must be a whole number from 1 on")
    return value


def _paths(toml: TomlFile, scope: dict[str, Any], key: str) -> tuple[str, ...]:
    value = scope.get(key, [])
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise toml.fail(key, f"`{key}` in [scope] must be a list of paths")
    for path in value:
        if not isinstance(path, str) or not is_plain_path(path):
            raise toml.fail(
                key, f"`{key}` in [scope] holds {path!r}, which is no path below the subtree"
            )
    return tuple(value)
