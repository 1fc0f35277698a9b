"""What declarations say: derives, impls, attributes, types, fields, variants and bounds."""

import re
from collections.abc import Iterable, Sequence

from pytest_verbatim import evidence as kinds
from pytest_verbatim.itempath import Shape, depths, tokens_of
from pytest_verbatim.proof.lookup import Found, Scene
from pytest_verbatim.proof.verdict import Place, Verdict, fails, holds, listed, undecided
from pytest_verbatim.rustfile import Attribute, Entry

_TYPES = frozenset({"struct", "enum", "union", "trait", "type", "macro_call"})
GONE = "name an item that exists"


def hold_derives(evidence: kinds.Derives, scene: Scene) -> Verdict:
    """Return whether a derive on an item lists a name."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, GONE)
    derived = _derived(found)
    for name, line in derived:
        if _names(evidence.name, name):
            return holds(f"`{found.path}` derives `{name}`", [found.on(line)])
    for attribute in _attributes(found):
        words = tokens_of(attribute.text)
        if words[:1] == ("cfg_attr",) and "derive" in words and _plain(evidence.name) in words:
            said = f"`{found.path}` derives `{evidence.name}` where a `cfg` holds alone"
            return undecided(said, "claim attribute(item, ...)", [found.on(attribute.line)])
    said = f"`{found.path}` derives {listed(name for name, _ in derived)}, not `{evidence.name}`"
    return fails(said, "name one of them", [found.place])


def _derived(found: Found) -> list[tuple[str, int]]:
    return [
        ("".join(part), attribute.line)
        for attribute in _attributes(found)
        if not attribute.target and tokens_of(attribute.text)[:2] == ("derive", "(")
        for part in _split(tokens_of(attribute.text)[2:-1], ",")
    ]


def _names(wanted: str, full: str) -> bool:
    """Return whether a name is a path, or the end of it in whole segments."""
    asked, there = _plain(wanted).split("::"), full.split("::")
    return there[-len(asked) :] == asked


def _plain(text: str) -> str:
    return "".join(text.strip().strip("`").split())


def hold_implements(evidence: kinds.Implements, scene: Scene) -> Verdict:
    """Return whether the tree has an impl of a trait for an item, or a derive of that name."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, GONE)
    if found.item.kind not in _TYPES:
        said = f"`{found.path}` is a {found.item.kind}, which implements nothing"
        return fails(said, "name the type that the impl is for", [found.place])
    wanted = tokens_of(evidence.trait.strip().strip("`"))
    traits = []
    for file, entry in scene.index.items_named(found.item.name):
        parts = _impl_parts(entry) if entry.kind == "impl" else None
        if parts is None or not _is_of(found, file, parts[1]):
            continue
        if Shape(body=parts[0]).fits(wanted):
            place = Place(file, entry.first, entry.last)
            return holds(f"`{entry.path}` stands in {file}, line {entry.first}", [place])
        traits.append("".join(parts[0]))
    derived = _derived(found)
    for name, line in derived:
        if _names(evidence.trait, name):
            return holds(f"`{found.path}` derives `{name}`", [found.on(line)])
    every = [*traits, *(name for name, _ in derived)]
    return fails(
        f"the tree has no `impl {evidence.trait.strip('`')} for {found.item.name}`; there are "
        f"{listed(every, 12)}",
        "name one of them; a blanket impl is not seen and must be argued",
        [found.place],
    )


