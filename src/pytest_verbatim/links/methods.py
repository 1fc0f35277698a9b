"""`Methods`: whether a `.m()` in one file may be the `m` of a certain type or trait.

The type of a receiver is not known. What counts is named, in this order: a type that the receiver
is declared to have, types that the part names, traits in scope, and the lack of any other `m`.
"""

from functools import cached_property

from pytest_verbatim.links.meaning import Meaning, Name, Subject
from pytest_verbatim.links.reference import Reference, declared_type
from pytest_verbatim.links.shown import Piece
from pytest_verbatim.links.words import STD_METHODS
from pytest_verbatim.tree.index import Index


class Methods:
    """What the method calls of one part may reach."""

    def __init__(self, file: str, index: Index, meaning: Meaning, named: frozenset[Name]) -> None:
        """Take the file of the part, and the types and traits that the part names."""
        self._file = file
        self._index = index
        self._meaning = meaning
        self._named = named

    def reaches(self, one: Reference, member: Subject, piece: Piece) -> bool:
        """Return whether a call in a piece of the part may be of a method of `member`."""
        if self._is_of_known_type(one, member, piece):
            return True
        in_scope = any(self._meaning.in_scope(self._file, trait) for trait in member.traits)
        if one.name in STD_METHODS:
            return in_scope and self._is_called_like_its_type(one, member)
        if not self._named.isdisjoint(member.types):
            return True
        if in_scope:
            return self._named.isdisjoint(self._implementors(one.name, member))
        return self._is_unique(one.name, member)

    def _is_of_known_type(self, one: Reference, member: Subject, piece: Piece) -> bool:
        """Return whether the receiver is declared to be of the type, or bounded by the trait.

        It may be a field of a type that the part names, a parameter or a `let` with its type.
        """
        word, owners = one.receiver, (piece.item, piece.container)
        if not word:
            return False
        known = self._meaning.fields(self._named, word)
        known |= self._meaning.types_in(self._file, declared_type(piece.tokens, word))
        bounds = self._meaning.bounds(self._file, owners, word)
        return not (member.types.isdisjoint(known) and member.traits.isdisjoint(known | bounds))

    def _implementors(self, method: str, member: Subject) -> frozenset[Name]:
        """Return the types with their own `method` of the same trait: the call is of theirs."""
        found = self._meaning.subjects_with(method)
        return frozenset(name for one in found if one.traits & member.traits for name in one.types)

    def _is_called_like_its_type(self, one: Reference, member: Subject) -> bool:
        """Return whether the receiver of `cache.get()` is called like a type that is named.

        The type stands in the file of the trait: for a method that std's types have too.
        """
        files = {trait.file for trait in member.traits}
        return any(
            name.file in files and name.name.lower() == one.receiver.replace("_", "")
            for name in self._named
        )

    def _is_unique(self, method: str, member: Subject) -> bool:
        """Return whether no other type or trait of the tree has the method.

        A name of one word may be that of a type from outside; there the file must import something
        of the file that defines the type.
        """
        for other in self._meaning.subjects_with(method):
            if other.types.isdisjoint(member.types) and other.traits.isdisjoint(member.traits):
                return False
        files = {name.file for name in (*member.types, *member.traits)}
        return "_" in method or not files.isdisjoint(self._imported_files)

    @cached_property
    def _imported_files(self) -> frozenset[str]:
        found = set()
        for bound in self._index.files[self._file].imports:
            for path in (bound.path, bound.path.rpartition("::")[0]):
                module = self._index.module(self._file, path) if path else None
                if module is not None:
                    found.add(module)
        return frozenset(found)
