"""What a file declares that is no item: imports, attributes, fields, variants, bounds, returns.

Read from the syntax tree; test code is left out. Of what stands in a function's body, imports and
attributes alone are seen. What belongs to which item is told by the line: of two items on one line,
the later has it.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import tree_sitter

from pytest_verbatim.itempath import tokens_of
from pytest_verbatim.rustfile.item import Item, Lines
from pytest_verbatim.rustfile.syntax import COMMENT_TYPES, is_test_attribute, text


class Import(NamedTuple):
    """A name that a `use` binds, with the whole path behind it, both without `r#`.

    `name` is `*` for a glob and `_` for a trait that comes in without a name. A `::` at the head of
    the path is left out, so that a crate and a module of one name are not told apart.
    """

    name: str
    path: str
    line: int


class Attribute(NamedTuple):
    """An attribute without `#[` or `#![` and `]`, white space folded, comments left out.

    `on` is the path of the innermost item around it, "" for the file. `target` is the name of the
    field or variant that it stands on, as in `Part`; "" where it stands on the item itself, and
    `(statement)` on a parameter or on what stands in a function's body.
    """

    text: str
    line: int
    on: str
    target: str


class Part(NamedTuple):
    """A part of an item: a field with its type, a variant, or a bound on a type.

    `owner` is the path of the item. A field of a variant is called `Variant.field`; fields without
    names are called `0`, `1` and so on. `text` is the type of a field, the bound of a type, ""
    for a variant.
    """

    owner: str
    name: str
    text: str
    line: int


class _Owners:
    """The innermost item around a line, `use` declarations and modules aside."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._by_line: dict[int, str] = {}
        for item in sorted(items, key=lambda i: (i.lines.first, -i.lines.last)):
            if item.kind not in {"use", "mod"}:
                self._by_line |= dict.fromkeys(_lines(item.lines), str(item.path))

    def at(self, line: int) -> str:
        return self._by_line.get(line, "")


def _lines(lines: Lines) -> range:
    return range(lines.first, lines.last + 1)


class Declarations:
    """One pass over the declarations of a tree; `tested` are the lines (1-based) of test code."""

    def __init__(self, root: tree_sitter.Node, items: Iterable[Item]) -> None:
        """Walk the tree below `root`; `items` are those of the file."""
        everything = tuple(items)
        self._owners = _Owners(item for item in everything if not item.test)
        self.tested = {n for item in everything if item.test for n in _lines(item.lines)}
        self.imports: list[Import] = []
        self.attributes: list[Attribute] = []
        self.fields: list[Part] = []
        self.variants: list[Part] = []
        self.bounds: list[Part] = []
        self.returns: list[tuple[str, str]] = []
        self._visit(root)

    def _visit(self, root: tree_sitter.Node) -> None:
        pending = [(root, False)]
        while pending:
            node, local = pending.pop()
            see = self._local(node) if local else getattr(self, f"_{node.type}", None)
            if see is not None and node.start_point.row + 1 not in self.tested:
                see(node)
            local = local or node.type == "block"
            pending.extend((child, local) for child in reversed(node.named_children))

    def _local(self, node: tree_sitter.Node) -> Callable[[tree_sitter.Node], None] | None:
        """Return what sees a node in a function's body, where nothing declared has a path."""
        if node.type == "use_declaration":
            return self._use_declaration
        return self._statement if node.type.endswith("attribute_item") else None

    def _owner(self, node: tree_sitter.Node) -> tuple[str, int]:
        line = node.start_point.row + 1
        return self._owners.at(line), line

    def _use_declaration(self, node: tree_sitter.Node) -> None:
        line = node.start_point.row + 1
        leaves = _leaves_of(node.child_by_field_name("argument"), "")
        self.imports += (Import(name, path, line) for name, path in leaves)

    def _attribute_item(self, node: tree_sitter.Node) -> None:
        self._add_attribute(node, _target_of(node))

    def _inner_attribute_item(self, node: tree_sitter.Node) -> None:
        self._add_attribute(node, "")

    def _statement(self, node: tree_sitter.Node) -> None:
        self._add_attribute(node, "(statement)")

    def _add_attribute(self, node: tree_sitter.Node, target: str) -> None:
        owner, line = self._owner(node)
        marked = _behind(node) if node.type == "attribute_item" else None
        if marked is not None and is_test_attribute(text(node)):
            self.tested.update(range(line, marked.end_point.row + 2))
        else:
            content = _plain(node).lstrip("#! ")[1:-1].strip()
            self.attributes.append(Attribute(content, line, owner, target))

    def _field_declaration(self, node: tree_sitter.Node) -> None:
        owner, line = self._owner(node)
        kind = _plain(node.child_by_field_name("type"))
        self.fields.append(Part(owner, _field_name(node), kind, line))

    def _ordered_field_declaration_list(self, node: tree_sitter.Node) -> None:
        owner, _ = self._owner(node)
        prefix = _variant_of(node)
        self.fields += (
            Part(owner, f"{prefix}{at}", _plain(kind), kind.start_point.row + 1)
            for at, kind in enumerate(node.children_by_field_name("type"))
        )

    def _enum_variant(self, node: tree_sitter.Node) -> None:
        owner, _ = self._owner(node)
        name = node.child_by_field_name("name")
        if name is not None:
            self.variants.append(Part(owner, text(name), "", name.start_point.row + 1))

    def _function_item(self, node: tree_sitter.Node) -> None:
        name = node.child_by_field_name("name") or node
        owner = self._owners.at(name.start_point.row + 1)
        self.returns.append((owner, _plain(node.child_by_field_name("return_type")) or "()"))
        parameters = node.child_by_field_name("parameters")
        for parameter in parameters.named_children if parameters is not None else ():
            kind = _pointee(parameter.child_by_field_name("type"))
            bound = _plain(kind)
            if kind is not None and bound.startswith("impl "):
                subject = text(parameter.child_by_field_name("pattern"))
                self._bound(owner, subject, bound.removeprefix("impl "), kind)

    _function_signature_item = _function_item

    def _type_parameter(self, node: tree_sitter.Node) -> None:
        bounds = node.child_by_field_name("bounds")
        subject = text(node.child_by_field_name("name"))
        self._bounds(self._owner(node)[0], subject, bounds)

    def _where_predicate(self, node: tree_sitter.Node) -> None:
        subject = _plain(node.child_by_field_name("left"))
        self._bounds(self._owner(node)[0], subject, node.child_by_field_name("bounds"))

    def _trait_item(self, node: tree_sitter.Node) -> None:
        name = node.child_by_field_name("name") or node
        owner = self._owners.at(name.start_point.row + 1)
        self._bounds(owner, "Self", node.child_by_field_name("bounds"))

    def _bounds(self, owner: str, subject: str, bounds: tree_sitter.Node | None) -> None:
        for bound in bounds.named_children if bounds is not None else ():
            self._bound(owner, subject, _plain(bound), bound)

    def _bound(self, owner: str, subject: str, bound: str, node: tree_sitter.Node) -> None:
        self.bounds.append(Part(owner, subject, bound, node.start_point.row + 1))


