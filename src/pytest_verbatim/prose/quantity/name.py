"""Which numbers name something and measure nothing: standards, versions, dates, literal texts."""

from collections.abc import Sequence

from pytest_verbatim.prose.quantity.measure import Reading
from pytest_verbatim.prose.quantity.token import Token, word_at
from pytest_verbatim.prose.quantity.wording import Manner, Noun

_LABELS = frozenset(
    "rfc rfcs draft drafts iso iec ieee utf sha md aes base step steps line lines section "
    "sections chapter chapters page figure table version versions edition release issue pr number "
    "part phase option item rule case level layer rust python http tls ssl ipv redis postgres "
    "postgresql rustc cargo node debian tier column row rc axum hyper tower tokio sqlx serde "
    "aide".split()
)
_MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)
_CLOCK = frozenset("am pm a.m p.m o'clock utc gmt".split())
_OPERATORS = frozenset("+ / ^ << >> ** & | * \u00d7".split())
_QUOTES = frozenset("\"'\u201c\u2018\u201d\u2019")
_NO_COUNT = frozenset("way phase tier tuple fold party dimensional based indexed gram".split())
_YEARS = range(1990, 2040)


def is_idiom(tokens: Sequence[Token], reading: Reading, manner: Manner) -> bool:
    """Tell whether one day is some day or other."""
    if word_at(tokens, reading.first) != "one" or reading.unit_text.lower() != "day":
        return False
    timed = word_at(tokens, reading.first - 1) in {"for", "of", "after", "in", "than", "per"}
    joined = tokens[reading.first + 1].kind == "mark"
    return not (timed or joined or manner.limit or manner.approximate)


def is_operand(tokens: Sequence[Token], reading: Reading) -> bool:
    """Tell whether a bare number is a piece of an expression that is not understood."""
    return not _OPERATORS.isdisjoint(_beside(tokens, reading))


def is_name(tokens: Sequence[Token], reading: Reading, noun: Noun, manner: Manner) -> bool:
    """Tell whether a bare number names something: a standard, a version, a date, a literal text."""
    before, after = _beside(tokens, reading)
    if after.lower() in _CLOCK:
        return True
    if {before, after} & _MONTHS and not noun.plural:
        return True
    if noun.text.lower() in _NO_COUNT:
        return True
    if reading.kind == "code" or manner.limit or noun.plural:
        return False
    if before in _QUOTES and after in _QUOTES:
        return True  # a text that happens to be digits
    if reading.kind == "digits" and reading.value in _YEARS and reading.value != 2000:
        return True
    return _is_labelled(tokens, reading, noun)


def _is_labelled(tokens: Sequence[Token], reading: Reading, noun: Noun) -> bool:
    """Tell whether the word before a number makes it a label: RFC 9110, step 2, Redis 7, #12."""
    before, _ = _beside(tokens, reading)
    if before[:1] in {"#", "\u00a7"}:
        return True
    if "/" in before and not noun.text:
        return True  # an issue: owner/name 123
    decimal = reading.value.denominator > 1
    if decimal and before.lower() in {"since", "on"}:  # stable since 1.82
        return True
    if decimal and before == ",":  # Rust, 1.88
        before = word_at(tokens, reading.first - 2)
    return before.strip("`").lower() in _LABELS


def _beside(tokens: Sequence[Token], reading: Reading) -> tuple[str, str]:
    """Return the tokens on both sides of a reading, as written; empty at an end of the text."""
    before = tokens[reading.first - 1].text if reading.first else ""
    return before, tokens[reading.after].text if reading.after < len(tokens) else ""
