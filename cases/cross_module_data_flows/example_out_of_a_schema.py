"""How alike an example in a JSON schema is to the webhook that is sent from it."""

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
)

example_out_of_a_schema = Example(
    code=[
        rust("svix-server/src/v1/endpoints/event_type.rs", "EventTypeIn"),
        rust(
            "svix-server/src/db/models/eventtype.rs",
            "Schema",
            "json_wrapper!(Schema)",
            "impl Schema",
            "impl Deserialize<'de> for Schema",
        ),
        rust("svix-server/src/v1/endpoints/endpoint/mod.rs", "send_example"),
        rust("svix-server/src/v1/endpoints/message.rs", "RawPayload", "impl RawPayload"),
    ],
    prompt="""
        A question from the docs team that turned into work: if a customer writes an
        example into the JSON schema of an event type, and later presses "send example",
        how much alike are the two? Equal as JSON, I want to answer. The same text need
        not be.

        Two ends are missing for that.

        - `schemas` in the bodies of event types is any JSON today. It should be a type,
          a map from version to schema, that refuses what is no draft 7 schema. Create,
          update and patch all have the field, and none of them may forget the check. It
          is a json column as well.
        - `send_example`, the handler: the first of the `examples` in version "1" goes
          out as the payload of an ordinary message through `create_message_inner`,
          without a uid, with the usual retention, and for this endpoint alone. No
          payload in the answer. `SVIX_PING_EVENT_TYPE_NAME` needs no event type, its
          payload is a constant. 404 for an endpoint or a type that is not there, 400
          with `invalid_scheme` for want of an example.
    """,
    think="""
        Five forms between the two ends: text in a request, `Json` inside a map, a json
        column, `Json` again, text in a `RawPayload`. All of it is JSON; what does each
        step take away? Parsing drops white space and the order of keys; serde_json's
        map sorts them, and of a key given twice it keeps one. Numbers keep their
        digits, `arbitrary_precision` is switched on in our Cargo.toml. The driver binds
        jsonb even for a json column, so PostgreSQL writes an exponent out. That is all
        still equal. Not everything passes, though: jsonb has no room for the character
        zero. A schema whose example has it in a string is accepted as one, its INSERT
        fails, and the client is told 500 for what was its own doing. Refusing it on the
        way in would take a walk through every string; I leave that.

        In db/models/eventtype.rs a `Schema(HashMap<String, Json>)`, private inside,
        with a handwritten `Deserialize` that none of the three bodies can get around.
        Compiled validators would be ready for use, but jsonschema's `Validator` has no
        serde of its own and could not be written to a column. So the JSON is what I
        keep and a validator is built per version to see whether it can be. `find_map`
        over the values looks for one that does not build. Its error becomes a custom
        one of serde, to which `ValidatedJson` adds the path. `json_wrapper!` makes
        `Schema` a column; loading one from a row goes through the same function and
        builds the validators anew. I accept that, as neither accepting a message nor
        the worker loads any. `EventTypeIn` merely names the type.

        `example` borrows from the map and returns an `Option`: version, object,
        "examples", array, head. Whatever has another shape is `None`. Nobody compares
        the example with its schema, to which it is an annotation; I would rather send
        what the author wrote.

        In the handler `schemas` is moved into a closure and dropped at its end, so the
        borrowed value becomes text in there; no schema, no example and not serializable
        all leave as one `bad_request`. `RawPayload::from_string` in message.rs takes
        the `String` over and parses it once more. Unwrapping is fine: the text is
        serde_json's own, or the constant. From here on the text is left alone. Its
        bytes are copied for the content row, and the worker sends what is stored there.
        A test can compare what the receiver got with the example, both parsed.

        Around it: `OrganizationWithApplication`, below its application the endpoint,
        whose id goes along as `Some`, the application's as an `ApplicationIdOrUid`.
        Naming one narrows and adds nobody: an endpoint that the cache has as disabled
        or not subscribed gets nothing, under a 200. The `MessageIn` has a retention of
        90 and `None` for whatever is optional. No extractor validates it, so a list
        as payload goes out too. The organization is cloned for the type's look-up.
    """,
    claims={
        "Numbers keep their digits, `arbitrary_precision` is switched on in our Cargo.toml": argued(
            "The manifest of svix-server asks for `arbitrary_precision` of serde_json, by which a "
            "number of a `Value` is kept as its text; `Schema` holds `Json`, which is that type, "
            "on the way in and on the way out.",
            "db/models/eventtype.rs::Schema",
        ),
        "A schema whose example has it in a string is accepted as one, its INSERT fails, and the "
        "client is told 500 for what was its own doing": argued(
            "Draft 7 asks of `examples` that it is an array and nothing of what stands in it, so "
            "`build` accepts the string; sqlx binds `Json` as jsonb, in which PostgreSQL refuses "
            "the escape of character zero, with a code that `http_error_on_conflict` does not "
            "know, and `Error::database` is answered with INTERNAL_SERVER_ERROR, 500.",
            "<Schema as Deserialize<'de>>::deserialize",
            "create_event_type",
            "http_error_on_conflict",
        ),
        "private inside, with a handwritten `Deserialize` that none of the three bodies can get "
        "around": [
            field("EventTypeIn", "schemas", "Option<eventtype::Schema>"),
            field("EventTypeUpdate", "schemas", "Option<eventtype::Schema>"),
            field("EventTypePatch", "schemas", "UnrequiredNullableField<eventtype::Schema>"),
            absent("v1/endpoints/event_type.rs", "Schema::new"),
            argued(
                "The field of `Schema` is private and its module makes one in `Deserialize` alone, "
                "apart from the empty map of `Default`; the bodies hold a `Schema`.",
                "db/models/eventtype.rs::Schema",
                "<Schema as Deserialize<'de>>::deserialize",
            ),
        ],
        "So the JSON is what I keep and a validator is built per version to see whether it can "
        "be": [
            calls("<Schema as Deserialize<'de>>::deserialize", ".build", times=1),
            field("db/models/eventtype.rs::Schema", "0", "HashMap<String, Json>"),
        ],
        "`json_wrapper!` makes `Schema` a column; loading one from a row goes through the same "
        "function and builds the validators anew": argued(
            "`json_wrapper!` implements `TryGetable` by `serde_json::from_value` into the type, "
            "which is the hand-written `Deserialize` of `Schema` with its `build`; there is no "
            "other way from the json of a row to the value.",
            "core/types/mod.rs::json_wrapper!",
            "<Schema as Deserialize<'de>>::deserialize",
        ),
        "as neither accepting a message nor the worker loads any": [
            absent("create_message_inner", "eventtype"),
            absent("worker.rs", "eventtype"),
            absent("core/message_app.rs", "eventtype"),
        ],
        "`example` borrows from the map and returns an `Option`": returns(
            "Schema::example", "Option<&serde_json::Value>"
        ),
        "no schema, no example and not serializable all leave as one `bad_request`": [
            calls("send_example", "HttpError::bad_request", times=1),
            literal("send_example", "invalid_scheme"),
        ],
        "Its bytes are copied for the content row, and the worker sends what is stored there": [
            returns("MessageIn::payload", "Vec<u8>"),
            calls("MessageIn::payload", ".to_owned", times=2),
            calls("process_queue_task_inner", "String::from_utf8", times=1),
        ],
        "Naming one narrows and adds nobody: an endpoint that the cache has as disabled or not "
        "subscribed gets nothing, under a 200": [
            calls("create_message_inner", ".filtered_endpoints", times=1),
            calls("process_queue_task_inner", ".filtered_endpoints", times=1),
            argued(
                "The task is `Scheduled`, so `filtered_endpoints` of the cached list drops an endpoint that "
                "is disabled there, has other types, or has channels; `force_endpoint` filters what is "
                "left. Where the worker's entry is older than the row, it decides. `send_example` "
                "does not look at any of that and answers with `Json`, which is a 200.",
                "CreateMessageApp::filtered_endpoints",
                "process_queue_task_inner",
                "send_example",
            ),
        ],
        "No extractor validates it, so a list as payload goes out too": [
            absent("send_example", "validate"),
            argued(
                "`validate_raw_payload_is_object` runs where `ValidatedJson` validates a `MessageIn`; "
                "`create_message_inner` validates the id in the path alone and takes the rest as given.",
                "send_example",
                "create_message_inner",
                "MessageIn",
            ),
        ],
        "The organization is cloned for the type's look-up": before(
            "send_example", "eventtype::Entity::secure_find_by_name", "create_message_inner"
        ),
        '`send_example`, the handler: the first of the `examples` in version "1" goes out as the payload '
        "of an ordinary message through `create_message_inner`": [
            before("send_example", ".example", "RawPayload::from_string"),
            before("send_example", "RawPayload::from_string", "create_message_inner"),
            calls("send_example", "create_message_inner", times=1),
            literal("Schema::example", "examples"),
            literal("Schema::example", "1"),
            calls("Schema::example", ".next", times=1),
        ],
        "Unwrapping is fine: the text is serde_json's own, or the constant": [
            before("send_example", "serde_json::to_string", "RawPayload::from_string"),
            calls("send_example", "RawPayload::from_string", times=1),
            calls("send_example", ".unwrap", times=1),
            literal("SVIX_PING_EVENT_TYPE_PAYLOAD", '{"success": true}'),
        ],
        "jsonschema's `Validator` has no serde of its own": argued(
            "The `Validator` of jsonschema 0.49.2 is a tree of compiled keywords and implements neither "
            "`Serialize` nor `Deserialize`; what `Schema` keeps is the `Json` that one is built from.",
            "db/models/eventtype.rs::Schema",
            "<Schema as Deserialize<'de>>::deserialize",
        ),
    },
)