_BESIDE = COMMENT_TYPES | {"attribute_item"}
_AROUND_ITEMS = frozenset({"source_file", "declaration_list"})


def _behind(node: tree_sitter.Node) -> tree_sitter.Node | None:
    """Return what an attribute stands on."""
    if node.parent is not None and node.parent.type == "match_arm":
        return node.parent
    target = node.next_named_sibling
    while target is not None and target.type in _BESIDE:
        target = target.next_named_sibling
    return target


def _target_of(node: tree_sitter.Node) -> str:
    """Return on what part of its item an attribute stands."""
    target, parent = _behind(node), node.parent
    if parent is not None and parent.type == "ordered_field_declaration_list":
        kinds = parent.children_by_field_name("type")
        before = [kind for kind in kinds if kind.end_byte <= node.start_byte]
        return f"{_variant_of(parent)}{len(before)}"
    if target is not None and target.type == "field_declaration":
        return _field_name(target)
    if target is not None and target.type == "enum_variant":
        return text(target.child_by_field_name("name"))
    return "" if parent is not None and parent.type in _AROUND_ITEMS else "(statement)"


def _field_name(node: tree_sitter.Node) -> str:
    prefix = _variant_of(node.parent) if node.parent is not None else ""
    return prefix + text(node.child_by_field_name("name"))


def _variant_of(fields: tree_sitter.Node) -> str:
    """Return `Variant.` for the list of its fields, "" for that of a struct."""
    variant = fields.parent
    if variant is None or variant.type != "enum_variant":
        return ""
    return text(variant.child_by_field_name("name")) + "."


def _pointee(kind: tree_sitter.Node | None) -> tree_sitter.Node | None:
    """Return the type behind references and the parentheses around it."""
    while kind is not None and kind.type in {"reference_type", "tuple_type"}:
        inner = kind.child_by_field_name("type")
        if kind.type == "tuple_type":
            inner = kind.named_children[0] if len(kind.named_children) == 1 else None
        kind = inner
    return kind


def _plain(node: tree_sitter.Node | None) -> str:
    """Return a piece of source, comments left out, its white space folded to single blanks."""
    source = text(node)
    if node is not None and ("//" in source or "/*" in source):
        data, start = node.text or b"", node.start_byte
        for comment in reversed(list(_comments_in(node))):
            data = data[: comment.start_byte - start] + b" " + data[comment.end_byte - start :]
        source = data.decode("utf-8", "replace")
    return " ".join(source.split())


def _comments_in(node: tree_sitter.Node) -> Iterable[tree_sitter.Node]:
    for child in node.children:
        if child.type in COMMENT_TYPES:
            yield child
        else:
            yield from _comments_in(child)


def _path(node: tree_sitter.Node | None) -> str:
    """Return a path without white space, comments, `r#` and a `::` at its head."""
    tokens = tokens_of(text(node))
    return "".join(token.removeprefix("r#") for token in tokens).removeprefix("::")


def _leaves_of(node: tree_sitter.Node | None, prefix: str) -> Iterable[tuple[str, str]]:
    """Yield (bound name, whole path) of a `use` argument; a glob binds `*`."""
    if node is None:
        return
    outer = f"{prefix}::" if prefix else ""
    if node.type == "use_wildcard":
        inner = _path(node).removesuffix("*").removesuffix("::")
        yield "*", f"{outer}{inner}" if inner else prefix
    elif node.type == "self":
        yield prefix.rsplit("::", 1)[-1], prefix
    elif node.type == "use_as_clause":
        path = _path(node.child_by_field_name("path"))
        yield _path(node.child_by_field_name("alias")), prefix if path == "self" else outer + path
    elif node.type == "scoped_use_list":
        path = _path(node.child_by_field_name("path"))
        yield from _leaves_of(node.child_by_field_name("list"), f"{outer}{path}")
    elif node.type == "use_list":
        for child in node.named_children:
            yield from _leaves_of(child, prefix)
    elif node.type in {"identifier", "scoped_identifier", "crate", "super"}:
        path = outer + _path(node)
        yield path.rsplit("::", 1)[-1], path
