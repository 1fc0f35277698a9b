"""Where the idempotency layer sits at server start, and which cache it captures."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    bound,
    calls,
    derives,
    field,
    implements,
    literal,
    rust,
    variant,
)

wiring = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "IdempotencyService"),
        rust("svix-server/src/lib.rs", "run_with_prefix", imports="used"),
    ],
    prompt="""
        The idempotency middleware has its tower `Service` impl. Give it the struct
        `IdempotencyService`, and put it in front of the API in the public start-up
        function `run_with_prefix`, which takes an optional queue prefix, the
        `Configuration` and an optional `TcpListener` (E2E tests bring their own). In
        order it sets up the database, the configured cache, the queue pair, the
        operational webhook sender, the routers and the HTTP service. Then API, worker,
        expired message cleaner and background migrations run side by side until
        shutdown; the migrations may end sooner. API, worker and migrations have a flag
        each; the cleaner shares the worker's.

        - Each POST under `/api/v1` passes the middleware, on the same cache that
          handlers and worker use.
        - Browsers call us from any origin and may keep a preflight for ten minutes.
        - `/app/` and `/app` are one route and one idempotency key.
        - aide keeps its settings per thread: initialise them before the first router,
          with no await until the spec is finished. The docs routes stay out of it.
        - With the API off the process still reacts to signals.
    """,
    think="""
        `Router::layer` dictates the form. It wants a layer that is `Clone` and applies
        it route by route, so what builds an `IdempotencyService` runs several times:
        `layer_fn` with a closure that is `Fn`. A `move` closure owning `svc_cache`,
        taken before the other copies are handed out, and cloning it again inside; it
        fills the struct's two public fields, `cache` and `service`, by literal. The
        layer's result has to be `Clone` too, so derive it and ask `S: Clone` on the
        struct. Clones are handles on one store, so middleware, worker and `AppState`
        (with `db`, `queue_tx`, `cfg`, `op_webhooks`) share it.

        The store: a match on `cfg.cache_backend()`. `None` and `Memory` have their
        constructors; the three Redis kinds go through
        `RedisManager::from_cache_backend`. With `Memory`, two API processes do not know
        of each other's keys.

        A tuple of layers puts its first member outside. I put idempotency there and
        `CorsLayer` (any origin and method, mirrored headers, 600 seconds) within: the
        stored answer then includes its CORS headers, and a replay is done without
        asking that layer. Preflights are OPTIONS and fall through. The other order
        would put CORS headers on the middleware's own 500s too; a cross-origin script
        cannot read those as it is, which I accept for a failing cache or a marker lost
        twice. Authentication is further in as well, so the replay is given to whoever
        repeats the same Authorization value, key header and URI, even if that token has
        expired in the meantime.

        The layer goes on after merging, on the outermost router, so the URI that is
        hashed still has its `/api/v1`. Trailing slashes have to go before routing, and
        router layers run after it: `NormalizePath::trim_trailing_slash` wraps the
        finished router, `tower::make::Shared` makes it servable. Both spellings reach
        us as one URI.

        Spec: `initialize_openapi`, then the v1 router with its state through
        `nest_api_service` and `finish_api`, then `postprocess_spec`; the docs router
        takes the document and is merged afterwards.

        The rest is order. `warn_if_risky_redis_pending_timeout` first; `init_db`;
        `queue::new_pair` with the prefix; the webhook sender from signing config and
        address; debug lines around the slow steps. Four async blocks in `tokio::join!`
        instead of spawned tasks: they borrow `cfg` and the pool and are awaited as one.
        The price is that `join!` does not stop at an error: a cleaner that gives up
        shows at the `expect` behind it when the others have ended. Use the given
        listener or bind `listen_address`, serve `with_graceful_shutdown`; with the API
        off await `graceful_shutdown_handler` alone, which cancels the token that worker
        and cleaner check. Worker and cleaner yield `Ok(())` when off, the migrations
        nothing in either case; `expect` both. A port that is taken panics at start,
        loud on purpose.
    """,
    claims={
        "may keep a preflight for ten minutes": literal("run_with_prefix", "600"),
        "The layer's result has to be `Clone` too, so derive it and ask `S: Clone` on the struct": [
            derives("IdempotencyService", "Clone"),
            bound("IdempotencyService", "S", "Clone"),
        ],
        "`None` and `Memory` have their constructors; the three Redis kinds go through "
        "`RedisManager::from_cache_backend`": [
            variant(
                "CacheBackend",
                "None",
                "Memory",
                "Redis",
                "RedisCluster",
                "RedisSentinel",
                closed=True,
            ),
            calls("run_with_prefix", "cache::none::new", times=1),
            calls("run_with_prefix", "cache::memory::new", times=1),
            calls("run_with_prefix", "RedisManager::from_cache_backend", times=1),
        ],
        "I put idempotency there and `CorsLayer` (any origin and method, mirrored headers, 600 "
        "seconds) within": [
            before("run_with_prefix", "layer_fn", "CorsLayer::new"),
            calls("run_with_prefix", "AllowHeaders::mirror_request", times=1),
            literal("run_with_prefix", "600"),
        ],
        "the stored answer then includes its CORS headers, and a replay is done without asking "
        "that layer": [
            before("run_with_prefix", "layer_fn", "CorsLayer::new"),
            before("resolve_and_cache_response", "resolve_service", ".set"),
            field("SerializedResponse", "Finished.headers", "Option<HashMap<String, Vec<u8>>>"),
            before(
                "<IdempotencyService as Service>::call",
                "finished_serialized_response_to_response",
                "resolve_and_cache_response",
            ),
            absent("finished_serialized_response_to_response", "service"),
        ],
        "a cross-origin script cannot": argued(
            "The middleware's own 500s are made in `call` and `resolve_and_cache_response` from a "
            "bare status, and `CorsLayer` is part of the service inside. What lies around them is "
            "`NormalizePath`, which touches the request's path, and axum's routing, which leaves "
            "the headers of a nested service as they are; neither knows of origins. The 500 of a "
            "handler passes `CorsLayer` on its way out and can be read.",
            "<IdempotencyService as Service>::call",
            "resolve_and_cache_response",
            "run_with_prefix",
        ),
        "The layer goes on after merging, on the outermost router": [
            before("run_with_prefix", ".merge", ".layer"),
            calls("run_with_prefix", ".layer", times=1),
        ],
        "`initialize_openapi`, then the v1 router with its state through `nest_api_service` and "
        "`finish_api`, then `postprocess_spec`; the docs router takes the document and is merged "
        "afterwards": [
            before("run_with_prefix", "initialize_openapi", ".nest_api_service"),
            before("run_with_prefix", ".nest_api_service", ".finish_api"),
            before("run_with_prefix", ".finish_api", "postprocess_spec"),
            before("run_with_prefix", "postprocess_spec", "docs::router"),
            before("run_with_prefix", "docs::router", ".merge"),
        ],
        "`warn_if_risky_redis_pending_timeout` first; `init_db`; `queue::new_pair` with the "
        "prefix; the webhook sender": [
            before("run_with_prefix", "warn_if_risky_redis_pending_timeout", "init_db"),
            before("run_with_prefix", "init_db", "queue::new_pair"),
            before("run_with_prefix", "queue::new_pair", "OperationalWebhookSenderInner::new"),
        ],
        "async blocks in `tokio::join!` instead of spawned tasks": [
            calls("run_with_prefix", "tokio::join!", times=1),
            absent("run_with_prefix", "spawn"),
        ],
        "Use the given listener or bind `listen_address`, serve `with_graceful_shutdown`": [
            calls("run_with_prefix", "TcpListener::bind", times=1),
            field("ConfigurationInner", "listen_address", "SocketAddr"),
            before("run_with_prefix", "TcpListener::bind", "axum::serve"),
            calls("run_with_prefix", ".with_graceful_shutdown", times=1),
        ],
        "with the API off await `graceful_shutdown_handler` alone, which cancels the token that "
        "worker and cleaner check": [
            field("ConfigurationInner", "api_enabled", "bool"),
            calls("run_with_prefix", "graceful_shutdown_handler", times=2),
            calls("graceful_shutdown_handler", "start_shut_down", times=1),
            calls("start_shut_down", ".cancel", times=1),
            calls("is_shutting_down", ".is_cancelled", times=1),
            calls("queue_handler", "is_shutting_down", times=1),
            calls("expired_message_cleaner_loop", "is_shutting_down", times=1),
        ],
        "The idempotency middleware has its tower `Service` impl.": implements(
            "IdempotencyService", "Service"
        ),
    },
)
