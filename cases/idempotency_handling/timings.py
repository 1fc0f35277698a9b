"""Three durations, orders of magnitude apart, and what each of them answers for."""

from pytest_verbatim import Example, absent, argued, before, callers, calls, rust, value

timings = Example(
    code=[
        rust(
            "svix-server/src/core/idempotency.rs",
            "expiry_default",
            "expiry_starting",
            "wait_duration",
            imports="used",
        )
    ],
    prompt="""
        Before anyone rewrites `core/idempotency.rs`, let us settle its clock. Three
        numbers, none of them configurable yet:

        - a stored answer is replayed for twelve hours;
        - the marker that says "this request is being worked on",
          `SerializedResponse::Start`, lives five seconds. It has been twenty, and that
          was too long;
        - a duplicate that waits for the `Finished` of the same enum looks into the
          cache five times a second.

        They go to `set` and `set_if_not_exists` as `ttl`, to `tokio::time::sleep`, and
        into one comparison with the time waited so far. I will call them
        `expiry_default()`, `expiry_starting()` and `wait_duration()`. Private, each
        with its own doc line.
    """,
    think="""
        Each number answers to somebody else, which is why they lie so far apart.

        Twelve hours answers to the client: how late may a retry come and still find the
        first result? Space in the cache is what limits it, since each success under a
        new key stays for that long.

        Five seconds answers to a handler that never gets to its end. A pod that dies
        leaves its marker behind in Redis; a panic, or a client that hangs up so that
        the future is dropped, leaves one in either backend. The TTL has to clear it.
        Long is kind to slow handlers, short to everybody queued behind one that is
        gone. Past five seconds a handler that is alive but slow loses its protection
        and its duplicate may run beside it; twenty made that rarer and the wait after a
        crash longer. Redis keeps to the deadline. The in-memory backend hides an
        expired marker from reads but lets it block `set_if_not_exists` until the sweep,
        up to five minutes on.

        200 ms answers to the waiter: roughly the worst delay on top of an answer that
        is already there. Each waiting duplicate looks once per tick. Twenty-five ticks
        fit into the life of a marker.

        All three are spans, none is a date, hence std's `Duration`: the `ttl`
        parameters and tokio's sleep take it as it is, it adds up and compares. With
        `chrono::Duration`, which `worker.rs` uses around timestamps, the value would be
        signed and pass through a fallible `to_std` on its way into each of these calls.

        `from_secs` and `from_millis` are const, so `const fn`; consts would serve too,
        but the calls are settled. Twelve hours stays a product, `60 * 60 * 12`, for the
        reader.
    """,
    claims={
        """Twelve hours answers to the client: how late may a retry come and still find the first
        result?""": [
            value("expiry_default", hours=12),
            callers("expiry_default", ["resolve_and_cache_response"]),
            calls("resolve_and_cache_response", ".set", times=1),
            before(
                "<IdempotencyService as Service>::call",
                "finished_serialized_response_to_response",
                "resolve_and_cache_response",
            ),
        ],
        "Five seconds answers to a handler that never": [
            value("expiry_starting", seconds=5),
            argued(
                "A handler that does end clears its own marker: `resolve_and_cache_response` "
                "replaces it by `set` or removes it by `delete`. Both stand behind the await on "
                "`resolve_service`, so one that does not come back from there leaves the marker "
                "to its TTL. A failing cache is the other case in which it counts.",
                "resolve_and_cache_response",
                "<IdempotencyService as Service>::call",
            ),
        ],
        "a panic, or a client that hangs up so that the future is dropped, leaves one in either "
        "backend": [
            absent("core/idempotency.rs", "Drop"),
            absent("core/idempotency.rs", "spawn"),
            absent(".", "CatchPanicLayer"),
            absent(".", "catch_unwind"),
        ],
        "hides an expired marker from reads but lets it block `set_if_not_exists`": [
            calls("CacheBehavior::set_if_not_exists", ".set_raw_if_not_exists", times=1),
            calls("<MemoryCache as CacheBehavior>::get_raw", "check_is_expired", times=1),
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
        ],
        "until the sweep, up to five minutes": argued(
            "The task that `new` spawns sleeps `60 * 5` seconds between two sweeps, so an entry "
            "that runs out just behind one lies there that long, plus the wait for the write "
            "lock. `set_raw` and `delete` under the same key would clear it sooner.",
            "core/cache/memory.rs::new",
            "impl CacheBehavior for MemoryCache",
        ),
        "200 ms answers to the waiter": [
            value("wait_duration", milliseconds=200),
            callers("wait_duration", ["lock_loop"]),
        ],
        "Each waiting duplicate looks once per tick": [
            before("lock_loop", "tokio::time::sleep", ".get"),
            calls("lock_loop", ".get", times=1),
        ],
        "Twenty-five ticks fit into the life of a marker": [
            value("expiry_starting", seconds=5),
            value("wait_duration", milliseconds=200),
            argued(
                "A tick is one `wait_duration`, and the 5 s of `expiry_starting` are 25 times its "
                "200 ms. What `lock_loop` spends in its reads comes on top, so of its looks, as "
                "against ticks, fewer may fall into that time.",
                "expiry_starting",
                "wait_duration",
                "lock_loop",
            ),
        ],
        """With `chrono::Duration`, which `worker.rs` uses around timestamps, the value would be
        signed and pass through a fallible `to_std` on its way into each of these calls.""": [
            calls("worker.rs::retry_after", "chrono::Duration::seconds", times=1),
            calls("worker.rs::calculate_retry_delay", ".to_std", times=1),
            before("worker.rs::calculate_retry_delay", ".to_std", ".unwrap_or"),
            argued(
                "chrono's span may be negative, so its `to_std` gives a `Result`, which "
                "`calculate_retry_delay` has to take apart; the `ttl` of `set` and of "
                "`set_if_not_exists` and the argument of tokio's `sleep` are std's `Duration`.",
                "CacheBehavior::set",
                "CacheBehavior::set_if_not_exists",
                "lock_loop",
                "worker.rs::calculate_retry_delay",
            ),
        ],
    },
)
