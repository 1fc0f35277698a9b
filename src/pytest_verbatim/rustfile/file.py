"""`RustFile`: a parsed file."""

import bisect
from functools import cached_property

from pytest_verbatim.itempath import ItemPath
from pytest_verbatim.rustfile import syntax
from pytest_verbatim.rustfile.facts import Facts, facts_of
from pytest_verbatim.rustfile.item import Item, Lines, ModDeclaration
from pytest_verbatim.rustfile.source import SourceText
from pytest_verbatim.rustfile.token import tokens_below
from pytest_verbatim.rustfile.tokens import Tokens
from pytest_verbatim.rustfile.walk import Walk


class RustFile(SourceText):
    """The items of one Rust file, parsed from its bytes once. Any bytes parse."""

    def __init__(self, data: bytes) -> None:
        """Parse `data`; about one millisecond for three hundred lines."""
        self._tree = syntax.parse(data)
        comments = syntax.nodes_of(self._tree, syntax.COMMENTS)
        super().__init__(data, ((node.start_byte, node.end_byte) for node in comments))
        self._test_marks = [
            node.start_byte
            for node in syntax.nodes_of(self._tree, syntax.ATTRIBUTES)
            if syntax.is_attribute(node) and syntax.is_test_attribute(syntax.text(node))
        ]
        walk = Walk(self, self._tree.root_node)
        self.items: tuple[Item, ...] = walk.items
        self.mod_declarations: tuple[ModDeclaration, ...] = walk.mods

    @cached_property
    def error_line(self) -> int | None:
        """Return the line, 1-based, of the first error that the parser met; None without any."""
        return syntax.error_line(self._tree)

    def holds_test_code(self, lines: Lines) -> bool:
        """Return whether a test-only attribute stands on these lines, at any depth."""
        start, end = self.start_of(lines.first), self.end_of(lines.last)
        return any(start <= at < end for at in self._test_marks)

    def names_in(self, lines: Lines) -> frozenset[str]:
        """Return the identifiers on these lines that an import could bind.

        Comments, strings and names behind a dot (fields, methods) are no such places.
        """
        start, end = self.start_of(lines.first), self.end_of(lines.last)
        first = bisect.bisect_left(self._names, (start, ""))
        last = bisect.bisect_left(self._names, (end, ""))
        return frozenset(name for _, name in self._names[first:last])

    @cached_property
    def _names(self) -> list[tuple[int, str]]:
        return sorted(
            (node.start_byte, syntax.text(node))
            for node in syntax.nodes_of(self._tree, syntax.NAMES)
            if syntax.is_importable_name(node)
        )

    @cached_property
    def tokens(self) -> Tokens:
        """Return the tokens of the file."""
        return Tokens(tuple(tokens_below(self._tree.root_node)))

    @cached_property
    def facts(self) -> Facts:
        """Return what the file says that prose can be held against, test code aside."""
        return facts_of(self._tree.root_node, self.tokens.every, self.items)

    @property
    def uses(self) -> tuple[Item, ...]:
        """Return the file-level `use` declarations in source order."""
        return tuple(item for item in self.items if item.kind == "use" and not item.modules)

    def item_at(self, path: ItemPath) -> Item:
        """Return the item of that full path.

        Raises:
            KeyError: the file has no item of that path.
        """
        return self._by_path[path]

    def items_with(self, name: str) -> tuple[Item, ...]:
        """Return the items in whose full path a token stands, in source order; all for ""."""
        return self._by_token.get(name, ()) if name else self.items

    @cached_property
    def _by_token(self) -> dict[str, tuple[Item, ...]]:
        found: dict[str, list[Item]] = {}
        for item in self.items:
            for token in dict.fromkeys(item.shape.tokens):
                found.setdefault(token, []).append(item)
        return {token: tuple(items) for token, items in found.items()}

    @cached_property
    def _by_path(self) -> dict[ItemPath, Item]:
        return {item.path: item for item in self.items}
