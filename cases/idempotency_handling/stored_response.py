"""What lies in the cache under an idempotency key: a marker or a whole answer."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    bound,
    callers,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
    value,
    variant,
)

stored_response = Example(
    code=[rust("svix-server/src/core/idempotency.rs", "SerializedResponse", imports="used")],
    prompt="""
        I am on the cache side of the idempotency middleware and need the value that
        goes under the key, an enum `SerializedResponse`. While a handler is running
        there has to be something that says just that (`Start`); afterwards the answer
        itself (`Finished`), complete enough to replay: status, headers, body.

        What gets in the way: axum's `Response` does not serialize, its body is a
        stream, and a header value need not be UTF-8. By its type, reading the body can
        also fail after the handler has succeeded, and I would rather keep the rest of
        the answer than lose it, so "no body" must be expressible; give headers the same
        `Option`, though nothing here loses them.

        It travels through `Cache` as every other value does, that is as JSON. Private
        to `core/idempotency.rs`.
    """,
    think="""
        One value with two states, under one key. Two keys, a lock and an answer, would
        split what has to change together: with an enum the final `set` replaces the
        marker by the answer at one stroke, and a waiting duplicate learns both things
        from the same read. `Start` stays empty. It names no owner, so a slow holder
        whose marker ran out can later overwrite the marker of its successor; a token in
        here would allow a check, though `CacheBehavior` has no compare-and-set to make
        one safe.

        `Finished` gets named fields. `code` is a `u16`, which `StatusCode` converts to
        and from; serde is not implemented for the type of the http crate. `headers`
        maps the name, ASCII by definition, as `String` to the raw value as `Vec<u8>`. A
        `HashMap` holds one value per name, so a header that occurs twice is cut down to
        one; a vector of pairs would keep both and is what to change to if a handler
        comes to depend on it. `body` is `Vec<u8>`, the stream collected. Both in an
        `Option`, as asked; the derived `Deserialize` also reads an absent field as
        `None`.

        `CacheValue` wants `DeserializeOwned` and `Serialize`, so derive both and
        nothing more. The value is built, stored, read and taken apart; without `Debug`,
        a `{:?}` on the whole value does not compile. In the cache it lies in the clear,
        the token that app-portal access returns included.

        serde's default tagging is fine. Variant and field names thereby become a stored
        format: rename `Finished` and answers of the previous release fail to parse,
        which the middleware answers with 500 until they expire; rename `body` and they
        parse, and replay empty. JSON writes bytes as an array of numbers, three to four
        characters for a byte of text. Base64 would shrink that for a custom
        serializer's worth of code; a message that echoes a large payload is where it
        would start to pay.
    """,
    claims={
        "One value with two states, under one key": variant(
            "SerializedResponse", "Start", "Finished", closed=True
        ),
        "the final `set` replaces the marker by the answer at one stroke": [
            calls("resolve_and_cache_response", ".set", times=1),
            calls("<RedisCache as CacheBehavior>::set_raw", ".pset_ex", times=1),
            calls("<MemoryCache as CacheBehavior>::set_raw", ".insert", times=1),
        ],
        "learns both things from the same read": calls("lock_loop", ".get", times=1),
        "though `CacheBehavior` has no compare-and-set to make one safe": argued(
            "The writers among its methods are `set`, `set_if_not_exists`, their raw and string "
            "forms, and `delete`; none is told what it expects to find there, and "
            "`set_if_not_exists` asks for absence, which a successor's marker is not.",
            "CacheBehavior",
        ),
        "`code` is a `u16`, which `StatusCode` converts to and from": [
            field("SerializedResponse", "Finished.code", "u16"),
            calls("resolve_and_cache_response", ".into", times=1),
            calls("finished_serialized_response_to_response", ".try_into", times=1),
            argued(
                "In `resolve_and_cache_response` the one `into` stands on the status of the parts, "
                "a `StatusCode` of the http crate, and fills `code`; back it goes by `try_into`, "
                "since a `u16` need not be a status.",
                "resolve_and_cache_response",
                "finished_serialized_response_to_response",
            ),
        ],
        "`CacheValue` wants `DeserializeOwned` and `Serialize`, so derive both": [
            bound("CacheValue", "Self", "DeserializeOwned + Serialize"),
            derives("SerializedResponse", "Deserialize"),
            derives("SerializedResponse", "Serialize"),
        ],
        "without `Debug`, a `{:?}` on the whole value does not compile": [
            absent("SerializedResponse", "Debug"),
            absent("core/idempotency.rs", "fmt"),
        ],
        "the token that app-portal access returns included": [
            returns("app_portal_access", "Result<Json<AppPortalAccessOut>>"),
            field("AppPortalAccessOut", "token", "String"),
        ],
        """rename `Finished` and answers of the previous release fail to parse, which the middleware
        answers with 500 until they expire""": [
            literal("<IdempotencyService as Service>::call", "500"),
            variant("SerializedResponse", "Start", "Finished", closed=True),
            absent("SerializedResponse", "#[serde"),
            calls("CacheBehavior::get", "serde_json::from_str", times=1),
            value("expiry_default", hours=12),
            callers("expiry_default", ["resolve_and_cache_response"]),
            argued(
                "An `Err` of the first `get` is `INTERNAL_SERVER_ERROR` in `call`; one that "
                "`lock_loop` hands back leads to a second `set_if_not_exists`, refused while the "
                "entry is there. No reader deletes it; a request that still runs under the key "
                "could settle it sooner, and then that answer is gone.",
                "<IdempotencyService as Service>::call",
                "lock_loop",
                "CacheBehavior::get",
                "<RedisCache as CacheBehavior>::set_raw",
            ),
        ],
        "rename `body` and they parse, and replay empty": [
            absent("SerializedResponse", "#[serde"),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
            calls("finished_serialized_response_to_response", ".unwrap_or_default", times=1),
        ],
        "`code` is a `u16`, which `StatusCode` converts to and from; serde is not implemented for "
        "the type of the http crate.": [
            field("SerializedResponse", "Finished.code", "u16"),
            calls("finished_serialized_response_to_response", "try_into"),
            argued(
                "By Cargo.lock neither version of the http crate depends on serde, nor serde on "
                "them, so for `StatusCode` its traits have nowhere to come from; "
                "`resolve_and_cache_response` hands over the number.",
                "SerializedResponse",
                "resolve_and_cache_response",
            ),
        ],
    },
)
