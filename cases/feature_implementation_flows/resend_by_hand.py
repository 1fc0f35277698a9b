"""One message to one endpoint at a person's request, past the guard against late tasks."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    derives,
    field,
    literal,
    rust,
    variant,
)

resend_by_hand = Example(
    code=[
        rust("svix-server/src/v1/endpoints/attempt.rs", "resend_webhook"),
        rust("svix-server/src/db/models/message.rs", "Entity::secure_find_by_id_or_uid"),
        rust("svix-server/src/core/types/mod.rs", "MessageAttemptTriggerType"),
        rust("svix-server/src/worker.rs", "dispatch_message_task"),
    ],
    prompt="""
        For the new Resend button I need an operation: this message, to this endpoint,
        now. It is `resend_webhook` in v1/endpoints/attempt.rs, next to the lists that
        have the button. Ids or uids in the path, app tokens welcome, 202 and an empty
        object. Whoever presses it on a message whose payload has expired must read so
        at once, as `missing_payload`, and not wait for an attempt that will not come;
        old messages still have theirs in `legacy_payload`.

        The sending stays in the worker. There the trouble is that
        `dispatch_message_task` treats a message which is through, or given up, as a
        late task and drops it. Keep that for the schedule. A resend has to go out
        whatever the status, and it is no step of the schedule: in the attempts it should
        not pass for number zero.

        While you are in there: preparing, calling and the two ways of handling the
        outcome are functions now, and they share a `DispatchContext` of borrows. Make
        the dispatch no more than the sequence of them.
    """,
    think="""
        Who sends? The handler could, and the user would see the receiver's answer. But
        an instance may run the API with the worker switched off, and the HTTP client,
        the signing, the bookkeeping: all that belongs to worker.rs. So
        v1/endpoints/attempt.rs does not call the worker, a `MessageTask` lies between
        the two, and its trigger sets it apart. An enum of two, stored as `i16` with
        each attempt, `Copy` as steps read it out of a borrowed task.

        The handler asks in the order a person wants to be told. Message by id or uid
        under the application, its content in the same query: 404. Payload: 400 through
        `HttpError::bad_request` with code and sentence. I parse the content as JSON,
        the type of the older column, and a content that does not parse counts as
        missing, though the worker, which asks for no more than UTF-8, would send it.
        Looking whether it is there would spare the parse; this way we agree with the
        API's reads, which show such a payload as expired. Endpoint: 404; a disabled one
        is accepted here and as a rule dropped by the worker's filter. Then one task
        without delay. If the queue fails, that is a 500 and the database holds nothing
        of it, so pressing again is right. Two presses in haste are two tasks; given a
        shared cache, an idempotency key would merge the requests.

        In the worker the guard gets a second condition. Neither `Pending` nor `Sending`
        and not `Manual`: a debug line and `Ok(())`, as a late copy is no failure.
        Forging a status for a resend where the task is loaded would hide the rule in
        the loading; here the next change finds it. In the row the number is -1 for
        `Manual` and the task's count otherwise, worked out once and put into the
        context. The task counts in `u16` and has no room for it.

        It follows that a resend, once attempted, ends the schedule, unless it races
        another attempt or precedes the first. The attempt it leaves has no next one and
        is the newest, so a retry that was waiting is read as `Fail` and meets the
        guard; and a resend that fails gets no retry of its own. For an owner who has
        just repaired something that is fair, but the button should say so.

        The rest of `dispatch_message_task` is its sequence. It takes task and endpoint
        by value, lends them in the context, which is cloned for the first two steps at
        the price of pointers, and hands it to the last. `?` after preparing and
        after the call is for what does not make a request, in practice a URL that does
        not parse: no attempt is stored, and the worker nacks the task. How the call
        went is a value, `CompletedDispatch`, and picks the handler.
        `IncompleteDispatch::Failed`, which nothing makes yet, joins there.
    """,
    claims={
        "So v1/endpoints/attempt.rs does not call the worker, a `MessageTask` lies between the "
        "two": [
            absent("v1/endpoints/attempt.rs", "worker"),
            calls("resend_webhook", "MessageTask::new_task", times=1),
            calls("resend_webhook", ".send", times=1),
        ],
        "An enum of two, stored as `i16` with each attempt, `Copy` as steps read it out of a "
        "borrowed task.": [
            variant("MessageAttemptTriggerType", "Scheduled", "Manual", closed=True),
            derives("MessageAttemptTriggerType", "Copy"),
            field(
                "db/models/messageattempt.rs::Model", "trigger_type", "MessageAttemptTriggerType"
            ),
        ],
        "Message by id or uid under the application, its content in the same query: 404.": [
            calls("resend_webhook", ".find_also_related", times=1),
            calls("resend_webhook", ".one", times=2),
            before("resend_webhook", ".find_also_related", "HttpError::not_found"),
            literal("error.rs::HttpError::not_found", "404"),
        ],
        "Payload: 400 through `HttpError::bad_request` with code and sentence.": [
            literal("resend_webhook", "missing_payload"),
            calls("resend_webhook", "HttpError::bad_request", times=1),
            literal("error.rs::HttpError::bad_request", "400"),
        ],
        "a content that does not parse counts as missing, though the worker, which asks for no "
        "more than UTF-8, would send it": [
            calls("resend_webhook", "serde_json::from_slice", times=1),
            calls("process_queue_task_inner", "String::from_utf8", times=1),
            before("resend_webhook", "serde_json::from_slice", "HttpError::bad_request"),
        ],
        "a disabled one is accepted here and as a rule dropped by the worker's filter": [
            absent("resend_webhook", "disabled"),
            absent("db/models/endpoint.rs::Entity::secure_find", "Disabled"),
            argued(
                "`filtered_endpoints` asks for not disabled whatever the trigger, and "
                "`process_queue_task_inner` sends to what it returns alone; the exceptions are a "
                "snapshot from before the disabling and an endpoint enabled meanwhile.",
                "CreateMessageApp::filtered_endpoints",
                "process_queue_task_inner",
            ),
        ],
        "If the queue fails, that is a 500 and the database holds nothing of it": [
            absent("resend_webhook", "insert"),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
        ],
        "given a shared cache, an idempotency key would merge the requests": argued(
            "`IdempotencyService` looks at POST requests that carry a key and replays a stored "
            "success, and `run_with_prefix` layers it over all routes; with caching off it passes "
            "every request on, and in memory each process knows its own keys alone.",
            "<IdempotencyService as Service>::call",
            "run_with_prefix",
        ),
        "In the row the number is -1 for `Manual` and the task's count otherwise": [
            literal("dispatch_message_task", "1"),
            variant("MessageAttemptTriggerType", "Manual"),
            field("DispatchContext", "db_attempt_number", "i16"),
        ],
        "a retry that was waiting is read as `Fail` and meets the guard; and a resend that fails "
        "gets no retry of its own": argued(
            "`handle_failed_dispatch` and `handle_successful_dispatch` store a Manual attempt "
            "without `next_attempt`; `process_queue_task_inner` reads the newest attempt of the "
            "endpoint by id, finds none planned and sets Fail, and the guard of "
            "`dispatch_message_task` returns for a Scheduled task. The Manual branch queues "
            "nothing.",
            "handle_failed_dispatch",
            "handle_successful_dispatch",
            "process_queue_task_inner",
            "dispatch_message_task",
        ),
        "It takes task and endpoint by value, lends them in the context, which is cloned for the "
        "first two steps at the price of pointers, and hands it to the last.": [
            calls("dispatch_message_task", ".clone", times=2),
            before("dispatch_message_task", "prepare_dispatch", "make_http_call"),
            argued(
                "`msg_task` and `endp` are owned parameters, which the context borrows. The two "
                "clones are of the context, for `prepare_dispatch` and `make_http_call`; "
                "`DispatchContext` holds references and a number, and the handlers get it whole.",
                "dispatch_message_task",
                "DispatchContext",
            ),
        ],
    },
)
