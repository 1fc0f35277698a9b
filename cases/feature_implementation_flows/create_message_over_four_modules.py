"""Message creation: one function leads, three modules answer it and do not know each other."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    field,
    literal,
    rust,
    value,
    variant,
)

create_message_over_four_modules = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "create_message_inner"),
        rust("svix-server/src/core/message_app.rs", "CreateMessageApp::filtered_endpoints"),
        rust("svix-server/src/db/models/message.rs", "impl ActiveModelBehavior for ActiveModel"),
        rust(
            "svix-server/src/queue/mod.rs",
            "MessageTaskBatch::new_task",
            "SvixOmniProducer::send",
        ),
    ],
    prompt="""
        Kick-off for message creation. Four modules take part; the three below the
        endpoint must not need one another:

        - core/message_app.rs says who would get a message, by trigger, event type and
          channels, in a `filtered_endpoints` on the snapshot. The worker will put the
          same question.
        - db/models/message.rs gives a new row its id and creation time, from one look
          at the clock.
        - queue/mod.rs makes the `QueueTask` that stands for the whole message, and its
          producer gets over a broker's hiccup without help; retries of deliveries will
          want a delay there.
        - v1/endpoints/message.rs puts this in order, in a `create_message_inner` which
          `send_example` of endpoint/mod.rs can use for one endpoint alone.

        An unknown application is a 404 unless the body brings one along; for that there
        are `validate_create_app_uid` and `create_app_from_app_in`. A repeated event id
        is a conflict. The client waits for all of it, so please count what it waits
        for. No takers, no task; and no worker may see a task whose rows it cannot read.
    """,
    think="""
        `CreateMessageApp` holds the endpoints, so a `create` on it suggests itself. Its
        module would then import queue and message rows for the sake of one caller; the
        worker comes for the endpoints. So message.rs leads; core/message_app.rs answers
        questions. Its filter therefore takes the trigger, an `&EventTypeName` and
        `Option<&EventChannelSet>`: disabled or deleted is out, `Manual` lets all the
        rest pass, otherwise type and channels must both match, an endpoint that lists
        none accepting any. No channels on the message count as an empty `HashSet`.
        Owned clones come back, as a dispatch will want one each. A value in, a value
        out: a unit test of it needs no server.

        The common currency is the id. Drawn in db/models/message.rs, in
        `ActiveModelBehavior::new`, from the `Utc::now()` that `created_at` gets too, it
        does not wait for an INSERT, and content row and task can name it. sea-orm's
        `ActiveModelTrait::default()` leaves the other columns to whoever knows them.

        In order. `validate` on `app_id`, its errors as 422 under `path`; the row by
        `secure_find_by_id_or_uid`; a match over the body's application and that row,
        where a row wins. `layered_fetch` with a clone of the row and 30 seconds; its
        `None` becomes `Error::generic`. Bytes out of `payload()`; what `data.into()`
        makes of the rest gets application and organization by struct update. In one
        transaction the message, through `http_error_on_conflict`, and its content.
        After the commit the filter, as `Scheduled`, and if that leaves anybody, one
        `send` of `MessageTaskBatch::new_task`, with `force_endpoint` in it. What the
        inserts returned makes the `MessageOut`, its payload if `with_content`.

        What the client waits for in here, with an application that exists and a warm
        snapshot: one SELECT, one cache read, a transaction of two INSERTs, at most one
        task. `tokio::join!` of fetch and inserts would hide the cache read. But if the
        fetch failed, the message could be committed all the same: a 500, no task, and a
        409 for the client who repeats the event id. A miss would hold a second
        connection besides. One after the other, then.

        Errors pass up by `?`. In `send`, omniqueue's become ours inside the closure,
        `map_err(Into::into)`, because `should_retry` looks for `ErrorType::Queue`.
        `run_with_retries` may call the closure four times, hence a task that is
        borrowed and encoded anew each time, in an `Arc`, though the bare reference
        would do; with a delay the scheduled variant. Where a try failed after the task
        had got in, the next one queues it again, and both copies of a batch are
        delivered. I prefer that to a message nobody hears of. There can still be one: a
        fourth error is a 500 over rows that stay, and what waits in the memory queue is
        gone with the process.

        Eight plain parameters, clippy's lint allowed. Extractors are left to the two
        handlers, so that `send_example` can call this like any function.
    """,
    claims={
        "Drawn in db/models/message.rs, in `ActiveModelBehavior::new`, from the `Utc::now()` that "
        "`created_at` gets too": [
            calls(
                "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
                "Utc::now",
                times=1,
            ),
            calls(
                "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
                "MessageId::new",
                times=1,
            ),
            field("db/models/message.rs::Model", "created_at", "DateTimeWithTimeZone"),
        ],
        "`layered_fetch` with a clone of the row and 30 seconds; its `None` becomes "
        "`Error::generic`": [
            literal("create_message_inner", "30"),
            before("create_message_inner", "layered_fetch", "Error::generic"),
        ],
        "After the commit the filter, as `Scheduled`, and if that leaves anybody, one `send` of "
        "`MessageTaskBatch::new_task`": [
            before("create_message_inner", ".transaction", ".filtered_endpoints"),
            before("create_message_inner", ".filtered_endpoints", ".send"),
            calls("create_message_inner", "MessageTaskBatch::new_task", times=1),
            calls("create_message_inner", ".send", times=1),
            variant("MessageAttemptTriggerType", "Scheduled"),
        ],
        "one SELECT, one cache read, a transaction of two INSERTs, at most one task": [
            calls("create_message_inner", "secure_find_by_id_or_uid", times=1),
            calls("create_message_inner", ".insert", times=2),
            calls("create_message_inner", ".send", times=1),
            argued(
                "With a row found, `create_app_from_app_in` is not called; on a hit "
                "`layered_fetch` returns behind its one `get`, before it begins a transaction; the "
                "`insert`s return their rows, so nothing is read again.",
                "create_message_inner",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        "But if the fetch failed, the message could be committed all the same: a 500, no task, "
        "and a 409 for the client who repeats the event id.": [
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
            literal("HttpError::conflict", "409"),
            argued(
                "The branches of `tokio::join!` do not stop each other, so the closure of "
                "`transaction` would run to its commit whatever `layered_fetch` returns, and its "
                "error would be looked at afterwards, ahead of `send`. As it stands, the `?` on "
                "`layered_fetch` leaves before the transaction begins.",
                "create_message_inner",
                "CreateMessageApp::layered_fetch",
                "http_error_on_conflict",
            ),
        ],
        "A miss would hold a second connection besides.": [
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
            before("CreateMessageApp::layered_fetch", ".get", ".begin"),
        ],
        "In `send`, omniqueue's become ours inside the closure, `map_err(Into::into)`, because "
        "`should_retry` looks for `ErrorType::Queue`": [
            calls("error.rs::<Error as From<omniqueue::QueueError>>::from", "Error::queue"),
            calls("SvixOmniProducer::send", "run_with_retries", times=1),
            argued(
                "`should_retry` matches `ErrorType::Queue` of the crate's `Error`, and "
                "`run_with_retries` hands it the error as the closure returns it; without "
                "`map_err(Into::into)` in the closure that would be omniqueue's `QueueError`.",
                "queue/mod.rs::should_retry",
                "SvixOmniProducer::send",
                "run_with_retries",
            ),
        ],
        "A value in, a value out": [
            absent("CreateMessageApp::filtered_endpoints", "await"),
            absent("CreateMessageApp::filtered_endpoints", "Cache"),
            absent("CreateMessageApp::filtered_endpoints", "DatabaseConnection"),
        ],
        "core/message_app.rs answers questions": [
            absent("core/message_app.rs", "TaskQueueProducer"),
            absent("core/message_app.rs", "QueueTask"),
            absent("core/message_app.rs", "message"),
        ],
        "a fourth error is a 500 over rows that stay": [
            before("create_message_inner", ".transaction", ".send"),
            calls("create_message_inner", ".send", times=1),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
        ],
        "`run_with_retries` may call the closure four times": [
            value("queue/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
            argued(
                "`Retry::run` calls the closure and sleeps once for each of the three entries of "
                "the schedule; the fourth failure finds it empty and is returned, four calls.",
                "Retry::run",
                "run_with_retries",
                "queue/mod.rs::RETRY_SCHEDULE",
            ),
        ],
    },
)
