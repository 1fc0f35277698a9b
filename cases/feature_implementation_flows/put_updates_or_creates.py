"""PUT of an application: one read decides between update and insert, a type says which it was."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    bound,
    calls,
    implements,
    literal,
    returns,
    rust,
    variant,
)

put_updates_or_creates = Example(
    code=[
        rust("svix-server/src/v1/endpoints/application.rs", "update_application"),
        rust("svix-server/src/db/models/application.rs", "Model::fetch_with_metadata"),
        rust("svix-server/src/db/models/applicationmetadata.rs", "Model::new"),
        rust(
            "svix-server/src/v1/utils/mod.rs",
            "JsonStatusUpsert",
            "impl IntoResponse for JsonStatusUpsert<T>",
            "impl OperationOutput for JsonStatusUpsert<T>",
        ),
    ],
    prompt="""
        PUT becomes update-or-create throughout the API. Applications go first
        (`v1.application.update`), endpoints and event types will copy the pattern:

        - The path, id or uid, is for finding. The body is the whole new state: what it
          leaves out is gone afterwards, uid and metadata included.
        - Nothing found means a new application, made of the same body.
        - 200 or 201, and the OpenAPI document has to list both. Handlers should say
          what they did, not which number that is; `JsonStatus` in v1/utils knows one
          status per handler, so we need its sibling.
        - Metadata has a table of its own, where an application with none has no row.
          Read both in one go, and spare handlers the distinction.
        - A uid that another application holds is a 409 on either branch.
        - If the application was there, its snapshot has to leave the cache; a cache
          that refuses is logged and no more.
    """,
    think="""
        Update or create is decided once, in v1/endpoints/application.rs, by what
        `fetch_with_metadata` finds when the handler calls it. From there on both
        branches are the same thing, a pair of active models, so `update_model` runs in
        one place, and a flag remembers how to write. PostgreSQL's own upsert would do
        without the read. It needs one unique target, though, and here the path may be
        an id or a uid while the uid in the body may be a third thing; nor does it
        readily say whether it inserted.

        That two tables are involved is the concern of db/models/application.rs:
        `secure_find_by_id_or_uid` with `find_also_related`, a join, one query. A
        missing row becomes `applicationmetadata::Model::new`, so the pair is complete
        and get, POST and PUT share this. That constructor goes through the active
        model's `new` and `try_into_model`, with an `expect`. That holds: `new` is
        a struct literal with no default to fall back on, so whoever adds a column and
        forgets it there is told by the compiler, and not by a panic in some request.

        Found: models by `into`, and both ids cloned into an `Option`, as `into` takes
        the row. Not found: `ActiveModel::new` for either table, `None`, and `true` for
        create. Both are written in one transaction, `insert` or `update` as the flag
        has it, metadata by `upsert_or_delete`. The first two go through
        `http_error_on_conflict`, as a PUT can move onto a taken uid as well as be born
        on it. On an error the `?` leaves ahead of `invalidate`, which runs for a found
        application, with `can_fail`. Two clients who update at once do not merge: each
        has read, each writes its whole body, the later one stands.

        v1/utils/mod.rs owns the numbers, in `JsonStatusUpsert`, `Updated(T)` and
        `Created(T)`. A tuple of status and `Json` would serve axum, but aide could not
        see the numbers in it. `inferred_responses` returns what aide has for a plain
        JSON answer twice, under OK and CREATED. That comes as an `Option`, so there is
        an arm with an empty list, though `Json` has a schema to give each time. Bounds
        on the enum as on `JsonStatus`.

        What the rule of the body brings with it. A PUT to a uid, with a body that has
        no uid, takes it from the application and answers 200. The same request again
        finds nothing and creates a second one, and a third, while the endpoints hang on
        the first. `validate_create_app_uid` in message.rs would stop it in the create
        branch. It would also refuse a PUT to an unknown generated id, which by these
        rules makes an application, under another id. I keep to what was asked; a test
        should spell out that such a PUT is not idempotent.

        Its cost: the extractor queries nothing, so with the read it is a SELECT and a
        transaction of two statements.
    """,
    claims={
        "`secure_find_by_id_or_uid` with `find_also_related`, a join, one query": [
            calls("db/models/application.rs::Model::fetch_with_metadata", ".one", times=1),
            calls(
                "db/models/application.rs::Model::fetch_with_metadata",
                "secure_find_by_id_or_uid",
                times=1,
            ),
            calls(
                "db/models/application.rs::Model::fetch_with_metadata",
                ".find_also_related",
                times=1,
            ),
        ],
        "That constructor goes through the active model's `new` and `try_into_model`, with an "
        "`expect`": [
            before("applicationmetadata.rs::Model::new", "ActiveModel::new", ".try_into_model"),
            before("applicationmetadata.rs::Model::new", ".try_into_model", ".expect"),
        ],
        "`new` is a struct literal with no default to fall back on": [
            absent("applicationmetadata.rs::ActiveModel::new", "default"),
            absent("applicationmetadata.rs::ActiveModel::new", "ActiveModelTrait"),
            calls("applicationmetadata.rs::ActiveModel::new", "Set", times=4),
        ],
        "Both are written in one transaction, `insert` or `update` as the flag has it, metadata by "
        "`upsert_or_delete`": [
            before("update_application", ".transaction", ".upsert_or_delete"),
            calls("update_application", ".insert", times=1),
            calls("update_application", ".update", times=1),
            calls("update_application", ".upsert_or_delete", times=1),
        ],
        "A uid that another application holds is a 409 on either branch": [
            calls("http_error_on_conflict", "HttpError::conflict", times=1),
            literal("HttpError::conflict", "409"),
        ],
        "On an error the `?` leaves ahead of `invalidate`, which runs for a found application, "
        "with `can_fail`": [
            before("update_application", ".transaction", "CreateMessageApp::invalidate"),
            before("update_application", "CreateMessageApp::invalidate", ".can_fail"),
            argued(
                "The `?` behind `transaction` stands above `invalidate`, which is inside the `if "
                "let` on the ids that the found branch alone sets.",
                "update_application",
            ),
        ],
        "each has read, each writes its whole body, the later one stands": argued(
            "`update` of sea-orm goes by primary key and names no version, and `update_model` sets "
            "name, rate limit, uid and metadata whatever was read by `fetch_with_metadata`.",
            "update_application",
            "<ApplicationIn as ModelIn>::update_model",
        ),
        "`JsonStatusUpsert`, `Updated(T)` and `Created(T)`": variant(
            "JsonStatusUpsert", "Updated", "Created", closed=True
        ),
        "`inferred_responses` returns what aide has for a plain JSON answer twice, under OK "
        "and CREATED": [
            literal("<JsonStatusUpsert<T> as OperationOutput>::inferred_responses", "200"),
            literal("<JsonStatusUpsert<T> as OperationOutput>::inferred_responses", "201"),
            calls(
                "<JsonStatusUpsert<T> as OperationOutput>::operation_response",
                "operation_response",
                times=1,
            ),
        ],
        "A PUT to a uid, with a body that has no uid, takes it from the application and answers "
        "200": [
            literal("<JsonStatusUpsert<T> as IntoResponse>::into_response", "200"),
            argued(
                "`update_model` of `ApplicationIn` sets `uid` to what the body has, here `None`; "
                "the found branch answers `JsonStatusUpsert::Updated`, 200.",
                "<ApplicationIn as ModelIn>::update_model",
                "update_application",
            ),
        ],
        "the extractor queries nothing, so with the read it is a SELECT and a transaction of two "
        "statements": [
            absent("<Organization as FromRequestParts<AppState>>::from_request_parts", "db"),
            calls("update_application", "fetch_with_metadata", times=1),
            calls("update_application", ".upsert_or_delete", times=1),
            argued(
                "`insert` and `update` exclude each other by the flag, and `upsert_or_delete` is a "
                "DELETE or an INSERT, so the transaction has two statements between BEGIN and "
                "COMMIT.",
                "update_application",
                "applicationmetadata.rs::ActiveModel::upsert_or_delete",
            ),
        ],
        "A tuple of status and `Json` would serve axum, but aide could not see the numbers in "
        "it.": [
            implements("JsonStatusUpsert", "OperationOutput"),
            argued(
                "`JsonStatusUpsert` has `inferred_responses` of its own to name both statuses. "
                "aide 0.14.2 has an empty impl of `OperationOutput` for a pair, by which the "
                "document learns nothing at all, of the status or of the `Json` beside it.",
                "impl OperationOutput for JsonStatusUpsert<T>",
            ),
        ],
        "`JsonStatus` in v1/utils knows one status per handler": [
            bound("v1/utils/mod.rs::JsonStatus", "T", "Serialize"),
            calls(
                "<JsonStatus<STATUS, T> as IntoResponse>::into_response",
                "StatusCode::from_u16",
                times=1,
            ),
            returns("create_message", "Result<JsonStatus<202, MessageOut>>"),
        ],
    },
)
