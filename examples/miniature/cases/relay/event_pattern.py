"""One subscription for a family of events: a small struct, its whole impl beside it."""

from pytest_verbatim import (
    Example,
    absent,
    before,
    callers,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
)

event_pattern = Example(
    code=[rust("relay-core/src/routing.rs", "Route", "impl Route")],
    prompt="""
        Acme has subscribed to "user.created", "user.updated" and eleven more, one by
        one, and asks for a way to say "whatever is below user" once. Let `routing.rs`
        have a `Route` for that: a pattern and an endpoint, both kept as the customer
        wrote them, and `matches` for a given event type. A pattern is a type, or a
        prefix and ".*". The prefix stands for whole segments: neither "username" nor
        "user" itself is below "user", however deep the type goes otherwise. There is to
        be no pattern for everything yet. I will filter slices of these when I pick the
        endpoints, and tests will compare them.
    """,
    think="""
        The star is easy, the dot in front of it is where this goes wrong. Taking a lone
        "*" off the pattern and asking `starts_with` for the rest would do for "user.*",
        since the dot stays in what is compared. But then "user*" is a wildcard too, and
        a bare "*" is the pattern for everything that was ruled out. So
        `strip_suffix(".*")`. Its `Option` separates the two kinds of pattern, and with
        `None` plain equality decides.

        With a prefix in hand the dot is gone and has to be asked for again:
        `strip_prefix` on the event type, and the remainder has to begin with ".".
        "user" leaves nothing, "username" leaves "name", both are refused. That pair
        goes into a comment, it is what the next reader will doubt. More dots further on
        do no harm.

        Oddities stay. "user." passes under "user.*", ".*" takes types that begin with a
        dot, and "user*" is just a type that nobody sends. Refusing such patterns in
        `new` would cost a `Result`, and a literal with public fields gets round it;
        `new` copies its two `&str` and that is all.

        Deciding the kind in `new`, with an enum, would strip once instead of per event.
        The customer's spelling would have to be kept beside it, though, or put together
        again. Two public `String`s, and `Clone`, `Debug` and equality derived.
    """,
    claims={
        "I will filter slices of these when I pick the endpoints": callers(
            "Route::matches", ["route"]
        ),
        'So `strip_suffix(".*")`': [
            calls("Route::matches", ".strip_suffix", times=1),
            literal("Route::matches", ".*"),
        ],
        '`strip_prefix` on the event type, and the remainder has to begin with "."': [
            before("Route::matches", ".strip_prefix", ".starts_with"),
            literal("Route::matches", "."),
        ],
        "Refusing such patterns in `new` would cost a `Result`": [
            returns("Route::new", "Self"),
            absent("impl Route", "Result"),
        ],
        "`new` copies its two `&str` and that is all": calls("Route::new", ".to_owned", times=2),
        "Two public `String`s, and `Clone`, `Debug` and equality derived": [
            field("Route", "pattern", "String"),
            field("Route", "endpoint", "String"),
            derives("Route", "Clone"),
            derives("Route", "Debug"),
            derives("Route", "PartialEq"),
        ],
    },
)
