"""Short cache failures are retried below the middleware, by schedule and by kind."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    field,
    literal,
    rust,
    value,
)

cache_retries = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "lock_loop"),
        rust("svix-server/src/core/cache/mod.rs", "RETRY_SCHEDULE", "CacheBehavior::get"),
        rust(
            "svix-server/src/core/cache/redis.rs",
            "<RedisCache as CacheBehavior>::should_retry",
        ),
        rust("svix-server/src/core/retry.rs", "run_with_retries", imports="used"),
    ],
    prompt="""
        Review follow-up: one reset Redis connection makes a keyed POST answer 500, or
        cuts short a duplicate's wait for the first request's response. Absorb such
        blips inside the cache layer, not in its callers. Up to three more tries, after
        10, 20 and 40 ms, and each backend says which of its errors deserve one. For
        Redis: no connection, or a command that failed. A value that does not decode
        will not decode the next time either.

        The retrying itself knows nothing of caches. The queue wants it too, and `Retry`
        in `core/retry.rs` can already step through a schedule; what is missing is the
        plain function around it. Then the typed read of `CacheBehavior` goes through
        it, and the waiter in the middleware on top of that read: look every 200 ms,
        hand over a finished response, give up when the marker is gone or its lifetime
        has been waited out, and pass on an error that survived the retries as our
        crate's, of the database kind as before.
    """,
    think="""
        To the middleware one kind of cache error is as bad as another; one level down
        they differ. `Pool` and `Database` may be over in a moment, the three
        deserialization variants and `Input` will not. So `should_retry(&self, &Error)`
        is a trait method, and Redis answers with `matches!` on those two. Memory and
        none have no network to wait for and say `false`.

        In core/retry.rs: a future type `F`, `FN: FnMut() -> F`, the predicate as `impl
        Fn(&E) -> bool`, the pauses as a slice; `E: std::error::Error`, since
        `Retry::run` asks for it. `Retry::run` takes a `FnOnce`, and `&mut fun` is one
        each time round; it returns `None` for "slept, call me again" and `Some` for the
        end. Looping until `Some` is the whole function. A closure whose future borrows
        the closure's own state does not fit `FnMut() -> F`; whoever needs that drives
        `Retry` by hand, as `ack` and `nack` in queue/mod.rs do.

        `RETRY_SCHEDULE` holds three pauses, so four attempts and 70 ms of sleep. Longer
        steps might ride out a failover, at the expense of a client that hangs on a
        POST; it can retry too, that is what its key is for. A Redis that stalls gains
        little from this: plain and cluster get no response timeout from us, and
        Sentinel's two seconds bound the command alone, not the look-up of the master
        and the connecting before it.

        `get`: the closure returns an `async move` block over shared references, so it
        can be called again. `get_raw`, then the bytes as UTF-8 and through
        `serde_json::from_str`, errors by `into`, and `transpose` to bring
        `Option<Result>` the right way round. The decoding sits inside the closure; its
        error is not on the list and comes back without a further attempt.

        The waiter returns `Result<Option<SerializedResponse>, Error>`. `call` has
        looked just before, hence add `wait_duration()` to a total, sleep, read. A
        finished value is returned whole through an `@` binding. With `Start`,
        `Ok(None)` once the total exceeds `expiry_starting()`, which is at the 26th
        read. A missing entry is `Ok(None)` right away. Retries are not in that total;
        each read can add its 70 ms and the time of four tries, reconnecting included.

        A read that failed for good stays an `Error::database`, around the Debug form:
        where decoding failed, that names the cause and Display does not. `Error::cache`
        would be the better label, but relabelling is not asked for and would change
        nothing: the sole caller takes everything that is not `Finished` alike, asks for
        the marker once more and answers 500 if it does not get it. What we log of the
        cause is at most the warnings of the retries.
    """,
    claims={
        "Memory and none have no network to wait for and say `false`": [
            literal("<MemoryCache as CacheBehavior>::should_retry", "false"),
            literal("<NoCache as CacheBehavior>::should_retry", "false"),
        ],
        "whoever needs that drives `Retry` by hand, as `ack` and `nack` in queue/mod.rs do": [
            calls("queue/mod.rs::SvixOmniDelivery::ack", "Retry::new", times=1),
            calls("queue/mod.rs::SvixOmniDelivery::nack", "Retry::new", times=1),
            absent("queue/mod.rs::SvixOmniDelivery::ack", "run_with_retries"),
            absent("queue/mod.rs::SvixOmniDelivery::nack", "run_with_retries"),
        ],
        "`RETRY_SCHEDULE` holds three pauses, so four attempts and 70 ms of sleep": [
            value("core/cache/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
            calls("Retry::run", "tokio::time::sleep", times=1),
            argued(
                "`Retry::run` calls first and sleeps only while the schedule has an entry left, "
                "taking one off each time; with three of them used up the fourth failure is "
                "returned, so there are four attempts. The pauses come to 10 + 20 + 40 ms, 70 ms "
                "in all, without jitter.",
                "Retry::run",
                "run_with_retries",
                "core/cache/mod.rs::RETRY_SCHEDULE",
            ),
        ],
        "plain and cluster get no response timeout from us": [
            calls("RedisManager::from_cache_backend", "new_unpooled", times=3),
            absent("RedisManager::new_unpooled", "set_response_timeout"),
            absent("RedisManager::new_unpooled", "response_timeout"),
            calls("RedisManager::get", "set_response_timeout", times=1),
        ],
        """Sentinel's two seconds bound the command alone, not the look-up of the master and the
        connecting before it""": [
            value("REDIS_CONN_TIMEOUT", seconds=2),
            calls("RedisManager::get", ".set_response_timeout", times=1),
            absent("RedisManager::get", "set_connection_timeout"),
            absent("RedisManager::get", "timeout"),
            argued(
                "`get_async_connection_with_config` asks the sentinels over connections with the "
                "crate's default settings and then connects; the `AsyncConnectionConfig` that "
                "`RedisManager::get` gives it takes effect on the commands of the result. A "
                "`set_connection_timeout` would reach the connecting, and there is none.",
                "RedisManager::get",
                "RedisManager::new_unpooled",
            ),
        ],
        """`get_raw`, then the bytes as UTF-8 and through `serde_json::from_str`, errors by `into`,
        and `transpose` to bring `Option<Result>` the right way round""": [
            before("CacheBehavior::get", "get_raw", "String::from_utf8"),
            before("CacheBehavior::get", "String::from_utf8", "serde_json::from_str"),
            calls("CacheBehavior::get", ".map_err", times=2),
            calls("CacheBehavior::get", ".into", times=2),
            before("CacheBehavior::get", "serde_json::from_str", ".transpose"),
        ],
        "its error is not on the list and comes back without a further attempt": [
            absent("<RedisCache as CacheBehavior>::should_retry", "Deserialization"),
            absent("<RedisCache as CacheBehavior>::should_retry", "DeserializationBytes"),
            before("Retry::run", "should_retry", "tokio::time::sleep"),
            field("core/cache/mod.rs::Error", "Deserialization.0", "serde_json::error::Error"),
            field("core/cache/mod.rs::Error", "DeserializationBytes.0", "FromUtf8Error"),
        ],
        "once the total exceeds `expiry_starting()`, which is at the 26th read": [
            value("wait_duration", milliseconds=200),
            value("expiry_starting", seconds=5),
            before("lock_loop", "tokio::time::sleep", ".get"),
            argued(
                "`lock_loop` adds 200 ms ahead of each read and asks whether the total is greater "
                "than five seconds, not whether it has got there: the 25th read stands at exactly "
                "5 s and goes round once more, the 26th at 5.2 s.",
                "lock_loop",
                "wait_duration",
                "expiry_starting",
            ),
        ],
        "each read can add its 70 ms and the time of four tries, reconnecting included": [
            value("core/cache/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
            argued(
                "One read has four tries at most, and its pauses are 10 + 20 + 40 ms, 70 ms. "
                "Every try is a whole `get_raw`, which asks `RedisManager` for its connection "
                "anew, and after a break the next command waits for the new connection; no clock "
                "runs over `CacheBehavior::get`, neither in `run_with_retries` nor in `lock_loop`, "
                "whose total knows the sleeps alone.",
                "CacheBehavior::get",
                "<RedisCache as CacheBehavior>::get_raw",
                "RedisManager::get",
                "RedisManager::new_unpooled",
                "run_with_retries",
                "Retry::run",
                "lock_loop",
            ),
        ],
        "the sole caller takes everything that is not `Finished` alike": [
            callers("lock_loop", ["<IdempotencyService as Service>::call"]),
            calls("<IdempotencyService as Service>::call", ".set_if_not_exists", times=2),
            argued(
                "One `if let` on `Ok(Some(Finished))` decides in `call`; `Ok(None)` and `Err` "
                "share its else branch, and `Ok(Some(Start))`, which `lock_loop` does not "
                "return, would land there as well.",
                "<IdempotencyService as Service>::call",
                "lock_loop",
            ),
        ],
        "What we log of the cause is at most the warnings of the retries": [
            calls("Retry::run", "warn!", times=1),
            absent("core/idempotency.rs", "tracing"),
            absent("core/cache/mod.rs", "tracing"),
            absent("core/cache/redis.rs", "tracing"),
            absent("svix-server/src/redis/", "tracing"),
            absent("src/error.rs::Error::database", "tracing"),
            absent("src/error.rs::Error::new", "tracing"),
        ],
    },
)
