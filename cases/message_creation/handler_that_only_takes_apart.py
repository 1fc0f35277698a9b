"""The handler of message creation: extractors, one call, 202."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    callers,
    calls,
    derives,
    field,
    implements,
    literal,
    returns,
    rust,
)

handler_that_only_takes_apart = Example(
    code=[rust("svix-server/src/v1/endpoints/message.rs", "create_message", imports="used")],
    prompt="""
        A message for an application that does not exist yet gets 404 before anybody has
        looked at its body, since `create_message` takes
        `permissions::OrganizationWithApplication`. The inner function that it shares
        with `send_example` in endpoint/mod.rs is learning to find the application by
        organization and path, or to create it from what the body says. So the handler
        must not look it up any more. What I need from the new one:

        - a token of the organization, as up to now; one of an application is refused
        - the token is looked at before a possibly large body is read
        - it takes the request apart, passes the parts to `create_message_inner` with no
          endpoint singled out, and answers 202 with a `MessageOut`; no logic of its own
        - operation id `v1.message.create`, and the description of our public API
          reference: what `eventId`, `eventType`, channels and payload are for, and how
          large a payload should get
    """,
    think="""
        `permissions::Organization` instead. It reads the bearer JWT, yields `org_id`
        and turns an application's token away, all without asking the database. The
        application comes as plain text, by `Path` into `ApplicationPath`. Nothing
        validates that value on the way in, and whether such an application exists under
        this organization is the inner function's question. The price: a broken body for
        an unknown application is a 422 from now on, where it was a 404.

        axum runs extractors in the order of the arguments. `ValidatedJson` implements
        `FromRequest` and eats the body, so it has to be the last one anyway, and a
        request without a valid token ends ahead of it. The `with_content` of
        `CreateMessageQueryParams` comes by `ValidatedQuery` as before, and that may
        stand in front of the token; a malformed flag is refused even for strangers that
        way, which gives nothing away.

        The `AppState` that arrives is my own, a clone that axum makes per request. Its
        fields are handles; `queue_tx`, for one, is an `Arc` with a type around it. `ref
        db` borrows the pool, as `create_message_inner` wants it; `queue_tx` and `cache`
        move out of the pattern and on into the call. Passing the whole state would hand
        `cfg` and `op_webhooks` to code that has no use for them.

        The result is `JsonStatus<202, MessageOut>`: accepted, for what is promised is
        storage and, where an endpoint wants the event, a task in the queue; a worker
        delivers later. aide reads that 202 off the type for the OpenAPI document. An
        error goes through `?` as it is; `Error` knows how to become a response.
        `force_endpoint` is `None`.

        For aide there is `aide_annotate` from svix_server_derive. It writes
        `create_message_operation`, which the router takes beside the handler, and will
        not compile without a doc comment, that being the description. I copy the
        reference's wording, with one doubt: it speaks of an `eventId` being checked for
        a day and across applications, while our unique index is per application and
        knows no day. Within one application and one day the two agree.
    """,
    claims={
        "The inner function that it shares with `send_example`": callers(
            "create_message_inner", ["create_message", "send_example"]
        ),
        "turns an application's token away, all without asking the database": [
            calls(
                "<Organization as FromRequestParts<AppState>>::from_request_parts",
                "HttpError::permission_denied",
                times=1,
            ),
            absent("<Organization as FromRequestParts<AppState>>::from_request_parts", "db"),
            absent("permissions_from_bearer", "db"),
        ],
        "a broken body for an unknown application is a 422 from now on, where it was a 404": argued(
            "Until now `OrganizationWithApplication` answered `HttpError::not_found`, a 404, while "
            "extracting; `ValidatedJson`, which makes a 422 of a broken body, now runs with no "
            "look-up before it, for that is in `create_message_inner`.",
            "create_message",
            "<OrganizationWithApplication as FromRequestParts<AppState>>::from_request_parts",
            "<ValidatedJson<T> as FromRequest<S>>::from_request",
        ),
        "`ValidatedJson` implements `FromRequest` and eats the body, so it has to be the last one "
        "anyway, and a request without a valid token ends ahead of it": [
            implements("ValidatedJson", "FromRequest"),
            implements("Organization", "FromRequestParts"),
            argued(
                "axum calls `from_request_parts` for all arguments but the last and returns at the "
                "first rejection; `Organization` stands before `ValidatedJson` in "
                "`create_message`, and `permissions_from_bearer` rejects a missing token.",
                "create_message",
                "permissions_from_bearer",
            ),
        ],
        "The `AppState` that arrives is my own, a clone that axum makes per request": [
            derives("AppState", "Clone"),
            argued(
                "In axum 0.8.9 the extractor of the state makes its value from a reference to the "
                "router's, and for the router's own type, here `AppState`, that is a `clone`.",
                "create_message",
                "AppState",
            ),
        ],
        "`queue_tx`, for one, is an `Arc` with a type around it": [
            field("AppState", "queue_tx", "TaskQueueProducer"),
            field("SvixOmniProducer", "inner", "Arc<omniqueue::DynScheduledProducer>"),
        ],
        "`ref db` borrows the pool, as `create_message_inner` wants it; `queue_tx` and `cache` "
        "move out of the pattern and on into the call": [
            calls("create_message", "create_message_inner", times=1),
            absent("create_message", "clone"),
        ],
        "aide reads that 202 off the type for the OpenAPI document": [
            returns("create_message", "Result<JsonStatus<202, MessageOut>>"),
            calls("<JsonStatus as OperationOutput>::inferred_responses", "Some"),
        ],
        "will not compile without a doc comment, that being the description": literal(
            "expand_aide_annotate",
            "An annotated handler must have a doc comment for its description.",
        ),
        "Within one application and one day the two agree.": argued(
            "The initial migration has a unique index on `app_id` and `uid`, where there is a "
            "`uid`, and no time in it. A second message of that uid in one application fails at "
            "the `insert` in `create_message_inner`, and `http_error_on_conflict` makes of it the "
            "409 that the text of `create_message` promises; the first day is no exception.",
            "create_message_inner",
            "http_error_on_conflict",
            "create_message",
        ),
        "A message for an application that does not exist yet gets 404 before anybody has looked "
        "at its body": [
            calls(
                "<OrganizationWithApplication as FromRequestParts>::from_request_parts",
                "HttpError::not_found",
                times=1,
            ),
            literal("HttpError::not_found", "404"),
        ],
        "answers 202 with a `MessageOut`": returns(
            "create_message", "Result<JsonStatus<202, MessageOut>>"
        ),
        "The result is `JsonStatus<202, MessageOut>`: accepted": returns(
            "create_message", "Result<JsonStatus<202, MessageOut>>"
        ),
    },
)
