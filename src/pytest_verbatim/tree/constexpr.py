"""Constant expressions of Rust: numbers, durations and status codes, worked out from tokens.

Reads literals, `+ - * / % << >>`, `as`, references, blocks and arrays, the constructors of
durations of std, chrono and time, `StatusCode` names, and names of other constants through a
callable.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from pytest_verbatim.prose.quantity import Quantity
from pytest_verbatim.rustfile import Token
from pytest_verbatim.tree.arithmetic import STATUS, Worth, each, join, limit, number_of, power

Constants = Callable[[str], tuple[Quantity, ...] | None]
"""Gives what a path to a const, a static or a function without arguments evaluates to."""

_LEVELS = {"<<": 1, ">>": 1, "+": 2, "-": 2, "*": 3, "/": 3, "%": 3}
_POSTFIX = frozenset({".", "?", "[", "("})
_DEEPEST = 40
_MOST_ELEMENTS = 1000

_DURATION = re.compile(r"(?:\w*Duration|TimeDelta)")
_SECONDS = {
    **dict.fromkeys(("nanos", "nanoseconds"), Fraction(1, 10**9)),
    **dict.fromkeys(("micros", "microseconds"), Fraction(1, 10**6)),
    **dict.fromkeys(("millis", "milliseconds"), Fraction(1, 1000)),
    **dict.fromkeys(("secs", "seconds"), Fraction(1)),
    **dict.fromkeys(("mins", "minutes"), Fraction(60)),
    "hours": Fraction(3600),
    "days": Fraction(86400),
    "weeks": Fraction(604800),
}
_MADE = re.compile(rf"(?:from_|try_|try_from_)?({'|'.join(_SECONDS)})(?:_f32|_f64)?")
_READ = {f"as_{name}": factor for name, factor in _SECONDS.items()}
_INTEGERS = frozenset("u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize".split())
_FLOATS = frozenset({"f32", "f64"})
_KEPT = frozenset({"unwrap", "expect", "into", "clone", "to_owned", "get"})
_LAZY = frozenset({"LazyLock", "LazyCell", "Lazy"})
_SEGMENTS = frozenset({"crate", "self", "super", "Self"})


def evaluate(tokens: Sequence[Token], constants: Constants) -> tuple[Quantity, ...] | None:
    """Return what a constant expression comes to; an array gives several, in order.

    Args:
        tokens: of the expression alone; a `;` at its end is let pass.
        constants: gives what a path stands for, None for no constant.

    Returns:
        The quantities: numbers as `count`, durations as `time` in seconds, `StatusCode` names as
        `status`; None where the tokens are no constant expression.
    """
    plain = [token for token in tokens if not token.attribute]
    while plain and plain[-1].text == ";":
        plain.pop()
    worth = Parser(plain, constants).parse(0)
    return worth.quantities if worth is not None and worth.after == len(plain) else None


class Parser:
    """Reads the longest constant expression that begins at a token; reads on past none."""

    def __init__(self, tokens: Sequence[Token], constants: Constants) -> None:
        """Take tokens without attributes or with, and what gives constants by path."""
        self._tokens = tokens
        self._constants = constants

    def _text(self, at: int) -> str:
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ""

    def parse(self, at: int, level: int = 1, depth: int = 0) -> Worth | None:
        """Return what the expression at a token comes to, None where none begins there.

        Args:
            at: the index of the token.
            level: operators that bind less than this end it; 1 for all, 3 for `*` alone.
            depth: how many brackets are open.
        """
        left = self._unary(at, depth)
        while left is not None:
            mark = self._text(left.after)
            strength = _LEVELS.get(mark, 0)
            if strength < level:
                return left
            right = self.parse(left.after + 1, strength + 1, depth)
            if right is None or self._goes_on(right.after, strength):
                return left
            joined = join(mark, left, right)
            if joined is None:
                return left
            left = joined
        return None

    def _goes_on(self, at: int, strength: int) -> bool:
        """Return whether more belongs to an operand that ends before `at` but was not read."""
        mark = self._text(at)
        return mark in _POSTFIX or mark == "as" or _LEVELS.get(mark, 0) > strength

    def _unary(self, at: int, depth: int) -> Worth | None:
        mark = self._text(at)
        if depth > _DEEPEST:
            return None
        if mark in {"-", "&", "*"}:
            inner = self._unary(at + 1 + (self._text(at + 1) == "mut"), depth + 1)
            if inner is None or mark != "-":
                return inner
            return None if inner.array else each(inner, lambda value: -value)
        worth = self._primary(at, depth)
        while worth is not None:
            more = self._method(worth, depth) if self._text(worth.after) == "." else None
            more = self._cast(worth) if self._text(worth.after) == "as" else more
            if more is None:
                return worth
            worth = more
        return None

    def _cast(self, worth: Worth) -> Worth | None:
        kind = self._text(worth.after + 1)
        if worth.array or worth.quantities[0].dimension != "count":
            return None
        after = worth.after + 2
        if kind in _FLOATS:
            return worth._replace(after=after, whole=False)
        if kind not in _INTEGERS:
            return None
        return each(worth, lambda value: Fraction(int(value)))._replace(after=after, whole=True)

    def _method(self, worth: Worth, depth: int) -> Worth | None:
        name = self._text(worth.after + 1)
        if self._text(worth.after + 2) != "(":
            return None
        if name == "expect" and self._text(worth.after + 4) == ")":
            return worth._replace(after=worth.after + 5)
        arguments = self._list(worth.after + 2, depth)
        if arguments is None:
            return None
        found, after = arguments
        if not found and name in _KEPT:
            return worth._replace(after=after)
        if worth.array:
            return None
        one = worth.quantities[0]
        if not found and name in _READ and one.dimension == "time":
            whole = Fraction(int(one.amount / _READ[name]))
            return Worth((Quantity(whole, "count"),), after, whole=True)
        if name == "pow" and len(found) == 1 and not found[0].array:
            return power(worth, found[0].quantities[0], after)
        return None

    def _primary(self, at: int, depth: int) -> Worth | None:
        mark = self._text(at)
        if not mark:
            return None
        if self._tokens[at].kind == "number":
            number = number_of(mark)
            made = number and Worth((Quantity(number.value, "count"),), at + 1, whole=number.whole)
            return made or None
        if mark in {"(", "{"}:
            inner = self.parse(at + 1, depth=depth + 1)
            closed = inner is not None and self._text(inner.after) == {"(": ")", "{": "}"}[mark]
            return inner._replace(after=inner.after + 1) if inner is not None and closed else None
        if mark in {"const", "unsafe"} and self._text(at + 1) == "{":
            return self._primary(at + 1, depth)
        if mark == "[":
            return self._array(at, depth)
        if mark == "vec" and self._text(at + 1) == "!":
            return self._array(at + 2, depth) if self._text(at + 2) == "[" else None
        return self._path(at, depth)

    def _list(self, at: int, depth: int) -> tuple[list[Worth], int] | None:
        """Return the expressions in the brackets that open at `at`, and what is behind them."""
        closing = {"(": ")", "[": "]"}.get(self._text(at))
        return self._rest(at + 1, closing, depth) if closing is not None else None

    def _rest(self, at: int, closing: str, depth: int) -> tuple[list[Worth], int] | None:
        found: list[Worth] = []
        while self._text(at) != closing:
            one = self.parse(at, depth=depth + 1)
            if one is None or self._text(one.after) not in {",", closing}:
                return None
            found.append(one)
            at = one.after + (self._text(one.after) == ",")
        return found, at + 1

    def _array(self, at: int, depth: int) -> Worth | None:
        if self._text(at + 1) == "]":
            return Worth((), at + 2, array=True)
        first = self.parse(at + 1, depth=depth + 1)  # once: to read it again would double per level
        if first is None or first.array:
            return None
        if self._text(first.after) == ";":
            return self._repeated(first, depth)
        behind = first.after + (self._text(first.after) == ",")
        read = self._rest(behind, "]", depth) if self._text(first.after) in {",", "]"} else None
        if read is None or any(one.array for one in read[0]):
            return None
        every = (first, *read[0])
        return Worth(tuple(q for one in every for q in one.quantities), read[1], array=True)

    def _repeated(self, first: Worth, depth: int) -> Worth | None:
        """Return what `[first; times]` comes to."""
        count = self.parse(first.after + 1, depth=depth + 1)
        if count is None or self._text(count.after) != "]" or count.array:
            return None
        times = count.quantities[0].amount
        if times.denominator > 1 or not 0 <= times <= _MOST_ELEMENTS:
            return None
        return Worth(first.quantities * int(times), count.after + 1, array=True)

    def _path(self, at: int, depth: int) -> Worth | None:
        names: list[str] = []
        here = at
        while self._tokens[here].kind == "name" or self._text(here) in _SEGMENTS:
            names.append(self._text(here).removeprefix("r#"))
            here += 1
            if self._text(here) != "::" or here + 1 >= len(self._tokens):
                break
            here += 1
        if not names or self._text(here - 1) == "::" or self._text(here) in {"!", "::"}:
            return None
        last, owner = names[-1], names[-2] if len(names) > 1 else ""
        if self._text(here) == "(":
            return self._call(names, here, depth)
        if owner == "StatusCode" and last in STATUS:
            return Worth((Quantity(Fraction(STATUS[last]), "status"),), here)
        if _DURATION.fullmatch(owner) and last == "ZERO":
            return Worth((Quantity(Fraction(0), "time"),), here)
        if owner in _INTEGERS and last in {"MAX", "MIN", "BITS"}:
            return Worth((Quantity(limit(owner, last), "count"),), here, whole=True)
        return self._constant(names, here) if last.isupper() else None

    def _constant(self, names: Sequence[str], after: int) -> Worth | None:
        found = self._constants("::".join(names))
        if not found:
            return None
        fraction = len(found) == 1 and found[0].amount.denominator > 1
        return Worth(found, after, array=len(found) > 1, whole=False if fraction else None)

    def _call(self, names: Sequence[str], at: int, depth: int) -> Worth | None:
        last, owner = names[-1], names[-2] if len(names) > 1 else ""
        if owner in _LAZY and last == "new":
            return self._lazy(at, depth)
        read = self._list(at, depth)
        if read is None or any(one.array for one in read[0]):
            return None
        given, after = [one.quantities[0] for one in read[0]], read[1]
        if not given:
            if _DURATION.fullmatch(owner) and last == "zero":
                return Worth((Quantity(Fraction(0), "time"),), after)
            return self._constant(names, after)
        if any(one.dimension != "count" for one in given):
            return None
        made = _MADE.fullmatch(last)
        if _DURATION.fullmatch(owner) and made and len(given) == 1:
            return Worth((Quantity(given[0].amount * _SECONDS[made[1]], "time"),), after)
        if _DURATION.fullmatch(owner) and last == "new" and len(given) == 2:
            seconds = given[0].amount + given[1].amount / 10**9
            return Worth((Quantity(seconds, "time"),), after)
        if owner == "StatusCode" and last == "from_u16":
            return Worth((Quantity(given[0].amount, "status"),), after)
        converts = (owner in _INTEGERS | _FLOATS and last == "from") or (
            owner.startswith("NonZero") and last == "new"
        )
        return Worth(tuple(given), after, whole=read[0][0].whole) if converts else None

    def _lazy(self, at: int, depth: int) -> Worth | None:
        """Return what `(|| expression)` comes to."""
        marks = [self._text(at + 1), self._text(at + 2)]
        start = at + 2 if marks[0] == "||" else at + 3 if marks == ["|", "|"] else None
        inner = self.parse(start, depth=depth + 1) if start is not None else None
        if inner is None or self._text(inner.after) != ")":
            return None
        return inner._replace(after=inner.after + 1)


__all__ = ["Constants", "Parser", "Worth", "evaluate", "number_of"]
