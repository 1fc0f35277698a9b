"""Twelve hours in the middleware become a deadline that Redis keeps."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    field,
    literal,
    rust,
    value,
)

replay_ttl = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "expiry_default"),
        rust("svix-server/src/core/cache/mod.rs", "CacheBehavior::set", imports="used"),
        rust(
            "svix-server/src/core/cache/redis.rs",
            "<RedisCache as CacheBehavior>::set_raw",
            imports="used",
        ),
    ],
    prompt="""
        We promise twelve hours of replay after a successful keyed POST, and so far
        nothing turns the promise into a deadline. The period should be stated once, in
        the middleware. `CacheBehavior` gets a typed write that takes key, value and
        TTL, stores JSON like the typed read expects it and retries as that one does.
        Redis keeps the deadline itself; no job of ours should have to walk its keys.

        A running request's key holds a start marker with a TTL of five seconds. The
        write replaces whatever is there, value and deadline, in the same step. TTLs are
        `std::time::Duration` on our side of the wire. One whose milliseconds do not fit
        the command's integer is the caller's mistake and comes back as `Error::Input`.
    """,
    think="""
        Redis should do the counting, from the moment the answer is written. PSETEX sets
        value and expiry together, and the crate has it as `pset_ex`; SET with PX would
        do the same in more words; set-if-absent, which wants NX beside it, goes that
        way, and this has no condition to add. A SET with a separate expiry could be
        interrupted after the first half, and a plain SET removes the old deadline: we
        would be left with an answer that is replayed forever. Overwriting, instead of
        releasing the marker first, also spares pollers a gap of our making; the one
        after a marker that ran out under a slow handler stays.

        `pset_ex` takes its milliseconds as `u64` while `as_millis` is wider. `try_into`
        finds its target from the parameter; on failure `map_err` to `Error::Input` with
        a text naming usize, loosely, as the type that the duration would not fit.
        Casting with `as` would truncate, and a huge TTL could come out as a tiny one.
        Twelve hours are 43,200,000, far from any edge. Below a millisecond the number
        becomes 0, which Redis refuses; that would show as `Error::Database` after
        pointless retries, but it is not a TTL that the middleware passes. The command's
        own error goes through `map_err(Into::into)`, and an error from getting the
        connection through `?` into `Error::Pool`, which of our cache set-ups Sentinel
        alone produces; elsewhere a dead connection shows in the command, as
        `Error::Database`.

        Typed half: `set`, generic over `T: CacheValue`, with `&T::Key`, `&T` and the
        `Duration`, returning `Result<()>`. `run_with_retries` around an `async move`
        that serializes with `serde_json::to_string` and calls `set_raw`. A
        serialization error ends up under `Error::Deserialization`, the variant which
        holds serde_json's error in both directions. Serializing before the closure
        would do it once for all attempts; inside keeps it one expression, and retries
        are rare. Writing twice is harmless, the second attempt stores the same bytes
        and starts the period a little later.

        `expiry_default()` is a `const fn` like its neighbours, in seconds, spelled 60
        times 60 times 12 to let the hours show. A setting in the configuration can come
        when somebody asks.

        A replay is a failed set-if-absent and a read, and neither pushes the deadline
        out, so a client that retries all day is on Redis served afresh after twelve
        hours. Nor is the period a floor: a Redis with an eviction policy may drop the
        entry early, and the next attempt then runs the handler again. The in-memory
        backend stores the same `Duration` beside the value and hides the entry from
        reads when it is over; to set-if-absent it exists until the sweep, and a POST in
        between, unless the sweep overtakes it, ends in a 500.
    """,
    claims={
        "PSETEX sets value and expiry together, and the crate has it as `pset_ex`": calls(
            "<RedisCache as CacheBehavior>::set_raw", ".pset_ex", times=1
        ),
        "Twelve hours are 43,200,000": value("expiry_default", hours=12, milliseconds=43_200_000),
        "that would show as `Error::Database` after pointless retries": [
            field("core/cache/mod.rs::Error", "Database.0", "RedisError"),
            calls("CacheBehavior::set", "run_with_retries", times=1),
            argued(
                "`should_retry` of `RedisCache` accepts every `Database` without a look at its "
                "kind, so the server's refusal of a zero goes through all of `RETRY_SCHEDULE`; "
                "a check of the number in `set_raw` would end it sooner, and there is none.",
                "<RedisCache as CacheBehavior>::should_retry",
                "<RedisCache as CacheBehavior>::set_raw",
                "CacheBehavior::set",
                "Retry::run",
            ),
        ],
        "it is not a TTL that the middleware passes": [
            callers("expiry_default", ["resolve_and_cache_response"]),
            callers("expiry_starting", ["<IdempotencyService as Service>::call", "lock_loop"]),
            calls("resolve_and_cache_response", ".set", times=1),
            calls("<IdempotencyService as Service>::call", ".set_if_not_exists", times=2),
            calls("<IdempotencyService as Service>::call", "expiry_starting", times=2),
            value("expiry_default", hours=12),
            value("expiry_starting", seconds=5),
        ],
        "The command's own error goes through `map_err(Into::into)`": [
            calls("<RedisCache as CacheBehavior>::set_raw", ".map_err", times=2),
            field("core/cache/mod.rs::Error", "Database.0", "RedisError"),
            attribute("core/cache/mod.rs::Error", "from"),
            argued(
                "Of the two `map_err` in `set_raw` the one on the conversion builds an "
                "`Error::Input`; the one behind the awaited `pset_ex` is handed `Into::into`, "
                "which takes a `RedisError` to `Database` by its `#[from]`.",
                "<RedisCache as CacheBehavior>::set_raw",
                "core/cache/mod.rs::Error",
            ),
        ],
        """an error from getting the connection through `?` into `Error::Pool`, which of our cache
        set-ups Sentinel alone produces""": [
            field("core/cache/mod.rs::Error", "Pool.0", "bb8::RunError<RedisError>"),
            callers("core/cache/redis.rs::new", ["run_with_prefix"]),
            calls("run_with_prefix", "RedisManager::from_cache_backend", times=1),
            absent("RedisManager::from_cache_backend", "new_pooled"),
            calls("RedisManager::get", ".get_async_connection_with_config", times=1),
            argued(
                "Of what `new_unpooled` builds, `ClusteredUnpooled` and `NonClusteredUnpooled` are "
                "cloned in `RedisManager::get` without an await; the pooled variants, whose own "
                "`get` can time out, come from `from_queue_backend`.",
                "RedisManager::get",
                "RedisManager::new_unpooled",
                "RedisManager::from_cache_backend",
            ),
        ],
        """`run_with_retries` around an `async move` that serializes with `serde_json::to_string`
        and calls `set_raw`""": [
            before("CacheBehavior::set", "run_with_retries", "set_raw"),
            before("CacheBehavior::set", "run_with_retries", "serde_json::to_string"),
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
            calls("CacheBehavior::set", "set_raw", times=1),
        ],
        """A serialization error ends up under `Error::Deserialization`, the variant which holds
        serde_json's error in both directions.""": [
            field("core/cache/mod.rs::Error", "Deserialization.0", "serde_json::error::Error"),
            attribute("core/cache/mod.rs::Error", "from"),
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
            calls("CacheBehavior::get", "serde_json::from_str", times=1),
        ],
        "A replay is a failed set-if-absent and a read, and neither pushes the deadline out": [
            before("<IdempotencyService as Service>::call", ".set_if_not_exists", ".get"),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "NX"),
            absent("<RedisCache as CacheBehavior>::get_raw", "get_ex"),
            absent("svix-server/src/core/cache/redis.rs", "expire"),
            absent("svix-server/src/core/cache/redis.rs", "pexpire"),
        ],
        "a client that retries all day is on Redis served afresh after twelve hours": [
            value("expiry_default", hours=12),
            callers("expiry_default", ["resolve_and_cache_response"]),
            calls("<RedisCache as CacheBehavior>::set_raw", ".pset_ex", times=1),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "NX"),
            before(
                "<IdempotencyService as Service>::call",
                ".set_if_not_exists",
                "resolve_and_cache_response",
            ),
        ],
        "hides the entry from reads when it is over; to set-if-absent it exists until the sweep": [
            field("ValueWrapper", "ttl", "Duration"),
            calls("<MemoryCache as CacheBehavior>::get_raw", "check_is_expired", times=1),
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
            calls("core/cache/memory.rs::new", "check_is_expired", times=1),
        ],
        "a POST in between, unless the sweep overtakes it, ends in a 500": [
            calls("<IdempotencyService as Service>::call", ".set_if_not_exists", times=2),
            literal("<IdempotencyService as Service>::call", "500"),
            argued(
                "`call` is refused by `set_if_not_exists`, reads nothing and enters `lock_loop`, "
                "which returns at its first empty read; the second attempt to set `Start` is "
                "refused like the first, and what is not `Ok(true)` there becomes "
                "`INTERNAL_SERVER_ERROR`. The way out is a sweep during that one pause.",
                "<IdempotencyService as Service>::call",
                "lock_loop",
                "<MemoryCache as CacheBehavior>::get_raw",
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists",
                "core/cache/memory.rs::new",
            ),
        ],
    },
)
