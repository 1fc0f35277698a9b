"""`Names`: what is wrong with the names of a text, as the tree and an example's scope tell.

A name is right where it is in scope. What the tree defines elsewhere has to be introduced: the
text names the file or module that it stands in, or what it belongs to. Names of the standard
library and of crates pass where the tree itself uses them; otherwise the dataset's vocabulary has
to vouch for them. A crate has to be used by the code in scope, or by a file that the text names.
What is found is said as a value; which sentence it was is the caller's business. Each kind of name
has a module of its own beside this one.

Source: design, "Claims" (names in the prose).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_verbatim.names.crates import crate_fault, is_crate, is_left_out
from pytest_verbatim.names.fault import NameFault
from pytest_verbatim.names.files import file_fault, introduced_by, place_fault
from pytest_verbatim.names.paths import path_fault
from pytest_verbatim.names.plain import attribute_fault
from pytest_verbatim.names.scope import Scope
from pytest_verbatim.names.texts import is_quoted_string, text_fault
from pytest_verbatim.names.view import NOTHING_TOLD, Said, Told, View
from pytest_verbatim.prose.mention import Mention
from pytest_verbatim.tree.index import Index

_TEST = re.compile(r"\b[Tt]est")
_NEAR = 3
"""So many sentences behind one that names a file, all its names may be spoken of."""


@dataclass(frozen=True)
class Names:
    """The names of one example: its scope, the tree, and words that its dataset vouches for."""

    scope: Scope
    index: Index
    vocabulary: frozenset[str] = frozenset()

    @cached_property
    def _view(self) -> View:
        return View(self.scope, self.index)

    def faults(
        self, spoken: Sequence[tuple[str, Sequence[Mention]]], told: Told = NOTHING_TOLD
    ) -> Iterable[tuple[int, Mention, NameFault]]:
        """Yield (index of the sentence, mention, fault) for a text.

        It is given as its sentences, each with its mentions; the tree's crates are among these.
        `told` is what the reader knows by then: from the prompt, where this is the reasoning. A
        file that is named introduces its names to the sentences behind; to all the rest, where
        the file has to do with the shown code. A name that was introduced once stays so.
        """
        mentioned = [mentions for _, mentions in spoken]
        named = [introduced_by(found, self.index) for found in mentioned]
        lasting, names = told.files, set(told.names)
        for at, found in enumerate(mentioned):
            lasting |= named[at] & self._view.related
            near = lasting.union(*named[max(0, at - _NEAR) : at + 1])
            around = (*mentioned[at - 1], *found) if at else found
            for mention in found:
                said = Said(mention, spoken[at][0], around, near, frozenset(names))
                fault = self._fault(said)
                if fault is not None and not self._is_of_tests(said, fault):
                    yield at, mention, fault
                else:
                    names.update(mention.names)

    def _fault(self, said: Said) -> NameFault | None:
        mention, view = said.mention, self._view
        if mention.text.rstrip("!") in self.vocabulary or mention.last in self.vocabulary:
            return None
        if is_quoted_string(said, view):
            return None
        if mention.kind == "file":
            return file_fault(said, view)
        if mention.kind == "text" and not is_crate(mention, view):
            return text_fault(mention, view)
        if is_crate(mention, view):
            fault = crate_fault(said, view)
            return None if fault is None or is_left_out(said) else fault
        if mention.kind == "attribute":
            return attribute_fault(said, view)
        return path_fault(said, view) or place_fault(said, view)

    def _is_of_tests(self, said: Said, fault: NameFault) -> bool:
        """Return whether a name stands in test code, and the sentence says that it is a test."""
        if not said.mention.names or not _TEST.search(said.sentence):
            return False
        if fault.fault == "unknown-member":
            return False
        known = self.index.definitions(said.mention.last)
        files = (*self.index.tests, *(() if known else self.index.files))
        has = self.index.texts.file_has_word
        return any(all(has(path, name) for name in said.mention.names) for path in files)
