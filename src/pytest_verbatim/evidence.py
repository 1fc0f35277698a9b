"""The kinds of evidence that a claim can cite: what an author declares beside a quote.

Each kind says what it holds when, and what it cannot see: it reads syntax and names, it infers no
types, expands no macros and knows nothing of what runs. Whether it holds is `proof.py`'s business.

Wherever an item is asked for, write its path as in `rust()`. It is looked for in the files that the
example shows, then, where it is unique, in the whole tree; `core/cache/mod.rs::CacheBehavior::get`
names the file too, by as much of its path as makes it unique.

Nothing is refused when it is built: `faults` names what is wrong afterwards.

Source: design, "Claims".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

UNITS: dict[str, tuple[str, int, int]] = {
    "nanoseconds": ("time", 1, 1_000_000_000),
    "microseconds": ("time", 1, 1_000_000),
    "milliseconds": ("time", 1, 1000),
    "seconds": ("time", 1, 1),
    "minutes": ("time", 60, 1),
    "hours": ("time", 3600, 1),
    "days": ("time", 86400, 1),
    "weeks": ("time", 604800, 1),
    "bytes": ("size", 1, 1),
    "kibibytes": ("size", 1024, 1),
    "mebibytes": ("size", 1024**2, 1),
    "bits": ("bits", 1, 1),
    "percent": ("percent", 1, 1),
    "status": ("status", 1, 1),
    "count": ("count", 1, 1),
}
"""What `value()` can be asked for: dimension, and the factor to its base unit as a fraction."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence. Make it by the function of its kind."""

    @property
    def kind(self) -> str:
        """Return the name of the function that makes it."""
        return type(self).__name__.lower()

    @property
    def about(self) -> tuple[str, ...]:
        """Return the items that it names, as the author wrote them."""
        return (self.item,)  # type: ignore[attr-defined]

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the names of the arguments of its kind, in their order."""
        return cls.__match_args__

    def as_object(self) -> dict[str, Any]:
        """Return the evidence as JSON can hold it."""
        found = {"kind": self.kind}
        return found | {
            name: value
            for name in self.field_names()
            if (value := getattr(self, name)) is not None and value is not False
        }


@dataclass(frozen=True, slots=True)
class Calls(Evidence):
    """See `calls`."""

    item: str
    name: str
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Callers(Evidence):
    """See `callers`."""

    item: str
    callers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before(Evidence):
    """See `before`."""

    item: str
    first: str
    then: str


@dataclass(frozen=True, slots=True)
class Absent(Evidence):
    """See `absent`."""

    where: str
    name: str

    @property
    def about(self) -> tuple[str, ...]:
        """Return nothing: a file or a tree is no item."""
        return ()


@dataclass(frozen=True, slots=True)
class Value(Evidence):
    """See `value`."""

    item: str
    units: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Literal(Evidence):
    """See `literal`."""

    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Derives(Evidence):
    """See `derives`."""

    item: str
    name: str


@dataclass(frozen=True, slots=True)
class Implements(Evidence):
    """See `implements`."""

    item: str
    trait: str


@dataclass(frozen=True, slots=True)
class Attribute(Evidence):
    """See `attribute`."""

    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Returns(Evidence):
    """See `returns`."""

    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Field(Evidence):
    """See `field`."""

    item: str
    name: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Variant(Evidence):
    """See `variant`."""

    item: str
    names: tuple[str, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Bound(Evidence):
    """See `bound`."""

    item: str
    subject: str
    bound: str


@dataclass(frozen=True, slots=True)
class Argued(Evidence):
    """See `argued`."""

    why: str
    items: tuple[str, ...]

    @property
    def about(self) -> tuple[str, ...]:
        """Return the items that would change it."""
        return self.items


def calls(item: str, name: str, *, times: int | None = None) -> Evidence:
    """Hold when the body of `item` calls `name`: `f`, `T::f`, `m!`; `.f` for a method alone.

    With `times`, exactly so many calls stand there. Sees names, not types: `get` is any `get`.
    Calls in the arguments of macros count, those that a macro makes do not; neither do those of
    what it calls. A call that stands there need not run.
    """
    return Calls(item, name, times)


def callers(item: str, callers: list[str] | tuple[str, ...]) -> Evidence:
    """Hold when exactly these items call `item` or hand it on by name, test code aside.

    Cannot decide, and says so, where other items of that name exist or it is a common one (`new`,
    `get`, `from`), unless each call spells the type or module. Sees no calls made by macros.
    """
    return Callers(item, tuple(callers) if isinstance(callers, list | tuple) else callers)


def before(item: str, first: str, then: str) -> Evidence:
    """Hold when in the body of `item` the first call of `first` stands before every one of `then`.

    The order of the source, not of what runs: a loop, a branch or a future that is awaited later
    can turn it round.
    """
    return Before(item, first, then)


def absent(where: str, name: str) -> Evidence:
    """Hold when `name` occurs nowhere in `where`: an item, a file, a folder, or `"."` for all.

    Comments, strings and test code aside; a folder ends in `/`. A crate or module is also named by
    what the file imports from it: `Serialize` names `serde`. What comes in by a glob or a macro is
    not seen. An attribute is written as it begins: `"#[serde"`.
    """
    return Absent(where, name)


def value(item: str, **units: Any) -> Evidence:
    """Hold when `item` evaluates to that: `value("wait_duration", milliseconds=200)`.

    `item` is a const, a static, or a function whose body is one constant expression; several
    amounts, as a list, are the elements of an array. Units: `UNITS`; a plain number is a `count`.
    Evaluates literals, arithmetic, `as`, other constants of the tree, and the constructors of
    durations. A plain number holds for any unit, as it stands or in the base unit, unless the name
    that it is bound to ends in one (`_secs`).
    """
    amounts = ((name, tuple(v) if isinstance(v, list) else v) for name, v in units.items())
    return Value(item, tuple(sorted(amounts)))


def literal(item: str, text: str) -> Evidence:
    """Hold when that literal stands in `item`: a string's contents, or a number as its value.

    A number is a status code too, where the item writes that as `StatusCode::NAME`. Attributes
    included. Where in the item, and what it is for, is not seen.
    """
    return Literal(item, text)


def derives(item: str, name: str) -> Evidence:
    """Hold when a `derive` on `item` lists `name`; what a macro derives on its own is not seen."""
    return Derives(item, name)


def implements(item: str, trait: str) -> Evidence:
    """Hold when the tree has `impl trait for item`, or a derive of that name stands on it.

    Names without generic arguments match any; blanket impls are not seen.
    """
    return Implements(item, trait)


def attribute(item: str, text: str) -> Evidence:
    """Hold when an attribute of `item`, or of a field or variant of it, begins with that path.

    `serde(rename = "a")` as a whole must stand so, white space aside; `aide_annotate` is enough for
    any with arguments.
    """
    return Attribute(item, text)


def returns(item: str, text: str) -> Evidence:
    """Hold when the signature of `item` gives that return type, white space aside.

    `Self`, aliases and associated types are compared as written; `()` where none is given.
    """
    return Returns(item, text)


def field(item: str, name: str, type: str | None = None) -> Evidence:  # noqa: A002  (as Rust says)
    """Hold when `item` has that field, of that type if one is given; `Variant.field` in an enum."""
    return Field(item, name, type)


def variant(item: str, *names: str, closed: bool = False) -> Evidence:
    """Hold when the enum `item` has these variants; `closed`: and no others."""
    return Variant(item, names, closed)


def bound(item: str, subject: str, bound: str) -> Evidence:
    """Hold when `item` demands `subject: bound`, in its generics, `where`, or as a supertrait.

    `Self` is the subject of a supertrait, the parameter's name that of an `impl Trait` argument.
    """
    return Bound(item, subject, bound)


def argued(why: str, *items: str) -> Evidence:
    """Hold as long as the code of `items` is what it was when this was accepted.

    Nothing mechanical: `why` is a person's argument, of a dozen words or more. It names the path
    that would break the claim and was looked for; `items` are those whose change would change it.
    """
    return Argued(why, items)


def faults(evidence: Evidence) -> Iterator[str]:
    """Yield what is wrong with the arguments of a piece of evidence, each with what mends it."""
    for name in evidence.field_names():
        value_ = getattr(evidence, name)
        if name == "units":
            yield from _unit_faults(value_)
        elif name in {"callers", "names", "items"}:
            if not isinstance(value_, tuple) or not all(isinstance(one, str) for one in value_):
                yield f"{evidence.kind}(): `{name}` are strings"
        elif name == "times":
            if value_ is not None and (type(value_) is not int or value_ < 0):
                yield f"{evidence.kind}(): `times` is a whole number"
        elif name != "closed" and not (
            isinstance(value_, str) or (value_ is None and name == "type")
        ):
            yield f"{evidence.kind}(): `{name}` is {value_!r}; write a string"
    if isinstance(evidence, Argued) and not evidence.items:
        yield 'argued(): name the items that would change it: argued("why", item, ...)'
    if isinstance(evidence, Variant) and not evidence.names:
        yield "variant(): name at least one variant"


def _unit_faults(units: tuple[tuple[str, Any], ...]) -> Iterator[str]:
    if not units:
        yield "value(): say what it is: value(item, seconds=5)"
    for name, amount in units:
        amounts = amount if isinstance(amount, tuple) else (amount,)
        if name not in UNITS:
            yield f"value(): {name!r} is no unit; there are {', '.join(UNITS)}"
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in amounts):
            yield f"value(): {name} is {amount!r}; write a number, or a list of them"
