"""`Meaning`: which types and traits of a tree a name in a file stands for, and what an impl is of.

Types are told apart by the file that defines them, so that the `Error` of one module is not that of
another. By syntax and names only: no type is inferred. A name that a macro must have made counts
as a type of the module in which it is looked for: `message::ActiveModel`, where that file holds a
derive and no `ActiveModel`.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from pytest_verbatim.rustfile import Lines, Token
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.definitions import STD_PRELUDE, TYPE_KINDS, Definition

_HEAD = re.compile(r"[&\s]*(?:'\w+\s+)?(?:mut\s+)?(?:dyn\s+)?(\w+(?:\s*::\s*\w+)*)")
_PATH = re.compile(r"\w+(?:::\w+)*")
_WORD = re.compile(r"[^\W\d]\w*")
_FOR = re.compile(r" for (?!<)")
_TYPES = TYPE_KINDS | {"derived", "macro_call"}
_STD_DERIVES = frozenset("Clone Copy Debug Default Eq Hash Ord PartialEq PartialOrd".split())

Path = tuple[str, ...]


class Name(NamedTuple):
    """A type or trait of the tree: the file that defines or makes it, and its name there."""

    file: str
    name: str


class Subject(NamedTuple):
    """What members belong to: the types and traits of the tree that an impl or trait is about.

    `foreign` is true where the trait is from outside the tree. A trait's own members have no type.
    """

    types: frozenset[Name] = frozenset()
    traits: frozenset[Name] = frozenset()
    foreign: bool = False


class Meaning:
    """What names mean in the files of a corpus; each is worked out once."""

    def __init__(self, corpus: Corpus) -> None:
        """Take the corpus, whose index must not change meanwhile."""
        self._corpus = corpus
        self._index = corpus.index
        self._items: dict[tuple[str, Path], tuple[Definition, ...]] = {}
        self._types: dict[tuple[str, Path], frozenset[Name]] = {}
        self._subjects: dict[tuple[str, str], Subject] = {}

    def items(self, file: str, path: Path) -> tuple[Definition, ...]:
        """Return the items, no members, that a path means in a file; std's prelude means none."""
        at = (file, path)
        if at not in self._items:
            self._items[at] = ()  # an import of itself ends here
            self._items[at] = tuple(self._find_items(file, path))
        return self._items[at]

    def _find_items(self, file: str, path: Path) -> Iterator[Definition]:
        if path[0] in STD_PRELUDE:
            return
        found = [one for one in self._index.resolve(file, "::".join(path)) if not one.owner]
        yield from found or self._inside_modules(file, path)

    def _inside_modules(self, file: str, path: Path) -> Iterator[Definition]:
        """Yield what a path means by way of a module that is written out inside a file."""
        if len(path) == 1:
            for bound in self._index.files[file].imports:
                if bound.name == path[0] and "::" in bound.path:
                    yield from self.items(file, tuple(bound.path.split("::")))
            return
        for at in range(len(path) - 1):
            home = self._index.module(file, "::".join(path[:at])) if at else file
            inner = "::".join(path[at:])
            for one in self._index.definitions(path[-1]):
                if one.file == home and one.path == inner and not one.owner:
                    yield one

    def types(self, file: str, path: Path) -> frozenset[Name]:
        """Return the types and traits that a path means; an alias is also what it stands for.

        One letter is taken for a type parameter and means nothing.
        """
        at = (file, path)
        if at not in self._types:
            self._types[at] = frozenset()  # an alias of itself ends here
            if path and not (len(path) == 1 and len(path[0]) == 1):
                self._types[at] = frozenset(self._find_types(file, path))
        return self._types[at]

    def _find_types(self, file: str, path: Path) -> Iterator[Name]:
        found = self.items(file, path)
        for one in found:
            if one.kind in _TYPES:
                yield Name(one.file, one.name)
            if one.kind == "type":
                yield from self.types(one.file, self._behind_alias(one))
        made = None if found else self.made(file, path)
        if made is not None:
            yield made

    def _behind_alias(self, alias: Definition) -> Path:
        depth, tokens = 0, self.tokens(alias.file, alias.path)
        for at, token in enumerate(tokens):
            depth += {"<": 1, ">": -1, ">>": -2}.get(token.text, 0)
            if token.text == "=" and depth == 0 and not token.attribute:
                return head_of("".join(behind.text for behind in tokens[at + 1 :]))
        return ()

    def tokens(self, file: str, path: str) -> tuple[Token, ...]:
        """Return the tokens of an item; none where the file has no such item."""
        entry = self._index.entry(file, path)
        if entry is None:
            return ()
        return self._corpus.tokens(file).on(Lines(entry.first, entry.last))

    def takes_self(self, file: str, path: str) -> bool:
        """Return whether a function can be called behind a dot."""
        texts = [token.text for token in self.tokens(file, path) if not token.attribute]
        if "fn" not in texts:
            return False
        at = texts.index("(", texts.index("fn"))
        first = takewhile(lambda text: text not in {",", ")", ":"}, texts[at + 1 :])
        return "self" in first

    def made(self, file: str, path: Path) -> Name | None:
        """Return the name that a macro must have made in a module of the tree, None for any other.

        The path, or the import that binds it, leads to a module of the tree, and that module's
        file neither defines the last name nor imports it.
        """
        *outer, last = path
        if not outer:
            imports = self._index.files[file].imports
            bound = next((one.path for one in imports if one.name == last), "")
            *outer, last = bound.split("::")
        module = self._index.module(file, "::".join(outer)) if outer else None
        if module is None or last in STD_PRELUDE:
            return None
        if self._index.resolve(module, last) or self._index.module(module, last) is not None:
            return None
        if any(bound.name == last for bound in self._index.files[module].imports):
            return None
        return Name(module, last)

    def subject(self, file: str, path: str) -> Subject:
        """Return what the impl or trait of that full item path is about."""
        at = (file, path)
        if at not in self._subjects:
            self._subjects[at] = self._find_subject(file, path)
        return self._subjects[at]

    def _find_subject(self, file: str, path: str) -> Subject:
        entry = self._index.entry(file, path)
        if entry is None:
            return Subject()
        if entry.kind == "trait":
            return Subject(traits=frozenset({Name(file, entry.name)}))
        trait, kind = halves_of(path)
        traits = self.types(file, head_of(trait))
        return Subject(self.types(file, head_of(kind)), traits, bool(trait) and not traits)

    def has(self, owner: Subject, member: Subject) -> bool:
        """Return whether what belongs to `member` may be a member of `owner`.

        What has a type has its own members and those its traits bring; what is only known by a
        trait, `Self` in a trait for instance, has those of any implementor.
        """
        if member.types:
            known = owner.types - owner.traits
            return bool(member.types & owner.types) or (
                not known and bool(member.traits & owner.traits)
            )
        return bool(member.traits & (owner.traits | self.traits_of(owner.types)))

    def subjects_with(self, method: str) -> Iterator[Subject]:
        """Yield what each impl or trait of the tree with such a method is about."""
        for one in self._index.definitions(method):
            entry = self._index.entry(one.file, one.path) if one.kind == "method" else None
            if entry is not None:
                yield self.subject(one.file, entry.container)

    def traits_of(self, types: frozenset[Name]) -> frozenset[Name]:
        """Return the traits of the tree that types of these names have, by an impl or a derive.

        A derive is taken to be of the trait that is called like it.
        """
        return frozenset(
            Name(one.file, one.name)
            for owner in types
            for trait in (*self._index.traits_of(owner.name), *self._derives(owner))
            for one in self._index.definitions(trait)
            if one.kind == "trait"
        )

    def _derives(self, owner: Name) -> Iterator[str]:
        facts = self._index.files[owner.file]
        paths = {e.path for e in facts.items if e.name == owner.name and e.kind in TYPE_KINDS}
        for one in facts.attributes:
            if one.on in paths and not one.target and one.text.startswith("derive("):
                yield from _WORD.findall(one.text.removeprefix("derive"))

    def fields(self, owners: frozenset[Name], field: str) -> frozenset[Name]:
        """Return the types that stand in the type of a field of that name of one of these types."""
        found = set[Name]()
        for one in self._index.definitions(field):
            if one.kind == "field" and Name(one.file, one.owner) in owners:
                for part in self._index.files[one.file].fields:
                    if (part.owner, part.line) == (one.path, one.line):
                        found |= self.types_in(one.file, part.text)
        return frozenset(found)

    def types_in(self, file: str, source: str) -> frozenset[Name]:
        """Return the types and traits that stand in the text of a type: `Arc<T>` is about `T`."""
        paths = (tuple(path.split("::")) for path in _PATH.findall(source))
        return frozenset(name for path in paths for name in self.types(file, path))

    def in_scope(self, file: str, trait: Name) -> bool:
        """Return whether a file names a trait, `use ... as _` included, and none else called so."""
        found = self.types(file, (trait.name,))
        return trait in found or (not found and trait.name in self._index.files[file].names)

    def bounds(self, file: str, owners: tuple[str, ...], parameter: str) -> frozenset[Name]:
        """Return the traits of the tree that bound a type parameter of one of these items."""
        return frozenset(
            trait
            for bound in self._index.files[file].bounds
            if bound.name == parameter and bound.owner in owners
            for trait in self.types(file, head_of(bound.text))
        )

    # --- what macros make ----------------------------------------------------------------------

    def makers(self, made: Name) -> frozenset[str]:
        """Return the paths of the items whose macro must have made a name of their file.

        The macro calls that are given the name; where there are none, the items with a derive that
        is neither std's nor called like a trait that the tree implements or asks for by hand.
        """
        facts = self._index.files[made.file]
        if any(entry.name == made.name and entry.kind in TYPE_KINDS for entry in facts.items):
            return frozenset()
        calls = frozenset(
            entry.path
            for entry in facts.items
            if entry.kind == "macro_call" and not entry.container
            if any(token.text == made.name for token in self.tokens(made.file, entry.path))
        )
        return calls or frozenset(
            one.on
            for one in facts.attributes
            if not one.target and one.text.startswith("derive(")
            if not self._plain_derives.issuperset(_WORD.findall(one.text))
        )

    @cached_property
    def _plain_derives(self) -> frozenset[str]:
        """Return the derives that make an impl and no name, as far as the tree tells."""
        found = set(_STD_DERIVES) | {"derive"}
        for facts in self._index.files.values():
            for entry in facts.items:
                if entry.kind == "impl":
                    found.update(head_of(halves_of(entry.path)[0])[-1:])
            for bound in facts.bounds:
                found.update(_WORD.findall(bound.text))
        return frozenset(found)


def head_of(source: str) -> Path:
    """Return the path at the head of a type: `&'a mut x::T<U>` is of `("x", "T")`."""
    match = _HEAD.match(source)
    return tuple(part.strip() for part in match[1].split("::")) if match else ()


def halves_of(path: str) -> tuple[str, str]:
    """Return the texts of trait and type of an impl's item path; "" where it has no trait."""
    body = path.rpartition("impl ")[2].split("#")[0]
    parts = _FOR.split(body, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else ("", body)
