"""Falsehoods about what calls what, and about what comes first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from falsehoods.mutant import FIELDS, Mutant, Sample, alternate
from falsehoods.names import ROUNDS
from falsehoods.source import Function
from falsehoods.text import Edit, Name, Span, ends, names, sentence_at, sentences, ticks

_CALLING = re.compile(
    r"(?<!the )(?<!of )\bcalls?\b(?! (?:it|them|this|us)\b)|\b(?:called|calling|invokes?|asks?|"
    r"hands? \w+ (?:on )?to|passes|delegates|returns what|leads to|drives|wraps|goes to|through)\b"
)
_ORDER = re.compile(r"\b(?:before|after|then|followed by|ahead of|until|once|afterwards)\b")
_LONE = re.compile(r"`[\w:]+(?:\([^`]*\))?`")
_FLIPS = {
    "before": "after",
    "after": "before",
    "ahead of": "behind",
    "first": "last",
    "last": "first",
    "afterwards": "beforehand",
    "up front": "at the very end",
    "beforehand": "afterwards",
    "later": "earlier",
    "earlier": "later",
}
_FLIP = re.compile(r"\b(" + "|".join(_FLIPS) + r")\b")
_CALLS_FORMS = (
    "`{a}` calls `{b}`.",
    "Here `{a}` calls `{b}`.",
    "`{b}` is called by `{a}`.",
    "The call of `{b}` stands in `{a}`.",
    "`{a}` hands the work to `{b}`.",
    "It is `{a}` that calls `{b}()`.",
    "`{a}` goes through `{b}` for this.",
    "In `{a}` there is one call of `{b}`.",
    "`{a}()` invokes `{b}()`.",
    "`{a}` delegates to `{b}`.",
)
_ORDER_FORMS = (
    "In `{f}`, `{x}` runs before `{y}`.",
    "`{x}` comes before `{y}` in `{f}`.",
    "`{f}` calls `{x}` first and `{y}` after it.",
    "First `{x}`, then `{y}`: that is the order in `{f}`.",
    "`{f}` calls `{y}` once `{x}` is done.",
    "`{y}` follows `{x}` in `{f}`.",
    "`{f}` begins with `{x}` and goes on to `{y}`.",
    "`{x}` runs before `{y}`.",
)
_NOT_IN_ORDER = re.compile(r"\b(?:loop|while|for|spawn|join|select|join_all)\b")


@dataclass(frozen=True, slots=True)
class Scope:
    """The functions that a sample's code defines or calls.

    `shown` are those whose text the example shows, `near` all of its files.
    """

    shown: tuple[Function, ...]
    near: tuple[Function, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that are defined in the files or called by the shown code."""
        called = {name for function in self.shown for name in function.called}
        return tuple(sorted(called | {function.name for function in self.near}))

    def bodies(self, name: str) -> tuple[Function, ...]:
        """Return the functions of that name in the sample's files."""
        return tuple(function for function in self.near if function.name == name)


def scope_of(sample: Sample) -> Scope:
    """Return the functions around a sample."""
    near = tuple(function for file in sample.files for function in sample.source.functions(file))
    chosen = frozenset(sample.items)
    containers = {path for file, path in chosen}
    shown = tuple(
        function
        for function in near
        if (function.file, function.path) in chosen
        or any(_holds(container, function.path) for container in containers)
    )
    return Scope(shown, near)


def _holds(container: str, path: str) -> bool:
    """Return whether an `impl` path is the one around a member's path."""
    match = re.fullmatch(r"impl (?:(.+) for )?(.+)", container)
    if not match:
        return False
    trait, owner = match.groups()
    inside = f"<{owner} as {trait}>::" if trait else f"{owner}::"
    return path.startswith(inside)


# --- 9: who calls whom ---------------------------------------------------------------------


def is_called_by(scope: Scope, caller: str, callee: str) -> bool:
    """Return whether a function of that name holds the other's name at all, at some depth.

    One that is not defined in the sample's files counts as holding everything.
    """
    seen: set[str] = set()
    pending = [caller]
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        bodies = scope.bodies(name)
        if name == caller and not bodies:
            return True
        for body in bodies:
            if re.search(rf"\b{re.escape(callee)}\b", body.code.partition("{")[2]):
                return True
            pending.extend(body.called)
    return False


