"""Quantities as a text states them, by their places in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pytest_verbatim.prose.quantity.listing import in_one_list, readings_of
from pytest_verbatim.prose.quantity.measure import Reading, may_hold_readings
from pytest_verbatim.prose.quantity.name import is_idiom, is_name, is_operand
from pytest_verbatim.prose.quantity.numeral import numeral_at
from pytest_verbatim.prose.quantity.status import is_status, is_status_plural
from pytest_verbatim.prose.quantity.token import Token, tokens_of
from pytest_verbatim.prose.quantity.wording import Manner, Noun, manner_of, noun_after


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in the one unit of its dimension."""

    amount: Fraction
    dimension: str
    """`"time"` in seconds, `"size"` in bytes, `"bits"`, `"percent"`, `"count"` or `"status"`."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity as a text states it."""

    quantity: Quantity
    start: int
    """Characters of the text before it."""
    end: int
    """Half-open; `text[start:end]` of the whole is `text`."""
    text: str
    """The number and its unit of measure, without words that qualify it and without a noun."""
    approximate: bool
    """About, roughly, almost, or so; and every month and year."""
    unit: str
    """As written, also where it stands once for a list; of a count, the noun if one is seen."""
    limit: bool
    """Up to, at most, at least, more than, within, capped at, and their like."""


def same(stated: Quantity, source: Quantity) -> bool:
    """Tell whether two quantities have the same dimension and exactly the same amount."""
    return stated == source


def numbers_in(text: str) -> frozenset[Fraction]:
    """Return every number that stands in a text, in digits or words, whatever it is of."""
    tokens = tokens_of(text)
    found = (numeral_at(tokens, at) for at in range(len(tokens)))
    return frozenset(numeral.value for numeral in found if numeral is not None)


def stated_quantities(text: str) -> tuple[Stated, ...]:
    """Return the quantities that a text states, in their order.

    A number word below ten that has no unit of measure is one only where a limit is put on it, as
    in up to five channels. Ordinals are counts with the unit `ordinal`, in digits alone. Give it
    sentences or paragraphs: the marker of a numbered list would be read as a number.
    """
    if not may_hold_readings(text):
        return ()
    tokens = tokens_of(text)
    readings = readings_of(tokens)
    found: list[Stated] = []
    before = Manner(approximate=False, limit=False, counts=False)
    status = False  # of the one before
    for index, (reading, noun) in enumerate(zip(readings, _nouns(tokens, readings), strict=True)):
        manner = manner_of(tokens, reading, noun)
        listed = index > 0 and in_one_list(tokens, readings[index - 1], reading)
        if listed:
            manner = Manner(*(one or other for one, other in zip(manner, before, strict=True)))
        quantity = _quantity(tokens, reading, noun, manner, after_status=listed and status)
        if quantity:
            found.append(_stated(text, reading, noun, manner, quantity))
        before, status = manner, quantity is not None and quantity.dimension == "status"
    return tuple(found)


def _nouns(tokens: Sequence[Token], readings: Sequence[Reading]) -> list[Noun]:
    """Return what each reading counts; the noun at the end of a list is that of all in it."""
    nouns = [noun_after(tokens, reading.after) for reading in readings]
    for index in range(len(readings) - 2, -1, -1):
        one, other = readings[index], readings[index + 1]
        if (
            not nouns[index].text
            and not one.unit
            and not other.unit
            and in_one_list(tokens, one, other)
        ):
            nouns[index] = Noun(nouns[index + 1].text, one.after)
    return nouns


def _quantity(
    tokens: Sequence[Token], reading: Reading, noun: Noun, manner: Manner, *, after_status: bool
) -> Quantity | None:
    """Return what a reading amounts to, or None where it is no statement of a quantity."""
    amount = reading.value
    if reading.unit:
        if reading.kind == "words" and amount == 1 and is_idiom(tokens, reading, manner):
            return None
        if is_status_plural(tokens, reading, manner):
            return Quantity(amount, "status")
        return Quantity(amount * reading.unit.factor, reading.unit.dimension)
    if is_operand(tokens, reading):
        return None
    whole = amount.denominator == 1
    if reading.kind == "words":
        counts = whole and (amount >= 10 or (amount > 0 and manner.counts))
    else:
        counts = True
        listed = after_status and whole and 100 <= amount < 600 and not noun.plural
        if reading.kind == "status" or (
            not manner.limit and (listed or is_status(tokens, reading, noun))
        ):
            return Quantity(amount, "status")
    named = is_name(tokens, reading, noun, manner)
    return Quantity(amount, "count") if counts and not named else None


def _stated(text: str, reading: Reading, noun: Noun, manner: Manner, quantity: Quantity) -> Stated:
    """Return a quantity with its place and what is known of it."""
    unit = reading.unit_text
    if quantity.dimension == "count":
        unit = "ordinal" if reading.kind == "ordinal" else noun.text
    elif quantity.dimension == "status":
        unit = ""
    return Stated(
        quantity=quantity,
        start=reading.start,
        end=reading.end,
        text=text[reading.start : reading.end],
        approximate=manner.approximate,
        unit=unit,
        limit=manner.limit,
    )
