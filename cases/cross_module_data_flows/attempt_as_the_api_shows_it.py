"""An attempt's row becomes the attempt of the API: fewer fields, one status in two spellings."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    derives,
    literal,
    rust,
    variant,
)

attempt_as_the_api_shows_it = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/attempt.rs",
            "MessageAttemptOut",
            "impl From<messageattempt::Model> for MessageAttemptOut",
            "list_attempts_by_endpoint",
        ),
        rust(
            "svix-server/src/core/types/mod.rs",
            "MessageStatus",
            "jsonschema_for_repr_enum!(MessageStatus)",
            "MessageStatusText",
            "impl From<MessageStatus> for MessageStatusText",
            "enum_wrapper!(MessageStatus)",
        ),
        rust(
            "svix-server/src/db/models/messageattempt.rs",
            "Entity::secure_find_by_endpoint",
        ),
    ],
    prompt="""
        From support, third time this month: "what is status 2?" Attempts come out of
        our API with the number that is in the row, and integrators end up copying our
        enumeration. Let's fix the public shape of an attempt and keep it.

        The number stays, SDKs depend on it. `statusText` joins it: success, pending,
        fail or sending. The OpenAPI document should give the values of both. Where the
        text is read back in, take `failed` for fail as well.

        Columns that are about our scheduling, or left over from the days of message
        destinations, are not for the public: `msg_dest_id`, `ended_at`,
        `next_attempt`, `attempt_number`. Creation is called `timestamp` outside,
        `endp_id` is `endpointId`.

        Listing by endpoint is the first to use it, newest first, with the filters of
        `list_attempts_by_endpoint_or_message_filters`. What receivers answered can be
        long. It goes along unless `with_content=false`, and clients that read
        `response` as a string must not notice a difference in type.
    """,
    think="""
        `MessageStatus` has one serde form, and `enum_wrapper!` ties it to the number of
        the column: the same `i16` in PostgreSQL, in JSON and in filters. So the text
        needs a type beside it. A `String` would carry the words and tell the OpenAPI
        document nothing. `MessageStatusText` in core/types/mod.rs derives serde and
        `JsonSchema`, camelCase puts the variants in lower case, an alias on `Fail`
        takes the other word; aliases are for reading, so `fail` is what we write.

        `From<MessageStatus>` is a match without a wildcard: a fifth status does not
        compile until somebody gives it a word. The list for the number's schema is
        typed by hand, and nothing would miss an entry there.

        The row becomes `MessageAttemptOut` by a `From` that takes
        `messageattempt::Model` by value. Strings and ids are moved, both forms of the
        status come from the one column in the one place, so they cannot disagree. Of
        the others the time alone changes its type, to UTC. A unit test can feed the
        `From` a `Model` built by hand, without a database. The four columns are named
        nowhere and are dropped with the row. That loses something: an attempt that
        failed says `fail` here, although another one may be scheduled.
        `response_status_code` of zero goes along as it is; no answer came then, and
        `response` was given our own error text.

        In `list_attempts_by_endpoint` the endpoint is looked up below `app.id` before
        anything of it is listed, as `secure_find_by_endpoint` in messageattempt.rs
        takes an id and trusts it; no such endpoint is a 404. Then filters and paging,
        both given.

        Without content, `response` of each row is overwritten with `{}` in a `map`
        ahead of the conversion, by `clone_into`, which reuses the string's buffer where
        that has room. The type stays, and `{}` is what message.rs puts for a payload
        that was not wanted. This spares our client the text and the database nothing:
        whole rows are still read. Selecting fewer columns would, but takes another row
        type with a conversion to keep in step with this one; if pages get slow, that is
        where to look. `ModelOut` is derived, the attempt's id being the cursor of the
        page.

        The conversion itself has no way to fail. What can is reading the row: a number
        that `MessageStatus` does not know is an error of the query, and one such row
        costs the page, a 500. So in a rolling upgrade a new status has to be readable
        everywhere before anybody writes it.
    """,
    claims={
        "`MessageStatus` has one serde form, and `enum_wrapper!` ties it to the number of the "
        "column: the same `i16` in PostgreSQL, in JSON and in filters.": [
            calls("enum_wrapper!", "i16::deserialize", times=1),
            calls("enum_wrapper!", ".serialize_i16", times=1),
            attribute("MessageStatus", "repr(i16)"),
        ],
        "`MessageStatusText` in core/types/mod.rs derives serde and `JsonSchema`": [
            derives("MessageStatusText", "Serialize"),
            derives("MessageStatusText", "Deserialize"),
            derives("MessageStatusText", "JsonSchema"),
        ],
        "`From<MessageStatus>` is a match without a wildcard: a fifth status does not compile "
        "until somebody gives it a word.": [
            absent("<MessageStatusText as From<MessageStatus>>::from", "_"),
            argued(
                "The match of `from` names each variant of `MessageStatus`, four of them, and has "
                "no other arm; with a fifth it would not be exhaustive.",
                "<MessageStatusText as From<MessageStatus>>::from",
                "MessageStatus",
            ),
        ],
        "both forms of the status come from the one column in the one place, so they cannot "
        "disagree.": [
            calls("<MessageAttemptOut as From<messageattempt::Model>>::from", ".into", times=2),
            argued(
                "`MessageAttemptOut` is built in `from`, which fills `status` and `status_text` "
                "from `model.status`; other handlers convert rows by the same `Into` or embed "
                "what it made.",
                "<MessageAttemptOut as From<messageattempt::Model>>::from",
            ),
        ],
        "The four columns are named nowhere and are dropped with the row.": [
            absent("<MessageAttemptOut as From<messageattempt::Model>>::from", "msg_dest_id"),
            absent("<MessageAttemptOut as From<messageattempt::Model>>::from", "ended_at"),
            absent("<MessageAttemptOut as From<messageattempt::Model>>::from", "next_attempt"),
            absent("<MessageAttemptOut as From<messageattempt::Model>>::from", "attempt_number"),
        ],
        "no answer came then, and `response` was given our own error text": [
            literal("make_http_call", "0"),
            calls("make_http_call", ".to_string", times=1),
        ],
        "In `list_attempts_by_endpoint` the endpoint is looked up below `app.id` before anything "
        "of it is listed, as `secure_find_by_endpoint` in messageattempt.rs takes an id and trusts "
        "it": [
            before(
                "list_attempts_by_endpoint",
                "endpoint::Entity::secure_find_by_id_or_uid",
                "messageattempt::Entity::secure_find_by_endpoint",
            ),
            absent("db/models/messageattempt.rs::Entity::secure_find_by_endpoint", "ApplicationId"),
        ],
        "Without content, `response` of each row is overwritten with `{}` in a `map` ahead of the "
        "conversion, by `clone_into`, which reuses the string's buffer where that has room.": [
            calls("list_attempts_by_endpoint", ".clone_into", times=1),
            before("list_attempts_by_endpoint", ".clone_into", ".collect"),
            literal("list_attempts_by_endpoint", "{}"),
        ],
        "`{}` is what message.rs puts for a payload that was not wanted": literal(
            "MessageOut::from_msg_and_payload", "{}"
        ),
        "whole rows are still read": absent("list_attempts_by_endpoint", "select_only"),
        "a number that `MessageStatus` does not know is an error of the query, and one such row "
        "costs the page, a 500.": [
            variant("MessageStatus", "Success", "Pending", "Fail", "Sending", closed=True),
            literal("enum_wrapper!", "invalid sea_orm_value"),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
            argued(
                "`enum_wrapper!` turns an unknown `i16` into a `TryGetError`, which sea-orm's "
                "`all` returns as a `DbErr` for the whole select; `?` makes it `Error::database` "
                "and no handler catches that.",
                "enum_wrapper!",
                "list_attempts_by_endpoint",
                "error.rs::<Error as From<DbErr>>::from",
            ),
        ],
    },
)
