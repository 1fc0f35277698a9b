"""When a failed attempt is repeated: by the client at once, by the schedule with a delay."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    field,
    implements,
    literal,
    returns,
    rust,
    value,
    variant,
)

when_to_try_again = Example(
    code=[
        rust(
            "svix-server/src/core/webhook_http_client.rs",
            "Error",
            "WebhookClient::execute_inner",
        ),
        rust(
            "svix-server/src/error.rs",
            "impl From<crate::core::webhook_http_client::Error> for Error",
        ),
        rust(
            "svix-server/src/worker.rs",
            "JITTER_DELTA",
            "OVERLOAD_PENALTY_SECS",
            "FailedDispatch",
            "retry_after",
            "limit_retry_delay",
            "calculate_retry_delay",
        ),
    ],
    prompt="""
        Three complaints about the moment of the next attempt, one issue:

        1. A receiver behind a balancer that drops idle connections loses a whole step of
        the schedule each time, although a second try a moment later would have worked.
        Make that try at once if the request failed within a second, and without an
        attempt on record. A timeout, or an address that we block, is not such a case.
        2. Whoever times out is overloaded, and the first step of the schedule hits them
        again seconds later. A minute at least, please, and the same for an `HttpError`
        of 429. The worker must not learn about hyper for this.
        3. `Retry-After` is ignored. `make_http_call` will take it from any failing
        answer, be it a date or seconds, also fractions of them, and pass it on next to
        the error. Follow it from one to two times the step.

        After an outage all retries of an endpoint come in one wave; scatter them by a
        fifth either way.
    """,
    think="""
        Three parties will try again: the HTTP client, the schedule in worker.rs, and the
        queue, which on Redis hands out anew what nobody settled. Lest they work against
        each other, each gets what it alone can judge.

        The quick repeat could be a retry with a short step. That is a row, a count
        towards the failing event and a task that loads the message again, all for a
        stale connection. In webhook_http_client.rs it is a second call: `execute_inner`
        gets a flag that allows it and calls itself without. Recursion in an async
        function needs boxing, so it returns a `BoxFuture`. The check of literal
        addresses stands in front, on the repeat as well. Sending consumes the request,
        so it is cloned up front: a copy of the payload for every try, needed or not. An
        `Instant` from the start says whether a `FailedRequest` was quick;
        `tracing::info!` is all that will tell of the repeat. A POST may arrive twice if
        the connection broke once it was read; receivers know the message id.

        Timeouts get no repeat. Twice the request timeout is, at the defaults, longer
        than Redis leaves a task with one worker, and a second worker would start on it.
        `tokio::time::timeout` goes around the request where it has one. It ends with
        the head of the answer, and nothing bounds the reading of the body.

        The client's enum keeps `TimedOut` and `BlockedIp` apart from `FailedRequest`,
        which wraps hyper_util's error and alone is repeated. `Resolve` is our
        resolver's and comes back wrapped by hyper_util, so an unknown name is repeated
        too. `InvalidHttpRequest` is one that does not build, `FailureStatus` is for the
        worker, where an answer was no success. error.rs owns the crossing: a `From`
        that makes `Error::timeout` of `TimedOut` and generic errors of the rest.
        Matching on the client's enum in the worker would be more direct and tie the
        policy to that module. The impl is provisional and marked so.

        `FailedDispatch` takes the header's time along, as an `Option<DateTime<Utc>>`.
        `retry_after` tries `parse_from_rfc2822`, then an `f64` of seconds, rounded up;
        other text counts as no header, with a warning if it is ASCII.

        `calculate_retry_delay` gets step, error and time. Its order is penalty, header,
        jitter: the penalty is a floor of 60 seconds, `limit_retry_delay` clamps the
        header between what the step is by now and its double, a time gone by counting
        as zero, and `random_range` draws from 80 to 120 percent of the outcome, so that
        the wave is broken whatever made the delay; the draw may undercut floor and
        header. A 429 does not reach its arm at present: `make_http_call` wraps every
        failing status by `Error::generic`. The arm is for the day when that error gets
        a type.

        Clamping is a function without clock or dice, so that a test can hold it. The
        caller `handle_failed_dispatch` uses one delay for the row and for the queue.
    """,
    claims={
        "Recursion in an async function needs boxing, so it returns a `BoxFuture`.": [
            returns(
                "WebhookClient::execute_inner",
                "BoxFuture<'_, Result<Response<Incoming>, Error>>",
            ),
            calls("WebhookClient::execute_inner", ".execute_inner", times=1),
        ],
        "The check of literal addresses stands in front, on the repeat as well.": [
            before("WebhookClient::execute_inner", ".blocked_ip", "tokio::time::timeout"),
            calls("WebhookClient::execute_inner", ".blocked_ip", times=1),
        ],
        "Twice the request timeout is, at the defaults, longer than Redis leaves a task with one "
        "worker, and a second worker would start on it.": [
            calls("queue/redis.rs::new_pair", "new_pair_inner", times=1),
            argued(
                "`worker_request_timeout` is 30 seconds in config.default.toml and "
                "`default_redis_pending_duration_secs` 45, which `new_pair_inner` hands to "
                "omniqueue as the ack deadline; twice 30 is more, and "
                "`warn_if_risky_redis_pending_timeout` warns of just that overlap.",
                "queue/redis.rs::new_pair_inner",
                "default_redis_pending_duration_secs",
                "warn_if_risky_redis_pending_timeout",
            ),
        ],
        "It ends with the head of the answer, and nothing bounds the reading of the body.": [
            calls("make_http_call", ".collect", times=1),
            absent("make_http_call", "tokio::time::timeout"),
            argued(
                "hyper's response future is done when the head is there, and that is what "
                "`execute_inner` puts under the clock; `make_http_call` awaits the rest with "
                "`collect`, and neither it nor its callers set a limit in time.",
                "WebhookClient::execute_inner",
                "make_http_call",
                "dispatch_message_task",
            ),
        ],
        "Sending consumes the request, so it is cloned up front: a copy of the payload for every "
        "try, needed or not.": [
            calls("WebhookClient::execute_inner", ".clone", times=1),
            field("core/webhook_http_client.rs::Request", "body", "Option<Vec<u8>>"),
            before("WebhookClient::execute_inner", ".clone", "tokio::time::timeout"),
        ],
        "a `From` that makes `Error::timeout` of `TimedOut` and generic errors of the rest": [
            variant("core/webhook_http_client.rs::Error", "TimedOut"),
            calls(
                "error.rs::<Error as From<crate::core::webhook_http_client::Error>>::from",
                "Self::timeout",
                times=1,
            ),
            calls(
                "error.rs::<Error as From<crate::core::webhook_http_client::Error>>::from",
                "Error::generic",
                times=1,
            ),
        ],
        "`retry_after` tries `parse_from_rfc2822`, then an `f64` of seconds, rounded up": [
            before("retry_after", "DateTime::parse_from_rfc2822", ".parse"),
            calls("retry_after", ".ceil", times=1),
        ],
        "Its order is penalty, header, jitter: the penalty is a floor of 60 seconds, "
        "`limit_retry_delay` clamps the header between what the step is by now and its double, a "
        "time gone by counting as zero, and `random_range` draws from 80 to 120 percent of the "
        "outcome": [
            value("OVERLOAD_PENALTY_SECS", seconds=60),
            literal("JITTER_DELTA", "0.2"),
            before("calculate_retry_delay", "std::cmp::max", "limit_retry_delay"),
            before("calculate_retry_delay", "limit_retry_delay", "rand::random_range"),
            argued(
                "`random_range` runs from the delay times one less `JITTER_DELTA` to the delay "
                "times one plus it, which is 80 to 120 percent; `limit_retry_delay` clamps between "
                "its base and twice that.",
                "calculate_retry_delay",
                "limit_retry_delay",
                "JITTER_DELTA",
            ),
        ],
        "A 429 does not reach its arm at present: `make_http_call` wraps every failing status by "
        "`Error::generic`.": [
            calls("make_http_call", "WebhookClientError::FailureStatus", times=1),
            argued(
                "The `err` of a `FailedDispatch` is made in `make_http_call` alone, from "
                "`FailureStatus` through `Error::generic` or by the From of error.rs, which makes "
                "timeouts and generic errors; no `ErrorType::Http` of 429 comes that way.",
                "make_http_call",
                "FailedDispatch",
            ),
        ],
        "The caller `handle_failed_dispatch` uses one delay for the row and for the queue.": [
            callers("calculate_retry_delay", ["handle_failed_dispatch"]),
            before("handle_failed_dispatch", "calculate_retry_delay", ".send"),
        ],
        "In webhook_http_client.rs it is a second call: `execute_inner` gets a flag that allows "
        "it and calls itself without.": [
            calls("WebhookClient::execute_inner", ".execute_inner", times=1),
            literal("WebhookClient::execute_inner", "false"),
            calls("WebhookClient::execute", ".execute_inner", times=1),
            literal("WebhookClient::execute", "true"),
        ],
        "`Resolve` is our resolver's and comes back wrapped by hyper_util, so an unknown name is "
        "repeated too.": [
            variant("core/webhook_http_client.rs::Error", "Resolve", "FailedRequest"),
            argued(
                "`NonLocalDnsResolver` fails with the enum's `Resolve`, inside the connector that "
                "hyper_util calls; the From for hyper_util's error looks along the sources for the "
                "words of `BlockedIp` and makes `FailedRequest` of all else, which "
                "`execute_inner` repeats when it came within a second.",
                "WebhookClient::execute_inner",
                "<NonLocalDnsResolver as Service<Name>>::call",
                "core/webhook_http_client.rs::<Error as From<hyper_util::client::legacy::Error>>"
                "::from",
            ),
        ],
        "error.rs owns the crossing": [
            implements("error.rs::Error", "From<crate::core::webhook_http_client::Error>"),
            calls(
                "error.rs::<Error as From<crate::core::webhook_http_client::Error>>::from",
                "Self::timeout",
                times=1,
            ),
            absent("core/webhook_http_client.rs", "Error::timeout"),
        ],
    },
)
