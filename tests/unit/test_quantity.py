"""Quantities in prose: what states one, what only looks like one, and its canonical value."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.prose.quantity import Quantity, Stated, same, stated_quantities
from pytest_verbatim.prose.quantity.listing import readings_of
from pytest_verbatim.prose.quantity.measure import may_hold_readings
from pytest_verbatim.prose.quantity.token import tokens_of
from pytest_verbatim.prose.quantity.unit import UNITS

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)


def found(text: str) -> list[tuple[str, str]]:
    """Return what a text states: each piece of it, with its amount and dimension."""
    return [
        (one.text, f"{one.quantity.amount} {one.quantity.dimension}")
        for one in stated_quantities(text)
    ]


def only(text: str) -> Stated:
    """Return the one quantity that a text states."""
    (one,) = stated_quantities(text)
    return one


# --- numbers and units of measure ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount", "dimension"),
    [
        ("200 ms", "1/5", "time"),
        ("200ms", "1/5", "time"),
        ("200-ms", "1/5", "time"),
        ("5s", "5", "time"),
        ("5 s", "5", "time"),
        ("2.5 s", "5/2", "time"),
        ("30 sec", "30", "time"),
        ("30 secs", "30", "time"),
        ("7 ns", "7/1000000000", "time"),
        ("7 us", "7/1000000", "time"),
        ("7 µs", "7/1000000", "time"),
        ("7 \u03bcs", "7/1000000", "time"),
        ("7 microseconds", "7/1000000", "time"),
        ("1500 milliseconds", "3/2", "time"),
        ("5-minute", "300", "time"),
        ("5 min", "300", "time"),
        ("12-hour", "43200", "time"),
        ("12h", "43200", "time"),
        ("12 hrs", "43200", "time"),
        ("2 days", "172800", "time"),
        ("2 Weeks", "1209600", "time"),
        ("2 months", "5184000", "time"),
        ("2 years", "63072000", "time"),
        ("30 second", "30", "time"),
        ("1,500,000 ns", "3/2000", "time"),
        ("20000 bytes", "20000", "size"),
        ("20,000 bytes", "20000", "size"),
        ("20_000 bytes", "20000", "size"),
        ("20000 B", "20000", "size"),
        ("64 KiB", "65536", "size"),
        ("64KiB", "65536", "size"),
        ("1 MiB", "1048576", "size"),
        ("1 GiB", "1073741824", "size"),
        ("1 MB", "1000000", "size"),
        ("1.5 GB", "1500000000", "size"),
        ("10 kB", "10000", "size"),
        ("10 KB", "10000", "size"),
        ("10 kilobytes", "10000", "size"),
        ("64 raw bytes", "64", "size"),
        ("500-byte", "500", "size"),
        ("128 bits", "128", "bits"),
        ("64-bit", "64", "bits"),
        ("25%", "25", "percent"),
        ("25 %", "25", "percent"),
        ("25 percent", "25", "percent"),
        ("2.5 per cent", "5/2", "percent"),
        ("-5 s", "-5", "time"),
        ("\u22125 s", "-5", "time"),
        ("60 * 60 * 12 seconds", "43200", "time"),
        ("60*60*12 s", "43200", "time"),
        ("60 \u00d7 5 s", "300", "time"),
        ("25 x 200 ms", "5", "time"),
        ("2 thousand ms", "2", "time"),
        ("1.5 million bytes", "1500000", "size"),
        ("`60 * 60 * 12` seconds", "43200", "time"),
        ("`200` ms", "1/5", "time"),
        ("`60 * 5`-second", "300", "time"),
        ("`200 ms`", "1/5", "time"),
        ("`5s`", "5", "time"),
        ("``64 KiB``", "65536", "size"),
        ("twelve hours", "43200", "time"),
        ("Twelve hours", "43200", "time"),
        ("twelve-hour", "43200", "time"),
        ("five seconds", "5", "time"),
        ("five-second", "5", "time"),
        ("twenty second", "20", "time"),
        ("twenty-five-second", "25", "time"),
        ("twenty-five ms", "1/40", "time"),
        ("twenty five ms", "1/40", "time"),
        ("ninety-nine minutes", "5940", "time"),
        ("zero seconds", "0", "time"),
        ("one second", "1", "time"),
        ("one minute", "60", "time"),
        ("two hundred ms", "1/5", "time"),
        ("two hundred and fifty ms", "1/4", "time"),
        ("one hundred and fifty-five thousand bytes", "155000", "size"),
        ("five million and six thousand bytes", "5006000", "size"),
        ("a hundred milliseconds", "1/10", "time"),
        ("a thousand bytes", "1000", "size"),
        ("five thousand and six bytes", "5006", "size"),
        ("twelve hundred bytes", "1200", "size"),
        ("two million three hundred thousand and one bytes", "2300001", "size"),
        ("a dozen hours", "43200", "time"),
        ("two dozen hours", "86400", "time"),
        ("half a second", "1/2", "time"),
        ("half-second", "1/2", "time"),
        ("a half second", "1/2", "time"),
        ("half an hour", "1800", "time"),
        ("half a day", "43200", "time"),
        ("a quarter of an hour", "900", "time"),
        ("a quarter of a second", "1/4", "time"),
        ("a quarter second", "1/4", "time"),
        ("three quarters of an hour", "2700", "time"),
        ("two thirds of a minute", "40", "time"),
        ("a tenth of a second", "1/10", "time"),
        ("a fifth of a second", "1/5", "time"),
        ("one and a half days", "129600", "time"),
        ("2 and a half hours", "9000", "time"),
        ("two and a quarter hours", "8100", "time"),
        ("an hour and a half", "5400", "time"),
        ("a second and a half", "3/2", "time"),
        ("two seconds and a half", "5/2", "time"),
        ("a minute", "60", "time"),
        ("an hour", "3600", "time"),
        ("a day", "86400", "time"),
        ("a full day", "86400", "time"),
        ("a millisecond", "1/1000", "time"),
        ("a megabyte", "1000000", "size"),
        ("a full second", "1", "time"),
        ("every minute", "60", "time"),
        ("fifty percent", "50", "percent"),
        ("seven bytes", "7", "size"),
        ("one bit", "1", "bits"),
        ("`Duration::from_secs(5)`", "5", "time"),
        ("`Duration::from_secs(60 * 60 * 12)`", "43200", "time"),
        ("`from_millis(200)`", "1/5", "time"),
        ("`std::time::Duration::from_secs_f64(0.5)`", "1/2", "time"),
        ("`Duration::from_hours( 12 )`", "43200", "time"),
        ("`chrono::Duration::seconds(5)`", "5", "time"),
        ("`TimeDelta::try_minutes(5)`", "300", "time"),
        ("`sleep(Duration::from_micros(1_000))`", "1/1000", "time"),
    ],
)
def test_a_measure_has_its_value(text: str, amount: str, dimension: str) -> None:
    """Digits and words, symbols and names, products and fractions: each comes to its base unit."""
    for before, behind in [
        ("", ""),
        ("it takes ", " or it fails"),
        ("(", ")."),
        ("Wait, ", ", no"),
    ]:
        one = only(before + text + behind)
        assert one.quantity == Quantity(Fraction(amount), dimension)
        assert (before + text + behind)[one.start : one.end] == one.text
        assert one.text.strip("`") in text
        assert not one.limit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "after 10, 20 and 40 ms",
            [("10", "1/100 time"), ("20", "1/50 time"), ("40 ms", "1/25 time")],
        ),
        ("10,20 or 40ms", [("10", "1/100 time"), ("20", "1/50 time"), ("40ms", "1/25 time")]),
        ("five to six seconds", [("five", "5 time"), ("six seconds", "6 time")]),
        ("one or two seconds", [("one", "1 time"), ("two seconds", "2 time")]),
        ("ten- to twenty-second", [("ten", "10 time"), ("twenty-second", "20 time")]),
        ("10-20 ms", [("10", "1/100 time"), ("20 ms", "1/50 time")]),
        ("10\u201320 ms", [("10", "1/100 time"), ("20 ms", "1/50 time")]),
        ("10- to 20-ms", [("10", "1/100 time"), ("20-ms", "1/50 time")]),
        ("between 5 and 10%", [("5", "5 percent"), ("10%", "10 percent")]),
        ("five rather than twenty seconds", [("five", "5 time"), ("twenty seconds", "20 time")]),
        ("5 s, 5 min and 2 h", [("5 s", "5 time"), ("5 min", "300 time"), ("2 h", "7200 time")]),
        ("5 s and 20", [("5 s", "5 time"), ("20", "20 count")]),
        ("30 to 40 kB", [("30", "30000 size"), ("40 kB", "40000 size")]),
        ("`200` or `300` ms", [("`200`", "1/5 time"), ("`300` ms", "3/10 time")]),
        ("25 of 200 ms", [("25", "25 count"), ("200 ms", "1/5 time")]),
        ("25 looks, 200 ms", [("25", "25 count"), ("200 ms", "1/5 time")]),
        ("25. 200 ms", [("25", "25 count"), ("200 ms", "1/5 time")]),
        ("the 26th, 5 s on", [("26th", "26 count"), ("5 s", "5 time")]),
        ("reads one, and five seconds later", [("five seconds", "5 time")]),
        ("got a 202, and two days later", [("202", "202 status"), ("two days", "172800 time")]),
        ("it reads two; five seconds later", [("five seconds", "5 time")]),
        ("1 h 30 min", [("1 h", "3600 time"), ("30 min", "1800 time")]),
        (
            "two hundred and three hundred ms",
            [("two hundred", "1/5 time"), ("three hundred ms", "3/10 time")],
        ),
        ("24 hours a day", [("24 hours", "86400 time")]),
        ("25 looks a minute", [("25", "25 count")]),
        ("25 hold it, it lasts a minute", [("25", "25 count"), ("a minute", "60 time")]),
        ("2 lasts a minute", [("2", "2 count"), ("a minute", "60 time")]),
        ("a hundred and no more, 5 s", [("a hundred", "100 count"), ("5 s", "5 time")]),
        ("two hundred and n", [("two hundred", "200 count")]),
        ("100 MB/s", [("100 MB", "100000000 size")]),
        ("5ms/10ms", [("5ms", "1/200 time")]),
        (
            "`a(from_secs(1), from_secs(2))`",
            [("from_secs(1)", "1 time"), ("from_secs(2)", "2 time")],
        ),
    ],
)
def test_a_list_and_a_range_are_several(text: str, expected: list[tuple[str, str]]) -> None:
    """Each number is stated by itself; a unit at the end of a list is that of all in it."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # the second as an ordinal, and other words that are units elsewhere
        "a second run", "the second request", "the second one", "on a second thought", "a second",
        "for a second", "five times a second", "every second request", "per second",
        "room for a second.", "one more, then a second later read", "twice a minute",
        "many a second lock", "a moment", "another minute", "the minute hand", "a minute detail",
        "a few seconds", "several minutes", "some seconds", "seconds later", "a bit more", "a byte",
        "the first half", "half the keys", "a third second", "a quarter of the keys",
        "a fraction of a second", "hundreds of keys", "dozens", "one day it may change",
        # number words below ten without a unit or a limit
        "two requests", "one key", "first", "both of them", "five attempts", "three of them",
        "zero keys", "one of two", "two or three requests", "five", "one and a half times",
        "more than one replica", "not less than zero", "one or more replicas",
        "within one transaction", "five s", "two h",
        # parts of names
        "u64", "v3", "i32 and usize", "`Vec<u8>`", "Blake2b-512", "sha256", "SHA-256", "SHA 256",
        "utf-8", "UTF-8", "UTF 8", "HTTP/1.1", "HTTP 2", "ISO 8601", "RFC 9110", "#12", "§3", "§ 3",
        "Draft 7",
        "IPv4", "2xx", "a 4xx or 5xx", "0.9.8", "v1.100.0", "E2E", "10.0.0.0/8", "12:30",
        "12:30:05", "2024-05-01", "2024-05", "in 2024", "May 5", "24/7", "1/2", "x86-64",
        "core/v1/mod.rs:35-39", "step 2", "line 120", "Redis 7", "axum 0.8",
        "our minimum Rust, 1.88", "stable since 1.82", "2-phase commit", "0-based", "10x", "5 pm",
        "3 o'clock", "rust-lang/rust 82766", "e2e_5", "max_retries_5", "p99", "$5", "n=5", "N+1",
        # expressions and texts
        "`x + 1`", "n + 1", "10^6", "10 ^ 6", "1e6", "2 * n * 60 *", "`60 * n`", "`1 << 20`",
        "`a[0]`", "`retry(5)`", "`ttl: 5`", '`"5"`', 'the same "1" must not', "\u201c1\u201d",
        "`Duration::from_secs(ttl)`",
        "`2 * Duration::from_secs(5)`", "ten-fold", "`my_from_secs(5)`", "`u64`", "`5 apples`",
        "`mod.rs`", "`60 * 60 *`", "``", "`", "",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    """Ordinals, idioms, names, versions, dates, expressions and small words state nothing."""
    assert found(text) == []
    assert found(f"So {text} it is") == []


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("25 looks", "25", "looks"),
        ("25 more looks", "25", "looks"),
        ("20,000 queued messages", "20000", "messages"),
        ("about 25 of them", "25", ""),
        ("25", "25", ""),
        ("it is 25.", "25", ""),
        ("a 25-entry buffer", "25", "entry"),
        ("the 26th look", "26", "ordinal"),
        ("the 1st of them", "1", "ordinal"),
        ("twelve retries", "12", "retries"),
        ("Twenty-five ticks", "25", "ticks"),
        ("a dozen keys", "12", "keys"),
        ("half a dozen keys at most", "6", "keys"),
        ("a hundred keys", "100", "keys"),
        ("it was twenty once", "20", ""),
        ("`200`", "200", ""),
        ("`43_200` of them", "43200", ""),
        ("`5u64`", "5", ""),
        ("`5_usize`", "5", ""),
        ("`-1`", "-1", ""),
        ("-1", "-1", ""),
        ("`60 * 60 * 12`", "43200", ""),
        ("60 times 60 times 12", "43200", ""),
        ("3 times", "3", "times"),
        ("1.5 times", "3/2", "times"),
        ("a factor of 1.5", "3/2", ""),
        ("2000 messages", "2000", "messages"),
        ("2024 messages", "2024", "messages"),
        ("0", "0", ""),
        ("(43,200,000)", "43200000", ""),
        ('"25 looks"', "25", "looks"),
        ("100 per second", "100", ""),
        ("100 requests", "100", "requests"),
        ("the 100 requests", "100", "requests"),
        ("a batch of 500", "500", ""),
        ("500 requests", "500", "requests"),
        ("returns 500 rows", "500", "rows"),
        ("500 of them", "500", ""),
        ("up to 500", "500", ""),
        ("a limit of 404", "404", ""),
        ("the size is 500", "500", ""),
        ("at step 25 messages follow", "25", "messages"),
        ("up to five channels", "5", "channels"),
        ("at most three times", "3", "times"),
        ("three times at most", "3", "times"),
        ("no more than one replica", "1", "replica"),
        ("more than two replicas", "2", "replicas"),
        ("a five-channel limit", "5", "channel"),
        ("zero or more, at most one", "1", ""),
    ],
)
def test_a_count_has_its_noun(text: str, amount: str, unit: str) -> None:
    """Bare digits, large number words, limited ones and literals in code count things."""
    one = only(text)
    assert one.quantity == Quantity(Fraction(amount), "count")
    assert one.unit == unit


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ends in a 500", ["500"]),
        ("a 500.", ["500"]),
        ("the 409 says so", ["409"]),
        ("the 500 means that it failed", ["500"]),
        ("a bare 500 instead", ["500"]),
        ("HTTP 404", ["404"]),
        ("status 422", ["422"]),
        ("status code 599", ["599"]),
        ("a status code of 204", ["204"]),
        ("the status: 204", ["204"]),
        ("a 200 response", ["200"]),
        ("a 409 Conflict", ["409"]),
        ("`409 Conflict`", ["`409 Conflict`"]),
        ("`HTTP 409`", ["`HTTP 409`"]),
        ("a `422`", ["`422`"]),
        ("answers 500 without logging", ["500"]),
        ("answers with 204", ["204"]),
        ("it returns 200 if it can", ["200"]),
        ("turns 501 into 500", ["501", "500"]),
        ("answers 404 quietly", ["404"]),
        ("the client is told 500 although it is stored", ["500"]),
        ("otherwise 500", ["500"]),
        ("it is swept: 500 again", ["500"]),
        ("instead of 500", ["500"]),
        ("a 400, 409 or 422", ["400", "409", "422"]),
        ("answers 200 or 500", ["200", "500"]),
        ("the 500s", ["500s"]),
    ],
)
def test_a_status_code_is_told_by_its_words(text: str, codes: list[str]) -> None:
    """An article, the word status, a verb of answering or a reason phrase make three digits one."""
    stated = stated_quantities(text)
    assert [one.text for one in stated] == codes
    assert {one.quantity.dimension for one in stated} == {"status"}
    assert {one.unit for one in stated} == {""}
    assert all(str(one.quantity.amount) in one.text for one in stated)


