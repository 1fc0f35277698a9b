"""One point in time, written as a cache entry by a failure and read back by a later one."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    bound,
    callers,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
)

first_failure_as_a_cache_entry = Example(
    code=[
        rust(
            "svix-server/src/worker.rs",
            "EndpointDisableInfo",
            "FailureCacheValue",
            "kv_def!(FailureCacheKey)",
            "impl FailureCacheKey",
            "process_endpoint_success",
            "process_endpoint_failure",
        ),
        rust(
            "svix-server/src/core/cache/mod.rs",
            "kv_def_inner!",
            "kv_def!",
            "CacheBehavior::get",
        ),
    ],
    prompt="""
        Since when has an endpoint been failing? We keep that as bare seconds under a
        key that two places in the worker put together by hand, and they had its ids in
        different order: no success ever cleared what a failure had noted.

        Turn it into a pair of key and value that belong together for the compiler, with
        a short way to declare more such pairs, as the health check will want one. The
        key comes from organization, application and endpoint, in one place, and tells
        somebody who browses the cache what it is. The value is the time, legible too.

        On it build the worker's two steps. After a success the note is gone. After a
        message has used up its schedule, the other step answers whether the endpoint
        has been failing for longer than `endpoint_failure_disable_after`; if so, the
        caller needs the time itself, to store it in the row and to announce it as
        `fail_since`. A first failure is noted, for double the period; a later one does
        not touch the note. Trouble with the cache is an error of the step.
    """,
    think="""
        What is kept is one instant. A bare number would do, at the price we know: the
        reader has to guess its unit and what it counts from. A struct with a single
        field, `first_failure_at: DateTimeUtc`, gets its JSON from serde, an object with
        the time as RFC 3339 text, and can take on a second, optional field without
        breaking the entries that are there.

        For the pair core/cache/mod.rs has `CacheValue`, by which a value names its key
        type once; `get::<V>` takes no other. Key type, `AsRef<str>` and both impls need
        not be written by hand each time, so a `kv_def!`: newtype over a private
        `String`, tied to its value, with all but the marker for keys in
        `kv_def_inner!`, where another kind of key can have it. The field being private,
        outside worker.rs a `FailureCacheKey` comes from its `new` alone, the one place
        that orders the ids. All entries share a namespace, so the text begins
        with `SVIX_FAILURE_CACHE_`. Three ids are borrowed and rendered into one string.

        Reading undoes the steps: bytes to `String`, `serde_json::from_str`, `Option`
        outside, the whole in a closure for `run_with_retries`, with `should_retry` of
        the backend to say what deserves another try. A missing note is `None`, an
        illegible one `Err`. Here that difference matters. `layered_fetch` takes both
        for a miss and overwrites. A clock that did so would be reset by whichever
        release could not read it; so `process_endpoint_failure` maps the error with
        `Error::generic` and stops. Then an unreadable note stays until it expires or a
        success deletes it, and until then a worker that cannot read it gives no verdict.
        Since the key carries no version, whoever changes the struct in earnest has to
        change the prefix.

        Both steps borrow the cache, the ids and the `CreateMessageEndpoint`. The one
        that judges: key, `Utc::now()`, `get`. A hit is compared, strictly greater, with
        the period as a chrono duration, `from_std` and an `expect`, as no sane setting
        is out of its range. The verdict is `Option<EndpointDisableInfo>`, the same
        instant in another type: the cached one belongs to the wire, this one says what
        the time is for. `repr(transparent)` notes that it is no more than that. On a
        miss `set` with `disable_in * 2`, `Ok(None)`; kept for the bare period, a note
        would expire just as the comparison could begin to come out true. The step that forgets is
        `delete` with `Error::cache`. The caller of the other turns the time into the
        row's offset type and puts it into the event as it is.

        How many clocks are there? On Redis one per endpoint. The memory cache has one
        in each process, and a success seen by one worker does not stop the other's.
        With caching off nothing is found and nothing is kept. A test has to skip that
        one; for the others an empty schedule and a short period are enough.
    """,
    claims={
        "For the pair core/cache/mod.rs has `CacheValue`, by which a value names its key type "
        "once; `get::<V>` takes no other.": [
            bound("CacheBehavior::get", "T", "CacheValue"),
            calls("process_endpoint_failure", ".get", times=1),
            field("FailureCacheValue", "first_failure_at", "DateTimeUtc"),
            derives("FailureCacheValue", "Deserialize"),
            derives("FailureCacheValue", "Serialize"),
        ],
        "The field being private, outside worker.rs a `FailureCacheKey` comes from its `new` "
        "alone, the one place that orders the ids.": [
            returns("FailureCacheKey::new", "FailureCacheKey"),
            calls("process_endpoint_success", "FailureCacheKey::new", times=1),
            calls("process_endpoint_failure", "FailureCacheKey::new", times=1),
            callers(
                "FailureCacheKey::new", ["process_endpoint_success", "process_endpoint_failure"]
            ),
        ],
        "so the text begins with `SVIX_FAILURE_CACHE_`": literal(
            "FailureCacheKey::new", "SVIX_FAILURE_CACHE_{org_id}_{app_id}_{endp_id}"
        ),
        "Reading undoes the steps: bytes to `String`, `serde_json::from_str`, `Option` outside, "
        "the whole in a closure for `run_with_retries`, with `should_retry` of the backend to say "
        "what deserves another try.": [
            before("CacheBehavior::get", "String::from_utf8", "serde_json::from_str"),
            calls("CacheBehavior::get", ".transpose"),
            calls("CacheBehavior::get", "run_with_retries", times=1),
            calls("CacheBehavior::get", ".should_retry", times=1),
        ],
        "`layered_fetch` takes both for a miss and overwrites.": [
            before("CreateMessageApp::layered_fetch", ".get", ".set"),
            argued(
                "`layered_fetch` enters its hit branch for `Ok(Some(_))` alone; `None` and an "
                "`Err` go on to the database and to `cache.set`.",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        "so `process_endpoint_failure` maps the error with `Error::generic` and stops": [
            calls("process_endpoint_failure", ".map_err", times=2),
            argued(
                "Both `map_err` of `process_endpoint_failure` are given `Error::generic` and stand "
                "in front of a `?`; that of `get` is evaluated ahead of the comparison and of the "
                "`set`.",
                "process_endpoint_failure",
            ),
        ],
        "Then an unreadable note stays until it expires or a success deletes it, and until then a "
        "worker that cannot read it gives no verdict.": [
            calls("process_endpoint_success", ".delete", times=1),
            argued(
                "Nothing but `process_endpoint_failure` and `process_endpoint_success` uses the "
                "key; the former sets only in the branch for `None`, and for what does not parse "
                "its `?` leaves ahead of the comparison, up to `handle_failed_dispatch`.",
                "process_endpoint_failure",
                "process_endpoint_success",
                "handle_failed_dispatch",
            ),
        ],
        "the period as a chrono duration, `from_std` and an `expect`": [
            calls("process_endpoint_failure", "chrono::Duration::from_std", times=1),
            calls("process_endpoint_failure", ".expect", times=1),
        ],
        "On a miss `set` with `disable_in * 2`, `Ok(None)`": [
            calls("process_endpoint_failure", ".set", times=1),
            literal("process_endpoint_failure", "2"),
        ],
        "The step that forgets is `delete` with `Error::cache`.": [
            calls("process_endpoint_success", ".delete", times=1),
            calls("process_endpoint_success", ".map_err", times=1),
            callers("process_endpoint_success", ["handle_successful_dispatch"]),
        ],
        "With caching off nothing is found and nothing is kept.": [
            absent("<NoCache as CacheBehavior>::get", "Some"),
            absent("<NoCache as CacheBehavior>::set", "insert"),
        ],
        "On it build the worker's two steps.": [
            calls("process_endpoint_success", "FailureCacheKey::new", times=1),
            calls("process_endpoint_failure", "FailureCacheKey::new", times=1),
            calls("process_endpoint_success", ".delete", times=1),
            calls("process_endpoint_failure", ".set", times=1),
        ],
        "A struct with a single field, `first_failure_at: DateTimeUtc`, gets its JSON from serde, "
        "an object with the time as RFC 3339 text": [
            field("FailureCacheValue", "first_failure_at", "DateTimeUtc"),
            derives("FailureCacheValue", "Serialize"),
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
            argued(
                "`FailureCacheValue` has no attribute of serde and one field, of chrono's type, "
                "whose own impl of `Serialize` writes RFC 3339.",
                "FailureCacheValue",
            ),
        ],
    },
)
