"""The client's idempotency key on the request span, and what it can and cannot tell."""

from pytest_verbatim import Example, absent, argued, before, calls, literal, returns, rust

trace_field = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "get_key", imports="used"),
        rust(
            "svix-server/src/core/otel_spans.rs",
            "impl MakeSpan<B> for AxumOtelSpanCreator",
            imports="used",
        ),
    ],
    prompt="""
        Support keeps getting tickets like "we sent key abc twice, what did you do with
        it?", and no log line can be found by that key. Put it on the HTTP request span
        that `AxumOtelSpanCreator` makes for us, read as leniently as the middleware
        reads it: missing or not text means the field stays empty.

        For reference, the whole span: client ip, versions, host, method, route, scheme,
        target and user agent as `http.*`; `otel.kind` "server"; `request_id` from
        `x-request-id`, else `svix-req-id`, else a fresh KSUID; `trace_id` if the global
        propagator finds a valid trace context; the idempotency key. The HTTP and otel
        status codes, `org_id` and `app_id` are declared now and filled in later; a
        `grpc.code` is declared as well, without a writer so far.

        It has to be there at whatever level the log is filtered. With `set_otel_parent`
        it joins the caller's trace, and a failure to join is a warning; without it we
        don't try, because trying warned on every request.
    """,
    think="""
        A hash is no help to support. What `get_key` makes of `idempotency-key`,
        Authorization and URI is a one-way `IdempotencyKey`; the customer quotes the
        header. So record the raw header value under `idempotency_key`, and leave
        Authorization out of the span. A helper over `&HeaderMap` could serve both, but
        it would be a short chain behind a name, across two modules. `get_key` itself
        gives `None` if either header is missing or not text, else `IdempotencyKey::new`
        on both and the URI's string.

        `headers().get(..)` with `to_str().ok()` gives an `Option<&str>`, and tracing
        records nothing for `None`. The field says what was sent, not what was done: a
        GET has it, and so does a POST without Authorization, which `get_key` turns
        away.

        More important is where this runs. `TraceLayer` is inside `v1::router`, the
        idempotency service around it in lib.rs. A replay is answered before a span
        exists, and a request that had to wait for another's answer has done its waiting
        by then. What one finds by the key are requests that went through to the API,
        and in the log those of them that logged something; at `info` the closing line
        is not printed. Two spans with one key mean two requests were let through: the
        first ended outside 2xx, for instance, or token or URI differed, or a slow
        handler lost its start marker. Making replays visible would take a line in
        idempotency.rs. Moving the tracing layer out would cost `http.route`, as there
        is no `MatchedPath` out there for a nested service; the reverse of being inside
        is that `http.target` lacks the `/api/v1` which the cache key has.

        Now the rest, in `make_span` generic over the body. Host and user agent by the
        `http::header` constants, route from `MatchedPath`, target from the URI's path
        with its query, ip from `ConnectInfo<SocketAddr>` wrapped by `debug`, which
        stays empty until the server is set up with connect info, all as `Option`s;
        version, method and the URI's scheme by their `Debug`. `request_id` has to be an
        owned `String`, as its last resort is `KsuidMs::now(None)`: `or_else` for the
        second header, `unwrap_or_else` for the third choice. Remote context: the global
        propagator's `extract` over `HeaderExtractor`, then `is_valid().then(..)` for
        the trace id.

        Fields that are recorded later have to be declared, with `Empty`, or `record`
        drops them: the two statuses by `AxumOtelOnResponse`, the otel one again by
        `AxumOtelOnFailure` on a 5xx, org and app by `permissions_from_bearer` in
        core/security.rs. `error_span!` named "HTTP request", because a span's level is
        what the filter looks at; it does not mark anything as failed. Then `set_parent`
        if configured, `tracing::warn!` with the error, and return the span in either
        case.

        A key is client text and lands in our logs unhashed. Acceptable for an opaque
        token; a customer who puts an email address there has put it into our traces.
    """,
    claims={
        "leave Authorization out of the span": [
            absent("<AxumOtelSpanCreator as MakeSpan>::make_span", "AUTHORIZATION"),
            calls("<AxumOtelSpanCreator as MakeSpan>::make_span", ".headers", times=6),
            argued(
                "Of the six reads of the headers five ask for one by name: user agent, host, the "
                "two request ids and the key. The sixth lends all of them to `HeaderExtractor`; "
                "the one propagator that `setup_tracing` sets looks for trace headers there, and "
                "what becomes a field is a trace id.",
                "<AxumOtelSpanCreator as MakeSpan>::make_span",
                "setup_tracing",
            ),
        ],
        "`get_key` itself gives `None` if either header is missing or not text, else "
        "`IdempotencyKey::new` on both and the URI's string": [
            calls("get_key", "IdempotencyKey::new", times=1),
            before("get_key", ".to_string", "IdempotencyKey::new"),
            returns("get_key", "Option<IdempotencyKey>"),
            literal("get_key", "idempotency-key"),
            literal("get_key", "Authorization"),
            calls("get_key", ".to_str", times=2),
            argued(
                "`get_key` leaves with `None` at either header that is missing or that `to_str` "
                "refuses, and the key is built after both; a default for one of them would break "
                "this, and there is none.",
                "get_key",
            ),
        ],
        "`TraceLayer` is inside `v1::router`, the idempotency service around it in lib.rs": [
            calls("v1/mod.rs::router", "TraceLayer::new_for_http", times=1),
            absent("svix-server/src/lib.rs", "TraceLayer"),
            before("run_with_prefix", "v1::router", "layer_fn"),
        ],
        "A replay is answered before a span exists, and a request that had to wait for another's "
        "answer has done its waiting by then": [
            before(
                "<IdempotencyService as Service>::call", "lock_loop", "resolve_and_cache_response"
            ),
            calls("lock_loop", "tokio::time::sleep", times=1),
            argued(
                "Spans of requests are made by `AxumOtelSpanCreator` alone, which `v1::router` "
                "hands to its `TraceLayer`, and a replay returns from `call` without calling the "
                "service that this layer is part of. Who waited in `lock_loop` calls it afterwards "
                "or not at all. No layer outside of `IdempotencyService` opens a span.",
                "<IdempotencyService as Service>::call",
                "v1/mod.rs::router",
                "run_with_prefix",
            ),
        ],
        "wrapped by `debug`, which stays empty until the server is set up with connect info": [
            calls("<AxumOtelSpanCreator as MakeSpan>::make_span", "debug", times=1),
            absent(".", "into_make_service_with_connect_info"),
            argued(
                "`run_with_prefix` serves a `tower::make::Shared`, which gives each connection a "
                "clone of one service and looks at no peer address. Nothing else in the tree "
                "inserts a `ConnectInfo`; `make_span` is the one place that asks for it.",
                "run_with_prefix",
                "<AxumOtelSpanCreator as MakeSpan>::make_span",
            ),
        ],
        "as its last resort is `KsuidMs::now(None)`: `or_else` for the second header, "
        "`unwrap_or_else` for the third choice": [
            literal("<AxumOtelSpanCreator as MakeSpan>::make_span", "x-request-id"),
            literal("<AxumOtelSpanCreator as MakeSpan>::make_span", "svix-req-id"),
            calls("<AxumOtelSpanCreator as MakeSpan>::make_span", ".or_else", times=1),
            before("<AxumOtelSpanCreator as MakeSpan>::make_span", ".or_else", ".unwrap_or_else"),
            before(
                "<AxumOtelSpanCreator as MakeSpan>::make_span", ".unwrap_or_else", "KsuidMs::now"
            ),
        ],
        "the global propagator's `extract` over `HeaderExtractor`, then `is_valid().then(..)` for "
        "the trace id": [
            before(
                "<AxumOtelSpanCreator as MakeSpan>::make_span",
                "opentelemetry::global::get_text_map_propagator",
                ".extract",
            ),
            calls(
                "<AxumOtelSpanCreator as MakeSpan>::make_span",
                "opentelemetry_http::HeaderExtractor",
                times=1,
            ),
            before("<AxumOtelSpanCreator as MakeSpan>::make_span", ".extract", ".is_valid"),
            before("<AxumOtelSpanCreator as MakeSpan>::make_span", ".is_valid", ".then"),
            before("<AxumOtelSpanCreator as MakeSpan>::make_span", ".then", ".trace_id"),
        ],
        """Fields that are recorded later have to be declared, with `Empty`, or `record` drops
        them""": [
            calls("<AxumOtelOnResponse as OnResponse>::on_response", ".record", times=2),
            calls("<AxumOtelOnFailure as OnFailure>::on_failure", ".record", times=1),
            calls("core/security.rs::permissions_from_bearer", ".record"),
            argued(
                "tracing fixes the fields of a span where its macro stands, and `record` of a name "
                "that is not among them does nothing. `make_span` gives `Empty` to each of the "
                "names that `on_response`, `on_failure` and `permissions_from_bearer` record; one "
                "that it left out would be lost without a word.",
                "<AxumOtelSpanCreator as MakeSpan>::make_span",
                "<AxumOtelOnResponse as OnResponse>::on_response",
                "<AxumOtelOnFailure as OnFailure>::on_failure",
                "core/security.rs::permissions_from_bearer",
            ),
        ],
        "the two statuses by `AxumOtelOnResponse`, the otel one again by `AxumOtelOnFailure` on a "
        "5xx, org and app by `permissions_from_bearer`": [
            literal("<AxumOtelOnResponse as OnResponse>::on_response", "http.status_code"),
            literal("<AxumOtelOnResponse as OnResponse>::on_response", "otel.status_code"),
            literal("<AxumOtelOnFailure as OnFailure>::on_failure", "otel.status_code"),
            calls("<AxumOtelOnFailure as OnFailure>::on_failure", ".is_server_error", times=1),
            literal("core/security.rs::permissions_from_bearer", "org_id"),
            literal("core/security.rs::permissions_from_bearer", "app_id"),
        ],
        "Then `set_parent` if configured, `tracing::warn!`": [
            before(
                "<AxumOtelSpanCreator as MakeSpan>::make_span",
                "tracing::error_span!",
                ".set_parent",
            ),
            before("<AxumOtelSpanCreator as MakeSpan>::make_span", ".set_parent", "tracing::warn!"),
        ],
    },
)
