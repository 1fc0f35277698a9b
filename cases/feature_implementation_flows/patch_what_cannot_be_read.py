"""Headers of an endpoint: replace them, or change some that the client cannot read."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    field,
    implements,
    literal,
    rust,
    value,
)

patch_what_cannot_be_read = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/endpoint/headers.rs",
            "update_endpoint_headers",
            "patch_endpoint_headers",
            imports="used",
        ),
        rust(
            "svix-server/src/v1/endpoints/endpoint/mod.rs",
            "EndpointHeadersIn",
            "impl ModelIn for EndpointHeadersIn",
            "EndpointHeadersPatchIn",
            "impl ModelIn for EndpointHeadersPatchIn",
        ),
        rust("svix-server/src/db/models/endpoint.rs", "Entity::secure_find_by_id_or_uid"),
    ],
    prompt="""
        A customer's endpoint sends an `Authorization` header, which we have written
        into its row by hand, and now needs a routing header as well. Customers should
        set these on their own. To send the whole map back with one entry more will not
        do: they can read the headers, but `EndpointHeadersOut` withholds the value of
        `Authorization`, as it should.

        Please add the writing side in endpoint/headers.rs: PUT replaces whatever is
        there, PATCH changes the headers that it names, `null` meaning removal, and
        leaves the others be. `EndpointHeaders` and `EndpointHeadersPatch` of core/types
        are what the two bodies carry under `headers`. The merge should have a unit test
        that does without a database.

        204 and no body, so nothing of what is stored comes back. An endpoint that the
        application does not have is a 404. Tokens of the application suffice.

        People save headers while they try things out. No operational webhook for that,
        and the worker may learn of it when the cached snapshot has run its time.
    """,
    think="""
        core/types/mod.rs says what a header is; endpoint/mod.rs says what a request
        does to a row, by `ModelIn`; headers.rs finds the row, applies the request,
        writes. Merging in `update_model` is what makes the unit test possible: an
        `ActiveModel` with `headers` set and defaults for the rest goes in, and one
        looks at it afterwards.

        PUT is `Set(Some(headers))`. An empty map is stored as `{}` and not as NULL; to
        a dispatch both mean nothing extra.

        For PATCH, `take` on the column gives an `Option` of an `Option`, the outer for
        what the model knows, the inner for NULL. Only `Some(Some(_))` holds something
        to merge into: insert where the request has a value, remove where it has `null`.
        All else starts from the values of the request, `null` entries left out. `take`
        moves the map out without a copy and leaves the field unset, so either arm has
        to end in `Set`. Merging in PostgreSQL with its operators on jsonb would be one
        statement and without the race below, but out of a unit test's reach.

        Each handler calls `secure_find_by_id_or_uid` under `app.id`, 404 for none,
        turns the row into an active model, applies, and calls `update`: two statements.
        What is written are the headers and `updated_at`, so somebody who changes the
        URL meanwhile is not disturbed. Two PATCHes at a time are: each merges into the
        map that it has read, the later UPDATE stores its own, and a header of the other
        is gone without an error. `FOR UPDATE` in a transaction would prevent it; for
        settings that a person edits I leave it.

        A helper for both handlers, generic over `ModelIn`? `aide_annotate` needs two
        functions with a doc comment each anyway, and what they share is short.
        `AppState` gives `db` alone: neither cache nor sender is touched.

        Names are compared as they are spelled. A lower-case name with `null` does not
        remove the capitalized one, with a value it stands beside it. When a message
        goes out one of the two wins, by the order of a `HashMap`. Lowering the case of
        all that is stored would settle it and would lose the spelling that receivers
        see.

        What worries me is a check that exists in one place only. `EndpointHeaders`
        examines names and values when it is deserialized, a limit of 4096 bytes
        included; `EndpointHeadersPatch` validates names alone. An overlong value, which
        PATCH lets through, is stored, and each read of the column deserializes it under
        an `expect`. That panics on the row that our own `update` returns, stored by then,
        and in every request and every delivery that reads the row again, the DELETE
        that would remove it included. Values have to be checked in that `validate`, in
        core/types, and I would not ship PATCH ahead of it.
    """,
    claims={
        "What is written are the headers and `updated_at`": [
            calls("patch_endpoint_headers", ".update", times=1),
            argued(
                "`into` makes a model of unchanged columns, `update_model` sets `headers`, and "
                "`before_save` sets `updated_at`; sea-orm's `update` writes columns that are set.",
                "patch_endpoint_headers",
                "<EndpointHeadersPatchIn as ModelIn>::update_model",
                "endpoint.rs::<ActiveModel as ActiveModelBehavior>::before_save",
            ),
        ],
        "`take` moves the map out without a copy and leaves the field unset, so either arm has to "
        "end in `Set`": [
            calls("<EndpointHeadersPatchIn as ModelIn>::update_model", ".take", times=1),
            absent("<EndpointHeadersPatchIn as ModelIn>::update_model", "clone"),
            argued(
                "`take` of sea-orm's `ActiveValue` replaces the value by an unset one and hands "
                "it out; without a `Set` afterwards `update` would leave the column alone, in the "
                "merging arm as in the other.",
                "<EndpointHeadersPatchIn as ModelIn>::update_model",
            ),
        ],
        "Each handler calls `secure_find_by_id_or_uid` under `app.id`, 404 for none, turns the row "
        "into an active model, applies, and calls `update`: two statements": [
            before(
                "patch_endpoint_headers", "endpoint::Entity::secure_find_by_id_or_uid", ".update"
            ),
            before(
                "update_endpoint_headers", "endpoint::Entity::secure_find_by_id_or_uid", ".update"
            ),
            before("patch_endpoint_headers", ".update_model", ".update"),
            before("update_endpoint_headers", ".update_model", ".update"),
            calls("patch_endpoint_headers", "HttpError::not_found", times=1),
            literal("HttpError::not_found", "404"),
        ],
        "a header of the other is gone without an error": [
            absent("patch_endpoint_headers", "begin"),
            absent("patch_endpoint_headers", "lock"),
        ],
        "neither cache nor sender is touched": [
            absent("endpoint/headers.rs", "cache"),
            absent("endpoint/headers.rs", "op_webhooks"),
        ],
        "When a message goes out one of the two wins, by the order of a `HashMap`": [
            field("EndpointHeaders", "0", "HashMap<String, String>"),
            calls("generate_msg_headers", ".try_insert", times=1),
            argued(
                "`generate_msg_headers` walks the stored `HashMap` and inserts each entry into a "
                "`CasePreservingHeaderMap`, whose key is the normalized name, so the second of two "
                "spellings replaces the first, and a `HashMap` is in no order.",
                "generate_msg_headers",
                "CasePreservingHeaderMap::try_insert",
            ),
        ],
        "`EndpointHeaders` examines names and values when it is deserialized, a limit of 4096 "
        "bytes included; `EndpointHeadersPatch` validates names alone": [
            calls("<EndpointHeaders as Deserialize>::deserialize", "validate_header_map", times=1),
            value("HEADER_MAX_LENGTH", bytes=4096),
            calls("<EndpointHeadersPatch as Validate>::validate", "validate_header_key", times=1),
            absent("<EndpointHeadersPatch as Validate>::validate", "HeaderValue"),
            absent("<EndpointHeadersPatch as Validate>::validate", "HEADER_MAX_LENGTH"),
        ],
        "each read of the column deserializes it under an `expect`": [
            calls("json_wrapper!", ".expect"),
            calls("json_wrapper!", "serde_json::from_value"),
        ],
        "That panics on the row that our own `update` returns, stored by then, and in every "
        "request and every delivery that reads the row again, the DELETE that would remove it "
        "included": argued(
            "`headers` is read through `json_wrapper!`, whose `try_get_by` puts an `expect` on "
            "`from_value`; that runs `deserialize` of `EndpointHeaders` and so "
            "`validate_header_map` on what is stored. `update` on the pool commits by itself and "
            "reads the row back in its RETURNING, `fetch_from_pg_by_model` reads all endpoints of "
            "the application, and `delete_endpoint` reads the one that it marks.",
            "json_wrapper!",
            "<EndpointHeaders as Deserialize>::deserialize",
            "validate_header_map",
            "<EndpointHeadersPatchIn as ModelIn>::update_model",
            "CreateMessageApp::fetch_from_pg_by_model",
            "delete_endpoint",
        ),
        "core/types/mod.rs says what a header is; endpoint/mod.rs says what a request does to a "
        "row, by `ModelIn`; headers.rs finds the row, applies the request, writes.": [
            implements("EndpointHeadersIn", "ModelIn"),
            implements("EndpointHeadersPatchIn", "ModelIn"),
            field("EndpointHeadersIn", "headers", "EndpointHeaders"),
            field("EndpointHeadersPatchIn", "headers", "EndpointHeadersPatch"),
            before(
                "patch_endpoint_headers",
                "endpoint::Entity::secure_find_by_id_or_uid",
                ".update_model",
            ),
            before(
                "update_endpoint_headers",
                "endpoint::Entity::secure_find_by_id_or_uid",
                ".update_model",
            ),
            before("patch_endpoint_headers", ".update_model", ".update"),
            before("update_endpoint_headers", ".update_model", ".update"),
            calls("update_endpoint_headers", ".update", times=1),
            calls("patch_endpoint_headers", ".update_model", times=1),
            calls("patch_endpoint_headers", ".update", times=1),
        ],
    },
)
