"""`Reader`: to which shown definitions the code of one part refers."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from pytest_verbatim.links.meaning import Meaning, Name, Path, Subject
from pytest_verbatim.links.methods import Methods
from pytest_verbatim.links.reference import Reference, references_in
from pytest_verbatim.links.shown import Piece, Shown, Target
from pytest_verbatim.links.words import BUILT_IN, PROC_MACROS
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.definitions import TYPE_KINDS

Kind = Literal["call", "value", "type", "variant", "macro", "shell", "method", "derived", "table"]


class Reader:
    """Reads one part and says to which shown definitions it refers."""

    def __init__(
        self, file: str, pieces: Sequence[Piece], corpus: Corpus, meaning: Meaning, shown: Shown
    ) -> None:
        """Take the pieces of a part that stands in `file`."""
        self.pieces = pieces
        self._file = file
        self._index = corpus.index
        self._meaning = meaning
        self._shown = shown
        self._read = [(piece, self._references(piece)) for piece in pieces]

    def _references(self, piece: Piece) -> tuple[Reference, ...]:
        """Return the references of a piece, of those that are alike the first."""
        facts = self._index.files[self._file]
        defined = {(one.name, one.line) for one in facts.variants if one.owner == piece.item}
        first: dict[tuple[object, ...], Reference] = {}
        for one in references_in(piece.tokens):
            if (str(one), one.line) in defined:
                defined.remove((str(one), one.line))  # `Message(Message)` is a variant and a type
            else:
                first.setdefault((one.path, one.form, one.receiver), one)
        return tuple(first.values())

    def found(self) -> Iterator[tuple[Reference, Kind, Target]]:
        """Yield what the part refers to, the same perhaps in several ways, and itself."""
        for piece, references in self._read:
            for one in references:
                find = {"method": self._by_method, "derive": self._by_derive}.get(
                    one.form, self._by_name
                )
                for kind, target in find(one, piece):
                    yield one, kind, target

    # --- paths -------------------------------------------------------------------------------

    def _by_name(self, one: Reference, piece: Piece) -> Iterator[tuple[Kind, Target]]:
        for target in self._items(one):
            yield self._kind(one, target), target
        if len(one.path) > 1:
            yield from self._by_owner(one, piece)
        else:
            for target in self._shown.variants.get(one.name, ()):
                if self._is_imported_variant(one, target):
                    yield "variant", target
        if one.name[0].isupper() and one.name != "Self":
            for name in self._meaning.types(self._file, one.path):
                yield from (("shell", target) for target in self._shown.shells.get(name, ()))
                yield from (("derived", target) for target in self._carriers(name))
        elif one.form in {"call", "name"}:
            yield from (("derived", target) for target in self._sources(one))

    def _by_derive(self, one: Reference, _piece: Piece) -> Iterator[tuple[Kind, Target]]:
        """Yield the trait that a derive is called like: the one name that both have."""
        for target in self._items(one):
            if target.entry.kind == "trait":
                yield "type", target

    def _items(self, one: Reference) -> Iterator[Target]:
        """Yield the shown items at file level that a name or path means."""
        known = self._shown.items
        if one.name not in known and one.name not in self._renamed:
            return
        if one.form == "macro" and self._is_lone_macro(one):
            yield from (target for target in known[one.name] if target.entry.kind == "macro")
            return
        for found in self._meaning.items(self._file, one.path):
            for target in known.get(found.name, ()):
                place = (target.file, target.entry.path)
                macro = target.entry.kind == "macro"
                if place == (found.file, found.path) and macro == (one.form == "macro"):
                    yield target

    @cached_property
    def _renamed(self) -> frozenset[str]:
        """Return the names that imports of the file give to what is called otherwise."""
        imports = self._index.files[self._file].imports
        return frozenset(one.name for one in imports if one.path.split("::")[-1] != one.name)

    def _is_lone_macro(self, one: Reference) -> bool:
        """Return whether a macro is known by its name alone: textual scope has no path to follow.

        No other macro of the tree is called so, and the name comes from nowhere else.
        """
        bound = [b.path for b in self._index.files[self._file].imports if b.name == one.path[0]]
        heads = {path.split("::")[0] for path in bound} or set(one.path[:-1][:1])
        macros = sum(found.kind == "macro" for found in self._index.definitions(one.name))
        return macros == 1 and heads <= {"crate", "self", "super", "$crate"}

    def _kind(self, one: Reference, target: Target) -> Kind:
        kind = target.entry.kind
        if kind == "macro" or self._attributes(target) & PROC_MACROS:
            return "macro"
        if kind == "macro_call":
            types = self._index.definitions(one.name)
            defined = any(d.kind in TYPE_KINDS and d.file == target.file for d in types)
            return "shell" if defined else "derived"
        if kind in TYPE_KINDS:
            return "type"
        return "call" if kind == "fn" and one.form == "call" else "value"

    def _is_imported_variant(self, one: Reference, target: Target) -> bool:
        owner = Name(target.file, target.entry.name)
        for bound in self._index.files[self._file].imports:
            path = tuple(bound.path.split("::"))
            if bound.name == "*" or (bound.name == one.name and path[-1] == one.name):
                outer = path if bound.name == "*" else path[:-1]
                if owner in self._meaning.types(self._file, outer):
                    return True
        return False

    def _by_owner(self, one: Reference, piece: Piece) -> Iterator[tuple[Kind, Target]]:
        """Yield the members and variants that `Owner::name` means."""
        variants = self._shown.variants.get(one.name, ())
        members = self._shown.members.get(one.name, ())
        if not variants and not members:
            return
        owner = self._owner(one.path[:-1], piece)
        for target in variants:
            if Name(target.file, target.entry.name) in owner.types:
                yield "variant", target
        for target in members:
            member = self._subject(target)
            if self._meaning.has(owner, member) and not self._is_one_of_many(one.name, member):
                yield ("call" if one.form == "call" else "value"), target

    def _owner(self, path: Path, piece: Piece) -> Subject:
        """Return what a path before `::` is: a type, a trait, `Self`, a bounded parameter."""
        if path == ("Self",) and piece.container:
            return self._meaning.subject(self._file, piece.container)
        if len(path) == 1:
            owners = (piece.item, piece.container)
            bounds = self._meaning.bounds(self._file, owners, path[0])
            if bounds:
                return Subject(traits=bounds)
        names = self._meaning.types(self._file, path)
        return Subject(names, names)

    def _is_one_of_many(self, name: str, member: Subject) -> bool:
        """Return whether the impl that is meant stays open: `E::from` of a type with two."""
        if not member.foreign:
            return False
        others = self._meaning.subjects_with(name)
        return sum(not one.types.isdisjoint(member.types) for one in others) > 1

    def _subject(self, target: Target) -> Subject:
        return self._meaning.subject(target.file, target.entry.container)

    # --- methods -----------------------------------------------------------------------------

    def _by_method(self, one: Reference, piece: Piece) -> Iterator[tuple[Kind, Target]]:
        for target in self._shown.members.get(one.name, ()):
            member = self._subject(target)
            if not member.foreign and self._meaning.takes_self(target.file, target.entry.path):
                if one.receiver == "self" and piece.container:
                    own = self._meaning.subject(self._file, piece.container)
                    reached = self._meaning.has(own, member)
                else:
                    reached = self._methods.reaches(one, member, piece)
                if reached:
                    yield "method", target

    @cached_property
    def _methods(self) -> Methods:
        return Methods(self._file, self._index, self._meaning, self._named())

    def _named(self) -> frozenset[Name]:
        """Return the types and traits that the part names."""
        return frozenset(
            name
            for _, references in self._read
            for one in references
            if one.form != "method" and one.name[0].isupper()
            for name in self._meaning.types(self._file, one.path)
        )

    # --- what macros make ----------------------------------------------------------------------

    def _carriers(self, name: Name) -> Iterator[Target]:
        """Yield what carries the macro that must have made a name of a shown file."""
        shown = self._shown.by_file.get(name.file)
        if shown:
            makers = self._meaning.makers(name)
            yield from (target for target in shown if target.entry.path in makers)

    def _sources(self, one: Reference) -> Iterator[Target]:
        """Yield the shown functions with an attribute macro from whose name one is made.

        `create_x_operation` of `create_x`: nothing of the tree is called so, and it is looked for
        in the function's file.
        """
        if self._index.definitions(one.name):
            return
        for end in (at for at, char in enumerate(one.name) if char == "_" and at):
            for target in self._shown.items.get(one.name[:end], ()):
                if target.entry.kind == "fn" and self._attributes(target) - BUILT_IN:
                    made = self._meaning.made(self._file, one.path)
                    here = len(one.path) == 1 and target.file == self._file
                    if here or (made is not None and made.file == target.file):
                        yield target

    def _attributes(self, target: Target) -> frozenset[str]:
        """Return the first words of the attributes on an item."""
        return frozenset(
            re.split(r"\W", one.text, maxsplit=1)[0]
            for one in self._index.files[target.file].attributes
            if one.on == target.entry.path and not one.target
        )
