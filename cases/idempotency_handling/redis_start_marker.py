"""The start marker in Redis: one SET with a life in milliseconds and a condition."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    bound,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
    variant,
)

redis_start_marker = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "kv_def!(IdempotencyKey)", imports="used"),
        rust(
            "svix-server/src/core/cache/redis.rs",
            "RedisCache",
            "<RedisCache as CacheBehavior>::set_raw_if_not_exists",
            imports="used",
        ),
    ],
    prompt="""
        Several API replicas share one Redis, so Redis is where a race for an
        idempotency key has to be decided. Two pieces are missing.

        - `SerializedResponse` needs its own key type, `IdempotencyKey`, tied to it the
          way our other cached values are tied to theirs.
        - The Redis backend lacks the byte-level set-if-absent of `CacheBehavior`. Build
          it on `RedisManager`, which already hides plain, cluster and sentinel set-ups.

        Claim and expiry belong in the same command. A pod that is killed between two
        commands would leave a marker that nobody ever removes. The TTL goes over in
        milliseconds; a duration whose milliseconds do not fit a `u64` is an
        `Error::Input` with a message, not a panic. The answer of Redis decides who won.
    """,
    think="""
        SETNX followed by an expire command is what to stay away from: die in between,
        and the key stays claimed until someone deletes it by hand. SET takes both at
        once, `PX` with a number of milliseconds and `NX`. The crate's shorthands split
        them again, one has the condition, another the expiry, so I start from
        `redis::Cmd::set(key, value)` and append the three arguments with `arg`. The
        crate's builder of SET options could express the pair too; the bare words read
        like the Redis manual. `arg` borrows the command mutably, hence `let mut cmd`.

        `as_millis` yields 128 bits. `arg` would take those as they are; `set_raw` is
        bound to `u64` by its command, and both methods should draw the line at the same
        place, so convert with `try_into`. A plain `as` cast would wrap in silence. What
        fits `u64` and is still too long for Redis is left to its own refusal. On
        failure `Error::Input`, its message formatted with the conversion error; it
        blames usize where the target is `u64`, so that both methods fail in the words
        of `set_raw`. `should_retry` does not list `Input`, so the error goes straight
        up.

        Redis answers OK if it wrote and nil if the key was there. `Option<()>` is the
        type for a reply of which presence alone matters: `is_some()` is the result.

        `RedisCache` holds just the `RedisManager` and derives `Clone`, because `Cache`
        is cloned into each request. In a manager built for the cache, `get` clones a
        connection handle on plain and cluster set-ups and asks the sentinel client on
        the third; `?` makes a failure there `Error::Pool`, and `?` after `query_async`
        makes a failed command `Error::Database`. Both are retried one level up; if
        Redis wrote and its OK got lost on the way, a prompt retry sees nil and the
        winner waits out its own marker.

        For the key, `kv_def!(IdempotencyKey, SerializedResponse)`: a newtype around
        `String` with `AsRef<str>`, and `CacheValue` for the response with that key as
        its type. The macro names `CacheKey` and `CacheValue` bare, so both are imported
        beside it; the value needs serde's two traits, which it derives. What a replica
        puts into the newtype is a hash of the Authorization value, the idempotency-key
        header and the URI, hence equal on every replica, and a single key is a single
        slot on a cluster.

        Expiry is counted by Redis, so the clocks of the API processes play no part in
        it. A failover is not covered: replication is asynchronous, and a promoted
        replica that has not seen the marker can hand out a second win. A quorum over
        several masters would be the answer, out of proportion for a five-second marker.
    """,
    claims={
        "I start from `redis::Cmd::set(key, value)` and append the three arguments with `arg`": [
            calls(
                "<RedisCache as CacheBehavior>::set_raw_if_not_exists", "redis::Cmd::set", times=1
            ),
            calls("<RedisCache as CacheBehavior>::set_raw_if_not_exists", ".arg", times=3),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "PX"),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "NX"),
            argued(
                "`set_raw_if_not_exists` hands its `key` and `value` to `Cmd::set` as they come, "
                "and the three `arg` behind it are PX, the milliseconds and NX; a prefix or an "
                "encoding would stand between the parameters and the command, and none does.",
                "<RedisCache as CacheBehavior>::set_raw_if_not_exists",
            ),
        ],
        "`as_millis` yields 128 bits.": [
            calls("<RedisCache as CacheBehavior>::set_raw_if_not_exists", ".as_millis", times=1),
            calls("<RedisCache as CacheBehavior>::set_raw_if_not_exists", ".try_into", times=1),
            argued(
                "The `ttl` of `set_raw_if_not_exists` is std's `Duration`, whose `as_millis` gives "
                "a `u128`, 128 bits; a span of chrono or a plain number in its place would break "
                "this, and `CacheBehavior` declares neither.",
                "<RedisCache as CacheBehavior>::set_raw_if_not_exists",
                "CacheBehavior::set_raw_if_not_exists",
            ),
        ],
        "On failure `Error::Input`, its message formatted with the conversion error": [
            calls("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "Error::Input", times=1),
            calls("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "format!", times=1),
            field("core/cache/mod.rs::Error", "Input.0", "String"),
        ],
        "it blames usize where the target is `u64`, so that both methods fail in the words of "
        "`set_raw`": [
            literal(
                "<RedisCache as CacheBehavior>::set_raw_if_not_exists",
                "Duration given cannot be converted to usize: {e}",
            ),
            literal(
                "<RedisCache as CacheBehavior>::set_raw",
                "Duration given cannot be converted to usize: {e}",
            ),
            calls("<RedisCache as CacheBehavior>::set_raw", "Error::Input", times=1),
        ],
        "`should_retry` does not list `Input`": [
            absent("<RedisCache as CacheBehavior>::should_retry", "Input"),
            variant("core/cache/mod.rs::Error", "Input"),
        ],
        "the `RedisManager` and derives `Clone`, because `Cache` is cloned into each request": [
            field("RedisCache", "redis", "RedisManager"),
            derives("RedisCache", "Clone"),
            derives("core/cache/mod.rs::Cache", "Clone"),
            calls("<IdempotencyService as Service>::call", ".clone", times=2),
        ],
        """In a manager built for the cache, `get` clones a connection handle on plain and cluster
        set-ups and asks the sentinel client on the third""": [
            calls("RedisManager::from_cache_backend", "Self::new_unpooled", times=3),
            absent("RedisManager::from_cache_backend", "new_pooled"),
            calls("RedisManager::get", ".clone", times=2),
            calls("RedisManager::get", ".get_async_connection_with_config", times=1),
        ],
        """`?` makes a failure there `Error::Pool`, and `?` after `query_async` makes a failed
        command `Error::Database`""": [
            before("<RedisCache as CacheBehavior>::set_raw_if_not_exists", ".get", ".query_async"),
            returns("RedisManager::get", "Result<RedisConnection<'_>, RunError<RedisError>>"),
            attribute("core/cache/mod.rs::Error", "from"),
            field("core/cache/mod.rs::Error", "Pool.0", "bb8::RunError<RedisError>"),
            field("core/cache/mod.rs::Error", "Database.0", "RedisError"),
        ],
        """Both are retried one level up; if Redis wrote and its OK got lost on the way, a prompt
        retry sees nil and the winner waits out its own marker.""": [
            calls("CacheBehavior::set_if_not_exists", "run_with_retries", times=1),
            absent("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "run_with_retries"),
            argued(
                "`should_retry` admits `Pool` and `Database`, the second SET meets the key of the "
                "first, and `call` takes the false for a lost race: `lock_loop` reads `Start` "
                "until the entry is gone. Should the failure take longer to show than the marker "
                "lives, the retry would win; hence a prompt one.",
                "<RedisCache as CacheBehavior>::should_retry",
                "<RedisCache as CacheBehavior>::set_raw_if_not_exists",
                "<IdempotencyService as Service>::call",
                "lock_loop",
                "core/cache/mod.rs::RETRY_SCHEDULE",
            ),
        ],
        "the value needs serde's two traits, which it derives": [
            bound("CacheValue", "Self", "DeserializeOwned + Serialize"),
            derives("SerializedResponse", "Deserialize"),
            derives("SerializedResponse", "Serialize"),
        ],
    },
)
