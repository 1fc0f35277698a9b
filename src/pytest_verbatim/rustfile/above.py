"""`Above`: the lines above an item that belong to it."""

import tree_sitter

from pytest_verbatim.rustfile.source import BOM, SourceText
from pytest_verbatim.rustfile.syntax import (
    COMMENT_TYPES,
    is_test_attribute,
    path_value,
    text,
)

_ABOVE = COMMENT_TYPES | {"attribute_item"}


class Above:
    """What stands above an item and belongs to it: attributes, docs and comments.

    `start` is the offset of the first byte that belongs to it; `test` and `path` come from its
    attributes.
    """

    def __init__(
        self, source: SourceText, siblings: list[tree_sitter.Node], at: int, *, is_use: bool
    ) -> None:
        """Look upwards from `siblings[at]`."""
        self._source = source
        self._nodes: list[tree_sitter.Node] = []  # nearest first
        for node in reversed(siblings[:at]):
            if node.type not in _ABOVE or _is_inner_doc(node):
                break
            self._nodes.append(node)
        owned = [n for n, node in enumerate(self._nodes) if _is_attached(node)]
        count = owned[-1] + 1 if owned else 0
        own = self._nodes[:count]
        self.start = own[-1].start_byte if own else siblings[at].start_byte
        if not is_use:
            self._take_comments(self._nodes[count:])
        attributes = [text(node) for node in own if node.type == "attribute_item"]
        self.test = any(map(is_test_attribute, attributes))
        self.path = next(filter(None, map(path_value, attributes)), None)

    def _take_comments(self, nodes: list[tree_sitter.Node]) -> None:
        """Move `start` over whole-line `//` comments directly above, unless they open the file."""
        source = self._source
        start = self.start
        for node in nodes:
            first_of_line = source.start_of(source.line_of(node.start_byte))
            adjacent = source.line_of(node.start_byte) == source.line_of(start) - 1
            whole = not source.data[first_of_line : node.start_byte].removeprefix(BOM).strip()
            if node.type != "line_comment" or not adjacent or not whole:
                break
            start = node.start_byte
        if source.data[:start].removeprefix(BOM).strip():
            self.start = start


def _is_attached(node: tree_sitter.Node) -> bool:
    """Return whether the node is an attribute or an outer doc comment."""
    return node.type == "attribute_item" or any(
        child.type == "outer_doc_comment_marker" for child in node.children
    )


def _is_inner_doc(node: tree_sitter.Node) -> bool:
    return any(child.type == "inner_doc_comment_marker" for child in node.children)
