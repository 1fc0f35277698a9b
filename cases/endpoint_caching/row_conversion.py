"""From an endpoint row to its cached form: everything moves, one number may not fit."""

from pytest_verbatim import Example, absent, argued, before, calls, field, literal, rust

row_conversion = Example(
    code=[
        rust(
            "svix-server/src/core/message_app.rs",
            "impl TryFrom<endpoint::Model> for CreateMessageEndpoint",
        )
    ],
    prompt="""
        The loader behind `CreateMessageApp` gets its endpoints from sea-orm as rows and
        caches them as `CreateMessageEndpoint`. Missing between the two is the
        conversion:

        - a standard trait, taking the row by value, so that the loader can map a whole
          result set with it
        - nothing is cloned
        - two fields have other names in the row: the event types are `event_types_ids`
          there, the rotated keys `old_keys`
        - `rate_limit` is an `i32` in the table and a `u16` in the cache. When it does
          not fit, report that it is the endpoint's, since an application has a limit
          too; use the kind of crate error that stands for invalid values
        - no queries and no filtering, disabled rows are converted like others
    """,
    think="""
        One of eleven fields can fail, and that decides between the two traits. With
        `From` I would need an answer for a limit of 70,000, and the API's own
        `EndpointOutCommon` of v1/endpoints/endpoint/mod.rs gives the usual bad one: `as
        u16` makes it 4,464. A snapshot with a number that nobody set is worse than
        none. Clamping to the largest `u16` invents one too. Keeping the `i32` would
        make the problem go away, and so far nothing in worker.rs reads a limit; but a
        `u16` is what was asked for and what the API speaks. So
        `TryFrom<endpoint::Model>` with the crate's `Error` as its error type; `TryInto`
        comes with it for the loader.

        Taking `m` by value lets every `String`, set and map move over. Even
        `first_failure_at` needs no conversion, because sea-orm's `DateTimeWithTimeZone`
        is chrono's `DateTime<FixedOffset>`. What the projection has no use for
        (`description`, `version`, `uid`, `app_id`, the two other timestamps) is dropped
        with the row.

        For the limit, `map` over the `Option` with `v.try_into()`, target type from the
        field; `transpose` turns the `Option` of a `Result` inside out, so that `None`
        stays a fine value; `map_err` to `Error::validation` with a fixed text, and `?`.
        Negative numbers end there as well. The text names neither row nor value; `m.id`
        has moved into the struct. The API's log adds the line in this file, and whoever
        hunts the row has to ask the table.

        How does such a row come about? Not through the API, whose create, update and
        patch bodies hold a `u16`; somebody has to write SQL. It goes unnoticed while an
        older entry for the application is served. At the next miss the loader, which
        collects into a `Result`, passes our error on. A POST is then answered with a
        500 and an empty object, for despite its name a validation error is not an
        `HttpError`. That is as it should be: the customer who posts has sent nothing
        invalid, and no message row was written before.
    """,
    claims={
        "One of eleven fields can fail": [
            calls("<CreateMessageEndpoint as TryFrom>::try_from", "try_into", times=1),
            calls("<CreateMessageEndpoint as TryFrom>::try_from", "map_err", times=1),
            argued(
                "`CreateMessageEndpoint` has 11 fields, and of the expressions for them in "
                "`try_from` the one for `rate_limit` is the only one with a `?`.",
                "CreateMessageEndpoint",
                "<CreateMessageEndpoint as TryFrom>::try_from",
            ),
        ],
        "a limit of 70,000, and the API's own `EndpointOutCommon` of v1/endpoints/endpoint/mod.rs "
        "gives the usual bad one: `as u16` makes it 4,464": argued(
            "A cast with `as` keeps the low 16 bits, and the `From` of `EndpointOutCommon` casts "
            "its `rate_limit` so: 70,000 minus 65,536 is 4,464.",
            "<EndpointOutCommon as From>::from",
        ),
        "so far nothing in worker.rs reads a limit": absent("worker.rs", "rate_limit"),
        "Even `first_failure_at` needs no conversion": [
            field(
                "db/models/endpoint.rs::Model", "first_failure_at", "Option<DateTimeWithTimeZone>"
            ),
            field("CreateMessageEndpoint", "first_failure_at", "Option<DateTime<FixedOffset>>"),
        ],
        "For the limit, `map` over the `Option` with `v.try_into()`, target type from the field; "
        "`transpose` turns the `Option` of a `Result` inside out, so that `None` stays a fine "
        "value; `map_err` to `Error::validation` with a fixed text, and `?`": [
            calls("<CreateMessageEndpoint as TryFrom>::try_from", ".try_into", times=1),
            before("<CreateMessageEndpoint as TryFrom>::try_from", ".map", ".transpose"),
            before("<CreateMessageEndpoint as TryFrom>::try_from", ".transpose", ".map_err"),
            calls("<CreateMessageEndpoint as TryFrom>::try_from", "Error::validation", times=1),
            literal(
                "<CreateMessageEndpoint as TryFrom>::try_from",
                "Endpoint rate limit out of bounds",
            ),
        ],
        "whose create, update and patch bodies hold a `u16`": [
            field("EndpointIn", "rate_limit", "Option<u16>"),
            field("EndpointUpdate", "rate_limit", "Option<u16>"),
            field("EndpointPatch", "rate_limit", "UnrequiredNullableField<u16>"),
            field("EndpointIn", "throttle_rate", "Option<u16>"),
            field("EndpointUpdate", "throttle_rate", "Option<u16>"),
            field("EndpointPatch", "throttle_rate", "UnrequiredNullableField<u16>"),
        ],
        "At the next miss the loader, which collects into a `Result`, passes our error on": [
            calls("CreateMessageApp::fetch_from_pg_by_model", ".collect", times=1),
            calls("CreateMessageApp::layered_fetch", "fetch_from_pg_by_model", times=1),
        ],
        "A POST is then answered with a 500 and an empty object, for despite its name a validation "
        "error is not an `HttpError`": [
            calls("error.rs::Error::validation", "ErrorType::Validation", times=1),
            field("ErrorType", "Validation.0", "String"),
            argued(
                "`into_response` of the crate's `Error` has an arm for the `HttpError` that "
                "`ErrorType::Http` holds and one for all others, which logs and answers "
                "`INTERNAL_SERVER_ERROR`, 500, with `{}`.",
                "error.rs::<Error as IntoResponse>::into_response",
            ),
        ],
        "no message row was written before": before(
            "create_message_inner", "CreateMessageApp::layered_fetch", ".insert"
        ),
        "two fields have other names in the row: the event types are `event_types_ids` there, the "
        "rotated keys `old_keys`": [
            field("db/models/endpoint.rs::Model", "event_types_ids", "Option<EventTypeNameSet>"),
            field("db/models/endpoint.rs::Model", "old_keys", "Option<ExpiringSigningKeys>"),
            field("CreateMessageEndpoint", "event_types", "Option<EventTypeNameSet>"),
            field("CreateMessageEndpoint", "old_signing_keys", "Option<ExpiringSigningKeys>"),
            absent("CreateMessageEndpoint", "event_types_ids"),
            absent("CreateMessageEndpoint", "old_keys"),
            argued(
                "Of the eleven assignments in `try_from` two go crosswise, `event_types` from "
                "`m.event_types_ids` and `old_signing_keys` from `m.old_keys`; each of the other "
                "nine reads the column of its own name.",
                "<CreateMessageEndpoint as TryFrom>::try_from",
            ),
        ],
        "The loader behind `CreateMessageApp` gets its endpoints from sea-orm as rows and caches "
        "them as `CreateMessageEndpoint`.": [
            calls("CreateMessageApp::fetch_from_pg_by_model", ".all", times=1),
            calls("CreateMessageApp::layered_fetch", ".set", times=1),
            field("CreateMessageApp", "endpoints", "Vec<CreateMessageEndpoint>"),
        ],
    },
)
