"""An application's body becomes two rows, and two rows become one answer again."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    field,
    implements,
    rust,
)

one_body_for_two_tables = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/application.rs",
            "ApplicationIn",
            "impl ModelIn for ApplicationIn",
            "ApplicationOut",
            "impl From<(application::Model, applicationmetadata::Model)> for ApplicationOut",
        ),
        rust(
            "svix-server/src/db/models/application.rs",
            "Model",
            "Model::fetch_with_metadata",
            "ActiveModel::new",
        ),
        rust(
            "svix-server/src/db/models/applicationmetadata.rs",
            "Model",
            "impl Model",
            "ActiveModel::new",
        ),
    ],
    prompt="""
        Could you take the shapes around application metadata? Integrators want to keep
        a few strings with an application, their own customer number or a plan name.
        `Metadata` of core/types is there; it limits its size and reads null as an empty
        map. Storing is mine: `create_app_from_app_in`, PUT and the like will hand me
        two active models, and where the map is empty there will be no row.

        Few applications have any, and each message that we accept reads its
        application's row, which should not get wider for it. So: a table of its own
        under the application's id. To clients it remains one object. They may leave the
        map out and get one in every answer.

        While you are at these structs: the rate limit is to be called `throttleRate`.
        `rateLimit` goes on working but leaves the API docs, and it loses where both are
        sent. SDKs of last year still read it. One integer column as before. Zero is
        refused, as is a name that is empty or has control characters in it.
    """,
    think="""
        One struct in, a pair through the middle, one struct out. For `ApplicationIn`
        the `ActiveModel` of `ModelIn` is a tuple of `application::ActiveModel` and
        `applicationmetadata::ActiveModel`. `update_model` gets it as `&mut` and takes
        `self` apart with every field named and no `..`; a field added to the body will
        not compile while nobody has said in which table it goes. Strings and map move
        over.

        The rate is an `Option<u16>`, which no integer type of PostgreSQL matches, and
        an i32 in db/models/application.rs. On the way in that is
        `throttle_rate.or(rate_limit)` and an `into` that widens and cannot fail. Which
        name the client used is lost here, so `ApplicationOut` shows the number under
        both; the old one is skipped when there is none, the new one is then a null. Two
        columns would have kept the names, and left it to each reader which counts. An
        absent rate or uid becomes `Set(None)`, not an unset value. For an INSERT the
        two come to the same; in a PUT it clears the column, as replacing should.

        On the way out the i32 has to become narrow, and I take `as u16`. What got in
        through us fits. A larger number that somebody has typed into the table wraps
        round in silence, where core/message_app.rs converts with a check and refuses to
        work with the application. `TryFrom` here would be as strict, and one such row
        would then fail the whole list of applications. Dropped on this side are tenant,
        `deleted` and the times of the metadata. The timestamps change from a fixed
        offset to `Utc`.

        `application::ActiveModel::new` sets what no client says; `updated_at` will be
        set anew by `before_save` with each write. Its counterpart in
        db/models/applicationmetadata.rs gets the application's id and, as `impl
        Into<Option<Metadata>>`, perhaps a map; all four columns end up set.

        That serves the reader as well. `fetch_with_metadata` finds an application below
        its organization with a left join, and where no metadata came along it makes a
        `Model` in place of the row: through the active model, by `try_into_model` and
        `expect`, which is safe for as long as all four are set. Returning the `Option`
        would push "no row" into each handler that wants the pair; the `Option` around
        the pair stays, for an application that is not there. The stand-in's times are
        those of the request; nothing shows them. A `metadata` that takes the row by
        value gives the map out. The id is cloned for the stand-in, as the application
        goes on to the caller; the rest is moved from row to answer.
    """,
    claims={
        "`update_model` gets it as `&mut` and takes `self` apart with every field named and no "
        "`..`; a field added to the body will not compile while nobody has said in which table it "
        "goes": argued(
            "The pattern of `ApplicationIn` in `update_model` lists its five fields without a rest "
            "pattern, which the compiler holds to be incomplete as soon as there is a sixth.",
            "<ApplicationIn as ModelIn>::update_model",
            "ApplicationIn",
        ),
        "The rate is an `Option<u16>`, which no integer type of PostgreSQL matches, and an i32 in "
        "db/models/application.rs": [
            field("ApplicationIn", "throttle_rate", "Option<u16>"),
            field("ApplicationIn", "rate_limit", "Option<u16>"),
            field("db/models/application.rs::Model", "rate_limit", "Option<i32>"),
        ],
        "On the way in that is `throttle_rate.or(rate_limit)` and an `into` that widens and cannot "
        "fail": [
            before("<ApplicationIn as ModelIn>::update_model", ".or", ".into"),
            argued(
                "Every `u16` is an `i32`, and `From` between the two is infallible; in "
                "`update_model` `or` merges `throttle_rate` and `rate_limit` while both are `u16`, "
                "`into` runs in the `map` behind it.",
                "<ApplicationIn as ModelIn>::update_model",
            ),
        ],
        "the old one is skipped when there is none, the new one is then a null": [
            attribute("ApplicationOut", 'serde(skip_serializing_if = "Option::is_none")'),
            field("ApplicationOut", "throttle_rate", "Option<u16>"),
        ],
        "where core/message_app.rs converts with a check and refuses to work with the "
        "application": [
            calls("CreateMessageApp::fetch_from_pg_by_model", ".try_into", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", "Error::validation", times=1),
        ],
        "`TryFrom` here would be as strict, and one such row would then fail the whole list of "
        "applications": [
            implements("ApplicationOut", "From"),
            calls("list_applications", ".collect", times=1),
            argued(
                "`list_applications` maps each pair of a page by `ApplicationOut::from` and "
                "collects; with a `TryFrom` in there it would have to give the first error back.",
                "list_applications",
            ),
        ],
        "`fetch_with_metadata` finds an application below its organization with a left join": [
            calls(
                "db/models/application.rs::Model::fetch_with_metadata",
                "Entity::secure_find_by_id_or_uid",
                times=1,
            ),
            calls(
                "db/models/application.rs::Model::fetch_with_metadata",
                ".find_also_related",
                times=1,
            ),
        ],
        "through the active model, by `try_into_model` and `expect`, which is safe for as long as "
        "all four are set": [
            calls("applicationmetadata.rs::Model::new", ".try_into_model", times=1),
            calls("applicationmetadata.rs::Model::new", ".expect", times=1),
            absent("applicationmetadata.rs::ActiveModel::new", "default"),
            field("applicationmetadata.rs::Model", "id"),
            field("applicationmetadata.rs::Model", "created_at"),
            field("applicationmetadata.rs::Model", "updated_at"),
            field("applicationmetadata.rs::Model", "data"),
        ],
        "nothing shows them": [
            absent("ApplicationOut", "applicationmetadata"),
            absent("v1/", "metadata.updated_at"),
            argued(
                "The conversion to `ApplicationOut` calls `metadata()` on the second `Model`, "
                "which returns `data` and drops the rest; both times of the answer are the "
                "application's.",
                "impl From<(application::Model, applicationmetadata::Model)> for ApplicationOut",
            ),
        ],
        "The id is cloned for the stand-in, as the application goes on to the caller": calls(
            "db/models/application.rs::Model::fetch_with_metadata", ".clone", times=1
        ),
    },
)
