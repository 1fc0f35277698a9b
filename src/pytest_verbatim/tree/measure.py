"""Quantities in Rust source: what a run of tokens holds of numbers, durations and status codes.

Numbers in strings and comments are not read, nor are fields such as `x.0`.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from pytest_verbatim.prose.quantity import Quantity
from pytest_verbatim.rustfile import Token, text_at
from pytest_verbatim.tree.arithmetic import Worth, number_of
from pytest_verbatim.tree.constexpr import Constants, Parser, evaluate

_NANO, _MICRO, _MILLI = Fraction(1, 10**9), Fraction(1, 10**6), Fraction(1, 1000)
_ENDINGS = {
    name: (dimension, Fraction(factor))
    for dimension, factor, names in (
        ("time", _NANO, "ns nanos nanoseconds"),
        ("time", _MICRO, "us micros microseconds"),
        ("time", _MILLI, "ms msec msecs millis milliseconds"),
        ("time", 1, "sec secs seconds"),
        ("time", 60, "mins minutes"),
        ("time", 3600, "hrs hours"),
        ("time", 86400, "days"),
        ("time", 604800, "weeks"),
        ("size", 1, "bytes"),
        ("size", 10**3, "kb"),
        ("size", 10**6, "mb"),
        ("size", 10**9, "gb"),
        ("size", 2**10, "kib"),
        ("size", 2**20, "mib"),
        ("size", 2**30, "gib"),
        ("bits", 1, "bits"),
        ("percent", 1, "percent pct"),
    )
    for name in names.split()
}
_SHORT = frozenset("ns us ms sec kb mb gb kib mib gib pct".split())
_WRAPPERS = frozenset({"Some", "Ok"})
_STATEMENT = frozenset({";", "{", "}", "(", ")", ",", "=", "=>"})
_OPERANDS = frozenset({")", "]", "}", "?"})
_BEFORE = {"<<": 2, ">>": 2, "+": 3, "-": 3, "*": 4, "/": 4, "%": 4}
_TIGHTEST = 4
_ROOTS = frozenset({"Self", "crate", "self", "super"})
_AFTER_PATH = frozenset({"::", "(", "!"})
_SPACED = frozenset({"+", "-", "*", "/", "%", "<<", ">>"})


class Measured(NamedTuple):
    """A quantity that stands in source: on which line (1-based) it begins, and as what text."""

    quantity: Quantity
    line: int
    text: str


def measured(tokens: Sequence[Token], constants: Constants) -> tuple[Measured, ...]:
    """Return every quantity that stands in a run of tokens, in source order.

    That is each longest constant expression, each duration and number literal in it by itself, and
    a number once more as time, size, bits or percent where the name it is bound to ends in a unit:
    `poll_secs: 20`, `const X_MS: u64 = 5`, `fn ttl_days() -> u16 { 7 }`, `wait_secs(3)`.

    Args:
        tokens: of a shown item, say, attributes included.
        constants: gives what a path to a constant stands for, None for no constant.
    """
    found: list[Measured] = []
    parser = Parser(tokens, constants)
    at = 0
    while at < len(tokens):
        worth = parser.parse(at, _level(tokens, at)) if _may_begin(tokens, at) else None
        if worth is None:
            at += 1
            continue
        found += _of(parser, tokens, at, worth)
        at = worth.after
    return tuple(dict.fromkeys(found))


def _may_begin(tokens: Sequence[Token], at: int) -> bool:
    """Return whether an expression that is worth a look can begin at a token."""
    token, before = tokens[at], tokens[at - 1] if at else None
    joined = before is not None and before.text in {".", "::"}
    if token.kind == "number":
        return not joined
    if token.kind == "name" or token.text in _ROOTS:
        if joined or (before is not None and before.text in {"fn", "const", "static"}):
            return False  # a lower-case name by itself is no constant; of macros `vec!` is read
        return text_at(tokens, at + 1) in _AFTER_PATH or token.text.removeprefix("r#").isupper()
    if token.text == "(" and before is not None and before.text in {"!", ">"}:
        return False  # the arguments of `m!(...)` and `f::<T>(...)`
    operand = before is not None and (before.kind == "string" or _is_operand(before))
    return token.text in {"(", "-"} and not operand


def _level(tokens: Sequence[Token], at: int) -> int:
    """Return how strong an operator must be to belong to what begins behind another one."""
    before = tokens[at - 1].text if at else ""
    if before == "-" and not (at > 1 and _is_operand(tokens[at - 2])):
        return _TIGHTEST
    return _BEFORE.get(before, 1) if at > 1 and _is_operand(tokens[at - 2]) else 1


def _is_operand(token: Token) -> bool:
    return token.kind in {"name", "number", "char"} or token.text in _OPERANDS | {"self"}


def _of(parser: Parser, tokens: Sequence[Token], at: int, worth: Worth) -> Iterator[Measured]:
    run = tokens[at : worth.after]
    line, text = run[0].line, spelled(run)
    for quantity in worth.quantities:
        yield Measured(quantity, line, text)
        unit = unit_in(_name_of(tokens, at, worth.after))
        if unit is not None and quantity.dimension == "count":
            dimension, factor = unit
            yield Measured(Quantity(quantity.amount * factor, dimension), line, text)
    for place, token in enumerate(run, at):
        if token.kind == "number":
            number = number_of(token.text)
            if number is not None:
                yield Measured(Quantity(number.value, "count"), token.line, token.text)
        elif token.kind == "name" and _may_begin(tokens, place):
            part = parser.parse(place, _TIGHTEST)
            whole = part is None or (place, part.after) == (at, worth.after)
            if part is not None and not whole and part.quantities[0].dimension != "count":
                text = spelled(tokens[place : part.after])
                yield from (Measured(one, token.line, text) for one in part.quantities)


def _name_of(tokens: Sequence[Token], at: int, after: int) -> str:
    """Return the name that what stands at `at` is bound to, its own if it is one, "" for none."""
    if tokens[after - 1].kind == "name":
        return tokens[after - 1].text
    before = text_at(tokens, at - 1)
    if before == "(" and text_at(tokens, after) == ")":
        name = text_at(tokens, at - 2)
        return _name_of(tokens, at - 2, after) if name in _WRAPPERS else name
    if before == ":":
        return text_at(tokens, at - 2)
    if before in {"=", "+=", "-="}:
        return _declared(tokens, at - 2)
    if before == "{" and text_at(tokens, after) == "}":
        return _function(tokens, at - 2)
    return ""


def _declared(tokens: Sequence[Token], at: int) -> str:
    """Return the name before an `=`: that before the `:` where a type stands between them."""
    name = text_at(tokens, at)
    for here in range(at, max(-1, at - 40), -1):
        if tokens[here].text == ":":
            return text_at(tokens, here - 1)
        if tokens[here].text in _STATEMENT - {","}:
            break
    return name


def _function(tokens: Sequence[Token], at: int) -> str:
    """Return the name of the function whose body opens behind `at`, "" where it is none."""
    for here in range(at, -1, -1):
        if tokens[here].text == "fn":
            return text_at(tokens, here + 1)
        if tokens[here].text in {";", "{", "}"}:
            break
    return ""


def unit_in(name: str) -> tuple[str, Fraction] | None:
    """Return the dimension, and the factor to its base unit, that the end of a name tells."""
    words = name.lower().split("_")
    if (len(words) == 1 and words[0] in _SHORT) or "per" in words[-2:]:
        return None
    return _ENDINGS.get(words[-1])


def spelled(tokens: Sequence[Token]) -> str:
    """Return tokens as a person would write them on one line."""
    out = ""
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        words = before is not None and {before.kind, token.kind} <= {"name", "number", "keyword"}
        operator = token.text in _SPACED and before is not None and _is_operand(before)
        behind = at > 1 and before is not None and before.text in _SPACED
        binary = behind and _is_operand(tokens[at - 2])
        comma = before is not None and before.text in {",", ";"}
        out += " " * bool(words or operator or binary or comma) + token.text
    return out


__all__ = ["Measured", "evaluate", "measured", "spelled", "unit_in"]
