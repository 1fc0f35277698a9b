"""One queued task for a created message, sent when its rows are committed."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    derives,
    field,
    literal,
    rust,
    value,
    variant,
)

one_task_per_message = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "create_message_inner", imports="used"),
        rust("svix-server/src/queue/mod.rs", "MessageTaskBatch", "impl MessageTaskBatch"),
    ],
    prompt="""
        An application with fifty endpoints makes fifty sends of one create, and if the
        tenth fails, the client sees an error while nine endpoints are being served. Let
        us queue one task per message and have the worker fan out.

        - The task names message and application by their ids and has room for the one
          endpoint that send-example may be limited to. The worker knows it as
          `QueueTask::MessageBatch`. `MessageTask` stays for single endpoints.
        - No send where nobody listens.
        - When the worker gets the task, it must find the message, payload and all.
        - POST and `send_example` of endpoint/mod.rs share `create_message_inner`, which
          is to be written along with this. It resolves the application in the path, or
          makes the one that the body brings (`validate_create_app_uid`,
          `create_app_from_app_in`), stores message and content together, queues, and
          returns the `MessageOut`. A path to no application is a 404, an event id used
          before is a conflict.
    """,
    think="""
        A task says which message, the database says what is in it: `MessageTaskBatch`
        with `msg_id`, `app_id`, `force_endpoint: Option<EndpointId>` and
        `trigger_type`, derives and serde's camelCase as on `MessageTask`. `new_task`
        wraps it into the `QueueTask` that the producer takes. Listing the endpoints in
        it would freeze them; the worker calls the same `filtered_endpoints` and sees,
        but for the age of a cached snapshot, those of its own moment. What we pay: an
        internal failure of one dispatch fails the batch, the queue may hand it out
        again, and endpoints already served may get the message twice.

        The checks. The POST has its `app_id` from `Path`, which does not validate, so
        validator's `validate()` here, else 422 below `path` and `app_id_or_uid`. Then
        `application::Entity::secure_find_by_id_or_uid` below the token's organization,
        which keeps tenants apart. A `match` on the body's application and the row:
        neither is the 404, a row is taken whatever the body says, and with the body
        alone the uid is checked and the application made, in a transaction of its own.
        Then the endpoints, `layered_fetch` with the row we have and a TTL of 30 s, from
        the cache if it can. `None` is not to be expected for a row just read,
        `Error::generic` will do.

        The payload's bytes I take while `data` is whole, `data.into()` uses it up.
        `app_id` and `org_id` go on top by struct update. One `db.transaction` of
        sea-orm with a boxed future inserts the message, `http_error_on_conflict` on it,
        and the content under its id and expiration.

        A send from inside the closure is tempting, its error would roll the rows back.
        But the worker may be quicker than our COMMIT, and a task whose message is
        missing is an error there. So commit, then send. If `send` gives up after its
        three retries, the client gets a 500 while the rows stand, as a rule without a
        task. What can still deliver them is `resend_webhook` in attempt.rs, one
        endpoint at a time; the bulk recovery of an endpoint looks for failed attempts,
        and this message has none.

        Does anybody listen? If the snapshot's `filtered_endpoints`, asked as
        `Scheduled` with the row's type and channels, come back empty, there is no task.
        The question is put for all endpoints, a forced one or not: where others match,
        a forced one that does not is left for the worker to drop. An endpoint disabled
        between here and the worker may leave a task that finds nobody. The batch is due
        at once, so no delay. The answer is made by `from_msg_and_payload` out of the
        rows as stored.

        With `db` borrowed, `queue_tx` and `cache` as the handles that both callers have
        moved out of their `AppState`, the flag, the endpoint, the body and the two ids,
        it comes to eight parameters, one more than clippy lets pass; hence the `allow`.
    """,
    claims={
        "derives and serde's camelCase as on `MessageTask`": [
            derives("MessageTaskBatch", "Clone"),
            derives("MessageTaskBatch", "Debug"),
            derives("MessageTaskBatch", "PartialEq"),
            derives("MessageTaskBatch", "Eq"),
            derives("MessageTaskBatch", "Serialize"),
            derives("MessageTaskBatch", "Deserialize"),
            derives("MessageTask", "Clone"),
            derives("MessageTask", "Debug"),
            derives("MessageTask", "PartialEq"),
            derives("MessageTask", "Eq"),
            derives("MessageTask", "Serialize"),
            derives("MessageTask", "Deserialize"),
            literal("MessageTask", "camelCase"),
            literal("MessageTaskBatch", "camelCase"),
            field("MessageTaskBatch", "force_endpoint", "Option<EndpointId>"),
        ],
        "the worker calls the same `filtered_endpoints`": [
            calls("process_queue_task_inner", ".filtered_endpoints", times=1),
            calls("create_message_inner", ".filtered_endpoints", times=1),
        ],
        "an internal failure of one dispatch fails the batch, the queue may hand it out again, and "
        "endpoints already served may get the message twice": argued(
            "`process_queue_task_inner` joins the dispatches of all endpoints and returns an error "
            "if one of them did; `queue_handler` then calls `nack` on the delivery. When the batch "
            "runs again, the worker does not look up who was served the first time, so such an "
            "endpoint may be served twice. One that answers badly is no `Err`, its retry is a "
            "`MessageTask` of its own.",
            "process_queue_task_inner",
            "queue_handler",
            "dispatch_message_task",
        ),
        "with the body alone the uid is checked and the application made, in a transaction of its "
        "own": [
            before("create_message_inner", "validate_create_app_uid", "create_app_from_app_in"),
            before("create_message_inner", "create_app_from_app_in", ".transaction"),
            calls("create_app_from_app_in", ".transaction", times=1),
        ],
        "Then the endpoints, `layered_fetch` with the row we have and a TTL of 30 s, from the "
        "cache if it can": [
            before(
                "create_message_inner",
                "application::Entity::secure_find_by_id_or_uid",
                "CreateMessageApp::layered_fetch",
            ),
            before("create_message_inner", "CreateMessageApp::layered_fetch", ".transaction"),
            before("CreateMessageApp::layered_fetch", ".get", ".begin"),
            literal("create_message_inner", "30"),
        ],
        "So commit, then send": [
            before("create_message_inner", ".transaction", ".send"),
            calls("create_message_inner", ".send", times=1),
        ],
        "If `send` gives up after its three retries, the client gets a 500 while the rows stand, "
        "as a rule without a task": [
            value("queue/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
            argued(
                "`db.transaction` has returned by then, which is after the commit. `send` tries "
                "once and three times more, a retry for each pause, and ends in `Error::queue`, "
                "which the `?` of `create_message_inner` passes on and `into_response` answers "
                "with 500. The exception to the rule: the backend took the task and only its "
                "reply was lost on the way back to `send`.",
                "create_message_inner",
                "SvixOmniProducer<T>::send",
                "error.rs::<Error as IntoResponse>::into_response",
            ),
        ],
        "What can still deliver them is `resend_webhook` in attempt.rs, one endpoint at a time": [
            calls("resend_webhook", "MessageTask::new_task", times=1),
            calls("resend_webhook", ".send", times=1),
        ],
        "the bulk recovery of an endpoint looks for failed attempts, and this message has none": [
            calls(
                "bulk_recover_failed_messages",
                "messageattempt::Entity::secure_find_by_endpoint",
                times=1,
            ),
            absent("create_message_inner", "messageattempt"),
        ],
        "If the snapshot's `filtered_endpoints`, asked as `Scheduled` with the row's type and "
        "channels, come back empty, there is no task": [
            calls("create_message_inner", ".filtered_endpoints", times=1),
            calls("create_message_inner", ".is_empty", times=1),
            before("create_message_inner", ".filtered_endpoints", ".send"),
            variant("MessageAttemptTriggerType", "Scheduled"),
        ],
        "`queue_tx` and `cache` as the handles that both callers have moved out of their "
        "`AppState`": [
            callers("create_message_inner", ["create_message", "send_example"]),
            field("AppState", "queue_tx", "TaskQueueProducer"),
            field("AppState", "cache", "Cache"),
        ],
        "it comes to eight parameters, one more than clippy lets pass; hence the `allow`": [
            attribute("create_message_inner", "allow(clippy::too_many_arguments)"),
            argued(
                "Counted in the signature of `create_message_inner`: connection, producer, cache, "
                "flag, endpoint, body and two ids, eight in all, one more than clippy lets pass.",
                "create_message_inner",
            ),
        ],
    },
)