def test_a_list_of_status_codes_ends_where_things_are_counted() -> None:
    """Only a bare number is one more status code in a list of them."""
    assert found("a 404 and 200 retries") == [("404", "404 status"), ("200", "200 count")]
    assert found("a 404 and 409") == [("404", "404 status"), ("409", "409 status")]
    assert found("a 404 and 25") == [("404", "404 status"), ("25", "25 count")]


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("a 500 ms wait", "time"),
        ("a 500-byte body", "size"),
        ("the 500 bytes", "size"),
        ("every 500s", "time"),
        ("for 500s", "time"),
        ("the 300s window", "time"),
        ("the 500 entries", "count"),
        ("a limit of 500", "count"),
        ("the 128 that are left", "count"),
        ("it takes 404 quiet steps", "count"),
        ("pages of 100", "count"),
        ("100 to 999", "count"),
        ("answers 600", "count"),
        ("answers 1500", "count"),
        ("a 5000", "count"),
        ("128 of them", "count"),
    ],
)
def test_three_digits_are_not_always_a_status(text: str, dimension: str) -> None:
    """A unit of measure, a plural, a limit or a number outside the registry make something else."""
    assert {one.quantity.dimension for one in stated_quantities(text)} == {dimension}


# --- how it is qualified ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "about 25 looks", "roughly 25 looks", "some 25 looks", "around 25 looks", "almost 25 looks",
        "nearly 25 looks", "approximately 25", "approx 25", "~25", "\u2248 25",
        "a little over 25 looks", "just under 25 looks", "slightly more than 25", "close to 25",
        "25 or so", "about the 25 looks", "some five seconds", "almost a minute", "about `200` ms",
        "5 s or so", "up to about 5 s", "a month", "two years", "on the order of 5 s",
        "five seconds or thereabouts",
    ],
)  # fmt: skip
def test_an_estimate_is_approximate(text: str) -> None:
    """About, roughly, some, almost and their like say that an amount is not exact."""
    assert only(text).approximate


