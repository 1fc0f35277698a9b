"""Checks of the numbers in prompt and think against the constants of the code in scope."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from math import isfinite

from pytest_verbatim.checks.quotes import Quoted
from pytest_verbatim.checks.subject import PROSE, Subject
from pytest_verbatim.evidence import UNITS, Argued, Calls, Evidence, Literal, Value
from pytest_verbatim.finding import Finding
from pytest_verbatim.proof.worth import constants_in
from pytest_verbatim.prose.quantity import Quantity, Stated, numbers_in, stated_quantities
from pytest_verbatim.prose.sentence import Sentence
from pytest_verbatim.rustfile import Entry, Lines
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.constexpr import number_of
from pytest_verbatim.tree.measure import measured
from pytest_verbatim.tree.owner import owner_of

_OF_MEASURE = frozenset({"time", "size", "bits", "percent"})
_ONE_UNIT = re.compile(r"an? (?:\w+ of an? )?(?:full |whole )?\w+", re.IGNORECASE)
_GONE_BY = re.compile(r" (?:later|ago|earlier|before|afterwards|after that)\b")
_DIGITS = re.compile(r"\d+")
_WIDTH = re.compile(r"[iuf](8|16|32|64|128)")
_BARE = "bare"
"""The dimension of a number that may be a status code, as it belongs to no unit: not 200 ms."""
_NEAREST = 4


def numbers(subject: Subject) -> Iterator[Finding]:
    """Yield numbers that stand neither in the code in scope nor in a claim.

    In the think block that is every number with a unit, every status code, and what is written in
    digits or behind "up to", "at most" and the like; in the prompt, which states requirements,
    numbers with a unit of measure and status codes. In scope are the shown files and what their
    shown lines name. "A day", "a millisecond" are no numbers here. A claim on a number has it in
    its evidence, or in the reason of an argument.

    Findings: prompt.unplaced-number, think.unquoted-number.
    """
    if not subject.excerpts:
        return
    known: frozenset[Quantity] | None = None
    quoted = subject.quoted
    for field in PROSE:
        code = "prompt.unplaced-number" if field == "prompt" else "think.unquoted-number"
        for read in subject.read[field]:
            sentence = read.sentence
            for stated in read.quantities:
                if not _is_checked(stated, field) or _is_past(stated, field, sentence):
                    continue
                known = known if known is not None else quantities_in_scope(subject)
                if _is_placed(stated, known) or _is_quoted(stated, field, sentence, quoted):
                    continue
                where = subject.where(field, sentence, stated.start)
                yield Finding(where, code, _seen(stated), _mend(stated, known))


def _is_checked(stated: Stated, field: str) -> bool:
    quantity = stated.quantity
    if _ONE_UNIT.fullmatch(stated.text):
        return False
    if quantity.dimension in _OF_MEASURE | {"status"}:
        return True
    if field == "prompt" or stated.unit == "ordinal":
        return False
    return quantity.amount > 1 and (stated.limit or any(c.isdigit() for c in stated.text))


def _is_past(stated: Stated, field: str, sentence: Sentence) -> bool:
    """Return whether a prompt tells of a time that went by: "two days later"."""
    return field == "prompt" and _GONE_BY.match(sentence.text, stated.end) is not None


def quantities_in_scope(subject: Subject) -> frozenset[Quantity]:
    """Return the quantities of the shown files and of the items that the shown lines name."""
    return frozenset().union(*quantities_by_item(subject).values())


def quantities_by_item(subject: Subject) -> dict[tuple[str, str], frozenset[Quantity]]:
    """Return (file, full path) -> quantities, for the items in whose numbers a text may speak."""
    corpus = subject.corpus
    places = [
        (file, entry)
        for file in subject.scope.shown
        for entry in corpus.index.files[file].items
        if entry.kind not in {"use", "impl", "trait", "mod"}
    ]
    places += [(used.file, used.entry) for used in subject.scope.used if used.leads]
    return {
        (file, entry.path): corpus.once(
            ("quantities", file, entry.path), partial(_held, corpus, file, entry)
        )
        for file, entry in places
    }


def _held(corpus: Corpus, file: str, entry: Entry) -> frozenset[Quantity]:
    """Return the quantities in an item: numbers, durations, and how wide its numbers are."""
    tokens = corpus.tokens(file).on(Lines(entry.first, entry.last))
    _, owner = owner_of(entry.container)
    found = measured(tokens, constants_in(corpus, file, owner))
    in_units = {
        (one.line, digits)
        for one in found
        if one.quantity.dimension in _OF_MEASURE
        for digits in _DIGITS.findall(one.text)
    }
    widths = (_WIDTH.fullmatch(token.text) for token in tokens if token.kind == "name")
    bits = {Quantity(Fraction(int(width[1])), "bits") for width in widths if width}
    bare = (one for one in found if (one.line, one.text) not in in_units)
    codes = (one.quantity for one in bare if one.quantity.dimension == "count")
    stated = (one.quantity for one in found)
    return frozenset(bits.union(stated, (Quantity(q.amount, _BARE) for q in codes)))


def _is_placed(stated: Stated, known: frozenset[Quantity]) -> bool:
    return not known.isdisjoint(readings(stated.quantity))


def readings(quantity: Quantity) -> frozenset[Quantity]:
    """Return what source may hold for a quantity that prose states."""
    return frozenset(Quantity(amount, kind) for amount, kind in _readings(quantity))


def _readings(quantity: Quantity) -> Iterator[tuple[Fraction, str]]:
    """Yield what source may hold for a quantity: bytes or a status code as a bare number too.

    No status is a number that a unit belongs to there: the 200 of 200 ms.
    """
    amount, dimension = quantity.amount, quantity.dimension
    yield amount, dimension
    if dimension == "size":
        yield amount, "count"
    elif dimension == "status":
        yield amount, _BARE
    elif dimension == "percent":
        yield amount, "count"
        yield amount / 100, "count"
    elif dimension == "count":
        yield amount, "status"
        yield amount, "size"
        yield amount, "time"
        yield amount / 1000, "time"


def _is_quoted(stated: Stated, field: str, sentence: Sentence, quoted: Sequence[Quoted]) -> bool:
    return any(
        quote.covers(field, sentence, stated.start, stated.end)
        and any(_supports(piece, stated) for piece in quote.evidence)
        for quote in quoted
    )


def _supports(piece: Evidence, stated: Stated) -> bool:
    """Return whether a piece of evidence speaks of that very number."""
    quantity = stated.quantity
    if isinstance(piece, Literal):
        number = number_of(piece.text)
        return number is not None and any(number.value == a for a, _ in _readings(quantity))
    if isinstance(piece, Value):
        return any(
            _amount(one, name) == quantity
            for name, amount in piece.units
            for one in (amount if isinstance(amount, tuple) else (amount,))
        )
    if isinstance(piece, Calls):
        return quantity == Quantity(Fraction(piece.times or 0), "count")
    return isinstance(piece, Argued) and (
        bool(numbers_in(stated.text) & numbers_in(piece.why))
        or any(quantity == other.quantity for other in stated_quantities(piece.why))
    )


def _amount(amount: float, unit: str) -> Quantity | None:
    if not isfinite(amount):
        return None
    dimension, over, under = UNITS[unit]
    return Quantity(Fraction(str(amount)) * over / under, dimension)


def _seen(stated: Stated) -> str:
    return f"{stated.text!r} stands neither in the shown code nor in what it names".replace(
        "'", '"'
    )


def _mend(stated: Stated, known: frozenset[Quantity]) -> str:
    alike = sorted(q.amount for q in known if q.dimension == stated.quantity.dimension)
    near = sorted(alike, key=lambda amount: abs(amount - stated.quantity.amount))[:_NEAREST]
    unit = {"time": " s", "size": " bytes", "percent": " %"}.get(stated.quantity.dimension, "")
    there = f"there is {', '.join(f'{_plain(a)}{unit}' for a in near)}; " if near else ""
    return f"{there}mend it, or quote it in `claims` with value(), literal() or argued()"


def _plain(amount: Fraction) -> str:
    return str(amount.numerator) if amount.denominator == 1 else f"{float(amount):g}"
