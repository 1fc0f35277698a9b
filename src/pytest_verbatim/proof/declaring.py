"""Whether a declaration lacks what a sentence says it has, so far as syntax and names tell."""

import re
from collections.abc import Collection, Sequence

from pytest_verbatim import evidence as kinds
from pytest_verbatim.itempath import tokens_of
from pytest_verbatim.proof.lookup import Found, Scene
from pytest_verbatim.proof.names import call_name
from pytest_verbatim.proof.reaching import HOLDERS, PATH, Span, stands
from pytest_verbatim.proof.shape import (
    hold_derives,
    hold_field,
    hold_implements,
    hold_returns,
    hold_variant,
)
from pytest_verbatim.proof.verdict import Verdict, fails, listed
from pytest_verbatim.prose.relation import Relation
from pytest_verbatim.rustfile import Attribute
from pytest_verbatim.tree.definitions import Definition

_NAME = re.compile(r"[A-Za-z_]\w*")
_FIELD = re.compile(r"[a-z_]\w*")
_TYPE = re.compile(r"(?:\w+::)*[A-Z]\w*")
_PLAIN_DERIVES = frozenset(
    "Clone Copy Debug Default PartialEq Eq PartialOrd Ord Hash Serialize Deserialize".split()
)
"""Derives of which each makes the impl of its own name and no other."""
_PLAIN_ATTRIBUTES = frozenset(
    "derive serde doc allow warn deny expect cfg repr must_use non_exhaustive deprecated inline "
    "error sea_orm strum schemars validate from source default clap arg command".split()
)
"""Attributes that add nothing to a type themselves."""
_WITHOUT_DERIVES = _PLAIN_ATTRIBUTES | {"enum_dispatch", "async_trait"}
"""Attributes that may add impls to a type, and no derives."""
_SIMPLE = frozenset(
    "bool char str String u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64".split()
)
_OPEN_RETURNS = frozenset({"impl", "dyn", "Self", "Output", "_"})


def no_derive(found: Found, relation: Relation) -> Verdict | None:
    """Return that no derive on a type lists a name; None where one does, or a macro may add it."""
    if found.item.kind not in HOLDERS or not _TYPE.fullmatch(relation.object):
        return None
    if not _is_plain(found, _WITHOUT_DERIVES):
        return None
    return hold_derives(kinds.Derives(found.path, relation.object), _in_file(found))


def _in_file(found: Found) -> Scene:
    return Scene(found.scene.corpus, (found.file,))


def _attributes(found: Found) -> list[Attribute]:
    """Return the attributes in the lines of an item, and those of what is around it."""
    first, last = found.item.lines.first, found.item.lines.last
    every = found.scene.index.files[found.file].attributes
    around = {found.path, found.container, ""}
    return [a for a in every if a.on in around or first <= a.line <= last]


def _is_plain(found: Found, harmless: Collection[str] = _PLAIN_ATTRIBUTES) -> bool:
    """Return whether no attribute of a type may be a macro that adds to it."""
    own = [a for a in _attributes(found) if a.on == found.path and not a.target]
    heads = (_head_of(tokens_of(attribute.text)) for attribute in own)
    return all(head and head[-1] in harmless for head in heads)


def no_impl(found: Found, relation: Relation) -> Verdict | None:
    """Return that the tree has no impl of a trait for a type.

    None where there is one, and where a derive, a macro or an impl for all types may make it.
    """
    name = relation.object.partition("<")[0].split("::")[-1].strip()
    index = found.scene.index
    if found.item.kind not in HOLDERS or not _TYPE.fullmatch(name) or not _is_plain(found):
        return None
    if _in_macro(found, name) or _in_macro(found, found.item.name):
        return None
    derives = [a.text for a in _attributes(found) if a.on == found.path and "derive" in a.text]
    derived = {word for text in derives for word in re.findall(r"\w+", text)}
    if not derived <= _PLAIN_DERIVES | {"derive", "serde"}:
        return None
    if any(d.kind == "trait" for d in index.definitions(name)):
        if _is_blanket(found, name):
            return None
    elif name not in _PLAIN_DERIVES | {"Display", "Iterator", "Drop", "Deref"}:
        return None
    return hold_implements(kinds.Implements(found.path, name), _in_file(found))


def _in_macro(found: Found, name: str) -> bool:
    """Return whether a name stands in a macro of the tree, or in a call of one as an item."""
    index = found.scene.index
    for file in index.files_naming(name):
        for line in index.files[file].names[name]:
            entry = index.entry(file, index.item_at(file, line))
            if entry is not None and entry.kind in {"macro", "macro_call"}:
                return True
    return False


def _is_blanket(found: Found, trait: str) -> bool:
    """Return whether the tree implements a trait for a type parameter, a reference and the like."""
    wide = re.compile(rf"\b{trait}\b.* for (?:&|[A-Z]\d?\b|dyn\b|impl\b|\[|\()")
    return any(
        entry.kind == "impl" and wide.search(entry.path)
        for facts in found.scene.index.files.values()
        for entry in facts.items
    )


