"""An endpoint on its way from the table to one dispatch, thinner at each step."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    calls,
    derives,
    field,
    literal,
    rust,
)

endpoint_from_row_to_dispatch = Example(
    code=[
        rust("svix-server/src/db/models/endpoint.rs", "Model"),
        rust(
            "svix-server/src/core/message_app.rs",
            "CreateMessageEndpoint",
            "impl TryFrom<endpoint::Model> for CreateMessageEndpoint",
        ),
        rust("svix-server/src/worker.rs", "DispatchContext", "dispatch_message_task"),
    ],
    prompt="""
        Dispatching is still handed the endpoint's row, description and all, and each of
        its steps (prepare, call, handle the outcome) has a long list of arguments,
        many of them ids. Adding one for the new attempt numbers broke four call sites.

        What I would like instead: in core::message_app a form of the endpoint with what
        filtering and sending read, the limit and the first failure besides, made from
        the row without copying it, so that both the API and the worker filter on the
        same thing. It is kept in the cache as JSON, where the event types go by their
        old name; replaced signing keys are not for everybody's eyes. And in the worker
        one bundle per dispatch that the steps share. A number apart, nothing in it
        should be owned.

        Two rules for the function that puts it together. An attempt made by hand is
        number -1 in the database, and one whose message is neither pending nor sending
        at that endpoint is skipped, unless it is made by hand.
    """,
    think="""
        I go backwards, from who reads what. `prepare_dispatch` asks for URL, headers
        and keys, `make_http_call` for URL and id, the failure clock for the id. In
        message_app.rs `filtered_endpoints` asks for event types, channels and the flags
        `disabled` and `deleted`. The limit and `first_failure_at` have no reader
        between table and wire; they travel because they were asked for. The owner's id
        need not, `CreateMessageApp` has it for all its endpoints.

        What about `uid`? Nothing in sending needs it, so it stays in the row. One place
        pays: the event of an automatic disabling has a field for it and goes out with
        `None`. The row is loaded there anyway, to be updated; whoever misses the uid
        should take it from that and not burden every cached endpoint.

        `CreateMessageEndpoint` takes over the row field by field in a `TryFrom`, moved,
        with sea-orm's types left as they are but for the limit, where an `i32` beyond
        `u16` is `Error::validation`. serde renames `event_types` to `event_types_ids`
        and takes either on reading, `old_keys` arrives as a private `old_signing_keys`.

        worker.rs then has two owners at hand: `process_queue_task_inner` holds
        message, snapshot and payload for all dispatches of a task, while
        `dispatch_message_task` owns its endpoint and its `MessageTask`.
        `DispatchContext<'a>` borrows from either kind. One lifetime is enough, the
        shortest rules. `app_uid` and `msg_uid` become `Option<&_>` by `as_ref`; they
        are carried for the events alone. With that it is seven references and a number,
        and `Clone` copies pointers: two clones and a move for three steps. A builder or
        an `Arc` per field would buy nothing, no step outlives the function.

        The number: -1 for `Manual`, else the task's `u16` cast to the column's `i16`. A
        checked conversion would be the honest way; the count ends with the retry
        schedule, so I cast. The migration gave -1 to the rows that were there already:
        either way it reads as no number.

        The skip is `Ok(())` with a line for debugging, as an error would end as a nack.
        Otherwise the value goes through `IncompleteDispatch` and `CompletedDispatch`,
        one `match` each; `Failed` of the former becomes `Failed` of the latter. `?`
        stands where a step gives up for internal reasons. When a new column is to reach
        the receiver, it has these stations to pass, and a test that makes a snapshot by
        hand will not compile until it is named.
    """,
    claims={
        "`prepare_dispatch` asks for URL, headers and keys, `make_http_call` for URL and id, the "
        "failure clock for the id.": [
            calls("prepare_dispatch", ".valid_signing_keys", times=1),
            calls("prepare_dispatch", "generate_msg_headers", times=1),
            argued(
                "`prepare_dispatch` reads `endp.headers` and `endp.url`; `make_http_call` puts "
                "`endp.id` and the URL once more into the row; `process_endpoint_failure` and "
                "`process_endpoint_success` make their key of `endp.id`.",
                "prepare_dispatch",
                "make_http_call",
                "process_endpoint_failure",
                "process_endpoint_success",
            ),
        ],
        "The limit and `first_failure_at` have no reader between table and wire": [
            absent("worker.rs", "rate_limit"),
            absent("v1/endpoints/message.rs", "rate_limit"),
            argued(
                "Of the snapshot's endpoint nobody asks for these two: `first_failure_at` in "
                "worker.rs is the field of `FailureCacheValue`, of `EndpointDisableInfo` and of "
                "the row to be updated in `handle_failed_dispatch`.",
                "process_endpoint_failure",
                "handle_failed_dispatch",
                "CreateMessageApp::filtered_endpoints",
            ),
        ],
        "the event of an automatic disabling has a field for it and goes out with `None`.": [
            field("EndpointDisabledEventData", "endpoint_uid", "Option<EndpointUid>"),
            absent("CreateMessageEndpoint", "uid"),
            absent("handle_failed_dispatch", "uid"),
        ],
        "The row is loaded there anyway, to be updated": [
            calls("handle_failed_dispatch", "endpoint::Entity::secure_find_by_id", times=1),
            calls("handle_failed_dispatch", ".update", times=1),
        ],
        "serde renames `event_types` to `event_types_ids` and takes either on reading": literal(
            "CreateMessageEndpoint", "event_types_ids"
        ),
        "With that it is seven references and a number, and `Clone` copies pointers: two clones "
        "and a move for three steps.": [
            derives("DispatchContext", "Clone"),
            field("DispatchContext", "db_attempt_number", "i16"),
            calls("dispatch_message_task", ".clone", times=2),
            argued(
                "`DispatchContext` has eight fields, seven of which are `&'a` or an `Option` of "
                "it; of the three steps that one pass makes, two get a clone and the handler the "
                "context itself.",
                "DispatchContext",
                "dispatch_message_task",
            ),
        ],
        "the count ends with the retry schedule, so I cast": [
            field("MessageTask", "attempt_count", "u16"),
            calls("handle_failed_dispatch", ".len", times=1),
        ],
        "The skip is `Ok(())` with a line for debugging, as an error would end as a nack.": [
            calls("dispatch_message_task", "tracing::debug!", times=1),
            calls("queue_handler", ".nack", times=1),
        ],
    },
)
