"""The cached fetch under failure: what falls through, what is an error, what is None."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    literal,
    rust,
    value,
)

when_the_cache_fails = Example(
    code=[rust("svix-server/src/core/message_app.rs", "CreateMessageApp::layered_fetch")],
    prompt="""
        Before I approve `CreateMessageApp::layered_fetch`, let's agree on what it does
        when something breaks.

        - The cache is a convenience. Redis is away, an entry cannot be decoded, the
          write back fails: the caller gets its application from PostgreSQL and hears
          nothing of it.
        - The database is not. A failed query or a row that does not convert is an
          error, and must not look like a missing application.
        - `None` stands for an application that is missing or deleted, even where it is
          the cache that says so.

        Creation passes the row it has just read or inserted, the worker the two ids and
        no row. Both say how long an entry lives, it is not for us to know. Key and
        loader are there (`AppEndpointKey`, `fetch_from_pg_by_model`).
    """,
    think="""
        Three outcomes, so `Result<Option<CreateMessageApp>>`. Parameters: `&Cache`,
        `&DatabaseConnection`, the optional `application::Model`, `OrganizationId`,
        `ApplicationId`, and the TTL as a `Duration`. The ids are owned,
        `secure_find_by_id` takes them; the key borrows them first.

        Cache first. `if let Ok(Some(cma))` on `get::<CreateMessageApp>` lets an error
        and an absent entry fall through alike. The turbofish is there since I look at
        `deleted` right away: set means `Ok(None)`, else the hit goes back. Nothing is
        logged here. Redis trouble has left the warnings of its retries, JSON that fails
        to decode leaves no line at all. The latter is healed by our own write, if that
        succeeds. A `?` would be the shorter code and make Redis a condition for
        sending.

        With Redis down this is slow all the same. Both `get` and `set` pause 70 ms over
        their retries, time for the attempts not counted, and every fetch goes to
        PostgreSQL. A breaker would spare us the waiting, not PostgreSQL the load. A
        silent Redis is worse: `new_unpooled` of redis/mod.rs gives a single server or a
        cluster a timeout for connecting and none for the response, so where one takes
        the command and does not reply, the message waits. That limit belongs on the
        connection and not into one of its readers.

        On a miss, sea-orm's `begin`, with `?` on it and on all that asks the database.
        Row given: take it. No row: ask for one inside the transaction, and if there is
        none, `Ok(None)` without a trace in the cache, so tasks of a deleted application
        ask again each time. The loader follows. There is nothing to commit, so the
        transaction ends in a rollback. It is dropped at the end, after the write, which
        means that a slow Redis holds on to a database connection as well. Dropping it
        by hand ahead of `set` would be kinder to the pool; I leave that until the pool
        complains.

        `let _ =` on `set`, and only then the look at `deleted`, so that even a deleted
        row, which the callers of today do not bring, leaves an entry that answers the
        next ones. Among many misses at once, each loads and each writes.
        `set_if_not_exists` would not prevent the loads and might keep the oldest list
        of all.

        The age of an entry counts from the write and a hit does not renew it: a busy
        application reloads each time the TTL has passed or some handler threw the entry
        out. Both callers say 30 seconds.
    """,
    claims={
        "`secure_find_by_id` takes them; the key borrows them first": before(
            "CreateMessageApp::layered_fetch", "AppEndpointKey::new", "secure_find_by_id"
        ),
        "Redis trouble has left the warnings of its retries, JSON that fails to decode leaves no "
        "line at all": [
            calls("Retry::run", "warn!", times=1),
            absent("core/message_app.rs", "tracing"),
            absent("core/cache/mod.rs", "tracing"),
            argued(
                "`Retry::run` warns where `should_retry` agrees, which on Redis it does for `Pool` "
                "and `Database`. `Deserialization` comes back at once, and the `if let` of "
                "`layered_fetch` drops it.",
                "Retry::run",
                "<RedisCache as CacheBehavior>::should_retry",
                "CacheBehavior::get",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        "Both `get` and `set` pause 70 ms over their retries": [
            value("core/cache/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
            calls("CacheBehavior::get", "run_with_retries", times=1),
            calls("CacheBehavior::set", "run_with_retries", times=1),
            argued(
                "The three pauses of `RETRY_SCHEDULE` add up to 70 ms, and `Retry::run` goes "
                "through them all while every attempt fails in a way that `should_retry` accepts.",
                "core/cache/mod.rs::RETRY_SCHEDULE",
                "Retry::run",
            ),
        ],
        "`new_unpooled` of redis/mod.rs gives a single server or a cluster a timeout for "
        "connecting and none for the response": [
            calls("RedisManager::new_unpooled", ".connection_timeout", times=1),
            calls("RedisManager::new_unpooled", ".set_connection_timeout", times=1),
            absent("RedisManager::new_unpooled", "response_timeout"),
            absent("RedisManager::new_unpooled", "set_response_timeout"),
            argued(
                "`RedisManager::get` sets a response timeout in its arm for `SentinelUnpooled` "
                "and in no other; the crate redis, at 0.32.7, has none for a connection manager or "
                "a cluster client that was not given one.",
                "RedisManager::get",
                "RedisManager::new_unpooled",
            ),
        ],
        "It is dropped at the end, after the write, which means that a slow Redis holds on to a "
        "database connection as well": [
            absent("CreateMessageApp::layered_fetch", "drop"),
            absent("CreateMessageApp::layered_fetch", "commit"),
            before("CreateMessageApp::layered_fetch", ".begin", ".set"),
        ],
        "`let _ =` on `set`, and only then the look at `deleted`": argued(
            "`set` stands between the loader and the last test of `deleted`; the other test in "
            "`layered_fetch` is that of a hit, which returns before `begin`.",
            "CreateMessageApp::layered_fetch",
        ),
        "a deleted row, which the callers of today do not bring": [
            calls("create_message_inner", "secure_find_by_id_or_uid", times=1),
            calls("db/models/application.rs::Entity::secure_find_by_id_or_uid", "secure_find"),
            literal("db/models/application.rs::Entity::secure_find", "false"),
            literal("db/models/application.rs::ActiveModel::new", "false"),
        ],
        "a hit does not renew it": [
            calls("CreateMessageApp::layered_fetch", ".set", times=1),
            absent("<RedisCache as CacheBehavior>::get_raw", "get_ex"),
            absent("svix-server/src/core/cache/redis.rs", "expire"),
            absent("<MemoryCache as CacheBehavior>::get_raw", "write"),
        ],
        "Both callers say 30 seconds": [
            callers(
                "CreateMessageApp::layered_fetch",
                ["create_message_inner", "process_queue_task_inner"],
            ),
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
        ],
    },
)
