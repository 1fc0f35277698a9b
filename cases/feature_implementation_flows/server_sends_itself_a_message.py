"""Operational webhooks are ordinary messages, posted by the server to a server's own API."""

from pytest_verbatim import Example, absent, argued, before, calls, field, literal, rust

server_sends_itself_a_message = Example(
    code=[
        rust("svix-server/src/v1/endpoints/endpoint/crud.rs", "update_endp_from_data"),
        rust(
            "svix-server/src/core/operational_webhooks.rs",
            "OperationalWebhook",
            "OperationalWebhookSender",
            "OperationalWebhookSenderInner",
            "impl OperationalWebhookSenderInner",
        ),
        rust(
            "svix-server/src/core/security.rs",
            "management_org_id",
            "generate_management_token",
        ),
    ],
    prompt="""
        "Endpoint X was changed", "this endpoint has been failing for days": our users
        want to be told, by webhook of course. I do not want a second delivery system
        for that. A fixed management organization shall have one application for each
        regular organization, with the organization's id as its uid, and we post to it
        through the public API, with the `svix` client crate.

        - The server to post to is `operational_webhook_address`; without one nothing is
          sent. A slash at its end must not matter.
        - The body is type and data, and the event type is that same type.
        - Requests and dispatches do not wait for that server, nor do they fail with it.
          A missing application is common, since many never ask to be told: a warning.
          Other trouble is an error in the log.
        - A token per event, ten minutes, for the management organization. Signing stays
          in core/security.rs.

        `update_endp_from_data` in endpoint/crud.rs is to be the first to call
        `send_operational_webhook`, for what is committed; create, delete and the worker
        will follow. The payload structs are there.
    """,
    think="""
        `create_message_inner` of v1/endpoints/message.rs is in the same process and
        would need no HTTP. But it wants pool, queue and cache,
        core/operational_webhooks.rs would come to depend on v1, and the server may be
        another one. Over the API this module needs an address and a key, and a test can
        make the address that of the server under test. It knows neither who calls nor
        how messages are delivered. What the token says is for core/security.rs: subject
        `management_org_id`, ten minutes, no `org`, so it is an organization's token.

        `OperationalWebhookSender` is an `Arc` around both, made once in lib.rs for
        `AppState` and worker to share. Its constructor pops the slashes. In
        `send_operational_webhook` the first line is the missing address: `Ok(())`, so
        whoever does not use this pays no signature.

        The type is spelled in one place. Serde tags the enum with `type` and `data`,
        the renames on its variants are the event types, and the event type's string
        is read back out of the serialized value. A table of names beside the enum
        would have to be kept in step. Each step of the reading gets an
        `HttpError::internal_server_error`, though I expect none to fail on a tagged
        enum.

        What can fail early is signing, where the config has a public key alone. The
        error, ours already, becomes text in an `Error::generic`. It goes back to
        crud.rs, whose `?` answers 500 over an endpoint that is committed by then. A
        wrong setup may be that loud. The POST runs in `tokio::spawn`, and from there
        nothing returns: a match that logs. For the 404 the pattern names `http02`,
        since the client's errors carry the `StatusCode` of http 0.2. The task owns what
        it uses, and the recipient is cloned for the log line.

        The client gives a try fifteen seconds by default. On a 5xx or a broken
        connection it tries twice more, under one idempotency key, which our middleware,
        given a shared cache, honours at the other end. Then the event is lost, as it is
        when the process stops. A row per event or a task in Redis would survive that;
        for notices about notices I leave it at the log. Nothing bounds the number of
        spawned tasks, should that server hang while many deliveries fail.

        Each event builds a `Svix` with an HTTP client of its own, so events share no
        connections. One could be kept in the sender and given each event's token; worth
        it once events become frequent.

        Could it run in circles? A failing delivery within the management organization
        is reported too, to an application whose uid is the management organization's
        id. As long as nobody creates that one, the report ends in the warning.

        In crud.rs, one transaction for the row, through `http_error_on_conflict`, and
        its metadata. After the commit the snapshot is dropped with `can_fail`, and
        then the event is sent.
    """,
    claims={
        "It knows neither who calls nor how messages are delivered": [
            absent("core/operational_webhooks.rs", "TaskQueueProducer"),
            absent("core/operational_webhooks.rs", "DatabaseConnection"),
            absent("core/operational_webhooks.rs", "v1"),
        ],
        "In `send_operational_webhook` the first line is the missing address: `Ok(())`, so whoever "
        "does not use this pays no signature": [
            before(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "Ok",
                "generate_management_token",
            ),
            field("OperationalWebhookSenderInner", "url", "Option<String>"),
        ],
        "and the event type's string is read back out of the serialized value": [
            literal("OperationalWebhookSenderInner::send_operational_webhook", "type"),
            before(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "serde_json::to_value",
                ".get",
            ),
        ],
        "whose `?` answers 500 over an endpoint that is committed by then": [
            before("update_endp_from_data", ".commit", ".send_operational_webhook"),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
        ],
        "The POST runs in `tokio::spawn`, and from there nothing returns: a match that logs": [
            calls(
                "OperationalWebhookSenderInner::send_operational_webhook", "tokio::spawn", times=1
            ),
            calls(
                "OperationalWebhookSenderInner::send_operational_webhook", "tracing::warn!", times=1
            ),
            calls(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "tracing::error!",
                times=1,
            ),
        ],
        "The client gives a try fifteen seconds by default": argued(
            "`SvixOptions` is given `server_url` and defaults, which in svix 1.99.1 are a timeout "
            "of 15 seconds per request and two retries.",
            "OperationalWebhookSenderInner::send_operational_webhook",
        ),
        "On a 5xx or a broken connection it tries twice more, under one idempotency key": argued(
            "svix 1.99.1 sets an idempotency-key of its own on a POST that has none, outside its "
            "retry loop, and returns at once for what is below 500 or timed out; `create` gets no "
            "options from `send_operational_webhook`.",
            "OperationalWebhookSenderInner::send_operational_webhook",
        ),
        "For the 404 the pattern names `http02`": literal(
            "OperationalWebhookSenderInner::send_operational_webhook", "404"
        ),
        "A failing delivery within the management organization is reported too, to an application "
        "whose uid is the management organization's id": argued(
            "`handle_failed_dispatch` passes the organization of the message's application to "
            "`send_operational_webhook`, which takes it as the application to post to under a "
            "token whose subject is `management_org_id`; neither compares the two.",
            "handle_failed_dispatch",
            "OperationalWebhookSenderInner::send_operational_webhook",
            "generate_management_token",
        ),
        "After the commit the snapshot is dropped with `can_fail`, and then the event is sent": [
            before("update_endp_from_data", ".commit", ".can_fail"),
            before("update_endp_from_data", ".can_fail", ".send_operational_webhook"),
        ],
        "`OperationalWebhookSender` is an `Arc` around both, made once in lib.rs for `AppState` "
        "and worker to share": [
            calls("run_with_prefix", "OperationalWebhookSenderInner::new", times=1),
            calls("OperationalWebhookSenderInner::new", "Arc::new", times=1),
            field("svix-server/src/lib.rs::AppState", "op_webhooks", "OperationalWebhookSender"),
        ],
        "A token per event, ten minutes, for the management organization.": [
            calls("generate_management_token", "Duration::from_mins", times=1),
            literal("generate_management_token", "10"),
            calls("generate_management_token", "management_org_id", times=1),
            calls(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "generate_management_token",
                times=1,
            ),
            argued(
                "The 10 is the argument of `from_mins`, and that the time for which "
                "`with_custom_claims` lets the token live. `send_operational_webhook` makes one in "
                "each call, once it has seen a `url`, and the sender has no field to keep it in.",
                "generate_management_token",
                "OperationalWebhookSenderInner::send_operational_webhook",
                "OperationalWebhookSenderInner",
            ),
        ],
        "subject `management_org_id`, ten minutes, no `org`, so it is an organization's token": [
            calls("generate_management_token", "Duration::from_mins", times=1),
            literal("generate_management_token", "10"),
            calls("generate_management_token", ".with_subject", times=1),
            calls("generate_management_token", "management_org_id", times=1),
            absent("generate_management_token", "Some"),
            argued(
                "`management_org_id` is what `with_subject` gets, and `organization` is `None`, "
                "which `CustomClaim` leaves out of the token. `permissions_from_jwt` takes a "
                "token with an `org` for an application's; without one it makes an "
                "`AccessLevel::Organization` of the subject.",
                "generate_management_token",
                "CustomClaim",
                "permissions_from_jwt",
            ),
        ],
    },
)