def _impl_parts(entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the tokens of trait and type of an impl, None for an inherent one."""
    tokens = tokens_of(entry.path)
    start = tokens.index("impl") + 1
    end = tokens.index("#") if "#" in tokens else len(tokens)
    body = tokens[start:end]
    level = [0, *depths(body)]
    for at, token in enumerate(body):
        if token == "for" and level[at] == 0 and body[at + 1 : at + 2] != ("<",):
            return body[:at], body[at + 1 :]
    return None


def _is_of(found: Found, file: str, kind: Sequence[str]) -> bool:
    """Return whether a type, as an impl in a file names it, is the item."""
    if not Shape(body=tuple(kind)).fits((found.item.name,)):
        return False
    index = found.scene.index
    same = [d for d in index.definitions(found.item.name) if d.kind in _TYPES and not d.owner]
    if len(same) < 2:
        return True
    path = "::".join(re.findall(r"[^\W\d]\w*", "".join(_head(kind))))
    meant = index.resolve(file, path)
    return not meant or any(d.file == found.file and d.path == found.path for d in meant)


def _head(kind: Sequence[str]) -> Sequence[str]:
    return kind[: kind.index("<")] if "<" in kind else kind


def hold_attribute(evidence: kinds.Attribute, scene: Scene) -> Verdict:
    """Return whether an attribute of an item, or of a part of it, begins with that path."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, GONE)
    wanted = _attribute_tokens(evidence.text)
    whole = bool({"(", "=", "["} & set(wanted))
    attributes = _attributes(found)
    for attribute in attributes:
        there = _attribute_tokens(attribute.text)
        if wanted and (there == wanted if whole else there[: len(wanted)] == wanted):
            on = f"`{found.path}`" + (f", on `{attribute.target}`" if attribute.target else "")
            return holds(f"`#[{attribute.text}]` stands on {on}", [found.on(attribute.line)])
    texts = listed(attribute.text for attribute in attributes)
    said = f"no attribute of `{found.path}` is `{evidence.text}`; there are {texts}"
    return fails(said, "name one of them", [found.place])


def _attribute_tokens(text: str) -> tuple[str, ...]:
    plain = text.strip().strip("`").strip()
    if plain.startswith("#"):
        plain = plain.lstrip("#!").strip().removeprefix("[").removesuffix("]")
    return _without_trailing(tokens_of(plain))


def _attributes(found: Found) -> list[Attribute]:
    facts = found.scene.index.files[found.file]
    path = found.path
    return [a for a in facts.attributes if a.on == path and a.target != "(statement)"]


def hold_returns(evidence: kinds.Returns, scene: Scene) -> Verdict:
    """Return whether the signature of an item gives that return type."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, GONE)
    returns = scene.index.files[found.file].returns
    there = next((text for path, text in returns if path == found.path), None)
    if there is None:
        return fails(f"`{found.path}` is a {found.item.kind}, no function", "name a function")
    wanted = evidence.text.strip().strip("`").strip().removeprefix("->")
    if _type_tokens(wanted) == _type_tokens(there):
        return holds(f"`{found.path}` returns `{there}`", [found.place])
    return fails(
        f"`{found.path}` returns `{there}`, not `{wanted.strip()}`",
        "write the type as the signature has it",
        [found.place],
    )


def _type_tokens(text: str) -> tuple[str, ...]:
    return _without_trailing(tokens_of(text.strip().strip("`")))


def _without_trailing(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return tokens without the comma that a formatter puts before a closing bracket."""
    return tuple(
        token
        for at, token in enumerate(tokens)
        if token != "," or tokens[at + 1 : at + 2] not in {(")",), ("]",), ("}",), (">",)}
    )


def hold_field(evidence: kinds.Field, scene: Scene) -> Verdict:
    """Return whether an item has a field, of a type if one is given."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, GONE)
    fields = [p for p in scene.index.files[found.file].fields if p.owner == found.path]
    name = evidence.name.strip().strip("`").strip().removeprefix(".").replace("::", ".")
    for part in fields:
        if part.name != name:
            continue
        said = f"`{found.path}` has `{name}: {part.text}`"
        if evidence.type is None or _type_tokens(evidence.type) == _type_tokens(part.text):
            return holds(said, [found.on(part.line)])
        return fails(f"{said}, not `{evidence.type}`", "write that type", [found.on(part.line)])
    said = f"`{found.path}` has no field `{name}`; it has {listed(p.name for p in fields)}"
    return fails(said, "name one of them; that of a variant is `Variant.field`", [found.place])


def hold_variant(evidence: kinds.Variant, scene: Scene) -> Verdict:
    """Return whether an enum has these variants, and if asked no others."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, GONE)
    if found.item.kind != "enum":
        return fails(f"`{found.path}` is a {found.item.kind}, no enum", "name an enum")
    parts = [p for p in scene.index.files[found.file].variants if p.owner == found.path]
    names = [name.strip().strip("`").rpartition("::")[2] for name in evidence.names]
    there = [part.name for part in parts]
    missing = [name for name in names if name not in there]
    if missing:
        said = f"`{found.path}` has no variant {listed(missing)}; it has {listed(there, 20)}"
        return fails(said, "name those that it has", [found.place])
    more = [name for name in there if name not in names]
    if evidence.closed and more:
        said = f"`{found.path}` also has {listed(more, 20)}"
        mend = "mend the sentence and name all of them, or leave out closed=True"
        return fails(said, mend, [found.place])
    places = [found.on(part.line) for part in parts if part.name in names]
    return holds(f"`{found.path}` has {listed(there, 20)}", places)


def hold_bound(evidence: kinds.Bound, scene: Scene) -> Verdict:
    """Return whether an item demands bounds of a type; a member demands those of its impl too."""
    found = scene.find(evidence.item)
    if isinstance(found, str):
        return fails(found, GONE)
    owners = {found.path, str(found.item.container or found.path)}
    subject = _type_tokens(evidence.subject)
    parts = [p for p in scene.index.files[found.file].bounds if p.owner in owners]
    there = [(b, p.line) for p in parts if _type_tokens(p.name) == subject for b in _sum(p.text)]
    wanted = list(_sum(evidence.bound.strip().strip("`")))
    places = []
    for one in wanted:
        at = next((line for bound, line in there if Shape(body=bound).fits(one)), None)
        if at is None:
            every = listed((f"{p.name}: {p.text}" for p in parts), 12)
            said = f"`{found.path}` does not demand `{evidence.subject}: {''.join(one)}`"
            return fails(f"{said}; it demands {every}", "name one of them", [found.place])
        places.append(found.on(at))
    said = f"`{found.path}` demands `{evidence.subject}: {evidence.bound.strip('`')}`"
    return holds(said, places)


def _sum(text: str) -> Iterable[tuple[str, ...]]:
    """Yield the bounds that `+` joins."""
    return (_without_trailing(part) for part in _split(tokens_of(text), "+"))


def _split(tokens: Sequence[str], mark: str) -> Iterable[tuple[str, ...]]:
    part: list[str] = []
    level = [0, *depths(tokens)]
    for at, token in enumerate(tokens):
        if token == mark and level[at] == 0:
            yield tuple(part)
            part = []
        else:
            part.append(token)
    if part:
        yield tuple(part)
