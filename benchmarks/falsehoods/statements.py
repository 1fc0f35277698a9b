"""Falsehoods that are whole statements: absolutes, absent crates, derives, attributes."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from falsehoods.mutant import FIELDS, Mutant, Sample, alternate
from falsehoods.names import ROUNDS
from falsehoods.relations import scope_of
from falsehoods.source import Named, attributes
from falsehoods.text import Edit, Name, ends, names, sentence_at, sentences

_WIDER = (
    (
        re.compile(
            r"\b(?:mostly|usually|normally|generally|typically|often|sometimes)\b", re.IGNORECASE
        ),
        "always",
    ),
    (re.compile(r"\b(?:rarely|seldom|hardly(?: ever)?)\b", re.IGNORECASE), "never"),
    (re.compile(r"(?<!at )(?<!the )\b[Mm]ost(?= [a-z])"), "all"),
    (re.compile(r"(?<!and )(?<!or )\b[Oo]n Redis\b"), "on every backend without exception"),
    (re.compile(r"(?<!and )(?<!or )\b[Ii]n memory\b"), "on each backend without exception"),
    (
        re.compile(
            r"(?<!who )(?<!one )(?<!ever )(?<!you )\b(?:may|might)(?= (?:be|have|run|drop|hold|"
            r"fail|end|still|contain|outlive|hit|come|take|ride|see|know|look)\b)"
        ),
        "will always",
    ),
    (re.compile(r"\bperhaps\b"), "in every case"),
    (re.compile(r"\b[Nn]ot every\b"), "every"),
)
_EXCEPTION = re.compile(r",? (?:unless|except)\b[^,.;:()]*(?=[,.;])(?!, else)")
_ABSENT_FORMS = (
    "`{c}` is not used here.",
    "No {c} here.",
    "This needs no `{c}`.",
    "All of it works without {c}.",
    "There is no {c} in this code.",
    "It gets by without `{c}`.",
    "`{c}` plays no part in it.",
    "We do not touch `{c}` at all.",
    "Nothing in it comes from `{c}`.",
    "{c} stays out of this.",
    "`{c}` is absent from this code.",
    "For this one does not need {c}.",
    "Not a line of it has to do with `{c}`.",
    "The code is free of {c}.",
    "I leave `{c}` aside, the standard library is enough.",
    "`{c}` has no role in this.",
    "That spares us a use of `{c}`.",
    "It does not depend on {c}.",
    "`{c}` can stay out of the picture.",
    "`{c}` would be the usual choice and is not taken here.",
)
_TRAITS = (
    "Clone Copy Debug Default PartialEq Eq Hash PartialOrd Ord Serialize Deserialize JsonSchema "
    "Validate"
).split()
_DERIVE_FORMS = (
    "`{x}` derives `{t}`.",
    "`{t}` is derived for `{x}`.",
    "On `{x}` I derive `{t}`.",
    "`{x}` gets its `{t}` from a derive.",
    "The derive list of `{x}` holds `{t}`.",
    "`{x}` carries `#[derive({t})]`.",
)
_ATTRIBUTES = (
    "must_use inline non_exhaustive deprecated cold track_caller async_trait enum_dispatch "
    "instrument debug_handler repr(transparent) serde(rename_all) serde(tag) allow(dead_code)"
).split()
_ATTRIBUTE_FORMS = (
    "`{x}` carries `#[{a}]`.",
    "`#[{a}]` stands on `{x}`.",
    "`{x}` is marked `#[{a}]`.",
    "Above `{x}` goes `#[{a}]`.",
    "`#[{a}]` on `{x}` says so.",
)


# --- 11: absolutes -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """A false sentence written by hand: the code it is about, and what breaks it."""

    code: tuple[tuple[str, ...], ...]
    text: str
    broken_by: str

    def concerns(self, sample: Sample) -> bool:
        """Return whether the sample shows one of the items, or a member or the whole of one."""
        return any(
            file == shown and (not items or any(_same(item, path) for item in items))
            for file, *items in self.code
            for shown, path in sample.items
        )


def _same(item: str, path: str) -> bool:
    plain = re.sub(r"(?<=\w)<[^<>]*>", "", path)
    return item in {path, plain} or path.startswith(item + "::")


def read_known(path: Path) -> tuple[Known, ...]:
    """Return the entries of a TOML file of false sentences."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    return tuple(
        Known(tuple(tuple(part) for part in entry["code"]), entry["text"], entry["broken_by"])
        for entry in entries
    )


