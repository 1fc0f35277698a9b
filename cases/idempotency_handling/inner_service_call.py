"""Calling the wrapped service when its error type has no values."""

from pytest_verbatim import Example, absent, argued, before, bound, callers, calls, returns, rust

inner_service_call = Example(
    code=[rust("svix-server/src/core/idempotency.rs", "resolve_service", imports="used")],
    prompt="""
        Small cleanup. `resolve_service` gives back `Result<Response, Infallible>`, and
        so each of its callers carries a `Result` that does not fail; one even unwraps.
        I'd like it to return the `Response`, with nothing in it that could panic, and
        without quietly going on to compile if the wrapped service should get a real
        error type one day. It keeps taking the service by value, the callers own a
        clone in a boxed future. Same bounds as the `Service` impl of the middleware.
    """,
    think="""
        `Infallible` has no values, and the compiler can be made to use that: match on
        the awaited result, turn the `Ok` side into a response, and give the `Err` side
        an empty match, `match e {}`. It fits any type, so nothing is invented for a
        case that does not exist, and it stops compiling when the error type gains a
        value.

        Three shorter forms were on the table. `unwrap` accepts whatever is `Debug` and
        would turn into a panic in the request path the day the bound changes.
        `into_response()` on the whole `Result` works, axum implements it where both
        sides are responses and counts `Infallible` among them; a real error that
        implements the trait would slip through just as well and be rendered. A `let
        Ok(res)` without else passes on our minimum Rust, 1.88, and has the same rigour,
        but hides the reason.

        Signature: async, private, `mut service: S`, because tower's `call` takes `&mut
        self`; axum's `Request` alias; `S::Response: IntoResponse` leads to axum's
        `Response`. `Clone`, `Send` and `'static`, and the bounds on `S::Future`, are of
        no use to the body; repeating the impl's where clause keeps one contract.

        Left as it is: readiness. tower asks that `poll_ready` succeed on the very
        service that is called, and what arrives here is a clone made inside `call`. In
        `lib.rs` that is `CorsLayer` around an axum route, which reports ready each
        time; something that reserves a permit in `poll_ready` would not stand for it. A
        panic in a handler does not come by as an error either. It unwinds through the
        middleware, and a starting marker set for it is left to its TTL, and in memory
        to a sweep after that.
    """,
    claims={
        "with nothing in it that could panic": [
            absent("resolve_service", "unwrap"),
            absent("resolve_service", "expect"),
            absent("resolve_service", "unreachable"),
        ],
        "`mut service: S`, because tower's `call` takes `&mut self`": [
            calls("resolve_service", ".call", times=1),
            argued(
                "The `call` of tower's `Service` has `&mut self` for its receiver, as our own impl "
                "for `IdempotencyService` shows, which has to follow it; `resolve_service` owns "
                "its `service`, so the binding has to be mutable.",
                "resolve_service",
                "<IdempotencyService as Service>::call",
            ),
        ],
        "`S::Response: IntoResponse` leads to axum's `Response`": [
            bound("resolve_service", "S::Response", "IntoResponse"),
            returns("resolve_service", "Response"),
            calls("resolve_service", ".into_response", times=1),
        ],
        "are of no use to the body": [
            calls("resolve_service", ".clone", times=0),
            absent("resolve_service", "spawn"),
            argued(
                "The body does two things, `call` and `into_response`, and needs no more than "
                "`Service` and `IntoResponse` for them. That its own future is `Send` is asked "
                "for by the box in `IdempotencyService::call`, whose impl has the bounds itself.",
                "resolve_service",
                "<IdempotencyService as Service>::call",
            ),
        ],
        "repeating the impl's where clause keeps one contract": [
            bound(
                "resolve_service",
                "S",
                "Service<Request, Error = Infallible> + Clone + Send + 'static",
            ),
            bound(
                "impl Service<Request> for IdempotencyService<S>",
                "S",
                "Service<Request, Error = Infallible> + Clone + Send + 'static",
            ),
            bound("resolve_service", "S::Future", "Send + 'static"),
            bound("impl Service<Request> for IdempotencyService<S>", "S::Future", "Send + 'static"),
        ],
        "tower asks that `poll_ready` succeed on the very service that is called, and what arrives "
        "here is a clone made inside `call`": [
            calls("<IdempotencyService as Service>::poll_ready", ".poll_ready", times=1),
            absent("<IdempotencyService as Service>::call", "poll_ready"),
            absent("resolve_service", "poll_ready"),
            callers(
                "resolve_service",
                ["<IdempotencyService as Service>::call", "resolve_and_cache_response"],
            ),
            callers("resolve_and_cache_response", ["<IdempotencyService as Service>::call"]),
            before("<IdempotencyService as Service>::call", ".clone", "resolve_service"),
            absent("<IdempotencyService as Service>::call", "replace"),
            absent("<IdempotencyService as Service>::call", "swap"),
            argued(
                "The rule is in tower's documentation of `Service`: `call` may panic where "
                "`poll_ready` has not come back ready, and a clone need not be. Whatever "
                "`poll_ready` of the middleware achieves, it does for `self.service`.",
                "<IdempotencyService as Service>::poll_ready",
                "<IdempotencyService as Service>::call",
            ),
        ],
        "In `lib.rs` that is `CorsLayer` around an axum route, which reports ready each time; "
        "something that reserves a permit in `poll_ready` would not stand for it": [
            before("run_with_prefix", "layer_fn", "CorsLayer::new"),
            argued(
                "`run_with_prefix` hands both to `layer` as one tuple, whose first element ends up "
                "outside: what `layer_fn` receives as its service is the router's own route with "
                "`CorsLayer` already on. The `poll_ready` of CORS asks the route, and that of an "
                "axum route is ready without a condition; a concurrency limit laid beneath would "
                "break this. Tests aside, nothing else builds the middleware.",
                "run_with_prefix",
                "IdempotencyService",
            ),
        ],
        "a starting marker set for it is left to its TTL, and in memory to a sweep after that": [
            absent(".", "catch_unwind"),
            absent(".", "CatchPanicLayer"),
            absent("core/idempotency.rs", "Drop"),
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
            argued(
                "Only `set` and `delete` in `resolve_and_cache_response` settle a marker, and both "
                "come after the awaited `resolve_service`, which a panic leaves by unwinding. "
                "Redis ends the key by its PX; the memory backend hides it from reads and keeps it "
                "in the map until `retain` comes by. An earlier holder that outlived its marker "
                "may still settle this one; the panicking request does not.",
                "resolve_and_cache_response",
                "<IdempotencyService as Service>::call",
                "<RedisCache as CacheBehavior>::set_raw_if_not_exists",
                "impl CacheBehavior for MemoryCache",
                "core/cache/memory.rs::new",
            ),
        ],
    },
)
