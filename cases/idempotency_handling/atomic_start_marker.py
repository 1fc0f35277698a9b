"""Set-if-absent as the lock of the idempotency middleware, over any backend."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
    value,
)

atomic_start_marker = Example(
    code=[
        rust("svix-server/src/core/idempotency.rs", "expiry_starting"),
        rust(
            "svix-server/src/core/cache/mod.rs",
            "CacheBehavior::set_if_not_exists",
            "CacheBehavior::set_raw_if_not_exists",
            imports="used",
        ),
    ],
    prompt="""
        Get-then-set would not hold up in the idempotency middleware. Two API instances
        could both find nothing under a key, both write their in-progress marker and
        both run the POST. `Cache` needs an operation that writes a value if its key is
        absent and says whether it was this call that wrote it.

        Put it on `CacheBehavior` with the other operations. The typed method takes a
        `CacheValue`, the key type belonging to it and a TTL, and goes through the usual
        retries. Below it each backend supplies a method on plain bytes, since how to be
        atomic is its own affair.

        The lifetime of the marker belongs in the middleware, next to the other timings.
        We had twenty seconds, which is too long for a client whose first attempt died
        half-way; make it five.
    """,
    think="""
        On its first try the caller has three things to tell apart: I wrote it, somebody
        else had, the cache is broken. `Result<bool>` with the cache module's own
        `Error` keeps them apart. A lost race should not look like a failure there,
        because the loser waits for the winner's answer, while a failure is a 500.

        Where to cut? One call should both ask and claim, so that the common request,
        with an unused key, pays for no more than that before its handler runs. Redis
        can test and write in one SET command, the in-memory map needs its write lock
        over both steps, and a wrapper above has access to neither. So
        `set_raw_if_not_exists` has no body in the trait: `&[u8]` key, `&[u8]` value, a
        `Duration`, and the verdict as `Result<bool>`. What all of them share goes into
        the typed method: key through `as_ref().as_bytes()`, value through
        `serde_json::to_string`, TTL handed down. Being generic over `T: CacheValue`
        with the key as `&T::Key`, it refuses a key that belongs to another value type,
        and `T` is inferred from the value. `NoCache` can still override the typed form.

        `run_with_retries` calls its closure anew for each attempt and gets a new future
        each time; `|| async move { ... }` works since the captures are shared
        references and a `Duration`, all of them `Copy`. The predicate is
        `self.should_retry(e)`, the pauses `RETRY_SCHEDULE`. Serializing inside repeats
        the work per attempt; for a seven-byte `"Start"` I do not mind, and `?` puts the
        serde error where the others go.

        Retrying is less innocent here than for a read. Suppose Redis did carry out the
        first attempt and the reply was lost: the second one, if prompt, finds our own
        marker and answers `false`. The winner now waits like any duplicate, until the
        marker runs out and it can try for the key again. The client pays some five
        seconds, and the handler has not run twice. A random token in the marker would
        let us recognise it; `SerializedResponse::Start` carries none, and for a rare
        blip I leave it so.

        The TTL is a plain parameter, not an `Option`: a marker without an end, left by
        a pod that died, would block its key for good. `expiry_starting()` as a `const
        fn` returning five seconds. Short helps after a crash and hurts slow handlers:
        on Redis one that runs longer has lost its claim, and a duplicate can then run
        beside it.
    """,
    claims={
        "We had twenty seconds": argued(
            "History, not the tree of today: upstream's change #638 took the lock of the "
            "middleware from 20 s to 5 s, which is what `expiry_starting` has returned since.",
            "expiry_starting",
        ),
        "`expiry_starting()` as a `const fn` returning five seconds.": value(
            "expiry_starting", seconds=5
        ),
        "because the loser waits for the winner's answer, while a failure is a 500": [
            before("<IdempotencyService as Service>::call", ".set_if_not_exists", "lock_loop"),
            literal("<IdempotencyService as Service>::call", "500"),
            argued(
                "An `Err` of the first `set_if_not_exists` leaves `call` at once with "
                "`INTERNAL_SERVER_ERROR`; `Ok(false)` goes on to `get` and, unless that fails or "
                "finds `Finished`, to `lock_loop`. The second attempt does treat the two alike; "
                "the paragraph begins with the first try and means it.",
                "<IdempotencyService as Service>::call",
            ),
        ],
        "pays for no more than that before its handler runs": [
            before("<IdempotencyService as Service>::call", ".set_if_not_exists", ".get"),
            before(
                "<IdempotencyService as Service>::call",
                ".set_if_not_exists",
                "resolve_and_cache_response",
            ),
            argued(
                "Whoever gets `Ok(true)` skips the block with `get` and `lock_loop`, both stand "
                "under the negated verdict; the `set` or `delete` that ends such a request "
                "comes after the handler, in `resolve_and_cache_response`.",
                "<IdempotencyService as Service>::call",
                "resolve_and_cache_response",
            ),
        ],
        "Redis can test and write in one SET command": [
            calls("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "Cmd::set", times=1),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "NX"),
            calls("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "query_async", times=1),
        ],
        "the in-memory map needs its write lock over both steps": [
            calls("<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".write", times=1),
            before(
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".write", ".contains_key"
            ),
            before(
                "<MemoryCache as CacheBehavior>::set_raw_if_not_exists", ".contains_key", ".insert"
            ),
        ],
        'for a seven-byte `"Start"` I do not mind': [
            derives("SerializedResponse", "Serialize"),
            absent("SerializedResponse", "#[serde"),
            argued(
                "There is no serde attribute on the enum, tag or rename, so a variant without "
                "fields becomes its bare name as a JSON string: the five letters of `Start` and "
                "two quotation marks, seven bytes.",
                "SerializedResponse",
            ),
        ],
        """Suppose Redis did carry out the first attempt and the reply was lost: the second one, if
        prompt, finds our own marker and answers `false`.""": [
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "NX"),
            argued(
                "A reply that is lost comes up as `Database`, which `should_retry` accepts (the "
                "cluster client sends once more by itself, to the same effect), and the second SET "
                "carries the same key; nothing in `set_if_not_exists` remembers that an attempt "
                "went before, so NX counts our marker as somebody's. A break that shows only after "
                "`expiry_starting` would let the second one win instead.",
                "<RedisCache as CacheBehavior>::set_raw_if_not_exists",
                "<RedisCache as CacheBehavior>::should_retry",
                "CacheBehavior::set_if_not_exists",
                "run_with_retries",
                "RedisManager::new_unpooled",
                "expiry_starting",
            ),
        ],
        """Short helps after a crash and hurts slow handlers: on Redis one that runs longer has lost
        its claim, and a duplicate can then run beside it.""": [
            absent("core/idempotency.rs", "Drop"),
            value("expiry_starting", seconds=5),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "PX"),
            callers("expiry_starting", ["<IdempotencyService as Service>::call", "lock_loop"]),
            absent("resolve_and_cache_response", "expiry_starting"),
            calls("<IdempotencyService as Service>::call", ".set_if_not_exists", times=2),
        ],
        "`?` puts the serde error where the others go": [
            calls("CacheBehavior::set_if_not_exists", "serde_json::to_string", times=1),
            returns("CacheBehavior::set_if_not_exists", "Result<bool>"),
            absent("CacheBehavior::set_if_not_exists", "unwrap"),
            absent("CacheBehavior::set_if_not_exists", "expect"),
            absent("CacheBehavior::set_if_not_exists", "map_err"),
            field("core/cache/mod.rs::Error", "Deserialization.0", "serde_json::error::Error"),
            attribute("core/cache/mod.rs::Error", "from"),
        ],
    },
)
