"""The tail of a successful dispatch: the row, the endpoint's failure clock, the recovered event."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    implements,
    literal,
    rust,
    value,
)

after_a_delivery_that_worked = Example(
    code=[
        rust(
            "svix-server/src/worker.rs",
            "OP_WEBHOOKS_SEND_FAILING_EVENT_AFTER",
            "process_endpoint_success",
            "handle_successful_dispatch",
        ),
        rust(
            "svix-server/src/core/operational_webhooks.rs",
            "MessageAttempetLast",
            "impl From<messageattempt::Model> for MessageAttempetLast",
            "MessageAttemptEvent",
        ),
    ],
    prompt="""
        Customers who are told `message.attempt.failing` hear of that message again when
        its retries are used up, and nothing when it gets through after all. The hosted
        product has `message.attempt.recovered` for that; this server should as well.
        Only a message for which the failing event is behind us may recover, so hang
        both on one constant. The event looks like its siblings, `MessageAttemptEvent`,
        and shows the attempt as it was stored: id, status code, time.

        It goes into `handle_successful_dispatch`, which `dispatch_message_task` calls
        once the receiver has answered with a 2xx. What that step owes, in this order: a
        row of the attempt with its end and no further attempt planned; the endpoint's
        failure clock (`FailureCacheKey`) gone, whatever the trigger, since an endpoint
        that answers must not be disabled; the status code on the span. And now the
        event. A server without operational webhooks, or with broken ones, has still
        delivered.
    """,
    think="""
        By the time worker.rs gets here the receiver has the message. What we return
        decides about a second time: an `Err` makes `queue_handler` give the task back.
        So ask of each step whether its failure is worth a duplicate.

        The row, yes. No list of attempts shows the delivery without it, and from it a
        later copy of a scheduled `MessageV1` (queue/mod.rs) learns that nothing is
        outstanding. Set `ended_at` and a `next_attempt` of none, `insert` on the
        connection, `?`, and go on with the row that comes back.

        The clock, yes, if reluctantly. Swallowing the error through `can_fail` would
        keep the queue quiet, but a clock that survives a success can disable a sound
        endpoint days later: the next exhausted message compares against a failure from
        before. Against that weighs a repeated webhook, which receivers have to expect
        anyhow. A batch that the queue hands out anew tries again, clock and all (our
        RabbitMQ set-up drops what it gets back); the copy of a scheduled `MessageV1`
        stops at the row just stored, and there the clock stays. I accept that gap. The
        step is a separate function, the counterpart of the one that starts the clock,
        and takes what that takes less the period. The two meet in `FailureCacheKey`;
        the cache module knows nothing of clocks or endpoints.
        `delete` without a look: on Redis one DEL for each success. A look would be a
        GET instead, and the DEL on top where a clock is running. The trait retries
        reads and writes but not `delete`, so a short break can be enough for an error,
        to which `Error::cache` gives its kind. With caching off nothing is deleted, as
        nothing was started. A test of the clock wants a receiver that fails every other
        time.

        The event, no. `if let Err`, `tracing::error!`, and the result stays `Ok(())`.
        What can arrive there is a token that could not be made or a payload that did
        not serialize; the request itself runs in a task which the sender spawns and
        which logs for itself, so no dispatch waits for that server. Without a
        configured URL the call returns at once.

        When is it due? `attempt_count` counts from zero, the failing event goes out at
        one below the constant of four, hence `>=` against it: the fifth attempt or any
        later. Equality would be silent for those that take longer. A resend starts a
        count of its own and never gets there. A schedule of three retries or fewer ends
        before both events, so a test of this one sets at least four.

        operational_webhooks.rs owns the shape of its events, so the worker should not
        pick columns: a `From` for the database row, which `into` uses up. Its
        `timestamp` is `created_at`, the start of the attempt. The ids are cloned inside
        the branch, where alone they are needed.
    """,
    claims={
        "an `Err` makes `queue_handler` give the task back": [
            calls("queue_handler", "process_queue_task", times=1),
            before("queue_handler", "process_queue_task", ".nack"),
        ],
        "Set `ended_at` and a `next_attempt` of none, `insert` on the connection, `?`, and go on "
        "with the row that comes back.": [
            calls("handle_successful_dispatch", ".insert", times=1),
            before("handle_successful_dispatch", ".insert", "process_endpoint_success"),
        ],
        "Swallowing the error through `can_fail` would keep the queue quiet, but a clock that "
        "survives a success can disable a sound endpoint days later: the next exhausted message "
        "compares against a failure from before.": argued(
            "`can_fail` turns an Err into the default with a log line, so the task would be "
            "acknowledged. `process_endpoint_failure` takes what it finds under the key for the "
            "first failure and disables when that is older than `disable_in`; it keeps the entry "
            "for twice that long, and nothing but `process_endpoint_success` deletes it.",
            "process_endpoint_failure",
            "process_endpoint_success",
        ),
        "A batch that the queue hands out anew tries again, clock and all (our RabbitMQ set-up "
        "drops what it gets back)": argued(
            "`process_queue_task_inner` takes a batch as Sending whatever its rows say, so that "
            "the dispatch and `process_endpoint_success` run once more. `new_pair` of rabbitmq.rs "
            "has `requeue_on_nack` off, and its queue is declared without a dead-letter exchange.",
            "process_queue_task_inner",
            "queue/rabbitmq.rs::new_pair",
            "queue/rabbitmq.rs::declare_bound_queue",
        ),
        "the copy of a scheduled `MessageV1` stops at the row just stored, and there the clock "
        "stays": argued(
            "`process_queue_task_inner` gives a `MessageV1` whose newest attempt has neither a "
            "`next_attempt` nor a `msg_dest_id`, as the row just stored, the status Fail, at "
            "which `dispatch_message_task` returns Ok for a Scheduled task, so "
            "`handle_successful_dispatch` is not reached again; a Manual one goes out anew and "
            "is the exception.",
            "process_queue_task_inner",
            "dispatch_message_task",
        ),
        "the cache module knows nothing of clocks or endpoints": [
            absent("core/cache/", "endpoint"),
            absent("core/cache/", "FailureCacheKey"),
            absent("core/cache/", "EndpointId"),
        ],
        "`delete` without a look: on Redis one DEL for each success.": [
            calls("process_endpoint_success", ".delete", times=1),
            calls("<RedisCache as CacheBehavior>::delete", ".del", times=1),
        ],
        "The trait retries reads and writes but not `delete`": [
            calls("CacheBehavior::get", "run_with_retries", times=1),
            calls("CacheBehavior::set", "run_with_retries", times=1),
            absent("<RedisCache as CacheBehavior>::delete", "run_with_retries"),
        ],
        "the request itself runs in a task which the sender spawns and which logs for itself, so "
        "no dispatch waits for that server": [
            calls(
                "OperationalWebhookSenderInner::send_operational_webhook", "tokio::spawn", times=1
            ),
            before(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "tokio::spawn",
                ".create",
            ),
        ],
        "the failing event goes out at one below the constant of four, hence `>=` against it: the "
        "fifth attempt or any later": [
            value("OP_WEBHOOKS_SEND_FAILING_EVENT_AFTER", count=4),
            argued(
                "`handle_failed_dispatch` compares `attempt_count` with "
                "`OP_WEBHOOKS_SEND_FAILING_EVENT_AFTER` less one; a count of zero is the first "
                "attempt, so a count of four is the fifth.",
                "handle_failed_dispatch",
                "OP_WEBHOOKS_SEND_FAILING_EVENT_AFTER",
            ),
        ],
        "A resend starts a count of its own and never gets there.": [
            literal("MessageTask::new_task", "0"),
            argued(
                "A manual task comes from `MessageTask::new_task` with a count of zero, and "
                "`handle_failed_dispatch` queues no successor for the Manual trigger, so its count "
                "stays below four.",
                "MessageTask::new_task",
                "handle_failed_dispatch",
            ),
        ],
        "Its `timestamp` is `created_at`, the start of the attempt.": [
            callers("prepare_dispatch", ["dispatch_message_task"]),
            argued(
                "The From for `MessageAttempetLast` converts `created_at`, which `make_http_call` "
                "takes from the `PendingDispatch` that `prepare_dispatch` stamped when it began; "
                "`ended_at` is another column.",
                "impl From<messageattempt::Model> for MessageAttempetLast",
                "make_http_call",
                "prepare_dispatch",
            ),
        ],
        "No list of attempts shows the delivery without it, and from it a later copy of a "
        "scheduled `MessageV1` (queue/mod.rs) learns that nothing is outstanding.": [
            calls(
                "process_queue_task_inner",
                "messageattempt::Entity::secure_find_by_msg",
            ),
            calls("list_attempts_by_endpoint", "messageattempt::Entity::secure_find_by_endpoint"),
            calls("list_attempts_by_msg", "messageattempt::Entity::secure_find_by_msg"),
            calls("list_attempted_destinations", "messageattempt::Entity::secure_find_by_msg"),
            calls("list_attempted_messages", ".inner_join", times=1),
            absent("v1/endpoints/attempt.rs", "messagedestination"),
            argued(
                "For a `MessageV1` `process_queue_task_inner` makes the status out of "
                "`next_attempt` and `msg_dest_id` of the latest attempt. The row just stored has "
                "neither, which reads as `Fail`, and `dispatch_message_task` ends what is "
                "scheduled unless the status is `Pending` or `Sending`.",
                "process_queue_task_inner",
                "dispatch_message_task",
                "handle_successful_dispatch",
                "make_http_call",
            ),
        ],
        "operational_webhooks.rs owns the shape of its events, so the worker should not pick "
        "columns: a `From` for the database row, which `into` uses up.": [
            calls("handle_successful_dispatch", ".into", times=2),
            implements("MessageAttempetLast", "From<messageattempt::Model>"),
        ],
        "It goes into `handle_successful_dispatch`, which `dispatch_message_task` calls once the "
        "receiver has answered with a 2xx.": [
            calls("dispatch_message_task", "handle_successful_dispatch", times=1),
            before("dispatch_message_task", "make_http_call", "handle_successful_dispatch"),
            calls("make_http_call", ".is_success", times=2),
            callers("handle_successful_dispatch", ["dispatch_message_task"]),
        ],
        "The hosted product has `message.attempt.recovered` for that; this server should as "
        "well.": attribute("OperationalWebhook", 'serde(rename = "message.attempt.recovered")'),
    },
)
