"""Falsehoods about numbers: another value, or another unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from falsehoods.mutant import FIELDS, Mutant, Sample, alternate
from falsehoods.names import ROUNDS
from falsehoods.text import Edit, sentence_at

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_TENS = {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SPELT = {**{word: value for value, word in enumerate(_SMALL)}, **_TENS, "hundred": 100}
_WORD_OF = {value: word for word, value in SPELT.items() if value != 100}

UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), ("time", 1.0)),
    **dict.fromkeys(("s", "sec", "second", "seconds"), ("time", 1000.0)),
    **dict.fromkeys(("min", "minute", "minutes"), ("time", 60_000.0)),
    **dict.fromkeys(("h", "hour", "hours"), ("time", 3_600_000.0)),
    **dict.fromkeys(("day", "days"), ("time", 86_400_000.0)),
    **dict.fromkeys(("week", "weeks"), ("time", 604_800_000.0)),
    **dict.fromkeys(("bit", "bits"), ("size", 0.125)),
    **dict.fromkeys(("byte", "bytes"), ("size", 1.0)),
    **dict.fromkeys(("kB", "KB", "kilobytes"), ("size", 1000.0)),
    **dict.fromkeys(("KiB", "kibibytes"), ("size", 1024.0)),
    **dict.fromkeys(("MB", "megabytes"), ("size", 1_000_000.0)),
    "MiB": ("size", 1_048_576.0),
}
"""Unit -> what it measures, and how many milliseconds or bytes it is."""
_OTHER = {
    "ms": ("s", "minutes"), "millisecond": ("second",), "milliseconds": ("seconds", "minutes"),
    "s": ("ms", "min"), "sec": ("ms",), "second": ("minute", "millisecond"),
    "seconds": ("minutes", "milliseconds", "hours"), "min": ("s", "h"),
    "minute": ("second", "hour"),
    "minutes": ("seconds", "hours", "ms"), "h": ("min",), "hour": ("minute", "day"),
    "hours": ("minutes", "days", "seconds"), "day": ("hour", "week"), "days": ("hours", "weeks"),
    "week": ("day",), "weeks": ("days",), "bit": ("byte",), "bits": ("bytes", "kilobytes"),
    "byte": ("kilobyte", "bit"), "bytes": ("KiB", "bits", "kilobytes"), "kB": ("bytes", "MB"),
    "KB": ("bytes", "MB"), "KiB": ("bytes", "MiB"), "kilobytes": ("bytes", "megabytes"),
    "MB": ("kB",), "MiB": ("KiB",), "megabytes": ("kilobytes",),
}  # fmt: skip
_COUNTED = (
    "attempts tries retries pauses variants fields arguments parameters methods characters "
    "layers headers types impls arms calls copies backends kinds causes macros bounds reads looks "
    "ticks bytes levels channels rounds parts files branches steps errors"
).split()
_STATUS = {
    200: "OK", 201: "CREATED", 202: "ACCEPTED", 204: "NO_CONTENT", 301: "MOVED_PERMANENTLY",
    400: "BAD_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 409: "CONFLICT",
    410: "GONE", 413: "PAYLOAD_TOO_LARGE", 422: "UNPROCESSABLE_ENTITY", 429: "TOO_MANY_REQUESTS",
    500: "INTERNAL_SERVER_ERROR", 501: "NOT_IMPLEMENTED", 502: "BAD_GATEWAY",
    503: "SERVICE_UNAVAILABLE", 504: "GATEWAY_TIMEOUT",
}  # fmt: skip
_NUMBER = (
    r"(?<![\w.,/#:\-`])(?P<number>\d{1,3}(?:,\d{3})+|\d+|"
    + "|".join(sorted(SPELT, key=len, reverse=True))
    + r")"
)
_WITH_UNIT = re.compile(
    _NUMBER + r"(?P<gap>[ -])(?P<unit>" + "|".join(sorted(UNITS, key=len, reverse=True)) + r")\b"
)
_COUNT = re.compile(
    _NUMBER + r"(?: (?:more|public|distinct|named|small|associated|typed|separate|[a-z]+ization))?"
    r" (?:" + "|".join(_COUNTED) + r")\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w.,/#:\-])(?P<number>\d{2,4})(?![\w.,/%:\-]*\d|\w|-\w| [kKM]i?B)")
_NOT_HERE = re.compile(
    r"\b(?:would|could|might|say|suppose|imagine|for instance|for example|e\.g\.|had been|used to|"
    r"had|were|was|rust)\b",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:up to|at most|no more than|not exceed|within|under|less than|at worst|past|beyond|over|"
    r"longer than|outlives|outlasts|until|maximum)\b",
    re.IGNORECASE,
)
"""Words by which a larger number might hold as well: a bound, or a condition that comes later."""
_AT_LEAST = re.compile(r"\b(?:at least|more than|minimum|at best)\b", re.IGNORECASE)
_RANGE = re.compile(r"^(?:th|st|nd|rd)?\s*(?:to|or|-)\s*(?:\d|" + "|".join(SPELT) + r")")
_RANGE_END = re.compile(r"(?:\d|" + "|".join(SPELT) + r") (?:to|or) $")
_VAGUE = re.compile(r"\b(?:about|some|roughly|around|nearly|almost|perhaps|or so|a few|order of)\b")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in prose: its digits or word from `start` to `end`, and its unit or None."""

    field: str
    start: int
    end: int
    text: str
    value: float
    unit: str | None
    unit_start: int
    variant: str


def value_of(text: str) -> float:
    """Return the value of digits, with or without commas, or of a number word."""
    return float(SPELT[text.lower()]) if text.lower() in SPELT else float(text.replace(",", ""))


