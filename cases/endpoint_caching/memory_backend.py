"""The snapshot in the in-memory backend: what a read hides, a fill replaces and a delete misses."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    bound,
    callers,
    calls,
    derives,
    literal,
    returns,
    rust,
)

memory_backend = Example(
    code=[
        rust("svix-server/src/core/message_app.rs", "CreateMessageApp::invalidate"),
        rust(
            "svix-server/src/core/cache/memory.rs",
            "ValueWrapper",
            "impl ValueWrapper",
            "State",
            "SharedState",
            "new",
            "MemoryCache",
            "<MemoryCache as CacheBehavior>::get_raw",
            "<MemoryCache as CacheBehavior>::set_raw",
            "<MemoryCache as CacheBehavior>::delete",
            "check_is_expired",
            imports="used",
        ),
    ],
    prompt="""
        One process that caches in its own memory, our default, should gain from the
        application snapshot as well. So `MemoryCache` needs storage behind
        `CacheBehavior`: in this change the constructor, `get_raw`, `set_raw` and
        `delete`. The rest of what the trait demands comes separately.

        What `layered_fetch` and the handlers need of it: an entry whose TTL has passed
        is a miss, whether or not anybody has cleaned up. Filling again replaces the
        value and starts its time anew; reading does not prolong it. After a delete the
        next read of this process finds nothing, unless someone filled it again. Reads
        of many requests run side by side. All clones of the handle share one map. What
        belongs to applications that fell silent has to leave the process in the end:
        look through the map every five minutes.

        And the handlers need a function on `CreateMessageApp` to drop one application,
        given cache, application id and organization id; our error, not the cache's.
    """,
    think="""
        Bytes or values? An `Arc<CreateMessageApp>` in the map would make a hit a
        matter of a counter. But the typed `get` of `CacheBehavior` asks its backend for
        bytes and parses them, and one map has to hold every kind of value, the failure
        clocks of the worker too. So `State` is a `HashMap<Vec<u8>, ValueWrapper>`, the
        JSON goes in as it would go to Redis, and a hit costs a copy and a parse. What
        it still saves is a transaction of sea-orm's with the endpoint query in it and,
        where no model is handed in, the query for the application.

        `SharedState` is an `Arc` of tokio's `RwLock` around that, and `MemoryCache`
        derives `Clone` over it. A `Mutex` would be simpler and let in one reader at a
        time, which is what we were asked not to do. tokio's lock is fair: readers that
        arrive behind a waiting writer have to wait for it. That is bearable while a
        writer inserts, removes or sweeps and awaits nothing with the guard in its hand.

        A private `ValueWrapper` for value, TTL and the `Instant` of the writing, also
        tokio's. An entry is alive while the milliseconds since do not exceed those of
        the TTL. One free function decides this for reads and for the sweep. Both keep
        what it affirms, so `check_is_expired` returns true for the living, and its name
        is the part of it not to trust.

        `get_raw`: read guard, look up by the borrowed slice, `filter`, and clone the
        bytes, so that the lock is free again while serde_json works. A dead entry stays
        where it is; to remove it I would need the write guard. `set_raw` inserts owned
        copies with a new `ValueWrapper`. `insert` replaces, and the new timer is the
        restart. Since `layered_fetch` writes after a miss alone, the snapshot of a busy
        application is loaded about once per TTL, and more often where requests miss
        together or a handler has dropped the entry.

        `delete` is generic over `CacheKey`, takes the write guard and removes by the
        key's bytes; a key that is not there is no error. `invalidate` on
        `CreateMessageApp` builds the `AppEndpointKey`, awaits the delete and turns an
        error with `Error::cache`. From this backend none comes, from Redis one can.

        The map ends at the process. Where API and worker run apart, a delete reaches
        the API's copy, and the worker sends to the old endpoints while its own lasts.
        Both callers of `layered_fetch` choose thirty seconds for that.

        The constructor, a free `new`, makes a `Cache` and spawns the sweep with a clone
        of the `Arc`: sleep `60 * 5` seconds, write guard, `retain`, again. It wants a
        runtime to spawn on, and `run_with_prefix` of lib.rs runs in one. Applications
        with traffic replace their own entry, so the snapshots it finds dead are mostly
        those of silent ones. No limit on size.
    """,
    claims={
        "the typed `get` of `CacheBehavior` asks its backend for bytes and parses them": [
            before("CacheBehavior::get", ".get_raw", "serde_json::from_str"),
        ],
        "a hit costs a copy and a parse": [
            calls("<MemoryCache as CacheBehavior>::get_raw", ".clone", times=1),
            calls("CacheBehavior::get", "serde_json::from_str", times=1),
        ],
        "What it still saves is a transaction of sea-orm's with the endpoint query in it and, "
        "where no model is handed in, the query for the application": [
            before("CreateMessageApp::layered_fetch", ".get", ".begin"),
            before("CreateMessageApp::layered_fetch", ".begin", "secure_find_by_id"),
            before(
                "CreateMessageApp::layered_fetch", "secure_find_by_id", "fetch_from_pg_by_model"
            ),
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
            calls("CreateMessageApp::layered_fetch", ".one", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", ".all", times=1),
        ],
        "`MemoryCache` derives `Clone` over it": derives("MemoryCache", "Clone"),
        "Both keep what it affirms, so `check_is_expired` returns true for the living": [
            callers(
                "check_is_expired",
                ["<MemoryCache as CacheBehavior>::get_raw", "core/cache/memory.rs::new"],
            ),
            before("<MemoryCache as CacheBehavior>::get_raw", ".get", ".filter"),
            calls("core/cache/memory.rs::new", ".retain", times=1),
        ],
        "`get_raw`: read guard, look up by the borrowed slice, `filter`, and clone the bytes, so "
        "that the lock is free again while serde_json works": [
            absent("core/cache/memory.rs", "serde_json"),
            before("<MemoryCache as CacheBehavior>::get_raw", ".read", ".get"),
            before("<MemoryCache as CacheBehavior>::get_raw", ".get", ".filter"),
            before("<MemoryCache as CacheBehavior>::get_raw", ".filter", ".clone"),
            argued(
                "The read guard is a temporary of the one expression in `get_raw` and ends with "
                "it; what is returned is a `Vec<u8>` of its own, and `CacheBehavior::get` parses "
                "that when `get_raw` has been awaited.",
                "<MemoryCache as CacheBehavior>::get_raw",
                "CacheBehavior::get",
            ),
        ],
        "Since `layered_fetch` writes after a miss alone, the snapshot of a busy application is "
        "loaded about once per TTL, and more often where requests miss together or a handler has "
        "dropped the entry": [
            before("CreateMessageApp::layered_fetch", ".get", ".set"),
            calls("CreateMessageApp::layered_fetch", ".set", times=1),
            argued(
                "A hit returns from `layered_fetch` above the one `set`, and `get_raw` touches no "
                "timer, so an entry ends at its TTL; nothing makes one fetch wait for another that "
                "is filling the same key. With the Redis backend a `set` that failed would be one "
                "more reason to read again; the in-memory `set_raw` does not fail.",
                "CreateMessageApp::layered_fetch",
                "<MemoryCache as CacheBehavior>::get_raw",
                "<MemoryCache as CacheBehavior>::set_raw",
            ),
        ],
        "`delete` is generic over `CacheKey`, takes the write guard and removes by the key's "
        "bytes": [
            bound("<MemoryCache as CacheBehavior>::delete", "T", "CacheKey"),
            before("<MemoryCache as CacheBehavior>::delete", ".write", ".remove"),
            calls("<MemoryCache as CacheBehavior>::delete", ".as_bytes", times=1),
        ],
        "`invalidate` on `CreateMessageApp` builds the `AppEndpointKey`, awaits the delete and "
        "turns an error with `Error::cache`": [
            calls("CreateMessageApp::invalidate", ".delete", times=1),
            before("CreateMessageApp::invalidate", "AppEndpointKey::new", ".delete"),
            before("CreateMessageApp::invalidate", ".delete", ".map_err"),
        ],
        "Both callers of `layered_fetch` choose thirty seconds for that": [
            callers(
                "CreateMessageApp::layered_fetch",
                ["create_message_inner", "process_queue_task_inner"],
            ),
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
        ],
        "The constructor, a free `new`, makes a `Cache` and spawns the sweep with a clone of the "
        "`Arc`: sleep `60 * 5` seconds, write guard, `retain`, again": [
            returns("core/cache/memory.rs::new", "Cache"),
            before("core/cache/memory.rs::new", "Arc::new", "task::spawn"),
            before("core/cache/memory.rs::new", ".clone", "task::spawn"),
            before("core/cache/memory.rs::new", "sleep", ".write"),
            before("core/cache/memory.rs::new", ".write", ".retain"),
            literal("core/cache/memory.rs::new", "60"),
            literal("core/cache/memory.rs::new", "5"),
        ],
    },
)
