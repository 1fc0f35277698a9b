"""Filling a sea-orm active model from a request, and the derived way to a fresh one."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    callers,
    calls,
    field,
    implements,
    literal,
    rust,
)

request_into_row = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "impl ModelIn for MessageIn",
        ),
        rust("svix-server/src/v1/utils/mod.rs", "ModelIn"),
        rust("svix-server-derive/src/lib.rs", "derive_model_in"),
    ],
    prompt="""
        In the handlers the same lines keep coming back: take a fresh active model, set
        what the request says, insert; or take the one that was read, set what the
        request says, update. Event types and endpoints do both, messages only the
        former.

        I'd like a trait `ModelIn` in v1/utils for the middle part, one method that puts
        a request into an active model it is given, and a derive of the same name in
        svix-server-derive that gives the way to a fresh one, so that a handler can
        write `..data.into()` under the fields which are its own.

        Messages first. From `MessageIn` the row gets the uid, the event type, the
        channels and, out of the retention period in days, its `expiration`. Application
        and organization are set by `create_message_inner`, the payload has its own
        table.
    """,
    think="""
        The part worth sharing is the assignment of columns, because creating and
        updating differ in what they start from. So `update_model` takes the active
        model as `&mut` and does not make it. An associated type says which model
        belongs to the request; it need not be a single one, `ApplicationIn` goes into a
        pair. `self` by value: the strings move into the row, no clone.

        The fresh model is the same three steps for messages as for event types, that is
        what the derive writes: a default, `update_model` on it, return. As
        `From<MessageIn>` for the model it makes the struct update work by inference.
        The default of an `ActiveModel` is, in sea-orm, `ActiveModelBehavior::new`, and
        for messages that draws the id and sets `created_at`. The macro needs the
        identifier that syn parses and nothing of the fields, the rest is one `quote!`.
        It names the trait by `crate::v1::utils::ModelIn`, which ties it to this one
        crate, no loss for a derive of ours; as it calls the method on a value, a file
        that derives has to import the trait too. It cannot serve the pair, whose
        default is not to be written as `Self` with braces; such a type has its models
        made where they are needed.

        Could the derive write the assignments as well, by field names? For three of
        four. The retention is a number of days and the column a time, and three fields
        go into none. That is a `FIXME` for a better macro.

        `self` is destructured, a habit of ours so that a new field is not forgotten.
        Here `..` takes the rest and with it that reminder. Naming payload, parameters
        and application with underscores would keep it; I accept the loss, since the
        parameters and the application, which this body gained last, are no columns.

        `Utc::now()` plus chrono's `Duration::days`. `with_timezone(&Utc)` changes
        nothing and says what is meant, and `into()` makes of it what the column holds,
        a `DateTimeWithTimeZone`. `days` panics for absurd numbers. The extractor has
        checked the range by then, and the other caller, `send_example` in
        endpoint/mod.rs, brings 90 of its own.

        What nobody sets, sea-orm leaves out of the INSERT. For the old payload column
        that means null, as wanted. The same indulgence lets a handler compile that
        forgets `app_id`. Its row is refused by PostgreSQL, and `http_error_on_conflict`
        has `Error::database` for that, a 500 to the client.
    """,
    claims={
        "it need not be a single one, `ApplicationIn` goes into a pair": implements(
            "ApplicationIn", "ModelIn"
        ),
        "`self` by value: the strings move into the row, no clone": absent(
            "impl ModelIn for MessageIn", "clone"
        ),
        "The default of an `ActiveModel` is, in sea-orm, `ActiveModelBehavior::new`, and for "
        "messages that draws the id and sets `created_at`": [
            calls(
                "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
                "MessageId::new",
                times=1,
            ),
            argued(
                "`Default` of an `ActiveModel` is written by sea-orm's `DeriveEntityModel` and, in "
                "1.1.20, calls `ActiveModelBehavior::new`; that of the message sets `id` and "
                "`created_at`.",
                "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
                "db/models/message.rs::Model",
            ),
        ],
        "It cannot serve the pair, whose default is not to be written as `Self` with braces": [
            absent("ApplicationIn", "svix_server_derive"),
            argued(
                "`derive_model_in` writes `Self` with braces and the rest from the default, and a "
                "tuple is not written with braces; `ApplicationIn` and `ApplicationPatch`, whose "
                "models are tuples, do without the derive.",
                "derive_model_in",
                "ApplicationIn",
            ),
        ],
        "The extractor has checked the range by then, and the other caller, `send_example` in "
        "endpoint/mod.rs, brings 90 of its own": [
            attribute("MessageIn", "validate(range(min = 5, max = 90))"),
            callers("create_message_inner", ["create_message", "send_example"]),
            argued(
                "A `MessageIn` becomes a row in `create_message_inner`; `create_message` gets its "
                "one from `ValidatedJson`, which has validated it, and `send_example` writes 90 "
                "into the field.",
                "create_message_inner",
                "create_message",
                "send_example",
            ),
        ],
        "`Utc::now()` plus chrono's `Duration::days`": [
            calls("<MessageIn as ModelIn>::update_model", "Utc::now", times=1),
            calls("<MessageIn as ModelIn>::update_model", "Duration::days", times=1),
        ],
        "`with_timezone(&Utc)` changes nothing and says what is meant, and `into()` makes of it "
        "what the column holds, a `DateTimeWithTimeZone`": [
            calls("<MessageIn as ModelIn>::update_model", "Utc::now", times=1),
            calls("<MessageIn as ModelIn>::update_model", ".with_timezone", times=1),
            calls("<MessageIn as ModelIn>::update_model", ".into", times=1),
            field("db/models/message.rs::Model", "expiration", "DateTimeWithTimeZone"),
        ],
        "The macro needs the identifier that syn parses and nothing of the fields, the rest is one "
        "`quote!`": [
            absent("derive_model_in", "fields"),
            calls("derive_model_in", "quote!", times=1),
        ],
        "For the old payload column that means null, as wanted": [
            field("db/models/message.rs::Model", "legacy_payload", "Option<Json>"),
            absent("impl ModelIn for MessageIn", "legacy_payload"),
            absent("create_message_inner", "legacy_payload"),
        ],
        "`http_error_on_conflict` has `Error::database` for that, a 500 to the client": [
            calls("http_error_on_conflict", "Error::database", times=1),
            literal("<Error as IntoResponse>::into_response", "500"),
        ],
        "The fresh model is the same three steps for messages as for event types, that is what "
        "the derive writes: a default, `update_model` on it, return.": argued(
            "`derive_model_in` generates a `From` of three statements: the default, the call of "
            "`update_model` on it, and the model as the result; of the type it uses the name "
            "and what its `ModelIn` says of the active model.",
            "derive_model_in",
        ),
        "I'd like a trait `ModelIn` in v1/utils for the middle part, one method that puts a "
        "request into an active model it is given": [
            implements("MessageIn", "ModelIn"),
            argued(
                "Besides its associated type `ModelIn` has `update_model`, with the request by "
                "value and the model as `&mut`, and no other method, provided or not.",
                "v1/utils/mod.rs::ModelIn",
            ),
        ],
        "The retention is a number of days and the column a time, and three fields go into none.": [
            field("MessageIn", "payload"),
            field("MessageIn", "extra_params"),
            field("MessageIn", "application"),
            absent("<MessageIn as ModelIn>::update_model", "payload"),
            absent("<MessageIn as ModelIn>::update_model", "extra_params"),
            absent("<MessageIn as ModelIn>::update_model", "application"),
            field("MessageIn", "payload_retention_period", "i64"),
            calls("<MessageIn as ModelIn>::update_model", "Duration::days", times=1),
            field("db/models/message.rs::Model", "expiration", "DateTimeWithTimeZone"),
        ],
    },
)
