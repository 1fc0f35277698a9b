"""A header and a client error on their way to one delay."""

from pytest_verbatim import (
    Example,
    argued,
    before,
    calls,
    literal,
    returns,
    rust,
    value,
    variant,
)

asked_to_come_back_later = Example(
    code=[
        rust("svix-server/src/core/webhook_http_client.rs", "Error"),
        rust(
            "svix-server/src/error.rs",
            "Error::timeout",
            "impl From<crate::core::webhook_http_client::Error> for Error",
        ),
        rust(
            "svix-server/src/worker.rs",
            "JITTER_DELTA",
            "OVERLOAD_PENALTY_SECS",
            "retry_after",
            "limit_retry_delay",
            "calculate_retry_delay",
        ),
    ],
    prompt="""
        Could you untangle the times in the worker's retry path? `FailedDispatch` is to
        carry what a receiver's Retry-After asks for. In my draft that is the header's
        text, which `handle_failed_dispatch` parses, by its own clock, when it gets
        round to it.

        Rather: `make_http_call` reads the header, and what it passes on does not age.
        That, the step of `retry_schedule` and the error meet in one function. The
        handler adds its result to the time for `next_attempt` and gives the same to the
        queue.

        Rules for the length. A timeout, or an `HttpError` of 429, makes a step of at
        least a minute. The receiver may ask for more than the step, up to its double;
        less it does not get. All of it is scattered by a fifth to both sides.

        Receivers send dates, seconds, and things like "120.6"; nonsense is logged and
        ignored, the dispatch has failed already. Of the webhook client's error I need
        to know, in the crate's `Error`, whether it was the timeout. Keep the words of
        all of them.
    """,
    think="""
        The same time in four forms: text in the header, an instant between call and
        handler, a length for schedule and queue, a column. Each is turned into the next
        once, and I choose where.

        Text to instant, in `retry_after`, with the map of headers borrowed. A date is
        read by chrono's `parse_from_rfc2822` and moved to UTC; its offset is dropped,
        the instant is the same. Else the text is parsed as `f64`, for the fractions,
        rounded up, and added to now. From here on nobody can tell which it was.
        `Option` and not `Result`: what has failed need not fail twice. So no header and
        one that is not visible ASCII are `None` by `?`; what neither parser takes is
        `None` with a warning, the one place where its text is seen. An `f64` takes too
        much, though. It reads infinity, the cast saturates, and chrono's
        `Duration::seconds` panics on the largest `i64`: a receiver can so kill a
        worker's task, which then neither acks nor nacks. A cap on the number would be
        one more rule; I put it to whoever makes the rules.

        The error is a conversion too. Six variants of webhook_http_client.rs shrink to
        two kinds in error.rs, `Error::timeout` for `TimedOut`, `Error::generic` for the
        rest. Both take `Display`, so the words travel and the structure is lost.
        `FailedDispatch` could carry the client's own error instead, since a refusal is
        one as well, and a 429 would stay a number. But the crate's `Error` was asked
        for, and there a receiver's 429 arrives as a `FailureStatus` made generic; the
        arm for `ErrorType::Http` waits for its first customer.

        Instant to length, in `calculate_retry_delay`, with step and instant by value
        and the error borrowed. In the two cases of overload the step is lifted to
        `OVERLOAD_PENALTY_SECS`, sixty, by `std::cmp::max`. The instant less now is a
        signed chrono duration; `to_std` fails where it is negative and zero stands in.
        I go to std here, as `retry_schedule` and the queue's `send` are std. A date was
        written by the receiver's clock, a number is counted on ours; if theirs is wrong
        by an hour, so is the wish. `limit_retry_delay`, which clamps it between the
        step and twice that, is what keeps such a mistake in bounds.

        The scatter is `rand::random_range`, from the delay's `mul_f32` by 1 minus
        `JITTER_DELTA` to that by 1 plus it, both ends included. A test can hold the
        delay to these bounds, as it can hold `retry_after` to exact dates. An f32 is
        coarse, yet ten hours times 1.2 still come out to a few milliseconds, which is
        fine enough. omniqueue's Redis backend notes a due time in whole seconds, so the
        five-second step has few places to land; it is the long ones that spread.

        What the row keeps is the sum, and the receiver's wish is not to be had back
        from it.
    """,
    claims={
        "A date is read by chrono's `parse_from_rfc2822` and moved to UTC; its offset is dropped, "
        "the instant is the same.": [
            calls("worker.rs::retry_after", "DateTime::parse_from_rfc2822", times=1),
            calls("worker.rs::retry_after", ".with_timezone", times=1),
            returns("worker.rs::retry_after", "Option<DateTime<Utc>>"),
        ],
        "Else the text is parsed as `f64`, for the fractions, rounded up, and added to now.": [
            before("worker.rs::retry_after", "DateTime::parse_from_rfc2822", ".ceil"),
            calls("worker.rs::retry_after", ".ceil", times=1),
            calls("worker.rs::retry_after", "Utc::now", times=1),
        ],
        "So no header and one that is not visible ASCII are `None` by `?`; what neither parser "
        "takes is `None` with a warning, the one place where its text is seen.": [
            calls("worker.rs::retry_after", ".to_str", times=1),
            calls("worker.rs::retry_after", ".ok", times=1),
            calls("worker.rs::retry_after", "tracing::warn!", times=1),
            before("worker.rs::retry_after", ".ceil", "tracing::warn!"),
        ],
        "It reads infinity, the cast saturates, and chrono's `Duration::seconds` panics on the "
        "largest `i64`: a receiver can so kill a worker's task, which then neither acks nor "
        "nacks.": argued(
            "`parse` of an f64 takes the word inf, whose `ceil` cast to i64 is its maximum; chrono "
            "0.4.45 expects `Duration::seconds` to stay within a thousandth of that. Nothing "
            "between `retry_after` and the spawn in `queue_handler` catches a panic, and both "
            "`ack` and `nack` come behind the call that unwinds.",
            "worker.rs::retry_after",
            "make_http_call",
            "queue_handler",
        ),
        "Six variants of webhook_http_client.rs shrink to two kinds in error.rs, `Error::timeout` "
        "for `TimedOut`, `Error::generic` for the rest.": [
            variant(
                "webhook_http_client.rs::Error",
                "FailureStatus",
                "BlockedIp",
                "Resolve",
                "TimedOut",
                "InvalidHttpRequest",
                "FailedRequest",
                closed=True,
            ),
            calls("<Error as From<webhook_http_client::Error>>::from", "Self::timeout", times=1),
            calls("<Error as From<webhook_http_client::Error>>::from", "Error::generic", times=1),
            calls("error.rs::Error::timeout", "ErrorType::Timeout", times=1),
        ],
        "there a receiver's 429 arrives as a `FailureStatus` made generic": [
            calls("make_http_call", "WebhookClientError::FailureStatus", times=1),
            calls("make_http_call", "Error::generic", times=1),
            argued(
                "`make_http_call` wraps the `FailureStatus` of any answer that is no success by "
                "`Error::generic`, and 429 is one of those.",
                "make_http_call",
            ),
        ],
        "the step is lifted to `OVERLOAD_PENALTY_SECS`, sixty, by `std::cmp::max`.": [
            value("OVERLOAD_PENALTY_SECS", seconds=60),
            calls("calculate_retry_delay", "std::cmp::max", times=1),
        ],
        "`to_std` fails where it is negative and zero stands in": [
            before("calculate_retry_delay", ".to_std", ".unwrap_or"),
            literal("calculate_retry_delay", "0"),
        ],
        "`limit_retry_delay`, which clamps it between the step and twice that, is what keeps such "
        "a mistake in bounds": [
            before("calculate_retry_delay", "std::cmp::max", "limit_retry_delay"),
            calls("limit_retry_delay", ".clamp", times=1),
            literal("limit_retry_delay", "2"),
        ],
        "ten hours times 1.2 still come out to a few milliseconds": [
            literal("JITTER_DELTA", "0.2"),
            calls("calculate_retry_delay", ".mul_f32", times=2),
            argued(
                "The longest default step is ten hours, 36000 s; times 1.2 (one and "
                "`JITTER_DELTA`) that is 43200 s, where neighbouring values of an f32 are 1/256 s "
                "apart, which is about four milliseconds.",
                "calculate_retry_delay",
                "JITTER_DELTA",
            ),
        ],
        "omniqueue's Redis backend notes a due time in whole seconds, so the five-second step has "
        "few places to land": argued(
            "`send` of `SvixOmniProducer` hands the `Duration` to omniqueue; at the pinned "
            "revision its Redis producer adds it to the clock and takes the seconds of the sum as "
            "the score. A fifth to either side of five seconds is a span of two.",
            "SvixOmniProducer<T>::send",
            "JITTER_DELTA",
        ),
    },
)
