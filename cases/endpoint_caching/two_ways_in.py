"""One fetch for a caller that has the application's row and one that has its ids."""

from pytest_verbatim import Example, absent, argued, before, callers, calls, literal, returns, rust

two_ways_in = Example(
    code=[
        rust(
            "svix-server/src/db/models/application.rs",
            "Entity::secure_find",
            "Entity::secure_find_by_id",
        ),
        rust("svix-server/src/core/message_app.rs", "CreateMessageApp::layered_fetch"),
    ],
    prompt="""
        Before you start on `layered_fetch`: who looks up the application?
        `create_message_inner` in v1/endpoints/message.rs comes with the row in hand, or
        has just inserted it. The worker has two ids out of the message and nothing else.
        I don't want a function for each, and I don't want the API to read one row twice.

        So make it one: ids from everybody, the row from whoever has it, the ttl from the
        caller. Where the cache has a usable snapshot, no row is needed. Where it has
        not, `fetch_from_pg_by_model` builds one from the row, yours or theirs, and you
        write it back. Your own look-up goes on `application::Entity`, in the transaction
        that also reads the endpoints. It must not see other organizations or deleted
        applications; keep that half apart, the look-up by uid will build on it.

        Where there is no application, or no longer one, give back `None`. Trouble with
        the cache is no reason to refuse a message.
    """,
    think="""
        The key needs both ids whichever way we are called, so they are plain parameters,
        organization first, owned because `secure_find_by_id` uses them up. Next to them
        `app: Option<application::Model>`. An enum of row or ids could not hold a row
        and ids that disagree, which would file one application under another's key; but
        both callers copy the two ids from one row, and an `Option` is less to learn.
        The row comes by value too, since the loader will take it apart. Lent, it would
        be cloned here, on misses alone. As it is, a caller that is done with its row
        gives it away, and creation, which is not, clones it for each fetch.

        Build the key from references, then ask the cache for a `CreateMessageApp`.
        `if let Ok(Some(..))` puts a failed read with the misses. A hit marked `deleted`
        is `Ok(None)`, any other is returned, and a row that was passed in is dropped
        unread. Creation may get a snapshot that is older than its row, by up to the
        thirty seconds that both callers set as TTL and the time of its loading; it
        takes the endpoints from the one and the ids from the other.

        Past the miss `begin`, so that hits borrow no connection. The row: theirs, else
        `secure_find_by_id` with `one`, else return `Ok(None)`. `secure_find` filters
        by organization and by `deleted`, `secure_find_by_id` adds the id; both are
        sea-orm `Select`s. A foreign application or a deleted one just yields no row.
        Nothing is written in the transaction, so it may roll back when it is dropped.

        What a hit is worth depends on who asks. Creation has queried the application on
        every path that leads here, so for it a hit saves the endpoints and the
        transaction around them. More is not to be had there: the path may name a uid,
        which the key does not know. To the worker a hit saves two queries and the
        transaction.

        Then `fetch_from_pg_by_model`, then `set` with its result thrown away, and the
        `deleted` check once more. It is there for rows that are handed in; those of
        today come from a filtered look-up or an insert, and pass.

        Left open: a row in hand ages. If creation's fetch misses, and the application
        is deleted and its entry invalidated between creation's query and our `set`, we
        write it back as alive, and the worker may believe it for a TTL. Reading the row
        anew would narrow the gap, and have the API read one row twice after all.
        Failures of the database leave by `?`.
    """,
    claims={
        "both callers copy the two ids from one row": [
            callers(
                "CreateMessageApp::layered_fetch",
                ["create_message_inner", "process_queue_task_inner"],
            ),
            argued(
                "`create_message_inner` passes two ids, `app.org_id` and `app.id`, beside a clone "
                "of the same `app`; `process_queue_task_inner` passes no row, and the two ids of "
                "one `msg`.",
                "create_message_inner",
                "process_queue_task_inner",
            ),
        ],
        "by up to the thirty seconds that both callers set as TTL": [
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
            calls("create_message_inner", "from_secs", times=1),
            calls("process_queue_task_inner", "from_secs", times=1),
        ],
        "Past the miss `begin`, so that hits borrow no connection": [
            before("CreateMessageApp::layered_fetch", ".get", ".begin"),
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
        ],
        """`secure_find` filters by organization and by `deleted`, `secure_find_by_id` adds the id;
        both are sea-orm `Select`s""": [
            calls("db/models/application.rs::Entity::secure_find", ".filter", times=2),
            calls("db/models/application.rs::Entity::secure_find_by_id", ".filter", times=1),
            calls("db/models/application.rs::Entity::secure_find_by_id", "secure_find", times=1),
            returns("db/models/application.rs::Entity::secure_find", "Select<Entity>"),
            returns("db/models/application.rs::Entity::secure_find_by_id", "Select<Entity>"),
        ],
        "Nothing is written in the transaction, so it may roll back when it is dropped.": [
            absent("CreateMessageApp::layered_fetch", "commit"),
            absent("CreateMessageApp::fetch_from_pg_by_model", "commit"),
            absent("CreateMessageApp::fetch_from_pg_by_model", "insert"),
            absent("CreateMessageApp::fetch_from_pg_by_model", "update"),
        ],
        """Creation has queried the application on every path that leads here, so for it a hit saves
        the endpoints and the transaction around them""": [
            before("create_message_inner", "secure_find_by_id_or_uid", "layered_fetch"),
            calls("CreateMessageApp::fetch_from_pg_by_model", ".all", times=1),
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
        ],
        "To the worker a hit saves two queries and the transaction.": [
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
            calls("CreateMessageApp::layered_fetch", ".one", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", ".all", times=1),
            calls("process_queue_task_inner", "layered_fetch", times=1),
            argued(
                "Two queries stand behind the miss of a caller that passes `None` for the row: "
                "`one` over `secure_find_by_id`, `all` inside `fetch_from_pg_by_model`. "
                "`process_queue_task_inner` has asked for neither row by then.",
                "CreateMessageApp::layered_fetch",
                "CreateMessageApp::fetch_from_pg_by_model",
                "process_queue_task_inner",
            ),
        ],
        """Then `fetch_from_pg_by_model`, then `set` with its result thrown away, and the `deleted`
        check once more.""": [
            before("CreateMessageApp::layered_fetch", "fetch_from_pg_by_model", ".set"),
            calls("CreateMessageApp::layered_fetch", ".set", times=1),
            argued(
                "`out.deleted` of `layered_fetch` is looked at behind the `let _` that takes the "
                "result of `set`; ahead of it stands `fetch_from_pg_by_model`, in a straight line.",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        """If creation's fetch misses, and the application is deleted and its entry invalidated
        between creation's query and our `set`, we write it back as alive, and the worker may
        believe it for a TTL.""": argued(
            "`delete_application` updates the row and calls `invalidate`; nothing ties that to the "
            "row `create_message_inner` holds, whose `deleted` is false. Past a miss "
            "`layered_fetch` calls `set` with its snapshot unconditionally, and the worker's "
            "`get` takes it for a hit.",
            "CreateMessageApp::layered_fetch",
            "create_message_inner",
            "delete_application",
            "process_queue_task_inner",
        ),
    },
)
