"""Everything that failed at one endpoint, queued again by a scan that nobody waits for."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    literal,
    rust,
)

recover_an_endpoint = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/endpoint/recovery.rs",
            "bulk_recover_failed_messages",
            "recover_failed_webhooks",
        ),
        rust("svix-server/src/v1/endpoints/endpoint/mod.rs", "RecoverIn"),
        rust(
            "svix-server/src/db/models/messageattempt.rs",
            "Entity::secure_find_by_endpoint",
        ),
        rust("svix-server/src/queue/mod.rs", "MessageTask::new_task"),
    ],
    prompt="""
        Support again: a receiver was broken over a long weekend, the retry schedules
        ran out, and now its owner resends by hand, message after message. They should
        have one POST per endpoint, "recover what failed since ...", with an optional
        end. App tokens may use it.

        Failed means: an attempt at this endpoint inside the range failed and none
        inside it succeeded. Each such message is tried once more, and the worker does
        it, as for any other delivery. Whether the subscription has changed in the
        meantime does not matter.

        People type "now minus two weeks" into scripts on machines whose clocks are off.
        Up to there we accept, beyond it is a 422 naming `since`.

        There can be thousands, so the caller gets its 202 with a `RecoverOut` as soon
        as the request makes sense. After that go in pages of a hundred and stop at
        ten thousand. Attempt ids carry their time, `BaseId::start_id` gives the lowest
        of a moment. It is a repair tool: where a page boundary repeats a message or
        misses one, a second call is good enough.
    """,
    think="""
        What failed stands in the attempts. recovery.rs reads them through
        db/models/messageattempt.rs and hands tasks to the producer of queue/mod.rs.
        `CreateMessageApp` of core/message_app.rs stays out of it. Whom a task may reach
        is a decision that belongs to the worker, made when the task comes up; mine
        would be old by then. One effect to document: the look-up here leaves out
        deleted endpoints only, the worker's filter drops disabled ones too, so recovery
        of a disabled endpoint is accepted and as a rule sends nothing.

        In the handler `until` is now unless given, and the span may be fourteen days
        plus five minutes for the clocks; `num_days` of that still reads 14 in the
        message. The refusal needs no row, so it comes ahead of the endpoint's query.
        `HttpError::unprocessable_entity` with one `ValidationErrorItem` at body and
        since, in the shape of `ValidatedJson`'s own errors. An endpoint that is not
        there is a 404. Then `tokio::spawn`, with the connection and the producer cloned
        and both models moved in.

        From there no error reaches the caller: log it. The id in the answer is minted
        on the spot, with its own time as `updated_at`; nothing is stored under it. The
        shutdown does not wait for this task either, so a deploy in mid-scan can forget
        the rest. As a task of the queue it could survive that; but Redis hands out anew
        what runs past the pending time, and a long scan would be started again while it
        runs. A second call has to do instead. It skips what has succeeded meanwhile, if
        its range runs up to now, and doubles what still waits in the queue. The scan
        takes handles, rows and times, no extractor, so a later change can move it whole.

        The query: by endpoint, id from `start_id(since)` on and below
        `start_id(until)`, status `Fail`, and the message not among those with a
        `Success` under the same three bounds. A message can have many failed attempts,
        one task is wanted: `distinct_on` the message id, which wants the rows in that
        order.

        Where a page is full, the next lies above the attempt id of its last row. Rows
        come by message, so this is the inexact boundary that was allowed: a message can
        be queued again, and counts again, or be passed over. In return the index on
        endpoint and status, whose next column is that id, can be entered further on each
        time. With less than a page of failures there is no second query.

        Each row becomes a `MessageTask` with trigger `Manual` and no delay. That
        trigger passes type and channel filters, gets by the guard against old tasks,
        and is given no next attempt. Sending waits for each task, up to 10,000 in a row
        from at most a hundred queries: slow, but nobody waits for the scan. `?` ends it
        at the first that fails for good.
    """,
    claims={
        "hands tasks to the producer of queue/mod.rs": [
            calls("bulk_recover_failed_messages", ".send", times=1),
            calls("bulk_recover_failed_messages", "MessageTask::new_task", times=1),
        ],
        "`CreateMessageApp` of core/message_app.rs stays out of it.": [
            absent("v1/endpoints/endpoint/recovery.rs", "message_app"),
            absent("v1/endpoints/endpoint/recovery.rs", "CreateMessageApp"),
            absent("v1/endpoints/endpoint/recovery.rs", "cache"),
        ],
        "the look-up here leaves out deleted endpoints only, the worker's filter drops disabled "
        "ones too, so recovery of a disabled endpoint is accepted and as a rule sends nothing": [
            calls("recover_failed_webhooks", "endpoint::Entity::secure_find_by_id_or_uid"),
            absent("db/models/endpoint.rs::Entity::secure_find", "Disabled"),
            argued(
                "`secure_find_by_id_or_uid` adds id or uid to `secure_find`, whose filters are the "
                "application and not deleted; `filtered_endpoints` asks for not disabled whatever "
                "the trigger, and `process_queue_task_inner` sends to what it returns alone; the "
                "exceptions are a snapshot from before the disabling and one enabled meanwhile.",
                "db/models/endpoint.rs::Entity::secure_find",
                "CreateMessageApp::filtered_endpoints",
                "process_queue_task_inner",
            ),
        ],
        "the span may be fourteen days plus five minutes for the clocks; `num_days` of that still "
        "reads 14": [
            literal("recover_failed_webhooks", "14"),
            literal("recover_failed_webhooks", "5"),
            calls("recover_failed_webhooks", ".num_days", times=1),
        ],
        "The refusal needs no row, so it comes ahead of the endpoint's query.": before(
            "recover_failed_webhooks",
            "HttpError::unprocessable_entity",
            "endpoint::Entity::secure_find_by_id_or_uid",
        ),
        "Then `tokio::spawn`, with the connection and the producer cloned and both models moved "
        "in.": [
            before("recover_failed_webhooks", "HttpError::not_found", "tokio::spawn"),
            calls("recover_failed_webhooks", ".clone", times=3),
        ],
        "The shutdown does not wait for this task either": [
            calls("recover_failed_webhooks", "tokio::spawn", times=1),
            absent("v1/endpoints/endpoint/recovery.rs", "shutting_down_token"),
            absent("v1/endpoints/endpoint/recovery.rs", "JoinHandle"),
        ],
        "Redis hands out anew what runs past the pending time, and a long scan would be started "
        "again while it runs": argued(
            "`redis::new_pair` passes `redis_pending_duration_secs` as the time in which a task "
            "may be processed; `new_pair_inner` makes it the ack deadline of omniqueue's backend, "
            "which claims and adds to the stream again what has not been settled by then, whether "
            "its worker still runs or not.",
            "queue/redis.rs::new_pair",
            "queue/redis.rs::new_pair_inner",
        ),
        "The id in the answer is minted on the spot, with its own time as `updated_at`; nothing is "
        "stored under it.": [
            calls("recover_failed_webhooks", "QueueBackgroundTaskId::new", times=1),
            absent("v1/endpoints/endpoint/recovery.rs", "insert"),
            absent("queue/", "QueueBackgroundTaskId"),
        ],
        "`distinct_on` the message id, which wants the rows in that order": before(
            "bulk_recover_failed_messages", ".distinct_on", ".order_by_asc"
        ),
        "With less than a page of failures there is no second query.": [
            calls("bulk_recover_failed_messages", ".all", times=1),
            argued(
                "The loop of `bulk_recover_failed_messages` breaks when `cur_len` is below "
                "`BATCH_SIZE`, which a first page that is not full is; the subquery travels in the "
                "same statement.",
                "bulk_recover_failed_messages",
            ),
        ],
        "a message can be queued again, and counts again, or be passed over": argued(
            "The later pages of `bulk_recover_failed_messages` ask for ids greater than that of "
            "the last row and for nothing about the message id, so a greater attempt brings an "
            "earlier message back, and a later message all of whose attempts are smaller fits no "
            "page.",
            "bulk_recover_failed_messages",
        ),
        "That trigger passes type and channel filters, gets by the guard against old tasks, and is "
        "given no next attempt.": argued(
            "`filtered_endpoints` looks at types and channels unless the trigger is Manual, "
            "`dispatch_message_task` returns early on a status only for other triggers, and "
            "`handle_failed_dispatch` stores a failed Manual attempt without sending a task.",
            "CreateMessageApp::filtered_endpoints",
            "dispatch_message_task",
            "handle_failed_dispatch",
        ),
        "up to 10,000 in a row from at most a hundred queries": [
            literal("bulk_recover_failed_messages", "10_000"),
            literal("bulk_recover_failed_messages", "100"),
            calls("bulk_recover_failed_messages", ".all", times=1),
        ],
        "id from `start_id(since)` on and below `start_id(until)`": [
            calls("bulk_recover_failed_messages", "MessageAttemptId::start_id", times=4),
            calls("bulk_recover_failed_messages", ".gte", times=2),
            calls("bulk_recover_failed_messages", ".lt", times=2),
        ],
    },
)
