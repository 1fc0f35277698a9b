"""Two times become two ids, failed attempts between them become tasks of ids."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    callers,
    calls,
    field,
    literal,
    rust,
)

recovery_times_become_ids = Example(
    code=[
        rust("svix-server/src/v1/endpoints/endpoint/mod.rs", "RecoverIn"),
        rust(
            "svix-server/src/v1/endpoints/endpoint/recovery.rs",
            "bulk_recover_failed_messages",
            "recover_failed_webhooks",
        ),
        rust("svix-server/src/queue/mod.rs", "MessageTask::new_task"),
    ],
    prompt="""
        messagedestination is about to go, and recovery still reads it: of an endpoint's
        destinations made between two times it lists those that ended as failed, and
        queues each anew. Could you move it over to `messageattempt`?

        Kept as is: `since`, an optional `until` that defaults to now, two weeks at most
        (five minutes more for clocks that are off), otherwise a 422 that points at
        `since`. 404 for an endpoint of someone else. The client gets 202 and its
        `RecoverOut` at once, the scan goes on behind it, in pages of a hundred up to
        ten thousand messages, each page starting past the id of the last row of the one
        before. To the worker our tasks are what `resend_webhook` of attempt.rs sends,
        manual ones.

        New, since one message may have any number of attempts: queue a message once,
        and leave out those that got through within the range. And please, when the scan
        breaks off I want to read about it. So far its error is thrown away.
    """,
    think="""
        Times come in, the table is read by id. An attempt's id begins with its time, so
        `BaseId::start_id` of core/types/mod.rs can turn each of the two into a bound.
        It is the instant with a payload of zeros, below which no id of that instant
        sorts. `gte` for `since`, `lt` for `until`; two ranges that meet share nothing.
        Filtering on `created_at` would say nearly the same, but the index over
        endpoint, status and id has no such column to narrow the range by. A test
        recovers from a time ahead of a failed message and from one behind it, and
        counts the attempts.

        A destination stood for one message at one endpoint, and Fail meant that the
        schedule had given up. An attempt that failed says less. It may have siblings:
        `distinct_on` the message id, and since pages need an order, PostgreSQL wants
        one that begins with that column, `order_by_asc`. One of them may have
        succeeded: `not_in_subquery`, over endpoint and range again, `select_only` with
        the message id. A success outside the range is not seen, and that message goes
        out once more. Or the next try is planned already. I leave those in, the owner
        says the endpoint works now; the planned task, when it comes up later, meets the
        manual attempt, which has no `next_attempt`, and stops. If that one has failed
        as well, the server makes no further try.

        The paging has a flaw, and I would take it up with whoever asked. Pages are
        ordered by message and cut by attempt id, which for destinations was one column.
        Let the last row of a full page be a late retry: messages of the next page whose
        failures are older are passed over, those of this page that failed again past it
        are queued twice. A cursor of message ids would mend it.

        Of a row only `msg_id` and `endp_id` go on, moved into `MessageTask::new_task`
        of queue/mod.rs next to a clone of the application's id; the last one leaves its
        own id for the next page. The response texts are read and dropped. A partial
        select would spare them, for a hundred rows a page I let it be. recovery.rs
        looks at no payload and no subscription. The worker does: there a manual task
        passes the filters by type and channel, an endpoint disabled in its snapshot
        still gets nothing.

        Errors part at the 202. Ahead of it the client gets them: the validation item,
        the missing endpoint. Behind it, in the spawned scan, `?` takes a query or a
        `send` that failed out of the loop; tasks sent stay sent, and one
        `tracing::error!` is all. The spawned future has to own what it uses: handles
        are cloned, the two rows moved. The id of the answer is fresh, `updated_at` is
        its own timestamp, and no table keeps either.
    """,
    claims={
        "It is the instant with a payload of zeros, below which no id of that instant sorts.": [
            literal("BaseId::start_id", "0"),
            calls("BaseId::start_id", "Self::new", times=1),
            argued(
                "`start_id` fills all `KsuidMs::PAYLOAD_BYTES` with zero behind the time; a "
                "`MessageAttemptId` is its prefix and base62 of one length, and the id columns "
                "have the C collation, so that text sorts as the bytes do.",
                "BaseId::start_id",
                "BaseId::generate_",
            ),
        ],
        "`gte` for `since`, `lt` for `until`; two ranges that meet share nothing.": [
            calls("bulk_recover_failed_messages", ".gte", times=2),
            calls("bulk_recover_failed_messages", ".lt", times=2),
            calls("bulk_recover_failed_messages", "MessageAttemptId::start_id", times=4),
        ],
        "A success outside the range is not seen, and that message goes out once more.": argued(
            "The subquery of `bulk_recover_failed_messages` has the bounds of the outer query, and "
            "a manual task is stopped neither by `process_queue_task_inner` nor by "
            "`dispatch_message_task`, whatever the status of the latest attempt.",
            "bulk_recover_failed_messages",
            "process_queue_task_inner",
            "dispatch_message_task",
        ),
        "the planned task, when it comes up later, meets the manual attempt, which has no "
        "`next_attempt`, and stops": argued(
            "`handle_failed_dispatch` and `handle_successful_dispatch` store a manual attempt "
            "with `next_attempt` as `None`; `process_queue_task_inner` reads the latest attempt of "
            "message and endpoint, makes `MessageStatus::Fail` of that, and "
            "`dispatch_message_task` returns early for it unless the task is manual itself.",
            "handle_failed_dispatch",
            "handle_successful_dispatch",
            "process_queue_task_inner",
            "dispatch_message_task",
        ),
        "If that one has failed as well, the server makes no further try.": argued(
            "`handle_failed_dispatch` sends no task for `MessageAttemptTriggerType::Manual`, and "
            "the scheduled one that meets its row is dropped in `dispatch_message_task`; a "
            "further recovery or resend is a new request by somebody.",
            "handle_failed_dispatch",
            "dispatch_message_task",
        ),
        "Pages are ordered by message and cut by attempt id": [
            calls("bulk_recover_failed_messages", ".order_by_asc", times=1),
            calls("bulk_recover_failed_messages", ".gt", times=1),
            field("db/models/messageattempt.rs::Model", "id", "MessageAttemptId"),
        ],
        "Of a row only `msg_id` and `endp_id` go on, moved into `MessageTask::new_task` of "
        "queue/mod.rs next to a clone of the application's id; the last one leaves its own "
        "id for the next page.": [
            calls("bulk_recover_failed_messages", "MessageTask::new_task", times=1),
            argued(
                "In the loop over the rows `msg_dest.msg_id` and `msg_dest.endp_id` are moved and "
                "`app.id` is cloned; `items.last` takes the id of one row, for the cursor.",
                "bulk_recover_failed_messages",
            ),
        ],
        "recovery.rs looks at no payload and no subscription.": [
            absent("v1/endpoints/endpoint/recovery.rs", "messagecontent"),
            absent("v1/endpoints/endpoint/recovery.rs", "event_types_ids"),
            absent("v1/endpoints/endpoint/recovery.rs", "message_app"),
        ],
        "Behind it, in the spawned scan, `?` takes a query or a `send` that failed out of the "
        "loop; tasks sent stay sent, and one `tracing::error!` is all.": [
            calls("recover_failed_webhooks", "tokio::spawn", times=1),
            calls("bulk_recover_failed_messages", ".send", times=1),
            calls("recover_failed_webhooks", "tracing::error!", times=1),
            callers("bulk_recover_failed_messages", ["recover_failed_webhooks"]),
        ],
        "The id of the answer is fresh, `updated_at` is its own timestamp, and no table keeps "
        "either.": [
            calls("recover_failed_webhooks", "QueueBackgroundTaskId::new", times=1),
            calls("recover_failed_webhooks", ".timestamp", times=1),
            absent("db/", "QueueBackgroundTaskId"),
            absent("recover_failed_webhooks", "insert"),
        ],
    },
)
