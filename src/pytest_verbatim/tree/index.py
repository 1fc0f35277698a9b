"""`Index`: names, definitions and calls of a whole source tree, looked up without types.

Built from the facts of each file, test code aside. It knows the module tree by the files' paths
(`src/a/b.rs` and `src/a/b/mod.rs` are `a::b`), follows `use` declarations and re-exports, and knows
the crates of a `Cargo.lock` by name. It expands no macro and infers no type.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from pytest_verbatim.rustfile import Attribute, Call, Entry, Facts

_ROOTS = frozenset({"mod", "lib", "main"})
_RELATIVE = frozenset({"crate", "self", "super"})
_LOCK_NAME = re.compile(r'^name = "([^"]+)"\r?$', re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
_FOLLOWED = 5
_RENAME_ALL = re.compile(r'rename_all\s*=\s*"([^"]+)"')
TYPE_KINDS = frozenset({"struct", "enum", "union", "trait", "type"})
STD_PRELUDE = frozenset(
    "Option Some None Result Ok Err Box String Vec ToString ToOwned Copy Send Sized Sync Drop Fn "
    "FnMut FnOnce AsRef AsMut Into From Default Iterator Extend IntoIterator DoubleEndedIterator "
    "ExactSizeIterator Clone Debug PartialEq Eq PartialOrd Ord Hash TryFrom TryInto FromIterator "
    "Future IntoFuture Self drop bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize "
    "f32 f64".split()
)
"""Names that a Rust program of edition 2021 or 2024 has without importing them."""


class Definition(NamedTuple):
    """Where a name is defined: an item, a member, a field or a variant; without `r#`.

    `path` is the full path of the item; for a field or variant that of the type it is part of.
    `owner` is the name of the type, trait or enum that it belongs to, "" for an item at file level.
    """

    name: str
    kind: str
    file: str
    path: str
    line: int
    owner: str


class Site(NamedTuple):
    """A call and where it stands; `item` is the path of the innermost item around it."""

    file: str
    item: str
    call: Call


class Index:
    """What is where in a tree. `read` returns the bytes of any file of it."""

    def __init__(
        self,
        facts: Mapping[str, Facts],
        others: Iterable[str] = (),
        read: Callable[[str], bytes] = lambda _: b"",
        tests: Iterable[str] = (),
    ) -> None:
        """Take path -> facts of the Rust files, the paths of test files and of all others."""
        self.files = facts
        self.others = tuple(others)
        self.tests = tuple(tests)
        self._read = read

    # --- names -----------------------------------------------------------------------------

    @cached_property
    def _definitions(self) -> dict[str, list[Definition]]:
        found: defaultdict[str, list[Definition]] = defaultdict(list)
        for file, facts in self.files.items():
            for entry in facts.items:
                if entry.kind in {"use", "impl"}:
                    continue
                name, owner = _bare(entry.name), _type_of(entry.container)
                found[name].append(
                    Definition(name, entry.kind, file, entry.path, entry.first, owner)
                )
            for made in _derived(facts):
                found[made.name].append(Definition(made.name, "derived", file, *made[1:], ""))
            for part in facts.fields:
                name = _bare(part.name.rsplit(".", 1)[-1])
                if not name.isdigit():
                    owner = _type_of(part.owner)
                    found[name].append(
                        Definition(name, "field", file, part.owner, part.line, owner)
                    )
            for part in facts.variants:
                name, owner = _bare(part.name), _type_of(part.owner)
                found[name].append(Definition(name, "variant", file, part.owner, part.line, owner))
        return dict(found)

    def definitions(self, name: str) -> tuple[Definition, ...]:
        """Return where a name is defined: items, members, fields and variants."""
        return tuple(self._definitions.get(_bare(name), ()))

    @cached_property
    def _named_in(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for file, facts in self.files.items():
            for name in facts.names:
                found[name].append(file)
        return dict(found)

    @property
    def names(self) -> Iterable[str]:
        """Return every identifier of the tree."""
        return self._named_in.keys()

    def files_naming(self, name: str) -> tuple[str, ...]:
        """Return the files in which an identifier occurs, comments and strings aside."""
        return tuple(self._named_in.get(_bare(name), ()))

    def members(self, owner: str) -> tuple[Definition, ...]:
        """Return fields, variants and members of every type or trait of a name."""
        return tuple(self._members.get(owner, ()))

    def members_of(self, one: Definition) -> tuple[Definition, ...]:
        """Return the members of one type or trait, those of others with the same name left out."""
        if one not in self._own_members:
            self._own_members[one] = tuple(
                member for member in self.members(one.name) if self._is_about(member.file, one)
            )
        return self._own_members[one]

    def _is_about(self, file: str, one: Definition) -> bool:
        if file == one.file or len([d for d in self.definitions(one.name) if not d.owner]) < 2:
            return True
        return one in self.resolve(file, one.name)

    @cached_property
    def _own_members(self) -> dict[Definition, tuple[Definition, ...]]:
        return {}

    @cached_property
    def _members(self) -> dict[str, list[Definition]]:
        found: defaultdict[str, list[Definition]] = defaultdict(list)
        for definitions in self._definitions.values():
            for one in definitions:
                if one.owner:
                    found[one.owner].append(one)
        for facts in self.files.values():
            for entry in facts.items:  # members of a trait belong to what implements it too
                parts = _trait_and_type(entry.path) if entry.kind == "impl" else None
                if parts is not None and parts[0] != parts[1]:
                    found[parts[1]] += [m for m in found.get(parts[0], ()) if m.owner == parts[0]]
        return {owner: list(dict.fromkeys(members)) for owner, members in found.items()}

    def traits_of(self, owner: str) -> tuple[str, ...]:
        """Return the names of the traits that an `impl` gives to a type of that name."""
        return tuple(self._traits.get(owner, ()))

    @cached_property
    def _traits(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for facts in self.files.values():
            for entry in facts.items:
                parts = _trait_and_type(entry.path) if entry.kind == "impl" else None
                if parts is not None and "impl !" not in entry.path:
                    found[parts[1]].append(parts[0])
        return dict(found)

    @cached_property
    def outside_names(self) -> frozenset[str]:
        """Return the names that the tree uses and does not define: of std and of crates.

        Those that stand in a path, in the type of a field, a bound, a return type or an attribute,
        or that are called.
        """
        found: set[str] = set(self._calls)
        for facts in self.files.values():
            for bound in facts.imports:
                found.update(bound.path.split("::"))
            found.update(word for call in facts.calls for word in call.path.split("::"))
            found.update(facts.roots)
            found.update(
                word
                for part in (*facts.fields, *facts.bounds)
                for word in re.findall(r"\w+", part.text)
            )
            found.update(word for _, kind in facts.returns for word in re.findall(r"\w+", kind))
            found.update(
                word for one in facts.attributes for word in re.findall(r"[^\W\d]\w*", one.text)
            )
        return frozenset(found) - self._definitions.keys()

    def renamed_in(self, file: str) -> frozenset[str]:
        """Return the names of fields and variants as serde's `rename_all` writes them in a file."""
        facts = self.files.get(file)
        if facts is None:
            return frozenset()
        styles = {
            attribute.on: found[1]
            for attribute in facts.attributes
            if not attribute.target and (found := _RENAME_ALL.search(attribute.text))
        }
        fields = (part for part in facts.fields if "." not in part.name)
        return frozenset(
            restyle(_bare(part.name), styles[part.owner])
            for parts, restyle in ((fields, _field_in), (facts.variants, _variant_in))
            for part in parts
            if part.owner in styles
        )

    # --- items -----------------------------------------------------------------------------

    def entry(self, file: str, path: str) -> Entry | None:
        """Return the item of a full path in a file, None where there is none."""
        return self._entries.get((file, path))

    @cached_property
    def _entries(self) -> dict[tuple[str, str], Entry]:
        return {(file, e.path): e for file, facts in self.files.items() for e in facts.items}

    def items_named(self, name: str) -> tuple[tuple[str, Entry], ...]:
        """Return (file, item) for every item of that last name: impls and `use` too."""
        return tuple(self._items_named.get(name, ()))

    @cached_property
    def _items_named(self) -> dict[str, list[tuple[str, Entry]]]:
        found: defaultdict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for file, facts in self.files.items():
            for entry in facts.items:
                found[entry.name].append((file, entry))
        return dict(found)

    def attributes_naming(self, word: str) -> tuple[tuple[str, Attribute], ...]:
        """Return (file, attribute) for every attribute in which a word stands, strings too."""
        return tuple(self._attributes_naming.get(word, ()))

    @cached_property
    def _attributes_naming(self) -> dict[str, list[tuple[str, Attribute]]]:
        found: defaultdict[str, list[tuple[str, Attribute]]] = defaultdict(list)
        for file, facts in self.files.items():
            for attribute in facts.attributes:
                for word in dict.fromkeys(_WORD.findall(attribute.text)):
                    found[word].append((file, attribute))
        return dict(found)

    def item_at(self, file: str, line: int) -> str:
        """Return the path of the innermost item around a line; "" outside all of them."""
        found = ""
        for entry in self.files[file].items:
            if entry.first > line:
                break
            if line <= entry.last and entry.kind not in {"use", "mod"}:
                found = entry.path
        return found

    # --- modules ---------------------------------------------------------------------------

    @cached_property
    def modules(self) -> dict[str, tuple[str, ...]]:
        """Return path of file -> its module path, the crate's name first."""
        return {file: module_of(file) for file in self.files}

    def module_files(self, *segments: str) -> tuple[str, ...]:
        """Return the files whose module path ends with these segments."""
        return tuple(f for f, path in self.modules.items() if path[-len(segments) :] == segments)

    @cached_property
    def module_names(self) -> frozenset[str]:
        """Return every segment of a module path."""
        return frozenset(segment for path in self.modules.values() for segment in path)

    def resolve(self, file: str, path: str) -> tuple[Definition, ...]:
        """Return what a path means in a file, as far as items, `use` and modules tell.

        `path` is a name or segments joined by `::`, the first of them in scope in the file; of a
        type and a member (`T::m`) the member is returned. Empty where it leads out of the tree, or
        where nothing is known. Globs of modules of the tree are followed.
        """
        found = self._resolved.get((file, path))
        if found is None:
            found = self._resolve(file, tuple(path.split("::")), _FOLLOWED)
            self._resolved[file, path] = found
        return found

    @cached_property
    def _resolved(self) -> dict[tuple[str, str], tuple[Definition, ...]]:
        return {}

    @cached_property
    def importers(self) -> dict[str, frozenset[str]]:
        """Return file -> the files that import something which is defined in it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for file, facts in self.files.items():
            for bound in facts.imports:
                for target in self.resolve(file, bound.path):
                    found[target.file].add(file)
        return {file: frozenset(users) for file, users in found.items()}

    def _resolve(self, file: str, path: tuple[str, ...], left: int) -> tuple[Definition, ...]:
        if not path or left < 0 or file not in self.files:
            return ()
        first, rest = path[0], path[1:]
        if first in _RELATIVE:
            return self._in_module(*_rooted(self.modules[file], path), left)
        own = [
            d for d in self.definitions(first) if d.file == file and not d.owner and d.kind != "mod"
        ]
        if own:
            return self._members_of(own, rest)
        imported = [path for path in self._bound(file, first) if path != (first,)]
        found = self._by_imports(file, imported, rest, left)
        if found or (imported and not rest):
            return found  # an import goes before a glob
        return (
            self._in_module((*self.modules[file], first), rest, left)
            or (self._in_module((first,), rest, left) if (first,) in self._crate_roots else ())
            or self._by_imports(file, self._bound(file, "*"), path, left)
        )

    def _bound(self, file: str, name: str) -> list[tuple[str, ...]]:
        """Return the paths that the imports of a file bind to a name, `*` for its globs."""
        if file not in self._bindings:
            bound: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
            for one in self.files[file].imports:
                bound[one.name].append(tuple(one.path.split("::")))
            self._bindings[file] = dict(bound)
        return self._bindings[file].get(name, [])

    @cached_property
    def _bindings(self) -> dict[str, dict[str, list[tuple[str, ...]]]]:
        return {}

    def _by_imports(
        self, file: str, targets: Iterable[tuple[str, ...]], rest: tuple[str, ...], left: int
    ) -> tuple[Definition, ...]:
        for target in targets:
            found = self._resolve(file, (*target, *rest), left - 1)
            if found:
                return found
        return ()

    @cached_property
    def _crate_roots(self) -> frozenset[tuple[str, ...]]:
        return frozenset(path[:1] for path in self.modules.values())

    def _in_module(
        self, module: tuple[str, ...], path: tuple[str, ...], left: int
    ) -> tuple[Definition, ...]:
        while len(path) > 1 and self._module_file((*module, path[0])):
            module, path = (*module, path[0]), path[1:]
        file = self._module_file(module)
        if file is None or not path:
            return ()
        return self._resolve(file, path, left - 1)

    def module(self, file: str, path: str) -> str | None:
        """Return the file of the module that a path means in a file, None where it means none.

        `path` is as for `resolve`. Modules that are written out inside a file are not known.
        """
        return self._module(file, tuple(path.split("::")), _FOLLOWED)

    def _module(self, file: str, path: tuple[str, ...], left: int) -> str | None:
        here = self.modules.get(file)
        if here is None or left < 0:
            return None
        if path[0] in _RELATIVE:
            return self._module_below(*_rooted(here, path), left)
        for target in self._bound(file, path[0]):
            if target != path[:1]:
                found = self._module(file, (*target, *path[1:]), left - 1)
                if found is not None:
                    return found
        start = here if self._module_file((*here, path[0])) is not None else ()
        return self._module_below(start, path, left)

    def _module_below(self, start: tuple[str, ...], path: tuple[str, ...], left: int) -> str | None:
        while path and self._module_file((*start, path[0])) is not None:
            start, path = (*start, path[0]), path[1:]
        file = self._module_file(start)
        if file is None or not path:
            return file
        binds = any(bound.name == path[0] for bound in self.files[file].imports)
        return self._module(file, path, left - 1) if binds else None

    def _module_file(self, module: tuple[str, ...]) -> str | None:
        return self._by_module.get(module)

    @cached_property
    def _by_module(self) -> dict[tuple[str, ...], str]:
        # src/lib.rs, src/main.rs and a stray src/mod.rs have one module path: the library is meant.
        ranked = sorted(self.modules, key=lambda file: not file.endswith("/lib.rs"))
        return {self.modules[file]: file for file in reversed(ranked)}

    def _members_of(
        self, found: Iterable[Definition], rest: tuple[str, ...]
    ) -> tuple[Definition, ...]:
        for name in rest:
            members = (m for one in found for m in self.members_of(one) if m.name == name)
            found = list(dict.fromkeys(members))
        return tuple(found)

    # --- calls -----------------------------------------------------------------------------

    def calls_of(self, name: str) -> tuple[Site, ...]:
        """Return every call of that last name in the tree; macros, methods and paths alike."""
        return tuple(self._calls.get(_bare(name), ()))

    @cached_property
    def _calls(self) -> dict[str, list[Site]]:
        found: defaultdict[str, list[Site]] = defaultdict(list)
        for file, facts in self.files.items():
            items = [e for e in facts.items if e.kind not in {"use", "mod"}]
            at, open_items = 0, list[Entry]()
            for call in facts.calls:
                while at < len(items) and items[at].first <= call.line:
                    open_items.append(items[at])
                    at += 1
                open_items = [e for e in open_items if e.last >= call.line]
                inner = open_items[-1].path if open_items else ""
                found[call.name].append(Site(file, inner, call))
        return dict(found)

    # --- crates and other files --------------------------------------------------------------

    @cached_property
    def crates(self) -> frozenset[str]:
        """Return the crates of the `Cargo.lock` files, as Rust writes them (`_` for `-`)."""
        locks = (path for path in self.others if posixpath.basename(path) == "Cargo.lock")
        return frozenset(
            name.replace("-", "_")
            for path in locks
            for name in _LOCK_NAME.findall(self._read(path).decode("utf-8", "replace"))
        )

    def crates_in(self, file: str) -> frozenset[str]:
        """Return the crates of `Cargo.lock` that a file names, in `use` or at the head of paths."""
        facts = self.files[file]
        named = {bound.path.split("::", 1)[0] for bound in facts.imports}
        return frozenset(named | facts.roots.keys()) & self.crates

    def text_of(self, path: str) -> str:
        """Return the text of a file, bad bytes replaced."""
        return self._read(path).decode("utf-8", "replace")


def _bare(name: str) -> str:
    return name.removeprefix("r#")


def _rooted(
    here: tuple[str, ...], path: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the module that `crate`, `self` and `super` in front of a path mean, and the rest."""
    start = here[:1] if path[0] == "crate" else here
    while path and path[0] in _RELATIVE:
        start = start[:-1] if path[0] == "super" else start
        path = path[1:]
    return start, path


