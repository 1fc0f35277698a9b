"""The whole decision tree: who runs the handler, who waits, who is replayed, who gets a 500."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    literal,
    rust,
    value,
    variant,
)

whole_middleware = Example(
    code=[
        rust(
            "svix-server/src/core/idempotency.rs",
            "impl Service<Request> for IdempotencyService<S>",
            imports="used",
        )
    ],
    prompt="""
        Feature: a POST that carries an idempotency key runs its handler once, and
        whoever sends it again within twelve hours gets the first 2xx answer back, also
        when both arrive together on two pods.

        The parts are in `core/idempotency.rs`: `get_key`, `lock_loop`,
        `resolve_service`, `resolve_and_cache_response`,
        `finished_serialized_response_to_response`, the timings and the
        `IdempotencyService` struct. What is missing is its `Service<Request>` impl.

        - Other methods, and POSTs for which there is no key, pass through untouched.
          With caching switched off everything does.
        - Whoever holds the lock on the key runs; others wait for its answer. If none
          comes, one of them may try in its place.
        - A client that asked for protection is not served without the lock. Where the
          cache keeps us from having it, or a stored answer cannot be rebuilt, say 500.
        - Towards axum the service is infallible.
    """,
    think="""
        Two pods, so ownership has to be settled in one step in the cache. Reading first
        and writing on a miss leaves a gap in which both see nothing. Therefore
        `set_if_not_exists` of `SerializedResponse::Start` with `expiry_starting()`
        comes first, on Redis a SET with NX, and reading is left to whoever loses.

        Before that, the exits. `NoCache` answers false to `set_if_not_exists` and
        `None` to `get`: a keyed POST would poll once, fail to lock and end in a 500. So
        check `is_none()` up front and call the service directly, `into_response` on the
        whole result. Otherwise `into_parts`, since `get_key` wants `Parts`; anything
        but POST, or a `None` key, is put back together and goes to `resolve_service`.

        Types: axum's `Response`, `Infallible`, a pinned `Box` of a `Send` future. That
        one is `'static`, so clone service (mutable, for the direct call) and cache
        ahead of the async block. `poll_ready` delegates. Bounds as on
        `resolve_service`; each way out is an `Ok` around a response.

        An `Err` from that first lock is `INTERNAL_SERVER_ERROR`: failing open could run
        the handler twice for a client who asked us not to, and a 500 can be retried.

        Lost the lock? Get once. `Finished` is converted: a replay pays for the refused
        SET and a get and spares the handler its database work. A conversion error or an
        `Err` is a 500 again. `Start` and `None` share an arm; a marker that vanished
        between the two calls is worth a tick in `lock_loop`, not a branch of its own.

        After the loop, `Finished` is replayed in the same way. Everything else, its
        `Err` included, is treated as no answer, and a second `set_if_not_exists`
        decides: `Ok(true)`, by `matches!`, and we run, otherwise 500. Dropping the
        error is safe because the lock, not the read, grants the right to run. The
        second winner joins the owner of the first lock in `resolve_and_cache_response`,
        which stores a 2xx and deletes the key after anything else.

        Known gaps. Past five seconds a slow handler and its successor may run side by
        side; the later write stands, and a failure that ends last deletes the other's
        success. Of several waiters one takes over. Another that tries while the new
        marker stands, since it found the key empty too or its own time has run out,
        fails to lock: a 500. If the reply to the first SET is lost, the cache layer's
        retry, when prompt, meets our own marker and we wait some five seconds for
        ourselves. In memory, an expired marker blocks the second lock until it is
        swept: 500 again. A dropped future leaves its marker to the TTL. And a replay
        skips authentication; what stands in for it is the Authorization value hashed
        into the key.
    """,
    claims={
        "`set_if_not_exists` of `SerializedResponse::Start` with `expiry_starting()` comes first, "
        "on Redis a SET with NX": [
            before("<IdempotencyService as Service>::call", ".set_if_not_exists", ".get"),
            variant("SerializedResponse", "Start"),
            callers("expiry_starting", ["<IdempotencyService as Service>::call", "lock_loop"]),
            calls("<IdempotencyService as Service>::call", ".set_if_not_exists", times=2),
            calls("<IdempotencyService as Service>::call", "expiry_starting", times=2),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "NX"),
        ],
        """`NoCache` answers false to `set_if_not_exists` and `None` to `get`: a keyed POST would
        poll once, fail to lock and end in a 500.""": [
            literal("<NoCache as CacheBehavior>::set_if_not_exists", "false"),
            calls("<NoCache as CacheBehavior>::get", "Ok", times=1),
            absent("<NoCache as CacheBehavior>::get", "Some"),
            before("lock_loop", "tokio::time::sleep", ".get"),
            literal("<IdempotencyService as Service>::call", "500"),
            argued(
                "Without the check, `call` loses the lock, reads nothing and enters `lock_loop`, "
                "whose first look finds nothing and returns `Ok(None)`; the second "
                "`set_if_not_exists` of `NoCache` is false too, and `INTERNAL_SERVER_ERROR` is "
                "what is left. A store that remembered anything would break this.",
                "<IdempotencyService as Service>::call",
                "lock_loop",
                "<NoCache as CacheBehavior>::get",
                "<NoCache as CacheBehavior>::set_if_not_exists",
            ),
        ],
        """check `is_none()` up front and call the service directly, `into_response` on the whole
        result""": [
            before("<IdempotencyService as Service>::call", ".is_none", ".into_parts"),
            calls("<IdempotencyService as Service>::call", ".call", times=1),
            calls("<IdempotencyService as Service>::call", ".into_response", times=6),
            absent("<IdempotencyService as Service>::call", "unwrap"),
        ],
        "`into_parts`, since `get_key` wants `Parts`": [
            before("<IdempotencyService as Service>::call", ".into_parts", "get_key"),
            callers("core/idempotency.rs::get_key", ["<IdempotencyService as Service>::call"]),
            argued(
                "`get_key` takes the `Parts` of the http crate by reference, headers and URI "
                "without a body; were it given the `Request`, `call` could leave that whole.",
                "core/idempotency.rs::get_key",
                "<IdempotencyService as Service>::call",
            ),
        ],
        """anything but POST, or a `None` key, is put back together and goes to
        `resolve_service`""": [
            before(
                "<IdempotencyService as Service>::call", "resolve_service", ".set_if_not_exists"
            ),
            calls("<IdempotencyService as Service>::call", "resolve_service", times=2),
            calls("<IdempotencyService as Service>::call", "Request::from_parts", times=3),
        ],
        "and a second `set_if_not_exists` decides: `Ok(true)`, by `matches!`": [
            calls("<IdempotencyService as Service>::call", ".set_if_not_exists", times=2),
            before("<IdempotencyService as Service>::call", "lock_loop", "matches!"),
        ],
        "the lock, not the read, grants the right to run": argued(
            "From the arm that waits in `lock_loop` no way leads to a run but through `Ok(true)` "
            "of the second `set_if_not_exists`; its `Err` and `Ok(false)` both return the 500. A "
            "marker or an answer that the failed read did not show refuses it while it lives.",
            "<IdempotencyService as Service>::call",
        ),
        """The second winner joins the owner of the first lock in `resolve_and_cache_response`,
        which stores a 2xx and deletes the key after anything else.""": [
            before(
                "<IdempotencyService as Service>::call", "matches!", "resolve_and_cache_response"
            ),
            callers("resolve_and_cache_response", ["<IdempotencyService as Service>::call"]),
            calls("<IdempotencyService as Service>::call", "resolve_and_cache_response", times=1),
            calls("resolve_and_cache_response", ".is_success", times=1),
            before("resolve_and_cache_response", ".set", ".delete"),
        ],
        "Past five seconds a slow handler and its successor may run side by side": [
            value("expiry_starting", seconds=5),
            callers("expiry_starting", ["<IdempotencyService as Service>::call", "lock_loop"]),
        ],
        "the later write stands, and a failure that ends last deletes the other's success": [
            calls("resolve_and_cache_response", ".set", times=1),
            calls("resolve_and_cache_response", ".delete", times=1),
            calls("resolve_and_cache_response", ".get", times=0),
            calls("<RedisCache as CacheBehavior>::set_raw", ".pset_ex", times=1),
            calls("<RedisCache as CacheBehavior>::delete", ".del", times=1),
            calls("<MemoryCache as CacheBehavior>::set_raw", ".insert", times=1),
            calls("<MemoryCache as CacheBehavior>::delete", ".remove", times=1),
        ],
        """If the reply to the first SET is lost, the cache layer's retry, when prompt, meets our
        own marker and we wait some five seconds for ourselves.""": [
            calls("CacheBehavior::set_if_not_exists", "run_with_retries", times=1),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "NX"),
            value("expiry_starting", seconds=5),
            before("<IdempotencyService as Service>::call", ".set_if_not_exists", "lock_loop"),
        ],
        "Towards axum the service is infallible.": argued(
            "The impl of `Service<Request>` for `IdempotencyService` has `Infallible` for its "
            "`Error`, a type without values, and all that `call` resolves to is an `Ok`.",
            "impl Service<Request> for IdempotencyService<S>",
        ),
        "a marker that vanished between the two calls is worth a tick in `lock_loop`": [
            before(
                "<IdempotencyService<S> as Service<Request>>::call", ".set_if_not_exists", ".get"
            ),
            before("<IdempotencyService<S> as Service<Request>>::call", ".get", "lock_loop"),
            before("lock_loop", "tokio::time::sleep", ".get"),
            argued(
                "`Ok(Some(Start))` and `Ok(None)` share one arm of the `match` on the first `get`, "
                "and the first thing in that arm is the call of `lock_loop`, which sleeps for one "
                "`wait_duration` ahead of its own look.",
                "<IdempotencyService<S> as Service<Request>>::call",
                "lock_loop",
            ),
        ],
    },
)
