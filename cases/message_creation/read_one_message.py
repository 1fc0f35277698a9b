"""One message by either of its ids, with its content if that is still there."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    derives,
    field,
    rust,
)

read_one_message = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "GetMessageQueryParams",
            "get_message",
            imports="used",
        ),
    ],
    prompt="""
        Support keeps asking for this one: people find a message id in their logs, or
        know the `eventId` they sent, and want to see that message without paging
        through the list. Please add the handler for `GET /app/{app_id}/msg/{msg_id}`,
        either id in the last place. The route can come with the next change.

        It is for the organization's token and for the application's own, because the
        app portal shows messages. Someone else's message has to look like one that
        isn't there. A message outlives its content; once that is gone, we still show
        it, with the placeholder that `MessageOut` has. `with_content=false` leaves the
        payload out, and on is the default, as in the list. One query for message and
        content together. Operation id `v1.message.get`.
    """,
    think="""
        Whose message is it? Extracting `permissions::Application` settles most of that:
        it takes the organization from the bearer token, finds the application of the
        path under that, and holds an application's token to its own. What remains for
        me is to ask below that application. `secure_find_by_id_or_uid` filters by
        `app.id` and tries `msg_id` as id and as uid. No two rows can answer. A uid is
        unique within its application, and none may begin like a message id.

        Content by `find_also_related`, a left join in sea-orm, so that a row whose
        content was cleaned away stays in the result with `None` beside it; an inner
        join would turn old messages into 404s. `attempt.rs` fetches content in a query
        of its own and spares itself that if nobody wants it. With the join
        `with_content=false` still carries the payload from the database to us and drops
        it here. On is the default and one query was asked for, so the join.

        With `one` comes an `Option` of the pair. A database error goes through `?` into
        `Error` and is an internal one for the client; no row is `HttpError::not_found`
        without texts, the very answer that the extractor gives for a foreign
        application. I do not validate the id: it travels as a parameter of the query,
        and one that nobody was given has no row. With a NUL in it PostgreSQL will not
        even look, and that comes out as an internal error too, as it does for the
        application's id, which the extractor does not validate either.
        `msg_content.map(|c| c.payload)` moves the bytes on into `from_msg_and_payload`,
        whose business the placeholder is.

        Parameters: a struct of its own, with `Debug`, `Deserialize`, `Validate` and
        `JsonSchema` derived. Its name ends in `QueryParams`: by that
        `remove_unneeded_schemas` in openapi.rs knows what is no schema of its own in
        the OpenAPI document. In it the flag, serde's default by `default_true` as for
        the list, and a comment, which aide shows beside the parameter. It comes by
        `ValidatedQuery`, so a value that is no boolean is refused as it is elsewhere.
        axum's `Path` gives me `msg_id`, the rest of `ApplicationMsgPath` by `..`, as
        the permission extractor reads `app_id` for itself. From `AppState` I borrow
        `db`, with `ref`. `Json` alone will do, there is no status to set.
        `aide_annotate` gets the operation id, and insists on a doc comment to describe
        it.
    """,
    claims={
        "it takes the organization from the bearer token, finds the application of the path under "
        "that, and holds an application's token to its own": [
            before(
                "<Application as FromRequestParts<AppState>>::from_request_parts",
                "permissions_from_bearer",
                "application::Entity::secure_find_by_id_or_uid",
            ),
            calls(
                "<Application as FromRequestParts<AppState>>::from_request_parts",
                ".check_app_is_permitted",
                times=1,
            ),
        ],
        "`secure_find_by_id_or_uid` filters by `app.id` and tries `msg_id` as id and as uid": [
            calls(
                "db/models/message.rs::Entity::secure_find_by_id_or_uid",
                "Self::secure_find",
                times=1,
            ),
            calls("db/models/message.rs::Entity::secure_find_by_id_or_uid", ".eq", times=2),
            calls("get_message", "message::Entity::secure_find_by_id_or_uid", times=1),
        ],
        "A uid is unique within its application, and none may begin like a message id": argued(
            "The initial migration has a unique index over app_id and uid of the table message, "
            "and `validate_` of `BaseUid` refuses a uid with the prefix of the ids; a uid enters "
            "by `MessageIn` alone, which validates it nested, or is `None` in `send_example`.",
            "BaseUid::validate_",
            "MessageIn",
            "send_example",
        ),
        "`attempt.rs` fetches content in a query of its own and spares itself that if nobody wants "
        "it": [
            calls(
                "list_attempted_messages",
                "messagecontent::Entity::secure_find_by_id_in",
                times=1,
            ),
            absent("list_attempted_messages", "find_also_related"),
        ],
        "With the join `with_content=false` still carries the payload from the database to us and "
        "drops it here": [
            before("get_message", ".find_also_related", ".one"),
            before("get_message", ".one", "MessageOut::from_msg_and_payload"),
        ],
        "On is the default and one query was asked for, so the join": calls(
            "get_message", ".one", times=1
        ),
        "no row is `HttpError::not_found` without texts, the very answer that the extractor gives "
        "for a foreign application": [
            calls("get_message", "HttpError::not_found", times=1),
            calls(
                "<Application as FromRequestParts<AppState>>::from_request_parts",
                "HttpError::not_found",
                times=1,
            ),
            calls("Permissions::check_app_is_permitted", "HttpError::not_found", times=1),
        ],
        "I do not validate the id": absent("get_message", "validate"),
        "With a NUL in it PostgreSQL will not even look, and that comes out as an internal error "
        "too": argued(
            "axum 0.8.9 percent-decodes a path parameter and asks of it no more than UTF-8, sqlx "
            "0.8.6 sends a string's bytes as they are, and PostgreSQL refuses a zero byte in text "
            "with SQL state 22021 before it runs the statement. That is no statement timeout, no "
            "23505 and no connection lost, so the error is the database's, a 500.",
            "get_message",
            "error.rs::<Error as From<DbErr>>::from",
            "is_timeout_error",
            "is_conflict_err",
            "is_connection_timeout_error",
        ),
        "as it does for the application's id, which the extractor does not validate either": absent(
            "<Application as FromRequestParts<AppState>>::from_request_parts", "validate"
        ),
        "serde's default by `default_true` as for the list": [
            attribute("GetMessageQueryParams", 'serde(default = "default_true")'),
            attribute("ListMessagesQueryParams", 'serde(default = "default_true")'),
        ],
        "as the permission extractor reads `app_id` for itself": calls(
            "<Application as FromRequestParts<AppState>>::from_request_parts",
            "Path::<ApplicationPathParams>::from_request_parts",
            times=1,
        ),
        "Operation id `v1.message.get`": attribute(
            "get_message", 'aide_annotate(op_id = "v1.message.get")'
        ),
        "In it the flag, serde's default by `default_true` as for the list, and a comment, which aide "
        "shows beside the parameter": [
            attribute("GetMessageQueryParams", 'serde(default = "default_true")'),
            attribute("ListMessagesQueryParams", 'serde(default = "default_true")'),
            field("GetMessageQueryParams", "with_content", "bool"),
            derives("GetMessageQueryParams", "JsonSchema"),
            calls(
                "<ValidatedQuery<T> as OperationInput>::operation_input",
                "axum::extract::Query::<T>::operation_input",
                times=1,
            ),
            argued(
                "schemars takes the doc comment of a field for its description. The `operation_input` of "
                "`ValidatedQuery` leaves the work to aide's `Query`, which in 0.14.2 makes a parameter of "
                "each field and copies that description to it.",
                "GetMessageQueryParams",
                "<ValidatedQuery<T> as OperationInput>::operation_input",
            ),
        ],
    },
)
