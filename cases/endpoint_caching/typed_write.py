"""Writing the snapshot with a lifetime, from the struct to one PSETEX."""

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
    rust,
    value,
)

typed_write = Example(
    code=[
        rust(
            "svix-server/src/core/message_app.rs",
            "CreateMessageApp",
            "kv_def!(AppEndpointKey)",
        ),
        rust("svix-server/src/core/cache/mod.rs", "CacheBehavior::set", "CacheBehavior::set_raw"),
        rust("svix-server/src/core/cache/redis.rs", "<RedisCache as CacheBehavior>::set_raw"),
    ],
    prompt="""
        I need the write half of the app cache: the value, the typed `set`, and what Redis
        does with it.

        `CreateMessageApp` is what gets written. Id, uid, organization and rate limit of
        the application, for anybody to read; its endpoints and its deleted flag, which
        only message_app.rs itself may look at. `kv_def!` ties it to `AppEndpointKey`.

        `set` takes key and value of one pair by reference, since `layered_fetch` hands
        out afterwards what it has stored, and a `ttl` that is not optional. The backends
        get bytes and that ttl; each has to see to it that nothing is read past its end.
        Retries as the typed read has them.

        On Redis a write must not be able to leave an entry without an end. Precision is
        milliseconds, for the health check stores something for less than a second. A
        ttl that Redis's client has no number for is an `Error::Input`, worded as in
        `set_raw_if_not_exists`.
    """,
    think="""
        The struct: four public fields, `endpoints` and `deleted` private. That costs
        the JSON nothing, as serde's derives expand in the same module, and it sends
        others through `filtered_endpoints` and `layered_fetch`, which know about deleted
        rows. It derives `Deserialize` and `Serialize`, as `CacheValue` demands, next to
        `Debug` and `Clone`.

        `set` is generic in `T: CacheValue`, with a `&T::Key`, a `&T` and the ttl as
        `Duration`. The value fixes `T`, so nobody needs a turbofish here. By reference,
        as asked; a set that consumed its value would have every miss clone the
        snapshot.

        In the closure of `run_with_retries`: `set_raw` with the key's bytes and
        `serde_json::to_string(value)?.as_bytes()`. `serde_json::to_vec` would give the
        same bytes; the reader goes by way of a `String`, so the writer does. Done
        inside, the JSON is made anew on each attempt, up to four times for one
        snapshot. Made once ahead, it would have to be lent to each `async move` under a
        name of its own; a write that works at once pays the same either way, so inside.
        The `?` makes an `Error::Deserialization` of serde's failure, a misnomer on this
        side, and that is not retried.

        `set_raw` of the trait: two slices, a `Duration`, no body. For Redis, a
        connection first, then `pset_ex`. Value and expiry travel in one command; a SET
        and a PEXPIRE after it could be parted by a crash, and the leftover would feed
        old endpoints to everyone until something invalidates it. Seconds would cut the
        health check's lifetime to nothing. `as_millis` gives a u128, the client wants a
        u64, `try_into` is the bridge, and its failure becomes `Error::Input`, which
        `should_retry` leaves alone. The reply is of no interest, so the call's own
        result through `map_err(Into::into)`.

        `layered_fetch` will ignore the outcome: a message has its endpoints whether or
        not the next one finds them cached. It does wait for it, so a slow write is a
        slow message.

        A repeat is not quite innocent. If the reply to a write is lost, an `invalidate`
        may get in before the next attempt, which then puts the dropped snapshot back,
        with a new TTL. The callers of `layered_fetch` ask for thirty seconds, and from
        that write on it can be wrong for as long.
    """,
    claims={
        "four public fields, `endpoints` and `deleted` private": [
            field("CreateMessageApp", "id", "ApplicationId"),
            field("CreateMessageApp", "uid", "Option<ApplicationUid>"),
            field("CreateMessageApp", "org_id", "OrganizationId"),
            field("CreateMessageApp", "rate_limit", "Option<u16>"),
            field("CreateMessageApp", "endpoints", "Vec<CreateMessageEndpoint>"),
            field("CreateMessageApp", "deleted", "bool"),
            argued(
                "Counted in `CreateMessageApp`: `id`, `uid`, `org_id` and `rate_limit` are the "
                "four that carry `pub`, the other two carry nothing.",
                "CreateMessageApp",
            ),
        ],
        """It derives `Deserialize` and `Serialize`, as `CacheValue` demands, next to `Debug` and
        `Clone`.""": [
            derives("CreateMessageApp", "Deserialize"),
            bound("CacheValue", "Self", "DeserializeOwned + Serialize"),
            derives("CreateMessageApp", "Serialize"),
            derives("CreateMessageApp", "Debug"),
            derives("CreateMessageApp", "Clone"),
        ],
        """In the closure of `run_with_retries`: `set_raw` with the key's bytes and
        `serde_json::to_string(value)?.as_bytes()`.""": [
            calls("CacheBehavior::set", "run_with_retries", times=1),
            calls("CacheBehavior::set", ".set_raw", times=1),
            calls("CacheBehavior::set", ".as_bytes", times=2),
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
            bound("CacheBehavior::set", "T", "CacheValue"),
        ],
        "the JSON is made anew on each attempt, up to four times for one snapshot": [
            value("core/cache/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
            argued(
                "`to_string` stands inside the block that `run_with_retries` gets made for each "
                "attempt; three pauses in `RETRY_SCHEDULE` make four of them.",
                "CacheBehavior::set",
                "run_with_retries",
                "Retry::run",
                "core/cache/mod.rs::RETRY_SCHEDULE",
            ),
        ],
        """The `?` makes an `Error::Deserialization` of serde's failure, a misnomer on this side,
        and that is not retried.""": [
            field("core/cache/mod.rs::Error", "Deserialization.0", "serde_json::error::Error"),
            attribute("core/cache/mod.rs::Error", "from"),
            absent("<RedisCache as CacheBehavior>::should_retry", "Deserialization"),
        ],
        "For Redis, a connection first, then `pset_ex`.": [
            before("<RedisCache as CacheBehavior>::set_raw", ".get", ".pset_ex"),
            calls("<RedisCache as CacheBehavior>::set_raw", ".pset_ex", times=1),
        ],
        "Seconds would cut the health check's lifetime to nothing": [
            literal("health", "100"),
            calls("health", "Duration::from_millis", times=1),
        ],
        """`as_millis` gives a u128, the client wants a u64, `try_into` is the bridge, and its
        failure becomes `Error::Input`, which `should_retry` leaves alone.""": [
            before("<RedisCache as CacheBehavior>::set_raw", ".as_millis", ".try_into"),
            before("<RedisCache as CacheBehavior>::set_raw", ".try_into", "Error::Input"),
            calls("<RedisCache as CacheBehavior>::set_raw", "Error::Input", times=1),
            absent("<RedisCache as CacheBehavior>::should_retry", "Input"),
        ],
        """If the reply to a write is lost, an `invalidate` may get in before the next attempt,
        which then puts the dropped snapshot back, with a new TTL.""": argued(
            "A lost reply comes up as `Database`, which `should_retry` accepts, and `Retry::run` "
            "sleeps; a DEL sent by `invalidate` of another process in that gap is followed by the "
            "next `set_raw` of the same value, which asks nothing about the key.",
            "CacheBehavior::set",
            "<RedisCache as CacheBehavior>::set_raw",
            "<RedisCache as CacheBehavior>::should_retry",
            "Retry::run",
            "CreateMessageApp::invalidate",
        ),
        "The callers of `layered_fetch` ask for thirty seconds": [
            callers(
                "CreateMessageApp::layered_fetch",
                ["create_message_inner", "process_queue_task_inner"],
            ),
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
        ],
    },
)