def number_places(sample: Sample, field: str) -> tuple[Number, ...]:
    """Return the numbers of a field that say something about this code.

    Those with a unit; those that count what can be counted in code; status codes; and others of
    two to four digits. Left out are sentences that suppose something or tell the past, versions,
    and ranges, of which another one may hold as well.
    """
    text = sample.texts[field]
    found: dict[int, Number] = {}
    for pattern, form in ((_WITH_UNIT, "with a unit"), (_COUNT, "a count"), (_BARE, "bare")):
        for match in pattern.finditer(text):
            start, end = match.span("number")
            unit = match["unit"] if form == "with a unit" else None
            ranged = _RANGE.match(text[end:]) or _RANGE_END.search(text[:start])
            if start in found or ranged or _NOT_HERE.search(sentence_at(text, start).text):
                continue
            value = value_of(match["number"])
            if form == "a count" and value == 1:
                continue  # one looks: no plural is one
            found[start] = Number(
                field,
                start,
                end,
                match["number"],
                value,
                unit,
                match.start("unit") if unit else end,
                _variant(sample, form, value, unit),
            )
    return tuple(found[start] for start in sorted(found))


def _variant(sample: Sample, form: str, value: float, unit: str | None) -> str:
    if unit and measure(value, unit) not in measures(sample, unit):
        return "with a unit, derived"
    return "status code" if form == "bare" and value in _STATUS else form


def measure(value: float, unit: str | None) -> float:
    """Return a value in milliseconds or bytes; the bare value without a unit."""
    return value * UNITS[unit][1] if unit else value


def measures(sample: Sample, unit: str) -> frozenset[float]:
    """Return the spans of time in the sample's files, in milliseconds; for sizes, all numbers."""
    if UNITS[unit][0] != "time":
        return sample.source.numbers(sample.files)
    return frozenset().union(*(sample.source.durations(file) for file in sample.files))


def is_true_elsewhere(sample: Sample, value: float, unit: str | None) -> bool:
    """Return whether a magnitude stands in the sample's files, or with such a unit in its prose."""
    said = [number for field in FIELDS for number in number_places(sample, field)]
    if unit is None:
        status = _STATUS.get(int(value))
        held = status and any(status in sample.source.words(file) for file in sample.files)
        known = sample.source.numbers(sample.files) | {number.value for number in said}
        return bool(held) or value in known
    kind = UNITS[unit][0]
    same = {measure(one.value, one.unit) for one in said if one.unit and UNITS[one.unit][0] == kind}
    return measure(value, unit) in measures(sample, unit) | same


def _around(sample: Sample, number: Number) -> str:
    text = sample.texts[number.field]
    return text[max(number.start - 32, 0) : number.start] + " " + text[number.end : number.end + 32]


def _others(number: Number, said: str) -> list[float]:
    """Return values that make a number false: away from a bound, far from a guess."""
    if number.variant == "status code":
        return [float(status) for status in _STATUS]
    if _AT_MOST.search(said):
        factors: tuple[float, ...] = (0.5, 0.25, 0.4)
    elif _AT_LEAST.search(said):
        factors = (2, 3, 4, 5)
    elif _VAGUE.search(said):
        factors = (0.2, 0.25, 3, 4, 6)
    else:
        factors = (0.5, 0.75, 1.2, 1.25, 1.5, 2, 2.5, 3, 4)
        if number.value < 10:
            return [number.value + 1, number.value + 2, *(number.value * by for by in factors)]
    return [number.value * by for by in factors]


def _spelt_like(value: float, like: str) -> str | None:
    if value != int(value) or value < 1:
        return None
    if like.lower() in SPELT:
        word = _WORD_OF.get(int(value))
        return word.capitalize() if word and like[0].isupper() else word
    return f"{int(value):,}" if "," in like else str(int(value))


def wrong_number(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a number is another one: with a unit, a status code, any other."""
    found = [number for field in FIELDS for number in number_places(sample, field)]
    rng.shuffle(found)
    with_unit = [number for number in found if number.unit]
    status = [number for number in found if number.variant == "status code"]
    others = [number for number in found if number not in with_unit and number not in status]
    return alternate(*(_changed(sample, part, rng) for part in (with_unit, others, status)))


def _changed(sample: Sample, found: list[Number], rng: Random) -> Iterator[Mutant]:
    for _ in range(ROUNDS):
        for number in found:
            new = rng.choice(_others(number, _around(sample, number)))
            word = _spelt_like(new, number.text)
            if word and new != number.value and not is_true_elsewhere(sample, new, number.unit):
                edit = Edit(number.start, number.end, word)
                why = f"{number.text} became {word}"
                yield Mutant("wrong-number", number.variant, sample, number.field, (edit,), why)


def wrong_unit(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a number has another unit of the same kind."""
    found = [number for field in FIELDS for number in number_places(sample, field) if number.unit]
    rng.shuffle(found)
    for _ in range(ROUNDS):
        for number in found:
            unit = number.unit or ""
            new = rng.choice(_OTHER.get(unit, ("",)))
            known = new if new in UNITS else f"{new}s"
            if known not in UNITS or is_true_elsewhere(sample, number.value, known):
                continue
            smaller = UNITS[known][1] < UNITS[unit][1]
            if (_AT_LEAST if smaller else _AT_MOST).search(_around(sample, number)):
                continue  # a bound that is further off may hold
            variant = "smaller" if smaller else "larger"
            edit = Edit(number.unit_start, number.unit_start + len(unit), new)
            why = f"{number.text} {unit} became {number.text} {new}"
            yield Mutant("wrong-unit", variant, sample, number.field, (edit,), why)
