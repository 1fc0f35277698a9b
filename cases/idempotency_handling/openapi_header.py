"""Documenting the optional idempotency-key header on every POST of the spec."""

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
    variant,
)

openapi_header = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "get_key", imports="used"),
        rust(
            "svix-server/src/openapi.rs",
            "add_idempotency_to_post",
            "postprocess_spec",
            imports="used",
        ),
    ],
    prompt="""
        The spec that aide generates for us does not mention `idempotency-key`. Handlers
        do not take it as an extractor: the middleware reads it off the request head,
        together with `Authorization` and the URI, so aide has nothing to infer it from.
        Could the spec state, on each POST it documents, an optional string header of
        that name with a line of description?

        Make it one of the fix-ups that run over the finished document, next to
        `remove_unneeded_schemas`, `replace_true_schemas` and
        `replace_multiple_examples`. Server start and the `GenerateOpenapi` command in
        main.rs should get the whole list through one public call. A path entry that
        turns out to be a reference is worth a warning and is otherwise left alone; we
        don't produce any.

        On the reading side, "optional" has to hold as well: a header that is missing or
        not readable as text means no key and no error.
    """,
    think="""
        Optional in the spec is true if the reader treats anything unusable as not sent.
        `get_key` therefore returns `Option<IdempotencyKey>`: `if let Some(Ok(..))` over
        `get("idempotency-key")` mapped through `to_str`, `None` otherwise, the same for
        "Authorization", then `IdempotencyKey::new` on both and the URI as text.
        Refusing a garbled key would be stricter, but would fail requests that work
        without one.

        For the document, an extractor on each POST handler could tell aide of the
        header through `OperationInput`, but obliges every future one to carry an
        argument it does not use. The parameter list of a path item is shorter still,
        but would cover the GET beside the POST, and a GET passes the middleware as if
        it had no key. So walk the operations.

        The parameter is built once: `openapi::ParameterData` named "idempotency-key", a
        description saying it is the request's idempotency key, `required: false`, a
        format of `Schema` with the schema of `String`, the rest `None` or empty
        `indexmap!`s. The schema comes from schemars through
        `aide::generate::in_context`, which lends the generator. Then, if
        `openapi.paths` is set, go over its values mutably. `ReferenceOr::Reference`
        gets a `tracing::warn!` with the reference. For an `Item` with a `post`, push
        `Parameter::Header` around a clone, `HeaderStyle::Simple`.

        All fix-ups are `fn(&mut OpenApi)`, so `postprocess_spec` is an array of four
        and a loop. Ours comes first; its schema sits inline in the operation, where the
        three that work on the component schemas do not look.

        What the document then leaves unsaid:

        - Without a readable Authorization there is no deduplication, nor with the cache
          set to none.
        - The schema says string, `to_str` accepts visible ASCII.
        - Answers in the 2xx range are kept for twelve hours, others not. `/auth/logout`
          answers 501, so no answer is kept for the header documented there.
        - The body is not part of the key: another payload under a used key gets the
          first one's answer.

        And the reverse: two POSTs of a release build are honoured but not listed, the
        deprecated dashboard-access, registered past aide, and `/admin/redrive-dlq`,
        hidden. The operational webhooks are POSTs too, but those are ours to send; they
        sit in an extension as finished JSON and are not walked.

        One trap: `docs::router` in lib.rs serves the checked-in openapi.json, so the
        header shows up there once that file is generated again and the server rebuilt.
    """,
    claims={
        """next to `remove_unneeded_schemas`, `replace_true_schemas` and
        `replace_multiple_examples`""": [
            callers("add_idempotency_to_post", ["postprocess_spec"]),
            callers("remove_unneeded_schemas", ["postprocess_spec"]),
            callers("replace_true_schemas", ["postprocess_spec"]),
            callers("replace_multiple_examples", ["postprocess_spec"]),
        ],
        "Server start and the `GenerateOpenapi` command in main.rs should get the whole list": [
            callers("postprocess_spec", ["run_with_prefix", "main.rs::main"]),
            variant("main.rs::Commands", "GenerateOpenapi"),
        ],
        """`get_key` therefore returns `Option<IdempotencyKey>`: `if let Some(Ok(..))` over
        `get("idempotency-key")` mapped through `to_str`, `None` otherwise, the same for
        "Authorization", then `IdempotencyKey::new` on both and the URI as text.""": [
            returns("get_key", "Option<IdempotencyKey>"),
            calls("get_key", ".get", times=2),
            literal("get_key", "idempotency-key"),
            literal("get_key", "Authorization"),
            calls("get_key", "to_str", times=2),
            before("get_key", "to_str", "IdempotencyKey::new"),
            before("get_key", ".to_string", "IdempotencyKey::new"),
            calls("get_key", "IdempotencyKey::new", times=1),
        ],
        """Ours comes first; its schema sits inline in the operation, where the three that work on
        the component schemas do not look.""": [
            callers("add_idempotency_to_post", ["postprocess_spec"]),
            calls("add_idempotency_to_post", "String::json_schema", times=1),
            absent("add_idempotency_to_post", "components"),
            absent("add_idempotency_to_post", "subschema_for"),
            argued(
                "`postprocess_spec` lists its fix-ups in an array and runs them from the front, "
                "where `add_idempotency_to_post` stands; each of the other three goes into "
                "`openapi.components` and stays there, so a later place would do as well.",
                "postprocess_spec",
                "add_idempotency_to_post",
                "remove_unneeded_schemas",
                "replace_true_schemas",
                "replace_multiple_examples",
            ),
            absent("remove_unneeded_schemas", "paths"),
            absent("replace_true_schemas", "paths"),
            absent("replace_multiple_examples", "paths"),
        ],
        "Answers in the 2xx range are kept for twelve hours, others not.": [
            calls("resolve_and_cache_response", "is_success", times=1),
            callers("expiry_default", ["resolve_and_cache_response"]),
            value("expiry_default", hours=12),
            before("resolve_and_cache_response", "is_success", ".set"),
            before("resolve_and_cache_response", ".set", ".delete"),
        ],
        "`/auth/logout` answers 501, so no answer is kept for the header documented there.": [
            literal("v1/endpoints/auth.rs::router", "/auth/logout"),
            callers("api_not_implemented", ["v1/endpoints/auth.rs::router"]),
            calls("api_not_implemented", "HttpError::not_implemented", times=1),
            argued(
                "`HttpError::not_implemented` sets `StatusCode::NOT_IMPLEMENTED`, which is 501; "
                "the handler has no other way out and no extractor that could refuse sooner, so "
                "`resolve_and_cache_response` comes to its `delete` whoever asks.",
                "v1/utils/mod.rs::api_not_implemented",
                "error.rs::HttpError::not_implemented",
                "resolve_and_cache_response",
            ),
        ],
        "two POSTs of a release build are honoured but not listed": [
            calls("v1/endpoints/auth.rs::router", "axum::routing::post", times=1),
            literal("v1/endpoints/auth.rs::router", "/auth/dashboard-access/{app_id}"),
            calls("v1/endpoints/admin.rs::router", ".hidden", times=1),
            literal("v1/endpoints/admin.rs::router", "/admin/redrive-dlq"),
            argued(
                "A third one would need a plain `route` or `hidden` on a POST: the two plain "
                "routes of the attempt `router` are GETs, so are those of `docs::router`, and the "
                "echo of `development::router` is merged in debug builds alone.",
                "v1/endpoints/attempt.rs::router",
                "v1/endpoints/auth.rs::router",
                "v1/endpoints/admin.rs::router",
                "v1/endpoints/health.rs::router",
                "v1/endpoints/application.rs::router",
                "v1/endpoints/endpoint/mod.rs::router",
                "v1/endpoints/event_type.rs::router",
                "v1/endpoints/message.rs::router",
                "docs::router",
                "v1/mod.rs::router",
                "run_with_prefix",
            ),
        ],
        "they sit in an extension as finished JSON and are not walked": [
            calls("initialize_openapi", "serde_json::to_value", times=1),
            literal("initialize_openapi", "x-webhooks"),
            absent("add_idempotency_to_post", "webhooks"),
        ],
        "`docs::router` in lib.rs serves the checked-in openapi.json": [
            calls("docs::get_openapi_json", "include_str!", times=1),
            literal("docs::get_openapi_json", "../../openapi.json"),
            callers("docs::get_openapi_json", ["docs::router"]),
        ],
    },
)