def false_absolute(known: Sequence[Known], sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants with an absolute that a path of the code breaks."""
    streams = (_unqualified(sample, rng), _known(known, sample, rng))
    return alternate(*streams)


def _unqualified(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a qualified sentence loses its qualification."""
    found: list[tuple[str, tuple[Edit, ...], str]] = []
    for field in FIELDS:
        text = sample.texts[field]
        for pattern, wide in _WIDER:
            for match in pattern.finditer(text):
                new = wide.capitalize() if match.group()[0].isupper() else wide
                edit = Edit(*match.span(), new)
                found.append((field, (edit,), f"{match.group()} became {new}"))
        for match in _EXCEPTION.finditer(text):
            edit = Edit(*match.span(), ", without exception")
            found.append((field, (edit,), f"the exception is gone: {match.group().strip(' ,')}"))
    rng.shuffle(found)
    for field, edits, why in found:
        said = sentence_at(sample.texts[field], edits[0].start).text
        if not said.endswith("?"):
            yield Mutant("false-absolute", "unqualified", sample, field, edits, why)


def _known(known: Sequence[Known], sample: Sample, rng: Random) -> Iterator[Mutant]:
    fitting = [one for one in known if one.concerns(sample)]
    places = ends(sample.texts["think"])
    rng.shuffle(fitting)
    for one in fitting if places else ():
        place = rng.choice(places)
        edit = Edit(place, place, " " + one.text)
        variant = "written by hand"
        yield Mutant(
            "false-absolute", variant, sample, "think", (edit,), one.broken_by, inserted=True
        )


# --- 12: crates said to be absent ----------------------------------------------------------


def crates_shown(sample: Sample) -> tuple[str, ...]:
    """Return the crates that the shown items themselves use, spelt as in Cargo.lock."""
    found: set[str] = set()
    for file in sample.files:
        shown = [
            item.code
            for item in sample.source.items(file)
            if (file, item.path) in frozenset(sample.items)
        ]
        found |= sample.source.crates_in(file, "\n".join(shown))
    return tuple(name for name in sample.source.locked if name.replace("-", "_") in found)


def crate_absent(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants that say of a crate which the shown code uses that it is not used."""
    crates, places = crates_shown(sample), ends(sample.texts["think"])
    for _ in range(ROUNDS * 4 if crates and places else 0):
        crate, form, place = rng.choice(crates), rng.choice(_ABSENT_FORMS), rng.choice(places)
        said = form.format(c=crate)
        edit = Edit(place, place, f" {said}")
        variant = "in backticks" if "`" in said else "bare"
        why = f"the shown code uses {crate}"
        yield Mutant("crate-absent", variant, sample, "think", (edit,), why, inserted=True)


# --- 13: derives and attributes ------------------------------------------------------------


def derives(item: Named) -> frozenset[str]:
    """Return the last names of what an item derives."""
    found = re.findall(r"derive\s*\(([^()]*)\)", attributes(item.code))
    return frozenset(
        name.strip().rpartition("::")[2] for group in found for name in group.split(",")
    )


def has_attribute(item: Named, attribute: str) -> bool:
    """Return whether an attribute's name stands in those of an item or anywhere in its text."""
    last = re.findall(r"\w+", attribute)[-1]
    return bool(re.search(rf"\b{last}\b", item.code))


def false_attribute(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants that say of an item that it derives, or carries, what it does not."""
    streams = (_derive_replaced(sample, rng), _derive_inserted(sample, rng), _marked(sample, rng))
    return alternate(*streams)


def _types(sample: Sample) -> tuple[Named, ...]:
    """Return the structs and enums that the sample shows; all of its files if it shows none."""
    found = [
        item
        for file in sample.files
        for item in sample.source.items(file)
        if item.kind in {"struct", "enum"} and "$" not in item.code
    ]
    shown = [item for item in found if (item.file, item.path) in frozenset(sample.items)]
    return tuple(shown or found)


def _derive_replaced(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a sentence about a derive names a trait that no shown type derives."""
    types = _types(sample)
    held = frozenset().union(*(derives(item) for item in types))
    found: list[tuple[str, Name]] = []
    for field in FIELDS:
        text = sample.texts[field]
        for sentence in sentences(text):
            if re.search(r"\bderiv(?:e[sd]?|ing)\b", sentence.text):
                found.extend(
                    (field, name)
                    for name in names(text)
                    if sentence.start <= name.start < sentence.end and name.text in held
                )
    rng.shuffle(found)
    for _ in range(4 if types else 0):
        for field, name in found:
            said = sentence_at(sample.texts[field], name.start).text
            new = rng.choice(_TRAITS)
            if new not in held and new not in said:
                edit = Edit(name.start, name.end, new)
                why = f"no shown type derives {new}"
                yield Mutant("false-attribute", "derive replaced", sample, field, (edit,), why)


def _derive_inserted(sample: Sample, rng: Random) -> Iterator[Mutant]:
    types, places = _types(sample), ends(sample.texts["think"])
    for _ in range(ROUNDS * 2 if types and places else 0):
        item, trait, place = rng.choice(types), rng.choice(_TRAITS), rng.choice(places)
        same = sample.source.defined[item.name]
        if not any(trait in derives(one) for one in same):
            said = rng.choice(_DERIVE_FORMS).format(x=item.name, t=trait)
            edit = Edit(place, place, f" {said}")
            why = f"`{item.name}` does not derive {trait}"
            variant = "derive inserted"
            yield Mutant("false-attribute", variant, sample, "think", (edit,), why, inserted=True)


def _marked(sample: Sample, rng: Random) -> Iterator[Mutant]:
    shown = {function.path for function in scope_of(sample).shown}
    items = [
        item
        for file in sample.files
        for item in sample.source.items(file)
        if (file, item.path) in frozenset(sample.items) or item.path in shown
        if item.kind in {"fn", "method", "struct", "enum", "trait"}
    ]
    places = ends(sample.texts["think"])
    for _ in range(ROUNDS * 2 if items and places else 0):
        item, place = rng.choice(items), rng.choice(places)
        attribute = rng.choice(_ATTRIBUTES)
        same = sample.source.defined[item.name]
        if not any(has_attribute(one, attribute) for one in same):
            said = rng.choice(_ATTRIBUTE_FORMS).format(x=item.name, a=attribute)
            edit = Edit(place, place, f" {said}")
            why = f"`{item.name}` has no #[{attribute}]"
            variant = "attribute inserted"
            yield Mutant("false-attribute", variant, sample, "think", (edit,), why, inserted=True)
