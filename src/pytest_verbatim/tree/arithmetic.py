"""Literal numbers of Rust, what expressions are worth, and arithmetic on that.

No types are known: an integer division truncates, an overflow is not seen.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from pytest_verbatim.prose.quantity import Quantity

_LONGEST = 160
_HIGHEST = 64
_MOST_BITS = 256
_NUMBER = re.compile(
    r"(?:0x(?P<hex>[0-9a-fA-F_]+?)|0o(?P<oct>[0-7_]+?)|0b(?P<bin>[01_]+?)"
    r"|(?P<dec>[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE](?P<exp>[+-]?[0-9_]+))?)"
    r"_*(?P<type>[iu](?:8|16|32|64|128|size)|f(?:32|64))?"
)

STATUS: Mapping[str, int] = MappingProxyType(
    {
        name: int(code)
        for code, name in (
            entry.split(":")
            for entry in """
    100:CONTINUE 101:SWITCHING_PROTOCOLS 102:PROCESSING 103:EARLY_HINTS 200:OK 201:CREATED
    202:ACCEPTED 203:NON_AUTHORITATIVE_INFORMATION 204:NO_CONTENT 205:RESET_CONTENT
    206:PARTIAL_CONTENT 207:MULTI_STATUS 208:ALREADY_REPORTED 226:IM_USED 300:MULTIPLE_CHOICES
    301:MOVED_PERMANENTLY 302:FOUND 303:SEE_OTHER 304:NOT_MODIFIED 305:USE_PROXY
    307:TEMPORARY_REDIRECT 308:PERMANENT_REDIRECT 400:BAD_REQUEST 401:UNAUTHORIZED
    402:PAYMENT_REQUIRED 403:FORBIDDEN 404:NOT_FOUND 405:METHOD_NOT_ALLOWED 406:NOT_ACCEPTABLE
    407:PROXY_AUTHENTICATION_REQUIRED 408:REQUEST_TIMEOUT 409:CONFLICT 410:GONE
    411:LENGTH_REQUIRED 412:PRECONDITION_FAILED 413:PAYLOAD_TOO_LARGE 414:URI_TOO_LONG
    415:UNSUPPORTED_MEDIA_TYPE 416:RANGE_NOT_SATISFIABLE 417:EXPECTATION_FAILED 418:IM_A_TEAPOT
    421:MISDIRECTED_REQUEST 422:UNPROCESSABLE_ENTITY 423:LOCKED 424:FAILED_DEPENDENCY
    425:TOO_EARLY 426:UPGRADE_REQUIRED 428:PRECONDITION_REQUIRED 429:TOO_MANY_REQUESTS
    431:REQUEST_HEADER_FIELDS_TOO_LARGE 451:UNAVAILABLE_FOR_LEGAL_REASONS
    500:INTERNAL_SERVER_ERROR 501:NOT_IMPLEMENTED 502:BAD_GATEWAY 503:SERVICE_UNAVAILABLE
    504:GATEWAY_TIMEOUT 505:HTTP_VERSION_NOT_SUPPORTED 506:VARIANT_ALSO_NEGOTIATES
    507:INSUFFICIENT_STORAGE 508:LOOP_DETECTED 510:NOT_EXTENDED
    511:NETWORK_AUTHENTICATION_REQUIRED""".split()
        )
    }
)
"""The names that the http crate gives to status codes."""


class Number(NamedTuple):
    """A literal number: its value, and whether it is an integer."""

    value: Fraction
    whole: bool


class Worth(NamedTuple):
    """What an expression came to: its quantities and the index of the token behind it."""

    quantities: tuple[Quantity, ...]
    after: int
    array: bool = False
    whole: bool | None = None
    """Whether it is an integer, None where that is not known."""


def number_of(literal: str) -> Number | None:
    """Return the value of a literal number; None for none, and for one past all reason."""
    found = _NUMBER.fullmatch(literal) if len(literal) <= _LONGEST else None
    if found is None:
        return None
    for base, name in ((16, "hex"), (8, "oct"), (2, "bin")):
        if found[name] is not None:
            digits = found[name].replace("_", "")
            return Number(Fraction(int(digits, base)), whole=True) if digits else None
    exponent = int((found["exp"] or "0").replace("_", ""))
    if abs(exponent) > _HIGHEST:
        return None
    value = Fraction(found["dec"].replace("_", "").rstrip(".")) * Fraction(10) ** exponent
    fractional = "." in found["dec"] or found["exp"] or (found["type"] or "")[:1] == "f"
    return Number(value, whole=not fractional)


def each(worth: Worth, change: Callable[[Fraction], Fraction]) -> Worth:
    """Return a worth with every amount changed."""
    changed = tuple(Quantity(change(one.amount), one.dimension) for one in worth.quantities)
    return worth._replace(quantities=changed)


def limit(kind: str, name: str) -> Fraction:
    """Return `MAX`, `MIN` or `BITS` of an integer type; `usize` has 64 bits."""
    bits = 64 if kind.endswith("size") else int(kind[1:])
    if name == "BITS":
        return Fraction(bits)
    if kind[0] == "u":
        return Fraction(2**bits - 1 if name == "MAX" else 0)
    return Fraction(2 ** (bits - 1) - 1 if name == "MAX" else -(2 ** (bits - 1)))


def power(worth: Worth, exponent: Quantity, after: int) -> Worth | None:
    """Return a number raised to a power, None past all reason; `after` is what is behind."""
    one, times = worth.quantities[0], exponent.amount
    if one.dimension != "count" or times.denominator > 1 or not 0 <= times <= _HIGHEST:
        return None
    if one.amount.numerator.bit_length() * times > _MOST_BITS:
        return None
    return each(worth, lambda value: value ** int(times))._replace(after=after)


def join(mark: str, left: Worth, right: Worth) -> Worth | None:
    """Return two operands joined by an operator, None where their dimensions forbid it."""
    if left.array or right.array:
        return None
    one, other = left.quantities[0], right.quantities[0]
    dimension = _dimension(mark, one.dimension, other.dimension)
    if dimension is None or (mark in {"/", "%"} and not other.amount):
        return None
    a, b = one.amount, other.amount
    whole = True if left.whole and right.whole else None
    whole = False if left.whole is False or right.whole is False else whole
    if mark in {"<<", ">>"}:
        if not 0 <= b <= _HIGHEST or b.denominator > 1 or a.denominator > 1:
            return None
        value = Fraction(int(a) << int(b) if mark == "<<" else int(a) >> int(b))
    elif mark == "/":
        value = a / b
        if dimension == "count" and value.denominator > 1 and whole is not False:
            if whole is None:
                return None  # of floats or integers? the names do not tell
            value = Fraction(int(value))
    elif mark == "%":
        value = a - b * int(a / b)
    else:
        value = {"+": a + b, "-": a - b, "*": a * b}[mark]
    return Worth((Quantity(value, dimension),), right.after, whole=whole)


def _dimension(mark: str, one: str, other: str) -> str | None:
    if one == other == "count":
        return "count"
    if mark in {"+", "-"}:
        return "time" if one == other == "time" else None
    if mark == "*" and {one, other} == {"time", "count"}:
        return "time"
    return "time" if mark == "/" and (one, other) == ("time", "count") else None
