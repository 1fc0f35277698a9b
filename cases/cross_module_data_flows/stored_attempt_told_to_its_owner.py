"""A stored attempt shrinks to a summary, sits in an event, and leaves as tagged JSON."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    derives,
    field,
    literal,
    rust,
)

stored_attempt_told_to_its_owner = Example(
    code=[
        rust("svix-server/src/db/models/messageattempt.rs", "Model"),
        rust(
            "svix-server/src/core/operational_webhooks.rs",
            "MessageAttempetLast",
            "impl From<messageattempt::Model> for MessageAttempetLast",
            "MessageAttemptEvent",
            "OperationalWebhook",
            "OperationalWebhookSenderInner::send_operational_webhook",
        ),
    ],
    prompt="""
        People who consume our operational webhooks report that no two events look
        alike. One has the application's uid, one has not; the time of the attempt is
        its start here and its end there. No wonder, each place that has an event writes
        its JSON itself.

        We would like types for it in core::operational_webhooks, and one way out:

        * all seven events are an object of `type` and `data`; the names stay, for
          instance "endpoint.disabled" and "message.attempt.failing"
        * failing, recovered and exhausted have the same data: application, message and
          endpoint by id, the uids of the former two where given, and the attempt, which
          comes from its row and tells id, status code and when it began, nothing of
          what the receiver wrote
        * the schema comes from the same types; openapi.json spells the summary's name
          wrong, and that has been published
        * sending takes an organization and an event. It goes through the svix client,
          with a management token, to the application whose uid is the organization. No
          URL configured, no event; no such application is worth a warning at most.
          Nobody waits for that server.
    """,
    think="""
        What leaves the process is a JSON value. The row of db/models/messageattempt.rs
        becomes one by way of a summary and the data of an event.

        The summary is a `From<messageattempt::Model>`, by value. Fourteen columns come
        in, three go on: id, `response_status_code`, and `created_at` under the name
        `timestamp`. sea-orm's offset time turns into chrono's UTC by `into`, a
        conversion that has no failure to report. URL, duration and above all `response`
        are dropped with the row. A method on the model would do as well, but then the
        database layer would know what we tell the world, which is for
        operational_webhooks.rs to know. `MessageAttempetLast` is how openapi.json
        spells it, so that is its name.

        `MessageAttemptEvent` puts five more fields around it, cloned by the worker.
        Borrowing would do, as an event is a JSON value by the time anything is spawned;
        it would put a lifetime on this struct and on the enum around it to spare a few
        short strings. Without a uid the key is there with a null, since nothing skips
        it; a receiver sees one set of keys. camelCase for both structs, `Serialize` and
        `JsonSchema`.

        For the seven events an enum, tagged by `type`, content under `data`. serde's
        `rename` gives each variant its public name, and that list should be the only
        one. The client wants the name apart from the body, though. Handing it in as a
        second argument invites a pair that does not match. A method with a `match`
        would be a second list. So: `serde_json::to_value`, and look the name up under
        "type" in what came out. Serialization and the two look-ups end in
        `HttpError::internal_server_error`; with these types I know no way to get there,
        yet an unwrap would be a panic in the middle of a dispatch. The body stays
        whole, so its reader finds the name inside as well. In openapi.rs the names
        stand again, for the enum has no schema, and six of them as event types in a
        migration; whoever adds an event has openapi.rs to visit and a migration to
        write.

        Where no URL is set the answer is `Ok(())` at once: by then the caller has
        cloned its ids for nothing, which I accept for one event in many attempts. Next
        the token, its error as `Error::generic`. Into `tokio::spawn` go the client, the
        name, the payload, and the organization as a `String`, as a reference would not
        live that long. The caller's `Result` is about building the message and says
        nothing of its arrival; a management server that is down costs one
        `tracing::error!` per event, and the event. A 404 comes as the client's own
        `Http` error, its `StatusCode` that of `http02`, the older version that the
        client still shows outside, and is a warning.
    """,
    claims={
        "Fourteen columns come in, three go on: id, `response_status_code`, and `created_at` under "
        "the name `timestamp`.": [
            field("MessageAttempetLast", "id", "MessageAttemptId"),
            field("MessageAttempetLast", "response_status_code", "i16"),
            field("MessageAttempetLast", "timestamp", "DateTime<Utc>"),
            absent("MessageAttempetLast", "ended_at"),
            argued(
                "Counted in `Model` of the attempts; the `from` of `MessageAttempetLast` reads "
                "`attempt.id`, `attempt.response_status_code` and `attempt.created_at`.",
                "db/models/messageattempt.rs::Model",
                "impl From<messageattempt::Model> for MessageAttempetLast",
            ),
        ],
        "`MessageAttempetLast` is how openapi.json spells it, so that is its name.": derives(
            "MessageAttempetLast", "JsonSchema"
        ),
        "Without a uid the key is there with a null, since nothing skips it": [
            field("MessageAttemptEvent", "app_uid", "Option<ApplicationUid>"),
            field("MessageAttemptEvent", "msg_event_id", "Option<MessageUid>"),
            absent("MessageAttemptEvent", "skip_serializing_if"),
        ],
        "For the seven events an enum, tagged by `type`, content under `data`.": [
            attribute("OperationalWebhook", 'serde(tag = "type", content = "data")'),
            literal("OperationalWebhook", "message.attempt.recovered"),
            argued(
                "`OperationalWebhook` has seven variants: four about endpoints, three about "
                "attempts, and no attribute of a variant takes one out of the tagging.",
                "OperationalWebhook",
            ),
        ],
        'So: `serde_json::to_value`, and look the name up under "type" in what came out.': [
            before(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "serde_json::to_value",
                ".get",
            ),
            literal("OperationalWebhookSenderInner::send_operational_webhook", "type"),
        ],
        "Serialization and the two look-ups end in `HttpError::internal_server_error`": calls(
            "OperationalWebhookSenderInner::send_operational_webhook",
            "HttpError::internal_server_error",
            times=3,
        ),
        "In openapi.rs the names stand again, for the enum has no schema": [
            absent("openapi.rs", "OperationalWebhook"),
            derives("OperationalWebhook", "Serialize"),
            absent("OperationalWebhook", "JsonSchema"),
        ],
        "six of them as event types in a migration": argued(
            "The migration of May 2023 inserts event types of the management organization under "
            "names of `OperationalWebhook`, four about endpoints and two about attempts, six in "
            "all; the seventh, recovered, is in none, so an event can be added and that place "
            "forgotten.",
            "OperationalWebhook",
        ),
        "Next the token, its error as `Error::generic`.": [
            before(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "generate_management_token",
                "serde_json::to_value",
            ),
            calls("OperationalWebhookSenderInner::send_operational_webhook", ".map_err", times=2),
            argued(
                "`Error::generic` is handed to the `map_err` behind `generate_management_token`; "
                "the other `map_err` of `send_operational_webhook` is that of the value.",
                "OperationalWebhookSenderInner::send_operational_webhook",
            ),
        ],
        "a management server that is down costs one `tracing::error!` per event, and the event": [
            calls(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "tracing::error!",
                times=1,
            ),
            before(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "tokio::spawn",
                "tracing::error!",
            ),
            absent("OperationalWebhookSenderInner::send_operational_webhook", "insert"),
        ],
        "`MessageAttemptEvent` puts five more fields around it": [
            field("MessageAttemptEvent", "app_id"),
            field("MessageAttemptEvent", "app_uid"),
            field("MessageAttemptEvent", "msg_id"),
            field("MessageAttemptEvent", "msg_event_id"),
            field("MessageAttemptEvent", "endpoint_id"),
            field("MessageAttemptEvent", "last_attempt", "MessageAttempetLast"),
            argued(
                "`MessageAttemptEvent` has six fields: `last_attempt`, which is the summary, and "
                "five that say by id and uid what the attempt belongs to. With a seventh the "
                "number would be wrong.",
                "MessageAttemptEvent",
            ),
        ],
    },
)
