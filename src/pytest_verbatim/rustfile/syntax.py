"""The syntax tree: parsing, node helpers, attributes and errors. Here tree-sitter is configured."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

import tree_sitter
import tree_sitter_rust

from pytest_verbatim.itempath import tokens_of

_RUST = tree_sitter.Language(tree_sitter_rust.language())
COMMENTS = tree_sitter.Query(_RUST, "[(line_comment) (block_comment)] @comment")
# In the tokens of a macro an attribute is a token tree, and `str` of `str::from_utf8` a primitive
# type.
ATTRIBUTES = tree_sitter.Query(
    _RUST,
    """[
      (attribute_item) @attribute
      (inner_attribute_item) @attribute
      (token_tree "#" . (token_tree . "[") @attribute)
    ]""",
)
NAMES = tree_sitter.Query(
    _RUST,
    """[
      (identifier) @name
      (type_identifier) @name
      (shorthand_field_identifier) @name
      (token_tree (primitive_type) @name . "::")
    ]""",
)
COMMENT_TYPES = frozenset({"line_comment", "block_comment"})


def parse(data: bytes) -> tree_sitter.Tree:
    """Return the syntax tree of any bytes; errors are nodes of it."""
    return tree_sitter.Parser(_RUST).parse(data)


def nodes_of(tree: tree_sitter.Tree, query: tree_sitter.Query) -> list[tree_sitter.Node]:
    """Return all nodes that a query captures."""
    captures = tree_sitter.QueryCursor(query).captures(tree.root_node)
    return [node for nodes in captures.values() for node in nodes]


def text(node: tree_sitter.Node | None) -> str:
    """Return the text of a node, bad bytes replaced; "" for None."""
    return ((node.text if node is not None else None) or b"").decode("utf-8", "replace")


def is_a(node: tree_sitter.Node | None, kind: str) -> bool:
    """Return whether there is a node and it is of that kind."""
    return node is not None and node.type == kind


def is_importable_name(node: tree_sitter.Node) -> bool:
    """Return whether an identifier node can be a name that a `use` binds.

    Lifetimes and labels are no such names; neither is, in a macro's tokens, what follows a dot.
    """
    before = node.prev_sibling
    return not (is_a(before, "'") or (is_a(before, ".") and is_a(node.parent, "token_tree")))


def leaves(node: tree_sitter.Node) -> Iterable[str]:
    """Yield the tokens below a node; comments, literals and lifetimes left out."""
    if node.type in COMMENT_TYPES or node.type.endswith("_literal") or node.type == "lifetime":
        return
    if not node.children and not is_a(node.prev_sibling, "'"):
        yield text(node)
    for child in node.children:
        yield from leaves(child)


# --- attributes ------------------------------------------------------------------------------


def is_attribute(node: tree_sitter.Node) -> bool:
    """Return whether the node is an attribute; in a macro's tokens that is brackets behind `#`."""
    if node.type != "token_tree":
        return True
    before = node.prev_sibling
    if before is not None and before.type == "!":
        before = before.prev_sibling
    return is_a(before, "#")


def is_test_attribute(text: str) -> bool:
    """Return whether `#[...]` marks what it stands on as compiled for tests only."""
    tokens = list(tokens_of(text.lstrip("#!")))[1:-1]
    if tokens[:2] == ["cfg", "("]:
        return any(True not in _outside_tests(predicate) for predicate in _split(tokens[2:-1]))
    path = tokens[: tokens.index("(")] if "(" in tokens else tokens
    return path[-1:] in (["test"], ["bench"]) and "=" not in path


def _outside_tests(tokens: Sequence[str]) -> frozenset[bool]:
    """Return the values that a `cfg` predicate can have where `test` is off.

    Other options may be on or off, each for itself.
    """
    if list(tokens) == ["test"]:
        return frozenset({False})
    if len(tokens) < 3 or tokens[1] != "(" or tokens[0] not in {"all", "any", "not"}:
        return frozenset({False, True})
    parts = [_outside_tests(part) for part in _split(tokens[2:-1])]
    combine = {"all": all, "any": any, "not": _none}[tokens[0]]
    return frozenset(combine(values) for values in itertools.product(*parts))


def _none(values: Iterable[bool]) -> bool:
    return not any(values)


def _split(tokens: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if token == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def path_value(attribute: str) -> str | None:
    """Return the value of a `#[path = "..."]`, None for any other attribute."""
    found = re.fullmatch(r'#\s*\[\s*path\s*=\s*"([^"]*)"\s*\]', attribute)
    return found[1] if found else None


# --- errors ----------------------------------------------------------------------------------


def error_line(tree: tree_sitter.Tree) -> int | None:
    """Return the line, from 1, on which the parser met its first error; None where it met none.

    Where it made nothing of the file as a whole, as of one that is half written, that is the first
    error inside, else the last line.
    """
    root = tree.root_node
    if not root.has_error:
        return None
    found = next(_errors_in(root), None)
    return (root.end_point.row if found is None else found.start_point.row) + 1


def _errors_in(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Yield the errors below a node, each before those inside it."""
    for child in node.children:
        if child.is_missing or child.type == "ERROR":
            yield child
        if child.has_error:
            yield from _errors_in(child)


def is_doubtful(siblings: list[tree_sitter.Node], at: int) -> bool:
    """Return whether an error that touches the item's lines makes its own boundary doubtful."""
    node = siblings[at]
    errors = (other for other in siblings if other.type == "ERROR" or other.is_missing)
    return any(
        other.end_point.row >= node.start_point.row - 1
        and other.start_point.row <= node.end_point.row + 1
        for other in errors
    )


def is_balanced(node: tree_sitter.Node) -> bool:
    """Return whether an item is one item token by token: brackets close, no `;` parts it in two."""
    closes = {")": "(", "]": "[", "}": "{"}
    open_marks: list[str] = []
    pending = [node]
    while pending:
        here = pending.pop()
        if here.is_missing or (here.type == ";" and not open_marks and pending):
            return False
        if here.type in COMMENT_TYPES or here.type.endswith("_literal"):
            continue
        if here.type in closes.values():
            open_marks.append(here.type)
        elif here.type in closes and (not open_marks or open_marks.pop() != closes[here.type]):
            return False
        pending.extend(reversed(here.children))
    return not open_marks