@pytest.mark.parametrize(
    "text",
    [
        "up to 25 looks", "up to and including 25", "at most 25", "at least 25", "no more than 25",
        "not more than 25", "more than 25", "fewer than 25", "less than 25", "longer than 5 s",
        "no longer than 5 s", "a limit of 25", "limited to 25", "capped at 25", "a maximum of 25",
        "within 5 s", "within an hour", "within the five seconds", "under 5 s", "over 5 s",
        "past 5 s", "5 s at most", "25 looks at most", "five seconds or less", "> 5 s",
        "\u2264 5 s", ">= 5 s", "<5 s", "at most about 5 s", "up to a minute",
        "below a millisecond", "the limit is 25", "exceeds 25", "more than five seconds",
        "within a second", "within one second", "a 25-entry limit", "up to `200` ms",
    ],
)  # fmt: skip
def test_a_bound_is_a_limit(text: str) -> None:
    """Up to, at most, within, more than and their like put a limit, before or behind."""
    assert only(text).limit


@pytest.mark.parametrize(
    "text",
    [
        "25 looks", "5 s", "every 5 s", "5 s rather than nothing", "other than 25", "it is up. 25",
        "at the most it fails; 25", "-> 5 s", "=> 25", "a talk about locks: 25",
        "what about it, 5 s", "it is over, 5 s", "a minute", "two days", "exactly 25", "just 5 s",
        "only 5 s", "the 25 looks",
    ],
)  # fmt: skip
def test_a_plain_amount_is_neither(text: str) -> None:
    """Words further off, arrows, and words that only look like a bound change nothing."""
    assert not only(text).limit
    assert not only(text).approximate


