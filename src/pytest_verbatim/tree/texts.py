"""`Texts`: what stands in the files of a tree besides code: strings, settings, words anywhere."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_verbatim.rustfile import Facts

_SETTING = re.compile(r"^[ \t]*(?:#[ \t]*)?(?:[\w-]+\.)*(\w+)[ \t]*=", re.MULTILINE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Texts:
    """The texts of a tree: path -> facts of its Rust files, the paths of others, their bytes.

    `read_all` returns path -> bytes of several files, at the price of one.
    """

    files: Mapping[str, Facts]
    others: tuple[str, ...]
    read_all: Callable[[Sequence[str]], Mapping[str, bytes]]

    def of(self, path: str) -> str:
        """Return the text of a file, bad bytes replaced."""
        return next(self._of_each([path]))

    def _of_each(self, paths: Sequence[str]) -> Iterator[str]:
        found = self.read_all(paths)
        return (found[path].decode("utf-8", "replace") for path in paths)

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
        paths = [
            path
            for path in self.others
            if path.endswith((".toml", ".env")) and posixpath.basename(path) != "Cargo.toml"
        ]
        return frozenset(key for text in self._of_each(paths) for key in _SETTING.findall(text))

    def in_strings(self, text: str, *, any_case: bool = False) -> bool:
        """Return whether a text stands in a string literal, whole or as a part."""
        return text.lower() in self._lower_joined if any_case else text in self._joined

    @cached_property
    def _joined(self) -> str:
        return "\0".join(self.strings)  # no text that is looked for holds the mark between them

    @cached_property
    def _lower_joined(self) -> str:
        return self._joined.lower()

    def has_word(self, word: str) -> bool:
        """Return whether a word stands in a string, or in a file that is not Rust."""
        if _WORD.fullmatch(word):
            return word in self._words
        whole = _whole(word)
        return any(whole.search(text) for text in (*self.strings, *self._plain) if word in text)

    def file_has_word(self, path: str, word: str) -> bool:
        """Return whether a word stands anywhere in a file, comments included."""
        if _WORD.fullmatch(word):
            return word in self._words_of(path)
        return _whole(word).search(self.of(path)) is not None

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(w for text in (*self.strings, *self._plain) for w in _WORD.findall(text))

    def _words_of(self, path: str) -> frozenset[str]:
        if path not in self._words_by_file:
            self._words_by_file[path] = frozenset(_WORD.findall(self.of(path)))
        return self._words_by_file[path]

    @cached_property
    def _words_by_file(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        kinds = (".toml", ".sql", ".env")
        return tuple(self._of_each([path for path in self.others if path.endswith(kinds)]))


def _whole(word: str) -> re.Pattern[str]:
    """Return a pattern that finds a word where no letter, digit or `_` stands beside it."""
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
