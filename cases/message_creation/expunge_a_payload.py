"""The payload of a message is removed from both of its places, the message stays."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    field,
    literal,
    returns,
    rust,
    value,
)

expunge_a_payload = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "expunge_message_content", imports="used"),
    ],
    prompt="""
        Ticket from privacy: a customer sent personal data in webhooks by mistake, and
        the payloads sit with us until their retention is over. Add
        `expunge_message_content`, the handler for `DELETE
        /app/{app_id}/msg/{msg_id}/content`, next to the other message endpoints.

        - The message stays and so do its attempts; to a reader it is as if the payload
          had expired.
        - Mind that older rows have theirs in `legacy_payload`, the others in
          `messagecontent`. Afterwards it is in neither.
        - Organization tokens only; the people behind an application's token have no say
          in this.
        - 204 with no body, also on the second call or when nothing was left. 404 if the
          application has no such message, by id or `eventId`.
        - Should it break in the middle, calling again has to finish the job.
        - The description warns that the message cannot be resent or replayed after
          this. Operation id `v1.message.expunge-content`.
    """,
    think="""
        `permissions::OrganizationWithApplication` fits: it wants an organization's
        token and finds the application under it. Below `app.id` I look the message up
        by `secure_find_by_id_or_uid`; if it is missing, that is `HttpError::not_found`,
        as a missing application was. From `AppState` I borrow `db`; axum's `Path` gives
        the `msg_id`.

        That `msg_id` may be an `eventId`, while `messagecontent` has the message's id
        as its key. So the row's own id is cloned before `into_active_model` takes the
        row. `delete_by_id` knows nothing of applications, and need not: the id that it
        gets was found under one.

        On the sea-orm model all columns count as unchanged; I put `Set(None)` into
        `legacy_payload`, and `update` writes this column alone. It writes it for new
        messages too, where it was null already; asking first would be a branch for the
        sake of a call that is rare. The delete does not mind finding nothing, be it the
        second call or a message that has expired.

        A transaction around the two? It would bring a payload back that is already gone
        from one place, because the other could not be reached. Each statement leaves
        the data in a state that readers know, both can be repeated, so they are
        committed one by one; an error in between is a 500 through `?`, and the next
        call does both. A message that is pruned between look-up and update fails the
        `update` and ends alike; a repeat says not found.

        What happens to a delivery under way? A worker that has loaded the payload sends
        it. A task that starts afterwards, a retry above all, loads it anew, finds
        nothing, logs a warning and is done. Out of reach is the echo: where the message
        was created with an idempotency key, the cached response can be replayed, with
        the payload in it, for 12 hours, unless `with_content` was off. That should go
        into the answer to privacy.

        I return the 204 as `Result<StatusCode>`, as the counterpart for attempts has
        it. `NoContent` of v1/utils/mod.rs would tell aide about the 204 as well; as it
        is, the OpenAPI document lists errors for this operation and no success. Both
        should change together, another time. `aide_annotate` takes the warning from the
        doc comment.
    """,
    claims={
        "it wants an organization's token and finds the application under it": [
            calls(
                "<OrganizationWithApplication as FromRequestParts<AppState>>::from_request_parts",
                "Organization::from_request_parts",
                times=1,
            ),
            calls(
                "<OrganizationWithApplication as FromRequestParts<AppState>>::from_request_parts",
                "application::Entity::secure_find_by_id_or_uid",
                times=1,
            ),
        ],
        "Below `app.id` I look the message up by `secure_find_by_id_or_uid`; if it is missing, "
        "that is `HttpError::not_found`, as a missing application was": [
            calls("expunge_message_content", "message::Entity::secure_find_by_id_or_uid", times=1),
            calls("expunge_message_content", "HttpError::not_found", times=1),
            calls(
                "<OrganizationWithApplication as FromRequestParts<AppState>>::from_request_parts",
                "HttpError::not_found",
                times=1,
            ),
        ],
        "So the row's own id is cloned before `into_active_model` takes the row": before(
            "expunge_message_content", ".clone", ".into_active_model"
        ),
        "`messagecontent` has the message's id as its key": [
            field("db/models/messagecontent.rs::Model", "id", "MessageId"),
        ],
        "so they are committed one by one": [
            absent("expunge_message_content", "transaction"),
            absent("expunge_message_content", "begin"),
            before("expunge_message_content", ".update", "messagecontent::Entity::delete_by_id"),
        ],
        "an error in between is a 500 through `?`, and the next call does both": argued(
            "A `DbErr` becomes one of `Database`, `DbTimeout`, `Conflict` and `ConnectionTimeout`, "
            "all answered with INTERNAL_SERVER_ERROR, 500. `expunge_message_content` looks at no "
            "state on its way: the update and the delete run on each call that finds the row.",
            "expunge_message_content",
            "<Error as From<DbErr>>::from",
            "<Error as IntoResponse>::into_response",
        ),
        "A task that starts afterwards, a retry above all, loads it anew, finds nothing, logs a "
        "warning and is done": [
            before("process_queue_task_inner", "message::Entity::find_by_id", "tracing::warn!"),
            before("process_queue_task_inner", "tracing::warn!", "dispatch_message_task"),
        ],
        "the cached response can be replayed, with the payload in it, for 12 hours, unless "
        "`with_content` was off": [
            literal("MessageOut::from_msg_and_payload", "{}"),
            field("CreateMessageQueryParams", "with_content", "bool"),
            value("expiry_default", hours=12),
            field("SerializedResponse", "Finished.body", "Option<Vec<u8>>"),
            absent("expunge_message_content", "cache"),
        ],
        "I return the 204 as `Result<StatusCode>`, as the counterpart for attempts has it": [
            literal("expunge_message_content", "204"),
            literal("expunge_attempt_content", "204"),
            returns("expunge_message_content", "Result<StatusCode>"),
            returns("expunge_attempt_content", "Result<StatusCode>"),
        ],
        "On the sea-orm model all columns count as unchanged; I put `Set(None)` into `legacy_payload`, "
        "and `update` writes this column alone": [
            before("expunge_message_content", ".into_active_model", ".update"),
            absent("db/models/message.rs::impl ActiveModelBehavior for ActiveModel", "before_save"),
            argued(
                "`into_active_model` of sea-orm 1.1.20 makes each column of the row `Unchanged`, and its "
                "`update` writes those that are `Set`; `expunge_message_content` assigns a `Set` to "
                "`legacy_payload` and to no other, and the entity has no hook that would add one.",
                "expunge_message_content",
                "db/models/message.rs::impl ActiveModelBehavior for ActiveModel",
            ),
        ],
        "404 if the application has no such message": [
            calls("expunge_message_content", "HttpError::not_found", times=1),
            literal("HttpError::not_found", "404"),
        ],
    },
)