def test_what_qualifies_a_list_qualifies_all_of_it() -> None:
    """A bound or an estimate before a list or range holds for each number of it."""
    assert [one.limit for one in stated_quantities("at most 5, 10 or 20 ms, or 30")][:3] == [
        True
    ] * 3
    assert [one.approximate for one in stated_quantities("about 5 to 10 s")] == [True, True]
    assert [one.limit for one in stated_quantities("at most 5 retries and 10 s")] == [True, False]
    assert [one.limit for one in stated_quantities("40 ms make four tries at most")] == [
        False,
        True,
    ]
    assert [one.limit for one in stated_quantities("25 make four tries at most")] == [False, True]
    assert [one.text for one in stated_quantities("up to five or six channels")] == ["five", "six"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("10, 20 and 40 ms", ["ms", "ms", "ms"]),
        ("five Seconds", ["Seconds"]),
        ("5-second", ["second"]),
        ("5 per cent", ["per cent"]),
        ("25%", ["%"]),
        ("five minutes' peace", ["minutes"]),
        ("a minute's peace", ["minute"]),
        ("`from_millis(200)`", ["millis"]),
        ("10 or 20 looks", ["looks", "looks"]),
    ],
)
def test_a_unit_is_given_as_written(text: str, units: list[str]) -> None:
    """The unit is what stands in the text, for each number that shares it."""
    assert [one.unit for one in stated_quantities(text)] == units


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("5 s", "5000 ms", True),
        ("half a day", "`60 * 60 * 12` seconds", True),
        ("64 KiB", "65536 bytes", True),
        ("64 KB", "64 KiB", False),
        ("5 s", "5001 ms", False),
        ("5 bytes", "5 s", False),
        ("8 bits", "1 byte", False),
        ("a 500", "500 of them", False),
        ("about 5 s", "5 s", True),
    ],
)
def test_quantities_are_compared_exactly(one: str, other: str, *, equal: bool) -> None:
    """The same dimension and the same amount, to the last digit; the unit it came in is no part."""
    assert same(only(one).quantity, only(other).quantity) is equal


