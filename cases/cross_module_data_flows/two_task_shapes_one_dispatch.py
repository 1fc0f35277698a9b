"""Tasks that say more or less are brought to common terms, and leave as one per endpoint."""

from pytest_verbatim import Example, absent, argued, before, calls, field, literal, rust, variant

two_task_shapes_one_dispatch = Example(
    code=[
        rust("svix-server/src/queue/mod.rs", "MessageTask", "MessageTaskBatch", "QueueTask"),
        rust("svix-server/src/worker.rs", "process_queue_task_inner"),
    ],
    prompt="""
        I went over the worker a second time. You handle a task for one endpoint and a
        task for a whole message in two branches of some sixty lines each, and they have
        drifted: one still finds payloads in the message's old JSON column, the other
        calls them expired. I would merge them. Let each kind of `QueueTask` be brought
        to common terms in the `match`, then go on with those alone.

        - Tasks stay small: ids, trigger, and for the single endpoint the number of
          attempts made. As JSON they are tagged by their type, in camelCase. The health
          check has no content and is done at once.
        - What the status of a single task is, its latest attempt says; where that row
          plans no further try and still has a `msg_dest_id`, messagedestination does. A
          batch is taken as sending.
        - No payload, no application (snapshot for 30 s, as before): nothing to send, no
          failure. A missing message is one.
        - `dispatch_message_task` wants a task of one endpoint, owned; retries are
          queued from it. It may not see which kind we began with.
        - One dispatch failing inside must not keep the others from being made.
    """,
    think="""
        A task for one endpoint is a task for the message plus three facts: which
        endpoint, how many attempts, and what became of the last. So the common terms
        are six: the message's row, its content if any, `Option<EndpointId>` to keep to,
        trigger, count, status. A tuple bound in one `let` is enough, they live in this
        function. From a batch come `force_endpoint`, 0 and `MessageStatus::Sending`.
        From a `MessageTask` its endpoint, count, and a status out of rows: a
        `next_attempt` means sending, none with a `msg_dest_id` asks the old table,
        without either it is `Fail`, and without an attempt sending. An old row whose
        destination is gone leaves no status to guess, `Error::generic`. Judging the
        status is left to `dispatch_message_task`.

        The look-up of message and content, one joined query by id, stands in both arms,
        with an `Error::generic` where the message is missing. Pulling it up would mean
        asking the enum for its id ahead of the `match`, which the health check does not
        have; some lines twice are the lesser evil.

        queue/mod.rs gives both structs an `app_id`; of a task that comes in, worker.rs
        does not read it. The message's row is the authority for application and
        organization, in the caller's span too, and a forged task cannot send a message
        to another tenant's endpoints. In the tasks made anew the id is that of the
        snapshot.

        Payload: `Vec<u8>` becomes `String` through `String::from_utf8`, which keeps the
        buffer, `ok()` dropping the error. Otherwise `legacy_payload` is taken out of
        the row, so `msg` is `mut`, and serialized. Having neither is a warning and
        `Ok(())`, an application that `layered_fetch` does not find is `Ok(())` with a
        line at info level.

        Endpoints: what `filtered_endpoints` lets through, of these the one to keep to,
        if any. The list is cloned by the filter and its survivors again by `cloned()`;
        moving would spare the second copy, little beside an HTTP call. Each dispatch
        owns its endpoint and a fresh `MessageTask`, three ids cloned; message, snapshot
        and payload are lent, which is why `join_all` and not a spawn. To be tested: for
        one endpoint, a batch and its retry make tasks that differ by count alone.
        Errors come back as a list and leave as one `Error::generic` that quotes them:
        their types are gone, but above us the text is logged and success or failure is
        what counts. A batch delivered again after that is taken as sending for all, and
        some may get the message twice.

        The merge leaves a hole open. A retry whose endpoint is disabled in the snapshot
        finds nobody in that list. No dispatch, no row, `Ok`, and the queue forgets the
        task. The latest attempt still carries the `next_attempt` that now will not
        come, and the endpoint's list of messages goes on showing this one as sending.
        Closing that row is a decision, not a change of shape.
    """,
    claims={
        "The health check has no content and is done at once.": [
            variant("QueueTask", "HealthCheck", "MessageV1", "MessageBatch", closed=True),
        ],
        "From a batch come `force_endpoint`, 0 and `MessageStatus::Sending`.": [
            field("MessageTaskBatch", "force_endpoint", "Option<EndpointId>"),
            literal("process_queue_task_inner", "0"),
            absent("MessageTaskBatch", "attempt_count"),
            variant("MessageStatus", "Success", "Pending", "Fail", "Sending", closed=True),
        ],
        "Judging the status is left to `dispatch_message_task`.": [
            calls("process_queue_task_inner", "dispatch_message_task", times=1),
            calls("dispatch_message_task", "tracing::debug!", times=1),
        ],
        "An old row whose destination is gone leaves no status to guess, `Error::generic`.": [
            calls("process_queue_task_inner", "Error::generic", times=4),
            calls(
                "process_queue_task_inner",
                "messagedestination::Entity::secure_find_by_msg",
                times=1,
            ),
        ],
        "The look-up of message and content, one joined query by id, stands in both arms, with an "
        "`Error::generic` where the message is missing.": [
            calls("process_queue_task_inner", "message::Entity::find_by_id", times=2),
            calls("process_queue_task_inner", ".find_also_related", times=2),
            calls("process_queue_task_inner", "Error::generic", times=4),
        ],
        "queue/mod.rs gives both structs an `app_id`; of a task that comes in, worker.rs does not "
        "read it.": [
            field("MessageTask", "app_id", "ApplicationId"),
            field("MessageTaskBatch", "app_id", "ApplicationId"),
            argued(
                "In `process_queue_task_inner` the incoming task is asked for `msg_id`, "
                "`endpoint_id` or `force_endpoint`, `trigger_type` and `attempt_count`; the "
                "`app_id` that `handle_failed_dispatch` reads is of the task made anew, which has "
                "it from the snapshot.",
                "process_queue_task_inner",
                "dispatch_message_task",
                "handle_failed_dispatch",
            ),
        ],
        "a forged task cannot send a message to another tenant's endpoints": argued(
            "`layered_fetch` gets `msg.org_id` and `msg.app_id`; an `endpoint_id` of elsewhere "
            "only narrows the endpoints of that application, to none.",
            "process_queue_task_inner",
            "CreateMessageApp::layered_fetch",
            "CreateMessageApp::filtered_endpoints",
        ),
        "`Vec<u8>` becomes `String` through `String::from_utf8`, which keeps the buffer, `ok()` "
        "dropping the error": [
            calls("process_queue_task_inner", "String::from_utf8", times=1),
            calls("process_queue_task_inner", ".ok", times=2),
            field("db/models/messagecontent.rs::Model", "payload", "Vec<u8>"),
        ],
        "The list is cloned by the filter and its survivors again by `cloned()`": [
            calls("CreateMessageApp::filtered_endpoints", ".cloned", times=1),
            calls("process_queue_task_inner", ".cloned", times=1),
        ],
        "Errors come back as a list and leave as one `Error::generic` that quotes them": [
            calls("process_queue_task_inner", "future::join_all", times=1),
            calls("process_queue_task_inner", "Error::generic"),
            before("process_queue_task_inner", "future::join_all", ".is_err"),
            literal("process_queue_task_inner", "Some dispatches failed unexpectedly: {errs:?}"),
        ],
        "A batch delivered again after that is taken as sending for all, and some may get the message "
        "twice": argued(
            "One `Err` among those of `join_all` fails the task, which `queue_handler` nacks; of the batch "
            "that is delivered anew no attempt is looked up, `MessageStatus::Sending` is taken for all "
            "endpoints, also for those whose dispatch had stored its row.",
            "process_queue_task_inner",
            "queue_handler",
            "dispatch_message_task",
        ),
        "A retry whose endpoint is disabled in the snapshot finds nobody in that list.": [
            field("CreateMessageEndpoint", "disabled", "bool"),
            calls("CreateMessageApp::filtered_endpoints", ".filter", times=1),
        ],
        "The latest attempt still carries the `next_attempt` that now will not come, and the "
        "endpoint's list of messages goes on showing this one as sending.": [
            calls("handle_failed_dispatch", ".insert", times=3),
            calls("EndpointMessageOut::from_attempt_and_msg", "is_some", times=1),
            argued(
                "`handle_failed_dispatch` has stored the row with its `next_attempt` and queued "
                "the task; with no endpoint in the list no dispatch runs, so that nothing inserts "
                "a later row, and `from_attempt_and_msg` shows `Sending` while that column is set. "
                "With the endpoint enabled again, a resend by hand would add a row and end it.",
                "process_queue_task_inner",
                "handle_failed_dispatch",
                "EndpointMessageOut::from_attempt_and_msg",
            ),
        ],
    },
)
