"""`Texts`: what stands in the files of a tree besides code: strings, settings, words anywhere."""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pytest_verbatim.rustfile import Facts

_SETTING = re.compile(r"^[ \t]*(?:#[ \t]*)?(?:[\w-]+\.)*(\w+)[ \t]*=", re.MULTILINE)


@dataclass(frozen=True)
class Texts:
    """The texts of a tree: path -> facts of its Rust files, the paths of others, their bytes."""

    files: Mapping[str, Facts]
    others: tuple[str, ...]
    read: Callable[[str], bytes]

    def of(self, path: str) -> str:
        """Return the text of a file, bad bytes replaced."""
        return self.read(path).decode("utf-8", "replace")

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """Return the contents of the string literals, file by file."""
        return tuple(string for facts in self.files.values() for string in facts.strings)

    @cached_property
    def whole_strings(self) -> frozenset[str]:
        """Return the contents of the string literals, to look one up."""
        return frozenset(self.strings)

    @cached_property
    def settings(self) -> frozenset[str]:
        """Return the keys of configuration files, `Cargo.toml` aside: users know them."""
        paths = (path for path in self.others if path.endswith((".toml", ".env")))
        texts = (self.of(path) for path in paths if posixpath.basename(path) != "Cargo.toml")
        return frozenset(key for text in texts for key in _SETTING.findall(text))

    def has_word(self, word: str) -> bool:
        """Return whether a word stands in a string, or in a file that is not Rust."""
        whole = whole_word(word)
        if any(word in string and whole.search(string) for string in self.strings):
            return True
        return any(word in text and whole.search(text) for text in self._plain)

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        kinds = (".toml", ".sql", ".env")
        return tuple(self.of(path) for path in self.others if path.endswith(kinds))


def whole_word(word: str) -> re.Pattern[str]:
    """Return a pattern that finds a word where no letter, digit or `_` stands beside it."""
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
