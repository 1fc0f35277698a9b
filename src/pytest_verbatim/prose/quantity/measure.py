"""One reading: a number with the unit of measure that stands at it.

A reading is not yet a statement: what the words around it make of it is not looked at here.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from pytest_verbatim.prose.quantity.numeral import MOST_FACTORS, STARTS, TELLING, numeral_at
from pytest_verbatim.prose.quantity.token import NUMBER, Token, past_hyphen, value_of, word_at
from pytest_verbatim.prose.quantity.unit import UNITS, Unit, unit_of


class Reading(NamedTuple):
    """A number that was read, with what is known of its unit."""

    value: Fraction
    first: int
    """The index of its first token."""
    after: int
    """The index of the token after it."""
    start: int
    """Characters of the text before it."""
    end: int
    """Half-open."""
    kind: str
    """`digits`, `words`, `code`, `ordinal`, or `status` for a status line in backticks."""
    unit: Unit | None = None
    unit_text: str = ""


_PRODUCT = rf"{NUMBER}(?:\s*[*\u00d7]\s*{NUMBER}){{0,{MOST_FACTORS - 1}}}"
_LITERAL = re.compile(
    rf"(?P<amount>-?{_PRODUCT})"
    r"(?:_?[iuf](?:8|16|32|64|128|size)|[ -]?(?P<unit>[^\W\d_]+|%))?"
)
_STATUS_LINE = re.compile(
    r"(?:HTTP )?([1-5][0-9]{2}) [A-Z][A-Za-z][A-Za-z '-]+|HTTP ([1-5][0-9]{2})"
)
_CONSTRUCTOR = re.compile(
    r"(?<![A-Za-z0-9_])(?:(?:Duration|TimeDelta)::(?:try_|from_)?|from_)"
    r"(?P<unit>nanos|micros|millis|secs|mins|hours|days|weeks"
    r"|nanoseconds|microseconds|milliseconds|seconds|minutes)"
    rf"(?:_f32|_f64)?\(\s*(?P<amount>{_PRODUCT})\s*\)"
)
_ADJECTIVES = frozenset(
    "more full whole extra additional further entire consecutive long short".split()
)
_PARTS = {
    "half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4),
    "fifth": Fraction(1, 5), "tenth": Fraction(1, 10), "hundredth": Fraction(1, 100),
    "thousandth": Fraction(1, 1000),
}  # fmt: skip
_PARTS_IN_WORDS = frozenset({*_PARTS, *(f"{name}s" for name in _PARTS)})
_ARTICLES = frozenset("a an every each".split())
_BEGINNING = STARTS | _PARTS_IN_WORDS | _ARTICLES
_ALONE = frozenset(name.lower() for name, unit in UNITS.items() if unit.alone) | {"second"}
_TELLING = TELLING | _PARTS_IN_WORDS | _ALONE
_DIGIT = re.compile("[0-9]")
_LETTERS = re.compile(r"[^\W\d_]+")
_TINY = frozenset("amount amounts detail details difference change number part fraction".split())
_LASTING = frozenset(
    "lasts takes waits lives holds needs ends comes keeps stays sleeps spends gives adds costs"
    " allows runs is was".split()
)
STOPS = frozenset(
    "a about across after again against all already also although an and anyway are around as at"
    " away back be because been before behind below beside between both but by can could did"
    " directly do does down during each either else even ever every for from had has have he here"
    " his how i if immediately in inside instead into is it its just later like may might minus"
    " must nor not now of off on once only onto or our out outside over per plus she should since"
    " so still straight than that the their then there these they this those though through till"
    " to too toward twice under unless until up upon versus via vs was we were what when where"
    " whereas whether which while who whose why will with within without would yet you your".split()
)
"""Words that end the search for a noun or a unit behind a number."""


def may_hold_readings(text: str) -> bool:
    """Return whether prose holds a digit, or a word without which there is no number in words."""
    return bool(_DIGIT.search(text)) or not _TELLING.isdisjoint(_LETTERS.findall(text.lower()))


def readings_at(tokens: Sequence[Token], at: int) -> Iterator[Reading]:
    """Yield what begins at a token: one reading or none, or all those in one pair of backticks."""
    token = tokens[at]
    if token.kind == "code":
        yield from _in_code(tokens, at)
    elif token.kind == "ordinal":
        if (value := value_of(token.text)) is not None:
            yield Reading(value, at, at + 1, token.start, token.end, "ordinal")
    elif token.kind == "number":
        if reading := _of_number(tokens, at):
            yield reading
    elif token.kind == "word" and token.text.lower() in _BEGINNING:
        reading = _of_part(tokens, at) or _of_number(tokens, at) or _of_one(tokens, at)
        if reading:
            yield reading


def _in_code(tokens: Sequence[Token], at: int) -> Iterator[Reading]:
    """Yield what one pair of backticks holds: a literal, a status line, or durations."""
    token = tokens[at]
    content = token.text.strip("`").strip()
    if line := _STATUS_LINE.fullmatch(content):
        code = Fraction(line[1] or line[2])
        yield Reading(code, at, at + 1, token.start, token.end, "status")
    elif literal := _LITERAL.fullmatch(content):
        unit = unit_of(literal["unit"] or "")
        value = _product(literal["amount"])
        if value is None or (literal["unit"] and not unit):
            return
        reading = Reading(value, at, at + 1, token.start, token.end, "code")
        if unit:
            yield reading._replace(unit=unit, unit_text=literal["unit"])
        else:
            yield _with_unit(tokens, reading)
    elif not {"*", "/"}.intersection(_CONSTRUCTOR.sub("", content)):  # else a part of a product
        for made in _CONSTRUCTOR.finditer(token.text):
            if (value := _product(made["amount"])) is not None:
                start, end = token.start + made.start(), token.start + made.end()
                unit, name = unit_of(made["unit"]), made["unit"]
                yield Reading(value, at, at + 1, start, end, "code", unit, name)


def _product(written: str) -> Fraction | None:
    """Return the value of literal numbers with signs of multiplication between them."""
    result = Fraction(1)
    for factor in re.split("[*\u00d7]", written):
        value = value_of(factor.strip())
        if value is None:
            return None
        result *= value
    return result


def _of_number(tokens: Sequence[Token], at: int) -> Reading | None:
    """Return the number at a token, with its unit of measure if it has one."""
    numeral = numeral_at(tokens, at)
    if numeral is None:
        return None
    value, after, worded = numeral
    part, beyond = _and_a_part(tokens, after)
    if part and _unit_at(tokens, beyond):
        value, after = value + part, beyond
    kind = "words" if worded else "digits"
    start, end = tokens[at].start, tokens[after - 1].end
    return _with_unit(tokens, Reading(value, at, after, start, end, kind))


def _with_unit(tokens: Sequence[Token], reading: Reading) -> Reading:
    """Return a reading with the unit of measure that follows it, if one does."""
    found = _unit_at(tokens, reading.after)
    if not found and reading.kind != "words":
        found = _unit_behind(tokens, reading.after)
    if not found or (found[0].symbol and reading.kind == "words"):
        return reading
    unit, after, name = found
    part, beyond = _and_a_part(tokens, after)
    return reading._replace(
        value=reading.value + part,
        after=beyond,
        end=tokens[beyond - 1].end,
        unit=unit,
        unit_text=name,
    )


def _unit_at(tokens: Sequence[Token], at: int) -> tuple[Unit, int, str] | None:
    """Return the unit at a token, over a hyphen or an adjective, what is after it, its name."""
    at = past_hyphen(tokens, at)
    if word_at(tokens, at) in _ADJECTIVES:
        at += 1
    if word_at(tokens, at) == "per" and word_at(tokens, at + 1) == "cent":
        return UNITS["percent"], at + 2, "per cent"
    if not word_at(tokens, at):
        return None
    name = re.split("['\u2019]", tokens[at].text)[0]  # a minute's wait
    unit = unit_of(name)
    return (unit, at + 1, name) if unit else None


def _unit_behind(tokens: Sequence[Token], at: int) -> tuple[Unit, int, str] | None:
    """Return the unit behind a word of any kind, as in 64 raw bytes: a name in the plural."""
    word, name = word_at(tokens, at), word_at(tokens, at + 1)
    if not word or word in STOPS or word.endswith("s") or not name.endswith("s"):
        return None
    return _unit_at(tokens, at + 1) if len(name) > 3 else None


def _and_a_part(tokens: Sequence[Token], at: int) -> tuple[Fraction, int]:
    """Return the half or quarter of "and a half" at a token, or 0, and what is after."""
    name = word_at(tokens, at + 2)
    if (
        word_at(tokens, at) == "and"
        and word_at(tokens, at + 1) == "a"
        and name in {"half", "quarter"}
        and word_at(tokens, at + 3) not in {"of", "a", "an"}
    ):
        return _PARTS[name], at + 3
    return Fraction(0), at


def _of_part(tokens: Sequence[Token], at: int) -> Reading | None:
    """Return a part of one unit: half a second, a quarter of an hour, two thirds of a day."""
    top, name_at = Fraction(1), at
    if word_at(tokens, at) in {"a", "an"}:
        name_at = at + 1
    elif (numeral := numeral_at(tokens, at)) and numeral.worded:
        top, name_at = numeral.value, past_hyphen(tokens, numeral.after)
    name = word_at(tokens, name_at)
    part = _PARTS.get(name) or _PARTS.get(name.removesuffix("s"))
    if part is None:
        return None
    after = name_at + 1
    if word_at(tokens, after) == "of" and word_at(tokens, after + 1) in {"a", "an", "one"}:
        after += 2
    elif name == "half" and word_at(tokens, after) in {"a", "an"}:
        after += 1
    elif name not in {"half", "quarter"}:
        return None  # a third second is an ordinal
    if name == "half" and word_at(tokens, after) == "dozen":
        top, unit, after, text = Fraction(12), None, after + 1, ""
    elif found := _unit_at(tokens, after):
        unit, after, text = found
    else:
        return None
    start, end = tokens[at].start, tokens[after - 1].end
    return Reading(top * part, at, after, start, end, "words", unit, text)


def _of_one(tokens: Sequence[Token], at: int) -> Reading | None:
    """Return one unit behind an article: an hour, a full minute, every day, a second and a half."""
    word = word_at(tokens, at)
    if word not in _ARTICLES:
        return None
    found = _unit_at(tokens, at + 1)
    if found is None or _is_rate(tokens, at):
        return None
    unit, after, name = found
    part, beyond = _and_a_part(tokens, after)
    if word == "a" and name == "second":
        if not (part or _second_is_time(tokens, at)):
            return None
    elif not unit.alone or (name == "minute" and word_at(tokens, after) in _TINY):
        return None
    start, end = tokens[at].start, tokens[beyond - 1].end
    return Reading(1 + part, at, beyond, start, end, "words", unit, name)


def _second_is_time(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "a second" at a token is a time and no ordinal, which it mostly is."""
    if word_at(tokens, at + 1) != "second":
        return True  # a full second
    if word_at(tokens, at + 2) in {"later", "ago"}:
        return _is_clause_end(tokens, at + 3) or word_at(tokens, at + 3) in STOPS
    return _is_clause_end(tokens, at + 2) and (
        word_at(tokens, at - 1) in {"within", "under", "nearly"}
    )


def _is_clause_end(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the text, or what can be read by itself in it, is over at a token."""
    return at >= len(tokens) or (tokens[at].kind == "mark" and tokens[at].text in ".,;:)!?")


def _is_rate(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the unit at an article is what a rate is per: five looks a minute."""
    before = word_at(tokens, at - 1)
    if before in {"times", "twice"}:
        return True
    if at < 2 or not before.endswith("s") or before in _LASTING:
        return False
    counted = numeral_at(tokens, at - 2)
    return counted is not None and counted.value > 1
