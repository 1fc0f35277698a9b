"""Without Redis, a task of our own frees the stored answers that nobody asks for again."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    field,
    literal,
    returns,
    rust,
    value,
)

memory_sweep = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "expiry_default"),
        rust(
            "svix-server/src/core/cache/memory.rs",
            "State",
            "SharedState",
            "new",
            "<MemoryCache as CacheBehavior>::get_raw",
            "check_is_expired",
            imports="used",
        ),
    ],
    prompt="""
        Memory of a node with the in-memory cache keeps growing. Each successful keyed
        POST leaves its response in the process, and idempotency keys are unique by
        design, so hardly one of them is looked up again. Redis expires keys by itself;
        here that is our job, and it should stay inside this backend instead of leaking
        into `CacheBehavior`.

        What I have in mind: the constructor, which returns a `Cache`, also starts
        something that clears out dead entries every five minutes. A read must not show
        a dead entry that is still waiting to be cleared. Reads arrive from many
        requests at a time and should not block one another. All clones work on one map.
        Its values exist: `ValueWrapper`, with `value`, `ttl` and the `timer` it was
        stored at.

        The twelve hours that a stored response lives stay as they are; give them a name
        in the middleware.
    """,
    think="""
        Deleting a dead entry when it is read is the usual small answer, and here it
        frees next to nothing: the entries that pile up are those nobody asks for again.
        A timer for each entry, as a sleeping task, would be one per successful keyed
        POST for twelve hours; in a delay queue it would be a second structure to keep
        in step with overwrites. A periodic walk over the map is dull and enough.

        Types: `State` for `HashMap<Vec<u8>, ValueWrapper>`, `SharedState` for
        `Arc<RwLock<State>>`. No guard is held across an await, so std's lock would do;
        tokio's makes a task that has to wait give its thread back. `new()` builds the
        map, clones the `Arc` into `task::spawn`, and returns `MemoryCache { map: ..
        }.into()`, a conversion which `enum_dispatch` provides. The task loops: sleep
        `60 * 5` seconds, take the write lock, `retain`.

        `retain` keeps what its closure affirms, and so does `filter` in the read, hence
        one helper for both, which says yes as long as the milliseconds since `timer` do
        not exceed those of `ttl`. I call it `check_is_expired`, though what both
        callers need is yes for the living; inverting it to suit the name would empty
        the cache of all that is good.

        `get_raw` takes the read lock, `get` by slice, `filter`, then clones the bytes,
        since a borrow would have to outlive the guard. It removes nothing; a read that
        meets a dead entry would have to come back with the write lock and shut the
        others out. Sleep comes first, as a new map has nothing to clear.

        What it costs. During the walk the whole cache waits, entries of other users
        such as endpoint snapshots included, for a time that grows with the size of the
        table. An entry may outlive its TTL by a sweep interval. `retain` frees keys and
        values but not the table's own allocation. And there is no upper bound: what
        arrives within `expiry_default()`, a `const fn` of `60 * 60 * 12` seconds, is
        held, a text body as JSON at three to four times its size. Shorter retention or
        Redis are the ways out; an LRU limit would drop answers that a client may still
        retry for.

        Between death and sweep such an entry is invisible to reads but not to
        set-if-absent, so its key cannot be claimed anew before the sweep, unless a slow
        holder still settles it: for up to five minutes a POST with it mostly ends in a
        500.

        `task::spawn` needs a running runtime, which `run_with_prefix` in lib.rs is
        inside of. The handle is dropped, so the task goes on with the map after the
        last `Cache` is gone; with one cache per server I let that be.
    """,
    claims={
        "The twelve hours that a stored response lives": [
            value("expiry_default", hours=12),
            callers("expiry_default", ["resolve_and_cache_response"]),
        ],
        "No guard is held across an await": [
            calls("core/cache/memory.rs::new", ".write", times=1),
            argued(
                "`get_raw`, `set_raw`, `delete` and the sweep in `new` use up their guard in the "
                "statement that takes it, the await of the lock itself aside; the one local guard, "
                "in `set_raw_if_not_exists`, meets no await before it goes out of scope.",
                "impl CacheBehavior for MemoryCache",
                "core/cache/memory.rs::new",
            ),
        ],
        "sleep `60 * 5` seconds, take the write lock, `retain`": [
            before("core/cache/memory.rs::new", "sleep", ".write"),
            before("core/cache/memory.rs::new", ".write", ".retain"),
            literal("core/cache/memory.rs::new", "60"),
            literal("core/cache/memory.rs::new", "5"),
        ],
        "`get_raw` takes the read lock, `get` by slice, `filter`, then clones the bytes": [
            before("<MemoryCache as CacheBehavior>::get_raw", ".read", ".get"),
            before("<MemoryCache as CacheBehavior>::get_raw", ".get", ".filter"),
            before("<MemoryCache as CacheBehavior>::get_raw", ".filter", ".clone"),
        ],
        "`retain` frees keys and values but not the table's own allocation": [
            calls("core/cache/memory.rs::new", ".retain", times=1),
            absent("core/cache/memory.rs", "shrink_to_fit"),
            absent("core/cache/memory.rs", "shrink_to"),
        ],
        """there is no upper bound: what arrives within `expiry_default()`, a `const fn` of `60 * 60
        * 12` seconds, is held""": [
            value("expiry_default", hours=12),
            literal("expiry_default", "60"),
            literal("expiry_default", "12"),
            callers("expiry_default", ["resolve_and_cache_response"]),
            calls("<MemoryCache as CacheBehavior>::set_raw", ".insert", times=1),
            absent("core/cache/memory.rs", "len"),
            absent("core/cache/memory.rs", "capacity"),
        ],
        "a text body as JSON at three to four times its size": [
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
            absent("core/idempotency.rs", "serde_bytes"),
            absent("SerializedResponse", "serialize_with"),
            absent("SerializedResponse", "with"),
            argued(
                "`SerializedResponse` derives its `Serialize`, so the bytes become an array of "
                "decimal numbers: printable ASCII has two digits up to the letter c and three from "
                "d on, braces included, other UTF-8 three, and a comma after each.",
                "SerializedResponse",
                "CacheBehavior::set",
            ),
        ],
        "its key cannot be claimed anew before the sweep, unless a slow holder still settles it": [
            absent("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", "check_is_expired"),
            argued(
                "`set_raw_if_not_exists` looks at the presence of a key alone. Besides the sweep, "
                "`delete` takes a key out and `set_raw` writes over it without asking, and for "
                "these keys both are called from `resolve_and_cache_response`, that is by a "
                "holder who comes late.",
                "impl CacheBehavior for MemoryCache",
                "resolve_and_cache_response",
                "<IdempotencyService as Service>::call",
            ),
        ],
        "`task::spawn` needs a running runtime, which `run_with_prefix` in lib.rs is inside of": [
            calls("core/cache/memory.rs::new", "task::spawn", times=1),
            callers("core/cache/memory.rs::new", ["run_with_prefix"]),
            callers("run_with_prefix", ["lib.rs::run"]),
            calls("main.rs::main", "svix_server::run", times=1),
            attribute("main.rs::main", "tokio::main"),
        ],
        """The handle is dropped, so the task goes on with the map after the last `Cache` is gone;
        with one cache per server""": [
            calls("core/cache/memory.rs::new", "task::spawn", times=1),
            before("core/cache/memory.rs::new", ".clone", "task::spawn"),
            absent("core/cache/memory.rs::new", "break"),
            absent("core/cache/memory.rs::new", "return"),
            returns("core/cache/memory.rs::new", "Cache"),
            callers("core/cache/memory.rs::new", ["run_with_prefix"]),
            calls("run_with_prefix", "cache::memory::new", times=1),
            absent("core/cache/memory.rs", "JoinHandle"),
            absent("core/cache/memory.rs", "abort"),
            absent("core/cache/memory.rs", "Weak"),
        ],
    },
)