# --- laws ------------------------------------------------------------------------------------

LONG_UNITS = sorted(name for name in UNITS if len(name) > 3)
AMOUNTS = st.one_of(
    st.integers(0, 10**9).map(Fraction),
    st.tuples(st.integers(0, 10**6), st.integers(0, 999)).map(
        lambda parts: Fraction(f"{parts[0]}.{parts[1]:03}")
    ),
)
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
AROUND = st.lists(
    st.sampled_from(
        "the lock waits, then Redis; `a` lib.rs (it) u64 first \u2014 cache. why? key:".split()
    ),
    max_size=6,
).map(" ".join)
ANY_TEXT = st.lists(
    st.sampled_from(
        "0 5 12 , . - \u2013 ` * % ( ) a an the one five twenty hundred thousand million and half"
        " of second seconds ms s minute KiB bytes at most about 500 26th x times / \n -".split()
    ),
    max_size=14,
)


def spelled(number: int) -> str:
    """Return a number below a million in words."""
    if number >= 1000:
        rest = number % 1000
        return f"{spelled(number // 1000)} thousand" + (f" {spelled(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{ONES[number // 100]} hundred" + (f" and {spelled(rest)}" if rest else "")
    if number >= 20:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return ONES[number]


def written(amount: Fraction, form: str) -> str:
    """Return an amount in digits: plain, grouped by commas or grouped by underscores."""
    whole, point, fraction = f"{float(amount):.3f}".partition(".")
    digits = f"{int(whole):,}" if form else whole
    return digits.replace(",", form or ",") + (point + fraction if int(fraction) else "")


@PROPERTY
@given(
    AMOUNTS,
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["", ",", "_"]),
    st.sampled_from(["", " "]),
)
def test_what_is_written_in_digits_is_read(
    amount: Fraction, unit: str, form: str, between: str
) -> None:
    """Any amount in any unit comes back as its value, however its digits are grouped."""
    one = only(written(amount, form) + between + unit)
    if one.quantity.dimension == "status":  # 500s: answers, unless it says how long
        return
    assert one.quantity == Quantity(amount * UNITS[unit].factor, UNITS[unit].dimension)
    assert one.unit == unit
    assert one.approximate is UNITS[unit].approximate


