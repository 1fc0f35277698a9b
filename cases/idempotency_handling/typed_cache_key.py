"""A macro line ties a cache key type to the type of the value stored under it."""

from pytest_verbatim import Example, absent, argued, attribute, bound, callers, calls, returns, rust

typed_cache_key = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "kv_def!(IdempotencyKey)"),
        rust(
            "svix-server/src/core/cache/mod.rs",
            "CacheKey",
            "CacheValue",
            "kv_def_inner!",
            "kv_def!",
            "use#7",
            "use#8",
        ),
    ],
    prompt="""
        To the cache everything is bytes under bytes. Read a key as the wrong type and
        you find out in production, if at all.

        I would like `CacheBehavior::get`, `set` and `set_if_not_exists` to take a key
        and a value that belong together by type, while `delete` takes any key. And
        since a pair needs a newtype around `String`, `AsRef<str>` and the trait impls
        each time, make that one line per pair, a `macro_rules` macro `kv_def!(Key,
        Value)` that the worker and the health endpoint can use as well. Keep the
        newtype and the pairing apart from the marker that makes it a key; a macro of
        its own for that, please.

        The macro must not deal in key prefixes: we had one that was declared and then
        missing from the actual string. First user: `IdempotencyKey` with
        `SerializedResponse`.
    """,
    think="""
        On which side does the pairing hang? Put it on the value: `CacheValue` has an
        associated `Key: CacheKey`, and `get<T: CacheValue>` asks for a `&T::Key`.
        Whoever reads settles the type, mostly by turbofish; the compiler then demands
        its key. The other way round the value could be inferred from the key and the
        turbofish would go, but serde's bounds belong to the value anyhow:
        `DeserializeOwned`, because the fetched bytes die inside `get`, and `Serialize`.
        `Sync` on both traits, since `async_trait` boxes futures that are `Send` and
        hold references to keys and values across awaits; a value read back is owned
        there, so `Send` as well, and keys get it for symmetry. `CacheKey` is
        `AsRef<str>` without methods of its own; it marks what `delete` accepts.

        A generic key with `PhantomData<T>` would need no macro. Its string would be
        private to the cache module, though, so it would want a public constructor, and
        then any module could forge any key. A `pub struct $key_id(String)` written into
        the invoking module keeps its field there: `IdempotencyKey` is built where its
        format is known, and that code alone decides on a prefix.

        Two `ident` parameters. The inner macro takes struct (`Clone` and `Debug`, as a
        bare string would have), `AsRef<str>` and the `CacheValue` impl; `kv_def!` calls
        it and adds the `CacheKey` marker. `macro_rules` names are scoped by text order;
        to be imported they get a `pub(crate) use` each, and the call inside goes by the
        full `crate::core::cache` path. That is why the inner one is visible although
        nobody should reach for it; its doc has to say so. The traits stay bare names
        and resolve where the macro is used: a caller imports `CacheKey` and
        `CacheValue`, a small tax.

        What the types leave open is the string. Redis, like the in-memory map, has one
        namespace; if two key types format to equal text, one of them reads the other's
        JSON and gets `Error::Deserialization`, or, worse, something that parses. And a
        hand-written `CacheValue` impl may name a key that is already paired.
    """,
    claims={
        "`get<T: CacheValue>` asks for a `&T::Key`": [
            bound("CacheBehavior::get", "T", "CacheValue"),
            bound("CacheBehavior::set", "T", "CacheValue"),
            bound("CacheBehavior::set_if_not_exists", "T", "CacheValue"),
            argued(
                "In `get`, `set` and `set_if_not_exists` the key is a `&T::Key`, the associated "
                "type, so one of another pair is refused. `get_string`, `set_string` and `delete` "
                "take a parameter of their own for it, and the raw forms bytes.",
                "CacheBehavior",
                "CacheValue",
            ),
        ],
        "serde's bounds belong to the value anyhow: `DeserializeOwned`, because the fetched bytes "
        "die inside `get`, and `Serialize`": [
            bound("CacheValue", "Self", "DeserializeOwned + Serialize"),
            returns("CacheBehavior::get_raw", "Result<Option<Vec<u8>>>"),
            calls("CacheBehavior::get", ".get_raw", times=1),
            calls("CacheBehavior::get", "serde_json::from_str", times=1),
            returns("CacheBehavior::get", "Result<Option<T>>"),
        ],
        "`Sync` on both traits, since `async_trait` boxes futures": [
            bound("CacheKey", "Self", "Sync"),
            bound("CacheValue", "Self", "Sync"),
            attribute("CacheBehavior", "async_trait"),
        ],
        "so `Send` as well, and keys get it for symmetry": [
            bound("CacheValue", "Self", "Send"),
            bound("CacheKey", "Self", "Send"),
        ],
        "`CacheKey` is `AsRef<str>` without methods of its own; it marks what `delete` accepts": [
            bound("CacheKey", "Self", "AsRef<str>"),
            absent("CacheKey", "fn"),
            bound("CacheBehavior::delete", "T", "CacheKey"),
        ],
        "`IdempotencyKey` is built where its format is known": [
            calls("IdempotencyKey::new", "IdempotencyKey", times=1),
            callers("IdempotencyKey::new", ["get_key"]),
        ],
        "`kv_def!` calls it and adds the `CacheKey` marker": [
            calls("kv_def!", "kv_def_inner!", times=1),
            absent("kv_def_inner!", "CacheKey"),
            absent("svix-server/src/core/idempotency.rs", "impl CacheKey"),
            calls("resolve_and_cache_response", ".delete", times=1),
        ],
        "Redis, like the in-memory map, has one namespace": argued(
            "`RedisCache` and `MemoryCache` take the bytes of the key as they come and put nothing "
            "in front of them, and `CacheBehavior` hands over `as_ref` alone. Two servers could "
            "be given two Redis databases, but all keys of one lie in the same.",
            "impl CacheBehavior for RedisCache",
            "impl CacheBehavior for MemoryCache",
            "CacheBehavior",
        ),
    },
)
