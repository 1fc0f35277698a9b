"""`Shown`: what the parts of an example show, by name, and the pieces of code to read in a part.

Whole impls, traits and inline modules show their members; a member that is chosen alone shows its
shell too. Imports show nothing: a `use` is no definition.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from pytest_verbatim.links.meaning import Meaning, Name
from pytest_verbatim.rustfile import Entry, Item, Lines, Token
from pytest_verbatim.source.corpus import Corpus

_SHELLS = frozenset({"impl", "trait"})


class Part(Protocol):
    """A part of an example: the items chosen from one file. An `Excerpt` is one."""

    @property
    def file(self) -> str:
        """Return the path of the file."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the chosen items."""


class Target(NamedTuple):
    """A definition that a part shows: the number of the part, the file, the item and a line."""

    part: int
    file: str
    entry: Entry
    line: int


class Piece(NamedTuple):
    """Tokens to read in one go: an item, or the shell around its members.

    `item` is its full path; `container` that of the impl or trait it belongs to, or is; "" without.
    """

    item: str
    container: str
    tokens: tuple[Token, ...]


class Shown:
    """Definitions by name: items at file level, variants and members; shells by type and trait."""

    def __init__(self, parts: Sequence[Part], corpus: Corpus, meaning: Meaning) -> None:
        """Take the parts; items that are test code are passed over."""
        self._corpus = corpus
        self._index = corpus.index
        self._meaning = meaning
        self.items: defaultdict[str, list[Target]] = defaultdict(list)
        self.variants: defaultdict[str, list[Target]] = defaultdict(list)
        self.members: defaultdict[str, list[Target]] = defaultdict(list)
        self.shells: defaultdict[Name, list[Target]] = defaultdict(list)
        self.by_file: defaultdict[str, list[Target]] = defaultdict(list)
        for number, part in enumerate(parts):
            for entry, chosen in self._entries(part):
                self._add(Target(number, part.file, entry, entry.first), chosen=chosen)

    def _add(self, target: Target, *, chosen: bool) -> None:
        entry = target.entry
        if entry.kind == "impl" or not chosen:
            subject = self._meaning.subject(target.file, entry.path)
            for name in subject.traits if entry.kind == "trait" else subject.types:
                self.shells[name].append(target)
        elif entry.container:
            self.members[entry.name].append(target)
        elif entry.kind != "mod":
            self.items[entry.name].append(target)
            self.by_file[target.file].append(target)
            for variant in self._index.files[target.file].variants:
                if variant.owner == entry.path:
                    self.variants[variant.name].append(target._replace(line=variant.line))

    def _entries(self, part: Part) -> Iterator[tuple[Entry, bool]]:
        """Yield what a part shows in source order: items, what stands inside them, and shells.

        Each with whether it was chosen, itself or with what it stands in.
        """
        facts = self._index.files.get(part.file)
        if facts is None:
            return
        paths = {str(item.path) for item in part.items if item.kind != "use" and not item.test}
        shells = {entry.container for entry in facts.items if entry.path in paths}
        end = 0
        for entry in facts.items:
            if entry.kind == "use":
                continue
            chosen = entry.path in paths or entry.last <= end
            if chosen:
                end = max(end, entry.last)
            if chosen or entry.path in shells:
                yield entry, chosen

    def pieces(self, part: Part) -> Iterator[Piece]:
        """Yield the code of a part, member by member; of a shell its header alone."""
        tokens = self._corpus.tokens(part.file)
        for entry, _ in self._entries(part):
            if entry.kind in _SHELLS:
                last = max(self._header_end(part.file, entry), entry.first)
                yield Piece(entry.path, entry.path, tokens.on(Lines(entry.first, last)))
            elif entry.kind != "mod":
                lines = Lines(entry.first, entry.last)
                yield Piece(entry.path, entry.container, tokens.on(lines))

    def _header_end(self, file: str, shell: Entry) -> int:
        inside = (one for one in self._index.files[file].items if one.container == shell.path)
        return min((one.first - 1 for one in inside), default=shell.last)
