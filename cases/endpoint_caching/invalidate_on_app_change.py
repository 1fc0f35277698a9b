"""Changing or deleting an application drops its snapshot; creating one has nothing to drop."""

from pytest_verbatim import Example, absent, argued, before, calls, literal, rust

invalidate_on_app_change = Example(
    code=[
        rust("svix-server/src/core/message_app.rs", "CreateMessageApp::invalidate"),
        rust(
            "svix-server/src/v1/endpoints/application.rs",
            "update_application",
            "patch_application",
            "delete_application",
        ),
    ],
    prompt="""
        Heads-up after the endpoint handlers: the snapshot holds the application too. If
        somebody deletes one while retries are outstanding, posting a message to it
        answers 404 right away, yet the worker goes on delivering until its cached copy
        runs out, which can take 30 seconds. Likewise, when a uid changes, the
        operational webhooks that the worker sends keep naming the old one.

        Could you take `update_application`, `patch_application` and
        `delete_application`? Rules as for endpoints. A write that is rolled back leaves
        the cache alone, one that is through drops the entry before we answer. If the
        cache refuses, that goes to the log with `can_fail`, worded "invalidating CMA
        cache" so that one search finds them all, and the client gets its normal answer.

        PUT creates where it finds nothing; please don't call out to Redis in that case.
        On this branch the function that removes an entry, by cache, application and
        organization, is still missing from `CreateMessageApp`, so it comes with your
        change.
    """,
    think="""
        How harmful a stale snapshot is depends on its reader. Creating a message, in
        v1/endpoints/message.rs, queries the application row by itself, hence the 404 at
        once. The worker passes no row to `layered_fetch`, and on a hit nobody asks
        sea-orm whether the application is still there. Deleting is soft and does not
        touch the endpoint rows, so the cached list stays as deliverable as ever. With
        the entry gone, `secure_find_by_id` finds nothing, `layered_fetch` says
        `Ok(None)`, and the worker ends the task without a delivery.

        For PUT and PATCH it is the `uid` that counts; the rate limit is in the snapshot
        too, but nothing reads it there. Name and metadata are not in it, and I thought
        of leaving the entry in place when they alone change. That would spare a refill,
        and need a comparison that somebody has to extend with every field
        `CreateMessageApp` gets. Delete without looking.

        All three: write, then the delete, then the answer. `db.transaction` has
        committed when it returns `Ok`, and its `?` skips our lines where it has rolled
        back; a delete inside the closure could not know yet which of the two it will be.

        `update_application` learns in its first `if let` whether there is a row. There I
        clone id and organization id into an `Option`, since the model is consumed in
        the same branch; the other branch gives `None`, as an id made a moment ago has
        no entry. `create_models` could decide it as well, with the ids of the returned
        row; the option has reason and arguments in one place. `patch_application` just
        borrows from the row that its transaction returns. `delete_application` ignores
        the row that `update` gives back, so both ids are cloned up front. A lone UPDATE
        there, no transaction around it: once it returns, the deletion stands.

        The missing function, `invalidate`, is short: a key by `AppEndpointKey::new`,
        which wants the organization in front, `delete`, `map_err(Error::cache)`. Were
        the handlers to pass its error on, a client would read 500 for a deletion that
        stands, try again and get 404. With `can_fail` a failed delete leaves us where
        we are today, with old data for the rest of the TTL, and with a line in the log.

        A uid can move: one application gives it up, by a change or by being deleted, and
        another takes it. Entries lie under the id, so nobody is served the other's. But
        where the delete failed, the worker's operational webhooks may name two
        applications by one uid for as long as the older entry lives. And a fetch that
        read its rows ahead of the commit may still write them behind our delete; the
        endpoint handlers have that gap too, and leave it to the TTL as I do.
    """,
    claims={
        "the worker goes on delivering until its cached copy runs out, which can take 30 seconds": [
            literal("process_queue_task_inner", "30"),
            before("process_queue_task_inner", "layered_fetch", "dispatch_message_task"),
        ],
        "posting a message to it answers 404 right away": [
            before("create_message_inner", "HttpError::not_found", "layered_fetch"),
            literal("error.rs::HttpError::not_found", "404"),
        ],
        "queries the application row by itself, hence the 404 at once": [
            before("create_message_inner", "secure_find_by_id_or_uid", "HttpError::not_found"),
            before("create_message_inner", "HttpError::not_found", "layered_fetch"),
            literal("db/models/application.rs::Entity::secure_find", "false"),
            literal("error.rs::HttpError::not_found", "404"),
        ],
        "Deleting is soft and does not touch the endpoint rows": [
            literal("delete_application", "true"),
            calls("delete_application", ".update", times=1),
            absent("v1/endpoints/application.rs", "endpoint"),
        ],
        "With the entry gone, `secure_find_by_id` finds nothing, `layered_fetch` says `Ok(None)`": [
            before("CreateMessageApp::layered_fetch", ".get", "secure_find_by_id"),
            literal("db/models/application.rs::Entity::secure_find", "false"),
        ],
        "All three: write, then the delete, then the answer": [
            before("update_application", ".transaction", "CreateMessageApp::invalidate"),
            before("patch_application", ".transaction", "CreateMessageApp::invalidate"),
            before("delete_application", ".update", "CreateMessageApp::invalidate"),
            before(
                "update_application", "CreateMessageApp::invalidate", "JsonStatusUpsert::Created"
            ),
            before("patch_application", "CreateMessageApp::invalidate", "Json"),
            before("delete_application", "CreateMessageApp::invalidate", "Ok"),
        ],
        "the other branch gives `None`, as an id made a moment ago has no entry": [
            calls("update_application", "application::ActiveModel::new", times=1),
            calls("db/models/application.rs::ActiveModel::new", "ApplicationId::new", times=1),
        ],
        "`delete_application` ignores the row that `update` gives back, so both ids are cloned up "
        "front": [
            calls("delete_application", ".clone", times=2),
            before("delete_application", ".clone", ".update"),
            before("delete_application", ".update", "CreateMessageApp::invalidate"),
        ],
        "Were the handlers to pass its error on, a client would read 500 for a deletion that "
        "stands, try again and get 404": [
            before("delete_application", ".update", "CreateMessageApp::invalidate"),
            argued(
                "`into_response` answers `ErrorType::Cache` with `INTERNAL_SERVER_ERROR`, 500. The "
                "second time `OrganizationWithApplication` finds no row that is not deleted and "
                "rejects with `HttpError::not_found`, 404, before the handler runs.",
                "error.rs::<Error as IntoResponse>::into_response",
                "<OrganizationWithApplication as FromRequestParts<AppState>>::from_request_parts",
                "HttpError::not_found",
                "delete_application",
            ),
        ],
        "Entries lie under the id, so nobody is served the other's": [
            literal("AppEndpointKey::new", "SVIX_CACHE_APP_v3_{org}_{app}"),
            calls("CreateMessageApp::layered_fetch", "AppEndpointKey::new", times=1),
        ],
        "The worker passes no row to `layered_fetch`, and on a hit nobody asks sea-orm whether "
        "the application is still there.": [
            before("CreateMessageApp::layered_fetch", ".get", ".begin"),
            before("CreateMessageApp::layered_fetch", ".get", "secure_find_by_id"),
            argued(
                "Ahead of the return on a hit `layered_fetch` makes the key, calls `get` and looks "
                "at the entry's own `deleted`; its `begin` and both queries come later. "
                "`process_queue_task_inner` passes `None` and queries message with content, "
                "attempt and destination, not the application.",
                "process_queue_task_inner",
                "CreateMessageApp::layered_fetch",
            ),
        ],
    },
)
