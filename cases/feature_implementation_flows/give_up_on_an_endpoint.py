"""After a failed attempt: record, retry, or give up, on the message and at last on the endpoint."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    field,
    literal,
    returns,
    rust,
)

give_up_on_an_endpoint = Example(
    code=[
        rust(
            "svix-server/src/worker.rs",
            "EndpointDisableInfo",
            "FailureCacheValue",
            "process_endpoint_failure",
            "handle_failed_dispatch",
        ),
        rust("svix-server/src/db/models/endpoint.rs", "Entity::secure_find_by_id"),
        rust("svix-server/src/core/operational_webhooks.rs", "EndpointDisabledEventData"),
    ],
    prompt="""
        Proposal. Some endpoints have been dead for weeks and we still run the whole
        `retry_schedule` for every message. An endpoint that has failed throughout
        `endpoint_failure_disable_after` should be disabled by the worker, and its owner
        told by `endpoint.disabled`.

        The place is `handle_failed_dispatch`, once `dispatch_message_task` has a failed
        attempt in hand. Its rules stay: a resend that fails is stored, no more. While
        the schedule has a step left, the attempt is stored with its next time, the task
        queued again with the count one up and the delay of `calculate_retry_delay`, and
        at the fourth failure `message.attempt.failing` goes out; no event may cost us
        the retry. When it has run out, `message.attempt.exhausted`.

        That last case is the only one that counts against the endpoint. When it began
        failing is kept under `FailureCacheKey`, no new column for it; any success
        removes it, and by itself it is forgotten after double the period. The row learns
        the time when we disable. The event's endpoint uid can wait (TODO).
    """,
    think="""
        One failed attempt says little about an endpoint, an exhausted message says that
        it has been tried for the length of the schedule. So the clock is looked at in
        the third branch alone, and it starts with the first message that ran out.

        It could sit in the endpoint's row. Each delivered message would owe an UPDATE
        that clears it, or trust a snapshot that may be stale; in the cache it is a
        deletion by key, and expiry forgives without a cleaner. The price: a cache may
        forget, may be off and disable nobody, and in memory each process has its own.
        worker.rs owns key and value; it calls on db/models/endpoint.rs and the disabled
        event when the verdict is in, and they learn a time without learning how it was
        kept.

        `process_endpoint_failure` takes cache, ids, endpoint and period and returns
        `Result<Option<EndpointDisableInfo>>`: `None` is go on, `Some` carries the first
        failure. It reads; an entry older than the period is the verdict, a younger one
        is left as it is. No entry means set one to now, with twice the period as TTL.
        Two messages that end together both find nothing and write nearly the same time,
        so no atomic set. As a hit does not renew the entry, failures further apart than
        that do not add up. Cache errors become `Error::generic`.

        Order within the retry branch: the row, the event, the queue. If the process
        dies between row and queue, a queue that outlives it hands the task out again,
        and the row's `next_attempt` lets the copy pass for a due retry. The other way
        round, a failing insert would leave a retry queued and hand the task back as
        well; in this order a crash after the `send` can still do that. The event
        stands in between, hence its error is logged; with `?` it would skip the `send`.
        In the last branch nothing waits behind the exhausted event but the clock, and
        there I do use `?`.

        With a verdict: `secure_find_by_id` under the task's application, as the
        snapshot is no row to update. An endpoint deleted in the meantime is not found,
        an `Error::generic` that `process_queue_task` logs. Struct update over the model
        marks two columns as set, and sea-orm writes no more than those and what
        `before_save` adds, so a URL edited in this moment stays edited. The disabled
        event comes last and its result is ours.

        What I leave: disabling drops neither the snapshot nor the clock. The snapshot
        runs out by itself. The clock hits whoever enables the endpoint again within the
        TTL: a message that runs out, with no success in between, disables it at once,
        without a new period. Deleting the key here would change that. The period is a
        parameter; let a test shorten it, empty the schedule, and two messages one and a
        half periods apart lead to the verdict.
    """,
    claims={
        "So the clock is looked at in the third branch alone": [
            callers("process_endpoint_failure", ["handle_failed_dispatch"]),
            calls("handle_failed_dispatch", "process_endpoint_failure", times=1),
            before("handle_failed_dispatch", ".send", "process_endpoint_failure"),
        ],
        "in the cache it is a deletion by key": calls(
            "process_endpoint_success", ".delete", times=1
        ),
        "`process_endpoint_failure` takes cache, ids, endpoint and period and returns "
        "`Result<Option<EndpointDisableInfo>>`": returns(
            "process_endpoint_failure", "Result<Option<EndpointDisableInfo>>"
        ),
        "No entry means set one to now, with twice the period as TTL.": [
            before("process_endpoint_failure", ".get", ".set"),
            literal("process_endpoint_failure", "2"),
        ],
        "As a hit does not renew the entry, failures further apart than that do not add up.": [
            calls("process_endpoint_failure", ".set", times=1),
            argued(
                "`process_endpoint_failure` sets the entry only where it found none, with "
                "`disable_in` doubled; failures further apart than that each find nothing and "
                "start anew.",
                "process_endpoint_failure",
            ),
        ],
        "Order within the retry branch: the row, the event, the queue.": [
            before("handle_failed_dispatch", "calculate_retry_delay", ".send"),
            argued(
                "In the branch of `handle_failed_dispatch` with a step left the insert comes "
                "first, the operational webhook next, under an if, and the producer's send last.",
                "handle_failed_dispatch",
            ),
        ],
        "the row's `next_attempt` lets the copy pass for a due retry": argued(
            "`process_queue_task_inner` turns a newest attempt whose `next_attempt` is set into "
            "the status Sending, which `dispatch_message_task` lets through; the task of a batch "
            "has that status without a look.",
            "process_queue_task_inner",
            "dispatch_message_task",
        ),
        "`secure_find_by_id` under the task's application, as the snapshot is no row to update": [
            calls("handle_failed_dispatch", "endpoint::Entity::secure_find_by_id", times=1),
            before("handle_failed_dispatch", "endpoint::Entity::secure_find_by_id", ".update"),
            field("MessageTask", "app_id", "ApplicationId"),
        ],
        "disabling drops neither the snapshot nor the clock": [
            absent("handle_failed_dispatch", "invalidate"),
            absent("handle_failed_dispatch", "delete"),
            absent("process_endpoint_failure", "delete"),
        ],
        "The clock hits whoever enables the endpoint again within the TTL: a message that runs "
        "out, with no success in between, disables it at once, without a new period.": argued(
            "The entry read by `process_endpoint_failure` is still the old one, older than the "
            "period by then, and enabling through the API touches the row and the snapshot's "
            "entry, not `FailureCacheKey`; `process_endpoint_success` alone deletes it.",
            "process_endpoint_failure",
            "process_endpoint_success",
            "handle_failed_dispatch",
        ),
    },
)
