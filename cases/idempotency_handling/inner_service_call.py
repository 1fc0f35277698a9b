"""Calling the wrapped service when its error type has no values."""

from pytest_verbatim import Example, rust

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
        middleware, and a starting marker set for it stays for the rest of its TTL, and
        in memory until swept.
    """,
)
