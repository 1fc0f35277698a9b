"""`View`: what the names of one example are held against; `Said`: a name as a text has it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_verbatim.names.known import SPOKEN, is_known
from pytest_verbatim.names.related import related_files
from pytest_verbatim.names.scope import Scope
from pytest_verbatim.prose.mention import Mention
from pytest_verbatim.rustfile.naming import KEYWORDS
from pytest_verbatim.tree.definitions import STD_PRELUDE, TYPE_KINDS
from pytest_verbatim.tree.index import Index
from pytest_verbatim.tree.outside import STD

_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader knows from another text: files by path or module, and names as written."""

    files: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Said:
    """A mention as a text has it: its sentence, and what the reader has been told by then.

    `around` are the mentions of the sentence and of the one before it, `introduced` the files that
    the text names by path or module, near this sentence, or before it if they have to do with
    the shown code. `told` are the names, as written, that were in their place before.
    """

    mention: Mention
    sentence: str
    around: Sequence[Mention]
    introduced: frozenset[str]
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class View:
    """The scope of one example beside the whole tree."""

    scope: Scope
    index: Index

    def has(self, name: str) -> bool:
        """Return whether a name is in scope, or needs none: a keyword, a word of SQL, a letter."""
        return (
            name in self.scope.names
            or name in self._words
            or name in STD_PRELUDE
            or name in KEYWORDS
            or name in SPOKEN
            or name.isdigit()
            or len(name) == 1
        )

    def knows(self, names: tuple[str, ...]) -> bool:
        """Return whether a path is of std or of a crate, and needs no tree to be known."""
        return is_known(names, self.scope.crates)

    def is_near(self, name: str) -> bool:
        """Return whether a name from outside comes from a crate that the code in scope uses."""
        if self.knows((name,)):
            return True
        return any(
            one in self.scope.crates or one in STD for one in self.index.outside.crates_of(name)
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        """Return the words of strings in scope, and names as serde writes them there.

        A string that names a function, as `default = "default_limit"` does, is no word of its own.
        """
        words = {word for string in self.scope.strings for word in _WORD.findall(string)}
        for file in self.scope.files:
            words |= self.index.renamed_in(file)
        return frozenset(word for word in words if not self._is_function(word))

    def _is_function(self, word: str) -> bool:
        return "_" in word and any(d.kind in {"fn", "method"} for d in self.index.definitions(word))

    @cached_property
    def types(self) -> frozenset[str]:
        """Return the names of the types that the shown code uses."""
        entries = (used.entry for used in self.scope.used if used.leads)
        return frozenset(entry.name for entry in entries if entry.kind in TYPE_KINDS)

    @cached_property
    def related(self) -> frozenset[str]:
        """Return the files that have to do with the shown code."""
        return related_files(self.scope, self.index)
