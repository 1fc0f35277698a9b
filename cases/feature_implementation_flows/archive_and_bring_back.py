"""Event types are archived, not deleted, and creating one of the same name brings it back."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    literal,
    returns,
    rust,
)

archive_and_bring_back = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/event_type.rs",
            "impl ModelIn for EventTypeIn",
            "create_event_type",
            "delete_event_type",
        ),
        rust(
            "svix-server/src/db/models/eventtype.rs",
            "impl ActiveModelBehavior for ActiveModel",
            "Entity::secure_find",
            "Entity::secure_find_by_name",
        ),
        rust("svix-server/src/error.rs", "http_error_on_conflict"),
    ],
    prompt="""
        Somebody deleted "invoice.paid" by mistake. The row was gone with description
        and schemas, while forty endpoints still listed the name in their filters. From
        now on `DELETE /event-type/{name}` archives. The list leaves archived types out
        unless asked for them, and `validate_event_types` in endpoint/crud.rs refuses
        them in the filters of a request; both look at `deleted`, which the API calls
        `archived`. Whoever does mean it passes `expunge`
        (`DeleteEventTypeQueryParams`).

        The way back is a POST of the same name. What it brings replaces what was
        stored. If a type of that name is in use, it is a conflict with the code
        "event_type_exists", and two POSTs at once may not end in a 500.

        Names are unique per organization, archived or not, and I want no migration.
        Handlers share their look-ups on the entity, and `update_model` should serve a
        new row as well as an old one.
    """,
    think="""
        event_type.rs judges; what it calls in db/models/eventtype.rs finds, without
        judging. `secure_find` binds the organization and leaves `deleted` alone, unlike
        its namesake for applications, because POST has to see an archived row to wake
        it. The price is that each reader decides for itself. The list and
        `validate_event_types` filter, `get_event_type` shows archived ones too. A
        filter down there would spare them that, and POST would need another look-up,
        one that goes without.

        A partial index over the types in use, with a new row per POST, was the other
        design. It is a migration, and `secure_find_by_name` could then find several.
        With one row per name, bringing back is an update: same id, same `created_at`.

        `create_event_type` reads by name and matches. Nothing: the row from
        `data.into()`, which starts at `ActiveModelBehavior::new` with id, times and
        `deleted` off, plus the organization. Archived: the model made active, `deleted`
        off, then `update_model` over it. That one sets six columns, the flag among
        them, so the body has the last word; someone who posts `archived: true` reads
        201 and has an archived type. In use: `HttpError::conflict` with the code and a
        sentence. JSON and 201 for both ways that succeed, `JsonStatus<201, _>`.

        Two first POSTs can both find nothing. The unique index on organization and name
        lets one in, and `http_error_on_conflict` of error.rs turns SQL state 23505 into
        a 409, anything else into `Error::database`. It knows no event types, so its
        code is the plain "conflict"; clients should go by the status. The update has a
        bare `?`, as it writes the name that the row has. An expunge that slips in
        leaves it nothing to update, sea-orm says so with an error, and the client reads
        a 500; the next POST creates.

        `delete_event_type`: find or 404, then `delete` or the flag and `update`, 204.
        Archiving twice is no error, `before_save` merely moves `updated_at`. Either
        handler costs one read and one write, when it succeeds; its extractor,
        `permissions::Organization`, asks no table. A transaction around the two would
        lock nothing between them, so there is none.

        No cache is told. Snapshots hold the names in endpoints' filters and no event
        type, and endpoints keep those names on purpose, though a PUT that repeats one
        is refused. That also means that archiving stops no message: neither
        `create_message` in v1/endpoints/message.rs nor the worker asks this table. The
        operation's description comes from our public reference, and there it says that
        no new messages can be sent with an archived type; here this is not enforced,
        and a test of it would fail.
    """,
    claims={
        "`secure_find` binds the organization and leaves `deleted` alone": [
            calls("db/models/eventtype.rs::Entity::secure_find", ".filter", times=1),
            absent("db/models/eventtype.rs::Entity::secure_find", "Deleted"),
        ],
        "The list and `validate_event_types` filter, `get_event_type` shows archived ones too": [
            calls("list_event_types", ".filter", times=1),
            calls("validate_event_types", ".filter"),
            absent("get_event_type", "Deleted"),
            absent("get_event_type", "deleted"),
        ],
        "Archived: the model made active, `deleted` off, then `update_model` over it": [
            before("create_event_type", "Set", ".update_model"),
            before("create_event_type", ".update_model", ".update"),
        ],
        "That one sets six columns, the flag among them, so the body has the last word": [
            calls("<EventTypeIn as ModelIn>::update_model", "Set", times=6),
            before("create_event_type", "Set", ".update_model"),
        ],
        "`http_error_on_conflict` of error.rs turns SQL state 23505 into a 409, anything else into "
        "`Error::database`": [
            literal("is_conflict_err", "23505"),
            literal("HttpError::conflict", "409"),
            calls("http_error_on_conflict", "Error::database", times=1),
        ],
        "Either handler costs one read and one write, when it succeeds": [
            calls("create_event_type", ".one", times=1),
            calls("delete_event_type", ".one", times=1),
            argued(
                "`insert` and `update` stand in different arms of the match in "
                "`create_event_type`, `delete` and `update` in the two branches on `expunge`; "
                "the extractor `Organization` reads no table.",
                "create_event_type",
                "delete_event_type",
            ),
        ],
        'so its code is the plain "conflict"': literal("HttpError::conflict", "conflict"),
        "sea-orm says so with an error, and the client reads a 500": [
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
            argued(
                "`update` of sea-orm 1.1.20 ends in `DbErr::RecordNotUpdated` where the UPDATE "
                "with RETURNING gives no row; `From<DbErr>` makes `Error::database` of it, since "
                "it is neither timeout nor conflict, and that is a 500.",
                "create_event_type",
                "error.rs::<Error as From<DbErr>>::from",
                "error.rs::<Error as IntoResponse>::into_response",
            ),
        ],
        "`delete_event_type`: find or 404, then `delete` or the flag and `update`, 204": [
            before("delete_event_type", "HttpError::not_found", ".delete"),
            before("delete_event_type", "HttpError::not_found", ".update"),
            literal("HttpError::not_found", "404"),
            literal("<NoContent as IntoResponse>::into_response", "204"),
        ],
        "though a PUT that repeats one is refused": [
            calls("update_endpoint", "validate_event_types", times=1),
            calls("validate_event_types", "HttpError::unprocessable_entity", times=1),
            literal("validate_event_types", "false"),
        ],
        "neither `create_message` in v1/endpoints/message.rs nor the worker asks this table": [
            absent("create_message", "eventtype"),
            absent("v1/endpoints/message.rs", "eventtype"),
            absent("worker.rs", "eventtype"),
            absent("core/message_app.rs", "eventtype"),
        ],
        "JSON and 201 for both ways that succeed, `JsonStatus<201, _>`": [
            returns("create_event_type", "Result<JsonStatus<201, EventTypeOut>>"),
            calls("create_event_type", "JsonStatus", times=1),
            calls(
                "v1/utils/mod.rs::<JsonStatus<STATUS, T> as IntoResponse>::into_response",
                "axum::extract::Json",
                times=1,
            ),
        ],
    },
)
