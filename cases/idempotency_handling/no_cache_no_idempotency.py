"""Running without a cache: what set-if-absent answers, and how the middleware finds out."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    bound,
    callers,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
    value,
    variant,
)

no_cache_no_idempotency = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "IdempotencyService"),
        rust("svix-server/src/core/cache/mod.rs", "Cache", "Cache::is_none"),
        rust(
            "svix-server/src/core/cache/none.rs",
            "new",
            "NoCache",
            "<NoCache as CacheBehavior>::set_if_not_exists",
            imports="used",
        ),
    ],
    prompt="""
        Question from an operator who wants to run svix-server with `cache_type =
        "none"`: what becomes of `idempotency-key`? Our answer should be that the header
        is ignored, a keyed POST is handled as if it carried no key, and the log says so
        at start, together with a word about performance.

        That takes a third `Cache` variant, with a backend that remembers nothing and
        reports no errors. Its set-if-absent has to be truthful: nothing was written.
        And the middleware, which is generic over the inner service and holds the
        `Cache` itself, must be able to ask whether it has been given this kind before
        it does anything with a key. It does not know the configuration, and should not.
    """,
    think="""
        What is an honest reply to set-if-absent from a store that holds nothing?
        `Ok(true)` claims a lock that nobody has. For the middleware it would even work,
        at the price of hashing Authorization, key header and URI and of buffering each
        2xx body for a write that goes nowhere, but the next user of the method would
        trust it. An error would turn each keyed POST into a 500. `Ok(false)` is the
        truth, nothing was written.

        To the middleware, however, `false` means that somebody else is at work on this
        key or has answered under it. It would look for their answer, find nothing,
        sleep 200 ms in `lock_loop`, find nothing, ask for the marker again, be refused
        again and answer 500. So the backend can be truthful if the middleware asks
        first whether there is a cache. That question is about the enum rather than
        about a backend: an inherent `Cache::is_none` beside `CacheBehavior`, written
        with `matches!` on `Cache::None(none::NoCache)`. `NoCache` is a unit struct, the
        pattern binds nothing and so moves nothing out of `*self`.

        The alternative is no third variant but an `Option<Cache>`. Handlers and worker
        use the same handle and would each have to unwrap it; a variant whose reads miss
        and whose writes vanish leaves their code as it is. Not quite their behaviour:
        the worker keeps its clock of failing endpoints in the cache, and without one it
        does not disable any.

        `Cache` derives `Clone` and carries `#[enum_dispatch]`, which writes the
        delegation for the three variants and the `From` impls behind `NoCache
        {}.into()`. The trait's provided `set_if_not_exists` would run the value through
        serde_json and the retry loop before it reached a no-op, so `NoCache` overrides
        the typed form too: same generics, arguments with underscores, `Ok(false)`.

        `new()` returns a `Cache` and calls `tracing::warn!` first: caching disabled
        hurts performance, idempotency is not supported without it. In the constructor
        it comes once per start rather than once per request. Clients do not see it: a
        retry after a lost response runs the handler again, which is what the operator
        chose.

        `IdempotencyService<S: Clone>` holds `cache` and `service`, both public, since
        the layer closure in lib.rs builds it by literal; `Clone` is derived, as axum
        asks of what it layers.
    """,
    claims={
        "It would look for their answer, find nothing, sleep 200 ms in `lock_loop`": [
            value("wait_duration", milliseconds=200),
            before("<IdempotencyService as Service>::call", ".get", "lock_loop"),
            before("lock_loop", "sleep", ".get"),
        ],
        "ask for the marker again, be refused again and answer 500": [
            calls("<IdempotencyService as Service>::call", ".set_if_not_exists", times=2),
            before("<IdempotencyService as Service>::call", ".set_if_not_exists", "lock_loop"),
            literal("<IdempotencyService as Service>::call", "500"),
            argued(
                "From `NoCache` the second `set_if_not_exists` is `Ok(false)` as well, and `call` "
                "lets nothing but `Ok(true)` through to the handler there; `lock_loop` had to end "
                "in `Ok(None)`, as the reads of `NoCache` find no `Start` to wait on.",
                "<IdempotencyService as Service>::call",
                "lock_loop",
                "<NoCache as CacheBehavior>::get",
                "<NoCache as CacheBehavior>::set_if_not_exists",
            ),
        ],
        "if the middleware asks first whether there is a cache": [
            before("<IdempotencyService as Service>::call", "is_none", "get_key"),
            before("<IdempotencyService as Service>::call", "is_none", ".set_if_not_exists"),
        ],
        "its clock of failing endpoints in the cache, and without one it does not disable any": [
            field("FailureCacheValue", "first_failure_at", "DateTimeUtc"),
            calls("process_endpoint_failure", ".get", times=1),
            calls("process_endpoint_failure", ".set", times=1),
            callers("process_endpoint_failure", ["handle_failed_dispatch"]),
            argued(
                "`process_endpoint_failure` says whom to disable, and says it when its read finds "
                "an old enough `FailureCacheValue`; from `NoCache` each read is empty and the "
                "write is lost. `handle_failed_dispatch` alone acts on it; the endpoint API, which "
                "can switch an endpoint off too, does so at a customer's request.",
                "process_endpoint_failure",
                "handle_failed_dispatch",
                "<NoCache as CacheBehavior>::get",
                "<NoCache as CacheBehavior>::set",
            ),
        ],
        """`Cache` derives `Clone` and carries `#[enum_dispatch]`, which writes the delegation for
        the three variants and the `From` impls behind `NoCache {}.into()`""": [
            derives("core/cache/mod.rs::Cache", "Clone"),
            absent("core/cache/", "impl From"),
            calls("core/cache/none.rs::new", ".into", times=1),
            returns("core/cache/none.rs::new", "Cache"),
            field("core/cache/mod.rs::Cache", "None.0", "none::NoCache"),
            attribute("core/cache/mod.rs::Cache", "enum_dispatch"),
            attribute("CacheBehavior", "enum_dispatch(Cache)"),
            variant("core/cache/mod.rs::Cache", "Memory", "Redis", "None", closed=True),
        ],
        """The trait's provided `set_if_not_exists` would run the value through serde_json and the
        retry loop before it reached a no-op, so `NoCache` overrides the typed form too: same
        generics, arguments with underscores, `Ok(false)`.""": [
            before(
                "CacheBehavior::set_if_not_exists", "run_with_retries", ".set_raw_if_not_exists"
            ),
            bound("<NoCache as CacheBehavior>::set_if_not_exists", "T", "CacheValue"),
            bound("CacheBehavior::set_if_not_exists", "T", "CacheValue"),
            literal("<NoCache as CacheBehavior>::set_if_not_exists", "false"),
            calls("CacheBehavior::set_if_not_exists", "serde_json::to_string", times=1),
            calls("CacheBehavior::set_if_not_exists", "run_with_retries", times=1),
            absent("<NoCache as CacheBehavior>::set_if_not_exists", "serde_json"),
            absent("<NoCache as CacheBehavior>::set_if_not_exists", "run_with_retries"),
        ],
        "In the constructor it comes once per start rather than once per request": [
            before("core/cache/none.rs::new", "tracing::warn!", ".into"),
            callers("core/cache/none.rs::new", ["run_with_prefix"]),
            callers("run_with_prefix", ["lib.rs::run"]),
        ],
        "`IdempotencyService<S: Clone>` holds `cache` and `service`": [
            bound("IdempotencyService", "S", "Clone"),
            field("IdempotencyService", "cache", "Cache"),
            field("IdempotencyService", "service", "S"),
        ],
        "since the layer closure in lib.rs builds it by literal": [
            calls("run_with_prefix", "layer_fn", times=1),
            absent(".", "IdempotencyService::new"),
            argued(
                "The closure in `run_with_prefix` writes out the struct with both of its fields; "
                "`core/idempotency.rs` offers no function that would take them, so a private field "
                "could not be filled from there.",
                "run_with_prefix",
                "IdempotencyService",
            ),
        ],
    },
)