def no_attribute(found: Found, relation: Relation) -> Verdict | None:
    """Return that an attribute stands neither on an item nor in it nor around it."""
    plain = re.sub(r"^#!?\[|\]$", "", relation.object.strip())
    wanted = tokens_of(plain)
    head = _head_of(wanted)
    if not head:
        return None
    rest = {token for token in wanted[len(head) :] if token[0].isalnum() or token[0] in "\"'_"}
    attributes = _attributes(found)
    for attribute in attributes:
        there = tokens_of(attribute.text)
        same = head[-1] in _head_of(there)
        if (same and rest <= set(there)) or ("cfg_attr" in there and head[-1] in there):
            return None
    own = listed(f"#[{a.text}]" for a in attributes if a.on == found.path and not a.target)
    seen = f"`#[{plain}]` does not stand on `{found.path}`"
    return fails(seen, f"its attributes: {own}", [found.place])


def _head_of(tokens: Sequence[str]) -> Sequence[str]:
    """Return the path that an attribute begins with."""
    length = 0
    while length < len(tokens) and (tokens[length] == "::" or _NAME.fullmatch(tokens[length])):
        length += 1
    return tokens[:length]


def no_return(found: Found, relation: Relation) -> Verdict | None:
    """Return that a function does not return a type; None where its signature leaves that open."""
    asked = relation.object.strip().lstrip("&").strip()
    head = asked.partition("<")[0].split("::")[-1].strip()
    if found.item.kind not in {"fn", "method"} or not _NAME.fullmatch(head):
        return None
    index = found.scene.index
    named = index.definitions(head)
    is_type = head in _SIMPLE or any(d.kind in {*HOLDERS, "trait", "type"} for d in named)
    if not is_type or any(d.kind in {"variant", "const", "field"} for d in named):
        return None
    returns = dict(index.files[found.file].returns).get(found.path)
    words = set(re.findall(r"\w+", returns or ""))
    if returns is None or words & _OPEN_RETURNS or head in words:
        return None
    aliases = (d for word in words for d in index.definitions(word))
    is_open = any(d.kind in {"type", "assoc_type"} for d in aliases)
    if is_open or any(len(word) == 1 for word in words) or _has_word(found, head):
        return None
    return hold_returns(kinds.Returns(found.path, asked), _in_file(found))


def no_field(found: Found, relation: Relation) -> Verdict | None:
    """Return that a type has no such field; None where one is renamed to it or flattened in."""
    name = re.split(r"\.|::", relation.object.partition(": ")[0].strip())[-1]
    if found.item.kind not in HOLDERS or not _FIELD.fullmatch(name) or name in _SIMPLE:
        return None  # "its `u64` fields"
    if _has_word(found, name) or any(
        "flatten" in attribute.text for attribute in _attributes(found)
    ):
        return None
    if name in found.scene.index.renamed_in(found.file):
        return None
    return hold_field(kinds.Field(found.path, name), _in_file(found))


def no_variant(found: Found, relation: Relation) -> Verdict | None:
    """Return that an enum has no such variant, by its own name or as serde writes it."""
    name = re.split(r"[ ({]", relation.object.strip())[0].split("::")[-1]
    if found.item.kind != "enum" or not _TYPE.fullmatch(name) or _has_word(found, name):
        return None
    if name in found.scene.index.renamed_in(found.file):
        return None
    return hold_variant(kinds.Variant(found.path, (name,)), _in_file(found))


def _has_word(found: Found, name: str) -> bool:
    lines = found.item.lines
    return stands(found, Span(found.file, lines.first, lines.last), name)


def no_method(found: Found, relation: Relation) -> Verdict | None:
    """Return that a type or trait has no such method; None where a trait may bring it."""
    asked = call_name(PATH.sub(r"\1", relation.object.strip()))
    index = found.scene.index
    if asked is None or found.item.kind not in {*HOLDERS, "trait"} or not _is_plain(found):
        return None
    every = [d for d in index.definitions(asked.last) if d.kind in {"fn", "method"}]
    own = sorted(m.name for m in index.members(found.item.name) if m.kind == "method")
    if asked.last in own or "Deref" in index.traits_of(found.item.name):
        return None
    if not every or any(_may_come_to(found, one) for one in every):
        return None
    said = f"`{found.path}` has no method `{asked.last}`"
    return fails(said, f"it has {listed(own)}", [found.place])


def _may_come_to(found: Found, one: Definition) -> bool:
    """Return whether a trait may bring a method to a type that does not declare it."""
    traits = {d.name for d in found.scene.index.definitions(one.owner) if d.kind == "trait"}
    return len(one.owner) < 2 or any(_is_blanket(found, trait) for trait in traits)
