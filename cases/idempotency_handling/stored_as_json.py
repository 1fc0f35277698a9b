"""A response crosses the cache as JSON text: its form, its size, and corrupt entries."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    derives,
    field,
    literal,
    rust,
    value,
    variant,
)

stored_as_json = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "SerializedResponse", imports="used"),
        rust(
            "svix-server/src/core/cache/mod.rs",
            "CacheBehavior::get",
            "CacheBehavior::get_raw",
            imports="used",
        ),
    ],
    prompt="""
        Design note for the cache split: backends deal in bytes, and the middleware
        still has to get back what it stored. That is one of two things, a note that the
        first request is running or its finished answer with status, headers and body.

        I'd like one typed read in `CacheBehavior`, generic over the value, that knows
        nothing of responses and is told by the value's type which key it takes. Under
        it, a read on raw bytes that each backend implements, where absence is a normal
        result. In between, values are JSON, so that one can look at an entry with
        redis-cli. Header values and bodies need not be UTF-8; store them as bytes.

        An entry that does not decode is an error of the cache module, distinct from a
        missing one, with bad UTF-8 told from bad JSON. It must not be retried as though
        Redis were down, while real connection trouble is.
    """,
    think="""
        Neither `Response` nor `HeaderMap` has serde impls, so the middleware needs a
        form of its own. An enum, since the two states are exclusive: `Start` with no
        data, and `Finished` with `code: u16`, `headers: Option<HashMap<String,
        Vec<u8>>>` and `body: Option<Vec<u8>>`, deriving `Deserialize` and `Serialize`.
        A map by name keeps one value of a header that repeats; a list of pairs would
        keep them all. `body` is `None` for one that could not be read, and headers get
        the same `Option`, though today's writer has them.

        A `Vec<u8>` in JSON is an array of decimal numbers. An ASCII letter becomes
        three or four characters with its comma, so a 10 kB text body lies in the cache
        as 30 to 40 kB. Base64 text would add a third and ask for a helper on each
        field; a `String` would lose what is not UTF-8. Most API answers are small, so
        the derive will do, but it is the first thing to change should Redis memory
        matter. Replay decodes all this again, in exchange for the inner service's
        authentication and queries.

        The read, `get`, is generic over `T: CacheValue`, takes `&T::Key` and returns
        `Result<Option<T>>`. `T` shows in the key through an associated type, from which
        alone the compiler does not infer it; the middleware's patterns would settle it,
        but naming it at each read is clearer. `get_raw` is required of the backend,
        takes the key as `&[u8]` and returns `Result<Option<Vec<u8>>>`.

        Decoding: `String::from_utf8`, its error `into` the cache `Error` as
        `DeserializationBytes`; `serde_json::from_str`, likewise as `Deserialization`.
        `serde_json::from_slice` would swallow the bytes directly and fold the two
        causes into one. `transpose` turns the mapped `Option<Result>` round. All of it
        runs in the `run_with_retries` closure with `self.should_retry` and the module's
        `RETRY_SCHEDULE`; the Redis backend accepts connection and command errors there,
        the in-memory one none, so a broken entry fails on its first read.

        What does the client see of it? The entry exists, so a POST with the same
        Authorization, key header and URI loses set-if-absent; it reads, gets `Err`, and
        `call` answers 500 with an empty body. In `lock_loop` the error ends the wait,
        and taking over fails while the entry is there: 500 again. No reader deletes it,
        so unless a request still running under this key settles it, the key stays
        broken for what is left of its TTL, on Redis up to twelve hours. Treating it as
        absent would need a delete or an overwrite, and either could hit the marker of a
        running request.

        On Redis, changing this enum means living with entries from the last twelve
        hours. A further `Option` field reads as `None` from them; most other kinds of
        field, unless given a serde default, make them fail.
    """,
    claims={
        "the two states are exclusive: `Start` with no data, and `Finished`": variant(
            "SerializedResponse", "Start", "Finished", closed=True
        ),
        "`code: u16`, `headers: Option<HashMap<String, Vec<u8>>>` and `body: Option<Vec<u8>>`, "
        "deriving `Deserialize` and `Serialize`": [
            field("SerializedResponse", "Finished.code", "u16"),
            field("SerializedResponse", "Finished.headers", "Option<HashMap<String, Vec<u8>>>"),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
            derives("SerializedResponse", "Deserialize"),
            derives("SerializedResponse", "Serialize"),
        ],
        "`body` is `None` for one that could not be read": [
            calls("resolve_and_cache_response", ".ok", times=1),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
        ],
        "a 10 kB text body lies in the cache as 30 to 40 kB": [
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
            absent("SerializedResponse", "#[serde"),
            argued(
                "Letters have the codes 65 to 122: two digits up to `c`, three from `d` on, and "
                "`to_string` puts one comma and no blank between the elements of a `Vec<u8>`. At "
                "three characters for each byte 10 kB come to 30 kB, at four to 40 kB. Text "
                "outside ASCII takes four characters for each of its bytes at most.",
                "SerializedResponse",
                "CacheBehavior::set",
            ),
        ],
        "`String::from_utf8`, its error `into` the cache `Error` as `DeserializationBytes`; "
        "`serde_json::from_str`, likewise as `Deserialization`": [
            before("CacheBehavior::get", "String::from_utf8", "serde_json::from_str"),
            calls("CacheBehavior::get", ".into", times=2),
            field("core/cache/mod.rs::Error", "DeserializationBytes.0", "FromUtf8Error"),
            field("core/cache/mod.rs::Error", "Deserialization.0", "serde_json::error::Error"),
        ],
        "All of it runs in the `run_with_retries` closure with `self.should_retry` and the "
        "module's `RETRY_SCHEDULE`": [
            before("CacheBehavior::get", "run_with_retries", ".get_raw"),
            before("CacheBehavior::get", ".get_raw", "String::from_utf8"),
            before("CacheBehavior::get", ".transpose", ".should_retry"),
            value("core/cache/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
        ],
        "the Redis backend accepts connection and command errors there, the in-memory one none, "
        "so a broken entry fails on its first": [
            literal("<MemoryCache as CacheBehavior>::should_retry", "false"),
            absent("<RedisCache as CacheBehavior>::should_retry", "Deserialization"),
            absent("<RedisCache as CacheBehavior>::should_retry", "DeserializationBytes"),
            argued(
                "`Retry::run` pauses only for what `should_retry` accepts, and a value that does "
                "not decode is neither `Pool` nor `Database`. A key of another Redis type would "
                "be a `Database` error and be retried, but the cache writes strings alone.",
                "<RedisCache as CacheBehavior>::should_retry",
                "Retry::run",
                "CacheBehavior::get",
            ),
        ],
        """a POST with the same Authorization, key header and URI loses set-if-absent; it reads,
        gets `Err`, and `call` answers 500 with an empty body""": [
            before("<IdempotencyService as Service>::call", ".set_if_not_exists", ".get"),
            literal("core/idempotency.rs::get_key", "Authorization"),
            literal("core/idempotency.rs::get_key", "idempotency-key"),
            calls("core/idempotency.rs::get_key", "IdempotencyKey::new", times=1),
            literal("<IdempotencyService as Service>::call", "500"),
            argued(
                "The match on `get` in `call` has one arm for `Err`, and it returns "
                "`INTERNAL_SERVER_ERROR` as it stands, whose response has no body; a key that "
                "expires between the two commands would be read as `None` instead.",
                "<IdempotencyService as Service>::call",
                "CacheBehavior::get",
            ),
        ],
        "No reader deletes it": [
            absent("<IdempotencyService as Service>::call", "delete"),
            absent("lock_loop", "delete"),
            absent("CacheBehavior::get", "delete"),
        ],
        "living with entries from the last twelve hours": [
            value("expiry_default", hours=12),
            callers("expiry_default", ["resolve_and_cache_response"]),
        ],
        "A further `Option` field reads as `None` from them; most other kinds of field, unless given a "
        "serde default, make them fail": [
            derives("SerializedResponse", "Deserialize"),
            absent("SerializedResponse", "#[serde"),
            argued(
                "For a key that is not there serde's derive asks the field's type to read itself from "
                "nothing: an `Option` becomes `None`, a number, text, list or map refuses, and the whole "
                "value with it. The exceptions are types that ask for an option themselves, as "
                "`UnrequiredNullableField` does. A default would be an attribute, and "
                "`SerializedResponse` has none of serde's.",
                "SerializedResponse",
            ),
        ],
    },
)
