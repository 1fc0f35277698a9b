"""The worker between the queue and the endpoints: poll, spawn, load, fan out, settle."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    field,
    literal,
    rust,
)

from_queue_to_endpoints = Example(
    code=[
        rust("svix-server/src/queue/mod.rs", "SvixOmniConsumer::receive_all"),
        rust(
            "svix-server/src/worker.rs",
            "queue_handler",
            "process_queue_task_inner",
        ),
        rust("svix-server/src/db/models/messageattempt.rs", "Entity::secure_find_by_msg"),
    ],
    prompt="""
        The worker has its ends and lacks its middle. `dispatch_message_task` makes one
        attempt at one endpoint; `process_queue_task` opens the span, with empty ids,
        and logs what fails; lib.rs wants to run `queue_handler` beside the API. To
        write:

        - Poll in batches, waiting `queue_max_poll_secs` at most. omniqueue's deliveries
          carry bytes, the worker should meet decoded tasks. Each poll ends with
          `update_last_poll_time`.
        - Tasks run side by side under `worker_max_tasks`, a soft limit where 0 is none.
          The log shows now and then how many are active.
        - A failed task is given back to the queue, any other acknowledged. Neither a
          task nor a poll may end the loop by failing.
        - On shutdown poll no more, let the running tasks end.
        - `MessageBatch` goes to every endpoint the snapshot picks, or to the forced
          one; `MessageV1` to its endpoint, with a status from its newest attempt. Rows
          that still point at a `messagedestination` take the status from there.
        - A slow or broken endpoint must not hold up, or cancel, its neighbours in the
          batch.
        - Payload expired, application deleted: no failure.
        - One `WebhookClient` for the process, where the name `backend` may be local.
    """,
    think="""
        Consumer, snapshot and HTTP client know nothing of each other; worker.rs calls
        all three.

        omniqueue is the queue module's affair: `receive_all` asks it for up to 128
        deliveries, decodes each, and pairs the task with its acker in a
        `SvixOmniDelivery`. `collect` into one `Result` is short, at a price: one
        undecodable payload fails the batch, which is dropped unsettled. Redis
        redelivers it after the pending time or dead-letters it, RabbitMQ holds it
        against the prefetch until the channel closes, the memory queue has lost it. A
        `Result` per delivery would contain this; we read what we wrote, so I pay.

        In `queue_handler` I use no `?`. A failed poll is a log line and a `sleep` of ten
        milliseconds. Each delivery is a `tokio::spawn`, whose future has to be
        `'static`, so it gets clones of the handles and lends them in a `WorkerContext`.
        The task comes as an `Arc` which the delivery shares until it is settled, so
        `Arc::try_unwrap` falls back to cloning some ids. An `Err` means `nack`,
        everything else `ack`; if that fails we log and leave it to the queue.

        For the count an atomic static that each task raises and lowers. A spawned
        monitor with its own span logs it every 500 ms unless zero, the limit compares
        it and naps for 100 ms, the shutdown waits for zero. A semaphore would be exact:
        its permit, taken in the loop, covers a task that has not begun and comes back
        from one that panics. Here the drain can miss the one and waits in vain for the
        other. For a limit that is soft (a poll at it still adds its batch) the static
        will do.

        Loading: message and content by id in one query, not under a tenant, the id
        being our own; a missing message is an error. For `MessageV1` the newest attempt
        at that endpoint, by id, tells a running schedule from one ended by success,
        exhaustion or resend: `next_attempt` set is `Sending`; unset is `Fail`, or with
        `msg_dest_id` what `messagedestination` says, a missing row being an error; no
        attempt is `Sending`. `dispatch_message_task` acts on it, knowing the trigger. A
        batch is `Sending` unasked, which spares the common task that query.
        `HealthCheck` is done at once. A further kind has to change this `match`. The
        message's ids go into the span.

        A payload neither in the content nor in `legacy_payload` ends in a warning and
        `Ok(())`; no retry restores it. The snapshot, cached for thirty seconds, picks
        the endpoints; a forced id narrows them.

        The dispatches borrow message, application and payload, hence `join_all` on this
        task instead of one spawn per endpoint. `try_join_all` would drop the others in
        mid-request at the first error. Wait for all, gather the errors in one
        `Error::generic`. Redelivered, the batch reaches again those who had it. An
        endpoint answering 500 is no such error; a failed insert is.
    """,
    claims={
        "Consumer, snapshot and HTTP client know nothing of each other; worker.rs calls all "
        "three.": [
            calls("queue_handler", ".receive_all", times=1),
            calls("queue_handler", "WebhookClient::new", times=1),
            calls("process_queue_task_inner", "CreateMessageApp::layered_fetch", times=1),
            absent("queue/", "WebhookClient"),
            absent("queue/", "CreateMessageApp"),
            absent("core/webhook_http_client.rs", "queue"),
            absent("core/webhook_http_client.rs", "CreateMessageApp"),
            absent("core/message_app.rs", "WebhookClient"),
            absent("core/message_app.rs", "queue"),
        ],
        "`receive_all` asks it for up to 128 deliveries, decodes each, and pairs the task with its "
        "acker in a `SvixOmniDelivery`": [
            literal("SvixOmniConsumer::receive_all", "128"),
            before("SvixOmniConsumer::receive_all", ".receive_all", ".payload_serde_json"),
            field("SvixOmniDelivery", "task", "Arc<T>"),
            field("SvixOmniDelivery", "acker", "Delivery"),
        ],
        "Redis redelivers it after the pending time or dead-letters it, RabbitMQ holds it against "
        "the prefetch until the channel closes, the memory queue has lost it.": [
            calls("SvixOmniConsumer::receive_all", ".collect", times=1),
            argued(
                "`receive_all` drops the deliveries with the error, and no acker of omniqueue does "
                "anything when dropped. Redis keeps them pending until the deadline that "
                "`new_pair_inner` sets, with `DeadLetterQueueConfig` for the third time; "
                "`new_pair` of rabbitmq.rs has `no_ack` off and a `consume_prefetch_count`; the "
                "channel in memory has let go of them.",
                "SvixOmniConsumer::receive_all",
                "queue/redis.rs::new_pair_inner",
                "queue/rabbitmq.rs::new_pair",
            ),
        ],
        "In `queue_handler` I use no `?`.": argued(
            "No expression of `queue_handler` ends in the question mark; its Result is Ok at the "
            "break of the loop, and `receive_all`, `ack` and `nack` are each matched where they "
            "are called.",
            "queue_handler",
        ),
        "A failed poll is a log line and a `sleep` of ten milliseconds.": [
            literal("queue_handler", "10"),
            calls("queue_handler", "sleep"),
            calls("queue_handler", "tracing::error!", times=3),
        ],
        "The task comes as an `Arc` which the delivery shares until it is settled, so "
        "`Arc::try_unwrap` falls back to cloning some ids.": [
            calls("queue_handler", "Arc::try_unwrap", times=1),
            before("queue_handler", "Arc::try_unwrap", ".ack"),
            argued(
                "The spawned future in `queue_handler` owns the `delivery`, whose field `task` is "
                "the first holder; `ack` and `nack` take it whole, and they come later, so "
                "`Arc::try_unwrap` finds two holders and hands the Arc back. `QueueTask` holds "
                "ids, a trigger and a count.",
                "queue_handler",
                "SvixOmniDelivery",
                "QueueTask",
            ),
        ],
        "A spawned monitor with its own span logs it every 500 ms unless zero, the limit compares "
        "it and naps for 100 ms, the shutdown waits for zero.": [
            literal("queue_handler", "500"),
            literal("queue_handler", "100"),
            literal("queue_handler", "worker_monitor"),
            calls("queue_handler", ".load", times=3),
        ],
        "Here the drain can miss the one and waits in vain for the other.": [
            before("queue_handler", ".fetch_add", "process_queue_task"),
            before("queue_handler", "process_queue_task", ".fetch_sub"),
            calls("queue_handler", ".fetch_sub", times=1),
            argued(
                "`queue_handler` calls `fetch_add` inside the spawned future, so a drain that "
                "reads zero while such a future waits for its first poll ends without it; and "
                "`fetch_sub` is the last statement there, which a panic passes by.",
                "queue_handler",
            ),
        ],
        "message and content by id in one query, not under a tenant": [
            calls("process_queue_task_inner", "message::Entity::find_by_id", times=2),
            calls("process_queue_task_inner", ".find_also_related", times=2),
            absent("process_queue_task_inner", "message::Entity::secure_find_by_id"),
        ],
        "For `MessageV1` the newest attempt at that endpoint, by id, tells a running schedule from "
        "one ended by success, exhaustion or resend": [
            calls("process_queue_task_inner", ".order_by_desc", times=1),
            argued(
                "The arm of `MessageV1` takes the one row with the highest id and compares no "
                "count: while that row has a `next_attempt`, any copy gets Sending. "
                "`handle_failed_dispatch` leaves it empty for a Manual attempt and behind the last "
                "of the schedule, `handle_successful_dispatch` for each, so what comes due behind "
                "such a row gets the status Fail, and `dispatch_message_task` returns Ok for a "
                "Scheduled task without a request.",
                "process_queue_task_inner",
                "handle_failed_dispatch",
                "handle_successful_dispatch",
                "dispatch_message_task",
            ),
        ],
        "A batch is `Sending` unasked, which spares the common task that query.": [
            calls(
                "process_queue_task_inner", "messageattempt::Entity::secure_find_by_msg", times=1
            ),
            argued(
                "`messageattempt::Entity::secure_find_by_msg` stands in the arm of `MessageV1` "
                "alone; the arm of `MessageBatch` puts `MessageStatus::Sending` into the tuple, "
                "and a batch is what message creation queues.",
                "process_queue_task_inner",
            ),
        ],
        "The dispatches borrow message, application and payload, hence `join_all` on this task "
        "instead of one spawn per endpoint.": [
            calls("process_queue_task_inner", "future::join_all", times=1),
            absent("process_queue_task_inner", "spawn"),
        ],
        "An endpoint answering 500 is no such error; a failed insert is.": argued(
            "A status that is no success, 500 for one, becomes `CompletedDispatch::Failed` inside "
            "`make_http_call`, in an Ok; `handle_failed_dispatch` stores it and returns Ok unless "
            "a step of its own fails, in database, queue or cache or in telling others; a failed "
            "insert comes up through the question mark.",
            "make_http_call",
            "dispatch_message_task",
            "handle_failed_dispatch",
        ),
    },
)
