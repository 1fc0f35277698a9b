"""Get-or-create decides in the handler; making an application is shared and asks nothing."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    bound,
    callers,
    calls,
    field,
    literal,
    rust,
)

one_creator_three_policies = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/application.rs",
            "create_application",
            "create_app_from_app_in",
        ),
        rust("svix-server/src/db/models/application.rs", "ActiveModel::new"),
        rust(
            "svix-server/src/db/models/applicationmetadata.rs",
            "impl ActiveModel",
            "Entity::upsert",
        ),
    ],
    prompt="""
        Provisioning scripts POST the same application at every deploy and choke on our
        409 each time but the first. They ask for a `get_if_exists` in the query
        (`CreateApplicationQueryParams` has it, off by default): where the uid is taken,
        answer with what is there and a 200. Without the flag it stays a conflict, one
        that says in words what is wrong. New ones are a 201 as ever.

        Before you start: a message and the app portal are soon to bring their
        application along, and will treat an existing one in their own way. So the
        making of an application, as `create_app_from_app_in`, has to be usable by all
        three, application and metadata together or not at all.

        The entity modules still lack constructors that fill id and times. For metadata
        I would like a single method that POST, PUT and PATCH can all call, whether or
        not there is a row already. No row for empty metadata, please, the table is
        large enough.
    """,
    think="""
        POST, message and portal each have an opinion on an application that exists.
        POST refuses it or returns it, by the flag; `create_message_inner` in message.rs
        and `app_portal_access` in auth.rs take it without a word. Handing the creator
        an enum of these policies would put them in one place, and that place would have
        to learn about flags and paths. I let it ask nothing: `create_app_from_app_in`
        makes, and who calls it has decided. Pool, `ApplicationIn` and organization go
        in, both models come out.

        `create_application`, then. If the body has a uid, `fetch_with_metadata` below
        the organization; that costs one SELECT with a join, and a body without uid is
        spared it. What it finds goes out as `JsonStatusUpsert::Updated` with the flag
        set, since that variant is the 200, and deserves a comment; a test posts twice
        and compares the ids. With the flag off it is `HttpError::conflict` and our
        sentence. Otherwise the creator, and `Created`.

        The database's unique index would refuse a duplicate anyway. But
        `http_error_on_conflict` has no words of its own to give, and a failed INSERT
        does not bring the other row. Index and look-up can still disagree: two deploys
        start together, both find nothing, and the slower one reads 409 although it set
        the flag. Its next try gets the 200. Reading again upon that error would have to
        tell it from others by status, for a case that mends itself; not now.

        Two entity modules, each minding its table. `ActiveModel::new` of
        db/models/application.rs: a single `Utc::now()` for id, `created_at` and
        `updated_at`, the organization, not deleted. Metadata's constructor gets that id
        and `impl Into<Option<Metadata>>`, so `None` and a value both do. `unwrap` on
        `app.id` is safe, `new` has set it. `update_model` wants both models as a pair.

        The method of applicationmetadata.rs looks at its data: empty means delete, with
        a model made from its own columns as the answer; else `Entity::upsert`, an
        INSERT which on a conflict of the id updates data and `updated_at`, with
        `exec_with_returning`. Callers need not know if a row exists. Such an INSERT
        passes `before_save` by, so for a row that was fetched `updated_at` is written
        as it was read; a PUT that cares has to set it. A bound of `ConnectionTrait`
        lets it run inside anybody's transaction. Here that is sea-orm's `transaction`
        with a boxed future, and the application is inserted first: no foreign key asks
        for that order, but a taken uid is the likely failure, and ends it one statement
        sooner.

        Its 409 comes out of the closure untouched; what the metadata fails with gets a
        `trace()` for the log and is answered with a 500.
    """,
    claims={
        "`create_message_inner` in message.rs and `app_portal_access` in auth.rs take it without "
        "a word": [
            callers(
                "create_app_from_app_in",
                ["create_application", "create_message_inner", "app_portal_access"],
            ),
            argued(
                "Both `create_message_inner` and `app_portal_access` match on body and row, and "
                "the arm with a row uses it whatever `application` the body has.",
                "create_message_inner",
                "app_portal_access",
            ),
        ],
        "answer with what is there and a 200": literal(
            "<JsonStatusUpsert<T> as IntoResponse>::into_response", "200"
        ),
        "New ones are a 201 as ever": literal(
            "<JsonStatusUpsert<T> as IntoResponse>::into_response", "201"
        ),
        "since that variant is the 200": literal(
            "<JsonStatusUpsert<T> as IntoResponse>::into_response", "200"
        ),
        "I let it ask nothing: `create_app_from_app_in` makes, and who calls it has decided": [
            absent("create_app_from_app_in", "fetch_with_metadata"),
            absent("create_app_from_app_in", "secure_find_by_id_or_uid"),
            absent("create_app_from_app_in", "one"),
        ],
        "If the body has a uid, `fetch_with_metadata` below the organization; that costs one "
        "SELECT with a join, and a body without uid is spared it": [
            calls("create_application", "fetch_with_metadata", times=1),
            calls(
                "db/models/application.rs::Model::fetch_with_metadata",
                ".find_also_related",
                times=1,
            ),
            calls("db/models/application.rs::Model::fetch_with_metadata", ".one", times=1),
            argued(
                "`fetch_with_metadata` stands inside the `if let` on `data.uid`; nothing else in "
                "`create_application` reads ahead of the creator.",
                "create_application",
            ),
        ],
        "both find nothing, and the slower one reads 409 although it set the flag": [
            literal("HttpError::conflict", "409"),
            before("create_application", "fetch_with_metadata", "create_app_from_app_in"),
            argued(
                "Between the SELECT of `fetch_with_metadata` and the INSERT there is no lock; the "
                "partial unique index over org_id and uid refuses the second row, and "
                "`http_error_on_conflict` makes it a conflict whatever `get_if_exists` says.",
                "create_application",
                "create_app_from_app_in",
                "http_error_on_conflict",
            ),
        ],
        "Its next try gets the 200": argued(
            "The other row is committed by then, `fetch_with_metadata` finds it by its uid, and "
            "the flag leads to `JsonStatusUpsert::Updated`, which is 200.",
            "create_application",
            "<JsonStatusUpsert<T> as IntoResponse>::into_response",
        ),
        "`ActiveModel::new` of db/models/application.rs: a single `Utc::now()` for id, "
        "`created_at` and `updated_at`": [
            calls("db/models/application.rs::ActiveModel::new", "Utc::now", times=1),
            field("db/models/application.rs::Model", "created_at"),
            field("db/models/application.rs::Model", "updated_at"),
        ],
        "Such an INSERT passes `before_save` by, so for a row that was fetched `updated_at` is "
        "written as it was read": [
            calls(
                "applicationmetadata.rs::ActiveModel::upsert_or_delete",
                ".exec_with_returning",
                times=1,
            ),
            absent("applicationmetadata.rs::ActiveModel::upsert_or_delete", "updated_at"),
            argued(
                "`Entity::upsert` builds an `Insert`, whose `exec_with_returning` in sea-orm "
                "1.1.20 runs the statement without `before_save`; a row turned into an active "
                "model has `updated_at` unchanged, and unchanged values are inserted too.",
                "applicationmetadata.rs::ActiveModel::upsert_or_delete",
                "applicationmetadata.rs::Entity::upsert",
            ),
        ],
        "A bound of `ConnectionTrait` lets it run inside anybody's transaction": bound(
            "applicationmetadata.rs::ActiveModel::upsert_or_delete", "db", "ConnectionTrait"
        ),
        "Here that is sea-orm's `transaction` with a boxed future, and the application is "
        "inserted first": [
            before("create_app_from_app_in", ".transaction", ".insert"),
            before("create_app_from_app_in", ".insert", ".upsert_or_delete"),
        ],
        "no foreign key asks for that order, but a taken uid is the likely failure, and ends it "
        "one statement sooner": argued(
            "The migration that adds the table applicationmetadata declares a primary key and no "
            "reference; an `Err` of `insert` leaves the closure by `?` above `upsert_or_delete`, "
            "which is one statement, DELETE or INSERT.",
            "create_app_from_app_in",
            "applicationmetadata.rs::ActiveModel::upsert_or_delete",
        ),
        "what the metadata fails with gets a `trace()` for the log and is answered with a 500": [
            before("create_app_from_app_in", ".upsert_or_delete", ".trace"),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
        ],
        "The method of applicationmetadata.rs looks at its data: empty means delete, with a model "
        "made from its own columns as the answer; else `Entity::upsert`, an INSERT which on a "
        "conflict of the id updates data and `updated_at`, with `exec_with_returning`.": [
            before("ActiveModel::upsert_or_delete", ".is_empty", "Entity::upsert"),
            before("ActiveModel::upsert_or_delete", "Entity::upsert", ".exec_with_returning"),
            calls("ActiveModel::upsert_or_delete", ".try_into_model", times=1),
            before("ActiveModel::upsert_or_delete", ".try_into_model", ".delete"),
            calls("applicationmetadata.rs::Entity::upsert", ".update_columns", times=1),
            argued(
                "The conflict that `Entity::upsert` names is on `Column::Id`, and "
                "`update_columns` gets `Column::Data` and `Column::UpdatedAt`, no other. In the "
                "branch for empty data `upsert_or_delete` returns what `try_into_model` has made "
                "of its own clone.",
                "applicationmetadata.rs::Entity::upsert",
                "applicationmetadata.rs::ActiveModel::upsert_or_delete",
            ),
        ],
        "choke on our 409 each time but the first": [
            calls("create_application", "HttpError::conflict", times=1),
            literal("HttpError::conflict", "409"),
        ],
    },
)
