"""The walk over a syntax tree that turns nodes into items."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import tree_sitter

from pytest_verbatim.itempath import ItemPath
from pytest_verbatim.rustfile.above import Above
from pytest_verbatim.rustfile.item import Item, Lines, ModDeclaration
from pytest_verbatim.rustfile.naming import bound_names, shape_of, unique_paths
from pytest_verbatim.rustfile.source import SourceText
from pytest_verbatim.rustfile.syntax import is_balanced, is_doubtful, is_test_attribute, text

_KINDS = {
    "function_item": "fn",
    "function_signature_item": "fn",
    "struct_item": "struct",
    "enum_item": "enum",
    "union_item": "union",
    "const_item": "const",
    "static_item": "static",
    "type_item": "type",
    "associated_type": "type",
    "trait_item": "trait",
    "impl_item": "impl",
    "macro_definition": "macro",
    "macro_invocation": "macro_call",
    "mod_item": "mod",
    "use_declaration": "use",
}
_MEMBER_KINDS = {
    "fn": "method",
    "const": "assoc_const",
    "type": "assoc_type",
    "macro_call": "macro_call",
}


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where siblings stand: inline modules, test code or not, and the impl or trait, by index."""

    modules: tuple[str, ...] = ()
    test: bool = False
    container: int | None = None


class Walk:
    """One pass over a tree; `items` and `mods` hold what it brought, in source order."""

    def __init__(self, source: SourceText, root: tree_sitter.Node) -> None:
        """Walk the tree below `root`."""
        self._source = source
        self._has_error = root.has_error
        self._drafts: list[Item] = []
        self._mods: list[ModDeclaration] = []
        self._containers: dict[int, int] = {}
        self._visit(root.children, _Scope(test=_has_inner_test(root)))
        paths = unique_paths(self._drafts)
        self.items = tuple(
            replace(item, path=path, container=self._container_path(at, paths))
            for at, (item, path) in enumerate(zip(self._drafts, paths, strict=True))
        )
        self.mods = tuple(self._mods)

    def _container_path(self, at: int, paths: Sequence[ItemPath]) -> ItemPath | None:
        return paths[self._containers[at]] if at in self._containers else None

    def _visit(self, siblings: list[tree_sitter.Node], scope: _Scope) -> None:
        for at, node in enumerate(siblings):
            kind = _kind_of(node, member=scope.container is not None)
            if kind is not None:
                self._add(siblings, at, kind, scope)

    def _add(self, siblings: list[tree_sitter.Node], at: int, kind: str, scope: _Scope) -> None:
        node = siblings[at]
        body = node.child_by_field_name("body")
        above = Above(self._source, siblings, at, is_use=kind == "use")
        test = scope.test or above.test or (body is not None and _has_inner_test(body))
        if kind == "mod" and body is None:
            self._mods.append(ModDeclaration(_name_of(node), scope.modules, above.path, test))
            return
        index = len(self._drafts)
        self._drafts.append(self._draft(siblings, at, kind, above, scope, test=test))
        if scope.container is not None:
            self._containers[index] = scope.container
        if body is not None and kind == "mod":
            self._visit(body.children, _Scope((*scope.modules, _name_of(node)), test))
        elif body is not None and kind in {"impl", "trait"}:
            self._drafts[index] = self._with_shell(self._drafts[index], body)
            self._visit(body.children, _Scope(scope.modules, test, index))

    def _draft(  # noqa: PLR0913  (one step of `_add`, with all that it knows)
        self,
        siblings: list[tree_sitter.Node],
        at: int,
        kind: str,
        above: Above,
        scope: _Scope,
        *,
        test: bool,
    ) -> Item:
        node = siblings[at]
        container = None if scope.container is None else self._drafts[scope.container]
        end = _end_of(siblings, at)
        lines = Lines(self._source.line_of(above.start), self._source.line_of(end - 1))
        shape = shape_of(node, kind, scope.modules, container)
        refusal = self._refusal(siblings, at, above.start, end)
        return Item(
            path=ItemPath(shape.tokens, kind="mod" if kind == "mod" else None),
            shape=shape,
            kind=kind,
            lines=lines,
            test=test,
            modules=scope.modules,
            binds=tuple(bound_names(node.child_by_field_name("argument"))),
            refusal=refusal or (container.shell_refusal if container else None),
        )

    def _with_shell(self, draft: Item, body: tree_sitter.Node) -> Item:
        source = self._source
        opens = source.line_of(body.start_byte)
        closes = source.line_of(body.end_byte - 1)
        refusal = draft.refusal
        if refusal is None and opens == closes:
            refusal = f"its {draft.kind} stands on one line with it"
        elif refusal is None and source.code_in(body.start_byte + 1, source.end_of(opens)):
            refusal = f"line {opens}, which opens its {draft.kind}, holds other code too"
        elif refusal is None and source.code_in(source.start_of(closes), body.end_byte - 1):
            refusal = f"line {closes}, which closes its {draft.kind}, holds other code too"
        return replace(draft, header=Lines(draft.lines.first, opens), shell_refusal=refusal)

    def _refusal(
        self, siblings: list[tree_sitter.Node], at: int, start: int, end: int
    ) -> str | None:
        source, node = self._source, siblings[at]
        first, last = source.line_of(start), source.line_of(end - 1)
        if source.code_in(source.start_of(first), start):
            return f"it shares line {first} with other code"
        if source.code_in(end, source.end_of(last)):
            return f"it shares line {last} with other code"
        if not self._has_error:
            return None
        if is_doubtful(siblings, at) or (node.has_error and not is_balanced(node)):
            return f"the parser is not sure where it ends (syntax error near line {first})"
        return None


def _kind_of(node: tree_sitter.Node, *, member: bool) -> str | None:
    """Return the kind of the item that a node is; at file level `m!(...);` is a statement."""
    if node.type == "expression_statement" and node.children:
        node = node.children[0]
        if node.type != "macro_invocation":
            return None
    kind = _KINDS.get(node.type)
    return _MEMBER_KINDS.get(kind) if member and kind else kind


def _name_of(node: tree_sitter.Node) -> str:
    return text(node.child_by_field_name("name"))


def _has_inner_test(parent: tree_sitter.Node) -> bool:
    return any(
        child.type == "inner_attribute_item" and is_test_attribute(text(child))
        for child in parent.children
    )


def _end_of(siblings: list[tree_sitter.Node], at: int) -> int:
    """Return the offset behind an item; a `;` after it is a sibling in impls and modules."""
    node = siblings[at]
    after = siblings[at + 1] if at + 1 < len(siblings) else None
    same_line = after is not None and after.start_point.row == node.end_point.row
    if after is not None and same_line and after.type == "empty_statement":
        return after.end_byte
    return node.end_byte
