"""The loop that tries again: one function, with the imports that it uses."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    bound,
    calls,
    field,
    literal,
    returns,
    rust,
    value,
    variant,
)

attempt_loop = Example(
    code=[rust("relay-core/src/retry.rs", "run_attempts", imports="used")],
    prompt="""
        Could you take the loop in `retry.rs`? `BackoffPolicy`, `Attempt` and
        `Exhausted` are in place; the public `run_attempts` that ties them together is
        not. It gives a closure the number of the attempt, from 1, and pauses in between
        as the policy says. A success is handed through. Everything else ends with the
        last error and how many attempts there were, and what will fail the same way
        each time should not get another one. I want to check a whole schedule in a unit
        test that does not wait for it. The dispatcher is synchronous, so nothing async
        please.
    """,
    think="""
        Somebody has to sleep. If the thread is put to sleep in here, a test that
        exhausts the default policy sits through five pauses, each twice the one before.
        As a parameter between the `&BackoffPolicy` and the attempt, an `impl
        FnMut(Duration)`, it can push into a `Vec` instead. A trait for clocks would do
        the same with more ceremony. `FnMut` for the attempt as well, since it may count
        or record something of its own.

        A `for` over `1..=policy.attempts` looks natural, but an empty range leaves no
        error to return, and `Exhausted` holds an `E`, not an `Option`.
        `BackoffPolicy::new` accepts 0, and so does `Config` in config.rs, even if the
        dispatcher takes the default so far. With a bare `loop` the question comes after
        a failure: `pause_after` knows the limit, and a limit of zero still means a
        first attempt.

        Failure has two kinds and one ending. Both become a pair, the error and an
        `Option<Duration>`: `TryAgain` asks the policy with the number of this attempt,
        `GiveUp` has `None` straight away. `Done` returns from inside that match. A
        second match sleeps or builds the `Exhausted`; the number goes up at the end of
        the round.

        Earlier errors are dropped. There is no jitter, so workers that failed together
        come back together. Nor is there a deadline: an attempt that hangs holds up the
        loop, and a timeout is for the transport to set.
    """,
    claims={
        "sits through five pauses, each twice the one before": [
            literal("<BackoffPolicy as Default>::default", "6"),
            value("FIRST_PAUSE", milliseconds=250),
            value("LONGEST_PAUSE", seconds=90),
            argued(
                "`pause_after` gives nothing once `failed` has reached the attempts, so six of "
                "those have five pauses between them. Doubling starts from `FIRST_PAUSE`, and the "
                "fifth, 4 s, is still below `LONGEST_PAUSE`, which would cut it.",
                "BackoffPolicy::pause_after",
                "BackoffPolicy::new",
            ),
        ],
        "an `impl FnMut(Duration)`": bound("run_attempts", "sleep", "FnMut(Duration)"),
        "`BackoffPolicy::new` accepts 0, and so does `Config` in config.rs": [
            returns("BackoffPolicy::new", "Self"),
            field("config.rs::Config", "policy", "BackoffPolicy"),
            argued(
                "`new` takes any `u32` and has no check, and `from_str` of `Config` parses "
                "`attempts` into the policy's field: 0 is a number like others to both.",
                "BackoffPolicy::new",
                "config.rs::<Config as FromStr>::from_str",
            ),
        ],
        "the dispatcher takes the default so far": calls(
            "Dispatcher::new", "BackoffPolicy::default", times=1
        ),
        "Failure has two kinds and one ending": variant(
            "Attempt", "Done", "TryAgain", "GiveUp", closed=True
        ),
        "There is no jitter": [
            absent("retry.rs", "rand"),
            argued(
                "`pause_after` works with `failed` and the fields of the policy alone, and "
                "`run_attempts` hands on to `sleep` what it gets from there. A pause could still "
                "be varied by whoever supplies `sleep`, but that is no part of the loop.",
                "BackoffPolicy::pause_after",
                "run_attempts",
            ),
        ],
    },
)
