"""A new endpoint drops the snapshot, and a failure to do so is logged, not answered."""

from pytest_verbatim import Example, argued, attribute, before, bound, calls, literal, returns, rust

invalidate_after_create = Example(
    code=[
        rust("svix-server/src/core/message_app.rs", "CreateMessageApp::invalidate"),
        rust("svix-server/src/core/can_fail.rs", "CanFail", "impl CanFail for Result<T, E>"),
        rust("svix-server/src/v1/endpoints/endpoint/crud.rs", "create_endp_from_data"),
    ],
    prompt="""
        Support case: a customer's onboarding registers an endpoint and, as soon as it
        has the 201, posts a greeting to that application. If the application was busy
        just before, the greeting reaches everybody but the newcomer. Message creation
        and worker both go by the application's cached snapshot, and that one can be 30
        seconds old.

        So whoever creates an endpoint, by POST or by PUT on an unknown id, has to throw
        the snapshot out; `create_endp_from_data` serves both. It must be gone for a
        client that has its answer, and for a listener of `endpoint.created`.

        By then the endpoint exists. An unreachable cache may therefore not turn the
        answer into an error, but I want it in the log as one, with the line of ours that
        chose to go on. Other handlers will need the same, now and then as a warning, so
        make it something that any `Result` with a default to go on with can do, in
        `core/can_fail.rs`, and keep the cache part in `core/message_app.rs`.
    """,
    think="""
        Inside the transaction the delete would come too early: a message that comes in
        between misses, reads the rows without ours and caches them for another thirty
        seconds. So behind `txn.commit()`, and awaited ahead of
        `send_operational_webhook`, since what that sends may make somebody post. A
        spawned task would spare the client the wait for Redis, and the 201 could
        overtake it, which is the report again. A fetch that is under way at that moment
        is not covered, it may yet store the list it has read; nor is a worker that runs
        by itself and caches in memory, whose own entry we do not reach.

        Whoever misses next builds the snapshot up again: creation with sea-orm's
        transaction and the endpoints' query, a worker with one more for the application.

        `CreateMessageApp` gets an `invalidate` over `&Cache`, `&ApplicationId` and
        `&OrganizationId`: `AppEndpointKey::new`, `delete`, `map_err(Error::cache)`.

        With `?` a failing cache would be a 500 over a committed row, and a client that
        posts again gets a second endpoint or, having given a uid, a 409. Hence the
        trait: `CanFail` with `type Output` and two methods that take `self` and a
        `detail: &'static str`, `can_fail` for the error level and `warn_on_fail` for the
        warning. One impl, for `Result<T, E>` with `T: Default` and `E: Debug`; here `T`
        is `()`. Both are `#[track_caller]` and take `Location::caller()` on their first
        line: inside the closure of `unwrap_or_else` it would name can_fail.rs itself.
        The event carries `error = ?e` and in its text file, line and detail; the value
        is the default. That default is the risk. On a `Result` whose value is read
        afterwards, a failure would pass for an empty answer.

        The rest: `create_endp_from_data` takes `&Cache` too, ahead of the application,
        and has to clone `app.id` for `endpoint::ActiveModel::new` now that the id is
        wanted once more. The secret comes from `key_take_or_generate`, the metadata out
        of the input with `mem::take` for a row under the id that `new` has set, the
        other fields by `update_model`. In a block: `begin`, `insert`, `upsert_or_delete`
        traced, `commit`. A uid that is taken makes the insert fail, which
        `http_error_on_conflict` reports as a conflict. What fails in there goes up with
        `?` and leaves the snapshot alone, and after a rollback that is right. Should
        just the answer to `commit` get lost, the row is there and missing from the
        snapshot, for as long as that is kept. The operational webhook keeps its `?`; it
        goes out in a task of its own, whose failure does not come back here. Back go
        both models.
    """,
    claims={
        "that one can be 30 seconds old": [
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
        ],
        "reads the rows without ours and caches them for another thirty seconds": [
            before("CreateMessageApp::layered_fetch", "fetch_from_pg_by_model", ".set"),
            argued(
                "`layered_fetch` writes what it has read under the TTL of its caller, which is "
                "thirty seconds in `create_message_inner` as in `process_queue_task_inner`. Under "
                "PostgreSQL's read committed an uncommitted row is not seen.",
                "CreateMessageApp::layered_fetch",
                "create_message_inner",
                "process_queue_task_inner",
            ),
        ],
        "So behind `txn.commit()`, and awaited ahead of `send_operational_webhook`": [
            before("create_endp_from_data", ".commit", "CreateMessageApp::invalidate"),
            before(
                "create_endp_from_data", "CreateMessageApp::invalidate", ".send_operational_webhook"
            ),
        ],
        "nor is a worker that runs by itself and caches in memory, whose own entry we do not "
        "reach": [
            calls("<MemoryCache as CacheBehavior>::delete", ".remove", times=1),
            argued(
                "The `SharedState` of a `MemoryCache` is an `Arc` around a map in the memory of "
                "one process, and `run_with_prefix` makes one for its process, whether that has "
                "the API, the worker or both; `create_endp_from_data` runs in the API.",
                "MemoryCache",
                "SharedState",
                "run_with_prefix",
            ),
        ],
        "creation with sea-orm's transaction and the endpoints' query, a worker with one more for "
        "the application": [
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", ".all", times=1),
            calls("CreateMessageApp::layered_fetch", ".one", times=1),
        ],
        "With `?` a failing cache would be a 500 over a committed row, and a client that posts "
        "again gets a second endpoint or, having given a uid, a 409": [
            before("create_endp_from_data", ".commit", "CreateMessageApp::invalidate"),
            calls("create_endp_from_data", ".insert", times=1),
            argued(
                "`ErrorType::Cache` is answered by `into_response` like all that is not `Http`, "
                "with `INTERNAL_SERVER_ERROR`, which is 500. A POST looks for no endpoint that "
                "might be there; `insert` fails where the unique index of the initial migration, "
                "on application and uid, has such a row, which `http_error_on_conflict` makes a "
                "409. A PUT may find the endpoint and update it; an idempotency key is free again "
                "after a 500.",
                "create_endp_from_data",
                "create_endpoint",
                "http_error_on_conflict",
                "error.rs::<Error as IntoResponse>::into_response",
            ),
        ],
        "One impl, for `Result<T, E>` with `T: Default` and `E: Debug`": [
            bound("impl CanFail for Result<T, E>", "T", "Default"),
            bound("impl CanFail for Result<T, E>", "E", "std::fmt::Debug"),
        ],
        "Both are `#[track_caller]` and take `Location::caller()` on their first line: inside the "
        "closure of `unwrap_or_else` it would name can_fail.rs itself": [
            attribute("<Result<T, E> as CanFail>::can_fail", "track_caller"),
            attribute("<Result<T, E> as CanFail>::warn_on_fail", "track_caller"),
            before("<Result<T, E> as CanFail>::can_fail", "Location::caller", ".unwrap_or_else"),
            before(
                "<Result<T, E> as CanFail>::warn_on_fail", "Location::caller", ".unwrap_or_else"
            ),
        ],
        "In a block: `begin`, `insert`, `upsert_or_delete` traced, `commit`": [
            before("create_endp_from_data", ".begin", ".insert"),
            before("create_endp_from_data", ".insert", ".upsert_or_delete"),
            before("create_endp_from_data", ".upsert_or_delete", ".trace"),
            before("create_endp_from_data", ".trace", ".commit"),
        ],
        "The operational webhook keeps its `?`; it goes out in a task of its own, whose failure "
        "does not come back here": [
            calls("create_endp_from_data", ".send_operational_webhook", times=1),
            calls(
                "OperationalWebhookSenderInner::send_operational_webhook", "tokio::spawn", times=1
            ),
        ],
        "Hence the trait: `CanFail` with `type Output` and two methods that take `self` and a "
        "`detail: &'static str`, `can_fail` for the error level and `warn_on_fail` for the "
        "warning.": [
            returns("CanFail::can_fail", "Self::Output"),
            returns("CanFail::warn_on_fail", "Self::Output"),
            calls("<Result<T, E> as CanFail>::can_fail", "tracing::error!", times=1),
            calls("<Result<T, E> as CanFail>::warn_on_fail", "tracing::warn!", times=1),
            argued(
                "`CanFail` has an associated `Output` and two methods, each with `self` by value "
                "and a `&'static str` called `detail`. There is no third, and no provided body.",
                "CanFail",
            ),
        ],
    },
)
