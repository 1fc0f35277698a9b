"""Quantities in Rust source: constant expressions, and what stands in a run of tokens."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from snippets import expression, tokens_of

from pytest_verbatim.prose.quantity import Quantity
from pytest_verbatim.tree.arithmetic import STATUS, number_of
from pytest_verbatim.tree.constexpr import evaluate
from pytest_verbatim.tree.measure import measured, spelled, unit_in

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)


def count(amount: int | str) -> Quantity:
    """Return a bare number."""
    return Quantity(Fraction(amount), "count")


def seconds(amount: int | str) -> Quantity:
    """Return a time."""
    return Quantity(Fraction(amount), "time")


KNOWN = {
    "LEASE": (seconds(30),),
    "crate::queue::LIMIT": (count(10),),
    "Self::RATIO": (count("0.25"),),
    "STEPS": (seconds(1), seconds(2)),
    "wait": (seconds("0.2"),),
    "ROUNDS": (count(7),),
}


def worth(source: str) -> tuple[Quantity, ...] | None:
    """Return what an expression comes to, among a few known constants."""
    return evaluate(expression(source), KNOWN.get)


# --- numbers ---------------------------------------------------------------------------------

NUMBERS = {
    "plain": ("250", 250),
    "underscores": ("1_000_000", 1_000_000),
    "suffix": ("20u16", 20),
    "suffix-underscore": ("1_000_u64", 1000),
    "hex": ("0xFF", 255),
    "hex-suffix": ("0x1F_u8", 31),
    "hex-digits-that-look-like-a-suffix": ("0xf32", 0xF32),
    "octal": ("0o17", 15),
    "binary": ("0b1100_0000", 192),
    "float": ("1.5", "1.5"),
    "float-suffix": ("2.5f64", "2.5"),
    "float-that-is-whole": ("1.", 1),
    "exponent": ("2e3", 2000),
    "negative-exponent": ("1.5e-3", "0.0015"),
}


@pytest.mark.parametrize(("source", "amount"), NUMBERS.values(), ids=NUMBERS)
def test_literal_numbers(source: str, amount: int | str) -> None:
    """A literal number is worth what Rust says, to the last digit."""
    assert worth(source) == (count(amount),)


@pytest.mark.parametrize("source", ["0x", "1e999999", "9" * 200, "1.2.3", "x1", "1u7", "", "_1"])
def test_no_number(source: str) -> None:
    """What is no literal number, or one past all reason, is none."""
    assert number_of(source) is None


@PROPERTY
@given(st.integers(0, 2**64))
def test_spellings_of_a_number(value: int) -> None:
    """Underscores, bases and suffixes change nothing about a number."""
    spellings = [
        f"{value}",
        f"{value:_}",
        f"{value:#x}",
        f"{value:#o}",
        f"{value:#b}",
        f"{value}u128",
    ]
    assert {number_of(one) for one in spellings} == {number_of(str(value))}
    assert number_of(f"{value:#x}_u64") == (Fraction(value), True)


# --- arithmetic ------------------------------------------------------------------------------

ARITHMETIC = {
    "product": ("60 * 60 * 12", 43200),
    "sum-and-product": ("60 * 11 + 15", 675),
    "from-the-left": ("10 - 4 - 3", 3),
    "brackets": ("(2 + 3) * 4", 20),
    "integer-division": ("7 / 2", 3),
    "integer-division-toward-zero": ("-7 / 2", -3),
    "remainder": ("-7 % 3", -1),
    "float-division": ("7.0 / 2.0", "3.5"),
    "shift": ("1 << 20", 1 << 20),
    "shift-binds-less": ("1 << 2 + 3", 32),
    "shift-right": ("1024 >> 2", 256),
    "minus": ("-3", -3),
    "minus-binds-more": ("-3 + 5", 2),
    "cast": ("2.9 as u64", 2),
    "cast-binds-more-than-product": ("3 as u64 * 5", 15),
    "cast-to-float": ("1 as f64 / 4 as f64", "0.25"),
    "reference": ("&5", 5),
    "block": ("{ 5 }", 5),
    "const-block": ("const { 5 }", 5),
    "conversion": ("u64::from(5u8)", 5),
    "non-zero": ("NonZeroU32::new(5).unwrap()", 5),
    "power": ("2_u64.pow(10)", 1024),
    "limit": ("u16::MAX", 65535),
    "lower-limit": ("i8::MIN", -128),
    "size-is-64-bits": ("usize::MAX", 2**64 - 1),
    "bits": ("u32::BITS", 32),
    "constant": ("crate::queue::LIMIT * 2", 20),
    "fraction-by-name": ("1.0 - Self::RATIO", "0.75"),
}


@pytest.mark.parametrize(("source", "amount"), ARITHMETIC.values(), ids=ARITHMETIC)
def test_arithmetic(source: str, amount: int | str) -> None:
    """Operators bind as in Rust, and divide as its integers and floats do."""
    assert worth(source) == (count(amount),)


def leaf() -> st.SearchStrategy[tuple[str, int]]:
    """Return integers as text and value."""
    return st.integers(0, 10**6).map(lambda value: (str(value), value))


def grown(
    inner: st.SearchStrategy[tuple[str, int]],
) -> st.SearchStrategy[tuple[str, int]]:
    """Return expressions, in brackets, of smaller ones."""

    def joined(mark: str, one: tuple[str, int], other: tuple[str, int]) -> tuple[str, int]:
        value = {"+": one[1] + other[1], "-": one[1] - other[1], "*": one[1] * other[1]}[mark]
        return f"({one[0]} {mark} {other[0]})", value

    return st.builds(joined, st.sampled_from("+-*"), inner, inner)


@PROPERTY
@given(st.recursive(leaf(), grown, max_leaves=12))
def test_arithmetic_is_exact(made: tuple[str, int]) -> None:
    """Whatever the expression, its worth is what exact arithmetic gives."""
    source, value = made
    assert worth(source) == (count(value),)


@PROPERTY
@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(1, 99)), max_size=8))
def test_operators_bind_as_in_rust(chain: list[tuple[str, int]]) -> None:
    """Without brackets, `*` goes before `+` and `-`, and each from the left."""
    source = "5" + "".join(f" {mark} {value}" for mark, value in chain)
    total, product, sign = 0, 5, 1
    for mark, value in chain:
        if mark == "*":
            product *= value
        else:
            total, product, sign = total + sign * product, value, 1 if mark == "+" else -1
    assert worth(source) == (count(total + sign * product),)


NO_CONSTANTS = {
    "unknown-name": "retries * 2",
    "unknown-constant": "MISSING",
    "half-known": "5 + retries",
    "call": "compute(5)",
    "method": "5.min(x)",
    "two-expressions": "{ go(); 5 }",
    "string": '"5"',
    "division-by-zero": "5 / 0",
    "time-and-number": "Duration::from_secs(5) + 5",
    "product-of-times": "LEASE * LEASE",
    "range": "0..10",
    "comparison": "5 < 6",
    "unclosed": "(5",
    "array-in-arithmetic": "[1, 2] * 2",
    "nested-arrays": "[[1], [2]]",
    "huge-shift": "1 << 100000",
    "huge-power": "9.pow(100000)",
    "power-of-a-huge-number": "99_999_999_999.pow(60)",
    "huge-array": "[0; 1000000]",
    "struct": "Wait { secs: 5 }",
    "macro": "env!(5)",
    "cast-to-a-type": "5 as Wait",
    "integers-or-floats-by-name": "crate::queue::LIMIT / ROUNDS",
    "cast-of-a-time": "LEASE as u64",
    "power-of-a-name": "5.pow(x)",
    "power-of-an-array": "[1].pow(2)",
    "array-with-a-name": "[1, x]",
    "array-of-some": "[1; x]",
    "lazy-call": "LazyLock::new(|| go())",
    "lazy-value": "LazyLock::new(5)",
    "shift-of-a-fraction": "1.5 << 2",
    "path-cut-off": "Wait::",
    "nothing": "",
}


@pytest.mark.parametrize("source", NO_CONSTANTS.values(), ids=NO_CONSTANTS)
def test_no_constant_expression(source: str) -> None:
    """What is no constant expression as a whole is worth nothing at all."""
    assert worth(source) is None


@pytest.mark.parametrize("mark", ["(", "-", "[", "{", "&"])
def test_deep_nesting(mark: str) -> None:
    """However deep an expression is nested, it is given up, not crashed on."""
    assert evaluate(tokens_of(mark * 3000 + "5"), KNOWN.get) is None


# --- durations, status codes and arrays ------------------------------------------------------

DURATIONS = {
    "secs": ("Duration::from_secs(60 * 60 * 12)", 43200),
    "millis": ("Duration::from_millis(250)", "0.25"),
    "micros": ("Duration::from_micros(3)", "0.000003"),
    "nanos": ("Duration::from_nanos(5)", Fraction(5, 10**9)),
    "mins": ("Duration::from_mins(10)", 600),
    "hours": ("Duration::from_hours(24 * 28)", 2419200),
    "days": ("Duration::from_days(2)", 172800),
    "weeks": ("Duration::from_weeks(1)", 604800),
    "float": ("Duration::from_secs_f64(0.1)", "0.1"),
    "new": ("Duration::new(5, 500_000_000)", "5.5"),
    "zero": ("Duration::ZERO", 0),
    "whole-path": ("std::time::Duration::from_secs(3)", 3),
    "chrono-days": ("chrono::Duration::days(7)", 604800),
    "chrono-alias": ("ChronoDuration::hours(1)", 3600),
    "chrono-minutes": ("TimeDelta::minutes(5)", 300),
    "chrono-seconds": ("TimeDelta::seconds(5)", 5),
    "chrono-milliseconds": ("TimeDelta::milliseconds(5)", "0.005"),
    "chrono-weeks": ("TimeDelta::weeks(2)", 1209600),
    "chrono-try": ("TimeDelta::try_days(1).unwrap()", 86400),
    "chrono-expect": ('TimeDelta::try_hours(1).expect("fits")', 3600),
    "chrono-zero": ("TimeDelta::zero()", 0),
    "sum": ("Duration::days(14) + Duration::minutes(5)", 1209900),
    "difference": ("LEASE - Duration::from_secs(1)", 29),
    "multiple": ("LEASE * 2", 60),
    "multiple-turned": ("2 * LEASE", 60),
    "part": ("LEASE / 4", "7.5"),
    "function": ("wait() * 5", 1),
    "lazy": ("LazyLock::new(|| chrono::Duration::hours(1))", 3600),
    "of-a-constant": ("Duration::from_secs(crate::queue::LIMIT)", 10),
}


@pytest.mark.parametrize(("source", "amount"), DURATIONS.values(), ids=DURATIONS)
def test_durations(source: str, amount: int | str) -> None:
    """The constructors of durations, and arithmetic with them, come to seconds."""
    assert worth(source) == (seconds(amount),)


@pytest.mark.parametrize(
    "source",
    ["Timeout::from_secs(5)", "Duration::from_fortnights(5)", "Duration::from_secs(x)",
     "from_secs(5)", "Duration::from_secs(1, 2)", "Duration::from_secs(LEASE)"],
)  # fmt: skip
def test_no_durations(source: str) -> None:
    """What only resembles the constructor of a duration is none."""
    assert worth(source) is None


def test_reading_a_duration() -> None:
    """`as_secs` and its like turn a duration into the whole number that Rust gives."""
    assert worth("Duration::from_millis(2500).as_secs()") == (count(2),)
    assert worth("LEASE.as_millis()") == (count(30000),)


def test_status_codes() -> None:
    """A name of the http crate is the status code of that number; another is nothing."""
    assert worth("StatusCode::TOO_MANY_REQUESTS") == (Quantity(Fraction(429), "status"),)
    assert worth("http::StatusCode::OK") == (Quantity(Fraction(200), "status"),)
    assert worth("StatusCode::from_u16(404).unwrap()") == (Quantity(Fraction(404), "status"),)
    assert worth("StatusCode::FINE") is None
    assert worth("Code::OK") is None
    assert len(set(STATUS.values())) == len(STATUS)
    assert all(100 <= code < 600 for code in STATUS.values())


ARRAYS = {
    "array": ("[1, 2, 3]", (count(1), count(2), count(3))),
    "reference": ("&[LEASE, wait()]", (seconds(30), seconds("0.2"))),
    "comma-at-its-end": ("[Duration::from_secs(1),]", (seconds(1),)),
    "repeated": ("[5; 2 + 1]", (count(5),) * 3),
    "vec": ("vec![1, 2]", (count(1), count(2))),
    "empty": ("[]", ()),
    "constant": ("STEPS", (seconds(1), seconds(2))),
}


@pytest.mark.parametrize(("source", "amounts"), ARRAYS.values(), ids=ARRAYS)
def test_arrays(source: str, amounts: tuple[Quantity, ...]) -> None:
    """An array is worth its elements, in order."""
    assert worth(source) == amounts


# --- what stands in a run of tokens ----------------------------------------------------------


def seen(source: str) -> set[tuple[str, str]]:
    """Return what is measured in a piece of Rust: text, and amount with dimension."""
    return {
        (one.text, f"{one.quantity.amount} {one.quantity.dimension}")
        for one in measured(tokens_of(source), KNOWN.get)
    }


MEASURED = {
    "expression-and-its-literals": (
        "fn f() { g(60 * 5) }",
        {("60 * 5", "300 count"), ("60", "60 count"), ("5", "5 count")},
    ),
    "longest-expression-and-its-parts": (
        "fn f() { until - (Duration::days(2) + Duration::minutes(5)); }",
        {
            ("(Duration::days(2) + Duration::minutes(5))", "173100 time"),
            ("Duration::days(2)", "172800 time"),
            ("Duration::minutes(5)", "300 time"),
            ("2", "2 count"),
            ("5", "5 count"),
        },
    ),
    "behind-an-unknown-factor": (
        "fn f() { hours * 60 * 3 }",
        {("60", "60 count"), ("3", "3 count")},
    ),
    "before-an-unknown-factor": (
        "fn f() { 60 * 3 * hours }",
        {("60 * 3", "180 count"), ("60", "60 count"), ("3", "3 count")},
    ),
    "a-summand-of-an-unknown-product": (
        "fn f() { 5 + 3 * x }",
        {("5", "5 count"), ("3", "3 count")},
    ),
    "a-product-behind-an-unknown-summand": (
        "fn f() { x + 3 * 4 }",
        {("3 * 4", "12 count"), ("3", "3 count"), ("4", "4 count")},
    ),
    "not-past-a-method": (
        "fn f() { 5 + LEASE.min(x) }",
        {("5", "5 count"), ("LEASE", "30 time")},
    ),
    "negative": ("fn f() { g(-1) }", {("-1", "-1 count"), ("1", "1 count")}),
    "subtraction-is-no-sign": ("fn f() { x - 1 }", {("1", "1 count")}),
    "constant-by-name": ("fn f() { now + LEASE }", {("LEASE", "30 time")}),
    "array-by-name": ("fn f() { STEPS }", {("STEPS", "1 time"), ("STEPS", "2 time")}),
    "function-by-name": ("fn f() { sleep(wait()) }", {("wait()", "1/5 time")}),
    "status": (
        "fn f() { StatusCode::CONFLICT }",
        {("StatusCode::CONFLICT", "409 status")},
    ),
    "attribute": (
        "#[validate(range(min = 1, max = 250))] struct A;",
        {("1", "1 count"), ("250", "250 count")},
    ),
    "macro": ("fn f() { m!(5 * 2) }", {("5 * 2", "10 count"), ("5", "5 count"), ("2", "2 count")}),
    "range": ("fn f() { 500..=599 }", {("500", "500 count"), ("599", "599 count")}),
    "array-elements": (
        "const A: [u8; 2] = [1, 3];",
        {("2", "2 count"), ("1", "1 count"), ("3", "3 count")},
    ),
    "type": ("struct A([u8; 32]);", {("32", "32 count")}),
    "no-strings": ('fn f() { g("30 seconds") } // 5', set()),
    "no-tuple-fields": ("fn f() { self.0 + a.1 }", set()),
    "no-digits-in-names": ("fn f2(x3: u64) { x3 }", set()),
}


@pytest.mark.parametrize(("source", "found"), MEASURED.values(), ids=MEASURED)
def test_measured(source: str, found: set[tuple[str, str]]) -> None:
    """Each longest constant expression and each literal counts, and no more than that."""
    assert seen(source) == found


NAMED = {
    "field": ("fn f() { A { poll_secs: 20 } }", "20 time"),
    "field-in-millis": ("fn f() { A { poll_ms: 20 } }", "1/50 time"),
    "constant": ("const X_MS: u64 = 5;", "1/200 time"),
    "static": ("static TTL_DAYS: u64 = 2;", "172800 time"),
    "let": ("fn f() { let wait_minutes = 2; }", "120 time"),
    "let-with-a-type": ("fn f() { let wait_hours: Wrapping<u64> = 2; }", "7200 time"),
    "assignment": ("fn f() { self.timeout_seconds = 30; }", "30 time"),
    "attribute": ("#[a(timeout_seconds = 30)] struct A;", "30 time"),
    "function": ("const fn ttl_weeks() -> u16 { 2 }", "1209600 time"),
    "call": ("fn f() { b.timeout_ms(500) }", "1/2 time"),
    "wrapped": ("fn f() { A { retry_secs: Some(20) } }", "20 time"),
    "product": ("const X_SECS: u64 = 60 * 5;", "300 time"),
    "bytes": ("const MAX_BYTES: usize = 20 * 1024;", "20480 size"),
    "kib": ("const MAX_KIB: usize = 2;", "2048 size"),
    "bits": ("const KEY_BITS: usize = 256;", "256 bits"),
    "percent": ("const JITTER_PERCENT: u8 = 20;", "20 percent"),
}


@pytest.mark.parametrize(("source", "quantity"), NAMED.values(), ids=NAMED)
def test_bound_to_a_name_with_a_unit(source: str, quantity: str) -> None:
    """A number bound to a name that ends in a unit counts in that unit, and as a number too."""
    found = {what for _, what in seen(source)}
    assert quantity in found
    assert any(what.endswith(" count") for what in found)


NOT_NAMED = {
    "minimum": "#[validate(range(min = 1))] struct A;",
    "rate": "const RATE_PER_SECONDS: u64 = 5;",
    "no-unit": "const RETRIES: u64 = 5;",
    "unit-inside": "const SECS_LEFT_OVER: u64 = 5;",
    "another-field": "fn f() { A { poll_secs: x, retries: 5 } }",
    "another-argument": "fn f() { wait_secs(x, 5) }",
    "statement-in-the-body": "fn wait_secs() -> u64 { go(); 5 }",
    "block": "fn wait_secs() { go(); { 5 } }",
    "item-without-a-function": "impl A { { 5 } }",
    "short-word-alone": "fn f() { let ms = 5; }",
}


@pytest.mark.parametrize("source", NOT_NAMED.values(), ids=NOT_NAMED)
def test_not_bound_to_a_name_with_a_unit(source: str) -> None:
    """A number next to a name with a unit, or under one that only resembles it, has no unit."""
    assert {what.split()[1] for _, what in seen(source)} == {"count"}


def test_a_constant_whose_name_has_a_unit() -> None:
    """A constant named elsewhere brings the unit of its name along."""
    found = measured(tokens_of("fn f() { A_SECS }"), {"A_SECS": (count(60),)}.get)
    assert {one.quantity for one in found} == {count(60), seconds(60)}


def test_lines_and_text() -> None:
    """Each quantity says on which line it begins and how it is written."""
    (found,) = measured(
        tokens_of("\n\nfn f() {\n    Duration::from_secs(N)\n}"), {"N": (count(5),)}.get
    )[:1]
    assert (found.line, found.text) == (4, "Duration::from_secs(N)")


def test_spelling() -> None:
    """Tokens are spelled with white space where a formatter would put it."""
    assert spelled(tokens_of("f(60*60,-1 as u64)")) == "f(60 * 60, -1 as u64)"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("poll_secs", ("time", Fraction(1))),
        ("seconds", ("time", Fraction(1))),
        ("MAX_BYTES", ("size", Fraction(1))),
        ("ms", None),
        ("min", None),
        ("", None),
    ],
)
def test_units_in_names(name: str, unit: tuple[str, Fraction] | None) -> None:
    """Only the last word of a name can be a unit, a short one not by itself."""
    assert unit_in(name) == unit


@PROPERTY
@given(st.text("0123456789._xeuf+-*/%<>()[]{}&:;,= aDS\"'|!#\n", max_size=60))
def test_any_text_can_be_measured(source: str) -> None:
    """Whatever the text, measuring it ends, and each literal stands in it as written."""
    for one in measured(tokens_of(source), lambda _: None):
        assert one.line >= 1
        assert one.text
