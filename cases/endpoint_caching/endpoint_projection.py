"""A Rust field gets a new name, the JSON in the cache keeps the old one."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    calls,
    derives,
    field,
    literal,
    rust,
)

endpoint_projection = Example(
    code=[rust("svix-server/src/core/message_app.rs", "CreateMessageEndpoint")],
    prompt="""
        We are going to say `event_types` wherever code speaks of the types an endpoint
        subscribes to; only the column stays `event_types_ids`. Could you take
        `CreateMessageEndpoint`, the endpoint's part of what message creation caches? Go
        slowly there. It lies in Redis as JSON, and while a rollout lasts, replicas of
        either release read what the other has written.

        It holds what filtering and sending need of an endpoint row: id, url, signing
        key, channels, headers, disabled, deleted; besides, the rate limit as a `u16` and
        the time of the first failure. The rotated keys belong in it too, though code
        elsewhere should not get at them unfiltered, some will have expired. And if we
        ever want the new name in the JSON as well, the release before that must be able
        to read it.
    """,
    think="""
        What if the field were renamed and nothing else done? A new replica writes
        `event_types`. An old one looks for `event_types_ids`, finds nothing, and as the
        field is an `Option`, serde's derive fills in `None` without an error. An
        endpoint without event types is one that takes them all. So as long as such
        entries are about, an endpoint that had picked two types is sent every type its
        channels let through. No log line, no cache miss, and the same in the other
        direction.

        Hence `rename` to the old name: what is written does not change, and no release
        sees anything new. `alias` with the new name adds a second spelling on the
        reading side alone, for the day when somebody cleans up. How that day goes is
        left open; a comment on each of the two, for they look like leftovers.

        Could it be the other way round, the new name written and the old one the alias?
        A new replica would read either, but an old one has no alias and finds nothing,
        as above. That has to wait until all that run have this release.

        The rest is the row's, sea-orm's `endpoint::Model`, with the same types where
        nothing else was said, minus what nobody needs to deliver: description, version,
        uid, the two timestamps, and `app_id`, which the snapshot around it carries.
        `first_failure_at` is an `Option` of chrono's `DateTime<FixedOffset>`, since that
        is what the model's `DateTimeWithTimeZone` stands for; worth a comment. The
        worker reads neither it nor the limit from here.

        `old_signing_keys` is the one private field. Its comment names the way in,
        `valid_signing_keys`, which compares expirations when it is asked; an entry can
        outlive one. `Deserialize` and `Serialize` for the cache, `Clone` because the
        filter hands out copies, and `Debug` because the snapshot that holds these
        derives it.
    """,
    claims={
        "serde's derive fills in `None` without an error": [
            field("CreateMessageEndpoint", "event_types", "Option<EventTypeNameSet>"),
            derives("CreateMessageEndpoint", "Deserialize"),
            absent("CreateMessageEndpoint", "deny_unknown_fields"),
            argued(
                "For a missing field without a `default` serde's derive tries an `Option` first, "
                "which comes out as `None`; the one attribute on a field of "
                "`CreateMessageEndpoint` sets names and neither `deserialize_with` nor `with`, "
                "which would make absence an error.",
                "CreateMessageEndpoint",
            ),
        ],
        "an endpoint that had picked two types is sent every type its channels let through": argued(
            "In `filtered_endpoints` a `None` in `event_types` becomes true, and the test of "
            "`channels` is joined to it by and, so that one still counts; a forced endpoint of the "
            "task can narrow the list afterwards, it names an endpoint and no type.",
            "CreateMessageApp::filtered_endpoints",
            "process_queue_task_inner",
        ),
        "`rename` to the old name: what is written does not change": [
            attribute(
                "CreateMessageEndpoint",
                'serde(rename = "event_types_ids", alias = "event_types")',
            ),
            literal("CreateMessageEndpoint", "event_types_ids"),
        ],
        "`alias` with the new name adds a second spelling on the reading side alone": literal(
            "CreateMessageEndpoint", "event_types"
        ),
        "minus what nobody needs to deliver: description, version, uid, the two timestamps": [
            field("db/models/endpoint.rs::Model", "description", "String"),
            field("db/models/endpoint.rs::Model", "version", "i32"),
            field("db/models/endpoint.rs::Model", "uid", "Option<EndpointUid>"),
            field("db/models/endpoint.rs::Model", "created_at"),
            field("db/models/endpoint.rs::Model", "updated_at"),
        ],
        "that is what the model's `DateTimeWithTimeZone` stands for": [
            field(
                "db/models/endpoint.rs::Model", "first_failure_at", "Option<DateTimeWithTimeZone>"
            ),
            field("CreateMessageEndpoint", "first_failure_at", "Option<DateTime<FixedOffset>>"),
        ],
        "`valid_signing_keys`, which compares expirations when it is asked": calls(
            "CreateMessageEndpoint::valid_signing_keys", "Utc::now", times=1
        ),
        "`Debug` because the snapshot that holds these derives it": [
            derives("CreateMessageEndpoint", "Debug"),
            derives("CreateMessageApp", "Debug"),
            field("CreateMessageApp", "endpoints", "Vec<CreateMessageEndpoint>"),
        ],
        "The worker reads neither it nor the limit from here": [
            absent("worker.rs", "rate_limit"),
            argued(
                "Where worker.rs says `first_failure_at` it means the field of `FailureCacheValue` "
                "or `EndpointDisableInfo`, or the column it sets when it disables an endpoint; "
                "`process_endpoint_failure` takes of the snapshot's endpoint its `id` alone.",
                "process_endpoint_failure",
                "process_endpoint_success",
            ),
        ],
        "`Clone` because the filter hands out copies": [
            derives("CreateMessageEndpoint", "Clone"),
            calls("CreateMessageApp::filtered_endpoints", ".cloned", times=1),
        ],
    },
)