@PROPERTY
@given(st.integers(0, 999_999), st.sampled_from(LONG_UNITS), st.sampled_from([" ", "-"]))
def test_what_is_written_in_words_is_read(number: int, unit: str, between: str) -> None:
    """Any number in words comes back as its value."""
    if number == 1 and unit == "day":  # an idiom
        return
    one = only(spelled(number) + between + unit)
    assert one.quantity == Quantity(number * UNITS[unit].factor, UNITS[unit].dimension)


@PROPERTY
@given(AMOUNTS, st.sampled_from(LONG_UNITS), AROUND, AROUND)
def test_words_around_it_change_nothing(
    amount: Fraction, unit: str, before: str, behind: str
) -> None:
    """What is stated is the same among other words, and nothing else is stated."""
    text = f"{written(amount, '')} {unit}"
    assert only(f"{before} {text} {behind}").quantity == only(text).quantity


@PROPERTY
@given(st.one_of(st.text(max_size=60), ANY_TEXT.map(" ".join), ANY_TEXT.map("".join)))
def test_places_are_where_the_text_is(text: str) -> None:
    """Whatever the text, each piece stands where it is said to, and none overlaps the next."""
    end = 0
    for one in stated_quantities(text):
        assert end <= one.start < one.end
        assert text[one.start : one.end] == one.text
        assert one.quantity.dimension in {"time", "size", "bits", "percent", "count", "status"}
        end = one.end


