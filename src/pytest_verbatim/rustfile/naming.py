"""What items are called: shapes of impls, members and macro calls, and unique paths.

Source: design, "Contract: item paths".
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import tree_sitter

from pytest_verbatim.itempath import ItemPath, Shape, depths, tokens_of
from pytest_verbatim.rustfile.item import Item
from pytest_verbatim.rustfile.syntax import leaves, text

# Of edition 2021, as upstream uses: `gen` is an identifier there.
KEYWORDS = frozenset(
    "as async await break const continue crate dyn else enum extern false fn for if impl in let "
    "loop match mod move mut pub ref return self Self static struct super trait true type unsafe "
    "use where while abstract become box do final macro override priv try typeof unsized virtual "
    "yield _".split()
)
_TYPE_WORDS = frozenset({"dyn", "fn", "impl", "for", "unsafe", "extern"})


def shape_of(
    node: tree_sitter.Node, kind: str, modules: Sequence[str], container: Item | None
) -> Shape:
    """Return what an item is called in full; `container` is the impl or trait it stands in."""
    prefix = tuple(token for name in modules for token in (name, "::"))
    if kind == "use":
        return Shape((*prefix, "use"))
    if kind == "impl":
        return _impl_shape(prefix, node)
    if kind == "macro_call":
        macro, argument = _macro_call(node)
        if container is None:
            return Shape(prefix, macro, argument)
        name = macro + argument
    else:
        name = tokens_of(text(node.child_by_field_name("name") or node))
    if kind == "macro":
        name = (*name, "!")
    if container is None:
        return Shape(prefix + name)
    outer = container.shape
    if container.kind == "trait":
        return Shape((*outer.head, "::", *name))
    body = outer.body
    at = _for_of(body)
    if at == len(body):
        if _names_a_type(body):
            return Shape(prefix, body, ("::", *name))
        return Shape((*prefix, "<"), body, (">", "::", *name))
    swapped = (*body[at + 1 :], "as", *body[:at])
    return Shape((*prefix, "<"), swapped, (">", "::", *name))


def _impl_shape(prefix: tuple[str, ...], node: tree_sitter.Node) -> Shape:
    body = tokens_of(text(node.child_by_field_name("type") or node))
    trait = node.child_by_field_name("trait")
    if trait is not None:
        negative = ("!",) if any(child.type == "!" for child in node.children) else ()
        body = (*negative, *tokens_of(text(trait)), "for", *body)
    return Shape((*prefix, "impl"), body)


def _names_a_type(body: tuple[str, ...]) -> bool:
    """Return whether a type can stand before `::` as it is, without `<...>` around it."""
    first = body[0]
    return first == "::" or (first.replace("#", "").isidentifier() and first not in _TYPE_WORDS)


def _for_of(body: tuple[str, ...]) -> int:
    """Return where the `for` between trait and type stands; `for<'a>` is another one."""
    for at, depth in enumerate(depths(body)):
        if body[at] == "for" and depth == 0 and not _is_higher_ranked(body, at):
            return at
    return len(body)


def _is_higher_ranked(body: tuple[str, ...], at: int) -> bool:
    return body[at + 1 : at + 2] == ("<",) and body[at + 2 : at + 3][0].startswith("'")


def _macro_call(node: tree_sitter.Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tokens of a macro's path, and `!(first argument)` as a path writes it."""
    call = node.children[0] if node.type == "expression_statement" else node
    arguments = next(child for child in call.children if child.type == "token_tree")
    name = tokens_of(text(call.child_by_field_name("macro") or call))
    first = next((word for word in leaves(arguments) if _is_argument_name(word)), None)
    return name, ("!", "(", ")") if first is None else ("!", "(", first, ")")


def _is_argument_name(word: str) -> bool:
    return bool(re.fullmatch(r"(?:r#)?[^\W\d]\w*", word)) and word not in KEYWORDS


def bound_names(node: tree_sitter.Node | None, outer: str = "") -> Iterable[str]:
    """Yield the names that the argument of a `use` brings into scope; globs and `_` are none."""
    if node is None or node.type == "use_wildcard":
        return
    if node.type in {"identifier", "crate", "super"}:
        yield text(node)
    elif node.type == "self":
        yield outer
    elif node.type == "scoped_identifier":
        yield text(node.child_by_field_name("name") or node)
    elif node.type == "use_as_clause":
        alias = text(node.child_by_field_name("alias") or node)
        if alias != "_":
            yield alias
    elif node.type == "scoped_use_list":
        path = node.child_by_field_name("path")
        last = tokens_of(text(path))[-1] if path is not None else ""
        yield from bound_names(node.child_by_field_name("list"), last)
    elif node.type == "use_list":
        for child in node.named_children:
            yield from bound_names(child, outer)


def unique_paths(items: Sequence[Item]) -> list[ItemPath]:
    """Return the full path of each item: `kind@` and `#n` where the bare path repeats."""
    alike: defaultdict[ItemPath, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        alike[item.path].append(at)
    paths = [item.path for item in items]
    for path, places in alike.items():
        kinds = {_kind_word(items[at].kind) for at in places}
        for kind in kinds:
            same = [at for at in places if _kind_word(items[at].kind) == kind]
            named = replace(path, kind=kind) if len(kinds) > 1 else path
            numbered = len(same) > 1 or kind == "use"
            for number, at in enumerate(same, 1):
                paths[at] = replace(named, ordinal=number) if numbered else named
    return paths


def _kind_word(kind: str) -> str:
    return {"method": "fn", "assoc_const": "const", "assoc_type": "type"}.get(kind, kind)
