"""Units of measure as prose writes them, and what one of each is worth.

Decimal and binary sizes are told apart by their names alone: MB is a million bytes, also where its
author meant MiB.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: one of it is `factor` seconds, bytes, bits or per cent."""

    dimension: str
    factor: Fraction
    approximate: bool = False
    """Months and years, which have no one length: 30 and 365 days here."""
    alone: bool = False
    """May stand behind an article for one of it: an hour. A second and a bit may not."""
    symbol: bool = False
    """A letter, which belongs to digits: 5 s, and not five s."""


_TIMES = {
    Fraction(1, 10**9): "ns nanosecond nanoseconds nanos",
    Fraction(1, 10**6): "us \u00b5s \u03bcs usec microsecond microseconds micros",
    Fraction(1, 1000): "ms msec msecs millisecond milliseconds millis",
    Fraction(1): "s sec secs second seconds",
    Fraction(60): "min mins minute minutes",
    Fraction(3600): "h hr hrs hour hours",
    Fraction(86400): "day days",
    Fraction(7 * 86400): "week weeks",
    Fraction(30 * 86400): "month months",
    Fraction(365 * 86400): "year years",
}
_SIZES = {
    1: "B byte bytes octet octets",
    10**3: "kB KB kb kilobyte kilobytes",
    10**6: "MB mb megabyte megabytes",
    10**9: "GB gb gigabyte gigabytes",
    10**12: "TB tb terabyte terabytes",
    2**10: "KiB kib kibibyte kibibytes",
    2**20: "MiB mib mebibyte mebibytes",
    2**30: "GiB gib gibibyte gibibytes",
    2**40: "TiB tib tebibyte tebibytes",
}
_BITS = {1: "bit bits", 10**3: "kbit kilobit kilobits", 10**6: "Mbit megabit megabits"}
_ALONE = frozenset(
    "nanosecond microsecond millisecond minute hour day week month year"
    " kilobyte megabyte gigabyte terabyte kibibyte mebibyte gibibyte tebibyte".split()
)


def _table() -> dict[str, Unit]:
    """Return every spelling of every unit."""
    units = {"percent": Unit("percent", Fraction(1)), "%": Unit("percent", Fraction(1))}
    for factor, names in _TIMES.items():
        for name in names.split():
            units[name] = Unit(
                "time",
                factor,
                approximate=factor >= 30 * 86400,
                alone=name in _ALONE,
                symbol=name in {"s", "h"},
            )
    for dimension, sizes in (("size", _SIZES), ("bits", _BITS)):
        for size, names in sizes.items():
            for name in names.split():
                units[name] = Unit(
                    dimension, Fraction(size), alone=name in _ALONE, symbol=name == "B"
                )
    return units


UNITS = _table()
"""Every spelling that is read; a long name may begin with a capital letter too."""


def unit_of(word: str) -> Unit | None:
    """Return the unit a word names, or None. Case matters in a symbol, and not in a name."""
    return UNITS.get(word) or (UNITS.get(word.lower()) if len(word) > 3 else None)
