"""A server that caches nothing: each fetch of the snapshot goes to the database."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    derives,
    field,
    literal,
    rust,
    variant,
)

no_cache_backend = Example(
    code=[
        rust("svix-server/src/core/message_app.rs", "CreateMessageApp::invalidate"),
        rust(
            "svix-server/src/core/cache/none.rs",
            "new",
            "NoCache",
            "impl CacheBehavior for NoCache",
            imports="used",
        ),
    ],
    prompt="""
        Two customers debug their endpoint filters and want `cache_type = "none"`, so
        that every message sees the endpoint rows as PostgreSQL has them at that moment.
        The configuration knows the word; the backend is missing.

        - A constructor that returns a `Cache` and warns, once, about what is given up:
          performance, and idempotency.
        - `CacheBehavior` in full. Reads find nothing, writes and deletes succeed,
          set-if-absent reports that nothing was written. No value may be serialized on
          its way to nowhere.
        - `layered_fetch`, the worker and the health check stay as they are.
        - The handlers that change an application or its endpoints are going to drop the
          cached snapshot of that application. Add the function for this to
          `CreateMessageApp`. A backend's failure is passed on as our own cache error;
          having no cache is no failure.
    """,
    think="""
        `CacheBehavior` brings the typed methods along, built on the raw ones. Writing
        the five that have no body would compile and answer correctly. But the provided
        `set` goes through `serde_json::to_string` before it reaches `set_raw`, and what
        it gets from `layered_fetch` is the snapshot of an application with all its
        endpoints. Without a cache each fetch is a miss, so that JSON would be built and
        thrown away for every message created and again in the worker. So the typed and
        the string forms are overridden too, same generics and bounds as in the trait,
        arguments with a leading underscore, one constant expression each: `Ok(None)`
        for the getters, `Ok(())` for setters and `delete`, `Ok(false)` for the three
        set-if-absent forms. `should_retry` has to exist and says `false`; with every
        provided body replaced nothing in this file leads to `run_with_retries`.

        Would an error be more honest than a success that did nothing? `layered_fetch`
        would not mind, it reads with `if let Ok(Some(..))` and drops the result of its
        write. Others would. The health check turns the result of its `set` into a
        status and would answer 500. In worker.rs, `process_endpoint_success` deletes the
        failure clock of an endpoint once the attempt row is in; an `Err` would go up
        with `?`, and the task be nacked although the customer has the webhook.

        The constructor is a function `new` outside any impl: one `tracing::warn!` ahead
        of `NoCache {}.into()`, run once per start. `NoCache` is a unit struct with a
        derived `Clone`, as `Cache` clones its variants.

        What a fetch costs then, by sea-orm: a transaction, one query for endpoints in
        it, a rollback when it is dropped; in the worker, which hands in no
        model, the query for the application as well. The TTL is ignored, and a snapshot
        is as fresh as its queries. Two things are lost beyond speed, and I leave both:
        set-if-absent as a lock, for which the idempotency middleware can ask
        `Cache::is_none` and step aside, and the worker's memory of when an endpoint
        began to fail, so that it disables none.

        For the handlers an associated function on `CreateMessageApp`, `invalidate`:
        `&Cache`, the application's id, the organization's id, `Result<()>`. It builds
        the key with `AppEndpointKey::new`, organization first, deletes, and maps a
        failure with `Error::cache`. Whether a failed delete matters is for the caller to
        decide; the entry ends with its TTL anyway. Here it comes to `Ok(())` and no
        log line.
    """,
    claims={
        "the provided `set` goes through `serde_json::to_string` before it reaches `set_raw`, and "
        "what it gets from `layered_fetch` is the snapshot of an application with all its "
        "endpoints": [
            calls("CacheBehavior::set", "serde_json::to_string", times=1),
            calls("CacheBehavior::set", ".set_raw", times=1),
            calls("CreateMessageApp::layered_fetch", ".set", times=1),
            field("CreateMessageApp", "endpoints", "Vec<CreateMessageEndpoint>"),
            argued(
                "`serde_json::to_string` is an argument in the call of `set_raw`, with a `?` "
                "behind it: Rust evaluates it ahead of the call, and leaves there if it fails.",
                "CacheBehavior::set",
            ),
        ],
        "Without a cache each fetch is a miss": [
            absent("<NoCache as CacheBehavior>::get", "Some"),
            calls("CreateMessageApp::layered_fetch", ".get", times=1),
            argued(
                "`NoCache` answers every `get` with `Ok(None)` and has no state to answer from, "
                "so the first `if let` of `layered_fetch` does not match and it goes on.",
                "impl CacheBehavior for NoCache",
                "NoCache",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        "`should_retry` has to exist and says `false`": literal(
            "<NoCache as CacheBehavior>::should_retry", "false"
        ),
        "with every provided body replaced nothing in this file leads to `run_with_retries`": [
            absent("core/cache/none.rs", "run_with_retries"),
        ],
        "The health check turns the result of its `set` into a status and would answer 500": [
            calls("v1/endpoints/health.rs::health", ".set", times=1),
            before("v1/endpoints/health.rs::health", ".set", ".is_ok"),
            argued(
                "`health` makes a `HealthStatus` of the `Result` of `set` and returns "
                "`INTERNAL_SERVER_ERROR`, which is 500, unless database, queue and cache are all "
                "ok.",
                "v1/endpoints/health.rs::health",
                "v1/endpoints/health.rs::HealthStatus::is_ok",
            ),
        ],
        "`process_endpoint_success` deletes the failure clock of an endpoint once the attempt row "
        "is in": [
            calls("process_endpoint_success", ".delete", times=1),
            before("handle_successful_dispatch", ".insert", "process_endpoint_success"),
            callers("process_endpoint_success", ["handle_successful_dispatch"]),
        ],
        "an `Err` would go up with `?`, and the task be nacked although the customer has the "
        "webhook": [
            calls("queue_handler", ".nack", times=1),
            before("dispatch_message_task", "make_http_call", "handle_successful_dispatch"),
            argued(
                "The `Err` leaves `handle_successful_dispatch` and `dispatch_message_task`; "
                "`process_queue_task_inner` collects it from `join_all` into an error of its own, "
                "`process_queue_task` logs that, and `queue_handler` answers an `Err` with `nack`. "
                "By then `make_http_call` has had a 2xx from the customer.",
                "handle_successful_dispatch",
                "dispatch_message_task",
                "process_queue_task_inner",
                "process_queue_task",
                "queue_handler",
            ),
        ],
        "The constructor is a function `new` outside any impl: one `tracing::warn!` ahead of "
        "`NoCache {}.into()`, run once per start": [
            before("core/cache/none.rs::new", "tracing::warn!", ".into"),
            field("core/cache/mod.rs::Cache", "None.0", "none::NoCache"),
            callers("core/cache/none.rs::new", ["run_with_prefix"]),
            callers("run_with_prefix", ["lib.rs::run"]),
        ],
        "`NoCache` is a unit struct with a derived `Clone`, as `Cache` clones its variants": [
            derives("NoCache", "Clone"),
            derives("core/cache/mod.rs::Cache", "Clone"),
            variant("core/cache/mod.rs::Cache", "None"),
        ],
        "What a fetch costs then, by sea-orm: a transaction, one query for endpoints in it, a "
        "rollback when it is dropped; in the worker, which hands in no model, the "
        "query for the application as well": [
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
            calls("CreateMessageApp::layered_fetch", ".one", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", ".all", times=1),
            absent("core/message_app.rs", "commit"),
        ],
        "It builds the key with `AppEndpointKey::new`, organization first, deletes, and maps a "
        "failure with `Error::cache`": [
            before("CreateMessageApp::invalidate", "AppEndpointKey::new", ".delete"),
            before("CreateMessageApp::invalidate", ".delete", ".map_err"),
        ],
    },
)
