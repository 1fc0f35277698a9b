"""The whole course of accepting a message, shared by two endpoints."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    literal,
    rust,
)

accept_store_then_queue = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "create_message_inner", imports="used"),
    ],
    prompt="""
        Accepting a message belongs in one function of the crate,
        `create_message_inner`, for `create_message` and for `send_example` in
        endpoint/mod.rs. In this order, both pass: pool, queue producer, cache, the
        `with_content` flag, perhaps an endpoint to single out, the `MessageIn`, the
        id of the organization, and the application as an `ApplicationIdOrUid` that
        nobody has validated yet.

        - Unknown application: 404, or, if the body has one to offer,
          `create_app_from_app_in` makes it, once `validate_create_app_uid` is content.
          A known one stays as it is, whatever the body says.
        - The message and its content are stored together or not at all. A second
          message of an application with the same `eventId` is a 409.
        - Delivering is for the workers; tell them with one batch task. If none of the
          application's endpoints wants the message, no task. `CreateMessageApp` knows
          them, and 30 seconds behind is fresh enough for that.
        - If we must fail halfway, then rather with a stored message that nobody
          delivers than with a task whose message is not there.
        - The answer is a `MessageOut`.
    """,
    think="""
        Eight parameters, and clippy will complain; I allow it. A struct would be filled
        in twice and taken apart once. Pool by reference, producer and cache by value,
        as both callers have them.

        The application may come straight out of axum's `Path`, which validates nothing.
        So validator's `validate` on `app_id` stands before the look-up, its errors as a
        422 below `path` and `app_id_or_uid`. `secure_find_by_id_or_uid` filters by
        `org_id`: a foreign tenant's application is as unknown as one that nobody made.
        Both ids are cloned for it, creation may still want them.

        The rule for the application is a match on `&data.application` and the row, in
        three arms: neither, `HttpError::not_found` with a text that says what; a row,
        the row; the body alone, check and create. What `create_app_from_app_in` makes
        is committed when it returns, whatever becomes of the message.

        The endpoints come from `layered_fetch`. A clone of the application goes along,
        so that a cache miss has the endpoints alone to ask for, in one short
        transaction, and a hit nothing. `None` would be a deleted application, which the
        look-up has ruled out; `Error::generic` all the same, no `unwrap`. This fetch
        stands ahead of the inserts, so that its failing leaves no message. The snapshot
        may lag. Creating an endpoint drops it, with the memory backend in its own
        process alone, so for up to 30 seconds another instance may find nobody to
        deliver to, store the message and queue nothing.

        `payload()` has to precede `data.into()`, which consumes `data` and drops the
        payload. `app_id` and `org_id` are set from the row, struct update brings the
        rest. sea-orm's `transaction` wants a boxed future, hence `.boxed()`. Inside,
        the message with `http_error_on_conflict`, since its `eventId` is the customer's
        to repeat, and the content without it, under the `expiration` of the row just
        made. An `Err` rolls both back and comes out as it was, unless the rollback
        fails in turn.

        Whether any endpoint listens, `filtered_endpoints` says, by the rule that the
        worker will apply. `Scheduled` is the trigger for a singled-out endpoint as
        well: its filters hold for an example too, and picking it out by
        `force_endpoint` is left to the worker. A `MessageTaskBatch` of ids and that
        trigger, without delay, carries the news. The task is sent after the commit;
        before it, a worker could look for a row that is not there. When `send` fails,
        its own retries included, `?` makes that a 500 for a message that is stored.
        Deleting the rows again would be no mending: the broker may have taken the task
        and lost us the reply, and a task without its message is the worse of the two.

        `from_msg_and_payload` gets row and bytes as the inserts have returned them.
    """,
    claims={
        "`secure_find_by_id_or_uid` filters by `org_id`": [
            calls(
                "db/models/application.rs::Entity::secure_find_by_id_or_uid",
                "Self::secure_find",
                times=1,
            ),
            calls("db/models/application.rs::Entity::secure_find", ".eq", times=2),
        ],
        "So validator's `validate` on `app_id` stands before the look-up, its errors as a 422 "
        "below `path` and `app_id_or_uid`": [
            before(
                "create_message_inner",
                ".validate",
                "application::Entity::secure_find_by_id_or_uid",
            ),
            literal("create_message_inner", "path"),
            literal("create_message_inner", "app_id_or_uid"),
            literal("error.rs::HttpError::unprocessable_entity", "422"),
        ],
        "What `create_app_from_app_in` makes is committed when it returns": calls(
            "create_app_from_app_in", ".transaction", times=1
        ),
        "so that a cache miss has the endpoints alone to ask for, in one short transaction, and a "
        "hit nothing": argued(
            "A hit returns from `layered_fetch` ahead of `pg.begin`. On a miss the given "
            "application is taken as it is, `secure_find_by_id` is not reached, and "
            "`fetch_from_pg_by_model` selects the endpoints, one query in one transaction.",
            "CreateMessageApp::layered_fetch",
            "CreateMessageApp::fetch_from_pg_by_model",
            "create_message_inner",
        ),
        "This fetch stands ahead of the inserts, so that its failing leaves no message": before(
            "create_message_inner", "CreateMessageApp::layered_fetch", ".insert"
        ),
        "`payload()` has to precede `data.into()`, which consumes `data` and drops the payload": [
            absent("<MessageIn as ModelIn>::update_model", "payload"),
            argued(
                "`payload` borrows the `MessageIn`; the `From` behind `into` takes it by value and "
                "hands it to `update_model`, whose pattern ends in `..`; what it does not bind is "
                "dropped with `self`.",
                "create_message_inner",
                "MessageIn::payload",
                "<MessageIn as ModelIn>::update_model",
            ),
        ],
        "The task is sent after the commit; before it, a worker could look for a row that is not "
        "there": [
            before("create_message_inner", ".transaction", ".send"),
            calls("process_queue_task_inner", "message::Entity::find_by_id"),
        ],
        "When `send` fails, its own retries included, `?` makes that a 500 for a message that is "
        "stored": argued(
            "`send` runs under `run_with_retries` and returns the last error, of type `Queue`; "
            "`create_message_inner` and `create_message` pass it up, and `IntoResponse` of the "
            "error answers INTERNAL_SERVER_ERROR, 500, for all but `Http`. The transaction has "
            "been committed by then, there is nothing that takes it back.",
            "create_message_inner",
            "SvixOmniProducer::send",
            "impl IntoResponse for Error",
        ),
        "so for up to 30 seconds another instance may find nobody to deliver to, store the message "
        "and queue nothing": [
            literal("create_message_inner", "30"),
            calls("create_endp_from_data", "CreateMessageApp::invalidate", times=1),
        ],
        "Whether any endpoint listens, `filtered_endpoints` says, by the rule that the worker will "
        "apply": callers(
            "CreateMessageApp::filtered_endpoints",
            ["create_message_inner", "process_queue_task_inner"],
        ),
        "A second message of an application with the same `eventId` is a 409": literal(
            "error.rs::HttpError::conflict", "409"
        ),
        "30 seconds behind is fresh enough for that": literal("create_message_inner", "30"),
        "Eight parameters, and clippy will complain; I allow it.": [
            attribute("create_message_inner", "allow(clippy::too_many_arguments)"),
            argued(
                "`create_message_inner` takes db, queue_tx, cache, with_content, force_endpoint, "
                "data, org_id and app_id: eight; clippy's own bound is seven.",
                "create_message_inner",
            ),
        ],
    },
)
