"""Whether a path or a method call in a file means a given function.

Names only: what a type decides is left open. Sees what a `use`, an item path or `self` tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_verbatim.proof.lookup import Found
from pytest_verbatim.proof.scoping import is_local, values
from pytest_verbatim.rustfile import Lines, Token
from pytest_verbatim.tree.definitions import STD_PRELUDE, Definition
from pytest_verbatim.tree.index import Index
from pytest_verbatim.tree.owner import owner_of

_EXTERNAL = frozenset({"std", "core", "alloc"})
_FUNCTIONS = frozenset({"fn", "method"})


@dataclass
class Meaning:
    """What names elsewhere in the tree mean, held against one function.

    Answers are True for this function, False for another one, None for what is not seen.
    """

    found: Found

    @property
    def _index(self) -> Index:
        return self.found.scene.index

    @property
    def _name(self) -> str:
        return self.found.item.name

    @property
    def is_member(self) -> bool:
        """Return whether the function is a member of an impl or a trait."""
        return self.found.item.is_member

    @cached_property
    def _takes_self(self) -> bool:
        """Return whether the item can be called as a method."""
        tokens = [token.text for token in self.found.tokens if not token.attribute]
        at = tokens.index("fn") if "fn" in tokens else 0
        opened = tokens.index("(", at) if "(" in tokens[at:] else at
        return self.is_member and "self" in tokens[opened : opened + 6]

    @cached_property
    def trait(self) -> str:
        """Return the name of the trait that the item is declared or implemented for, or ""."""
        if not self.is_member:
            return ""
        trait, owner = owner_of(self.found.container)
        return trait or (owner if self.is_declared else "")

    @cached_property
    def is_declared(self) -> bool:
        """Return whether the item stands in the trait itself."""
        entry = self._index.entry(self.found.file, self.found.container)
        return self.is_member and entry is not None and entry.kind == "trait"

    def tokens_of(self, file: str, item: str) -> Sequence[Token]:
        """Return the tokens of an item, none where there is no such item."""
        entry = self._index.entry(file, item)
        if entry is None:
            return ()
        return self.found.scene.corpus.tokens(file).on(Lines(entry.first, entry.last))

    def _is_this(self, definition: Definition) -> bool:
        return (definition.file, definition.path) == (self.found.file, self.found.path)

    def path(self, file: str, item: str, path: Sequence[str], line: int) -> bool | None:
        """Return whether a path in an expression, in an item and on a line, is the function."""
        if self.is_member:
            return self._member(file, item, path)
        if len(path) == 1 and self._is_local(file, item, line):
            return False
        meant = self._index.resolve(file, "::".join(path))
        if meant:
            return _agreed([self._is_this(one) for one in meant])
        if self._is_from_outside(file, path[0]) or (len(path) > 1 and path[-2][:1].isupper()):
            return False
        return None

    def _is_local(self, file: str, item: str, line: int) -> bool:
        """Return whether what is called or handed on there is bound by the item itself."""
        tokens = self.tokens_of(file, item)
        here = [at for at in values(tokens, self._name, called=True) if tokens[at].line == line]
        return bool(here) and all(is_local(tokens, at) for at in here)

    def method(self, file: str, item: str, receiver: str) -> bool | None:
        """Return whether a method call of the name, in an item, is the function."""
        if not self._takes_self:
            return False
        return self._of_self(file, item) if receiver == "self" else None

    def _member(self, file: str, item: str, path: Sequence[str]) -> bool | None:
        if len(path) == 1:
            return False
        kind, owner = path[-2], self.found.owner
        if kind == "Self":
            return self._of_self(file, item)
        if kind != owner and not self.trait and not self._is_alias(file, kind):
            return False
        types = [d for d in self._index.resolve(file, "::".join(path[:-1])) if not d.owner]
        if types:
            return _agreed([self._of_type(one) for one in types])
        if kind == owner:
            return None
        if self.is_declared and self.trait in self._index.traits_of(kind):
            return True
        outside = self._is_from_outside(file, path[0]) or kind in STD_PRELUDE
        return False if outside or kind[:1].islower() else None

    def _is_alias(self, file: str, name: str) -> bool:
        """Return whether a name may stand for a type of another name."""
        imports = self._index.files[file].imports
        renamed = any(i.name == name and i.path.rpartition("::")[2] != name for i in imports)
        return renamed or any(d.kind == "type" for d in self._index.definitions(name))

    def _of_self(self, file: str, item: str) -> bool | None:
        """Return whether a member of that name of what `Self` is in an item is ours."""
        entry = self._index.entry(file, item)
        if entry is None:
            return None
        container = item if entry.kind in {"impl", "trait"} else entry.container
        owner = owner_of(container)[1]
        if owner == self.trait and not self.is_declared:
            return None  # `Self` in the trait may be this type, and may be another
        same = [m for m in self._members(owner) if m.owner == owner]
        here = [m for m in same if m.file == file] or same
        return _agreed([self._is_this(one) for one in here or self._members(owner)])

    def _members(self, owner: str) -> list[Definition]:
        every = self._index.members(owner)
        return [m for m in every if m.name == self._name and m.kind in _FUNCTIONS]

    def _of_type(self, kind: Definition) -> bool | None:
        """Return whether a member of that name of a type or trait of the tree is ours."""
        mine = self._index.resolve(self.found.file, self.found.owner)
        is_mine = any((m.file, m.name) == (kind.file, kind.name) for m in mine)
        own = [m for m in self._members(kind.name) if m.owner == kind.name]
        own = [m for m in own if m.file == kind.file] or own
        if is_mine:
            return _agreed([self._is_this(one) for one in own])
        if kind.kind == "type":
            return self._of_alias(kind)
        if kind.kind == "trait":
            return None if kind.name == self.trait else False
        if not self.is_declared or own:
            return False
        return True if self.trait in self._index.traits_of(kind.name) else None

    def _of_alias(self, alias: Definition) -> bool | None:
        """Return what holds of the type that `type A = B<C>;` gives another name."""
        texts = [token.text for token in self.tokens_of(alias.file, alias.path)]
        path = texts[texts.index("=") + 1 :] if "=" in texts else []
        ends = [at for at, text in enumerate(path) if text in {"<", ";"}]
        head = path[: ends[0]] if ends else path
        types = self._index.resolve(alias.file, "".join(head))
        if types and not any(one.kind == "type" for one in types):
            return _agreed([self._of_type(one) for one in types])
        return False if head and self._is_from_outside(alias.file, head[0]) else None

    @cached_property
    def _outside(self) -> frozenset[str]:
        """Return the crates that are not of the tree."""
        own = {module[0] for module in self._index.modules.values()}
        return (_EXTERNAL | self._index.crates) - own

    def _is_from_outside(self, file: str, head: str) -> bool:
        """Return whether the head of a path is a crate, or imported from one."""
        imports = self._index.files[file].imports
        roots = {i.path.split("::")[0] for i in imports if i.name == head} or {head}
        return roots <= self._outside


def _agreed(answers: Sequence[bool | None]) -> bool | None:
    """Return the one answer that all give, None where they differ or there is none."""
    return answers[0] if answers and len(set(answers)) == 1 else None
