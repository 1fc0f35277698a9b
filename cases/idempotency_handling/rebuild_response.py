"""Stored status, headers and body become an axum response again, fallibly."""

from pytest_verbatim import Example, rust

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
        general one, so the cause would have to be asked for with `http::Error::is`,
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
)
