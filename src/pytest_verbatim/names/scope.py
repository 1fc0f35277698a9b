"""`Scope`: the names that the prose of an example may use without saying where they come from.

In scope is what stands in the shown code, in the files it comes from, in their imports, and in
what the shown code uses: the types and functions that its names lead to, with their members. All
else that the tree defines has to be introduced. By syntax and names, as `tree` sees them.

Source: design, "Claims" (names in the prose).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pytest_verbatim.excerpt import Excerpt
from pytest_verbatim.rustfile import Entry, Lines, Token, body_of, path_ending_at
from pytest_verbatim.rustfile.facts import contents_of
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.definitions import TYPE_KINDS, Definition
from pytest_verbatim.tree.index import Index

_ALL_SIGNATURE = frozenset({"struct", "enum", "union"})
"""Of these the whole declaration is what others see: fields and variants."""
_TRAIT = re.compile(r"<.* as (?:\w+::)*(\w+)")
_FEW_OWNERS = 2
"""A method of an unknown receiver leads to what bears its name, where that is no more types."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the prose of one example may name.

    `shown` maps the files of the example to the lines that are shown. `names` are the identifiers
    in scope, `pairs` those that stand next to each other in a path there, `strings` the contents
    of string literals, `crates` the crates, `files` all files that `used` and `shown` lead to.
    `used` are the items that the shown code uses; `leads` is true of those that it names, false of
    the other members of a type that it names, of which the signature alone is in scope.
    """

    shown: Mapping[str, tuple[Lines, ...]]
    names: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    strings: frozenset[str]
    crates: frozenset[str]
    files: frozenset[str]
    used: tuple["Used", ...]


@dataclass(frozen=True, slots=True)
class Used:
    """An item that shown code uses; see `Scope`."""

    file: str
    entry: Entry
    leads: bool


class _Words(NamedTuple):
    """What a file or an item brings into scope; see `Scope`."""

    names: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    strings: frozenset[str] = frozenset()
    crates: frozenset[str] = frozenset()


def scope_of(excerpts: Sequence[Excerpt], corpus: Corpus) -> Scope:
    """Return the scope of the code that is shown."""
    index = corpus.index
    shown = {
        file: tuple(p.lines for e in excerpts if e.file == file for p in e.pieces)
        for file in dict.fromkeys(e.file for e in excerpts)
        if file in index.files
    }
    used = tuple(_used(shown, corpus))
    brought = [
        *(_of_file(file, index) for file in shown),
        *(_of_lines(file, run, corpus) for file, runs in shown.items() for run in runs),
        *(_of_item(one, corpus) for one in used),
    ]
    return Scope(
        shown,
        frozenset().union(*(one.names for one in brought)),
        frozenset().union(*(one.pairs for one in brought)),
        frozenset().union(*(one.strings for one in brought)),
        frozenset().union(*(one.crates for one in brought)),
        frozenset(shown).union(one.file for one in used),
        used,
    )


def _of_file(file: str, index: Index) -> _Words:
    facts = index.files[file]
    paths = [bound.path.split("::") for bound in facts.imports]
    return _Words(
        frozenset(facts.names).union(index.modules[file], *paths),
        frozenset(pair for path in paths for pair in pairwise(path)),
        frozenset(facts.strings),
        index.crates_in(file),
    )


def _of_lines(file: str, lines: Lines, corpus: Corpus) -> _Words:
    return _Words(pairs=frozenset(_pairs(corpus.tokens(file).on(lines))))


def _of_item(used: "Used", corpus: Corpus) -> _Words:
    """Return what an item brings; worked out once for all examples that use it."""
    key = ("scope", used.file, used.entry.path, str(used.leads))
    return corpus.once(key, lambda: _read(used, corpus))


def _read(used: "Used", corpus: Corpus) -> _Words:
    index, file, entry = corpus.index, used.file, used.entry
    tokens = corpus.tokens(file).on(Lines(entry.first, entry.last))
    if not used.leads and entry.kind not in _ALL_SIGNATURE:
        tokens = tokens[: len(tokens) - len(body_of(tokens))]
    names = {t.text for t in tokens if t.kind == "name"}
    if not used.leads and foreign_trait(entry.path, index):
        names -= {entry.name}
    facts = index.files[file]
    imported = {b.path.split("::")[0] for b in facts.imports if b.name in names}
    return _Words(
        frozenset(name.removeprefix("r#") for name in names).union(index.modules[file]),
        frozenset(_pairs(tokens)),
        frozenset(contents_of(t.text) for t in tokens if t.kind == "string"),
        index.crates & (names & facts.roots.keys() | imported) if used.leads else frozenset(),
    )


def _pairs(tokens: Sequence[Token]) -> Iterable[tuple[str, str]]:
    for at in range(2, len(tokens)):
        if tokens[at - 1].text == "::" and tokens[at].kind == "name":
            yield tokens[at - 2].text, tokens[at].text


def _used(shown: Mapping[str, tuple[Lines, ...]], corpus: Corpus) -> Iterable[Used]:
    """Yield the items that the shown lines use, one step away; of types their members too."""
    index = corpus.index
    found: dict[Definition, None] = {}
    methods: dict[str, None] = {}
    for file, runs in shown.items():
        for lines in runs:
            tokens = corpus.tokens(file).on(lines)
            methods |= dict.fromkeys(_methods(tokens))
            for path in dict.fromkeys([*_paths(tokens), *_imported_words(tokens, index, file)]):
                found |= dict.fromkeys(index.resolve(file, path.replace("Self::", "")))
    imported = set().union(*(_imported(file, corpus) for file in shown))
    types = {d for d in found if d.kind in {*TYPE_KINDS, "derived"}}
    types.update(*(index.resolve(d.file, d.owner) for d in found if d.owner))
    types.update(*(_named_types(d, corpus) for d in found if d.kind in {"struct", "enum"}))
    types |= {d for d in imported if d.kind in TYPE_KINDS}
    members = imported.union(*map(index.members_of, types))
    for name in methods:
        owned = [d for d in index.definitions(name) if d.owner]
        few = len({d.owner for d in owned}) <= _FEW_OWNERS
        found |= dict.fromkeys(d for d in owned if few or d in members)
    leads: dict[tuple[str, Entry], bool] = {}
    for one in members | found.keys():
        entry = index.entry(one.file, one.path)
        if entry is not None:
            place = one.file, entry
            leads[place] = leads.get(place, False) or one in found
    ordered = sorted(leads.items(), key=lambda one: (one[0][0], one[0][1].first, one[0][1].path))
    yield from (Used(file, entry, named) for (file, entry), named in ordered)


def foreign_trait(path: str, index: Index) -> str:
    """Return the trait from outside the tree that a member implements; "" for any other."""
    trait = _TRAIT.match(path)
    if trait is None or any(one.kind == "trait" for one in index.definitions(trait[1])):
        return ""
    return trait[1]


def _methods(tokens: Sequence[Token]) -> Iterable[str]:
    """Yield the names behind a dot: of fields and methods."""
    return (t.text for dot, t in pairwise(tokens) if t.kind == "name" and dot.text == ".")


def _paths(tokens: Sequence[Token]) -> Iterable[str]:
    """Yield the paths, each once more for every beginning of it."""
    for at, token in enumerate(tokens):
        if token.kind == "name" and (at == 0 or tokens[at - 1].text != "."):
            yield path_ending_at(tokens, at)


def _imported_words(tokens: Sequence[Token], index: Index, file: str) -> Iterable[str]:
    """Yield words of attribute strings that name items: `custom(function = "check")`."""
    own = index.files[file].names
    for token in tokens:
        if token.attribute and token.kind == "string":
            word = contents_of(token.text)
            if word.replace("::", "_").isidentifier() and word in own:
                yield word


def _imported(file: str, corpus: Corpus) -> frozenset[Definition]:
    """Return what the imports of a file mean; worked out once."""
    index = corpus.index
    found = (index.resolve(file, bound.path) for bound in index.files[file].imports)
    return corpus.once(("imported", file), lambda: frozenset().union(*found))


def _named_types(one: Definition, corpus: Corpus) -> frozenset[Definition]:
    """Return the types that stand in the fields of a struct or enum; worked out once."""
    index = corpus.index

    def named() -> Iterable[Definition]:
        for part in index.files[one.file].fields:
            if part.owner == one.path:
                for name in re.findall(r"[\w:]+", part.text):
                    yield from index.resolve(one.file, name)

    key = ("types in fields", one.file, one.path)
    return corpus.once(key, lambda: frozenset(d for d in named() if d.kind in TYPE_KINDS))
