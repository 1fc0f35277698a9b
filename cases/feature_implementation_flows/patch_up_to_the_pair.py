"""PATCH of an endpoint: judged by what it brings, stored and told by what PUT uses too."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    literal,
    rust,
)

patch_up_to_the_pair = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/endpoint/crud.rs",
            "patch_endpoint",
            "update_endp_from_data",
        ),
        rust(
            "svix-server/src/v1/utils/patch.rs",
            "UnrequiredField",
            "patch_field_non_nullable!",
        ),
        rust("svix-server/src/db/models/endpoint.rs", "ActiveModel::fetch_with_metadata"),
    ],
    prompt="""
        `EndpointPatch` is merged: it knows which fields were sent, and its `ModelIn`
        puts them into an endpoint's active model, metadata excepted. What we lack is
        the handler that carries a PATCH through, in endpoint/crud.rs.

        - If event types are sent they have to exist, if a URL is sent it has to obey
          `endpoint_https_only`; the functions for both are there. What is not sent is
          not judged. An operator who has just switched to https must be able to disable
          the http endpoints that are left.
        - Endpoint and metadata change together or not at all. For metadata use the same
          macro as for a column that is never null.
        - From the moment both are ready to be stored, PUT and PATCH are one thing, down
          to `endpoint.updated`. I want to see that once.
        - 404 without such an endpoint, 409 for a uid in use, otherwise the endpoint as
          it is now. The operation keeps its default id, like the PATCH of an
          application.
    """,
    think="""
        What do PUT and PATCH share? Up to a pair of active models, `endpoint` and
        `endpointmetadata`, they differ in the body, in the checks, in what a missing
        endpoint means. Past the pair, the answer aside, they do not. So crud.rs is
        cut there, and `update_endp_from_data` takes the pair, the application by value,
        and the three handles it calls upon: pool, sender, cache. db/models/endpoint.rs
        would be the wrong home: it knows neither snapshot nor subscribers.

        In it `begin`, `update` with `http_error_on_conflict`, `upsert_or_delete`,
        `commit`, in a block that yields the two models. A failure ahead of the commit
        drops the transaction, and nobody has been told. After the commit `invalidate`,
        where `can_fail` has the last word, and the event made from the stored row.
        Failing to sign its token fails the request, although all is stored.

        `patch_endpoint` looks into the body with `if let`: `Some` event types go to
        `validate_event_types`, a `Some` URL to `validate_endpoint_url`. Null event
        types stand for all of them, there is nothing to look up. I considered
        applying the patch and judging the row that results. That is the stricter rule,
        and it refuses the very request that the operator is waiting for. The looser one
        has its price: an http endpoint can be patched for years and stays what it is.

        Both checks come ahead of the fetch, as in PUT, so a wrong type sent to an
        unknown endpoint is a 422 and no 404.

        `fetch_with_metadata` gets endpoint and metadata by one joined SELECT, and
        `Ok(None)` is for the caller to interpret; here it is not found. For an endpoint
        without a metadata row it makes a new active model, so that the handler has
        something to set in either case.

        The macro in v1/utils/patch.rs takes model and member and matches on a variable
        of the member's name. The column is called `data`; so the body has to give that
        name up and becomes `patch_data`. `mem::take` gets the metadata out and leaves
        the body whole for `update_model`, which works because `UnrequiredField` is
        `Absent` by default. Four lines with a `match` would do without the renaming;
        the macro reads as it does for the columns.

        An empty patch passes all this. It costs the handler five statements, a SELECT
        and a transaction around two, renews `updated_at`, drops the snapshot and sends
        `endpoint.updated`. A client that patches on a timer would be heard by every
        subscriber. A guard against it would miss the patch that repeats what is stored,
        as `Set` forgets the old value.

        Without arguments `aide_annotate` takes the function's name for the operation's
        id, so renaming the handler would rename the operation in our OpenAPI document.
        A test of the first rule needs an http endpoint from before the switch. The API
        of an https-only server does not make one, but two servers on one database, the
        older configuration and the newer, can share it.
    """,
    claims={
        "it knows neither snapshot nor subscribers": [
            absent("db/models/endpoint.rs", "CreateMessageApp"),
            absent("db/models/endpoint.rs", "OperationalWebhook"),
            absent("db/models/endpoint.rs", "cache"),
        ],
        "In it `begin`, `update` with `http_error_on_conflict`, `upsert_or_delete`, `commit`, in a "
        "block that yields the two models": [
            before("update_endp_from_data", ".begin", ".update"),
            before("update_endp_from_data", ".update", ".upsert_or_delete"),
            before("update_endp_from_data", ".upsert_or_delete", ".commit"),
            callers("update_endp_from_data", ["update_endpoint", "patch_endpoint"]),
            argued(
                "`http_error_on_conflict` is handed to `map_err` behind `update`; the block ends "
                "in the tuple of both models, bound outside of it.",
                "update_endp_from_data",
            ),
        ],
        "After the commit `invalidate`, where `can_fail` has the last word, and the event made "
        "from the stored row": [
            before("update_endp_from_data", ".commit", "CreateMessageApp::invalidate"),
            before("update_endp_from_data", "CreateMessageApp::invalidate", ".can_fail"),
            before("update_endp_from_data", ".can_fail", ".send_operational_webhook"),
            calls("update_endp_from_data", "EndpointEvent::new", times=1),
        ],
        "Failing to sign its token fails the request, although all is stored": [
            before("update_endp_from_data", ".commit", ".send_operational_webhook"),
            before(
                "OperationalWebhookSenderInner::send_operational_webhook",
                "generate_management_token",
                "tokio::spawn",
            ),
        ],
        "404 without such an endpoint, 409 for a uid in use": [
            calls("patch_endpoint", "HttpError::not_found", times=1),
            calls("http_error_on_conflict", "HttpError::conflict", times=1),
            literal("HttpError::conflict", "409"),
        ],
        "Both checks come ahead of the fetch, as in PUT, so a wrong type sent to an unknown "
        "endpoint is a 422 and no 404": [
            before("patch_endpoint", "validate_event_types", "fetch_with_metadata"),
            before("patch_endpoint", "validate_endpoint_url", "fetch_with_metadata"),
            before("update_endpoint", "validate_event_types", "fetch_with_metadata"),
            calls("validate_event_types", "HttpError::unprocessable_entity", times=1),
            literal("HttpError::unprocessable_entity", "422"),
            literal("HttpError::not_found", "404"),
        ],
        "`fetch_with_metadata` gets endpoint and metadata by one joined SELECT, and `Ok(None)` is "
        "for the caller to interpret": [
            calls("endpoint.rs::ActiveModel::fetch_with_metadata", ".one", times=1),
            calls("endpoint.rs::ActiveModel::fetch_with_metadata", ".find_also_related", times=1),
            absent("endpoint.rs::ActiveModel::fetch_with_metadata", "HttpError"),
        ],
        "`mem::take` gets the metadata out and leaves the body whole for `update_model`": before(
            "patch_endpoint", "mem::take", ".update_model"
        ),
        "It costs the handler five statements, a SELECT and a transaction around two, renews "
        "`updated_at`, drops the snapshot and sends `endpoint.updated`": [
            calls("patch_endpoint", "endpoint::ActiveModel::fetch_with_metadata", times=1),
            calls("update_endp_from_data", ".update", times=1),
            calls("update_endp_from_data", ".upsert_or_delete", times=1),
            argued(
                "An empty body reaches neither `validate_event_types` nor `validate_endpoint_url`. "
                "`before_save` sets `updated_at`, so sea-orm has a column to write; "
                "`upsert_or_delete` sends one statement either way. With BEGIN and COMMIT and the "
                "SELECT that makes five.",
                "patch_endpoint",
                "update_endp_from_data",
                "endpoint.rs::<ActiveModel as ActiveModelBehavior>::before_save",
                "endpointmetadata.rs::ActiveModel::upsert_or_delete",
            ),
        ],
        "Without arguments `aide_annotate` takes the function's name for the operation's id": [
            attribute("patch_endpoint", "aide_annotate"),
            absent("patch_endpoint", "op_id"),
            argued(
                "`expand_aide_annotate` starts with the handler's identifier as the id and "
                "replaces it where an `op_id` is given, which `patch_endpoint` does not do.",
                "expand_aide_annotate",
                "patch_endpoint",
            ),
        ],
        "The API of an https-only server does not make one": [
            calls("create_endpoint", "validate_endpoint_url", times=1),
            calls("update_endpoint", "validate_endpoint_url", times=1),
            calls("patch_endpoint", "validate_endpoint_url", times=1),
        ],
    },
)