@PROPERTY
@given(st.one_of(st.text(max_size=60), ANY_TEXT.map(" ".join), ANY_TEXT.map("".join)))
def test_what_is_not_looked_at_holds_no_number(text: str) -> None:
    """Text without a digit and without a telling word has no number that could be read."""
    assert may_hold_readings(text) or readings_of(tokens_of(text)) == ()


@PROPERTY
@given(ANY_TEXT)
def test_white_space_does_not_matter(words: list[str]) -> None:
    """Where a line is broken changes no quantity."""
    apart = [
        (one.quantity, one.approximate, one.limit) for one in stated_quantities(" ".join(words))
    ]
    broken = stated_quantities("\n   ".join(words))
    assert [(one.quantity, one.approximate, one.limit) for one in broken] == apart


@pytest.mark.parametrize("digits", [28, 5000])
def test_a_number_without_end_is_no_quantity(digits: int) -> None:
    """A long number is read as far as numbers mean something, and past that it is left alone."""
    assert len(found("9" * digits + " s")) == (1 if digits < 30 else 0)
    assert len(found("`" + "9" * digits + "`")) == (1 if digits < 30 else 0)


@pytest.mark.parametrize("factors", [8, 9])
def test_a_product_has_few_factors(factors: int) -> None:
    """Eight literal numbers multiply; a longer chain is no expression that an author means."""
    product = " * ".join(["2"] * factors)
    assert ("256 time" in dict(found(f"{product} s")).values()) is (factors == 8)
    assert bool(found(f"`{product}`")) is (factors == 8)