class _Derived(NamedTuple):
    name: str
    path: str
    line: int


def _derived(facts: Facts) -> Iterable[_Derived]:
    """Yield the types that a file gives members to but neither defines nor imports.

    A derive or another macro must have made them there.
    """
    known = {e.name for e in facts.items if e.kind != "impl"} | {i.name for i in facts.imports}
    for entry in facts.items:
        if entry.kind == "impl":
            name = _type_of(entry.path)
            if name and name not in known | STD_PRELUDE and f"::{name}" not in entry.path:
                known.add(name)
                yield _Derived(name, entry.path, entry.first)


def module_of(file: str) -> tuple[str, ...]:
    """Return the module path of a file: the folder above `src` (`-` as `_`), then modules."""
    folder, name = posixpath.split(file)
    segments = [part for part in folder.split("/") if part]
    if "src" in segments:
        at = segments.index("src")
        crate = segments[at - 1].replace("-", "_") if at else "crate"
        segments = [crate, *segments[at + 1 :]]
    stem = name.removesuffix(".rs")
    return (*segments, *(() if stem in _ROOTS else (stem,)))


def owner_of(container: str) -> tuple[str, str]:
    """Return the names of trait and type that the path of an impl or trait gives; "" for none.

    For a trait itself, its name is the type's: what `Self` stands for inside is not known.
    """
    return _trait_and_type(container) or ("", _type_of(container))


