"""The shape in which every endpoint gives a message out."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    calls,
    derives,
    field,
    implements,
    literal,
    rust,
    value,
)

public_shape_of_a_message = Example(
    code=[rust("svix-server/src/v1/endpoints/message.rs", "MessageOut")],
    prompt="""
        Create, get and list all have to answer with a message, and the attempt
        endpoints are going to embed one. Please settle how a message looks from outside
        as one public type, `MessageOut`, in message.rs:

        - keys in camel case; the customer's own id is `eventId`, as in the request, and
          the time of creation is `timestamp`, in UTC
        - an id or channels that were not given appear as null and do not vanish
        - the payload is there in each answer, as `RawPayload`; what to put in when the
          content is withheld or gone is not this type's business
        - organization, application and retention stay inside
        - it goes into a `ListResponse`, with its id as the cursor
        - the API document shows the examples of `MessageIn` and the same bounds on the
          number of channels
        - the end-to-end tests parse answers into it and compare them
    """,
    think="""
        Hanging `Serialize` on `message::Model` would do for a start. But the row has
        `org_id`, `app_id`, `expiration` and a payload column from before
        `messagecontent`; each would be public from the first release on, under a name
        we could not change any more. So a type of its own, with `pub` fields: the
        end-to-end tests are another crate and build variants of an answer by struct
        update.

        In Rust I keep the names of the columns and let serde speak to the world:
        `rename_all` for `event_type`, a `rename` each for `uid` and `created_at`. Where
        `MessageIn` skips an unset `uid` or `channels`, here nothing is skipped, so
        `None` becomes null. schemars takes an `Option` to be nullable and not required,
        which is looser than what we send and harmless.

        `created_at` is `DateTime<Utc>` although `message::Model` has
        `DateTimeWithTimeZone`: the zone becomes part of the type, and an `into` gets us
        there. `payload` could be a `serde_json::Value`. A page holds up to 250
        messages, and that many strings are less to keep than that many trees. The
        payloads of two answers are compared as text, which is how `RawPayload` defines
        it.

        `ModelOut` can be derived. What svix_server_derive writes as `id_copy` is a
        clone of `self.id.0`, which asks for a field of exactly that name holding a
        newtype, and `MessageId` is one. `list_response_inner` copies the ids at both
        ends of a page for its iterators.

        Of the rest, `JsonSchema` gives the OpenAPI document its schema, with the field
        comments as descriptions. schemars wants an example as the name of a function,
        in a string; `example_payload` and `example_channel_set` exist. The bounds, one
        to five, have to be repeated by `schemars(length(..))`, because
        `EventChannelSet` carries none: endpoints use it with up to ten. They are
        documentation here. With no `Validate` on the way out, a row that got in under
        other rules is served as it is. `Deserialize` is for the tests, and so are
        `PartialEq` and `Eq`; the type in attempt.rs that will embed this one derives
        those two as well. `Clone` and `Debug` as on `MessageIn`.
    """,
    claims={
        "the row has `org_id`, `app_id`, `expiration` and a payload column from before "
        "`messagecontent`": [
            field("db/models/message.rs::Model", "org_id"),
            field("db/models/message.rs::Model", "app_id"),
            field("db/models/message.rs::Model", "expiration"),
            field("db/models/message.rs::Model", "legacy_payload", "Option<Json>"),
        ],
        "Where `MessageIn` skips an unset `uid` or `channels`, here nothing is skipped": [
            attribute(
                "MessageIn", 'serde(rename = "eventId", skip_serializing_if = "Option::is_none")'
            ),
            attribute("MessageIn", 'serde(skip_serializing_if = "Option::is_none")'),
            absent("MessageOut", "skip_serializing_if"),
        ],
        "`rename_all` for `event_type`, a `rename` each for `uid` and `created_at`": [
            attribute("MessageOut", 'serde(rename_all = "camelCase")'),
            attribute("MessageOut", 'serde(rename = "eventId")'),
            attribute("MessageOut", 'serde(rename = "timestamp")'),
        ],
        "`created_at` is `DateTime<Utc>` although `message::Model` has `DateTimeWithTimeZone`: "
        "the zone becomes part of the type, and an `into` gets us there": [
            calls("MessageOut::from_msg_and_payload", ".into", times=1),
            field("db/models/message.rs::Model", "created_at", "DateTimeWithTimeZone"),
            field("MessageOut", "created_at", "DateTime<Utc>"),
        ],
        "A page holds up to 250 messages": value("PAGINATION_LIMIT_CAP_LIMIT", count=250),
        "`list_response_inner` copies the ids at both ends of a page for its iterators": calls(
            "list_response_inner", ".id_copy", times=2
        ),
        "What svix_server_derive writes as `id_copy` is a clone of `self.id.0`, which asks for a "
        "field of exactly that name holding a newtype, and `MessageId` is one": [
            field("MessageOut", "id", "MessageId"),
            argued(
                "`derive_model_out` writes `id_copy` in two forms, with `self.name.0` for the type "
                "called `EventTypeOut` and with `self.id.0` for all others, each cloned; a struct "
                "without an `id` whose first field is a `String` would not compile with it.",
                "svix-server-derive/src/lib.rs::derive_model_out",
                "MessageOut",
            ),
        ],
        "The bounds, one to five, have to be repeated by `schemars(length(..))`": [
            attribute(
                "MessageOut", 'schemars(length(min = 1, max = 5), example = "example_channel_set")'
            ),
            literal("MessageOut", "1"),
            literal("MessageOut", "5"),
        ],
        "because `EventChannelSet` carries none: endpoints use it with up to ten": [
            derives("EventChannelSet", "JsonSchema"),
            absent("EventChannelSet", "length"),
            literal("validate_channels_endpoint", "10"),
        ],
        "With no `Validate` on the way out, a row that got in under other rules is served as it "
        "is": [
            absent("MessageOut", "Validate"),
            absent("MessageOut::from_msg_and_payload", "validate"),
        ],
        "`PartialEq` and `Eq`; the type in attempt.rs that will embed this one derives those two "
        "as well": [
            derives("MessageOut", "PartialEq"),
            derives("MessageOut", "Eq"),
            derives("EndpointMessageOut", "PartialEq"),
            derives("EndpointMessageOut", "Eq"),
            field("EndpointMessageOut", "msg", "MessageOut"),
        ],
        "The payloads of two answers are compared as text, which is how `RawPayload` defines it": [
            derives("MessageOut", "PartialEq"),
            implements("RawPayload", "PartialEq"),
            calls("<RawPayload as PartialEq>::eq", ".get", times=2),
        ],
    },
)
