"""The whole impl: what callers may do with a cached application, and what they may not."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    field,
    returns,
    rust,
)

load_keep_choose_forget = Example(
    code=[rust("svix-server/src/core/message_app.rs", "impl CreateMessageApp", imports="used")],
    prompt="""
        `CreateMessageApp`, `CreateMessageEndpoint` and `AppEndpointKey` are in, the
        `impl` that ties them together is not. Who is going to call it:

        - `create_message_inner` of v1/endpoints/message.rs with an application row that
          it has read or inserted, and the worker with the two ids. Both want the
          application and its endpoints as one value, from the cache if it is there, and
          kept for a time that they name. Missing or deleted is `None`. A cache that is
          down stops no message.
        - The same two, with that value: which endpoints take a message of this type and
          these channels? A manual attempt ignores both. Disabled or deleted ones take
          none. What they are given is theirs.
        - Handlers that have changed a row: forget this application. They want to hear
          of it if that fails.

        Nobody outside builds the value or sees its list. The endpoints come in one
        query, and a rate limit that `u16` cannot hold is a validation error of ours. A
        fetch inside a REPEATABLE READ transaction could cache old data; say so where
        the next person will read it.
    """,
    think="""
        Nothing in here needs a state of its own. A service that owns `Cache` and pool
        would spare its callers an argument or two. But handlers have both in the
        `AppState` of lib.rs, worker.rs in its `WorkerContext`, and what we hand out is
        also what lies in the cache, as JSON: plain data, with no handle in it. So
        associated functions for callers who have no value yet, and one method on `&self`
        for those who have.

        Getting one is `layered_fetch`: `&Cache`, `&DatabaseConnection`, the row as an
        `Option`, the two ids by value, organization first, a `Duration`, and
        `Result<Option<Self>>` by its full name. An `if let Ok(Some(..))` over the typed
        `get` makes an entry that cannot be read a miss like any other. A hit goes back
        as it is or, with its `deleted` set, as `Ok(None)`. Past that sea-orm's `begin`,
        the row or else `secure_find_by_id`, `Ok(None)` where that is empty, the loader,
        and `set`, whose result I throw away with `let _`. Asking for `deleted` again
        comes last. The span of time is theirs: a hit spares them the endpoints' query at
        least, and they pay in freshness.

        The loader, `fetch_from_pg_by_model`, stays private, since its value may be one
        whose flag nobody has looked at. By its `&DatabaseTransaction` it reads in the
        transaction of whoever fetches; the warning goes on it as a doc comment, no type
        says "not in an old view". `secure_find` for the endpoints, `try_into` for each
        row, a `collect` that ends at the first one that fails. The limit goes through
        `transpose` to `Error::validation`.

        `invalidate` borrows the ids, application first, builds the key and calls
        `delete`, its error by `Error::cache`. On a read the cache's trouble costs time
        and may stay untold; a failed delete can leave an outdated list in use, and
        whoever asked for it should hear of that.

        `filtered_endpoints` takes trigger, type and optional channels, and is one
        `filter`: neither disabled nor deleted, plus `Manual` or a yes from both
        selections, each `unwrap_or(true)` where the endpoint makes none. A message that
        names no channels counts as an empty `HashSet`, disjoint from any. Clones go out.

        A message is not tied to one list by this. Creation chooses, and the worker
        chooses anew, perhaps from a younger snapshot. An endpoint made in between may
        get the message, and a task that was queued for one may find none and end there.
        Chosen ids inside the task would settle that, and hold on to a choice that the
        customer has since taken back. I prefer the later look.
    """,
    claims={
        "But handlers have both in the `AppState` of lib.rs, worker.rs in its `WorkerContext`": [
            field("svix-server/src/lib.rs::AppState", "db", "DatabaseConnection"),
            field("svix-server/src/lib.rs::AppState", "cache", "Cache"),
            field("WorkerContext", "cache"),
            field("WorkerContext", "db"),
        ],
        "An `if let Ok(Some(..))` over the typed `get` makes an entry that cannot be read a miss "
        "like any other": [
            calls("CreateMessageApp::layered_fetch", ".get", times=1),
            argued(
                "`get` answers `Err` for bytes that are no JSON of the type, and the pattern takes "
                "`Ok(Some(..))` alone; what follows the `if let` is the same for `Err` and for "
                "`Ok(None)`.",
                "CreateMessageApp::layered_fetch",
                "CacheBehavior::get",
            ),
        ],
        "A hit goes back as it is or, with its `deleted` set, as `Ok(None)`": [
            field("CreateMessageApp", "deleted", "bool"),
            argued(
                "Inside the `if let` of `layered_fetch` the flag decides between `Ok(None)` and "
                "the value itself; there is no other way out of that block.",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        "Past that sea-orm's `begin`, the row or else `secure_find_by_id`, `Ok(None)` where that "
        "is empty, the loader, and `set`, whose result I throw away with `let _`": [
            before("CreateMessageApp::layered_fetch", ".get", ".begin"),
            before("CreateMessageApp::layered_fetch", ".begin", "secure_find_by_id"),
            before(
                "CreateMessageApp::layered_fetch", "secure_find_by_id", "fetch_from_pg_by_model"
            ),
            before("CreateMessageApp::layered_fetch", "fetch_from_pg_by_model", ".set"),
        ],
        "Asking for `deleted` again comes last": argued(
            "After `set` there is nothing in `layered_fetch` but the test of `deleted` and the two "
            "answers, `Ok(None)` and the value.",
            "CreateMessageApp::layered_fetch",
        ),
        "The loader, `fetch_from_pg_by_model`, stays private, since its value may be one whose "
        "flag nobody has looked at": [
            callers(
                "CreateMessageApp::fetch_from_pg_by_model", ["CreateMessageApp::layered_fetch"]
            ),
            returns("CreateMessageApp::fetch_from_pg_by_model", "Result<CreateMessageApp>"),
        ],
        "`secure_find` for the endpoints, `try_into` for each row, a `collect` that ends at the "
        "first one that fails": [
            calls("CreateMessageApp::fetch_from_pg_by_model", "secure_find", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", ".collect", times=1),
            argued(
                "The map hands each row to `try_into`, and collecting into a `Result` of a `Vec` "
                "stops with the first `Err`, by the `FromIterator` of std.",
                "CreateMessageApp::fetch_from_pg_by_model",
            ),
        ],
        "The limit goes through `transpose` to `Error::validation`": [
            calls("CreateMessageApp::fetch_from_pg_by_model", ".transpose", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", "Error::validation", times=1),
        ],
        "`invalidate` borrows the ids, application first, builds the key and calls `delete`, "
        "its error by `Error::cache`": [
            before("CreateMessageApp::invalidate", "AppEndpointKey::new", ".delete"),
            argued(
                "`map_err` is handed `Error::cache` by name, and nothing stands between that and "
                "the end of `invalidate`.",
                "CreateMessageApp::invalidate",
            ),
        ],
        "`filtered_endpoints` takes trigger, type and optional channels, and is one `filter`": [
            calls("CreateMessageApp::filtered_endpoints", ".filter", times=1),
            returns("CreateMessageApp::filtered_endpoints", "Vec<CreateMessageEndpoint>"),
        ],
        "each `unwrap_or(true)` where the endpoint makes none": calls(
            "CreateMessageApp::filtered_endpoints", ".unwrap_or", times=3
        ),
        "neither disabled nor deleted, plus `Manual` or a yes from both selections": [
            field("CreateMessageEndpoint", "disabled", "bool"),
            field("CreateMessageEndpoint", "deleted", "bool"),
            argued(
                "The closure is a conjunction whose third part is an or: the comparison with "
                "`Manual`, or types and channels together.",
                "CreateMessageApp::filtered_endpoints",
            ),
        ],
        "Creation chooses, and the worker chooses anew, perhaps from a younger snapshot": [
            calls("create_message_inner", ".filtered_endpoints", times=1),
            calls("process_queue_task_inner", ".filtered_endpoints", times=1),
            calls("process_queue_task_inner", "CreateMessageApp::layered_fetch", times=1),
        ],
        "a task that was queued for one may find none and end there": argued(
            "With an empty list `process_queue_task_inner` maps no endpoint to a dispatch, so "
            "joining them yields no error and the task counts as done; creation had queued it on a "
            "list that was not empty.",
            "process_queue_task_inner",
            "create_message_inner",
        ),
        "Chosen ids inside the task would settle that, and hold on to a choice": [
            field("MessageTaskBatch", "force_endpoint", "Option<EndpointId>"),
            absent("MessageTaskBatch", "Vec"),
        ],
    },
)