def _trait_and_type(path: str) -> tuple[str, str] | None:
    """Return the names of trait and type of `impl A for B`, generics and paths left out."""
    body = _without_number(path.rpartition("impl ")[2])
    parts = re.split(r" for (?!<)", body, maxsplit=1)
    if len(parts) != 2:
        return None
    return _last_name(parts[0]), _last_name(parts[1])


def _type_of(path: str) -> str:
    """Return the name of the type, trait or enum that a full item path of a container names."""
    if not path:
        return ""
    parts = _trait_and_type(path)
    if parts is not None:
        return parts[1]
    return _last_name(_without_number(path.rpartition("impl ")[2]).split("@")[-1])


def _without_number(path: str) -> str:
    """Return a path without the `#n` that tells it from others of its file."""
    return re.sub(r"#\d+$", "", path)


def _last_name(text: str) -> str:
    plain, depth = "", 0
    for char in text.replace("->", " "):
        depth += {"<": 1, ">": -1}.get(char, 0)
        plain += char if depth == 0 and char not in "<>" else ""
    names = re.findall(r"[^\W\d]\w*", plain)
    return names[-1] if names else ""


def _field_in(name: str, style: str) -> str:
    """Return the name of a field in a style of serde's `rename_all`."""
    words = name.split("_")
    camel = "".join(word[:1].upper() + word[1:] for word in words)
    return {
        "UPPERCASE": name.upper(),
        "PascalCase": camel,
        "camelCase": camel[:1].lower() + camel[1:],
        "SCREAMING_SNAKE_CASE": name.upper(),
        "kebab-case": name.replace("_", "-"),
        "SCREAMING-KEBAB-CASE": name.upper().replace("_", "-"),
    }.get(style, name)


def _variant_in(name: str, style: str) -> str:
    """Return the name of a variant in a style of serde's `rename_all`."""
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return {
        "lowercase": name.lower(),
        "UPPERCASE": name.upper(),
        "camelCase": name[:1].lower() + name[1:],
        "snake_case": snake,
        "SCREAMING_SNAKE_CASE": snake.upper(),
        "kebab-case": snake.replace("_", "-"),
        "SCREAMING-KEBAB-CASE": snake.upper().replace("_", "-"),
    }.get(style, name)
