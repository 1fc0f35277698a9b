"""Which requests opt in to idempotency, and under which identity."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    literal,
    returns,
    rust,
    value,
)

read_key_from_request = Example(
    code=[rust("svix-server/src/core/idempotency.rs", "get_key", imports="used")],
    prompt="""
        Opting in must be the client's decision: a POST takes part in deduplication when
        it carries an `idempotency-key`, and everything else reaches its handler as it
        did before. That goes for headers we cannot read as text, too; we have clients
        in production and do not want to start refusing what they send.

        Identity: two tokens that both send "1" must not see each other's answers, and
        the same key on another URL is another request. Mind that the middleware sits
        around the API, so none of our permission extractors has run.

        `call` will split the request and invoke `get_key(&parts)`; `None` tells it to
        pass the request through. `IdempotencyKey::new` does the hashing.
    """,
    think="""
        Nobody has verified anything yet at this point, there is no organisation id to
        key by. What we have is the Authorization value as sent, and for keying that is
        enough. A forged token makes a key of its own, the API behind us (save the echo
        route of debug builds) refuses its request, and answers other than 2xx are not
        kept. The reverse is worth a thought: a replay does not get as far as the
        extractors, so whoever repeats URL and both headers can fetch a stored answer
        even if the token has expired since. The twelve hours of the entry bound that.

        Without a readable Authorization the answer is `None`. An empty string in its
        place would make one of all anonymous callers who pick the same key for the same
        URL: they would wait for each other's refusals, and the first POST route that
        asks for no token would hand them each other's answers.

        So two headers and the URI, from `&Parts`; the body stays with the caller, and
        the method was dealt with before. `parts.headers.get("idempotency-key")` gives
        an `Option`, `to_str` a `Result`: map one over the other and match
        `Some(Ok(key))`, and missing and unreadable fall into the same else, `return
        None`. Chained `?` with `ok()` would be two lines; spelled out, each exit has
        room for a comment saying that the request is passed on and not cached. `to_str`
        accepts printable ASCII and tabs, so a key with an umlaut quietly loses its
        protection. A refusal would tell the client, and is ruled out. An empty key is
        readable text and counts: a client that sends it by mistake has all its POSTs to
        one URL taken for the same request.

        Header lookup ignores case, "Authorization" may be written as in the docs. `get`
        takes the first of several values.

        `parts.uri.to_string()`, query included, so parameters in another order make
        another key. A trailing slash does not: `NormalizePath` in `lib.rs` has trimmed
        it. Then `IdempotencyKey::new(auth, key, &uri)`, in that order, token first.
    """,
    claims={
        "there is no organisation id to key by": [
            absent("svix-server/src/core/idempotency.rs", "permissions"),
            absent("svix-server/src/core/idempotency.rs", "org_id"),
        ],
        "the API behind us (save the echo route of debug builds) refuses its request": [
            calls("v1/mod.rs::router", "development::router", times=1),
            calls(
                "core/permissions.rs::<Organization as FromRequestParts>::from_request_parts",
                "permissions_from_bearer",
            ),
            calls(
                "core/permissions.rs::<Application as FromRequestParts>::from_request_parts",
                "permissions_from_bearer",
            ),
            calls(
                "<OrganizationWithApplication as FromRequestParts>::from_request_parts",
                "Organization::from_request_parts",
            ),
            argued(
                "Each handler that `post_with` or axum's own `post` registers below `v1::router` "
                "takes an extractor of `core::permissions`, which verifies the token; the one "
                "without is `api_not_implemented`, and that refuses everybody.",
                "v1/mod.rs::router",
                "v1/endpoints/auth.rs::router",
                "v1/endpoints/admin.rs::router",
                "v1/endpoints/application.rs::router",
                "v1/endpoints/attempt.rs::router",
                "v1/endpoints/endpoint/mod.rs::router",
                "v1/endpoints/event_type.rs::router",
                "v1/endpoints/message.rs::router",
                "v1/endpoints/health.rs::router",
                "app_portal_access",
                "dashboard_access",
                "api_not_implemented",
                "redrive_dlq",
                "create_application",
                "resend_webhook",
                "create_endpoint",
                "rotate_endpoint_secret",
                "send_example",
                "recover_failed_webhooks",
                "create_event_type",
                "v1/endpoints/message.rs::create_message",
                "permissions_from_bearer",
                "parse_bearer",
                "JwtSigningConfig::verify_token",
            ),
        ],
        "answers other than 2xx are not kept": [
            calls("resolve_and_cache_response", "is_success", times=1),
            calls("resolve_and_cache_response", ".set", times=1),
            before("resolve_and_cache_response", "is_success", ".set"),
            before("resolve_and_cache_response", ".set", ".delete"),
        ],
        "a replay does not get as far as the extractors": [
            before(
                "<IdempotencyService as Service>::call",
                "finished_serialized_response_to_response",
                "resolve_and_cache_response",
            ),
            absent("finished_serialized_response_to_response", "service"),
        ],
        "The twelve hours of the entry bound that.": [
            value("expiry_default", hours=12),
            callers("expiry_default", ["resolve_and_cache_response"]),
        ],
        "Without a readable Authorization the answer is `None`.": [
            returns("get_key", "Option<IdempotencyKey>"),
            literal("get_key", "Authorization"),
            calls("get_key", "to_str", times=2),
            argued(
                "The look-up of either header in `get_key` returns `None` where it finds nothing "
                "or `to_str` fails; a default in place of that return would break this, and the "
                "one `Some` that is built stands behind both.",
                "get_key",
            ),
        ],
        "the body stays with the caller, and the method was dealt with before": [
            callers("get_key", ["<IdempotencyService as Service>::call"]),
            absent("get_key", "body"),
            absent("get_key", "method"),
            before("<IdempotencyService as Service>::call", "resolve_service", "get_key"),
        ],
        "An empty key is readable text and counts": [
            absent("get_key", "is_empty"),
            absent("impl IdempotencyKey", "is_empty"),
        ],
        "`parts.uri.to_string()`, query included, so parameters in another order make another "
        "key": [
            calls("get_key", ".to_string", times=1),
            absent("get_key", "path"),
            absent("get_key", "query"),
            calls("IdempotencyKey::new", ".update", times=5),
            argued(
                "`get_key` writes out the whole `uri` of `parts`, the query as the client sent it; "
                "sorting or leaving out parameters on the way to `IdempotencyKey::new` would break "
                "this, and nothing in between touches the text. `NormalizePath`, which has been at "
                "it by then, trims slashes of the path and keeps the query.",
                "get_key",
                "IdempotencyKey::new",
                "run_with_prefix",
            ),
        ],
        "`NormalizePath` in `lib.rs` has trimmed it": [
            calls("run_with_prefix", "NormalizePath::trim_trailing_slash", times=1),
            before("run_with_prefix", "layer_fn", "NormalizePath::trim_trailing_slash"),
        ],
    },
)
