"""Reading a typed value back out of a cache that knows bytes."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    bound,
    calls,
    field,
    literal,
    returns,
    rust,
)

typed_read = Example(
    code=[
        rust(
            "svix-server/src/core/cache/mod.rs",
            "CacheValue",
            "CacheBehavior::get",
            "CacheBehavior::get_raw",
            imports="used",
        ),
        rust("svix-server/src/core/message_app.rs", "kv_def!(AppEndpointKey)"),
    ],
    prompt="""
        What a backend can offer is bytes for bytes. What `layered_fetch` needs is
        `cache.get` with an `AppEndpointKey` and a `CreateMessageApp` in return. Between
        the two I want one place that decodes, in `CacheBehavior`, so that no reader has
        the chance to decode into the wrong struct.

        A caller names its type and can pass that type's key and no other; say in
        `CacheValue` what a type has to bring along, and declare the snapshot's key by
        `kv_def!`. Nothing under the key is an answer. An entry that is no UTF-8, or no
        JSON of this type, is an error; the module's `Error` has a variant for each.
        Whatever the backend holds to be worth it is tried again, `run_with_retries` and
        `RETRY_SCHEDULE` are there. And a backend that keeps nothing must be able to
        answer without pretending to read.
    """,
    think="""
        `get_raw` stays with the backend: `&[u8]` in, `Option<Vec<u8>>` out, no body.
        `get` is ours and generic, `T: CacheValue`, with `&T::Key` for the key and
        `Result<Option<T>>` in return. Being a default method it can be overridden, and
        `NoCache` will say `Ok(None)` straight away. A generic method shuts out
        `dyn CacheBehavior`; `Cache` is an enum under `enum_dispatch`, so nobody misses
        it.

        `T::Key` leads from value to key and not back. Where the result's type is
        settled elsewhere, the key is enough to write; `layered_fetch` looks at
        `cma.deleted` first and has to say `get::<CreateMessageApp>`. Hung on the key,
        the value's type would follow from the argument. But then a key could not do
        without one, and `delete` asks for a key alone; a turbofish at some readers is
        the smaller price. `CacheValue` asks for `DeserializeOwned` and `Serialize`, and
        for `Send` and `Sync` with a view to the `Send` futures of `async_trait`. The
        declaration is one line.

        Decoding: `get_raw`, then `String::from_utf8`, which takes over the buffer, then
        `serde_json::from_str`. `serde_json::from_slice` would do both in one go, and
        make one failure of two that the module keeps apart, `DeserializationBytes` and
        `Deserialization`. The bytes sit in an `Option`, so `map`, with `and_then` for
        the second step, and `transpose` at the end. Both errors by `into`.

        All of it inside the closure for `run_with_retries`: `|| async move` can be
        called again, for `self` and `key` are shared references. Redis asks for another
        attempt on `Pool` and `Database`, so text that does not parse comes back from
        the first. Decoding might as well stand behind the retries; within, the whole
        method is one expression.

        The reader has to say what a failure is worth. To `layered_fetch` it is no more
        than a miss, so an outage of Redis, where it shows as errors, arrives at
        Postgres as a load per creation and per task. And as it writes over what it
        could not read, two releases that fail to parse each other's JSON would go on
        replacing each other's entry for as long as both run.

        Age is not looked at here. Redis does not hand out what has passed its TTL, and
        in memory `get_raw` withholds it.
    """,
    claims={
        "and `NoCache` will say `Ok(None)` straight away": [
            absent("<NoCache as CacheBehavior>::get", "get_raw"),
            absent("<NoCache as CacheBehavior>::get", "run_with_retries"),
        ],
        """`layered_fetch` looks at `cma.deleted` first and has to say
        `get::<CreateMessageApp>`""": [
            calls("CreateMessageApp::layered_fetch", ".get", times=1),
            field("CreateMessageApp", "deleted", "bool"),
            argued(
                "The pattern `Ok(Some(cma))` binds the result of `get`, and `cma.deleted` is read "
                "ahead of the `return` that would settle the type; upstream's change #854 added "
                "the flag's check and the turbofish in `layered_fetch` together.",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        "But then a key could not do without one, and `delete` asks for a key alone": [
            bound("CacheBehavior::delete", "T", "CacheKey"),
            bound("CacheBehavior::get", "T", "CacheValue"),
        ],
        """`CacheValue` asks for `DeserializeOwned` and `Serialize`, and for `Send` and `Sync` with
        a view to the `Send` futures of `async_trait`.""": [
            bound("CacheValue", "Self", "DeserializeOwned + Serialize + Send + Sync"),
            attribute("CacheBehavior", "async_trait"),
        ],
        """`get_raw`, then `String::from_utf8`, which takes over the buffer, then
        `serde_json::from_str`""": [
            before("CacheBehavior::get", "get_raw", "String::from_utf8"),
            before("CacheBehavior::get", "String::from_utf8", "serde_json::from_str"),
        ],
        """`serde_json::from_slice` would do both in one go, and make one failure of two that the
        module keeps apart, `DeserializationBytes` and `Deserialization`.""": [
            absent("core/cache/mod.rs", "from_slice"),
            field("core/cache/mod.rs::Error", "DeserializationBytes.0", "FromUtf8Error"),
            field("core/cache/mod.rs::Error", "Deserialization.0", "serde_json::error::Error"),
        ],
        """Redis asks for another attempt on `Pool` and `Database`, so text that does not parse
        comes back from the first.""": [
            absent("<RedisCache as CacheBehavior>::should_retry", "Deserialization"),
            absent("<RedisCache as CacheBehavior>::should_retry", "DeserializationBytes"),
            calls("CacheBehavior::get", ".should_retry", times=1),
            argued(
                "`should_retry` of `RedisCache` matches `Pool` and `Database` alone, and "
                "`Retry::run` returns the error of the first attempt where it says no.",
                "<RedisCache as CacheBehavior>::should_retry",
                "Retry::run",
            ),
        ],
        "Decoding might as well stand behind the retries; within, the whole method is one "
        "expression.": [
            calls("CacheBehavior::get", "run_with_retries", times=1),
            absent("CacheBehavior::get", "let"),
        ],
        "in memory `get_raw` withholds it": [
            calls("<MemoryCache as CacheBehavior>::get_raw", "check_is_expired", times=1),
            literal("<MemoryCache as CacheBehavior>::should_retry", "false"),
        ],
        "`get_raw` stays with the backend: `&[u8]` in, `Option<Vec<u8>>` out, no body.": [
            returns("CacheBehavior::get_raw", "Result<Option<Vec<u8>>>"),
            calls("CacheBehavior::get", ".get_raw", times=1),
        ],
        "`get` is ours and generic, `T: CacheValue`": [
            bound("CacheBehavior::get", "T", "CacheValue"),
            returns("CacheBehavior::get", "Result<Option<T>>"),
        ],
    },
)
