"""What counts as key and as value, and the line that pairs the snapshot with its key."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    bound,
    calls,
    field,
    implements,
    literal,
    rust,
)

key_declaration = Example(
    code=[
        rust("svix-server/src/core/cache/mod.rs", "CacheKey", "CacheValue", imports="used"),
        rust(
            "svix-server/src/core/message_app.rs",
            "kv_def!(AppEndpointKey)",
            imports="used",
        ),
    ],
    prompt="""
        API replicas and workers are going to read each other's cached
        `CreateMessageApp`, and as things stand any string would do as its key. I would
        like that settled in types before somebody writes the first `cache.set`.

        `kv_def!` in core/cache/mod.rs is ready. What it expands to leans on two traits
        that nobody has written so far: `CacheKey`, for what may stand as a key, and
        `CacheValue`, for what may be stored and under which key. Please write and
        document them there, with the bounds that `get`, `set` and `delete` of
        `CacheBehavior` call for. Then pair the snapshot with its key in message_app.rs.
        The integration tests drop an entry between two requests, so they have to be able
        to name the key type; it is to be `AppEndpointKey`.
    """,
    think="""
        One entry holds one snapshot: an application's own fields and the list of its
        endpoints. So one kind of key and one kind of value, and the types should say so.

        An associated type on the value says half of it: `type Key: CacheKey`. With the
        key as a parameter, `CacheValue<K>`, the snapshot could be kept under the
        application's uid as well, which creation has at hand when the path names one.
        Every invalidation would have to know both, and an entry that it forgot would
        live on to its TTL. The other half, that no second type of value shares the key,
        the trait leaves open. `kv_def!` declares a new key type wherever it is used, so
        for that somebody would have to write the impl by hand.

        The bounds follow from `CacheBehavior`. `set` writes JSON, hence `Serialize`;
        `get` parses out of a buffer that ends with the call, hence `DeserializeOwned`,
        and no lifetime on the trait. For this snapshot that reaches down to
        `EndpointSecretInternal`, which implements both by hand. A key is text,
        `AsRef<str>`, and apart from that a mark: `delete` asks for the mark and for no
        value type. `Sync` on either, since `async_trait` boxes its futures as `Send`
        and they hold a reference to the key, in `set` also to the value, across awaits;
        `Send` for the value that `get` hands out, and on keys to go with it.

        Then `kv_def!(AppEndpointKey, CreateMessageApp)`. The newtype comes out `pub`
        with its `String` private, so message_app.rs decides how a key is built, and the
        tests get it through a constructor. The macro writes the trait names bare: this
        file has to import both, though nothing else in it mentions them.

        Types do not cover the shape. On Redis, JSON of the old struct can outlive the
        release that changed it. Where it fails to parse, `get` answers
        `Error::Deserialization`, which `layered_fetch` treats as a miss. Where it still
        parses it may mean something else by now; against that there is the version in
        the key's text.
    """,
    claims={
        "One entry holds one snapshot: an application's own fields and the list of its endpoints": [
            field("CreateMessageApp", "id", "ApplicationId"),
            field("CreateMessageApp", "endpoints", "Vec<CreateMessageEndpoint>"),
        ],
        "`set` writes JSON, hence `Serialize`": [
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
            bound("CacheBehavior::set", "T", "CacheValue"),
            bound("CacheValue", "Self", "DeserializeOwned + Serialize"),
        ],
        "`get` parses out of a buffer that ends with the call, hence `DeserializeOwned`": [
            calls("CacheBehavior::get", "serde_json::from_str", times=1),
            bound("CacheBehavior::get", "T", "CacheValue"),
            bound("CacheValue", "Self", "DeserializeOwned + Serialize"),
        ],
        "`EndpointSecretInternal`, which implements both by hand": [
            implements("EndpointSecretInternal", "Serialize"),
            implements("EndpointSecretInternal", "Deserialize"),
            absent("EndpointSecretInternal", "Serialize"),
            absent("EndpointSecretInternal", "Deserialize"),
        ],
        "`delete` asks for the mark and for no value type": [
            bound("CacheBehavior::delete", "T", "CacheKey"),
            absent("CacheBehavior::delete", "CacheValue"),
        ],
        """`Sync` on either, since `async_trait` boxes its futures as `Send` and they hold a
        reference to the key, in `set` also to the value, across awaits; `Send` for the value
        that `get` hands out, and on keys to go with it.""": [
            attribute("CacheBehavior", "async_trait"),
            bound("CacheBehavior::get", "T", "CacheValue"),
            bound("CacheBehavior::set", "T", "CacheValue"),
            bound("CacheKey", "Self", "AsRef<str> + Send + Sync"),
            bound("CacheValue", "Self", "Send"),
            bound("CacheValue", "Self", "Sync"),
        ],
        "The newtype comes out `pub` with its `String` private": [
            calls("kv_def!", "kv_def_inner!", times=1),
            argued(
                "The struct stands in `kv_def_inner!` as a tuple struct that is `pub` while its "
                "only field carries no visibility; expanded in message_app.rs, the field is open "
                "to that module and its children and to nobody else.",
                "kv_def_inner!",
                "kv_def!",
            ),
        ],
        "though nothing else in it mentions them": [
            absent("impl CreateMessageApp", "CacheKey"),
            absent("impl CreateMessageApp", "CacheValue"),
            absent("CreateMessageApp", "CacheValue"),
            absent("CreateMessageEndpoint", "CacheValue"),
            absent("impl CreateMessageEndpoint", "CacheValue"),
            absent("<CreateMessageEndpoint as TryFrom>::try_from", "CacheValue"),
            absent("impl AppEndpointKey", "CacheKey"),
            absent("impl AppEndpointKey", "CacheValue"),
        ],
        "`get` answers `Error::Deserialization`, which `layered_fetch` treats as a miss": [
            field("core/cache/mod.rs::Error", "Deserialization.0", "serde_json::error::Error"),
            calls("CreateMessageApp::layered_fetch", ".get", times=1),
            argued(
                "`layered_fetch` has one `if let Ok(Some(cma))` on the read; an `Err` of any kind "
                "and `Ok(None)` both fall through to `pg.begin()`, and neither is looked at again.",
                "CreateMessageApp::layered_fetch",
                "CacheBehavior::get",
            ),
        ],
        "so message_app.rs decides how a key is built": [
            calls("core/message_app.rs::AppEndpointKey::new", "AppEndpointKey", times=1),
            literal("core/message_app.rs::AppEndpointKey::new", "SVIX_CACHE_APP_v3_{org}_{app}"),
            absent("core/cache/", "AppEndpointKey"),
        ],
    },
)
