"""Dropping a cached application: what a delete settles and what it leaves open."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    literal,
    returns,
    rust,
)

forget_application = Example(
    code=[rust("svix-server/src/core/message_app.rs", "CreateMessageApp::invalidate")],
    prompt="""
        From an end-to-end suite: send a message, create a second endpoint on the same
        application, send again. The second message is accepted, and the new endpoint
        sees none of it. It would have thirty seconds later. What is cached for an
        application simply lives out its TTL, no matter what happens to its rows.

        So the handlers that create, update, patch or delete an endpoint, that change or
        delete an application, or that rotate a secret are going to call
        `CreateMessageApp::invalidate` once they have committed. They hold a row and so
        know the two ids; how a key is put together is none of their business. Nothing
        cached is fine. A cache that fails should come back as one of our cache errors,
        for the handler to judge.
    """,
    think="""
        Delete, or write the new state? Writing would spare the next reader a load. But a
        handler holds one changed row where the entry has the whole list, so it would
        have to load that itself, and of two handlers whose writes arrive the wrong way
        round the older list would win. Two deletes have no wrong order.

        An associated function, since nobody here has a snapshot: `&Cache`,
        `&ApplicationId`, `&OrganizationId`, `Result<()>`. The key is that of
        `layered_fetch`, by `AppEndpointKey::new`, which has the ids the other way round;
        mixing them up does not compile, nor would the id-or-uid of a path.

        `delete` reports success for a key that is absent: Redis answers DEL with a count
        that is ignored, the in-memory map drops what `remove` returns, and with caching
        off there is nothing to do. An error therefore means that Redis has failed, and
        `map_err(Error::cache)` makes it the crate's.

        Swallowing it in here would be shorter for the callers, yet `can_fail` logs the
        place it is called from, and that should be in the handler. Whether to swallow it
        is for them to say as well. I expect that they will: the row is committed by now,
        an error answer would deny that, and a stale entry, which its TTL ends, is the
        smaller evil.

        No delete stops a fetch that read the old rows before the commit and calls its
        own `set` after us. That entry is stale for up to a full TTL. A generation
        counter beside the entry could tell; for a window this small I take the TTL,
        which has been the rule for everything so far. Called too early we would open
        that window wide, as whoever reads between our delete and the commit caches the
        old rows anew. Nothing in the signature says so.

        Changed headers, which have handlers of their own, and an endpoint that the
        worker disables are not on the list of callers. For those the complaint above
        stays what it is. The same goes for a cache in memory where the worker runs
        apart from the API: what we clear is the map of the handler's own process.
    """,
    claims={
        "It would have thirty seconds later": [
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
        ],
        "The key is that of `layered_fetch`, by `AppEndpointKey::new`": [
            calls("CreateMessageApp::invalidate", "AppEndpointKey::new", times=1),
            calls("CreateMessageApp::layered_fetch", "AppEndpointKey::new", times=1),
        ],
        "`delete` reports success for a key that is absent: Redis answers DEL with a count that "
        "is ignored, the in-memory map drops what `remove` returns": [
            calls("<RedisCache as CacheBehavior>::delete", ".del", times=1),
            calls("<MemoryCache as CacheBehavior>::delete", ".remove", times=1),
            returns("<RedisCache as CacheBehavior>::delete", "Result<()>"),
        ],
        "An error therefore means that Redis has failed, and `map_err(Error::cache)` makes it the "
        "crate's": [
            calls("CreateMessageApp::invalidate", ".map_err", times=1),
            absent("<MemoryCache as CacheBehavior>::delete", "Err"),
            absent("<NoCache as CacheBehavior>::delete", "Err"),
            argued(
                "The argument of `map_err` is `Error::cache`, given by name. `delete` of "
                "`MemoryCache` and of `NoCache` ends in `Ok(())` on its one path, that of "
                "`RedisCache` has a `?` on the connection and one on the command.",
                "CreateMessageApp::invalidate",
                "<RedisCache as CacheBehavior>::delete",
                "<MemoryCache as CacheBehavior>::delete",
                "<NoCache as CacheBehavior>::delete",
            ),
        ],
        "`can_fail` logs the place it is called from": [
            attribute("<Result as CanFail>::can_fail", "track_caller"),
            calls("<Result as CanFail>::can_fail", "Location::caller", times=1),
        ],
        "the row is committed by now": [
            before("create_endp_from_data", ".commit", "CreateMessageApp::invalidate"),
            before("update_endp_from_data", ".commit", "CreateMessageApp::invalidate"),
            before("delete_endpoint", ".update", "CreateMessageApp::invalidate"),
            before("rotate_endpoint_secret", ".update", "CreateMessageApp::invalidate"),
            before("update_application", ".transaction", "CreateMessageApp::invalidate"),
            before("patch_application", ".transaction", "CreateMessageApp::invalidate"),
            before("delete_application", ".update", "CreateMessageApp::invalidate"),
        ],
        "No delete stops a fetch that read the old rows before the commit and calls its own `set` "
        "after us": [
            before("CreateMessageApp::layered_fetch", "fetch_from_pg_by_model", ".set"),
            argued(
                "`layered_fetch` holds what `fetch_from_pg_by_model` returned and writes it with "
                "`set`, unconditionally; a `delete` in between leaves no trace that it could see.",
                "CreateMessageApp::layered_fetch",
                "CacheBehavior::set",
            ),
        ],
        "Changed headers, which have handlers of their own, and an endpoint that the worker "
        "disables are not on the list of callers": [
            absent("v1/endpoints/endpoint/headers.rs", "invalidate"),
            absent("worker.rs", "invalidate"),
        ],
        "what we clear is the map of the handler's own process": [
            calls("<MemoryCache as CacheBehavior>::delete", ".remove", times=1),
            argued(
                "`MemoryCache` keeps its entries in a `SharedState`, an `Arc` around a map in the "
                "memory of one process; all that call `invalidate` are handlers of the API.",
                "MemoryCache",
                "SharedState",
            ),
        ],
    },
)
