"""An example of an event type goes to one endpoint by the way that real messages take."""

from pytest_verbatim import Example, absent, argued, before, calls, field, literal, returns, rust

example_message_for_one_endpoint = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/endpoint/mod.rs",
            "EventExampleIn",
            "SVIX_PING_EVENT_TYPE_NAME",
            "SVIX_PING_EVENT_TYPE_PAYLOAD",
            "send_example",
        ),
        rust(
            "svix-server/src/db/models/eventtype.rs",
            "Entity::secure_find_by_name",
            "impl Schema",
        ),
        rust("svix-server/src/v1/endpoints/message.rs", "RawPayload::from_string"),
    ],
    prompt="""
        Somebody has just set up an endpoint and wants to see one webhook arrive, with
        our headers and signature, and to find it among the attempts afterwards. Our
        dashboard has a button for that and no route behind it.

        It should be POST `.../endpoint/{endpoint_id}/send-example`, with the event type
        in the body, for organization tokens only, operation `v1.endpoint.send-example`,
        listed as "Send Event Type Example Message".

        - What gets sent is an example that the customer has written into version 1 of
          the type's schema. Digging it out belongs to whoever owns schemas.
        - "svix.ping" has to work on an account without any event types; it says that
          `success` is true.
        - Only this endpoint may get it. `create_message_inner` can single one out.
        - Endpoint or event type unknown: 404. No example to be had: a 400 with the code
          "invalid_scheme".
        - The answer is the message, its payload left out.
    """,
    think="""
        The quick way would be an HTTP call from the handler, made by `WebhookClient` of
        core/webhook_http_client.rs. What arrives would then have been built by other
        code than the customer's real webhooks, no attempt would be recorded, and the
        API would sit waiting for somebody's server. So the handler in endpoint/mod.rs
        ends where it has a `MessageIn`, and message.rs takes over: rows, task, worker,
        signature and retries are the ordinary ones.

        Two modules help on the way there. db/models/eventtype.rs owns `Schema`, a map
        from version to JSON with its inside private, so reading an example out is its
        method, and a test of that needs no server. `example` borrows and returns
        `Option<&serde_json::Value>`: the entry "1", if that is an object its
        "examples", if that is an array the first of them. A JSON schema may also be a
        bare `true`, so either step matches on the kind and lets anything else be
        `None`. message.rs owns `RawPayload`, and `from_string` makes one of text.

        `OrganizationWithApplication` brings the application and keeps portal tokens
        out. The endpoint is read below that application, so nobody rings at a
        stranger's; past this I need its id alone. Ping comes ahead of the event type's
        look-up, being a name that needs no row, and its body is a constant. Other names
        go through `secure_find_by_name` below the organization, without a validator: a
        name that has a row will do, however it is spelt. The look-up does not ask
        whether the type is archived, which suits me for a preview. No schema, no example
        and an example that will not serialize all become `None` and leave as the same
        400; the inner function's errors pass through by `?`.

        The message gets no uid, so pressing twice makes two and no conflict. Its
        retention is the 90 that a body without one would get. The `Result` of
        `from_string` is unwrapped: its text is our constant or comes from `serde_json`.
        What is skipped is validating a `MessageIn`. Only `ValidatedJson` does that, and
        here is no body of that type; an example that is an array would be refused by
        POST and passes here. The customer wrote it, I let it pass.

        Handed over are `with_content` false, the endpoint's id, the application's id as
        `ApplicationIdOrUid`. The inner function queries the application once more: four
        SELECTs for an example, three for a ping, if the snapshot is warm. A parameter
        for a row would spare one of them and complicate every message, for a button.

        Singling out narrows and does not force. An endpoint that the worker's snapshot
        has as disabled gets nothing. Without channels the message misses an endpoint
        that listens on some, and one that filters by type misses what it does not list,
        which as a rule includes the ping. The answer is a success nevertheless; telling
        them is the dashboard's part.
    """,
    claims={
        "with its inside private": field(
            "db/models/eventtype.rs::Schema", "0", "HashMap<String, Json>"
        ),
        '`example` borrows and returns `Option<&serde_json::Value>`: the entry "1", if that is '
        'an object its "examples", if that is an array the first of them': [
            returns("db/models/eventtype.rs::Schema::example", "Option<&serde_json::Value>"),
            literal("db/models/eventtype.rs::Schema::example", "1"),
            literal("db/models/eventtype.rs::Schema::example", "examples"),
            calls("db/models/eventtype.rs::Schema::example", ".next", times=1),
        ],
        "Ping comes ahead of the event type's look-up": before(
            "send_example", "EventTypeName", "secure_find_by_name"
        ),
        "The look-up does not ask whether the type is archived": [
            absent("db/models/eventtype.rs::Entity::secure_find_by_name", "Deleted"),
            absent("db/models/eventtype.rs::Entity::secure_find", "Deleted"),
        ],
        "Only `ValidatedJson` does that, and here is no body of that type": argued(
            "`create_message_inner` validates `app_id` and not `data`; the `MessageIn` of "
            "`send_example` is a struct literal; its `ValidatedJson` holds an `EventExampleIn`.",
            "send_example",
            "create_message_inner",
            "<ValidatedJson<T> as FromRequest<S>>::from_request",
        ),
        "The `Result` of `from_string` is unwrapped: its text is our constant or comes from "
        "`serde_json`": [
            calls("send_example", "RawPayload::from_string", times=1),
            calls("send_example", ".unwrap", times=1),
            literal("SVIX_PING_EVENT_TYPE_PAYLOAD", '{"success": true}'),
        ],
        "Its retention is the 90 that a body without one would get": [
            literal("send_example", "90"),
            literal("v1/endpoints/message.rs::default_90", "90"),
        ],
        "The inner function queries the application once more: four SELECTs for an example, "
        "three for a ping, if the snapshot is warm": [
            calls("send_example", ".one", times=2),
            calls("create_message_inner", "secure_find_by_id_or_uid", times=1),
            argued(
                "The application in `OrganizationWithApplication` and the endpoint make two, the "
                "event type a third unless it is the ping, and `create_message_inner` queries the "
                "application again: four, or three. On a hit `layered_fetch` does not query, and "
                "nothing is read after the inserts.",
                "send_example",
                "create_message_inner",
                "<OrganizationWithApplication as FromRequestParts<AppState>>::from_request_parts",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        "Without channels the message misses an endpoint that listens on some, and one that "
        "filters by type misses what it does not list": argued(
            "The `MessageIn` has `channels: None`, which `filtered_endpoints` treats as the empty "
            "set, and it looks for the event type in an endpoint's list where there is one; the "
            "worker applies `force_endpoint` to what `filtered_endpoints` has left.",
            "send_example",
            "CreateMessageApp::filtered_endpoints",
            "process_queue_task_inner",
        ),
        "Other names go through `secure_find_by_name` below the organization, without a "
        "validator": [
            calls("send_example", "eventtype::Entity::secure_find_by_name", times=1),
            absent("EventExampleIn", "nested"),
            absent("EventExampleIn", "custom"),
            before("send_example", "EventTypeName", "eventtype::Entity::secure_find_by_name"),
        ],
        "Endpoint or event type unknown: 404.": [
            calls("send_example", "HttpError::not_found", times=2),
            literal("HttpError::not_found", "404"),
        ],
    },
)
