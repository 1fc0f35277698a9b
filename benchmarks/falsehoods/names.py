"""Falsehoods about names: invented, misspelt, gone from the tree, or of another part of it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from random import Random

from falsehoods.mutant import FIELDS, Mutant, Sample
from falsehoods.source import Source
from falsehoods.text import Edit, Name, names

ROUNDS = 12
"""How often one place is tried, each time with another replacement."""
_SHORTEST = 4
_KINDS = {
    "type": frozenset({"struct", "enum", "union", "trait", "type"}),
    "value": frozenset({"fn", "method", "mod", "macro"}),
    "constant": frozenset({"const", "static"}),
}
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")

Make = Callable[[Sample, Name, Random], str | None]


def shape(name: str) -> str:
    """Return `"constant"`, `"type"` or `"value"`, by the case of a name's letters."""
    if re.fullmatch(r"[A-Z][A-Z0-9_]*", name) and len(name) > 1:
        return "constant"
    return "type" if name[0].isupper() else "value"


def places(sample: Sample, field: str) -> tuple[Name, ...]:
    """Return the names in a field that the tree knows and the shown code has to do with."""
    near = sample.source.reach(sample.files)
    crates = {name.replace("-", "_") for name in sample.source.locked} | {"std", "core", "self"}
    return tuple(
        name
        for name in names(sample.texts[field])
        if len(name.text) >= _SHORTEST and name.text in near and name.text not in crates
    )


def _mutants(kind: str, sample: Sample, rng: Random, make: Make, reason: str) -> Iterator[Mutant]:
    found = [(field, name) for field in FIELDS for name in places(sample, field)]
    rng.shuffle(found)
    for _ in range(ROUNDS):
        for field, name in found:
            new = make(sample, name, rng)
            if new is not None:
                edit = Edit(name.start, name.end, new)
                variant = "in backticks" if name.ticked else "bare"
                why = reason.format(new=new, old=name.text)
                yield Mutant(kind, variant, sample, field, (edit,), why)


# --- 1: invented ---------------------------------------------------------------------------


def is_unknown(sample: Sample, name: str) -> bool:
    """Return whether a name stands nowhere: in no file of the tree and not in the prose."""
    return name not in sample.source.every_word and not re.search(
        rf"\b{re.escape(name)}\b", sample.prose
    )


def invented(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a name gives way to one put together from words of real names."""
    reason = "`{new}` stands nowhere in the tree"
    return _mutants("invented-name", sample, rng, _invent, reason)


def _invent(sample: Sample, name: Name, rng: Random) -> str | None:
    form = shape(name.text)
    donors = [one for one in sorted(sample.source.defined) if shape(one) == form]
    for _ in range(20):
        words = [word.lower() for word in _WORDS.findall(name.text)]
        other = [word.lower() for word in _WORDS.findall(rng.choice(donors))] if donors else []
        fresh = [word for word in other if len(word) > 2 and word not in words]
        if not words or not fresh:
            continue
        if len(words) > 1:
            words[rng.randrange(len(words))] = rng.choice(fresh)
        else:
            words.insert(rng.randrange(2), rng.choice(fresh))
        new = _spelt(words, form)
        if is_unknown(sample, new) and new.isidentifier():
            return new
    return None


def _spelt(words: list[str], form: str) -> str:
    if form == "type":
        return "".join(word.capitalize() for word in words)
    return "_".join(words).upper() if form == "constant" else "_".join(words)


# --- 2: misspelt ---------------------------------------------------------------------------


def misspelt(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a letter or the case of a name slipped."""
    reason = "`{old}` is spelt `{new}`, which stands nowhere in the tree"
    return _mutants("near-miss", sample, rng, _misspell, reason)


def _misspell(sample: Sample, name: Name, rng: Random) -> str | None:
    for _ in range(20):
        new = rng.choice((_swap, _drop, _double, _plural, _slip))(name.text, rng)
        if new != name.text and is_unknown(sample, new):
            return new
    return None


def _swap(name: str, rng: Random) -> str:
    at = rng.randrange(1, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _drop(name: str, rng: Random) -> str:
    at = rng.randrange(1, len(name) - 1)
    return name if "_" in name[at - 1 : at + 2] else name[:at] + name[at + 1 :]


def _double(name: str, rng: Random) -> str:
    at = rng.randrange(1, len(name))
    return name if name[at] == "_" else name[: at + 1] + name[at] + name[at + 1 :]


def _plural(name: str, _: Random) -> str:
    if name[-1] in "sS":
        return name[:-1]
    return name + ("S" if shape(name) == "constant" else "s")


def _slip(name: str, _: Random) -> str:
    words = [word.lower() for word in _WORDS.findall(name)]
    if len(words) < 2:
        return name
    return _spelt(words, "value" if shape(name) == "type" else "type")


# --- 3: gone from the tree -----------------------------------------------------------------


def gone_names(history: Collection[Source], now: Source) -> dict[str, tuple[str, ...]]:
    """Return name -> the files it stood in, for items of older trees that none has now."""
    found: dict[str, set[str]] = {}
    for old in history:
        for name, items in old.defined.items():
            if name not in now.every_word and len(name) >= _SHORTEST:
                found.setdefault(name, set()).update(item.file for item in items)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def renamed(gone: Mapping[str, tuple[str, ...]], sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a name gives way to one that an older tree had."""

    def make(sample: Sample, name: Name, rng: Random) -> str | None:
        fitting = [one for one in gone if shape(one) == shape(name.text)]
        near = [one for one in fitting if not set(gone[one]).isdisjoint(sample.files)]
        chosen = rng.choice(near if near and rng.random() < 0.2 else fitting) if fitting else None
        return chosen if chosen and is_unknown(sample, chosen) else None

    reason = "`{new}` was in an older release and is gone"
    return _mutants("renamed", sample, rng, make, reason)


# --- 4: elsewhere --------------------------------------------------------------------------


def spoken_of(sample: Sample, file: str) -> bool:
    """Return whether the prose has a word that may stand for a file: its stem, or its folder's."""
    parts = file.removesuffix(".rs").split("/")
    stem = parts[-2] if parts[-1] in {"mod", "lib"} and len(parts) > 1 else parts[-1]
    words = re.split(r"_", stem)
    return bool(
        re.search(rf"\b{'[ _]?'.join(map(re.escape, words))}s?\b", sample.prose, re.IGNORECASE)
    )


def is_elsewhere(sample: Sample, name: str) -> bool:
    """Return whether a name is defined in the tree and has nothing to do with the sample.

    Neither its files hold it nor the definitions of anything that these name; the prose neither
    has it nor speaks of a file that defines it.
    """
    items = sample.source.defined.get(name, ())
    return (
        bool(items)
        and name not in sample.source.reach(sample.files)
        and not re.search(rf"\b{re.escape(name)}\b", sample.prose)
        and not any(spoken_of(sample, item.file) for item in items)
    )


def elsewhere(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a name gives way to one of an unrelated part of the tree."""
    far = [name for name in sorted(sample.source.defined) if is_elsewhere(sample, name)]
    candidates = {
        form: [
            name
            for name in far
            if len(_WORDS.findall(name)) > 1
            and shape(name) == form
            and all(item.kind in kinds for item in sample.source.defined[name])
        ]
        for form, kinds in _KINDS.items()
    }

    def make(_: Sample, name: Name, rng: Random) -> str | None:
        fitting = candidates[shape(name.text)]
        return rng.choice(fitting) if fitting else None

    return _mutants("elsewhere", sample, rng, make, "`{new}` belongs to another part of the tree")