def wrong_callee(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants that say of two functions that one calls the other, which it does not."""
    return alternate(_callee_replaced(sample, rng), _callee_inserted(sample, rng))


def function_names(sample: Sample, scope: Scope, field: str, sentence: Span) -> list[Name]:
    """Return the names of functions in a sentence, in order."""
    known = frozenset(scope.names)
    return [
        name
        for name in names(sample.texts[field])
        if sentence.start <= name.start < sentence.end and name.text in known
    ]


def _callee_replaced(sample: Sample, rng: Random) -> Iterator[Mutant]:
    scope = scope_of(sample)
    found: list[tuple[str, Name, list[Name]]] = []
    for field in FIELDS:
        for sentence in sentences(sample.texts[field]):
            named = function_names(sample, scope, field, sentence)
            if _CALLING.search(re.sub(r"`[^`]*`", " ", sentence.text)):
                found.extend((field, name, named) for name in named)
    rng.shuffle(found)
    for _ in range(ROUNDS):
        for field, name, named in found:
            new = rng.choice(scope.names)
            others = {other.text for other in named if other.text != name.text}
            if new in {one.text for one in named} or _may_stand_for(scope, new, name.text, others):
                continue
            why = f"`{new}` does not do what is said of `{name.text}`"
            edit = Edit(name.start, name.end, new)
            yield Mutant("wrong-callee", "replaced", sample, field, (edit,), why)


def _may_stand_for(scope: Scope, new: str, old: str, others: set[str]) -> bool:
    """Return whether what is said of `old` beside `others` might be true of `new` too."""
    called = {name for function in scope.shown for name in function.called}
    if new in called and (old in called or not scope.bodies(old)):
        return True
    if not others and scope.bodies(old):
        return bool(_shared(scope, old, new))
    return any(
        (scope.bodies(other) and is_called_by(scope, other, new))
        or (scope.bodies(new) and is_called_by(scope, new, other))
        for other in others
    )


def _shared(scope: Scope, one: str, other: str) -> frozenset[str]:
    """Return what two functions of the sample's files both call."""
    called = [
        frozenset().union(*(body.called for body in scope.bodies(name))) for name in (one, other)
    ]
    return called[0] & called[1]


def _callee_inserted(sample: Sample, rng: Random) -> Iterator[Mutant]:
    scope = scope_of(sample)
    callers = sorted({f.name for f in scope.shown or scope.near if "{" in f.code})
    places = ends(sample.texts["think"])
    for _ in range(ROUNDS * 8 if callers and places else 0):
        caller, callee = rng.choice(callers), rng.choice(scope.names)
        if caller == callee or is_called_by(scope, caller, callee):
            continue
        form = rng.choice(_CALLS_FORMS).format(a=caller, b=callee)
        place = rng.choice(places)
        why = f"the body of `{caller}` does not name `{callee}`"
        edit = Edit(place, place, " " + form)
        yield Mutant("wrong-callee", "inserted", sample, "think", (edit,), why, inserted=True)


# --- 10: what comes first ------------------------------------------------------------------


def reversed_order(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants that turn an order round."""
    streams = (_swapped(sample, rng), _flipped(sample, rng), _order_inserted(sample, rng))
    return alternate(*streams)


def _swapped(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which two pieces of code around a word of order change places."""
    found = []
    for field in FIELDS:
        text = sample.texts[field]
        spans = [span for span in ticks(text) if _LONE.fullmatch(span.text)]
        for one, other in pairwise(spans):
            gap = text[one.end : other.start]
            same = one.text[1].isupper() == other.text[1].isupper()
            inside = sentence_at(text, one.start) == sentence_at(text, other.start)
            if inside and same and one.text != other.text and len(gap) < 60 and _ORDER.search(gap):
                found.append((field, one, other))
    rng.shuffle(found)
    for field, one, other in found:
        edits = (Edit(one.start, one.end, other.text), Edit(other.start, other.end, one.text))
        why = f"{one.text} and {other.text} changed places"
        yield Mutant("reversed-order", "swapped", sample, field, edits, why)


def _flipped(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a word of order, in a sentence with code names, is its opposite."""
    found = []
    for field in FIELDS:
        text = sample.texts[field]
        for sentence in sentences(text):
            if "`" not in sentence.text:
                continue
            for match in _FLIP.finditer(sentence.text):
                rest = sentence.text[match.end() :]
                ahead = sentence.text[: match.start()]
                noun = re.search(r"\b(?:the|a|its|his|one|that) $", ahead, re.IGNORECASE)
                bare = match.group() in {"before", "after"} and not re.match(r" [\w`]", rest)
                if not noun and not bare and ahead.count("`") % 2 == 0 and rest[:1] not in "-'":
                    found.append((field, sentence.start + match.start(), match.group()))
    rng.shuffle(found)
    for field, start, word in found:
        edit = Edit(start, start + len(word), _FLIPS[word])
        why = f"{word} became {_FLIPS[word]}"
        yield Mutant("reversed-order", "word turned round", sample, field, (edit,), why)


def ordered_pairs(function: Function) -> tuple[tuple[str, str], ...]:
    """Return (earlier, later) pairs of a function's calls whose order no run turns round.

    Both occur once, side by side in the same bracket, neither in the other's arguments; functions
    with loops or tasks have none.
    """
    if _NOT_IN_ORDER.search(function.code):
        return ()
    counted = [call.name for call in function.calls]
    single = [
        call
        for call in function.calls
        if counted.count(call.name) == 1
        and len(re.findall(rf"\b{re.escape(call.name)}\b", function.code)) == 1
    ]
    return tuple(
        (one.name, other.name)
        for at, one in enumerate(single)
        for other in single[at + 1 :]
        if one.group == other.group
        and one.end <= other.start
        and not (one.group >= 0 and _parted(function.code[one.end : other.start]))
    )


def _parted(between: str) -> bool:
    """Return whether a comma parts two calls: arguments, of which one may be run later."""
    depth = 0
    for char in between:
        depth += (char in "([{") - (char in ")]}")
        depth = max(depth, 0)  # what closes here began before
        if char == "," and not depth:
            return True
    return False


def _order_inserted(sample: Sample, rng: Random) -> Iterator[Mutant]:
    scope = scope_of(sample)
    found = [
        (function, earlier, later)
        for function in scope.shown or scope.near
        for earlier, later in ordered_pairs(function)
    ]
    places = ends(sample.texts["think"])
    for _ in range(ROUNDS * 4 if found and places else 0):
        function, earlier, later = rng.choice(found)
        form = rng.choice(_ORDER_FORMS).format(f=function.name, x=later, y=earlier)
        place = rng.choice(places)
        why = f"`{function.name}` calls `{earlier}` before `{later}`"
        edit = Edit(place, place, " " + form)
        yield Mutant("reversed-order", "inserted", sample, "think", (edit,), why, inserted=True)
