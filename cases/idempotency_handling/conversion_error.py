"""One error type for the three ways in which a cached answer fails to become a response."""

from pytest_verbatim import Example, rust

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
)
