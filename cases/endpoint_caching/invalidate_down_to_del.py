"""Dropping the snapshot, from two ids down to one DEL on Redis."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    bound,
    callers,
    calls,
    field,
    literal,
    returns,
    rust,
)

invalidate_down_to_del = Example(
    code=[
        rust(
            "svix-server/src/core/message_app.rs",
            "CreateMessageApp::invalidate",
            "impl AppEndpointKey",
        ),
        rust("svix-server/src/core/cache/mod.rs", "CacheBehavior::delete"),
        rust("svix-server/src/core/cache/redis.rs", "<RedisCache as CacheBehavior>::delete"),
    ],
    prompt="""
        `CacheBehavior` can read and write and cannot remove. Handlers that have stored a
        change to an application, an endpoint or a signing secret need that for the
        snapshot, by way of `CreateMessageApp::invalidate`, and the worker needs it for
        its failure clock. What has to be under such a call, layer by layer:

        - The method borrows the cache and two ids, of application and organization, in
          that order. A failure comes out as the crate's cache error; swallowing it is
          the handler's decision.
        - It has to hit the entry that `layered_fetch` reads. So both take their key from
          `AppEndpointKey::new`, organization first, text `SVIX_CACHE_APP_v3_` plus the
          two ids with an underscore. The FIXME about its doc comment stays.
        - `CacheBehavior` gets an operation to delete any cache key, no matter what value
          goes with it.
        - Redis implements it over `RedisManager`. Nothing there to delete is a success.
          No retries in this round.
    """,
    think="""
        At the top there is little to decide: `invalidate` makes the key, calls `delete`
        and maps the failure by `Error::cache`. The key's text is a literal in the one
        constructor; written twice, one of the two would miss a new version some day, and
        a delete beside the mark reports success.

        The trait is where it could go two ways. Reading and writing JSON are provided
        methods, typed by the value, over raw ones that take bytes. Built like them,
        this would be generic over a `CacheValue` and take a `&T::Key`. Nothing leads
        from a key back to its value, so each call would have to name a type that it has
        no use for. With the bound on the key, `delete<T: CacheKey>` over `&T`, the
        argument says it all. And a provided method should have something to provide.
        For `get` and `set` that is the JSON and the retries; here there is no JSON and
        we want no retries. So it has no body, and the backend is handed the key as it
        is.

        Retries would be safe, since a DEL may be repeated. Left out, a connection that
        breaks at the wrong moment can lose us the delete, and the old snapshot lives on
        to the end of its TTL unless another change drops it. The seven functions that
        are to call `invalidate` will go on with `can_fail`: an error in the log, and the
        customer has an answer that says nothing of it.

        On Redis it takes two steps that can fail, a connection and the command. The
        managers that `from_cache_backend` makes have no pool. With a single server or a
        cluster `RedisManager::get` clones the connection it holds, so what is wrong with
        that shows at the command, as `Error::Database`. With Sentinel it opens one each
        time, behind a mutex, and that failing becomes `Error::Pool`. Either way the `?`
        converts, there is a `#[from]` for both. Sentinel's connection alone has a limit
        on responses; on the others nothing of ours ends a handler's wait for a Redis
        that keeps silent.

        The command is `del` with `key.as_ref()`, generic in what it returns. A count
        would tell 0 from 1, and we were told that both are fine; `let _: () =` takes any
        reply that is not an error. One key per DEL, so a cluster has no slots to
        reconcile.
    """,
    claims={
        "`invalidate` makes the key, calls `delete` and maps the failure by `Error::cache`": [
            calls("CreateMessageApp::invalidate", "AppEndpointKey::new", times=1),
            calls("CreateMessageApp::invalidate", ".delete", times=1),
            calls("CreateMessageApp::invalidate", ".map_err", times=1),
            argued(
                "The function passed to `map_err` is `Error::cache`, by name, and the result of "
                "that call is the value of `invalidate`.",
                "CreateMessageApp::invalidate",
            ),
        ],
        "The key's text is a literal in the one constructor": [
            literal("AppEndpointKey::new", "SVIX_CACHE_APP_v3_{org}_{app}"),
            calls("CreateMessageApp::invalidate", "AppEndpointKey::new", times=1),
            calls("CreateMessageApp::layered_fetch", "AppEndpointKey::new", times=1),
        ],
        "With the bound on the key, `delete<T: CacheKey>` over `&T`, the argument says it all": [
            bound("CacheBehavior::delete", "T", "CacheKey"),
            bound("CacheBehavior::get", "T", "CacheValue"),
        ],
        "For `get` and `set` that is the JSON and the retries": [
            calls("CacheBehavior::get", "run_with_retries", times=1),
            calls("CacheBehavior::get", "serde_json::from_str", times=1),
            calls("CacheBehavior::set", "run_with_retries", times=1),
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
        ],
        "a connection that breaks at the wrong moment can lose us the delete": [
            absent("<RedisCache as CacheBehavior>::delete", "run_with_retries"),
            absent("CreateMessageApp::invalidate", "run_with_retries"),
        ],
        "The seven functions that are to call `invalidate` will go on with `can_fail`": [
            callers(
                "CreateMessageApp::invalidate",
                [
                    "update_application",
                    "patch_application",
                    "delete_application",
                    "create_endp_from_data",
                    "update_endp_from_data",
                    "delete_endpoint",
                    "rotate_endpoint_secret",
                ],
            ),
            calls("update_application", ".can_fail", times=1),
            calls("patch_application", ".can_fail", times=1),
            calls("delete_application", ".can_fail", times=1),
            calls("create_endp_from_data", ".can_fail", times=1),
            calls("update_endp_from_data", ".can_fail", times=1),
            calls("delete_endpoint", ".can_fail", times=1),
            calls("rotate_endpoint_secret", ".can_fail", times=1),
        ],
        "The managers that `from_cache_backend` makes have no pool": [
            calls("RedisManager::from_cache_backend", "new_unpooled", times=3),
            absent("RedisManager::from_cache_backend", "new_pooled"),
            absent("RedisManager::new_unpooled", "Pool"),
        ],
        "With a single server or a cluster `RedisManager::get` clones the connection it holds, so "
        "what is wrong with that shows at the command, as `Error::Database`": [
            calls("RedisManager::get", ".clone", times=2),
            field("core/cache/mod.rs::Error", "Database.0", "RedisError"),
            attribute("core/cache/mod.rs::Error", "from"),
            argued(
                "The arms of `RedisManager::get` for `ClusteredUnpooled` and "
                "`NonClusteredUnpooled` wrap a clone in `Ok` and have no `?`; the `RedisError` of "
                "the command enters `Error::Database` by its `from`.",
                "RedisManager::get",
                "<RedisCache as CacheBehavior>::delete",
            ),
        ],
        "With Sentinel it opens one each time, behind a mutex, and that failing becomes "
        "`Error::Pool`": [
            calls("RedisManager::get", ".lock", times=1),
            calls("RedisManager::get", ".get_async_connection_with_config", times=1),
            field("core/cache/mod.rs::Error", "Pool.0", "bb8::RunError<RedisError>"),
        ],
        "Sentinel's connection alone has a limit on responses": [
            calls("RedisManager::get", ".set_response_timeout", times=1),
            absent("RedisManager::new_unpooled", "response_timeout"),
            absent("RedisManager::new_unpooled", "set_response_timeout"),
            argued(
                "Of the arms of `RedisManager::get` that for `SentinelUnpooled` sets a response "
                "timeout. What `new_unpooled` builds for a single server or a cluster has one for "
                "connecting, and the crate redis, at 0.32.7, adds none of its own.",
                "RedisManager::get",
                "RedisManager::new_unpooled",
            ),
        ],
        "The command is `del` with `key.as_ref()`": [
            calls("<RedisCache as CacheBehavior>::delete", ".del", times=1),
            calls("<RedisCache as CacheBehavior>::delete", ".as_ref", times=1),
        ],
        "On Redis it takes two steps that can fail, a connection and the command.": [
            returns("RedisManager::get", "Result<RedisConnection<'_>, RunError<RedisError>>"),
            before("<RedisCache as CacheBehavior>::delete", ".get", ".del"),
            calls("<RedisCache as CacheBehavior>::delete", ".get", times=1),
            calls("<RedisCache as CacheBehavior>::delete", ".del", times=1),
            argued(
                "Two `?` stand in the `delete` of `RedisCache`, behind `get` and behind `del`. "
                "What else it has, `as_ref` and the `Ok` at its end, has no way to fail.",
                "<RedisCache as CacheBehavior>::delete",
            ),
        ],
    },
)
