"""One error type for the three ways in which a cached answer fails to become a response."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    derives,
    field,
    implements,
    literal,
    rust,
    variant,
)

conversion_error = Example(
    code=[rust("svix-server/src/core/idempotency.rs", "ConversionToResponseError")],
    prompt="""
        `?` should be all it takes when a cached answer is turned back into a response.
        Three steps can fail there (status code, header name, header value) and the
        `http` crate has an error type for each. Could you add a public
        `ConversionToResponseError` to `core/idempotency.rs` that takes in all three and
        says in a short fixed text which one it was? Nothing of the stored data in the
        message, please. `thiserror`, like the error of `core/cache`.
    """,
    think="""
        `http::Error` already takes in all three, so why not return that? Because it
        shows whatever text its source has, and asking it for the cause is roundabout; a
        local enum gives three arms to match on and us the wording. `From` impls on the
        crate-wide `Error`, which has them for database and queue errors, would be the
        other way out. But a malformed header can come from a customer as well as from
        our cache, and in every function that returns the crate's `Result` a `?` would
        from then on pass it off as a fault of ours.

        With `thiserror`, `#[from]` on a variant's one field brings the conversion and
        `source()`. It needs three distinct source types, which we have. Full paths, for
        the reader's sake, as one variant shares its source's name: `StatusError` around
        `http::status::InvalidStatusCode`, "the status code is out of bounds"; `FromStr`
        around `http::header::InvalidHeaderName`, after the parse that fails, "a header
        name is invalid"; `InvalidHeaderValue` around
        `http::header::InvalidHeaderValue`, "a header value is invalid". `Debug` beside
        it, which `std::error::Error` asks for.

        The body needs no variant, any bytes will do. Nor does broken JSON: serde fails
        inside `CacheBehavior::get`, before anyone converts. What remains takes an entry
        that parses and still is no response, say `"code": 42`. Our own writes come from
        real responses, so that means corruption or a foreign writer in Redis, and the
        middleware answers 500 without logging the error.
    """,
    claims={
        "a malformed header can come from a customer": [
            calls("validate_header_key", "http::header::HeaderName::try_from", times=1),
            calls("validate_header_map", "http::header::HeaderValue::try_from", times=1),
            calls("<EndpointHeaders as Deserialize>::deserialize", "validate_header_map"),
        ],
        "in every function that returns the crate's `Result` a `?` would from then on pass it off "
        "as a fault of ours": [
            calls("error.rs::<Error as From<omniqueue::QueueError>>::from", "Error::queue"),
            absent("error.rs::<Error as From<DbErr>>::from", "HttpError"),
            variant("error.rs::ErrorType", "Http"),
            argued(
                "The alias `Result` of error.rs has `Error` for its default, so each `?` in such a "
                "function goes through `From`. `into_response` answers every `ErrorType` but "
                "`Http` with `INTERNAL_SERVER_ERROR`, and an impl like those for the database and "
                "the queue makes one of the others; one that made an `HttpError` would be an "
                "answer to the client's request even where the entry was ours.",
                "error.rs::Result",
                "error.rs::<Error as IntoResponse>::into_response",
                "error.rs::<Error as From<DbErr>>::from",
            ),
        ],
        "on the crate-wide `Error`, which has them for database and queue errors": [
            implements("src/error.rs::Error", "From<DbErr>"),
            implements("src/error.rs::Error", "From<omniqueue::QueueError>"),
        ],
        "It needs three distinct source types, which we have": [
            variant(
                "ConversionToResponseError",
                "StatusError",
                "FromStr",
                "InvalidHeaderValue",
                closed=True,
            ),
            field("ConversionToResponseError", "StatusError.0", "http::status::InvalidStatusCode"),
            field("ConversionToResponseError", "FromStr.0", "http::header::InvalidHeaderName"),
            field(
                "ConversionToResponseError",
                "InvalidHeaderValue.0",
                "http::header::InvalidHeaderValue",
            ),
            attribute("ConversionToResponseError", "from"),
        ],
        "`Debug` beside it, which `std::error::Error` asks for": [
            derives("ConversionToResponseError", "Debug"),
            derives("ConversionToResponseError", "Error"),
        ],
        "The body needs no variant, any bytes will do": [
            calls("finished_serialized_response_to_response", ".unwrap_or_default", times=1),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
        ],
        "serde fails inside `CacheBehavior::get`, before anyone converts": [
            calls("CacheBehavior::get", "serde_json::from_str", times=1),
            before(
                "<IdempotencyService as Service>::call",
                ".get",
                "finished_serialized_response_to_response",
            ),
        ],
        "Our own writes come from real responses": [
            before("resolve_and_cache_response", "resolve_service", ".set"),
            calls("<IdempotencyService as Service>::call", ".set", times=0),
            calls("lock_loop", ".set", times=0),
        ],
        "the middleware answers 500 without logging the error": [
            callers(
                "finished_serialized_response_to_response",
                ["<IdempotencyService as Service>::call"],
            ),
            calls("<IdempotencyService as Service>::call", ".unwrap_or_else", times=2),
            absent("core/idempotency.rs", "tracing"),
            literal("<IdempotencyService as Service>::call", "500"),
            argued(
                "`call` converts in two places, for an answer found at once and for one that "
                "`lock_loop` waited for; both throw the error away unread and put "
                "`INTERNAL_SERVER_ERROR` in its stead.",
                "<IdempotencyService as Service>::call",
            ),
        ],
        "Three steps can fail there (status code, header name, header value)": [
            variant(
                "ConversionToResponseError",
                "StatusError",
                "FromStr",
                "InvalidHeaderValue",
                closed=True,
            ),
        ],
        "`thiserror`, like the error of `core/cache`": [
            derives("ConversionToResponseError", "thiserror::Error"),
            derives("core/cache/mod.rs::Error", "thiserror::Error"),
        ],
    },
)
