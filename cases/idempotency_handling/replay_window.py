"""How long a stored answer is replayed, and what that lifetime costs."""

from pytest_verbatim import Example, absent, argued, callers, calls, field, literal, rust, value

replay_window = Example(
    code=[rust("svix-server/src/core/idempotency.rs", "expiry_default")],
    prompt="""
        How long do we stand by an answer? Customers retry from job queues, from cron
        and, after a bad night, by hand, and each time they resend the idempotency key
        of the call whose answer they lost. Twelve hours covers that; the docs will
        promise no more.

        Storing a finished response in `core/idempotency.rs` will pass
        `expiry_default()` as the `ttl` of `CacheBehavior::set`. Please add it there,
        private, with a line of documentation. No configuration key until somebody asks
        for one.
    """,
    think="""
        Nothing to compute, so the value should read as what it is: `60 * 60 * 12`
        seconds shows the hours, 43200 would not. The type is the `Duration` that `set`
        takes. The name is to be called, so a function rather than a const item, and
        const itself, as there is nothing in it that has to wait for run time.

        The price is space. Each 2xx that is stored under a new key leaves status,
        headers and, if it could be read, body behind for half a day, in Redis or on the
        heap of the process; a full day would hold about twice as much. In return a late
        retry is answered from the cache, and the handler with its queries stays idle;
        in memory that holds within one process and until it restarts. The answer is as
        old as its entry: a replay still says "created" of an application that was
        deleted meanwhile.

        Redis drops the key when it is due. The in-memory backend refuses
        `set_if_not_exists` over an expired entry until its five-minute sweep has
        passed, so a retry in that gap mostly sees a 500. That is for the backend to
        mend, not for this number.
    """,
    claims={
        "will pass `expiry_default()` as the `ttl` of `CacheBehavior::set`": [
            callers("expiry_default", ["resolve_and_cache_response"]),
            calls("resolve_and_cache_response", ".set", times=1),
            argued(
                "The one `set` of `resolve_and_cache_response` has three arguments, of which "
                "`expiry_default()` is the last, and the last parameter of `CacheBehavior::set` is "
                "`ttl`. The marker's `set_if_not_exists` is given `expiry_starting` instead.",
                "resolve_and_cache_response",
                "CacheBehavior::set",
            ),
        ],
        "`60 * 60 * 12` seconds shows the hours, 43200 would not": [
            value("expiry_default", hours=12, seconds=43200),
            literal("expiry_default", "60"),
            literal("expiry_default", "12"),
        ],
        """Each 2xx that is stored under a new key leaves status, headers and, if it could be read,
        body behind""": [
            calls("resolve_and_cache_response", "is_success", times=1),
            calls("resolve_and_cache_response", ".ok", times=1),
            field("SerializedResponse", "Finished.code", "u16"),
            field("SerializedResponse", "Finished.headers", "Option<HashMap<String, Vec<u8>>>"),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
        ],
        "Redis drops the key when it is due.": calls(
            "<RedisCache as CacheBehavior>::set_raw", ".pset_ex", times=1
        ),
        """The in-memory backend refuses `set_if_not_exists` over an expired entry until its
        five-minute sweep has passed""": [
            calls("CacheBehavior::set_if_not_exists", ".set_raw_if_not_exists", times=1),
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
            calls("core/cache/memory.rs::new", "check_is_expired", times=1),
            argued(
                "The task that `new` spawns sleeps for `60 * 5` seconds between two runs of "
                "`retain`. `set` or `delete` would end an expired entry sooner; under this key "
                "`resolve_and_cache_response` alone calls them, and `call` lets nobody in there "
                "while the entry stands. It takes a handler that was running already, for a stored "
                "answer one of twelve hours.",
                "core/cache/memory.rs::new",
                "impl CacheBehavior for MemoryCache",
                "<IdempotencyService as Service>::call",
                "resolve_and_cache_response",
            ),
        ],
    },
)
