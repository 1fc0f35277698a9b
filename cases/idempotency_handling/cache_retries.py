"""Short cache failures are retried below the middleware, by schedule and by kind."""

from pytest_verbatim import Example, rust

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
        crate's.
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
        the closure's own state does not fit `FnMut() -> F`; who needs that drives
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

        A read that failed for good becomes `Error::database` with the debug text.
        `Error::cache` would be the better label, but the sole caller takes everything
        that is not `Finished` alike: it asks for the marker once more and answers 500
        if it does not get it. What remains of the cause is at most the warnings of the
        retries.
    """,
)
