"""Settling a key after the handler ran: store a 2xx, release the marker otherwise."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
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

store_success = Example(
    code=[
        rust(
            "svix-server/src/core/idempotency.rs",
            "resolve_and_cache_response",
            imports="all",
        )
    ],
    prompt="""
        After the middleware has won the start marker for a keyed POST, it has to run
        the inner service and settle the key. What we agreed with support: a successful
        answer, meaning any 2xx, is what retries get back for the next twelve hours,
        with its status, headers and body. Everything else releases the key at once, so
        that a customer who repairs a 422, or who met a 500 of ours, can send the same
        key again and is served for real.

        The inputs are the cache, the typed key, the service and the rebuilt request;
        the output is a plain `Response`, since the service's error is `Infallible`. The
        client of this first request has to receive its complete body even though we
        have read it by then. Should the cache refuse the write or the release, answer a
        bare 500 instead of pretending that the key is settled.
    """,
    think="""
        A response body can be read once, and here two parties want it: the client, and
        the cache entry that lets a retry skip the handler and its queries. Only a 2xx
        needs the bytes, so I look at the status before touching the body. Cache and key
        come in by reference, service and request by value. `resolve_service` gives me a
        `Response`, its `Infallible` error already matched away; `into_parts`, then
        branch on `parts.status.is_success()`.

        For a 2xx I collect the body with `http_body_util::BodyExt` into `Bytes`. A
        clone of those shares the buffer, so the client can keep one handle; the
        `to_vec` for the cache is a real copy, because `SerializedResponse::Finished`
        owns plain `Vec<u8>` fields that serde can write. The status goes in as `u16`,
        the headers as `Some` of a map from name to value bytes. A map has one value per
        name, so of a header that repeats just the last survives into the replay. The
        first answer keeps them all: `Response::from_parts` on the untouched parts and a
        `Body` from the bytes, empty if there are none.

        If collecting fails, `.ok()` drops the error and the entry's body is `None`. The
        client is then given an empty body under a 2xx, and so is each retry for the
        length of `expiry_default()`. Our handlers answer from memory, so I do not
        expect it, but it is wrong and earns a TODO.

        `cache.set` replaces the `Start` marker and its short TTL. When that errors, the
        handler's effects are committed already. Handing over the good answer would be
        kinder to this client, yet leave a key that looks settled and is not; hence a
        bare 500 all the same. Neither undoes the damage: unless the write landed and
        just its reply was lost, a retry takes over once the marker has run out, and the
        handler runs a second time.

        Any other status: `cache.delete(key)`, then the response with its body unread. A
        failing delete turns the real 4xx into a 500, and in the Redis backend `delete`
        has no retry schedule around it, unlike `set`.

        What stays open is a handler that outlives its five seconds. On Redis somebody
        else may hold the key by then, or have stored an answer under it, and our `set`
        or `delete` hits that entry all the same; nothing in it says whose it is. A
        request future that is dropped before the `set` leaves the marker behind: on
        Redis for the rest of its TTL, in memory until a sweep finds it expired.

        Bounds are those of `resolve_service`: a `Service<Request, Error = Infallible>`
        that is `Clone`, `Send` and static, a response that is `IntoResponse`, a future
        that is `Send` and static.
    """,
    claims={
        """Everything else releases the key at once, so that a customer who repairs a 422, or who
        met a 500 of ours, can send the same key again""": [
            calls("resolve_and_cache_response", ".is_success", times=1),
            calls("resolve_and_cache_response", ".delete", times=1),
            before("resolve_and_cache_response", ".set", ".delete"),
            literal("error.rs::HttpError::unprocessable_entity", "422"),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
            argued(
                "`HttpError::unprocessable_entity` is how a handler comes to a 422, and a crate "
                "`Error` that is no `Http` is rendered as 500; both are answers of the inner "
                "service that `is_success` denies, so the branch with `delete` takes them. A 500 "
                "that `call` or a failing `set` makes itself is none and releases nothing.",
                "resolve_and_cache_response",
                "error.rs::HttpError::unprocessable_entity",
                "error.rs::<Error as IntoResponse>::into_response",
            ),
        ],
        "I look at the status before touching the body": before(
            "resolve_and_cache_response", "is_success", ".collect"
        ),
        "`resolve_service` gives me a `Response`, its `Infallible` error already matched away": [
            returns("resolve_service", "Response"),
            bound(
                "resolve_service",
                "S",
                "Service<Request, Error = Infallible> + Clone + Send + 'static",
            ),
            absent("resolve_service", "unwrap"),
        ],
        "`into_parts`, then branch on `parts.status.is_success()`": [
            before("resolve_and_cache_response", "resolve_service", ".into_parts"),
            before("resolve_and_cache_response", ".into_parts", "is_success"),
            argued(
                "What `into_parts` splits off as `parts` is the head of the answer, and "
                "`is_success` on its `status` is the one condition between the branch with `set` "
                "and that with `delete`; a look at the method or at a header would be a second.",
                "resolve_and_cache_response",
            ),
        ],
        """the `to_vec` for the cache is a real copy, because `SerializedResponse::Finished` owns
        plain `Vec<u8>` fields that serde can write""": [
            calls("resolve_and_cache_response", ".to_vec", times=1),
            field("SerializedResponse", "Finished.headers", "Option<HashMap<String, Vec<u8>>>"),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
            derives("SerializedResponse", "Serialize"),
        ],
        "`.ok()` drops the error and the entry's body is `None`": [
            calls("resolve_and_cache_response", ".ok", times=1),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
        ],
        "When that errors, the handler's effects are committed already.": before(
            "resolve_and_cache_response", "resolve_service", ".set"
        ),
        "in the Redis backend `delete` has no retry schedule around it, unlike `set`": [
            absent("<RedisCache as CacheBehavior>::delete", "run_with_retries"),
            absent("CacheBehavior::delete", "run_with_retries"),
            calls("CacheBehavior::set", "run_with_retries", times=1),
        ],
        "a handler that outlives its five seconds": [
            value("expiry_starting", seconds=5),
            callers("expiry_starting", ["<IdempotencyService as Service>::call", "lock_loop"]),
        ],
        """somebody else may hold the key by then, or have stored an answer under it, and our `set`
        or `delete` hits that entry all the same; nothing in it says whose it is""": [
            variant("SerializedResponse", "Start", "Finished", closed=True),
            calls("resolve_and_cache_response", ".set", times=1),
            calls("resolve_and_cache_response", ".delete", times=1),
            calls("resolve_and_cache_response", ".get", times=0),
            calls("<RedisCache as CacheBehavior>::set_raw", ".pset_ex", times=1),
            calls("<RedisCache as CacheBehavior>::delete", ".del", times=1),
            argued(
                "A token in `Start`, or a compare before the write, would break this: `Start` is a "
                "unit variant, `pset_ex` and `del` are without condition, and "
                "`resolve_and_cache_response` reads nothing back before it settles the key.",
                "SerializedResponse",
                "resolve_and_cache_response",
                "<RedisCache as CacheBehavior>::set_raw",
                "<RedisCache as CacheBehavior>::delete",
            ),
        ],
        """A request future that is dropped before the `set` leaves the marker behind: on Redis for
        the rest of its TTL, in memory until a sweep finds it expired.""": [
            before("resolve_and_cache_response", "resolve_service", ".set"),
            absent("svix-server/src/core/idempotency.rs", "Drop"),
            absent("svix-server/src/core/idempotency.rs", "spawn"),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "PX"),
            calls("core/cache/memory.rs::new", "check_is_expired", times=1),
            absent("<MemoryCache as CacheBehavior>::get_raw", "remove"),
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
        ],
        "Bounds are those of `resolve_service`": [
            bound(
                "resolve_and_cache_response",
                "S",
                "Service<Request, Error = Infallible> + Clone + Send + 'static",
            ),
            bound(
                "resolve_service",
                "S",
                "Service<Request, Error = Infallible> + Clone + Send + 'static",
            ),
            bound("resolve_and_cache_response", "S::Response", "IntoResponse"),
            bound("resolve_service", "S::Response", "IntoResponse"),
            bound("resolve_and_cache_response", "S::Future", "Send + 'static"),
            bound("resolve_service", "S::Future", "Send + 'static"),
        ],
    },
)
