"""Stored status, headers and body become an axum response again, fallibly."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    field,
    literal,
    returns,
    rust,
    variant,
)

rebuild_response = Example(
    code=[
        rust(
            "svix-server/src/core/idempotency.rs",
            "finished_serialized_response_to_response",
            imports="used",
        )
    ],
    prompt="""
        When `call` finds a `SerializedResponse::Finished`, it has `code`, `headers` and
        `body` in hand, in two different places, and the client is waiting for an axum
        `Response`. Could you write `finished_serialized_response_to_response` over
        those three?

        Where headers were stored, the replay has to carry those and none that axum
        thinks of by itself. Whatever comes out of a cache may be damaged, so no
        unwrapping: what cannot be rebuilt is a `ConversionToResponseError`, and `call`
        makes a 500 of it. Say in the docs that the function is meant for values our own
        middleware put there.
    """,
    think="""
        The trap is the content type. Calling `into_response` on a `Vec<u8>` is the
        short way to a body, and axum then sets `application/octet-stream` on it, on an
        empty one too. `Body::from` would come without that header; as the map is
        replaced anyway, the shorter form will do. So headers come last, and the stored
        ones are assigned over the whole `HeaderMap` through `headers_mut`; extending it
        with the stored pairs would append a second content type. With `headers` at
        `None` axum's guess stays, but what we store today has `Some`.

        Order: `body.unwrap_or_default()`, which takes no body for an empty one; status
        by `code.try_into()?` into `status_mut`, where serde lets any `u16` pass and
        `StatusCode` wants 100 to 999; then the headers. I considered http's response
        builder. It keeps its first error until the end and reports it as the crate's
        general one, so the cause would have to be asked for, by `http::Error::is` say,
        where our enum has a `From` for each.

        The header loop wants to be an iterator chain: the name goes through
        `str::parse`, the value through `http::HeaderValue::from_bytes`, as stored
        values are bytes and may be outside ASCII. Both `?` stand inside the closure,
        which ends in `Ok` of the pair and whose error type nothing else pins down; that
        is what the turbofish on `collect` is for, `Result<_,
        ConversionToResponseError>`, with the map left to inference. It stops at the
        first bad header. Plain `iter()` will do, both conversions take a borrow.

        Errors leave by `?` before `out` does, so no response goes out with its status
        set and part of its headers. What was lost earlier stays lost: of a repeated
        header name the last value alone was stored.

        A private free function; the three fields come by value, since the caller has
        just moved them out of the enum.
    """,
    claims={
        "what cannot be rebuilt is a `ConversionToResponseError`, and `call` makes a 500 of it": [
            returns(
                "finished_serialized_response_to_response",
                "Result<Response, ConversionToResponseError>",
            ),
            callers(
                "finished_serialized_response_to_response",
                ["<IdempotencyService as Service>::call"],
            ),
            calls(
                "<IdempotencyService as Service>::call",
                "finished_serialized_response_to_response",
                times=2,
            ),
            literal("<IdempotencyService as Service>::call", "500"),
            argued(
                "Both conversions in `call` go on to `unwrap_or_else`, whose closure drops the "
                "error and builds the answer from `INTERNAL_SERVER_ERROR`; a third caller would "
                "have to do so too, and there is none.",
                "<IdempotencyService as Service>::call",
            ),
        ],
        """headers come last, and the stored ones are assigned over the whole `HeaderMap` through
        `headers_mut`""": [
            before("finished_serialized_response_to_response", ".into_response", ".headers_mut"),
            before("finished_serialized_response_to_response", ".try_into", ".headers_mut"),
            calls("finished_serialized_response_to_response", ".headers_mut", times=1),
            absent("finished_serialized_response_to_response", "extend"),
            absent("finished_serialized_response_to_response", "append"),
            absent("finished_serialized_response_to_response", "insert"),
            argued(
                "What `headers_mut` lends is the response's one `HeaderMap`, and the assignment "
                "through it replaces all that `into_response` had put there; a method that adds "
                "to the map would leave the guessed type in place.",
                "finished_serialized_response_to_response",
            ),
        ],
        "what we store today has `Some`": [
            calls("resolve_and_cache_response", "Some", times=1),
            argued(
                "`resolve_and_cache_response` is where a `Finished` is made, and it wraps the "
                "collected `headers` even where the handler sent none; elsewhere in the module the "
                "variant stands in patterns.",
                "resolve_and_cache_response",
                "<IdempotencyService as Service>::call",
                "lock_loop",
            ),
        ],
        """Order: `body.unwrap_or_default()`, which takes no body for an empty one; status by
        `code.try_into()?` into `status_mut`""": [
            calls("finished_serialized_response_to_response", ".unwrap_or_default", times=1),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
            before("finished_serialized_response_to_response", ".unwrap_or_default", ".status_mut"),
            calls("finished_serialized_response_to_response", ".try_into", times=1),
            field("SerializedResponse", "Finished.code", "u16"),
            field("ConversionToResponseError", "StatusError.0", "http::status::InvalidStatusCode"),
        ],
        "serde lets any `u16` pass and `StatusCode` wants 100 to 999; then the headers": [
            field("SerializedResponse", "Finished.code", "u16"),
            calls("finished_serialized_response_to_response", ".try_into", times=1),
            before("finished_serialized_response_to_response", ".status_mut", ".headers_mut"),
            before("finished_serialized_response_to_response", ".try_into", ".headers_mut"),
            argued(
                "The http crate makes a `StatusCode` of the numbers with three digits, 100 to 999, "
                "and answers all others with `InvalidStatusCode`; no attribute on the `code` of a "
                "`SerializedResponse` narrows what its type admits.",
                "SerializedResponse",
                "finished_serialized_response_to_response",
            ),
        ],
        """It keeps its first error until the end and reports it as the crate's general one, so the
        cause would have to be asked for, by `http::Error::is` say""": [
            absent("core/idempotency.rs", "builder"),
            argued(
                "The builder of the http crate carries a result from step to step, skips the rest "
                "once it is an error and gives it out in place of the response, as `http::Error`; "
                "what tells `InvalidStatusCode` from its like there is `is`, or a downcast of the "
                "error inside. A `?` on each step, as `finished_serialized_response_to_response` "
                "has it, meets the concrete type.",
                "finished_serialized_response_to_response",
                "ConversionToResponseError",
            ),
        ],
        "our enum has a `From` for each": [
            variant(
                "ConversionToResponseError",
                "StatusError",
                "FromStr",
                "InvalidHeaderValue",
                closed=True,
            ),
            attribute("ConversionToResponseError", "from"),
            argued(
                "Every variant of `ConversionToResponseError` has `#[from]` on its one field, for "
                "which thiserror writes the impl; a variant that lost it would break this.",
                "ConversionToResponseError",
            ),
        ],
        "the name goes through `str::parse`, the value through `http::HeaderValue::from_bytes`": [
            calls("finished_serialized_response_to_response", ".parse", times=1),
            calls(
                "finished_serialized_response_to_response",
                "http::HeaderValue::from_bytes",
                times=1,
            ),
        ],
        """Errors leave by `?` before `out` does, so no response goes out with its status set and
        part of its headers.""": [
            before("finished_serialized_response_to_response", ".try_into", ".collect"),
            argued(
                "`collect` into a `Result` gives up at the first bad pair, ahead of the assignment "
                "through `headers_mut`, and every `?` drops the local `out`, which the last line "
                "alone returns; what `call` then holds is the `ConversionToResponseError`.",
                "finished_serialized_response_to_response",
            ),
        ],
        "of a repeated header name the last value alone was stored": [
            field("SerializedResponse", "Finished.headers", "Option<HashMap<String, Vec<u8>>>"),
            argued(
                "`resolve_and_cache_response` collects the pairs as `HeaderMap` iterates over "
                "them, the values of one name in the order they were appended, and a `HashMap` "
                "keeps what is inserted last; joining or grouping them first would break this.",
                "resolve_and_cache_response",
            ),
        ],
    },
)
