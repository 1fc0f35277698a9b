"""The start marker in the in-memory cache, and what a stale one does there."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    field,
    literal,
    rust,
    value,
)

memory_start_marker = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "expiry_starting"),
        rust(
            "svix-server/src/core/cache/memory.rs",
            "ValueWrapper",
            "impl ValueWrapper",
            "State",
            "SharedState",
            "MemoryCache",
            "<MemoryCache as CacheBehavior>::set_raw_if_not_exists",
            "check_is_expired",
            imports="used",
        ),
    ],
    prompt="""
        `cache_type = "memory"` is our default, so idempotency has to hold on a single
        node that has no Redis. Please add the raw set-if-absent to the in-memory
        backend. It gets its state with this change: a map behind tokio's `RwLock`,
        shared by all clones, where each value sits with its TTL and the instant it was
        stored. Of two tasks racing for a key, at most one may be told that it won.

        A background task is to drop dead entries every five minutes, and `get_raw` to
        hide them until then; give both one small predicate for "this entry stays".
        Don't teach the new method about expiry in this change: what is in the map
        counts as present. The five seconds that the middleware gives its marker deserve
        a named place over there.
    """,
    think="""
        Whoever holds the write guard decides the race. Take `self.map.write().await`
        into a local and keep it across test and insert. A read guard for the test with
        a write guard for the insert would let two tasks both see a gap and both report
        a win.

        Under the guard: `contains_key` with the borrowed slice, and if it is missing,
        insert owned copies of key and value, then `Ok(true)`; otherwise `Ok(false)`.
        The map's entry API would want an owned key even for the losing case. So would
        std's try_insert, test and insert in one call, and it is unstable; a TODO with
        its tracking issue, rust-lang/rust 82766, will do. Neither path can fail, the
        `Result` is the trait's.

        `ValueWrapper` keeps `value`, `ttl` and `timer`, and its `new` stamps
        `Instant::now()`. tokio's `Instant` is monotonic, so a corrected wall clock
        moves no deadline. The map from key bytes to wrappers is `State`, the `Arc`
        around its lock `SharedState`; `MemoryCache` holds one of those, in `map`, and
        shares it through a derived `Clone`.

        The predicate compares `timer.elapsed()` with the TTL, both in milliseconds,
        `<=`. Its two users are `filter` and `retain`, which keep what it affirms, so it
        has to be true while the entry is alive. Under the name `check_is_expired` that
        reads backwards, and whoever sets the body right by the name breaks both.

        Now expiry, left out as asked. Take a POST whose future is dropped, since its
        client hung up: nobody replaces or deletes its `Start`. After the five seconds
        of `expiry_starting()`, a `const fn` in the middleware, `get_raw` reports
        nothing, but the entry is in the map until the next sweep, and we go on saying
        `Ok(false)`. A retry in that gap loses the marker, reads nothing, polls once
        more after 200 ms, tries to take over, loses again and is answered 500. For this
        one key that can last until the sweep, some five minutes at worst; on Redis,
        which expires on its own, the retry gets through after five seconds. A stored
        answer past its twelve hours blocks its key in the same way.

        There is a good side. A handler slower than its marker is not doubled before the
        sweep comes by; a duplicate that outlasts the marker while the handler still
        runs fails instead. Testing liveness here would be a one-line change and trade
        the 500s for that second run. A separate decision, then.

        A restart empties the map, stale markers included, and a second node does not
        see it: with more than one API server this backend is the wrong one.
    """,
    claims={
        "Take `self.map.write().await` into a local and keep it across test and insert": [
            field("MemoryCache", "map", "SharedState"),
            calls("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".write", times=1),
            calls("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".read", times=0),
            before(
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".write", ".contains_key"
            ),
            before(
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".contains_key", ".insert"
            ),
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "drop"),
        ],
        """Under the guard: `contains_key` with the borrowed slice, and if it is missing, insert
        owned copies of key and value, then `Ok(true)`; otherwise `Ok(false)`.""": [
            calls(
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".contains_key", times=1
            ),
            before(
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".write", ".contains_key"
            ),
            before(
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists",
                ".contains_key",
                ".to_owned",
            ),
            before(
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".contains_key", ".insert"
            ),
            before("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".insert", "Ok"),
            calls("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".to_owned", times=2),
            calls("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "Ok", times=2),
            literal("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "true"),
            literal("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "false"),
        ],
        "`ValueWrapper` keeps `value`, `ttl` and `timer`, and its `new` stamps `Instant::now()`": [
            field("ValueWrapper", "value", "Vec<u8>"),
            field("ValueWrapper", "ttl", "Duration"),
            field("ValueWrapper", "timer", "Instant"),
            calls("ValueWrapper::new", "tokio::time::Instant::now", times=1),
        ],
        "Its two users are `filter` and `retain`": [
            callers(
                "check_is_expired",
                ["<MemoryCache as CacheBehavior>::get_raw", "core/cache/memory.rs::new"],
            ),
            calls("<MemoryCache as CacheBehavior>::get_raw", ".filter", times=1),
            calls("core/cache/memory.rs::new", ".retain", times=1),
        ],
        "nobody replaces or deletes its `Start`": [
            absent("core/idempotency.rs", "spawn"),
            absent("core/idempotency.rs", "Drop"),
            argued(
                "The write and the delete that settle a `Start` stand in "
                "`resolve_and_cache_response`, inside the future that was dropped; nothing is "
                "handed to another task, and a duplicate gets there by an `Ok(true)` that "
                "`set_if_not_exists` does not give while the entry is in the map. A holder whose "
                "own marker was swept before this POST came could do it; none is assumed here.",
                "resolve_and_cache_response",
                "<IdempotencyService as Service>::call",
                "lock_loop",
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists",
            ),
        ],
        """After the five seconds of `expiry_starting()`, a `const fn` in the middleware, `get_raw`
        reports nothing""": [
            value("expiry_starting", seconds=5),
            callers("expiry_starting", ["<IdempotencyService as Service>::call", "lock_loop"]),
            calls("<MemoryCache as CacheBehavior>::get_raw", "check_is_expired", times=1),
            before("<MemoryCache as CacheBehavior>::get_raw", ".get", ".filter"),
            before("<MemoryCache as CacheBehavior>::get_raw", ".filter", ".map"),
        ],
        "the entry is in the map until the next sweep, and we go on saying `Ok(false)`": [
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
            absent("<MemoryCache as CacheBehavior>::get_raw", "remove"),
        ],
        "polls once more after 200 ms, tries to take over, loses again and is answered 500": [
            value("wait_duration", milliseconds=200),
            calls("<IdempotencyService as Service>::call", ".set_if_not_exists", times=2),
            before("lock_loop", "sleep", ".get"),
            literal("<IdempotencyService as Service>::call", "500"),
            argued(
                "`get_raw` hides the dead `Start`, so `lock_loop` comes back with `Ok(None)` from "
                "its first read; `call` accepts nothing but `Ok(true)` from the second "
                "`set_if_not_exists` and returns `INTERNAL_SERVER_ERROR` otherwise. A sweep during "
                "the pause would give it that; the gap is over then.",
                "<IdempotencyService as Service>::call",
                "lock_loop",
                "<MemoryCache as CacheBehavior>::get_raw",
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists",
            ),
        ],
        "For this one key that can last until the sweep, some five minutes at worst": [
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
            calls("core/cache/memory.rs::new", "check_is_expired", times=1),
            before("core/cache/memory.rs::new", "sleep", ".retain"),
            literal("core/cache/memory.rs::new", "60"),
            literal("core/cache/memory.rs::new", "5"),
        ],
        "on Redis, which expires on its own, the retry gets through after five seconds": [
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "PX"),
            value("expiry_starting", seconds=5),
        ],
        "A handler slower than its marker is not doubled before the sweep comes by": [
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
            argued(
                "A second run needs `Ok(true)`, which asks for a key that is not in the map. What "
                "takes it out is `delete`, called when the slow handler itself has answered or one "
                "that a former sweep had doubled already, and `retain`; `get_raw` and `set_raw` do "
                "not.",
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists",
                "<MemoryCache as CacheBehavior>::delete",
                "<MemoryCache as CacheBehavior>::get_raw",
                "<MemoryCache as CacheBehavior>::set_raw",
                "core/cache/memory.rs::new",
                "<IdempotencyService as Service>::call",
                "resolve_and_cache_response",
            ),
        ],
    },
)
