"""The outer shape of the tower service: what it holds, answers with and when it is ready."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    bound,
    calls,
    derives,
    field,
    returns,
    rust,
)

service_readiness = Example(
    code=[
        rust(
            "svix-server/src/core/idempotency.rs",
            "IdempotencyService",
            "<IdempotencyService<S> as Service<Request>>::Response",
            "<IdempotencyService<S> as Service<Request>>::Error",
            "<IdempotencyService<S> as Service<Request>>::Future",
            "<IdempotencyService<S> as Service<Request>>::poll_ready",
            imports="used",
        )
    ],
    prompt="""
        First step towards idempotent POSTs: the shell, without `call`, so that we can
        argue about types before we argue about locks.

        `lib.rs` will wrap the router's services through tower's `layer_fn`, next to the
        `CorsLayer`, and build an `IdempotencyService` from a `cache` and a `service`.
        Inside, we will await the cache several times and sometimes answer without
        asking the wrapped service, with a replay or with a 500. Cache trouble becomes a
        status code, so towards axum this service does not fail. It should sit on any
        inner service that is as infallible as itself and can be cloned and sent, and
        have no opinion of its own on when it is ready.
    """,
    think="""
        Let the associated types decide the rest.

        `Response` is not `S::Response`: replays and 500s are made here, not by `S`. Fix
        it to axum's `Response` and ask `S::Response: IntoResponse`. `Error` is
        `Infallible`, and `Service<Request, Error = Infallible>` on `S` says the same of
        what we wrap; `Router::layer` wants an error that converts into it.

        `Future` is the awkward one. The body of `call` is going to be an async block,
        whose type has no name, and an associated type needs one, so box it:
        `Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>`.
        tower-http, which lib.rs takes its `CorsLayer` from, mostly writes such state
        machines out by hand and spares the allocation; with awaits inside branches, as
        planned here, I would rather pay for the box. axum's function middleware would
        hide all of this, but then the cache has to travel as state or in a closure
        instead of being a field.

        From the box follows the where clause. A boxed `dyn` without a lifetime is
        `'static`, it holds no borrow of `self`, and `call` is going to clone `S` into
        it: `Clone + Send + 'static`. `S::Future: Send`, as it is awaited in there; its
        `'static` follows from that of `S`, and I write it out as axum does.

        The struct: two public fields, as `lib.rs` builds it with a literal, and derived
        `Clone`, which `Router::layer` demands of what a layer returns. `S: Clone`
        stands on the struct already, so that an inner service without it is refused
        where it is wrapped. A clone of `Cache` shares the backend. No layer type of our
        own, `layer_fn` will do; a doc comment that points to the router's `layer`.

        `poll_ready`, with `std::task`'s types in full, passes the question on to
        `self.service`. Asking the cache here would stall GETs along with everything
        else when Redis is down. One flaw comes with it: what is polled is
        `self.service`, what runs later is a clone, and tower promises readiness for the
        polled one alone. Behind us sits CORS around axum's route, which says yes
        whenever asked. In front of a service that reserves capacity, `call` would have
        to swap the polled one out.
    """,
    claims={
        "`Service<Request, Error = Infallible>` on `S` says the same of what we wrap": bound(
            "impl Service<Request> for IdempotencyService<S>",
            "S",
            "Service<Request, Error = Infallible>",
        ),
        "`Router::layer` wants an error that converts into it": [
            calls("run_with_prefix", ".layer", times=1),
            argued(
                "The `layer` of axum's `Router` bounds the error of the layered service by "
                "`Into<Infallible>`; for ours, which is `Infallible` itself, that is the identity. "
                "An error of our own would have to be handled before `run_with_prefix` could put "
                "the layer on.",
                "run_with_prefix",
                "impl Service<Request> for IdempotencyService<S>",
            ),
        ],
        """The body of `call` is going to be an async block, whose type has no name, and an
        associated type needs one, so box it""": [
            calls("<IdempotencyService as Service>::call", "Box::pin", times=2),
            returns("<IdempotencyService as Service>::call", "Self::Future"),
        ],
        "`call` is going to clone `S` into it: `Clone + Send + 'static`": [
            bound("impl Service<Request> for IdempotencyService<S>", "S", "Clone + Send + 'static"),
            calls("<IdempotencyService as Service>::call", ".clone", times=2),
        ],
        """two public fields, as `lib.rs` builds it with a literal, and derived `Clone`, which
        `Router::layer` demands of what a layer returns""": [
            calls("run_with_prefix", ".layer", times=1),
            field("IdempotencyService", "cache", "Cache"),
            field("IdempotencyService", "service", "S"),
            derives("IdempotencyService", "Clone"),
            argued(
                "The closure in `run_with_prefix` names both fields in the literal, from outside "
                "the module, where a private one would not compile. A constructor would make the "
                "literal needless; the tree has none. axum's `layer` bounds the service that comes "
                "out of a layer by `Clone`, as it serves each route's requests from copies.",
                "IdempotencyService",
                "run_with_prefix",
            ),
        ],
        """`S: Clone` stands on the struct already, so that an inner service without it is refused
        where it is wrapped""": bound("IdempotencyService", "S", "Clone"),
        "No layer type of our own, `layer_fn` will do": [
            absent("svix-server/src/core/idempotency.rs", "Layer"),
            calls("run_with_prefix", "layer_fn", times=1),
        ],
        "a doc comment that points to the router's `layer`": [
            calls("run_with_prefix", ".layer", times=1),
            argued(
                "The line above `IdempotencyService` says that it is used via `Router::layer`, and "
                "that is how `run_with_prefix` puts it on; a service wrapped around the router, as "
                "`NormalizePath` is there, would make the line wrong.",
                "IdempotencyService",
                "run_with_prefix",
            ),
        ],
        """`poll_ready`, with `std::task`'s types in full, passes the question on to
        `self.service`""": [
            returns(
                "<IdempotencyService as Service>::poll_ready",
                "std::task::Poll<Result<(), Self::Error>>",
            ),
            field("IdempotencyService", "service", "S"),
            calls("<IdempotencyService as Service>::poll_ready", ".poll_ready", times=1),
            absent("<IdempotencyService as Service>::poll_ready", "cache"),
        ],
        "what is polled is `self.service`, what runs later is a clone": [
            field("IdempotencyService", "service", "S"),
            calls("<IdempotencyService as Service>::poll_ready", ".poll_ready", times=1),
            calls("<IdempotencyService as Service>::call", ".clone", times=2),
            absent("<IdempotencyService as Service>::call", "replace"),
            absent("<IdempotencyService as Service>::call", "swap"),
        ],
        "Behind us sits CORS around axum's route": before(
            "run_with_prefix", "layer_fn", "CorsLayer::new"
        ),
    },
)
