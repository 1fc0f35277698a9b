"""Creating an endpoint: four things can be wrong, and each is found where it can be known."""

from pytest_verbatim import Example, absent, argued, before, calls, field, literal, returns, rust

where_an_endpoint_is_checked = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/endpoint/crud.rs",
            "create_endpoint",
            "create_endp_from_data",
            "validate_event_types",
            "validate_endpoint_url",
        ),
        rust("svix-server/src/db/models/eventtype.rs", "Entity::secure_find"),
        rust("svix-server/src/db/models/endpoint.rs", "ActiveModel::new"),
    ],
    prompt="""
        Creating endpoints, part two. `EndpointIn` has its validators, and POST on
        `/app/{app_id}/endpoint` with a well-formed body is now to make the rows. Two
        mistakes that a validator does not see cause most of the questions we get, and
        they should be 422s like the others:

        - an event type that the organization does not have, usually a typo; archived
          counts as not there. Name all that are missing, under `eventTypes`.
        - `http` where the installation sets `endpoint_https_only`.

        PUT and PATCH will have to ask both as well. PUT on an id that does not exist
        creates, so what comes after the checks goes into a `create_endp_from_data` in
        crud.rs that both can use.

        The rest as you know it: the secret is the one given or a new one, there is
        never an endpoint whose metadata got lost, a uid in use is a 409, the snapshot
        is dropped, subscribers get `endpoint.created`. Answer 201 with the endpoint and
        its metadata. The application's own token is enough.
    """,
    think="""
        A new endpoint can be wrong in four ways, and for each there is one place that
        can tell. What a value shows by itself, endpoint/mod.rs refuses in the
        validators of `EndpointIn` while the body is extracted. The tenant's catalogue
        and the configuration are out of their reach, our validators get the value and
        nothing else; so crud.rs checks against those two. Whether a uid is free is
        known to the unique index, and asking ahead of the INSERT would be a query whose
        answer can be old by then.

        The handler calls the checks, `create_endp_from_data` does not. PUT has to make
        them whether it creates or updates; within the helper, its update would go
        unchecked.

        `validate_event_types` gets the pool, the set and the organization's id.
        `secure_find` of db/models/eventtype.rs knows the tenant and leaves archived
        types in, since creating one again revives it; the filter on `Deleted` is ours.
        `select_only` and one column suffice, through `into_model` and a struct of one
        field into a `HashSet`. All live names of the organization travel for this. An
        IN over those asked for would carry less from a large catalogue, and is a change
        inside one function. The missing ones go into a single `ValidationErrorItem`,
        joined by commas and in no order, for a set has none; a test with two of them
        looks for each name. A body without event types means all of them and costs no
        query.

        `validate_endpoint_url` takes a `bool`, not the configuration, so two arguments
        make a test. That it comes after the query means that a request with both
        mistakes hears of the types alone; the other order would spare it the query, but
        the case is rare.

        Between check and INSERT a type may be archived. Nothing in the database ties
        the endpoint's list, a JSON column, to the catalogue; such an endpoint waits for
        events that may not come, as if the type were archived a day later.

        `create_endp_from_data` takes pool, configuration, sender and cache by
        reference, application and body by value. It starts with the key, which can fail
        and has touched nothing by then. `ActiveModel::new` in db/models/endpoint.rs
        makes the id, before any INSERT, so the metadata, taken out of the body, can be
        made a row under it at once. Both rows go through one transaction. A `?` ahead
        of the commit drops it, which rolls it back. Only the endpoint's error passes
        through `http_error_on_conflict`. Counting BEGIN and COMMIT these are four
        statements, with the catalogue five, besides the extractor's own. Then the
        snapshot, whose failure `can_fail` logs, and, with `?`, the event; if signing
        its token fails, a 500 over a stored endpoint.

        The handler takes a `Path<ApplicationPath>` that it ignores; the OpenAPI document
        needs it, as `permissions::Application` declares no parameter. It adds its line
        to the trace of the helper's error and says 201 in its return type,
        `JsonStatus<201, EndpointOut>`.
    """,
    claims={
        "a uid in use is a 409": [
            calls("http_error_on_conflict", "HttpError::conflict", times=1),
            literal("HttpError::conflict", "409"),
        ],
        "our validators get the value and nothing else": argued(
            "The `range` and `nested` validators of `EndpointIn` look at their field alone, and "
            "each function named in a `custom` attribute, `validate_url` for one, has the field's "
            "value as its one parameter.",
            "EndpointIn",
            "validate_url",
        ),
        "The handler calls the checks, `create_endp_from_data` does not": [
            before("create_endpoint", "validate_event_types", "create_endp_from_data"),
            before("create_endpoint", "validate_endpoint_url", "create_endp_from_data"),
            absent("create_endp_from_data", "validate_event_types"),
            absent("create_endp_from_data", "validate_endpoint_url"),
        ],
        "`secure_find` of db/models/eventtype.rs knows the tenant and leaves archived types in, "
        "since creating one again revives it": [
            absent("db/models/eventtype.rs::Entity::secure_find", "Deleted"),
            calls("create_event_type", "eventtype::Entity::secure_find_by_name", times=1),
            argued(
                "`create_event_type` looks a name up through `secure_find_by_name`, which goes by "
                "`secure_find`, and updates the row with `deleted` set to false where it is an "
                "archived one.",
                "create_event_type",
                "db/models/eventtype.rs::Entity::secure_find",
            ),
        ],
        "A body without event types means all of them and costs no query": [
            calls("create_endpoint", "validate_event_types", times=1),
            argued(
                "`create_endpoint` calls `validate_event_types` under `if let Some`, and "
                "`filtered_endpoints` takes an endpoint without event types for any message.",
                "create_endpoint",
                "CreateMessageApp::filtered_endpoints",
            ),
        ],
        "That it comes after the query means that a request with both mistakes hears of the types "
        "alone": [
            before("create_endpoint", "validate_event_types", "validate_endpoint_url"),
            calls("validate_event_types", ".all", times=1),
        ],
        "Nothing in the database ties the endpoint's list, a JSON column, to the catalogue": [
            field("db/models/endpoint.rs::Model", "event_types_ids", "Option<EventTypeNameSet>"),
            absent("db/models/endpoint.rs", "eventtype"),
        ],
        "It starts with the key, which can fail and has touched nothing by then": [
            before("create_endp_from_data", ".key_take_or_generate", "endpoint::ActiveModel::new"),
            before("create_endp_from_data", ".key_take_or_generate", ".begin"),
        ],
        "`ActiveModel::new` in db/models/endpoint.rs makes the id, before any INSERT, so the "
        "metadata, taken out of the body, can be made a row under it at once": [
            before("create_endp_from_data", "endpoint::ActiveModel::new", ".insert"),
            before("create_endp_from_data", "endpointmetadata::ActiveModel::new", ".insert"),
            calls("endpoint.rs::ActiveModel::new", "EndpointId::new", times=1),
            calls("create_endp_from_data", "mem::take", times=1),
        ],
        "Counting BEGIN and COMMIT these are four statements, with the catalogue five, besides the "
        "extractor's own": [
            calls("create_endp_from_data", ".begin", times=1),
            calls("create_endp_from_data", ".insert", times=1),
            calls("create_endp_from_data", ".upsert_or_delete", times=1),
            calls("create_endp_from_data", ".commit", times=1),
            argued(
                "`upsert_or_delete` sends one statement in either of its branches; with the query "
                "of `validate_event_types` that makes five where event types are given, four "
                "otherwise. The extractor looks the application up.",
                "create_endp_from_data",
                "endpointmetadata.rs::ActiveModel::upsert_or_delete",
                "validate_event_types",
            ),
        ],
        "if signing its token fails, a 500 over a stored endpoint": [
            before("create_endp_from_data", ".commit", ".send_operational_webhook"),
            before(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "generate_management_token",
                "tokio::spawn",
            ),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
        ],
        "Then the snapshot, whose failure `can_fail` logs, and, with `?`, the event": [
            before("create_endp_from_data", ".commit", "CreateMessageApp::invalidate"),
            before("create_endp_from_data", "CreateMessageApp::invalidate", ".can_fail"),
            before("create_endp_from_data", ".can_fail", ".send_operational_webhook"),
        ],
        "`validate_endpoint_url` takes a `bool`, not the configuration, so two arguments make a "
        "test.": [
            absent("validate_endpoint_url", "Configuration"),
            absent("validate_endpoint_url", "cfg"),
            argued(
                "Its two parameters are a `&Url` and a `bool`; `validate_endpoint_url` reads "
                "nothing besides them, no static and no environment, so these two decide.",
                "validate_endpoint_url",
            ),
        ],
        "says 201 in its return type, `JsonStatus<201, EndpointOut>`": returns(
            "create_endpoint", "Result<JsonStatus<201, EndpointOut>>"
        ),
    },
)
